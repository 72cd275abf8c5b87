"""Which report counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from pipeline.outputs.tables.superseding import counting, group, superseded_by
from pipeline.workers.outcome import Outcome
from tests.pipeline.outputs.making import outcome, rejected


def made(file: str, received: date | None = None, said: bool | None = None, **changes: Any) -> Outcome:
    return replace(outcome(file, **changes), received_at=received, said_to_count=said)


def key(**changes: Any) -> Any:
    report = outcome("a", **changes).report
    assert report is not None
    return group(report)


def test_a_group_is_agency_year_and_period() -> None:
    assert key(agency="  Сан ЯАМ ") == ("сан яам", 2023, "H1")
    assert key(agency_id="A1") == ("A1", 2023, "H1")
    assert [key(agency=""), key(plan_year=None), key(period="")] == [None, None, None]


@pytest.mark.parametrize(
    ("other", "wins"),
    [
        ({"said": True}, True),
        ({"corrected": True}, True),
        ({"received": date(2023, 7, 1)}, True),
        ({"report_date": date(2023, 6, 17)}, True),
        ({"report_date": date(2023, 6, 15)}, False),
        ({"report_date": None}, False),
        ({"said": False, "corrected": True}, False),
    ],
)
def test_the_weight_of_a_report(other: dict[str, Any], wins: bool) -> None:
    """The path of the other comes first, so that it alone would lose."""
    first, second = made("b"), made("a", **other)
    counted = counting([first, second])
    winner, loser = (second, first) if wins else (first, second)
    assert list(counted.values()) == [winner]
    assert (superseded_by(winner, counted), superseded_by(loser, counted)) == ("", winner.file)


def test_the_last_path_counts_when_all_else_is_equal() -> None:
    assert [one.file for one in counting([made("b"), made("a")]).values()] == ["b"]


def test_what_cannot_be_compared_is_superseded_by_nothing() -> None:
    counted = counting([made("a"), rejected()])
    assert superseded_by(rejected(), counted) == superseded_by(made("b", period=""), counted) == ""
    assert superseded_by(made("b", period="FY"), counted) == ""
    assert counting([rejected(), made("b", said=False)]) == {}
