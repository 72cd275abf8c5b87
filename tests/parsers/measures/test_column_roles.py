"""Labels and contents name the columns together, one role each."""

from __future__ import annotations

import pytest

from parsers.measures.column_roles import Naming, name_columns
from parsers.measures.table_grid import Leaf
from parsers.report import Role

MEASURES = [f"1.{n}. Албан хаагчдад авлигын эсрэг сургалт зохион байгуулах, {n}" for n in range(1, 5)]
DONE = [f"Албан хаагчдад хоёр удаа сургалт зохион байгуулж, нийт {n} хүнийг хамруулсан." for n in range(1, 5)]
SHORT = {"№": ["1", "2", "3", "4"], "%": ["100%", "90%", "70%", "50%"], "₮": ["450,000", "-", "1,200,000", "80,000"]}


def named(*columns: tuple[str, list[str]], period: str = "") -> Naming:
    leaves = [
        Leaf(float(n), n + 1.0, tuple(label.split(" / ")) if label else ()) for n, (label, _) in enumerate(columns)
    ]
    return name_columns(leaves, [texts for _, texts in columns], period)


def roles(*columns: tuple[str, list[str]], period: str = "") -> list[Role]:
    return [column.role for column in named(*columns, period=period).columns]


FORM = [
    ("Д/д", SHORT["№"]),
    ("Арга хэмжээ", MEASURES),
    ("Хэрэгжилт", DONE),
    ("Зарцуулсан хөрөнгө", SHORT["₮"]),
    ("Биелэлт %", SHORT["%"]),
]


def test_a_form_with_clear_labels() -> None:
    assert roles(*FORM) == [Role.NUMBER, Role.MEASURE, Role.PROGRESS, Role.SPENT, Role.COMPLETION]
    found = named(*FORM)
    assert found.column_of == (0, 1, 2, 3, 4) and {column.doubt for column in found.columns} == {""}
    assert [column.header for column in found.columns] == [label for label, _ in FORM]
    assert found.has(Role.SPENT) and found.has(Role.GOAL, Role.MEASURE) and not found.has(Role.GOAL)
    assert found.leaves_of(Role.SPENT) == [3] and found.leaves_of(Role.GOAL) == []


def test_contents_name_a_column_without_a_label_and_say_so() -> None:
    found = named(("", SHORT["№"]), ("", MEASURES), ("", DONE), ("", SHORT["%"]))
    assert [column.role for column in found.columns] == [Role.NUMBER, Role.MEASURE, Role.PROGRESS, Role.COMPLETION]
    assert {column.doubt for column in found.columns} == {"contents"}


@pytest.mark.parametrize(("texts", "role"), [(DONE, Role.PROGRESS), (SHORT["%"], Role.COMPLETION)])
def test_a_label_of_two_meanings_is_decided_by_contents(texts: list[str], role: Role) -> None:
    assert roles(("Арга хэмжээ", MEASURES), ("Хэрэгжилт", texts))[1] is role


def test_no_role_is_given_twice() -> None:
    found = roles(("Арга хэмжээ", MEASURES), ("Хэрэгжилт", DONE), ("Хэрэгжилт", DONE))
    assert found.count(Role.PROGRESS) == 1 and found.count(Role.UNKNOWN) == 1


@pytest.mark.parametrize(("period", "place"), [("H1", 1), ("FY", 2)])
def test_of_two_periods_the_one_of_the_report_has_the_role(period: str, place: int) -> None:
    columns = [("Арга хэмжээ", MEASURES), ("Хагас жилийн хэрэгжилт", DONE), ("Бүтэн жилийн хэрэгжилт", DONE)]
    assert roles(*columns, period=period).index(Role.PROGRESS) == place


def test_a_filled_column_has_the_role_before_an_empty_one() -> None:
    columns = [("Арга хэмжээ", MEASURES), ("Хагас жилийн хэрэгжилт", [""] * 4), ("Бүтэн жилийн хэрэгжилт", DONE)]
    assert roles(*columns).index(Role.PROGRESS) == 2


def test_two_halves_of_a_deadline_are_one_column() -> None:
    months = ["1 сар", "2 сар", "3 сар", "4 сар"]
    found = named(
        ("Арга хэмжээ", MEASURES), ("Хугацаа / Эхлэх", months), ("Хугацаа / Дуусах", months), ("Хэрэгжилт", DONE)
    )
    deadline = [n for n, column in enumerate(found.column_of) if found.columns[column].role is Role.DEADLINE]
    assert deadline == [1, 2] and len(found.columns) == 3


def test_what_was_needed_stands_left_of_the_report_and_what_was_spent_right_of_it() -> None:
    sums = ("Хөрөнгө", SHORT["₮"])
    assert roles(("Арга хэмжээ", MEASURES), sums, ("Хэрэгжилт", DONE), sums)[1::2] == [Role.BUDGET, Role.SPENT]
    assert roles(("Арга хэмжээ", MEASURES), sums, ("Хэрэгжилт", DONE))[1] is Role.SPENT  # the only sum of a report


# clue by clue

ALIKE = ["Албан хаагчдад авлигын эсрэг сургалт зохион байгуулах ажил"] * 4


