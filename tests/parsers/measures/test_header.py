"""Headers of measure tables: where they stand, and what their labels name."""

from __future__ import annotations

import pytest

from benchmarks.field_cases import cases
from parsers.document import Table
from parsers.language.labels import LONGEST_LABEL
from parsers.measures.header import (
    HINTED,
    LONGEST_LEVEL,
    NAMED,
    Header,
    _block,
    _ends,
    _is_enough,
    _is_label_like,
    _is_level_above,
    _strength,
    best_role,
    find_header,
    is_number_row,
    may_be_header,
    path_scores,
    repeats,
)
from parsers.measures.table_grid import Leaf, TableGrid, leaves_under, table_grid
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


# clue by clue


def test_a_label_is_known_hinted_at_or_nothing() -> None:
    assert _strength({Role.MEASURE: NAMED}, "а" * 99) == 1.0 and _strength({}, "а") == 0.0
    assert _strength({Role.MEASURE: 0.69}, "а" * LONGEST_LEVEL) == 0.5 == _strength({Role.MEASURE: HINTED}, "а")
    assert _strength({Role.MEASURE: 0.69}, "а" * (LONGEST_LEVEL + 1)) == 0.0
    assert _strength({Role.MEASURE: 0.69}, "а 5") == 0.0 == _strength({Role.MEASURE: 0.49}, "а")


def test_labels_are_mostly_short_words() -> None:
    long, longest = "а" * (LONGEST_LABEL + 1), "а" * LONGEST_LABEL
    assert _is_label_like(["а", "б"]) and _is_label_like([longest, longest]) and _is_label_like([])
    assert _is_label_like(["а", long]) and not _is_label_like(["а", long, long])
    assert _is_label_like(["а", "5"]) and not _is_label_like(["а", "5", "6"]) and not _is_label_like([long])
    assert not _is_label_like(["а", "б", "1.2 Сургалт хийх"]) and _is_label_like(["а", "б", "1.2 Сургалт"])


def enough(*labels: str) -> bool:
    leaves = tuple(Leaf(float(n), n + 1.0, (label,) if label else ()) for n, label in enumerate(labels))
    return _is_enough(Header(0, 1, leaves, 0.0))


def test_half_of_the_labels_must_be_known_and_one_must_tell() -> None:
    assert enough("Арга хэмжээ", "Хэрэгжилт") and not enough("Арга хэмжээ") and not enough()
    assert enough("Арга хэмжээ", "Хэрэгжилт", "Бвгд", "Гджз") and not enough(
        "Арга хэмжээ", "Хэрэгжилт", "Бвгд", "Гджз", "Джзк"
    )
    assert enough("Арга хэмжээ", "Хэрэгжилт", "", "", "", "")
    four = ("Д/д", "Арга хэмжээ", "Шалгуур үзүүлэлт", "Хэрэгжилт")
    assert enough(*four, *(f"Бвгд{letter}" for letter in "абвгдежз"))
    assert not enough(*four[1:], *(f"Бвгд{letter}" for letter in "абвгдежз"))
    assert not enough("Д/д", "Хариуцах нэгж")  # nothing of a plan or report


def level(row: str) -> bool:
    drawing = f"{row}\n| Д/д | Арга хэмжээ | Шалгуур үзүүлэлт | Хэрэгжилт | Биелэлтийн хувь |"
    page = drawn(drawing)
    return _is_level_above(page, 0, leaves_under(page, 1, 2))


def test_a_level_stands_over_several_columns() -> None:
    assert level("| № | Төлөвлөгөө | < | Тайлан | < |") and level("| Төлөвлөгөө | < | < | < | Тайлан |")
    assert not level("| Төлөвлөгөө | < | < | < | < |") and not level("| а | б | в | г | д |")
    assert not level("| 2024 он | < | < | Тайлан | < |")
    assert level(f"| {'а' * LONGEST_LEVEL} | < | < | Тайлан | < |")
    assert not level(f"| {'а' * (LONGEST_LEVEL + 1)} | < | < | Тайлан | < |")


def ends(*rows: str) -> int:
    """The last row that a header beginning with the first may have, from 1."""
    return _ends(drawn("\n".join(("| Арга хэмжээ | Хэрэгжилт |", *rows))), 0)[-1]


def test_a_header_ends_before_numbers_goals_sentences_and_after_five_rows() -> None:
    labels = [f"| Бвгд{letter} | Джзк |" for letter in "абвгде"]
    assert ends() == 1 and ends(*labels[:2]) == 3 and ends(*labels) == 5
    assert ends(labels[0], "| 1 | 2 |", labels[1]) == 2 and ends(labels[0], "| Зорилго 1. Соён гэгээрүүлэх | < |") == 2
    assert ends(f"| {'а' * 200} | {'б' * 200} |") == 1


def test_the_worth_of_a_header_is_that_of_its_labels_less_its_rows() -> None:
    def worth(*labels: str) -> float:
        return _block(drawn(f"| {' | '.join(labels)} |"), 0, 1).worth

    known = worth("Арга хэмжээ", "Хэрэгжилт")
    assert worth("Арга хэмжээ", "Хэрэгжилт", "Бвгд") == pytest.approx(known - 0.25)
    assert worth("Арга хэмжээ", "Хэрэгжилт", "Бвгд", "Бвгд") == pytest.approx(known - 0.25)  # the same label once
    single = _block(drawn("| Арга хэмжээ | Хэрэгжилт |\n|  |  |"), 0, 2).worth
    assert single == pytest.approx(known - 0.3)


def test_a_page_may_repeat_a_label_in_other_letters() -> None:
    leaves = header(PLAIN).leaves
    told = ["Д/д", "Арга хэмжээ", "Бвгдж", "", ""]
    assert repeats(told, leaves) and not repeats(["Д/д", "Бвгдж", "Бвгдж", "", ""], leaves)
    two = (Leaf(0, 1, ("Арга хэмжээ",)), Leaf(1, 2, ("Хэрэгжилт",)))
    assert repeats(["Арга хэмжээ", ""], two)  # one of two is half of the row


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (["1", "2", "3", "4", "5", "++", "--"], False),
        (["1", "2", "3", "4", "xx"], False),
        (["1", "2", "4", "6"], False),
        (["2", "3", "5", "6", "7"], False),
        (["1", "2", "2", "3", "3"], False),
        (["а", "1", "б"], False),
        (["1", "2", "3", "4", "5 6", "6"], True),
        (["1", "2", "3", "4 5", "6"], True),
        (["1", "2", "3 4"], False),
    ],
)
def test_number_rows_that_are_damaged(texts: list[str], told: bool) -> None:
    assert is_number_row(texts) is told
