"""What the cells of a column look like, and which role that fits best."""

from __future__ import annotations

import pytest

from parsers.measures.column_profile import Evidence, evidence, fits
from parsers.report import Role

CONTENTS = {
    Role.NUMBER: ["1", "2", "3", "4"],
    Role.CODE: ["1.1", "1.2", "2.1", "2.2"],
    Role.COMPLETION: ["100%", "Хэрэгжсэн", "90%", "-"],
    Role.SPENT: ["1,500,000", "-", "250.0 мян.төг", "80,000₮"],
    Role.DEADLINE: ["II улирал", "жилийн турш", "2024.06.30", "I улирал"],
    Role.RESPONSIBLE: ["Захиргааны хэлтэс", "Хуулийн хэлтэс", "Тамгын газар", "АТГ"],
    Role.PROGRESS: ["Албан хаагчдад хоёр удаа сургалт зохион байгуулж, нийт дөчин хүнийг хамруулсан."] * 4,
    Role.MEASURE: [f"1.{n}. Албан хаагчдад авлигын эсрэг сургалт зохион байгуулах, {n}" for n in range(4)],
}
COMPARED = {
    Role.NUMBER: (Role.CODE, Role.MEASURE, Role.PROGRESS, Role.RESPONSIBLE),
    Role.CODE: (Role.NUMBER, Role.MEASURE, Role.PROGRESS, Role.DEADLINE),
    Role.COMPLETION: (Role.SPENT, Role.MEASURE, Role.PROGRESS, Role.DEADLINE, Role.RESPONSIBLE),
    Role.SPENT: (Role.MEASURE, Role.PROGRESS, Role.DEADLINE, Role.RESPONSIBLE, Role.COMPLETION),
    Role.DEADLINE: (Role.MEASURE, Role.PROGRESS, Role.SPENT, Role.COMPLETION),
    Role.RESPONSIBLE: (Role.PROGRESS, Role.SPENT, Role.COMPLETION, Role.CODE),
    Role.PROGRESS: (Role.SPENT, Role.COMPLETION, Role.NUMBER, Role.RESPONSIBLE, Role.DEADLINE),
    Role.MEASURE: (Role.PROGRESS, Role.GOAL, Role.SPENT, Role.NUMBER, Role.RESPONSIBLE),
}


@pytest.mark.parametrize("role", CONTENTS)
def test_contents_fit_their_own_role_better(role: Role) -> None:
    seen = evidence(CONTENTS[role])
    assert all(fits(role, seen) > fits(other, seen) for other in COMPARED[role])
    assert all(
        fits(role, seen) > fits(role, evidence(CONTENTS[other])) for other in COMPARED[role] if other in CONTENTS
    )
    assert -1.7 <= fits(role, seen) <= 1.3


def test_nothing_tells_nothing() -> None:
    assert evidence([]) == evidence(["", " "]) == Evidence()
    assert all(fits(role, Evidence()) == 0.0 for role in Role)
    assert fits(Role.UNKNOWN, evidence(["1"])) == fits(Role.NOTE, evidence(["1"])) == 0.0


@pytest.mark.parametrize(
    ("texts", "share", "value"),
    [
        (["100%", "50", "сайн", ""], "percent", 2 / 3),
        (["100%", "50", "-", ""], "percent", 1.0),
        (["500"], "percent", 0.0),
        (["200%"], "percent", 1.0),
        (["100%", "50"], "percent_sign", 0.5),
        (["Бүрэн", "Хэрэгжсэн", "хийв"], "state", 2 / 3),
        (["1,500", "5 сая", "хоёр"], "money", 2 / 3),
        (["-", "…", "0"], "dash", 1 / 3),
        (["2024", "хүн"], "date", 0.5),
        (["1.1", "2"], "code", 0.5),
        (["1.1. Сургалт хийх", "1.1"], "coded_text", 0.5),
        (["1", "IV", "1000"], "integer", 2 / 3),
        (["а" * 45, "а" * 44], "long", 0.5),
        (["сургалта", "сургалт"], "wordy", 0.5),
        (["АТГ", "хүн"], "body", 0.5),
        (["а", "а", "б", "в"], "distinct", 0.75),
        (["а", "", "", "б"], "filled", 0.5),
    ],
)
def test_shares_of_the_filled_cells(texts: list[str], share: str, value: float) -> None:
    assert getattr(evidence(texts), share) == pytest.approx(value)


