"""Headers of measure tables: where they stand, and what their labels name."""

from __future__ import annotations

import pytest

from benchmarks.field_cases import cases
from parsers.document import Table
from parsers.measures.header import Header, best_role, find_header, is_number_row, may_be_header, path_scores, repeats
from parsers.measures.table_grid import TableGrid, table_grid
from parsers.report import Role
from tests.builders.drawing import tables

KNOWN_WRONG = {"Хэмжих нэгж (i)", " (i)", " (money)"}


def drawn(drawing: str) -> TableGrid:
    return table_grid(0, next(block for block in tables(drawing).blocks if isinstance(block, Table)))


def header(drawing: str) -> Header:
    found = find_header(drawn(drawing))
    assert found is not None
    return found


def roles(found: Header) -> list[Role | None]:
    return [best_role(path_scores(leaf.path)) for leaf in found.leaves]


def test_the_columns_of_labelled_headers_get_their_roles() -> None:
    wrong = {form for form, role, _, said in cases("headers", "third") if said.value != role}
    assert wrong == KNOWN_WRONG


PLAIN = """
| Д/д | Арга хэмжээ | Шалгуур үзүүлэлт | Хэрэгжилт | Биелэлтийн хувь |
| 1 | Сургалт зохион байгуулах | Сургалтын тоо | Хоёр удаа сургалт хийв | 100% |
| 2 | Мэдээлэл түгээх ажил хийх | Мэдээллийн тоо | Дөрвөн мэдээлэл тавив | 80% |
"""


def test_the_first_row_that_names_the_columns_is_the_header() -> None:
    found = header(PLAIN)
    assert (found.first, found.end) == (0, 1) and found.worth > 3
    assert roles(found)[1:] == [Role.MEASURE, Role.INDICATOR, Role.PROGRESS, Role.COMPLETION]


def test_a_title_above_is_no_part_of_it_and_a_number_row_ends_it() -> None:
    found = header(
        """
        | Номын сангийн тайлан | < | < | < | < |
        | Д/д | Арга хэмжээ | Шалгуур үзүүлэлт | Хэрэгжилт | Биелэлтийн хувь |
        | 1 | 2 | 3 | 4 | 5 |
        | 1 | Сургалт зохион байгуулах | Сургалтын тоо | Хоёр удаа сургалт хийв | 100% |
        """
    )
    assert (found.first, found.end) == (1, 2)


def test_levels_of_labels_are_one_header() -> None:
    found = header(
        """
        | Д/д | Төлөвлөгөө | < | Тайлан | < |
        | ^ | Арга хэмжээ | Шалгуур үзүүлэлт | Хэрэгжилт | Биелэлтийн хувь |
        | 1 | Сургалт зохион байгуулах | Сургалтын тоо | Хоёр удаа сургалт хийв | 100% |
        """
    )
    assert (found.first, found.end) == (0, 2)
    assert found.leaves[1].path == ("Төлөвлөгөө", "Арга хэмжээ") and found.leaves[0].path == ("Д/д",)
    assert roles(found)[1:] == [Role.MEASURE, Role.INDICATOR, Role.PROGRESS, Role.COMPLETION]


def test_money_below_money_is_planned_or_spent_by_its_words() -> None:
    assert best_role(path_scores(("Зарцуулсан хөрөнгө", "Төлөвлөсөн"))) is Role.BUDGET
    assert best_role(path_scores(("Зарцуулсан хөрөнгө", "Гүйцэтгэл"))) is Role.SPENT
    assert path_scores(()) == {} and best_role({}) is None
    above = path_scores(("Хэрэгжилт", "Бвгдж"))
    assert 0 < above[Role.PROGRESS] < path_scores(("Хэрэгжилт",))[Role.PROGRESS]


def test_tables_without_a_measure_header_have_none() -> None:
    names = """
    | Овог нэр | Албан тушаал | Утас |
    | Б.Номин | Дарга | 99112233 |
    """
    assert find_header(drawn(names)) is None
    assert find_header(drawn("| 1 | 2 | 3 |\n| 4 | 5 | 6 |")) is None


def test_rows_of_data_are_no_labels() -> None:
    page = drawn(PLAIN)
    assert may_be_header(page, 0) and not may_be_header(page, 2)


def test_a_row_that_says_the_labels_again_repeats_the_header() -> None:
    leaves = header(PLAIN).leaves
    assert repeats(["Д/д", "Арга хэмжээ", "Шалгуур үзүүлэлт", "Хэрэгжилт", "Биелэлтийн хувь"], leaves)
    assert repeats(["", "АРГА ХЭМЖЭЭ", "Шалгуур үзүүлэлт", "Хэрэгжилт", ""], leaves)
    assert repeats(["Д/д", "Арга хэмжээ", "Шалгуур үзүүлэлт", "Сургалт", "Сургалт"], leaves)
    assert not repeats(["Д/д", "Арга хэмжээ", "Бвгдж", "Сургалт", "Сургалт"], leaves)
    assert not repeats(["", "Арга хэмжээ", "", "", ""], leaves)  # one cell alone says little
    assert not repeats([""] * 5, leaves) and not repeats(["а" * 200, "Арга хэмжээ", "", "", ""], leaves)


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (["1", "2", "3"], True),
        (["0", "1", "2"], True),
        (["А", "Б", "1", "2", "3"], True),
        (["(1)", "(2)", "(3)"], True),
        (["1", "", "3"], True),
        (["3", "2", "1"], False),
        (["1", "1", "1"], False),
        (["1"], False),
        (["", ""], False),
        (["1", "2", "хоёр"], False),
        (["5", "100", "7"], False),
        (["1.", "2.", "3."], True),
        (["2", "3", "4", "5"], True),
        (["1", "2", "3", "4", "5", "++"], True),
        (["1", "2", "3", "4", "++"], False),
        (["1", "2", "4", "5", "6", "7", "8"], True),
        (["1", "3", "7"], False),
    ],
)
def test_number_rows(texts: list[str], told: bool) -> None:
    assert is_number_row(texts) is told
