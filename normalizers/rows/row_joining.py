"""What the measure texts say about rows: halves of a row are joined, a row with two measures stands for both.

Takes a raw report and which rows continue the one above; gives the report with these joined. Takes matches; gives the
rows to publish.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from normalizers.report import Match
from normalizers.values.percent import read_percent
from normalizers.values.text import says_nothing
from parsers.report import RawCell, RawReport, RawRow, Role

_STATED_ONCE = (Role.COMPLETION, Role.SPENT)


def joined_rows(raw: RawReport, continuing: Sequence[bool]) -> RawReport:
    """Rows that continue the row above by their text (``continuing``, one a row) joined to it; the rows are renumbered.

    A row with a code of its own, a part of a measure, or one with a second completion or amount, is never joined.
    """
    rows: list[RawRow] = []
    for row, continues in zip(raw.rows, continuing, strict=True):
        if continues and rows and _may_join(rows[-1], row):
            rows[-1] = _join(rows[-1], row)
        else:
            rows.append(row)
    count = len(raw.rows) - len(rows)
    if not count:
        return raw
    tally = replace(raw.tally, emitted=raw.tally.emitted - count, merged=raw.tally.merged + count)
    return replace(raw, rows=tuple(replace(row, row=number) for number, row in enumerate(rows, 1)), tally=tally)


def per_measure(matches: Sequence[Match]) -> Iterator[tuple[int, Match]]:
    """(index of the row, match) for every row to publish: once more for each further measure that a row holds, which is
    then the first of its candidates."""
    for index, match in enumerate(matches):
        yield index, match
        for code, probability in match.also:
            listed = tuple(sorted(match.candidates, key=lambda candidate: candidate[0] != code))
            yield index, replace(match, code=code, score=probability, candidates=listed, runner_up="",
                                 runner_up_score=0.0, also=())  # fmt: skip


def without_sum(row: RawRow) -> RawRow:
    """A row whose sum stands in the row before, which is the same line for another measure."""
    if says_nothing(row.text(Role.SPENT)):
        return row
    cells = tuple(replace(cell, text="") if cell.column.role is Role.SPENT else cell for cell in row.cells)
    return replace(row, cells=cells, flags=tuple(dict.fromkeys((*row.flags, "sum_shared"))))


def _may_join(above: RawRow, row: RawRow) -> bool:
    if row.code or row.part or len(row.cells) != len(above.cells):
        return False
    return not any(_states(above, role) and _states(row, role) for role in _STATED_ONCE)


def _states(row: RawRow, role: Role) -> bool:
    text = row.text(role)
    return not says_nothing(text) and (role is not Role.COMPLETION or read_percent(text).state != "absent")


def _join(above: RawRow, row: RawRow) -> RawRow:
    cells = tuple(_join_cells(first, second) for first, second in zip(above.cells, row.cells, strict=True))
    flags = tuple(dict.fromkeys((*above.flags, *row.flags, "row_joined_by_author")))
    return replace(above, cells=cells, places=above.places + row.places, flags=flags)


def _join_cells(first: RawCell, second: RawCell) -> RawCell:
    known = [c for c in (first.confidence, second.confidence) if c is not None]
    filled = [text for text in (first.text, second.text) if not says_nothing(text)] or [first.text]
    return replace(
        first,
        text=" ".join(filled),
        places=first.places + second.places,
        confidence=min(known, default=None),
        repairs=tuple(dict.fromkeys(first.repairs + second.repairs)),
    )
