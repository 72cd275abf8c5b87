"""TextLine ends of cells: what the layout cut, what the writer ended, what is a blank."""

from __future__ import annotations

import pytest

from parsers.document import BBox, Word
from parsers.layout.hyphenation import LineBreaks
from parsers.layout.line_joining import habits_of, joined
from parsers.layout.text_lines import TextLine, lines

LETTER = 5.0
WORDS = {
    "байхгүй", "архивт", "хадгалсан", "бүрэн", "хамруулсан", "хяналт", "шинжилгээ", "сургалтын", "тоо", "шаардлагатай",
    "үргэлж", "илнэ", "үргэлжилнэ", "хэрэгжилт", "улирал", "байх",
}  # fmt: skip


def cell(*texts: str, blanks: bool = False, centred: bool = False) -> list[TextLine]:
    """Lines of words 5 points a letter, 10 points high; ``blanks``: every line but the last ends with a typed blank."""
    words = []
    wide = max(map(len, texts)) * LETTER
    for row, text in enumerate(texts):
        x = (wide - len(text) * LETTER) / 2 if centred else 0.0
        parts = text.split()
        for number, part in enumerate(parts):
            right = x + len(part) * LETTER
            typed = number < len(parts) - 1 or (blanks and row < len(texts) - 1)
            words.append(Word(part, BBox(x, row * 12.0, right, row * 12.0 + 10), None, 10.0, blank_after=typed))
            x = right + LETTER
    return lines(words)


def known(word: str) -> int:
    return 2 * (word in WORDS)


def text(room: int, *texts: str, habits: LineBreaks | None = None, **how: bool) -> str:
    """The cell as text; ``room`` in letters."""
    return joined(cell(*texts, **how), room * LETTER, habits or LineBreaks(known=known))


@pytest.mark.parametrize(
    ("room", "pieces", "expected"),
    [
        (5, ("Байхг", "үй"), "Байхгүй"),
        (5, ("Шаард", "лагат", "ай"), "Шаардлагатай"),
        (6, ("Үргэлж", "илнэ"), "Үргэлжилнэ"),
        (9, ("Архивт", "хадгалсан"), "Архивт хадгалсан"),
        (5, ("Бүрэн", "хамру", "улсан", "байх"), "Бүрэн хамруулсан байх"),
        (11, ("- Сургалтын", "тоо"), "- Сургалтын тоо"),
        (8, ("8,450,00", "0₮"), "8,450,000₮"),
        (4, ("2023", ".06.", "30"), "2023.06.30"),
        (5, ("1 500", "000"), "1 500 000"),
        (7, ("Хяналт-", "шинжилг", "ээ"), "Хяналт-шинжилгээ"),
        (6, ("Хяналт", "-шинжи", "лгээ"), "Хяналт-шинжилгээ"),
        (19, ("Холбоос: www.sanaa-", "tusgal.mn"), "Холбоос: www.sanaa-tusgal.mn"),
        (17, ("Холбоос: www.suld", ".mn гэж"), "Холбоос: www.suld.mn гэж"),
        (9, ("(хуралд", "оролцсон", ")"), "(хуралд оролцсон)"),
    ],
)
def test_a_word_too_long_for_its_line_is_whole_again_and_others_stay_apart(
    room: int, pieces: tuple[str, ...], expected: str
) -> None:
    assert text(room, *pieces) == expected


def test_a_word_of_no_list_that_the_document_has_whole_elsewhere() -> None:
    whole = cell("Энэ Балжиннямсүрэн бол", "нэр")
    assert text(8, "Балжиння", "мсүрэн", habits=habits_of([whole], known)) == "Балжиннямсүрэн"


def test_a_name_that_fills_its_line_stays_apart_from_the_word_below() -> None:
    assert text(8, "Сүрэнжав", "улирал") == "Сүрэнжав улирал"


def test_where_typed_blanks_are_kept_a_missing_one_means_a_cut() -> None:
    habits = habits_of([cell("Тайлан гаргаж", "танилцуулсан болно", blanks=True)] * 3, known)
    assert text(9, "Цахимжуу", "лсан", habits=habits) == "Цахимжуулсан"


def test_in_centred_cells_the_typed_blank_may_be_gone() -> None:
    habits = habits_of([cell("Тайлан гаргаж", "танилцуулсан болно", blanks=True)] * 3, known)
    assert text(7, "Тухай", "бүр бол", habits=habits, centred=True) == "Тухай бүр бол"


def test_documents_that_cut_words_with_hyphens_do_not_cut_them_without() -> None:
    habits = habits_of([cell("Хэрэг-", "жилт")], known)
    assert text(9, "Сургалтын", "тооо", habits=habits) == "Сургалтын тооо"
    assert text(6, "Хэрэг-", "жилт", habits=habits) == "Хэрэгжилт"
