"""TextLine ends of cells: what the layout cut, what the writer ended, what is a blank."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parsers.document import BBox, Word
from parsers.layout.hyphenation import DOUBT, DROP, HYPHEN, LineBreaks
from parsers.layout.line_joining import (
    _blank_or_item,
    _continues_address,
    _cut_or_blank,
    _first_letter,
    _hyphen_end,
    _is_alone,
    _is_bracket,
    _unblanked,
    ended_by_writer,
    habits_of,
    is_flush,
    joined,
)
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


# one decision each


@pytest.mark.parametrize(
    ("text", "opens"),
    [("(", True), ("гэж(", True), ("[", True), ("“", True), ("«", True), ("/", True), ("а/", False), ("а", False)],
)
def test_an_opening_bracket_has_nothing_behind_it(text: str, opens: bool) -> None:
    assert _is_bracket(text) is opens


def test_one_word_in_a_line_is_alone_also_behind_its_mark() -> None:
    assert _is_alone(cell("сургалт")[0]) and _is_alone(cell("- сургалт")[0]) and _is_alone(cell("1.2. сургалт")[0])
    assert not _is_alone(cell("а сургалт")[0]) and not _is_alone(cell("- 5")[0]) and not _is_alone(cell("- а б")[0])


def test_the_width_of_a_first_letter_is_its_share_of_the_word() -> None:
    assert _first_letter(cell("аааа")[0]) == pytest.approx(5.0) and _first_letter(cell("іааа")[0]) == pytest.approx(
        20 * 0.5 / 3.5
    )
    assert _first_letter(cell("шааа")[0]) == pytest.approx(20 * 1.35 / 4.35)


@pytest.mark.parametrize(
    ("first", "more", "between"),
    [
        ("-", True, "\n"),
        ("-", False, " "),
        ("1.", True, "\n"),
        ("а)", True, "\n"),
        ("ажил", True, " "),
        ("•", True, "\n"),
    ],
)
def test_a_mark_with_words_behind_it_begins_an_item(first: str, more: bool, between: str) -> None:
    assert _blank_or_item(cell(f"{first} сургалт" if more else first)[0]) == between


def test_a_dash_before_a_figure_is_no_mark() -> None:
    assert _blank_or_item(cell("– 31 хүн")[0]) == " " and _blank_or_item(cell("1. 31 хүн")[0]) == "\n"


@pytest.mark.parametrize(
    ("head", "tail", "alone", "between"),
    [
        ("сургалт", "Самбар", True, "\n"),
        ("СУРГАЛТ", "Самбар", True, ""),
        ("сургалт(", "Самбар", False, ""),
        ("хийв.", "дараа", True, "\n"),
        ("хийв.", "5", True, ""),
        ("сургал", "т", True, ""),
        ("сургал", "т", False, "\n"),
        ("а/", "б", False, ""),
        ("хийв", ").", False, ""),
        ("хийв", ")..", False, "\n"),
    ],
)
def test_a_line_end_without_its_blank(head: str, tail: str, alone: bool, between: str) -> None:
    assert _unblanked(head, tail, alone) == between


@pytest.mark.parametrize(
    ("head", "tail", "between"),
    [
        ("хянал", "-шин", ""),
        ("хянал", "-", None),
        ("сурга", "лт", DOUBT),
        ("Сурга", "Лт", None),
        ("СУРГА", "ЛТ", DOUBT),
        ("12", "5", ""),
        ("12.", "5", ""),
        ("12", ".5", ""),
        ("а.", "5", None),
        ("12", "а", None),
    ],
)
def test_a_word_that_fills_its_line_is_cut_in_doubt_or_whole(head: str, tail: str, between: str | None) -> None:
    assert _cut_or_blank(head, tail) == between


def test_addresses_go_on_in_the_next_line() -> None:
    assert _continues_address("Холбоос: www.sanaa", " ", "tusgal.mn") and _continues_address(
        "www.sanaa", DROP, "tusgal"
    )
    assert not _continues_address("www.sanaa", "\n", "tusgal.mn") and not _continues_address("www.sanaa", " ", "Тусгал")
    assert not _continues_address("www.sanaa,", " ", "tusgal.mn") and not _continues_address(
        "сургалт", " ", "tusgal.mn"
    )


@pytest.mark.parametrize(
    ("last", "first", "between"),
    [
        ("сургал\u00ad", "т", DROP),
        ("сургал-", "т", HYPHEN),
        ("2023-", "он", ""),
        ("сургал-", "5", ""),
        ("www.sanaa-", "tusgal", ""),
        ("Сургал-", "Т", ""),
        ("СУРГАЛ-", "Т", HYPHEN),
        ("ТББ-", "Н", ""),
        ("УИХ-", "ын", ""),
    ],
)
def test_a_hyphen_at_a_line_end(last: str, first: str, between: str) -> None:
    assert _hyphen_end(last, first, LineBreaks(known=known)) == between
    without = _hyphen_end(last, first, LineBreaks())
    assert without == (DROP if between == HYPHEN else between)


def test_the_next_word_tells_whether_the_writer_ended_a_line() -> None:
    before, after = cell("аааа", "бб")
    assert ended_by_writer(before, after, 37.6) and not ended_by_writer(before, after, 37.5)


def test_most_lines_begin_at_one_edge_or_do_not() -> None:
    assert is_flush(cell("аб", "аб")) and not is_flush(cell("абвг", "аб", centred=True))
    assert is_flush([*cell("аб", "аб"), *cell("абвг", "аб", centred=True)[1:]])


def test_typed_blanks_are_a_habit_from_a_quarter_on() -> None:
    kept, dropped = cell("аб", "вг", blanks=True), cell("аб", "вг")
    assert habits_of([kept, dropped, dropped, dropped], known).typed == (True, False)
    assert habits_of([kept, *[dropped] * 4], known).typed == (False, False)
    assert habits_of([cell("абвг", "аб", blanks=True, centred=True)], known).typed == (False, True)
    read = [replace(line, words=tuple(replace(word, confidence=0.9) for word in line.words)) for line in kept]
    assert habits_of([read], known).typed == (False, False) and habits_of([kept[:1]], known).typed == (False, False)


def test_a_document_cuts_words_with_hyphens_where_only_the_whole_is_a_word() -> None:
    assert habits_of([cell("хэрэг-", "жилт")], known).hyphens and not habits_of([cell("хэрэг-", "жилт")], None).hyphens
    assert (
        not habits_of([cell("байх-", "улирал")], known).hyphens
        and not habits_of([cell("хэрэг", "жилт")], known).hyphens
    )
    assert not habits_of([cell("хэрэг-", "Жилт")], known).hyphens
