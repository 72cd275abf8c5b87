"""What was made of a report counts as long as everything that it was made from is the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from normalizers.catalogue.files import shipped
from normalizers.report import Finding, MeasureRecord, Report
from parsers.limits import Limits
from pipeline.exits import Exit, Stop
from pipeline.outputs.building.kept import KeptReports
from pipeline.outputs.building.parts import Context, Made
from pipeline.outputs.tables.csv_files import Piece
from pipeline.review.decisions import Action, Decision, mapping_source
from pipeline.workers.cache import Cache, Rows, Values, digest
from pipeline.workers.messages import Done, Job
from pipeline.workers.outcome import Outcome
from pipeline.workers.packing import pack
from tests.pipeline import plans

JOB = Job("a.pdf", b"a.pdf", "5" * 64, 1)
ROWS = pack(Rows("application/pdf", "pdf"))
MADE = Made.of(b"outline", Context(b"said", b"earlier"), {"measures": Piece(b"1,2\r\n", 1, 5)})


def cached(folder: Path, report: Report) -> tuple[Cache, Outcome]:
    cache = Cache(folder, "1" * 16, "1" * 16, "1" * 16, "", Limits(), tables="1" * 16)
    known = cache.keep(JOB, Done(rows=ROWS, made_from=digest(ROWS), values=pack(Values((report,))), kind="pdf"))
    cache.settle()
    return cache, Outcome("a.pdf", JOB.sha256, 1, "ok", kept=known.kept)


def report(key: str = "k1") -> Report:
    made = plans.report(JOB)
    return replace(made, records=tuple(replace(record, text_key=key) for record in made.records))


def decision(key: str, **more: str) -> Decision:
    return Decision("1", "", "Д.ДОРЖ", Action.NOT_IN_CATALOGUE, key, **more)


def kept(cache: Cache, *decisions: Decision, further: tuple[Finding, ...] = ()) -> KeptReports:
    return KeptReports.of(cache, shipped(), decisions, {"a.pdf": further} if further else {})


def test_what_was_made_is_found_again(tmp_path: Path) -> None:
    cache, outcome = cached(tmp_path, report())
    assert kept(cache).made(outcome) is None
    kept(cache).keep(outcome, MADE)
    cache.settle()
    assert kept(cache).made(outcome) == MADE
    assert kept(cache, decision("other")).made(outcome) == MADE
    assert kept(cache).made(replace(outcome, number=2)) is None
    assert kept(cache).made(replace(outcome, file="b.pdf")) is None


def test_a_decision_on_one_of_its_rows_counts_and_can_be_taken_back(tmp_path: Path) -> None:
    cache, outcome = cached(tmp_path, report())
    kept(cache).keep(outcome, MADE)
    cache.settle()  # of two that wait to be written either may be the last
    said = decision("k1", note="a")
    assert kept(cache, said).made(outcome) is None
    kept(cache, said).keep(outcome, MADE)
    cache.settle()
    assert kept(cache, said).made(outcome) == MADE
    assert kept(cache).made(outcome) is kept(cache, decision("k1", note="b")).made(outcome) is None


def test_a_decision_on_a_text_and_a_finding_of_the_run_count(tmp_path: Path) -> None:
    cache, outcome = cached(tmp_path, report())
    kept(cache).keep(outcome, MADE)
    cache.settle()
    assert kept(cache, decision("k9", scope="text", text="t1")).made(outcome) is None
    assert kept(cache, further=(Finding("facts_unusable", "error"),)).made(outcome) is None


def test_other_values_make_it_void(tmp_path: Path) -> None:
    cache, outcome = cached(tmp_path, report())
    kept(cache).keep(outcome, MADE)
    cache, other = cached(tmp_path, report("k2"))
    assert other.kept != outcome.kept and kept(cache).made(other) is None


def test_a_report_is_read_as_people_decided_under_the_name_of_its_file(tmp_path: Path) -> None:
    cache, outcome = cached(tmp_path, report())
    found = kept(cache, further=(Finding("facts_unusable", "error"),))
    assert found.read(outcome).findings[-1].code == "facts_unusable"
    first: MeasureRecord = found.report(replace(outcome, file="b.pdf")).records[0]
    assert found.read(replace(outcome, file="b.pdf")).name == "b.pdf" and first.match.status == "unmatched"
    assert (
        kept(cache, decision("k1", source=mapping_source(first))).report(outcome).records[0].match.status == "rejected"
    )


def test_a_report_that_somebody_takes_away_meanwhile_ends_the_run(tmp_path: Path) -> None:
    cache, outcome = cached(tmp_path, report())
    for path in (tmp_path / "values").rglob("*/*"):
        path.unlink()
    with pytest.raises(Stop) as stop:
        kept(cache).report(outcome)
    assert stop.value.code is Exit.NO_INPUT and "a.pdf" in stop.value.message
