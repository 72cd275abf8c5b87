"""``tailan explain`` and ``tailan show``: what became of a file and why, in words and as a picture."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import click

from pipeline.commands.common import settings_of, table
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
COSTS = ("detail", "cached", "cpu_seconds", "wall_seconds", "memory_bytes")


@click.command(epilog="Examples: tailan explain data/raw/report.pdf   tailan explain report.pdf:12 --clean data/clean")
@click.argument("what", metavar="FILE[:ROW]")
@click.option(
    "--clean", type=click.Path(path_type=Path), default="data/clean", show_default=True, help="The output folder."
)
@click.pass_context
def explain(context: click.Context, what: str, clean: Path) -> None:
    """Tell what became of FILE (or of its measure ROW) in the edition shown, and why."""
    shelf = Shelf(clean)
    shown = shelf.current()
    if shown is None:
        raise Stop(Exit.NO_INPUT, f"{clean}: holds no edition; `tailan run RAW {clean}` makes the first one")
    folder = shelf.home / shown
    submission, row = _find(folder, what)
    known = [(name, submission[name]) for name in FACTS if submission.get(name)]
    last = _last_run(Paths.of(clean, clean, settings_of(context)).state, submission["file"])
    known += [(name, str(last[name])) for name in COSTS if last.get(name)]
    click.echo(table(known, ""))
    if submission["catalogue_id"]:
        _explain_choice(context, submission)
    first = submission["duplicate_of"] or submission["file"]
    key = submission["submission_id"]
    findings = [item for item in _read(folder / "findings.csv") if item["submission_id"] == key]
    if row:
        _explain_row(folder, key, row, first, findings)
        _explain_match(context, folder, key, row, submission["catalogue_id"])
        return
    for item in findings:
        click.echo(f"  {item['severity']} {item['code']}{_at(item)}: {item['message']} {item['value']}".rstrip())
    for item in _read(folder / "leftovers.csv"):
        if item["submission_id"] == key:
            click.echo(f"  left out ({item['kind']}, {item['reason']}): {item['text'][:90]}")


def _explain_choice(context: click.Context, submission: Row) -> None:
    """Why this catalogue; nothing where the catalogues have changed since and another one would be taken."""
    from normalizers.catalogue.choice import choose
    from pipeline.commands.catalogue import known_catalogues

    year = int(submission["plan_year"]) if submission["plan_year"] else None
    choice = choose(known_catalogues(context), year, submission["agency"], submission["agency_reported"])
    if choice.catalogue.id == submission["catalogue_id"]:
        click.echo(f"  {choice.reason}\n  {choice.reason_mn}")


def _explain_row(folder: Path, key: str, row: int, file: str, findings: list[Row]) -> None:
    measures = [item for item in _read(folder / "measures.csv") if item["submission_id"] == key]
    found = [item for item in measures if item["row"] == str(row)]
    if not found:
        raise Stop(Exit.NO_INPUT, f"{file}: has no measure row {row} (rows 1 to {len(measures)})")
    click.echo()
    click.echo(table([(name, value) for name, value in found[0].items() if value and name != "submission_id"], ""))
    for item in findings:
        if item["row"] == str(row):
            click.echo(
                f"  {item['severity']} {item['code']} {item['column']}: {item['message']} {item['value']}".rstrip()
            )


def _explain_match(context: click.Context, folder: Path, key: str, row: int, catalogue_id: str) -> None:
    """What spoke for the measure and against the next, in both languages; nothing without the catalogue."""
    from normalizers.catalogue.model import CatalogueError
    from normalizers.settings import MatchSettings
    from pipeline.commands.catalogue import known_catalogues
    from pipeline.commands.explaining import told
    from pipeline.user_files import load_weights

    chosen = settings_of(context).matching
    measures = [item for item in _read(folder / "measures.csv") if item["submission_id"] == key]
    place = next(number for number, item in enumerate(measures) if item["row"] == str(row))
    try:
        catalogue = known_catalogues(context).get(catalogue_id)
    except CatalogueError as error:
        click.echo(f"  {error}")
        return
    thresholds = MatchSettings(chosen.accept, chosen.propose, chosen.doubt)
    for line in told(measures, place, catalogue, thresholds, load_weights(chosen.weights)):
        click.echo(f"  {line}")


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
                    Exit.NO_INPUT, f"{wanted}: {len(found)} files are called so; give the path below the raw folder"
                )
    raise Stop(
        Exit.NO_INPUT, f"{given[-1][0]}: is not in the edition shown; was it put in the raw folder after the last run?"
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


@click.command(epilog="Example: tailan show data/raw/report.pdf --page 2 --output page2.png")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--page", type=click.IntRange(1), default=1, show_default=True)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="The picture [FILE-pN.png here].")
@click.pass_context
def show(context: click.Context, file: Path, page: int, output: Path | None) -> None:
    """Draw PAGE of FILE with the cells that were found, row numbers and roles (PNG)."""
    from dataclasses import replace

    from parsers.errors import NoFixedPages, NoSuchPage
    from pipeline.run.assembly import setup_of
    from pipeline.workers.engine import in_one_process
    from pipeline.workers.stages import job_of

    try:
        job = replace(job_of(file), page=page)
    except OSError as error:
        raise Stop(Exit.NO_INPUT, f"{file}: {error.strerror}") from error
    done = in_one_process(setup_of(settings_of(context), "pipeline.workers.stages:drawing_work"), job)
    if done.failure:
        code = Exit.NO_INPUT if done.failure.code in (NoSuchPage.code, NoFixedPages.code) else Exit.REJECTED
        raise Stop(code, f"{file}: {done.failure.code} ({done.failure.detail}). {done.failure.hint}")
    place = output or Path(f"{file.stem}-p{page}.png")
    place.write_bytes(done.document)
    click.echo(str(place))
