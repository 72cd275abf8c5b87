"""Cards and labelled lines become tables of measures, and no word is lost."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from parsers.document import BBox, Block, Cell, Document, Paragraph, Place, Table
from parsers.errors import NoMeasureTable
from parsers.extraction import extract
from parsers.report import RawReport, Role
from parsers.reshaping.cards import with_cards
from tests.builders.form_words import DONE, MEASURES
from tests.parsers.conservation import unaccounted


def document(*blocks: Block) -> Document:
    return Document("drawn", "0" * 64, 0, "", "docx", (Paragraph("АВЛИГЫН ЭСРЭГ ТӨЛӨВЛӨГӨӨНИЙ ТАЙЛАН"), *blocks))


def lines(*texts: str, page: int | None = None) -> list[Paragraph]:
    return [
        Paragraph(text, (Place(page, BBox(50, 20.0 * n, 300, 20.0 * n + 10)),) if page else ())
        for n, text in enumerate(texts)
    ]


def card(*rows: tuple[str, str]) -> Table:
    return Table(
        len(rows), 2, tuple(Cell(n, m, text) for n, row in enumerate(rows) for m, text in enumerate(row) if text)
    )


def said(raw: RawReport) -> list[tuple[str, str, str, str]]:
    return [(row.code, row.text(Role.MEASURE), row.text(Role.PROGRESS), row.text(Role.COMPLETION)) for row in raw.rows]


FORM = [
    ("1.1", MEASURES[0], DONE[0], "100%"),
    ("1.2", MEASURES[1], DONE[1], "50 хувь"),
    ("1.3", MEASURES[2], DONE[2], "хэрэгжиж байна"),
]


@pytest.mark.parametrize("page", [None, 1])
def test_labelled_lines_are_measures(page: int | None) -> None:
    texts = [
        line for code, measure, done, percent in FORM
        for line in (f"Арга хэмжээ {code}. {measure}", f"Хэрэгжилт: {done}", f"Биелэлтийн хувь: {percent}")
    ]  # fmt: skip
    whole = document(*lines(*texts, "Тайлан гаргасан: Б.Болд", page=page))
    (raw,) = extract(whole)
    assert said(raw) == FORM and unaccounted(whole, raw) == ()
    assert [paragraph.text for paragraph in raw.after] == ["Тайлан гаргасан: Б.Болд"]
    assert {place.page for row in raw.rows for place in row.places} == ({page} if page else set())


@pytest.mark.parametrize("label", ["Арга хэмжээ {}", "Арга хэмжээ", "Арга хэмжээ:"])
def test_tables_of_two_columns_are_measures(label: str) -> None:
    coded = "{}" in label
    cards = [
        card(
            (label.format(code), measure if coded else f"{code}. {measure}"), ("Шалгуур үзүүлэлт", "Сургалт-2"),
            ("Хэрэгжилтийн явц", done), ("", "Үргэлжлэв."), ("Биелэлтийн хувь", percent),
        )
        for code, measure, done, percent in FORM
    ]  # fmt: skip
    whole = document(*cards)
    (raw,) = extract(whole)
    assert said(raw) == [(code, measure, f"{done}\nҮргэлжлэв.", percent) for code, measure, done, percent in FORM]
    assert unaccounted(whole, raw) == ()


def test_goals_between_the_cards_stay_their_goals() -> None:
    def one(number: int) -> list[Paragraph]:
        code, measure, done, percent = FORM[number]
        return lines(f"Арга хэмжээ: {code}. {measure}", f"Хэрэгжилт: {done}", f"Хувь: {percent}")

    first, second = "Зорилго 1. Соён гэгээрүүлэх", "Зорилго 2. Ил тод байх"
    (raw,) = extract(document(*lines(first), *one(0), *one(1), *lines(second), *one(2)))
    assert [row.goal for row in raw.rows] == [first, first, second]


def test_a_line_that_goes_on_belongs_to_the_label_above() -> None:
    done = [("Хэрэгжилт: Сургалт хийв", "- Аян өрнүүлэв.", "мөн самбар байршуулав."), ("Хэрэгжилт: Болсон.",)]
    texts = [
        line for (code, measure, _, percent), told in zip(FORM, done, strict=False)
        for line in (f"Арга хэмжээ {code}. {measure}", *told, f"Хувь: {percent}")
    ]  # fmt: skip
    (raw,) = extract(document(*lines(*texts)))
    assert raw.rows[0].text(Role.PROGRESS) == "Сургалт хийв\n- Аян өрнүүлэв.\nмөн самбар байршуулав."


@pytest.mark.parametrize(
    "blocks",
    [
        lines("Арга хэмжээ: 1.1. Сургалт явуулах", "Хэрэгжилт: Хийв.", "Хувь: 100%"),  # one is none
        lines("Арга хэмжээ: Сургалт", "Арга хэмжээ: Самбар", "Арга хэмжээ: Уулзалт", "Хувь: 100%"),  # a plan
        lines("Хэрэгжилт: Хийв.", "Хувь: 100%", "Хэрэгжилт: Хийв.", "Хувь: 50%"),
        [card(("Арга хэмжээ", "1.1. Сургалт явуулах"), ("Овог нэр гэх мэт", "Б.Болд"), ("Хувь", "100%"))] * 2,
        [card(("Байгууллагын нэр", "Соёлын төв"), ("Утас", "99112233"))] * 2,
    ],
)
def test_other_lines_and_tables_stay_as_they_are(blocks: list[Block]) -> None:
    whole = document(*blocks)
    assert with_cards(whole) is whole


LABELS = st.sampled_from(
    ["Арга хэмжээ 1.1", "Арга хэмжээ", "Хэрэгжилт", "Хувь", "Зарцуулсан хөрөнгө", "Зорилго", "Хугацаа", "Нэр"]
)
WORDS = st.sampled_from(["", "Сургалт хийх", "100%", "- гэх мэт", "мөн үргэлжлэв", "1.2. Самбар"])
ROWS = st.lists(st.tuples(LABELS, WORDS), min_size=1, max_size=6)
BLOCKS = st.one_of(
    st.builds(lambda rows: card(*rows), ROWS),
    st.builds(lambda label, text: Paragraph(f"{label}: {text}"), LABELS, WORDS),
    st.builds(Paragraph, WORDS.filter(bool)),
)


@given(st.lists(BLOCKS, min_size=1, max_size=12))
@example(
    [card(("Хэрэгжилт", "100%"), ("Арга хэмжээ 1.1", ""), ("Хувь", "100%"), ("Хэрэгжилт", "Хийв"))] * 2
)  # of the last nothing is left over
@example(
    [
        card(("Хувь", "100%"), ("Арга хэмжээ 1.1", ""), ("Хувь", "90%"), ("Хэрэгжилт", "Хийв")),
        Paragraph("- гэх мэт"),
        *lines("Сургалт хийх", "Арга хэмжээ 1.1: ", "Хувь: "),
    ]
)
def test_no_word_is_lost_whatever_the_cards(blocks: list[Block]) -> None:
    whole = with_cards(document(*blocks))
    before, after = (
        sorted(word for block in each.blocks for word in _words(block)) for each in (document(*blocks), whole)
    )
    assert set(before) <= set(after)
    try:
        (raw,) = extract(document(*blocks))
    except NoMeasureTable:
        return
    assert unaccounted(document(*blocks), raw) == () and raw.tally.balanced


def _words(block: Block) -> list[str]:
    texts = [block.text] if isinstance(block, Paragraph) else [cell.text for cell in block.cells]
    return [word.strip(":.") for text in texts for word in text.split() if word.strip(":.")]
