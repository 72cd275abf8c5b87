"""What an edition holds of one report."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from normalizers.report import Match, Report
from normalizers.rows.checks_between import Said
from parsers.report import Tally
from pipeline.outputs.building.parts import Context, Made, Outline, outline, pieces, pieces_of, usable
from pipeline.outputs.tables.coverage import Covered, covered
from pipeline.outputs.tables.csv_files import Piece
from pipeline.outputs.tables.dimensions import Dimensions
from pipeline.workers.packing import pack, unpack
from tests.pipeline.outputs.making import CATALOGUES, finding, outcome, record

DIMENSIONS = Dimensions.of([], CATALOGUES, ["ub-2023"])


def report(**changes: object) -> Report:
    waiting = record(2, "1.2", "70.50", match=Match("1.2", 0.5, "review"))
    made = outcome("a.docx", record(progress="а" * 100), waiting, findings=(finding(),), **changes).report
    assert made is not None
    return made


def test_an_outline_is_the_report_without_its_rows_and_survives_packing() -> None:
    whole = report()
    made = outline(whole, CATALOGUES)
    assert made.head == replace(whole, records=(), findings=(), leftovers=(), tally=Tally())
    assert (made.figures.rows, made.figures.waiting, made.figures.error) == (2, 1, finding())
    said = unpack(made.covered, tuple[Covered, ...])
    assert [(one.code, one.status) for one in said] == [("1.1", "complete"), ("1.2", "review")]
    assert len(made.compared.texts) == 16 and made.compared.measures[0][0] == "1.1"
    assert made.missing == 1 and unpack(pack(made), Outline) == made
    assert outline(replace(whole, records=whole.records[:1]), CATALOGUES).missing == 2
    assert outline(replace(whole, catalogue_id=""), CATALOGUES).missing is None


@pytest.mark.parametrize(("year", "kept"), [(1989, None), (1990, 1990), (2100, 2100), (2101, None), (None, None)])
def test_a_year_that_nobody_can_mean_is_an_error(year: int | None, kept: int | None) -> None:
    made = usable(report(plan_year=year))
    assert made.plan_year == kept
    assert [one.code for one in made.findings][:-1] == (["plan_year_impossible"] if year and not kept else [])


def made_in(context: Context) -> dict[str, Piece]:
    return pieces(outcome("a.docx"), report(), pack(covered(report())), context, DIMENSIONS)


def test_findings_of_others_show_in_flags_findings_and_review() -> None:
    said = (Said("repeated_text", 2, None, "progress", "", "Б сургууль"), Said("money_ambiguous", 1, 3, "", "", ""))
    alone, beside = (made_in(Context(pack(told), None)) for told in ((), said))
    assert {name for name in alone if alone[name] != beside[name]} == {"measures", "findings", "review"}
    assert [alone[name].rows for name in ("measures", "findings", "review")] == [2, 1, 2]
    assert [beside[name].rows for name in ("measures", "findings", "review")] == [2, 3, 3]
    kept = Made.of(b"", Context(pack(said), None), beside)
    assert pieces_of(kept.rows, kept.length) == beside


def test_only_a_report_that_counts_has_coverage_with_the_change_since_the_earlier_one() -> None:
    earlier = pack((Covered("1.1", 1, "partial", Decimal(60)),))
    apart, first, later = (made_in(Context(pack(()), before)) for before in (None, b"", earlier))
    assert "coverage" not in apart and first["coverage"].rows == later["coverage"].rows == 3
    assert b",100,40,complete" in later["coverage"].text and b",100,,complete" in first["coverage"].text
