"""Tables made of parts that were kept are those made from scratch; what the tables say is held by tables/test_dataset."""

from __future__ import annotations

from collections.abc import Iterable
from csv import DictReader
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

from normalizers.report import Finding, Report
from pipeline.outputs.building.build import build
from pipeline.outputs.building.parts import Made
from pipeline.workers.outcome import Outcome
from tests.pipeline.outputs.making import CATALOGUES, built, outcome, record, rejected

LONG = "Иргэдийн саналыг долоо хоног бүр нээж, шийдвэрлэлтийн явцыг самбарт ил тод мэдээлж хэвшсэн болно. " * 2
TABLES = ("measures", "submissions", "review")


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


def test_a_sum_against_the_earlier_period_is_empty_in_every_table_until_a_reviewer_gives_it(tmp_path: Path) -> None:
    def spent(file: str, amount: int, **changes: object) -> Outcome:
        rows = (record(spent_mnt=Decimal(amount)), record(2, "1.2", spent_mnt=Decimal(700_000)))
        return outcome(file, *rows, **changes)

    half = spent("a", 5_000_000)
    year = spent("b", 5_200, period="FY", period_end=date(2023, 12, 31))
    given = Finding("value_corrected", "note", 1, "spent_mnt", "5000000")
    assert half.report is not None
    settled = replace(half, report=replace(half.report, findings=(given,)))
    for number, (first, sums, totals) in enumerate((
        (half, ["", "700000", "", "700000"], ["700000", "700000"]),
        (settled, ["5000000", "700000", "", "700000"], ["5700000", "700000"]),
        (spent("a", 5_000), ["5000", "700000", "5200", "700000"], ["705000", "705200"]),
    )):  # fmt: skip
        made = []
        for order, outcomes in enumerate(([first, year], [year, first])):
            folder = tmp_path / f"{number}-{order}"
            folder.mkdir()
            build(outcomes, CATALOGUES, folder)
            made.append(text(folder))
        assert made[0] == made[1]
        rows = {name: list(DictReader(StringIO(made[0][f"{name}.csv"].decode()))) for name in TABLES}
        assert [row["spent_mnt"] for row in rows["measures"]] == sums
        assert [row["spent_mnt"] for row in rows["submissions"]] == totals
        wrong = [row["spent_mnt"] == "" for row in rows["measures"]]
        assert ["money_contradicts_period" in row["flags"] for row in rows["measures"]] == wrong
        assert [row["reason"] == "money_contradicts_period" for row in rows["submissions"]] == wrong[::2]
        assert len(rows["review"]) == sum(wrong)
        assert all(row["spent_reported"] for row in rows["measures"])
