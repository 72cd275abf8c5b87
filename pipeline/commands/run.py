"""``tailan run``."""

from __future__ import annotations

import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from pipeline.commands.common import Command, both, folders, say, settings_of, table
from pipeline.exits import Exit
from pipeline.run.run import Account
from pipeline.run.run import run as run_once
from pipeline.run.survey import Paths


@click.command(
    cls=Command, epilog="tailan run\ntailan run --raw data/raw --clean data/clean\ntailan run --only '2024/*' --force"
)
@folders("raw", "clean")
@click.option(
    "--workers",
    type=int,
    help="Worker processes (0: one for each processor). / Ажлын процессын тоо (0: процессор бүрд нэг).",
)
@click.option(
    "--engine",
    help="'local', or 'dask://host:port' for an existing Dask scheduler. / "
    "'local', эсвэл ажиллаж буй Dask-ийн 'dask://host:port'.",
)
@click.option(
    "--only",
    multiple=True,
    metavar="PATTERN",
    help="Read only these files now; others come from the cache. / Одоо зөвхөн эдгээр файлыг уншина; бусад нь кэшээс.",
)
@click.option(
    "--force",
    is_flag=True,
    help="Read (selected) files again, whatever the cache says. / (Сонгосон) файлыг кэшийг үл харгалзан дахин уншина.",
)
@click.option(
    "--retry-failed",
    is_flag=True,
    help="Read files again that were rejected. / Боловсруулах боломжгүй байсан файлыг дахин уншина.",
)
@click.option(
    "--accept",
    is_flag=True,
    help="Publish although a quality gate refuses the edition, or into a folder that holds other things. / "
    "Чанарын шалгуур зөвшөөрөөгүй ч, эсвэл хавтаст өөр зүйл байсан ч нийтэлнэ.",
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Day that due dates are compared with [today]. / Ирүүлэх хугацааг жиших өдөр [өнөөдөр].",
)
@click.option(
    "--dry-run",
    is_flag=True,
    help="Only tell what would be read; nothing is written. / Юуг унших байсныг л хэлнэ; юу ч бичихгүй.",
)
@click.option(
    "--quiet/--summary",
    default=None,
    help="Only errors, or a summary table [summary on a terminal]. / Зөвхөн алдаа, эсвэл товч дүн [терминалд товч дүн].",
)
@click.pass_context
def run(
    context: click.Context,
    raw: Path,
    clean: Path,
    workers: int | None,
    engine: str | None,
    only: tuple[str, ...],
    force: bool,
    retry_failed: bool,
    accept: bool,
    as_of: datetime | None,
    dry_run: bool,
    quiet: bool | None,
) -> int:
    """Read what is new in RAW and publish all of it as CLEAN, as a whole or not at all.

    RAW дахь шинэ зүйлийг уншаад бүгдийг CLEAN болгон нийтэлнэ: бүтнээр нь, эсвэл огт үгүй.
    """
    settings = settings_of(context, workers=workers, engine=engine)
    paths = Paths.of(raw, clean, settings)
    if dry_run:
        _forecast(paths, context, only, force, retry_failed)
        return int(Exit.OK)
    from pipeline.run.collect import Options

    options = Options(only, force, retry_failed, accept, as_of.date() if as_of else None)
    bar = Bar(sys.stderr.isatty() and not quiet)
    try:
        account = run_once(paths, settings, options, bar.show)
    finally:
        bar.close()
    for told in account.findings:
        say(f"tailan: {told['message']}", f"tailan: {told['message_mn']}", err=True)
    if not quiet:
        say(*_lines(account))
    if quiet is False or (quiet is None and sys.stdout.isatty()):
        click.echo(_summary(account), nl=False)
    return account.exit_code


class Bar:
    """Done, rate and time left on one line of the terminal; silent elsewhere."""

    def __init__(self, visible: bool) -> None:
        self.visible, self.begun, self.drawn = visible, time.monotonic(), 0.0

    def show(self, done: int, total: int) -> None:
        now = time.monotonic()
        if not self.visible or (now - self.drawn < 0.1 and done < total):
            return
        self.drawn = now
        rate = done / max(now - self.begun, 0.001)
        left = (total - done) / rate if rate else 0
        filled = round(30 * done / total)
        bar = "#" * filled + "." * (30 - filled)
        sys.stderr.write(f"\r[{bar}] {done}/{total}  {rate:.1f}/s  -{left // 60:.0f}:{left % 60:02.0f} ")
        sys.stderr.flush()

    def close(self) -> None:
        if self.visible and self.drawn:
            sys.stderr.write("\r\033[K")


