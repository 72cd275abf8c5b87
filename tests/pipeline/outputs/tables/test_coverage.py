"""What the coverage map says of a measure, and with which earlier period it is compared."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from normalizers.catalogue.model import Catalogue, Catalogues
from normalizers.report import Match, MeasureRecord
from pipeline.outputs.tables.cells import Row
from pipeline.outputs.tables.coverage import (
    Silence,
    coverage,
    covered,
    earlier,
    in_order,
    not_received,
    silences,
    status,
)
from pipeline.outputs.tables.dimensions import Dimensions
from pipeline.outputs.tables.superseding import counting
from pipeline.register.bodies import Body
from pipeline.register.calendar import Due
from pipeline.workers.outcome import Outcome
from tests.pipeline.outputs.making import CATALOGUES, outcome, record


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ((record(percent="100"),), "complete"),
        ((record(percent="99.99"),), "partial"),
        ((record(percent="0.01"),), "partial"),
        ((record(percent="0"),), "not_started"),
        ((record(percent=None),), "no_figure"),
        ((record(percent=None, completion_state="not_due"),), "not_due"),
        ((record(percent=None, completion_state="ongoing"),), "ongoing"),
        ((record(percent="100", match=Match("1.1", 0.5, "review")),), "review"),
        ((record(1, percent="100", part=1), record(2, percent="0", part=2)), "partial"),
    ],
)
def test_the_status_of_a_measure(parts: tuple[MeasureRecord, ...], said: str) -> None:
    assert status(parts) == said


def rows(*made: Outcome, silent: tuple[Silence, ...] = ()) -> list[tuple[Any, ...]]:
    """Period, agency, measure code, percent, change and status of every row."""
    counted = counting(made)
    dimensions = Dimensions.of([one.report for one in made if one.report], CATALOGUES, ("ub-2023",))
    found: list[Row] = []
    for one in in_order(counted, silent):
        if isinstance(one, Silence):
            found += not_received(one, dimensions)
            continue
        assert one.report
        before = earlier(one.report, counted)
        was = covered(before.report) if before and before.report else ()
        found += coverage(one.submission_id, one.report, covered(one.report), was, dimensions)
    return [(row[3], row[0], row[6], row[10], row[11], row[12]) for row in found]


def one(file: str, period: str, percent: str | None, **changes: Any) -> Outcome:
    return outcome(file, record(1, "1.1", percent), period=period, **{"agency": "А сургууль", **changes})


def changes(*made: Outcome) -> dict[str, Decimal | None]:
    return {row[0]: row[4] for row in rows(*made) if row[2] == "1.1"}


def test_sums_from_january_are_compared_with_the_nearest_earlier_one() -> None:
    made = [one("a", "Q1", "10"), one("b", "H1", "30"), one("c", "FY", "25")]
    assert changes(*made) == {"Q1": None, "H1": 20, "FY": -5}
    assert changes(made[0], made[2]) == {"Q1": None, "FY": 15}


def test_quarters_are_compared_with_quarters_only() -> None:
    made = [one("a", "H1", "30"), one("b", "Q2", "40"), one("c", "Q3", "70"), one("d", "M9", "45")]
    assert changes(*made) == {"H1": None, "Q2": None, "Q3": 30, "M9": 15}
    assert changes(one("a", "Q1", "5"), made[1]) == {"Q1": None, "Q2": 35}


def test_there_is_no_change_without_both_figures_nor_from_another_year_or_agency() -> None:
    assert changes(one("a", "Q1", None), one("b", "H1", "30")) == {"Q1": None, "H1": None}
    assert changes(one("a", "Q1", "30"), one("b", "H1", None)) == {"Q1": None, "H1": None}
    assert changes(one("a", "Q1", "30", plan_year=2022), one("b", "H1", "40")) == {"Q1": None, "H1": None}
    assert changes(one("a", "Q1", "30", agency="Б сургууль"), one("b", "H1", "40")) == {"Q1": None, "H1": None}


def test_the_order_is_year_period_and_name() -> None:
    made = [one("a", "FY", "1"), one("b", "Q2", "1"), one("c", "H1", "1", agency="Б сургууль"), one("d", "H1", "1")]
    seen = list(dict.fromkeys((row[0], row[1]) for row in rows(*made)))
    assert seen == [("H1", "А сургууль"), ("H1", "Б сургууль"), ("FY", "А сургууль"), ("Q2", "А сургууль")]
    assert [row[2] for row in rows(made[0])] == ["1.1", "1.2", "2.1"]


def test_a_silent_body_has_every_measure_of_the_catalogue() -> None:
    due = Due(Body("x1", "Анхилуун төв"), 2023, "H1", date(2023, 7, 15))
    assert rows(silent=(Silence(due, "ub-2023"),)) == [
        ("H1", "Анхилуун төв", code, None, None, "not_received") for code in ("1.1", "1.2", "2.1")
    ]


def test_the_first_of_two_rows_that_were_accepted_counts() -> None:
    twice = outcome("a", record(1, "1.1", "20"), record(2, "1.1", "60"))
    assert rows(twice)[0][3] == 20


def missing(year: int, body: Body) -> Due:
    return Due(body, year, "H1", date(year, 7, 15))


def test_a_missing_report_speaks_of_the_catalogue_of_the_nearest_issuer_of_that_very_year() -> None:
    measures = CATALOGUES.items[0].measures
    known = Catalogues(
        (Catalogue("all-2023", measures, 2023), Catalogue("uvs-2023", measures, 2023, issuer="Увс аймаг"))
    )
    aimag, child, other = Body("u", "Увс аймаг"), Body("c", "Анхилуун төв", parent_id="u"), Body("o", "Дэнжийн музей")
    register = (aimag, child, other)
    due = [missing(2023, child), missing(2023, other), missing(2022, child)]
    assert [(found.due.body.id, found.catalogue_id) for found in silences(due, register, known)] == [
        ("c", "uvs-2023"),
        ("o", "all-2023"),
    ]
