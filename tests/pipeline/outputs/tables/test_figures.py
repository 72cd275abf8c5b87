"""The figures of the report page."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from normalizers.report import Match
from parsers.document import Place
from pipeline.outputs.tables import changes, figures
from pipeline.outputs.tables.changes import Cell, Change, File, Line
from pipeline.outputs.tables.dataset import Dataset
from pipeline.outputs.tables.summary import summary
from pipeline.schema.loading import schema
from tests.pipeline.outputs.making import CATALOGUES, built, copy_of, finding, holding, outcome, record, rejected


def dataset(**tables: list[dict[str, Any]]) -> Dataset:
    """Tables of the given cells; all others are unknown."""
    return holding(
        **{
            table.name: [tuple(row.get(name) for name in table.names) for row in tables.get(table.name, [])]
            for table in schema().tables
        }
    )


def test_goals_are_counted_over_the_reports_that_count() -> None:
    first = outcome(
        "a.docx", record(1, "1.1", "50"), record(2, "2.1", None, spent_mnt=None), report_date=date(2023, 5, 1)
    )
    second = outcome("b.docx", record(1, "1.1", "50"), record(2, "1.2", "75.25"), record(3, ""))
    year = outcome("c.docx", record(1, "2.1", "0", spent_mnt=None), period="FY")
    found = figures.goals(built([first, second, year], CATALOGUES))
    assert [(one.period, one.code, one.cells, one.reported, one.mean, one.spent) for one in found] == [
        ("FY", "1", 2, 0, None, None),
        ("FY", "2", 1, 1, Decimal("0.0"), None),
        ("H1", "1", 2, 2, Decimal("62.6"), 2000),
        ("H1", "2", 1, 0, None, None),
    ]


def test_goals_of_a_later_year_come_first() -> None:
    made = [outcome("a.docx", period="FY"), outcome("b.docx", plan_year=2024)]
    assert [one.plan_year for one in figures.goals(built(made, CATALOGUES))][::2] == [2024, 2023]


def test_kinds_of_findings_by_severity_and_number() -> None:
    def line(submission: str, code: str, severity: str, row: int) -> dict[str, Any]:
        return {"submission_id": submission, "code": code, "severity": severity, "row": row, "page": 7}

    found = figures.kinds(
        dataset(
            submissions=[{"file": "a", "submission_id": "1"}, {"file": "b", "submission_id": "2"}],
            findings=[
                line("1", "rare", "note", 1),
                *(line("2", "often", "note", row) for row in range(1, 6)),
                line("1", "grave", "error", 1),
                line("2", "also", "note", 1),
            ],
        )
    )
    assert [(kind.code, kind.count) for kind in found] == [("grave", 1), ("often", 5), ("also", 1), ("rare", 1)]
    assert found[1].places == [("b", 1, 7), ("b", 2, 7), ("b", 3, 7)]
    assert (found[1].submissions, found[1].message) == ({"2"}, "")


def test_those_that_wait_most_come_first() -> None:
    rows = [
        {"file": file, "measures_review": count}
        for file, count in (("b", 2), ("a", 2), ("c", 0), ("d", 9), ("e", None))
    ]
    found = figures.waiting(dataset(submissions=rows))
    assert [(row[0], row[2]) for row in found] == [("d", 9), ("a", 2), ("b", 2)]
    assert len(figures.waiting(dataset(submissions=rows), 1)) == 1


def test_reports_that_are_due() -> None:
    def due(year: int, period: str, status: str, days: int | None = None, agency: str = "А") -> dict[str, Any]:
        return {"plan_year": year, "period": period, "status": status, "days_late": days, "agency": agency}

    rows = [
        due(2022, "FY", "received"),
        due(2023, "H1", "late", 3),
        due(2023, "FY", "late", 9),
        due(2023, "H1", "missing", 5, "Б"),
        due(2023, "H1", "missing", 5),
        due(2023, "H1", "received", None),
    ]
    made = dataset(expected=rows)
    assert [(year, period, sum(count.values())) for year, period, count in figures.expected(made)] == [
        (2023, "FY", 1),
        (2023, "H1", 4),
        (2022, "FY", 1),
    ]
    assert figures.expected(made)[1][2] == {"received": 1, "late": 1, "review": 0, "rejected": 0, "missing": 2}
    assert [(row[0], row[5], row[4]) for row in figures.late(made)] == [
        ("А", "missing", 5),
        ("Б", "missing", 5),
        ("А", "late", 9),
        ("А", "late", 3),
    ]


def test_files_that_need_somebody() -> None:
    rows = [
        {"file": "a", "status": "review", "reason": "measures_to_review", "hint": "wait"},
        {"file": "c", "status": "review", "reason": "error", "hint": "see", "hint_mn": "үз"},
        {"file": "b", "status": "review", "reason": "error"},
        {"file": "d", "status": "duplicate"},
        {"file": "e", "status": "rejected"},
        {"file": "f", "status": "ok"},
        {"file": "g", "status": "container"},
    ]
    found = figures.not_ok(dataset(submissions=rows))
    assert [row[0] for row in found] == ["e", "b", "c", "a", "d"]
    assert found[0] == ("e", "rejected", "", "", "")
    assert (found[2][3:], found[3][3:]) == (("see", "үз"), ("wait", "wait"))


def test_every_match_status_has_its_number() -> None:
    rows = [{"match_status": status} for status in ("auto", "review", "auto")]
    found = figures.matches(dataset(measures=rows))
    assert (found["auto"], found["review"], found["rejected"]) == (2, 1, 0)


def test_the_coverage_map() -> None:
    pages = [record(1, "1.1", "70.5", places=(Place(1),)), record(3, "1.2", "100", places=(Place(2),))]
    waiting = record(4, percent="30", match=Match("2.1", 0.5, "review"), places=(Place(2),))
    half = outcome("a.docx", *pages, waiting)
    year = outcome("b.docx", record(1, "2.1", "0", places=()), period="FY", agency="Б")
    made = figures.heat_map(built([half, year, copy_of("c.docx", half), rejected()], CATALOGUES))
    assert made["files"] == ["a.docx", "b.docx", "z.pdf"]
    assert [(group["year"], group["period"], group["catalogue"]) for group in made["groups"]] == [
        (2023, "FY", "ub-2023"),
        (2023, "H1", "ub-2023"),
    ]
    assert made["groups"][0]["lines"] == [["Б", 1, "m m z"]]
    assert made["groups"][1]["lines"] == [["Хангай сумын сургууль", 0, "p70.5_1 c:3_2 r30"]]
    assert [code for code, _ in made["groups"][0]["measures"]] == ["1.1", "1.2", "2.1"]


def test_the_published_path_of_a_submission_is_that_of_the_original() -> None:
    rows = [
        {"file": "a", "submission_id": "1"},
        {"file": "b", "submission_id": "1", "duplicate_of": "a"},
        {"file": "c"},
    ]
    assert figures.files_by_submission(dataset(submissions=rows)) == {"1": "a"}


def test_the_summary_counts_files_reasons_and_rows() -> None:
    waiting = outcome("b.docx", record(match=Match("1.1", 0.7, "review")), findings=(finding("n", "note"),))
    made = [outcome("a.docx", agency="Б"), waiting, rejected("y.pdf"), rejected()]
    said = {english: value for english, _, value in summary(built(made, CATALOGUES))}
    assert (said["files"], said["files: ok"], said["files: rejected"], said["measure rows"]) == (4, 1, 2, 2)
    assert (said["measure rows: auto"], said["measure rows: review"], said["measure rows: unmatched"]) == (1, 1, 0)
    assert (said["findings: note"], said["rows of coverage"]) == (1, 6)
    assert [name for name in said if name.startswith("reason")] == ["reason: damaged", "reason: measures_to_review"]
    assert not any(name.startswith("expected") for name in said)
    due = dict.fromkeys(("received", "late"), 0)
    told = {english: value for english, _, value in summary(dataset(expected=[{"status": name} for name in due]))}
    assert (told["expected reports: late"], told["expected reports: missing"]) == (1, 0)


def cell(reported: str, percent: str) -> Cell:
    return Cell(reported, percent, "")


def test_a_measure_changes_by_being_reported_or_by_its_figure() -> None:
    def changed(old: Cell | None, new: Cell) -> list[str]:
        key = ("А", "2023", "H1")
        before, after = (Line(("ub-2023/1.1",), (one,)) if one else Line((), ()) for one in (old, new))
        found = list(changes._of_coverage({key: before}, {key: after}))
        assert list(changes._of_coverage({}, {key: after})) == []
        return [f"{one.change} {one.before}-{one.after} {one.measure_id}" for one in found]

    assert changed(None, cell("true", "5")) == []
    assert changed(cell("false", ""), cell("true", "5")) == ["newly_reported -5 ub-2023/1.1"]
    assert changed(cell("true", "5"), cell("false", "")) == ["no_longer_reported 5- ub-2023/1.1"]
    assert changed(cell("true", "9"), cell("true", "10")) == ["completion_up 9-10 ub-2023/1.1"]
    assert changed(cell("true", "10"), cell("true", "9.5")) == ["completion_down 10-9.5 ub-2023/1.1"]
    for old, new in (("5", "5"), ("", "5"), ("5", "")):
        assert changed(cell("true", old), cell("true", new)) == []


def test_a_file_changes_by_its_bytes_and_by_its_status() -> None:
    before = {name: File(name, "ok", "1", "", "", "", "") for name in "ab"}
    after = {"b": File("b", "review", "2", "", "", "", ""), "c": File("c", "ok", "1", "", "", "", "")}
    assert list(changes._of_files(before, after)) == [
        Change("added", "c", "", "ok"),
        Change("removed", "a", "ok", ""),
        Change("content", "b", "1", "2"),
        Change("status", "b", "ok", "review"),
    ]
    assert list(changes._of_files(before, before)) == []


def test_totals_of_an_edition() -> None:
    files = {
        "a": File("a", "ok", "", "А", "5", "4", "1"),
        "b": File("b", "review", "", "А", "3", "2", "0"),
        "c": File("c", "rejected", "", "", "", "", ""),
    }
    silent = Line(("1.1",), (Cell("false", "", "not_received"),))
    cells = tuple(Cell(*one) for one in (("true", "5", "complete"), *[("false", "", "missing")] * 2))
    lines = {("А", "2023", "H1"): Line(("1.1", "1.2", "2.1"), cells), ("Б", "2023", "H1"): silent}
    assert tuple(changes._totals(files, lines).values()) == (3, 1, 1, 1, 1, 8, 6, 1, 1, 2, 1)
    assert tuple(changes._totals(files, lines)) == changes.TOTALS


def test_changes_in_words_leave_out_what_did_not_change() -> None:
    told = {
        "files": {"added": {"count": 2}, "removed": {"count": 0}},
        "coverage": {"completion_up": 3, "completion_down": 0},
    }
    assert [(english, count) for english, _, count in changes.summary(told)] == [
        ("new files", 2),
        ("measures with higher completion", 3),
    ]
    assert changes.summary({"first": True}) == []
