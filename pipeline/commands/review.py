"""``tailan review``: the page, or the workbook, on which a person settles the doubtful rows."""

from __future__ import annotations

import getpass
import ipaddress
import secrets
import socket
import webbrowser
from pathlib import Path

import click

from pipeline.commands.common import Command, folders, say, settings_of
from pipeline.exits import Exit, Stop
from pipeline.review.desk import Desk
from pipeline.review.pictures import Pictures
from pipeline.run.survey import Paths
from pipeline.settings import Settings
from pipeline.workers import versions

PAINTED_AHEAD = 80
"""Rows from the top of the queue whose pages are painted from the start."""


@click.command(
    cls=Command,
    epilog="tailan review\ntailan review --raw data/raw --clean data/clean --by Дорж --by Сараа\n"
    "tailan review --export review.xlsx --by Дорж\ntailan review --import review.xlsx",
)
@folders("raw", "clean")
@click.option(
    "--by",
    "reviewers",
    multiple=True,
    metavar="NAME",
    help="Who decides; each gets a link [this user]. / Шийдвэрлэх хүн; тус бүр холбоос авна [энэ хэрэглэгч].",
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="Port [any free one]. / Порт [сул байгаа аль нэг]."
)
@click.option(
    "--host", default="127.0.0.1", help="Address to serve on [this machine only]. / Ажиллах хаяг [зөвхөн энэ машин]."
)
@click.option(
    "--allow-remote",
    is_flag=True,
    help="Serve on an address that other machines can reach. / Өөр машинаас хандах хаягаар ажиллуулна.",
)
@click.option("--no-browser", is_flag=True, help="Only print the link. / Зөвхөн холбоосыг хэвлэнэ.")
@click.option(
    "--export",
    "export_to",
    type=click.Path(path_type=Path),
    help="Write the queue as a workbook instead. / Дарааллыг Excel файл болгон бичнэ.",
)
@click.option(
    "--import",
    "import_from",
    type=click.Path(exists=True, path_type=Path),
    help="Take in a workbook. / Бөглөсөн Excel файлыг авна.",
)
@click.pass_context
def review(
    context: click.Context,
    raw: Path,
    clean: Path,
    reviewers: tuple[str, ...],
    port: int,
    host: str,
    allow_remote: bool,
    no_browser: bool,
    export_to: Path | None,
    import_from: Path | None,
) -> int:
    """Settle the doubtful rows: a local page with the row on its page picture, or a workbook. The next `tailan run`
    publishes the decisions.

    Эргэлзээтэй мөрийг шийдвэрлэнэ: хуудасны зураг бүхий дотоод хуудас, эсвэл Excel файл. Шийдвэрийг дараагийн
    `tailan run` нийтэлнэ.
    """
    settings = settings_of(context)
    _check_address(host, allow_remote)
    desk, paths = open_desk(Paths.of(raw, clean, settings), settings)
    pictures = Pictures(paths, settings.limits)
    names = reviewers or (getpass.getuser(),)
    try:
        if import_from is not None:
            return _take_in(desk, import_from, reviewers[0] if reviewers else "")
        if export_to is not None:
            from pipeline.review.workbook import export

            try:
                count = export(desk, pictures, export_to, names[0])
            except OSError as error:
                raise Stop(
                    Exit.OUTPUT_NOT_WRITABLE,
                    f"{export_to}: {error.strerror}",
                    f"{export_to}: бичиж чадсангүй ({error.strerror})",
                ) from error
            say(
                f"{export_to}: {count} rows; fill in 'decision', then `tailan review --import {export_to}`",
                f"{export_to}: {count} мөр; 'decision' баганыг бөглөөд `tailan review --import {export_to}` ажиллуулна уу",
            )
            return int(Exit.OK)
        _serve(desk, pictures, names, host, port, not no_browser)
    finally:
        pictures.close()
    return int(Exit.OK)


