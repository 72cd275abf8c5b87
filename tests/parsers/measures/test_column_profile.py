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
