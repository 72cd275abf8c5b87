"""Labels and contents name the columns together, one role each."""

from __future__ import annotations

import pytest

from parsers.measures.column_profile import Evidence
from parsers.measures.column_roles import (
    Naming,
    _doubt,
    _grouped,
    _judged_by,
    _only_goal,
    _only_sum,
    _prefer_own,
    _worth,
    name_columns,
)
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


# to the number; contents without texts weigh nothing themselves

BARE, LABELLED = Leaf(0, 1), Leaf(0, 1, ("Бвгд",))
NO = -9.0


@pytest.mark.parametrize(
    ("role", "leaf", "seen", "worth"),
    [
        (Role.MEASURE, LABELLED, Evidence(coded_text=0.6), 0.4), (Role.MEASURE, LABELLED, Evidence(coded_text=0.59), NO),
        (Role.MEASURE, BARE, Evidence(long=0.6), 0.4), (Role.MEASURE, BARE, Evidence(long=0.59), NO),
        (Role.MEASURE, LABELLED, Evidence(long=0.6, distinct=1.0), NO),
        (Role.PROGRESS, BARE, Evidence(long=0.6), 0.4), (Role.PROGRESS, BARE, Evidence(long=0.59), NO),
        (Role.PROGRESS, LABELLED, Evidence(long=0.6), NO),
        (Role.CODE, LABELLED, Evidence(code=0.6), 0.4), (Role.CODE, LABELLED, Evidence(code=0.59), NO),
        (Role.NUMBER, LABELLED, Evidence(integer=0.6), 0.4), (Role.NUMBER, LABELLED, Evidence(integer=0.59), NO),
        (Role.COMPLETION, LABELLED, Evidence(percent_sign=0.6), 0.4),
        (Role.COMPLETION, LABELLED, Evidence(percent_sign=0.59), NO),
        (Role.BUDGET, BARE, Evidence(money=1.0), NO),
    ],
)  # fmt: skip
def test_what_contents_alone_are_worth(role: Role, leaf: Leaf, seen: Evidence, worth: float) -> None:
    assert _worth(role, 0, leaf, {}, seen) == pytest.approx(worth)


@pytest.mark.parametrize(
    ("long", "distinct", "worth"), [(0.5, 0.8, 0.7), (0.49, 0.8, NO), (0.5, 0.79, NO), (1.0, 1.0, 0.7)]
)
def test_what_long_texts_left_of_the_report_are_worth(long: float, distinct: float, worth: float) -> None:
    seen = Evidence(long=long, distinct=distinct)
    assert _worth(Role.MEASURE, 0, LABELLED, {}, seen, may_plan=True) == pytest.approx(worth)
    assert _worth(Role.PROGRESS, 0, BARE, {}, Evidence(long=0.6), may_plan=True) == pytest.approx(0.4)


def test_what_was_planned_stands_left_and_another_label_speaks_against_contents() -> None:
    long, coded = Evidence(long=0.6), Evidence(coded_text=0.6)
    assert _worth(Role.MEASURE, 2, BARE, {}, long) == pytest.approx(0.2)
    assert _worth(Role.PROGRESS, 2, BARE, {}, long) == pytest.approx(0.6)
    assert _worth(Role.MEASURE, 0, LABELLED, {Role.GOAL: 0.7}, coded) == NO
    assert _worth(Role.MEASURE, 0, LABELLED, {Role.GOAL: 0.69}, coded) == pytest.approx(0.4)
    assert _worth(Role.GOAL, 0, LABELLED, {Role.GOAL: 0.69}, coded) == pytest.approx(2 * 0.69)


def test_a_role_is_in_doubt_where_its_label_is_weak_or_missing() -> None:
    assert _doubt(Role.GOAL, {Role.GOAL: 0.7}) == "" == _doubt(Role.UNKNOWN, {})
    assert _doubt(Role.GOAL, {Role.GOAL: 0.69}) == "keyword" and _doubt(Role.GOAL, {}) == "contents"