def open_desk(paths: Paths, settings: Settings) -> tuple[Desk, dict[str, bytes]]:
    """Reports of the raw folder (from the cache where it has them), decisions, and where each content's file is."""
    import time

    from normalizers.catalogue.files import load_catalogues
    from pipeline.outputs.building.kept import KeptReports
    from pipeline.run import ledger
    from pipeline.run.assembly import open_cache, open_decisions, open_engine
    from pipeline.run.collect import Options, collect, plan
    from pipeline.run.notices import mended, set_aside
    from pipeline.run.survey import survey
    from pipeline.workers.leftovers import sweep
    from pipeline.workers.outcome import PENDING, REJECTED

    sweep()
    notices = [*mended(paths.decisions), *set_aside(paths.decisions, open_decisions(paths.decisions)[1])]
    for told in notices:
        say(f"tailan: {told.message}", f"tailan: {told.message_mn}", err=True)
    seen = survey(paths, settings, ledger.load_ledger(paths.state), time.time_ns())
    cache = open_cache(paths, settings)
    planned = plan(seen.sources, cache, Options())
    engine = open_engine(settings, len(planned.jobs))
    try:
        collected = collect(seen.sources, planned, cache, engine, lambda job, done: None)
    finally:
        engine.close()
    kept = KeptReports(cache, load_catalogues(Path(settings.catalogues) if settings.catalogues else None))
    reports = [kept.read(outcome) for outcome in collected.outcomes if outcome.kept]
    files = {source.sha256: source.found.path for source in seen.sources if source.sha256}
    desk = Desk(
        reports,
        kept.catalogues,
        paths.decisions,
        settings.review_sample,
        versions.program()[:16],
        [outcome for outcome in collected.outcomes if outcome.status in (REJECTED, PENDING)],
    )
    return desk, files


def _check_address(host: str, allowed: bool) -> None:
    try:
        loopback = ipaddress.ip_address(host).is_loopback
        if ipaddress.ip_address(host).is_unspecified:
            raise Stop(
                Exit.USAGE,
                f"{host} is no address that a browser can name; give the one of this machine",
                f"{host} гэсэн хаягаар хөтөч нээгдэхгүй; энэ машины хаягийг өгнө үү",
            )
    except ValueError:
        loopback = host == "localhost"
    if not loopback and not allowed:
        raise Stop(
            Exit.USAGE,
            f"{host} can be reached from other machines; add --allow-remote if that is meant",
            f"{host} хаягт өөр машинаас хандаж болно; тэгэх гэсэн бол --allow-remote гэнэ үү",
        )


def _take_in(desk: Desk, path: Path, reviewer: str) -> int:
    from pipeline.review.text import speaker
    from pipeline.review.workbook import NotAReview, take_in

    try:
        result = take_in(desk, path, reviewer)
    except NotAReview as problem:
        raise Stop(Exit.USAGE, f"{path}: {problem}", f"{path}: хянах хүснэгт биш эсвэл өөрчлөгдсөн байна") from None
    taken, refused = result.taken, len(result.refused)
    say(
        f"{path}: {taken} decisions taken, {refused} rows refused",
        f"{path}: {taken} шийдвэр авсан, {refused} мөрийг аваагүй",
    )
    english, mongolian = speaker("en"), speaker("mn")
    for row, code in result.refused:
        say(f"  row {row}: {english(code)}", f"  {row}-р мөр: {mongolian(code)}")
    return int(Exit.OK)


def _serve(desk: Desk, pictures: Pictures, names: tuple[str, ...], host: str, port: int, browse: bool) -> None:
    import uvicorn

    from pipeline.review.app import create_app

    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        raise Stop(
            Exit.USAGE,
            f"{host}:{port} cannot be served ({error.strerror}); choose another --port",
            f"{host}:{port} хаягаар ажиллуулж чадсангүй ({error.strerror}); өөр --port сонгоно уу",
        ) from error
    shown = f"[{host}]" if ":" in host else host
    address = f"{shown}:{listener.getsockname()[1]}"
    links = {secrets.token_urlsafe(24): name for name in names}
    for token, name in links.items():
        click.echo(f"{name}: http://{address}/enter?token={token}")
    waiting = len(desk.waiting())
    say(
        f"{waiting} rows wait; Ctrl-C ends the page. Decisions are kept in {desk.path}",
        f"{waiting} мөр хүлээж байна; Ctrl-C дарж дуусгана. Шийдвэрүүд {desk.path} файлд хадгалагдана",
    )
    if browse and len(links) == 1:
        webbrowser.open(f"http://{address}/enter?token={next(iter(links))}")
    app = create_app(desk, pictures, shown, links)
    for question in desk.waiting()[:PAINTED_AHEAD]:
        pictures.prepare(question.report.sha256, question.pages, soon=False)
    uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)).run([listener])
