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
