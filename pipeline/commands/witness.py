"""``tailan witness``: the tables of files read a second time by other libraries, to see where they disagree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.commands.common import Command, both, settings_of
from pipeline.exits import Exit, Stop
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.witness.comparison import Comparison, TableCheck

SHOWN = 300
"""Letters of a cell that are shown."""


@click.command(cls=Command, epilog="tailan witness data/raw/*.pdf data/raw/*.docx")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.pass_context
def witness(context: click.Context, files: tuple[Path, ...]) -> int:
    """Read the tables of each FILE a second time, PDF pages with pdfplumber and Word files with python-docx, and tell
    which of their cells hold words that ours do not.

    A difference means that one of the two is wrong: sideways headings and watermarks are read better by ours. Scans have
    no witness. Exit code 12 when there is a difference.

    FILE бүрийн хүснэгтийг өөр сангаар (pdfplumber, python-docx) дахин уншиж, зөрсөн нүдийг хэлнэ.
    """
    settings = settings_of(context)
    differs = False
    for file in files:
        comparison = _compared(file, settings)
        for line in told(file.name, comparison):
            click.echo(line)
        differs |= not comparison.agrees
    return int(Exit.DIFFERS if differs else Exit.OK)


def _compared(file: Path, settings: Settings) -> Comparison:
    from pipeline.run.assembly import setup_of
    from pipeline.witness.comparison import Comparison
    from pipeline.witness.work import ENTRY
    from pipeline.workers.engine import in_one_process
    from pipeline.workers.packing import unpack
    from pipeline.workers.stages import job_of

    try:
        job = job_of(file)
    except OSError as error:
        raise Stop(Exit.NO_INPUT, f"{file}: {error.strerror}", f"{file}: нээж чадсангүй ({error.strerror})") from error
    done = in_one_process(setup_of(settings, ENTRY), job)
    if why := done.failure:
        raise Stop(
            Exit.REJECTED,
            f"{file}: {why.code} ({why.detail}). {why.hint}\n{why.trace}".rstrip(),
            f"{file}: {why.code} ({why.detail_mn}). {why.hint_mn}",
        )
    return unpack(done.document, Comparison)


def told(name: str, comparison: Comparison) -> Iterator[str]:
    """The comparison of one file as lines for a person."""
    reader = "python-docx" if comparison.kind == "docx" else "pdfplumber"
    count = len(comparison.tables)
    yield f"{name}: {both((f'{count} tables read by {reader}', f'{reader} {count} хүснэгт уншсан'))}"
    for table in comparison.tables:
        yield from _table(table)
    if comparison.unseen:
        pages = ", ".join(map(str, comparison.unseen))
        yield "  " + both((f"pages where {reader} sees no table: {pages}", f"{reader} хүснэгт олоогүй хуудас: {pages}"))


def _table(table: TableCheck) -> Iterator[str]:
    where = f"table {table.table}" if table.page is None else f"page {table.page} table {table.table}"
    where_mn = f"{table.table}-р хүснэгт" if table.page is None else f"{table.page}-р хуудас, {table.table}-р хүснэгт"
    parts, parts_mn = (
        (f", {table.part} a part of ours", f", {table.part} нь манай нүдний хэсэг") if table.part else ("", "")
    )
    yield f"  {where}: {table.same} cells the same{parts}, {table.differing} differ"
    yield f"  {where_mn}: ижил {table.same} нүд{parts_mn}, зөрсөн {table.differing}"
    for difference in table.differences:
        times = f" (× {difference.cells})" if difference.cells > 1 else ""
        yield f"    witness / гэрч: {_line(difference.witness)}{times}"
        yield f"    ours / манайх:  {_line(difference.ours) or '–'}"


def _line(text: str) -> str:
    return " ".join(text.split())[:SHOWN]
