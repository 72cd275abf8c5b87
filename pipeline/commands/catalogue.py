"""``tailan catalogue …``: catalogues listed, shown, checked, drafted from submissions and compared over years."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.commands.common import settings_of, table
from pipeline.exits import Exit, Stop

if TYPE_CHECKING:
    from normalizers.catalogue import Catalogue, Catalogues

FILE = click.Path(path_type=Path, dir_okay=False)


@click.group()
def catalogue() -> None:
    """List, show, check, draft and compare catalogues."""


@catalogue.command("list", epilog="Example: tailan catalogue list")
@click.pass_context
def list_(context: click.Context) -> None:
    """List the catalogues: those of the program and those of the settings' folder."""
    rows = [
        (one.id, str(one.plan_year or "-"), one.issuer or "-", f"{len(one.measures)} measures", one.title)
        for one in known_catalogues(context).items
    ]
    click.echo(table(rows, ""))


@catalogue.command(epilog="Example: tailan catalogue show ub-2023")
@click.argument("which", metavar="ID|FILE")
@click.pass_context
def show(context: click.Context, which: str) -> None:
    """Show the goals and measures of a catalogue."""
    last = None
    for measure in find_catalogue(context, which).measures:
        if measure.goal != last:
            last = measure.goal
            click.echo(f"{last.code}  {last.text}")
        click.echo(f"  {measure.key}  {measure.text}")
        for label, values in (("also", measure.aliases), ("deciding", measure.deciding)):
            if values:
                click.echo(f"      {label}: {'; '.join(values)}")


@catalogue.command(epilog="Example: tailan catalogue check plan-2025.toml")
@click.argument("which", metavar="ID|FILE")
@click.pass_context
def check(context: click.Context, which: str) -> None:
    """Find measures that cannot be told apart, and other faults."""
    from normalizers.catalogue_checks import check as check_catalogue

    loaded = find_catalogue(context, which)
    problems = check_catalogue(loaded)
    for problem in problems:
        click.echo(f"{problem.severity}: {' and '.join(problem.keys)} {problem.message}")
    click.echo(f"{loaded.id}: {len(loaded.measures)} measures, {len(problems)} problems")
    if any(problem.severity == "error" for problem in problems):
        raise Stop(Exit.BAD_SETTINGS, f"{loaded.id}: has errors")


@catalogue.command(
    epilog="Example: tailan catalogue draft data/raw/2025/*.docx --id ub-2025 --year 2025 > ub-2025.toml"
)
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--id", "identity", default="draft", show_default=True, help="Id of the new catalogue.")
@click.option("--year", type=int, help="Plan year of the new catalogue.")
@click.option("--least", default=2, show_default=True, help="Submissions that must share a measure.")
@click.pass_context
def draft(context: click.Context, files: tuple[Path, ...], identity: str, year: int | None, least: int) -> None:
    """Propose a catalogue from submissions: the measures that many of them report, to be edited by a person."""
    from normalizers.catalogue_draft import Reported, to_toml
    from normalizers.catalogue_draft import draft as draft_catalogue
    from parsers.report import Role
    from pipeline.commands.stages import at_stage

    rows: list[Reported] = []
    used = 0
    for file in files:
        try:
            raw = at_stage("extract", file, settings_of(context))
        except Stop as stop:
            click.echo(f"left out: {stop.message}", err=True)
            continue
        used += 1
        rows += [Reported(raw.sha256, n, row.goal, row.code, row.text(Role.MEASURE)) for n, row in enumerate(raw.rows)]
    clusters = draft_catalogue(rows, min(least, max(used, 1)))
    if not clusters:
        raise Stop(Exit.NO_INPUT, "no measure is shared by so many submissions; lower --least")
    click.echo(to_toml(clusters, identity, year, used), nl=False)


LINK_COLUMNS = (
    "catalogue_id", "measure_code", "measure", "to_catalogue_id", "to_measure_code", "to_measure", "status", "score",
    "reason",
)  # fmt: skip


@catalogue.command(epilog="Example: tailan catalogue compare ub-2023 ub-2024.toml > catalogue_links.csv")
@click.argument("of", metavar="OLD")
@click.argument("to", metavar="NEW")
@click.pass_context
def compare(context: click.Context, of: str, to: str) -> None:
    """Map the measures of one catalogue onto those of another, as CSV (catalogue_links.csv)."""
    old, new = find_catalogue(context, of), find_catalogue(context, to)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(LINK_COLUMNS)
    writer.writerows(link_rows(old, new))


def link_rows(old: Catalogue, new: Catalogue) -> Iterator[tuple[str, ...]]:
    """The rows of catalogue_links.csv between two catalogues."""
    from normalizers.catalogue_checks import compare as compare_catalogues

    for link in compare_catalogues(old, new):
        yield (
            old.id,
            link.of.key if link.of else "",
            link.of.text if link.of else "",
            new.id,
            link.to.key if link.to else "",
            link.to.text if link.to else "",
            link.status,
            f"{link.probability:.4f}",
            link.reason,
        )


def known_catalogues(context: click.Context) -> Catalogues:
    """The catalogues of the program and of the settings' folder. Raises Stop(BAD_SETTINGS)."""
    from normalizers.catalogue import CatalogueError
    from normalizers.catalogue_files import load_catalogues

    folder = settings_of(context).catalogues
    try:
        return load_catalogues(Path(folder) if folder else None)
    except CatalogueError as error:
        raise Stop(Exit.BAD_SETTINGS, str(error)) from error


def find_catalogue(context: click.Context, which: str) -> Catalogue:
    """A catalogue by file, or by the id of a known one. Raises Stop(NO_INPUT)."""
    from normalizers.catalogue import CatalogueError
    from normalizers.catalogue_files import load_catalogue

    try:
        if Path(which).is_file():
            return load_catalogue(Path(which))
        if Path(which).suffix:
            raise Stop(Exit.NO_INPUT, f"{which}: no such file")
        return known_catalogues(context).get(which)
    except (CatalogueError, OSError) as error:
        raise Stop(Exit.NO_INPUT, str(error)) from error
