"""``tailan explain`` and ``tailan show``: what became of a file and why, in words and as a picture."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from pipeline.commands.common import Command, both, folders, settings_of, table
from pipeline.exits import Exit, Stop
from pipeline.names import printable
from pipeline.run.editions import Shelf
from pipeline.run.survey import Paths

Row = dict[str, str]
FACTS = (
    "file",
    "status",
    "reason",
    "hint",
    "hint_mn",
    "detail",
    "detail_mn",
    "duplicate_of",
    "superseded_by",
    "source_kind",
    "pages",
    "submission_id",
    "bytes",
    "agency",
    "agency_reported",
    "plan_year",
    "period",
    "report_date",
    "catalogue_id",
    "measures_reported",
    "measures_matched",
    "measures_review",
    "measures_unmatched",
    "measures_missing",
    "ocr_confidence",
)
COSTS = ("cached", "cpu_seconds", "wall_seconds", "memory_bytes")


@click.command(
    cls=Command, epilog="tailan explain data/raw/report.pdf\ntailan explain report.pdf:12 --clean data/clean"
)
@folders("clean", first=False)
@click.argument("what", metavar="FILE[:ROW]")
@click.option("--json", "as_json", is_flag=True, help="As JSON, with every column. / JSON хэлбэрээр, бүх баганатай.")
@click.pass_context
def explain(context: click.Context, what: str, clean: Path, as_json: bool) -> None:
    """Tell what became of FILE (or of its measure ROW) in the edition shown, and why.

    FILE (эсвэл түүний ROW мөр) одоогийн хувилбарт хэрхэн, яагаад орсныг хэлнэ.
    """
    shelf = Shelf(clean)
    shown = shelf.current()
    if shown is None:
        raise Stop(
            Exit.NO_INPUT,
            f"{clean}: holds no edition; `tailan run RAW {clean}` makes the first one",
            f"{clean}: нийтэлсэн хувилбар алга; `tailan run RAW {clean}` эхнийхийг гаргана",
        )
    found = _explanation(context, shelf.home / shown, clean, what)
    click.echo(json.dumps(asdict(found), ensure_ascii=False, indent=1) if as_json else "\n".join(_told(found)))


@dataclass(frozen=True, slots=True)
class Explanation:
    """What became of a submission or of one of its rows: rows of the tables as published, what the last run says of the
    file, and why this catalogue and this measure, as sentences in both languages. Without a row asked for, ``row`` and
    ``matching`` are empty; with one, ``findings`` are those on it and ``leftovers`` empty."""

    submission: Row
    run: dict[str, object]
    catalogue: tuple[str, ...]
    row: Row
    matching: tuple[str, ...]
    findings: tuple[Row, ...]
    leftovers: tuple[Row, ...]


def _explanation(context: click.Context, folder: Path, clean: Path, what: str) -> Explanation:
    """Raises Stop(NO_INPUT) when there is no such file or row in the edition."""
    submission, number = _find(folder, what)
    last = _last_run(Paths.of(clean, clean, settings_of(context)).state, submission["file"])
    catalogue = _choice(context, submission) if submission["catalogue_id"] else ()
    findings = _of(submission, folder / "findings.csv")
    if not number:
        leftovers = _of(submission, folder / "leftovers.csv")
        return Explanation(submission, last, catalogue, {}, (), findings, leftovers)
    measures = _of(submission, folder / "measures.csv")
    place = next((place for place, item in enumerate(measures) if item["row"] == str(number)), None)
    if place is None:
        file = submission["duplicate_of"] or submission["file"]
        raise Stop(
            Exit.NO_INPUT,
            f"{file}: has no measure row {number} (rows 1 to {len(measures)})",
            f"{file}: {number} дугаартай мөр алга (1-ээс {len(measures)} хүртэл)",
        )
    matching = _matching(context, measures, place, submission["catalogue_id"])
    on_row = tuple(item for item in findings if item["row"] == str(number))
    return Explanation(submission, last, catalogue, measures[place], matching, on_row, ())


def _told(found: Explanation) -> Iterator[str]:
    """The explanation as lines for a person."""
    known = [(name, found.submission[name]) for name in FACTS if found.submission.get(name)]
    yield table([*known, *((name, str(found.run[name])) for name in COSTS if found.run.get(name))], "")
    yield from (f"  {line}" for line in found.catalogue)
    if found.row:
        yield ""
        yield table([(name, value) for name, value in found.row.items() if value and name != "submission_id"], "")
    for item in found.findings:
        where = f" {item['column']}" if found.row else _at(item)
        yield f"  {item['severity']} {item['code']}{where}: {both((item['message'], item['message_mn']))} {item['value']}".rstrip()
    yield from (f"  {line}" for line in found.matching)
    for item in found.leftovers:
        yield f"  left out / орхисон ({item['kind']}, {item['reason']}): {item['text'][:90]}"


def _choice(context: click.Context, submission: Row) -> tuple[str, ...]:
    """Why this catalogue; nothing where the catalogues have changed since and another one would be taken."""
    from normalizers.catalogue.choice import choose
    from pipeline.commands.catalogue import known_catalogues
    from pipeline.register.bodies import load_agencies

    year = int(submission["plan_year"]) if submission["plan_year"] else None
    register = {one.id: one for one in load_agencies(settings_of(context).agencies)}
    listed = register.get(submission["agency_id"])
    names = (submission["agency"], submission["agency_reported"], *(listed.above if listed else ()))
    choice = choose(known_catalogues(context), year, *names)
    return (choice.reason, choice.reason_mn) if choice.catalogue.id == submission["catalogue_id"] else ()


def _matching(context: click.Context, measures: Sequence[Row], place: int, catalogue_id: str) -> tuple[str, ...]:
    """What spoke for the measure and against the next, in both languages; why not, without the catalogue."""
    from normalizers.catalogue.model import CatalogueError
    from normalizers.settings import MatchSettings
    from pipeline.commands.catalogue import known_catalogues
    from pipeline.commands.explaining import told
    from pipeline.user_files import load_weights

    chosen = settings_of(context).matching
    try:
        catalogue = known_catalogues(context).get(catalogue_id)
    except CatalogueError as error:
        return (str(error),)
    thresholds = MatchSettings(chosen.accept, chosen.propose, chosen.doubt)
    return tuple(told(measures, place, catalogue, thresholds, load_weights(chosen.weights)))


def _of(submission: Row, path: Path) -> tuple[Row, ...]:
    """The rows of a table that belong to a submission."""
    return tuple(item for item in _read(path) if item["submission_id"] == submission["submission_id"])


def _find(folder: Path, what: str) -> tuple[Row, int]:
    """The submission meant and the row (0: none), by path (as published or as it stands on the disk), end of path, or
    submission id."""
    submissions = _read(folder / "submissions.csv")
    whole = what.removeprefix("./")
    name, _, number = whole.rpartition(":")
    given = [(whole, 0), *([(name, int(number))] if name and number.isascii() and number.isdigit() else [])]
    for wanted, row in [(form, number) for text, number in given for form in (text, printable(text))]:
        exact = [item for item in submissions if item["file"] == wanted]
        above = [item for item in submissions if wanted.endswith("/" + item["file"]) or item["submission_id"] == wanted]
        below = [item for item in submissions if item["file"].endswith("/" + wanted)]
        for found in (exact, above, below):
            if len(found) == 1:
                return found[0], row
            if found:
                raise Stop(
                    Exit.NO_INPUT,
                    f"{wanted}: {len(found)} files are called so; give the path below the raw folder",
                    f"{wanted}: ийм нэртэй {len(found)} файл байна; эх хавтаснаас эхлэх замыг нь өгнө үү",
                )
    raise Stop(
        Exit.NO_INPUT,
        f"{given[-1][0]}: is not in the edition shown; was it put in the raw folder after the last run?",
        f"{given[-1][0]}: энэ хувилбарт алга; сүүлийн ажиллагаанаас хойш нэмсэн үү?",
    )


def _at(finding: Row) -> str:
    return "".join(f" {name} {finding[name]}" for name in ("row", "column", "page") if finding[name])


def _last_run(state: Path, file: str) -> dict[str, object]:
    """What the last run says of the file; empty when it does not mention it."""
    try:
        account = json.loads((state / "run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return next((item for item in account.get("files", ()) if item["file"] == file), {})


def _read(path: Path) -> list[Row]:
    csv.field_size_limit(1 << 30)
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@click.command(cls=Command, epilog="tailan show data/raw/report.pdf --page 2 --output page2.png")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--page", type=click.IntRange(1), default=1, show_default=True, help="Page. / Хуудас.")
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The picture [FILE-pN.png here]. / Зургийн файл [энд FILE-pN.png].",
)
@click.pass_context
def show(context: click.Context, file: Path, page: int, output: Path | None) -> None:
    """Draw PAGE of FILE with the cells that were found, row numbers and roles (PNG).

    FILE-ийн PAGE хуудсыг олдсон нүд, мөрийн дугаар, баганын үүрэгтэй нь зурна (PNG).
    """
    from dataclasses import replace

    from parsers.errors import NoFixedPages, NoSuchPage
    from pipeline.run.assembly import setup_of
    from pipeline.workers.engine import in_one_process
    from pipeline.workers.stages import job_of

    try:
        job = replace(job_of(file), page=page)
    except OSError as error:
        raise Stop(Exit.NO_INPUT, f"{file}: {error.strerror}", f"{file}: нээж чадсангүй ({error.strerror})") from error
    done = in_one_process(setup_of(settings_of(context), "pipeline.workers.stages:drawing_work"), job)
    if done.failure:
        code = Exit.NO_INPUT if done.failure.code in (NoSuchPage.code, NoFixedPages.code) else Exit.REJECTED
        raise Stop(
            code,
            f"{file}: {done.failure.code} ({done.failure.detail}). {done.failure.hint}",
            f"{file}: {done.failure.code} ({done.failure.detail_mn}). {done.failure.hint_mn}",
        )
    place = output or Path(f"{file.stem}-p{page}.png")
    place.write_bytes(done.document)
    click.echo(str(place))