@pytest.mark.parametrize(
    ("role", "seen", "worth"),
    [
        (Role.MEASURE, {"wordy": 1, "distinct": 1}, 0.2),
        (Role.MEASURE, {"wordy": 1, "distinct": 0.5}, 0.2),
        (Role.MEASURE, {"wordy": 1, "distinct": 0.4}, -0.1),
        (Role.MEASURE, {"wordy": 0.5, "distinct": 1}, -0.65),
        (Role.MEASURE, {"wordy": 1, "distinct": 1, "long": 0.5}, 0.45),
        (Role.MEASURE, {"wordy": 1, "distinct": 1, "coded_text": 0.5}, 0.45),
        (Role.GOAL, {"wordy": 1, "distinct": 0.7}, 0.2),
        (Role.GOAL, {"wordy": 1, "distinct": 0.6}, 0.7),
        (Role.GOAL, {"wordy": 0.5, "distinct": 1}, -0.6),
        (Role.GOAL, {"wordy": 1, "distinct": 1, "coded_text": 0.5}, -0.05),
        (Role.PROGRESS, {"long": 0.5, "wordy": 0.5}, 0.45),
        (Role.PROGRESS, {"long": 1, "percent": 0.8}, 0.2),
        (Role.PROGRESS, {"long": 1, "percent": 0.2}, 0.7),
        (Role.PROGRESS, {"money": 0.8}, -0.45),
        (Role.PROGRESS, {"money": 0.8, "percent_sign": 0.5, "dash": 0.2}, -0.72),
        (Role.INDICATOR, {"wordy": 0.5}, -0.05),
        (Role.INDICATOR, {"wordy": 1, "percent_sign": 0.25}, 0.1),
        (Role.NUMBER, {"integer": 0.5}, 0.55),
        (Role.NUMBER, {"integer": 1, "long": 0.5, "code": 0.5, "wordy": 0.5}, -0.25),
        (Role.CODE, {"code": 0.5}, 0.6),
        (Role.CODE, {"code": 0.5, "integer": 0.5}, 0.6),
        (Role.CODE, {"code": 1, "integer": 0.6, "long": 0.5, "wordy": 0.5}, -0.3),
        (Role.COMPLETION, {"percent": 0.5, "percent_sign": 0.5}, 0.5),
        (Role.COMPLETION, {"state": 0.5, "wordy": 0.75, "long": 0.5}, -0.55),
        (Role.COMPLETION, {"state": 0.5, "wordy": 0.25}, 0.3),
        (Role.SPENT, {"money": 0.5, "wordy": 0.75}, 0.325),
        (Role.BUDGET, {"money": 1, "wordy": 0.5, "long": 0.5, "percent_sign": 0.5}, -0.25),
        (Role.DEADLINE, {"date": 0.5}, 0.4),
        (Role.DEADLINE, {"date": 1, "long": 0.5, "percent_sign": 0.5}, 0.05),
        (Role.RESPONSIBLE, {"body": 0.5, "wordy": 0.5}, 0.3),
        (Role.CO_RESPONSIBLE, {"long": 0.5, "percent": 0.5, "money": 0.1}, -0.55),
        (Role.RESPONSIBLE, {"money": 1, "dash": 0.5}, -0.35),
        (Role.BASELINE, {"percent": 0.5, "long": 0.25}, 0.05),
        (Role.TARGET, {"percent": 1}, 0.2),
    ],
)
def test_what_speaks_for_a_role_and_against_it(role: Role, seen: dict[str, float], worth: float) -> None:
    assert fits(role, Evidence(texts=4, **seen)) == pytest.approx(worth)


@pytest.mark.parametrize(
    ("text", "share", "value"),
    [
        ("201%", "percent", 0.0),
        ("50-60%", "percent", 1.0),
        ("5 о/о", "percent_sign", 1.0),
        ("сард " + "а" * 54, "date", 1.0),
        ("сард " + "а" * 55, "date", 0.0),
        ("дарга " + "а" * 83, "body", 1.0),
        ("дарга " + "а" * 84, "body", 0.0),
        ("1.1 Сургалт ", "coded_text", 0.0),
        ("1.1. Сургалт", "coded_text", 0.0),
        ("1.1. Сургалта", "coded_text", 1.0),
        ("а" * 8, "wordy", 1.0),
        ("а" * 7 + "1", "wordy", 0.0),
        ("-", "dash", 1.0),
        ("-", "percent", 0.0),
        ("-", "state", 0.0),
    ],
)
def test_where_each_likeness_ends(text: str, share: str, value: float) -> None:
    assert getattr(evidence([text]), share) == value


def test_dashes_count_neither_for_nor_against_percents_and_states() -> None:
    seen = evidence(["Бүрэн", "-", "-", "100%"])
    assert (seen.percent, seen.state, seen.dash, seen.percent_sign) == (0.5, 0.5, 0.5, 0.25)
    assert seen.texts == 4
