"""Tables made of parts that were kept are those made from scratch; what the tables say is held by tables/test_dataset."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from normalizers.report import Report
from pipeline.outputs.building.build import build
from pipeline.outputs.building.parts import Made
from pipeline.workers.outcome import Outcome
from tests.pipeline.outputs.making import CATALOGUES, built, outcome, record, rejected

LONG = "Иргэдийн саналыг долоо хоног бүр нээж, шийдвэрлэлтийн явцыг самбарт ил тод мэдээлж хэвшсэн болно. " * 2


class Counted:
    """Reports of the outcomes, what was made of them, and which were read."""

    def __init__(self) -> None:
        self.reports: dict[str, Report] = {}
        self.kept: dict[str, Made] = {}
        self.read: set[str] = set()

    def of(self, outcomes: list[Outcome]) -> Counted:
        self.reports = {one.file: one.report for one in outcomes if one.report}
        self.read = set()
        return self

    def report(self, outcome: Outcome) -> Report:
        self.read.add(outcome.file)
        return self.reports[outcome.file]

    def made(self, outcome: Outcome) -> Made | None:
        return self.kept.get(outcome.file)

    def keep(self, outcome: Outcome, made: Made) -> None:
        self.kept[outcome.file] = made


def one(file: str, progress: str, **changes: object) -> Outcome:
    return outcome(file, record(progress=progress), agency=f"Сургууль {file}", **changes)


def text(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_only_what_is_new_or_said_otherwise_by_others_is_made_again(tmp_path: Path) -> None:
    nights = (
        ([one("b", LONG), one("c", "x"), rejected()], {"b", "c"}),
        ([one("b", LONG), one("c", "x"), rejected()], set()),
        ([one("b", LONG), one("c", "x"), one("d", "y")], {"d"}),
        ([one("a", LONG), one("b", LONG), one("c", "x"), one("d", "y")], {"a", "b"}),  # b repeats a now
        ([one("b", LONG), one("c", "x"), one("d", "y")], {"b"}),
    )
    hold(tmp_path, nights)


def test_coverage_is_made_again_where_the_earlier_report_says_something_else_or_counts_no_more(tmp_path: Path) -> None:
    def quarter(percent: str) -> Outcome:
        return outcome("q", record(percent=percent), period="Q1")

    half, corrected = outcome("h"), outcome("i", corrected=True)
    nights = (
        ([quarter("50"), half], {"q", "h"}),
        ([quarter("50"), half], set()),
        ([quarter("60"), half], {"q", "h"}),
        ([half], {"h"}),
        ([half, corrected], {"h", "i"}),
        ([half, corrected], set()),
    )
    hold(tmp_path, nights)


def hold(folder: Path, nights: Iterable[tuple[list[Outcome], set[str]]]) -> None:
    """Night after night only those reports are read, and the tables are those made from scratch."""
    counted, seen = Counted(), dict[str, Outcome]()
    for number, (made, read) in enumerate(nights):
        for one in made:
            if seen.get(one.file, one) != one:
                del counted.kept[one.file]  # the cache names what is kept by the content
            seen[one.file] = one
        folders = [folder / f"{number}{name}" for name in ("kept", "scratch")]
        for place in folders:
            place.mkdir()
        build([replace(one, report=None) for one in made], CATALOGUES, folders[0], counted.of(made))
        build(made, CATALOGUES, folders[1])
        assert counted.read == read
        assert text(folders[0]) == text(folders[1])


def test_without_a_catalogue_nobody_knows_what_is_missing() -> None:
    made = built([outcome("a.docx", record(code=""), catalogue_id=""), outcome("b.docx")])
    assert list(made.select("submissions", "measures_missing")) == [(None,), (2,)]