def test_without_a_label_contents_must_leave_little_doubt() -> None:
    codes = ["1.1", "1.2", "2.1", "Бусад"]
    assert roles(("", codes), ("", MEASURES), ("", DONE))[0] is Role.CODE
    assert roles(("", ["1.1", "1.2", "Бусад", "Мөн"]), ("", MEASURES), ("", DONE))[0] is Role.UNKNOWN
    assert roles(("Бвгд", SHORT["№"]), ("Арга хэмжээ", MEASURES))[0] is Role.NUMBER  # the first column counts
    assert roles(("Арга хэмжээ", MEASURES), ("Бвгд", SHORT["№"]))[1] is Role.UNKNOWN
    assert roles(("Бвгд", MEASURES), ("Хэрэгжилт", DONE))[0] is Role.MEASURE  # coded texts
    assert roles(("Арга хэмжээ", MEASURES), ("Бвгд", SHORT["%"]))[1] is Role.COMPLETION


def test_long_texts_left_of_the_report_are_measures_where_no_label_says_so() -> None:
    plain = [text.split(" ", 1)[1] for text in MEASURES]
    assert roles(("Бвгд", plain), ("Хэрэгжилт", DONE)) == [Role.MEASURE, Role.PROGRESS]
    assert roles(("Бвгд", ALIKE), ("Хэрэгжилт", DONE))[0] is Role.UNKNOWN  # the same in every row
    assert roles(("Хэрэгжилт", DONE), ("Бвгд", plain))[1] is Role.UNKNOWN  # right of it
    assert roles(("Арга хэмжээ", MEASURES), ("Бвгд", plain), ("Хэрэгжилт", DONE))[1] is Role.UNKNOWN


def test_goals_that_differ_from_row_to_row_are_the_measures_of_a_form_without_any() -> None:
    different = named(("Зорилго", MEASURES), ("Хэрэгжилт", DONE))
    assert (different.columns[0].role, different.columns[0].doubt) == (Role.MEASURE, "goal_label")
    assert roles(("Зорилго", ALIKE), ("Хэрэгжилт", DONE))[0] is Role.GOAL
    assert roles(("Зорилго", MEASURES), ("Арга хэмжээ", MEASURES), ("Хэрэгжилт", DONE))[0] is Role.GOAL


def test_a_budget_under_the_plan_is_planned() -> None:
    alone = named(("Арга хэмжээ", MEASURES), ("Төсөв", SHORT["₮"]), ("Хэрэгжилт", DONE))
    assert (alone.columns[1].role, alone.columns[1].doubt) == (Role.SPENT, "budget_label")
    planned = [("Төлөвлөгөө / Арга хэмжээ", MEASURES), ("Төлөвлөгөө / Төсөв", SHORT["₮"]), ("Тайлан / Хэрэгжилт", DONE)]
    assert roles(*planned)[1] is Role.BUDGET


def test_the_column_of_the_right_period_has_the_role_empty_or_not() -> None:
    columns = [("Арга хэмжээ", MEASURES), ("Хагас жилийн хэрэгжилт", [""] * 4), ("Бүтэн жилийн хэрэгжилт", DONE)]
    assert roles(*columns, period="H1").index(Role.PROGRESS) == 1
    swapped = [columns[0], ("Хагас жилийн хэрэгжилт", DONE), ("Бүтэн жилийн хэрэгжилт", [""] * 4)]
    assert roles(*swapped, period="FY").index(Role.PROGRESS) == 2
    both = [columns[0], ("Хэрэгжилт", DONE), ("Хагас жилийн хэрэгжилт", DONE)]
    assert roles(*both, period="H1").index(Role.PROGRESS) == 2 and roles(*both, period="FY").index(Role.PROGRESS) == 1


def test_halves_of_a_deadline_beside_other_columns() -> None:
    months = ["1 сар", "2 сар", "3 сар", "4 сар"]
    apart = named(("Хугацаа", months), ("Арга хэмжээ", MEASURES), ("Хугацаа", months), ("Хэрэгжилт", DONE))
    assert len(apart.columns) == 4 and apart.column_of == (0, 1, 2, 3)
    last = named(
        ("Арга хэмжээ", MEASURES), ("Хэрэгжилт", DONE), ("Хугацаа / Эхлэх", months), ("Хугацаа / Дуусах", months)
    )
    assert last.column_of == (0, 1, 2, 2) and last.columns[2].role is Role.DEADLINE
    assert last.leaves_of(Role.DEADLINE) == [2, 3] and last.columns[2].header.startswith("Хугацаа / ")


@pytest.mark.parametrize(
    "assessor", ["Хөндлөнгийн үнэлгээ, %", "Хяналт-шинжилгээний үнэлгээ", "Үнэлгээний багийн үнэлгээ"]
)
@pytest.mark.parametrize("own_first", [True, False])
def test_the_agency_judges_itself_before_an_assessor_does(assessor: str, own_first: bool) -> None:
    judged = [("Өөрийн үнэлгээ, %", SHORT["%"]), (assessor, SHORT["%"])]
    found = roles(("Арга хэмжээ", MEASURES), ("Хэрэгжилт", DONE), *judged[:: 1 if own_first else -1])
    assert found[2:] == [Role.COMPLETION, Role.UNKNOWN][:: 1 if own_first else -1]


def test_the_name_of_a_decision_is_no_deadline_and_a_budget_with_costs_is_what_was_spent() -> None:
    orders = [f"Засаг даргын 2024.01.1{n} А/{n}" for n in range(4)]
    columns = [("Шийдвэрийн нэр, огноо, дугаар", orders), ("Заалт", MEASURES), ("Биелэлтийн явц", DONE)]
    assert roles(*columns, ("Төсөв, зардал", SHORT["₮"])) == [Role.UNKNOWN, Role.MEASURE, Role.PROGRESS, Role.SPENT]
