"""Laws of the extraction: nothing is lost, every row is accounted for, and drawn forms come out as they were meant."""

from __future__ import annotations

from random import Random

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.document import Cell, Document, Paragraph, Table
from parsers.errors import NoMeasureTable
from parsers.extraction import extract
from parsers.report import RawReport, Role
from tests.builders.form_words import DONE, LABELS, MEASURES
from tests.builders.forms import form
from tests.parsers.conservation import unaccounted

NOT_COMPARED = {"code", "goal", "number", "unknown"}


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.integers(0, 1_000))
def test_drawn_forms_are_read_as_they_were_meant(seed: int) -> None:
    drawn = form(Random(seed))
    (raw,) = extract(drawn.document)
    assert unaccounted(drawn.document, raw) == ()
    assert raw.tally.balanced
    assert [row.code for row in raw.rows] == [row["code"] for row in drawn.truth], drawn.layout
    for truth, row in zip(drawn.truth, raw.rows, strict=True):
        assert truth["goal"] in row.goal
        for role in truth.keys() - NOT_COMPARED:
            assert row.text(Role(role)).split() == truth[role].split(), (drawn.layout, role)


LABEL_WORDS = [*LABELS[Role.MEASURE], *LABELS[Role.PROGRESS], *LABELS[Role.COMPLETION], "Д/д"]
ROW_WORDS = ["", "1", "1.1", "100%", "-", "Зорилго 1. Соён гэгээрүүлэх", "Нийт", "ТАНИЛЦСАН:", "сар бүр,", "үргэлжлэл"]
WORDS = st.sampled_from([*ROW_WORDS, *LABEL_WORDS, *MEASURES[:3], *DONE[:3]])


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Any blocks at all, with cells merged anyhow."""
    blocks: list[Paragraph | Table] = []
    for _ in range(draw(st.integers(1, 4))):
        if draw(st.booleans()):
            blocks.append(Paragraph(draw(WORDS)))
            continue
        rows, columns = draw(st.integers(1, 6)), draw(st.integers(1, 6))
        taken: set[tuple[int, int]] = set()
        cells = []
        for row in range(rows):
            for column in range(columns):
                down, across = draw(st.sampled_from([(1, 1), (1, 1), (2, 1), (1, 2), (1, 6)]))
                down, across = min(down, rows - row), min(across, columns - column)
                area = {(row + r, column + c) for r in range(down) for c in range(across)}
                if not area & taken:
                    taken |= area
                    cells.append(Cell(row, column, draw(WORDS), down, across))
        blocks.append(Table(rows, columns, tuple(cells)))
    return Document("any", "0" * 64, 0, "", "docx", tuple(blocks))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(documents())
def test_any_document_is_accounted_for(document: Document) -> None:
    try:
        (raw,) = extract(document)
    except NoMeasureTable:
        return
    assert unaccounted(document, raw) == ()
    assert raw.tally.balanced
    assert msgspec.json.decode(msgspec.json.encode(raw), type=RawReport) == raw
    assert extract(document) == (raw,)
