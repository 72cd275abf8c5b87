"""Boundaries of what a scan's columns are doubted for, on rows made by hand."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from normalizers.rows.scan_doubts import scan_doubts
from parsers.report import Column, RawCell, RawReport, RawRow, Role

MEASURE, PROGRESS = Column(Role.MEASURE, "Арга хэмжээ"), Column(Role.PROGRESS, "Хэрэгжилт")
UNREAD, OTHER = Column(Role.UNKNOWN, "ES 2З So т 8 №"), Column(Role.UNKNOWN, "x 5 кет БЕР гон 2. 2")
DONE, SPENT = Column(Role.COMPLETION, "Хувь"), Column(Role.SPENT, "Зарцуулсан хөрөнгө")


def flags(columns: Sequence[Column], *rows: Sequence[str], confidence: float | None = 0.9) -> list[set[str]]:
    given = tuple(
        RawRow(n, tuple(RawCell(c, text, (), confidence) for c, text in zip(columns, texts, strict=True)))
        for n, texts in enumerate(rows, 1)
    )
    return [set(row.flags) for row in scan_doubts(RawReport("a.pdf", "0" * 64, "pdf", given, tuple(columns))).rows]


def spent(*amounts: str, columns: tuple[Column, ...] = (MEASURE, PROGRESS, UNREAD, DONE)) -> list[bool]:
    rows = [("Сургалт хийх", "Сургалт хийв", amount, "5%") for amount in amounts]
    return ["spent_column_by_contents" in found for found in flags(columns, *rows)]


def test_two_amounts_name_a_column_and_one_does_not() -> None:
    assert spent("5,000", "7,000") == [True, True]
    assert spent("5,000", "-") == [False, False]


def test_half_of_the_filled_cells_must_be_amounts() -> None:
    assert all(spent("5,000", "7,000", "12", "13"))
    assert not any(spent("5,000", "7,000", "12", "13", "14"))
    assert all(spent("5,000", "7,000", "0", "-", "0.0"))  # a naught is no cell of another kind


def test_a_column_on_the_left_of_the_words_holds_no_figures_of_the_row() -> None:
    rows = [("5,000", "Сургалт хийх", "Сургалт хийв", "5%")] * 3
    assert not any("spent_column_by_contents" in found for found in flags((UNREAD, MEASURE, PROGRESS, DONE), *rows))


def test_of_two_columns_that_fit_none_is_taken_and_both_are_asked_for() -> None:
    rows = [("Сургалт хийх", "Сургалт хийв", "5,000", "7,000", "5%")] * 3
    found = flags((MEASURE, PROGRESS, UNREAD, OTHER, DONE), *rows)
    assert all("spent_column_unread" in one and "spent_column_by_contents" not in one for one in found)


def test_a_table_without_progress_names_no_column() -> None:
    found = flags((MEASURE, UNREAD, DONE), *[("Сургалт хийх", "5,000", "5%")] * 3)
    assert all("spent_column_unread" in one and "spent_column_by_contents" not in one for one in found)


def not_seen(*percents: str) -> list[bool]:
    found = flags((MEASURE, PROGRESS, SPENT, DONE), *[("Сургалт хийх", "Сургалт хийв", "-", one) for one in percents])
    return ["completion_not_seen" in one for one in found]


def test_a_blank_completion_is_odd_beside_three_and_where_a_quarter_at_most_is_blank() -> None:
    assert not_seen("5%", "5%", "5%", "") == [False, False, False, True]
    assert not any(not_seen("5%", "5%", ""))
    assert not any(not_seen("5%", "5%", "5%", "", ""))
    assert sum(not_seen(*["5%"] * 6, "", "")) == 2


def ungrouped(*amounts: str) -> list[bool]:
    found = flags((MEASURE, PROGRESS, SPENT, DONE), *[("Сургалт хийх", "Сургалт хийв", one, "5%") for one in amounts])
    return ["spent_ungrouped" in one for one in found]


def test_a_long_amount_is_odd_beside_three_grouped_ones_four_for_each() -> None:
    assert ungrouped("5.000", "6.000", "7.000", "8.000", "13050") == [False, False, False, False, True]
    assert not any(ungrouped("5.000", "6.000", "7.000", "13050"))  # more than a quarter
    assert not any(ungrouped("5.000", "6.000"))
    assert not any(ungrouped("5.000", "6.000", "7.000", "8.000", "1305"))


@pytest.mark.parametrize(("measure", "seen"), [("Сургалт хийх", True), ("2 фывапр", False), ("", False)])
def test_a_measure_is_seen_where_a_word_can_be_read(measure: str, seen: bool) -> None:
    columns = (MEASURE, PROGRESS, SPENT, DONE)
    (found,) = flags(columns, (measure, "Сургалт хийв", "-", "5%"))
    assert ("measure_not_seen" not in found) is seen
    assert flags(columns, (measure, "Сургалт хийв", "-", "5%"), confidence=None) == [set()]


def test_a_table_without_a_measure_column_misses_no_measure() -> None:
    assert "measure_not_seen" not in flags((PROGRESS, SPENT, DONE), ("Сургалт хийв", "-", "5%"))[0]
