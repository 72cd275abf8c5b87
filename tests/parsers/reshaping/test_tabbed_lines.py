"""Lines parted by tabs are read as a table, and no word is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.document import Document, Paragraph, Place, Table
from parsers.errors import NoMeasureTable
from parsers.extraction import extract
from parsers.report import Role
from parsers.reshaping.tabbed_lines import with_tabbed_lines
from tests.builders.form_words import DONE, MEASURES
from tests.parsers.conservation import unaccounted

HEAD = "№\tАрга хэмжээ\tБиелэлт\tХувь"
ROWS = [f"1.{n}\t{MEASURES[n]}\t{DONE[n]}\t{n}0%" for n in range(1, 5)]


def document(*lines: str, page: int | None = None) -> Document:
    blocks = tuple(Paragraph(line, (Place(page),) if page else ()) for line in lines)
    return Document("drawn", "0" * 64, 0, "", "docx", blocks)


@pytest.mark.parametrize("page", [None, 3])
def test_lines_parted_by_tabs_are_measures_under_their_goals(page: int | None) -> None:
    whole = document(
        "АВЛИГЫН ЭСРЭГ ТӨЛӨВЛӨГӨӨНИЙ ТАЙЛАН", "2024.06.13\t\tДархан сум", HEAD, "Нэг. Соён гэгээрүүлэх", *ROWS[:2],
        "Хоёр. Ил тод байх", *ROWS[2:], "Танилцсан:\tЭрхлэгч\t\tБ.Болд", "Тайлан бичсэн:\tАрга зүйч\t\tЦ.Номин", page=page,
    )  # fmt: skip
    (raw,) = extract(whole)
    assert [(row.code, row.text(Role.MEASURE), row.text(Role.COMPLETION)) for row in raw.rows] == [
        (f"1.{n}", MEASURES[n], f"{n}0%") for n in range(1, 5)
    ]
    assert [row.goal[:4] for row in raw.rows] == ["Нэг.", "Нэг.", "Хоёр", "Хоёр"]
    assert {place.page for row in raw.rows for place in row.places} == ({page} if page else set())
    assert unaccounted(whole, raw) == () and len(raw.after) == 2


@pytest.mark.parametrize(
    "lines",
    [
        (HEAD, ROWS[0], "Тайлан гаргасан: Б.Болд"),  # two lines
        ("Дарга\tБ.Болд", "Нягтлан\tЦ.Номин", "Жолооч\tД.Анар"),  # two texts
        ("Танилцсан:\tДарга\tБ.Болд", "Хянасан:\tДарга\tЦ.Номин", "Боловсруулсан:\tДарга\tД.Анар"),
    ],
)
def test_other_lines_with_tabs_stay_lines(lines: tuple[str, ...]) -> None:
    whole = document(*lines)
    assert with_tabbed_lines(whole) is whole


@given(
    st.lists(
        st.sampled_from([HEAD, *ROWS, "Зорилго 1. Соён", "а\tб", "а\t\t", "\t\t\t", "Дарга:\tа\tб\tв"]), max_size=12
    )
)
def test_no_word_is_lost_whatever_the_lines(lines: list[str]) -> None:
    whole = document(*lines)
    made = with_tabbed_lines(whole)
    texts = [
        text for block in made.blocks
        for text in ([cell.text for cell in block.cells] if isinstance(block, Table) else [block.text])
    ]  # fmt: skip
    assert " ".join(texts).split() == " ".join(lines).split()
    try:
        (raw,) = extract(whole)
    except NoMeasureTable:
        return
    assert unaccounted(whole, raw) == () and raw.tally.balanced