@pytest.mark.parametrize(("label", "judged"), [("Хэрэгжилт", 0), ("Аудитын дүн", -1), ("Өөрийн үнэлгээ", 1)])
def test_who_judged(label: str, judged: int) -> None:
    assert _judged_by(Leaf(0, 1, (label,))) == judged


@pytest.mark.parametrize(
    ("label", "weight", "texts", "place"),
    [
        ("Хагас жил", 0.7, (4, 4), 1), ("Хагас жил", 0.69, (4, 4), 0), ("Явц", 1.0, (4, 4), 0),
        ("Явц", 1.0, (0, 4), 1), ("Явц", 1.0, (4, 0), 0), ("Явц", 1.0, (0, 0), 0),
    ],
)  # fmt: skip
def test_a_rival_has_the_role_where_it_fits_better_or_is_filled_alone(
    label: str, weight: float, texts: tuple[int, int], place: int
) -> None:
    chosen = [Role.PROGRESS, Role.UNKNOWN]
    leaves = [Leaf(0, 1, ("Явц",)), Leaf(1, 2, (label,))]
    _prefer_own(chosen, leaves, [{Role.PROGRESS: 1.0}, {Role.PROGRESS: weight}], [Evidence(n) for n in texts], "H1")
    assert chosen.index(Role.PROGRESS) == place and chosen.count(Role.UNKNOWN) == 1


def test_how_sure_a_budget_is_what_was_spent_and_goals_are_measures() -> None:
    for weight, role in ((0.6, Role.SPENT), (0.59, Role.BUDGET)):
        chosen, doubts = [Role.BUDGET], [""]
        _only_sum(chosen, doubts, [BARE], [{Role.SPENT: weight}])
        assert chosen == [role] and bool(doubts[0]) is (role is Role.SPENT)
    for distinct, role in ((0.8, Role.MEASURE), (0.79, Role.GOAL)):
        chosen, doubts = [Role.GOAL], [""]
        _only_goal(chosen, doubts, [Evidence(4, distinct=distinct)])
        assert chosen == [role] and bool(doubts[0]) is (role is Role.MEASURE)


DATED, NEARLY = {Role.DEADLINE: 0.7}, {Role.DEADLINE: 0.69}


@pytest.mark.parametrize(
    ("chosen", "labels", "columns"),
    [
        ([Role.DEADLINE, Role.UNKNOWN], [{}, DATED], (0, 0)), ([Role.DEADLINE, Role.UNKNOWN], [{}, NEARLY], (0, 1)),
        ([Role.UNKNOWN, Role.DEADLINE], [DATED, {}], (0, 0)), ([Role.UNKNOWN, Role.DEADLINE], [NEARLY, {}], (0, 1)),
        ([Role.MEASURE, Role.DEADLINE, Role.UNKNOWN], [{}, {}, DATED], (0, 1, 1)),
        ([Role.DEADLINE, Role.PROGRESS], [{}, DATED], (0, 1)), ([Role.DEADLINE, Role.UNKNOWN], [{}, {}], (0, 1)),
        ([Role.UNKNOWN, Role.UNKNOWN], [DATED, DATED], (0, 1)), ([Role.GOAL, Role.UNKNOWN], [{}, DATED], (0, 1)),
    ],
)  # fmt: skip
def test_halves_of_a_deadline_are_one_column(
    chosen: list[Role], labels: list[dict[Role, float]], columns: tuple[int, ...]
) -> None:
    leaves = [Leaf(float(n), n + 1.0, (f"б{n}",)) for n in range(len(chosen))]
    found = _grouped(leaves, chosen, [""] * len(chosen), labels)
    assert found.column_of == columns and len(found.columns) == max(columns) + 1
    if columns == (0, 0):
        assert found.columns[0].role is Role.DEADLINE
