"""``tailan catalogue …``: catalogues listed, shown, checked, drafted from submissions and compared over years."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.commands.common import Group, both, say, settings_of, table
from pipeline.exits import Exit, Stop

if TYPE_CHECKING:
    from normalizers.catalogue.model import Catalogue, Catalogues

FILE = click.Path(path_type=Path, dir_okay=False)


@click.group(cls=Group, epilog="tailan catalogue list")
def catalogue() -> None:
    """List, show, check, draft and compare catalogues.

    Лавлах жагсаах, харах, шалгах, төслийг нь гаргах, онуудыг холбох.
    """


@catalogue.command("list", epilog="tailan catalogue list")
@click.pass_context
def list_(context: click.Context) -> None:
    """List the catalogues: those of the program and those of the settings' folder.

    Програмтай ирсэн болон тохиргоонд заасан хавтас дахь лавлахууд.
    """
    rows = [
        (
            one.id,
            str(one.plan_year or "-"),
            one.issuer or "-",
            both((f"{len(one.measures)} measures", f"{len(one.measures)} арга хэмжээ")),
            one.title,
        )
        for one in known_catalogues(context).items
    ]
    click.echo(table(rows, ""))


@catalogue.command(epilog="tailan catalogue show ub-2023")
@click.argument("which", metavar="ID|FILE")
@click.pass_context
def show(context: click.Context, which: str) -> None:
    """Show the goals and measures of a catalogue.

    Лавлахын зорилго, арга хэмжээг харуулна.
    """
    last = None
    for measure in find_catalogue(context, which).measures:
        if measure.goal != last:
            last = measure.goal
            click.echo(f"{last.code}  {last.text}")
        click.echo(f"  {measure.key}  {measure.text}")
        for label, values in (("also / бас", measure.aliases), ("deciding / ялгах", measure.deciding)):
            if values:
                click.echo(f"      {label}: {'; '.join(values)}")


@catalogue.command(epilog="tailan catalogue check plan-2025.toml")
@click.argument("which", metavar="ID|FILE")
@click.pass_context
def check(context: click.Context, which: str) -> None:
    """Find measures that cannot be told apart, and other faults.

    Ялгах боломжгүй арга хэмжээ болон бусад алдааг олно.
    """
    from normalizers.curation.fitness import check as check_catalogue
    from pipeline.outputs.tables.summary import SEVERITY_MN

    loaded = find_catalogue(context, which)
    problems = check_catalogue(loaded)
    for problem in problems:
        which = ", ".join(problem.keys)
        say(
            f"{problem.severity}: {which} {problem.message}",
            f"{SEVERITY_MN[problem.severity]}: {which} {problem.message_mn}",
        )
    count, number = len(loaded.measures), len(problems)
    say(f"{loaded.id}: {count} measures, {number} problems", f"{loaded.id}: {count} арга хэмжээ, {number} асуудал")
    if any(problem.severity == "error" for problem in problems):
        raise Stop(Exit.BAD_SETTINGS, f"{loaded.id}: has errors", f"{loaded.id}: лавлахад алдаа байна")


@catalogue.command(epilog="tailan catalogue draft data/raw/2025 --id ub-2025 --year 2025 > ub-2025.toml")
@click.argument("files", metavar="FILE|FOLDER...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--id", "identity", default="draft", show_default=True, help="Id of the new catalogue. / Шинэ лавлахын дугаар."
)
@click.option("--year", type=int, help="Plan year of the new catalogue. / Шинэ лавлахын төлөвлөгөөний жил.")
@click.option(
    "--issuer",
    default="",
    help="Body that issued the plan (empty: for everybody). / Төлөвлөгөөг баталсан байгууллага (хоосон: бүгдэд).",
)
@click.option(
    "--least",
    type=click.IntRange(1),
    help="Submissions that must share a measure [a fifth of them, at least 2]. / "
    "Арга хэмжээг дор хаяж хэдэн материал тайлагнасан байх [тавны нэг, дор хаяж 2].",
)
@click.pass_context
def draft(
    context: click.Context, files: tuple[Path, ...], identity: str, year: int | None, issuer: str, least: int | None
) -> None:
    """Propose a catalogue from submissions, to be edited by a person.

    Measures that many submissions report become the catalogue, with counts and other wordings as comments; what only a
    few report follows as comments.

    Тайлангуудад түгээмэл давтагдсан арга хэмжээгээр шинэ лавлахын төсөл гаргана; хүн хянаж засна.
    """
    from normalizers.curation.draft import draft as draft_catalogue
    from normalizers.curation.draft import usual_least
    from normalizers.curation.draft_file import to_toml
    from pipeline.commands.drafting import reported
    from pipeline.commands.stages import at_stage

    settings = settings_of(context)
    found = reported(files, lambda file: at_stage("extract", file, settings))
    for file, why in found.left_out:
        say(f"left out: {file}: {why[0]}", f"орхисон: {file}: {why[1]}", err=True)
    enough = min(least or usual_least(found.submissions), max(found.submissions, 1))
    made = draft_catalogue(found.rows, enough)
    if not made.goals:
        raise Stop(
            Exit.NO_INPUT,
            f"no measure is shared by {enough} of {found.submissions} submissions; lower --least",
            f"{found.submissions} ирүүлсэн материалын {enough}-д нь давтагдсан арга хэмжээ алга; --least-ийг багасгана уу",
        )
    click.echo(to_toml(made, identity, year, enough, issuer), nl=False)


@catalogue.command(epilog="tailan catalogue compare ub-2023 ub-2024.toml --out catalogue_links.csv")
@click.argument("of", metavar="OLD")
@click.argument("to", metavar="NEW")
@click.option("--out", type=FILE, help="File to write [standard output]. / Бичих файл [стандарт гаралт].")
@click.pass_context
def compare(context: click.Context, of: str, to: str, out: Path | None) -> None:
    """Map one catalogue onto another, as CSV (catalogue_links.csv), to follow a measure over years.

    OLD and NEW are ids or files. One row a link: same, reworded, split, merged, dropped or new, with a score. What the
    columns mean stands in docs/catalogues.md.

    Хоёр лавлахын арга хэмжээг холбоно: ижил, өөр найруулсан, салсан, нэгдсэн, хасагдсан, шинэ.
    """
    from normalizers.curation.succession import links
    from pipeline.outputs.tables.catalogue_links import write

    old, new = find_catalogue(context, of), find_catalogue(context, to)
    found = links(old, new)
    if out is None:
        write(sys.stdout, old, new, found)
    else:
        try:
            with out.open("w", encoding="utf-8", newline="") as stream:
                write(stream, old, new, found)
        except OSError as error:
            raise Stop(
                Exit.OUTPUT_NOT_WRITABLE, f"{out}: {error.strerror}", f"{out}: бичиж чадсангүй ({error.strerror})"
            ) from error
    counts = Counter(link.status for link in found)
    click.echo(f"{old.id} > {new.id}: {', '.join(f'{n} {status}' for status, n in sorted(counts.items()))}", err=True)


def known_catalogues(context: click.Context) -> Catalogues:
    """The catalogues of the program and of the settings' folder. Raises Stop(BAD_SETTINGS)."""
    from normalizers.catalogue.files import load_catalogues
    from normalizers.catalogue.model import CatalogueError

    folder = settings_of(context).catalogues
    try:
        return load_catalogues(Path(folder) if folder else None)
    except CatalogueError as error:
        raise Stop(Exit.BAD_SETTINGS, str(error), f"лавлах: {error}") from error


def find_catalogue(context: click.Context, which: str) -> Catalogue:
    """A catalogue by file, or by the id of a known one. Raises Stop(NO_INPUT)."""
    from normalizers.catalogue.files import load_catalogue
    from normalizers.catalogue.model import CatalogueError

    try:
        if Path(which).is_file():
            return load_catalogue(Path(which))
        if Path(which).suffix:
            raise Stop(Exit.NO_INPUT, f"{which}: no such file", f"{which}: ийм файл алга")
        return known_catalogues(context).get(which)
    except (CatalogueError, OSError) as error:
        raise Stop(Exit.NO_INPUT, str(error), f"лавлах: {error}") from error