def _lines(account: Account) -> tuple[str, str]:
    """How the run ended, a line in each language."""
    edition = account.edition
    if account.unchanged:
        return (
            f"{account.clean}: nothing changed since edition {edition}: {account.message}",
            f"{account.clean}: {edition} хувилбараас хойш юу ч өөрчлөгдөөгүй: {account.message_mn}",
        )
    if account.new_edition:
        what, what_mn = f"published as edition {edition}", f"{edition} хувилбар болгон нийтэллээ"
    else:
        what, what_mn = f"same tables as edition {edition}", f"хүснэгтүүд {edition} хувилбарынхтай ижил"
    return f"{account.clean}: {account.message}; {what}", f"{account.clean}: {account.message_mn}; {what_mn}"


def _summary(account: Account) -> str:
    """The figures of the run, what changed and what was rejected; nothing where nothing had changed."""
    if account.unchanged:
        return ""
    from pipeline.outputs.tables.summary import STATUS_MN
    from pipeline.schema.loading import schema

    titles = {one.name: one.title_mn for one in schema().tables}
    rows = [(status, STATUS_MN[status], str(count)) for status, count in account.statuses.items() if count]
    rows += [
        (f"{name} rows", f"{titles[name]}: мөр", f"{count}")
        for name, count in account.counts.items()
        if name != "submissions" and count
    ]
    rows.append(("files read now", "одоо уншсан файл", f"{account.read}"))
    rows.append(("seconds, of CPU", "секунд, үүнээс CPU", f"{account.seconds:.1f}, {account.cpu_seconds:.1f}"))
    lines = [table(rows), *_changes(account)]
    rejected = [item for item in account.files if item["status"] == "rejected"]
    lines += [f"  {item['file']}: {item['reason']}{_detail(item)}" for item in rejected[:10]]
    if len(rejected) > 10:
        more = len(rejected) - 10
        lines.append(f"  … +{more}: " + both(("see submissions.csv", "submissions.csv-г үзнэ үү")))
    return "\n".join(lines) + "\n"


def _detail(item: dict[str, Any]) -> str:
    return f" ({both((item['detail'], item['detail_mn']))})" if item["detail"] else ""


def _changes(account: Account) -> list[str]:
    """What changed since the edition before, in both languages."""
    from pipeline.outputs.tables.changes import TABLE, summary

    if not account.new_edition or account.changes.get("first"):
        return []
    told = [(english, mongolian, str(count)) for english, mongolian, count in summary(account.changes)]
    head = f"since the edition before / өмнөх хувилбараас хойш ({TABLE}):"
    return [head, table(told)] if told else [f"{head} no file and no measure changed / өөрчлөлтгүй"]


def _forecast(paths: Paths, context: click.Context, only: tuple[str, ...], force: bool, retry_failed: bool) -> None:
    """Tell what a run would do. Nothing is written."""
    from pipeline.run.assembly import open_cache
    from pipeline.run.collect import Options, plan
    from pipeline.run.ledger import load_ledger
    from pipeline.run.survey import survey

    settings = settings_of(context)
    seen = survey(paths, settings, load_ledger(paths.state), time.time_ns())
    planned = plan(seen.sources, open_cache(paths, settings), Options(only, force, retry_failed))
    copies = (
        sum(1 for source in seen.sources if source.sha256)
        - len(planned.entries)
        - len(planned.jobs)
        - len(planned.left_out)
    )
    rows = [
        ("files found", "олдсон файл", str(len(seen.sources))),
        ("would be read", "уншина", str(len(planned.jobs))),
        ("from the cache", "кэшээс", str(len(planned.entries))),
        ("copies of another file", "өөр файлын хуулбар", str(copies)),
        ("cannot be opened now", "одоо нээгдэхгүй", str(sum(1 for source in seen.sources if source.problem))),
        ("passed over", "алгассан", str(len(seen.ignored))),
    ]
    say("nothing was written", "юу ч бичээгүй")
    click.echo(table(rows))
    for job in planned.jobs[:20]:
        click.echo("  " + both((f"would read {job.file}", f"{job.file} файлыг уншина")))
