"""The report page: what stands in it, its size, and that texts cannot break out of it."""

from __future__ import annotations

import json
import re
from pathlib import Path

from normalizers.catalogue.model import Catalogue, Catalogues, Goal, Measure
from normalizers.report import Match
from parsers.document import Place
from pipeline.outputs import report
from pipeline.outputs.tables import figures
from pipeline.outputs.tables.dataset import Dataset
from pipeline.review.sampling import Precision
from tests.pipeline.outputs.making import CATALOGUES, built, finding, outcome, record, rejected


def data_of(page: str) -> dict[str, object]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)
    assert found is not None
    data: dict[str, object] = json.loads(found[1])
    return data


def large(agencies: int = 300, goals: int = 8) -> Dataset:
    """As many agencies as a capital has, 40 measures, names and pages of usual length."""
    measures = tuple(
        Measure(
            f"{goal}.{number}",
            f"{goal}.{number}",
            "Арга хэмжээг зохион байгуулж, үр дүнг тайлагнах " * 3,
            Goal(str(goal), "Зорилго"),
        )
        for goal in range(1, goals + 1)
        for number in range(1, 6)
    )
    known = Catalogues((Catalogue("ub-2024", measures, plan_year=2024),))
    made = [
        outcome(
            f"2024/хагас жил/{number:03d} дүүргийн тайлан.pdf",
            *(
                record(
                    row, measure.key, ("100", "70.5", "0", None)[row * number % 4], places=(Place(1 + row // 4, None),)
                )
                for row, measure in enumerate(measures, start=1)
                if row * number % 7
            ),
            agency=f"Хан-Уул дүүргийн {number} дугаар ерөнхий боловсролын сургууль",
            catalogue_id="ub-2024",
        )
        for number in range(1, agencies + 1)
    ]
    return built(made, known)


def test_300_agencies_by_40_measures_stay_below_300_kb() -> None:
    page = report.page(large(), {"first": True})
    assert len(page.encode("utf-8")) < 300_000
    assert len(data_of(page)["groups"][0]["lines"]) == 300  # type: ignore[index]


def test_nothing_is_fetched_from_elsewhere() -> None:
    page = report.page(large(3, 1), {"first": True})
    assert not re.search(r"""(?:src|href|url)\s*[=(]\s*["']?(?:https?:)?//""", page)
    assert "default-src 'none'" in page


def test_texts_of_reports_cannot_break_out_of_the_page() -> None:
    evil = "</script><script>alert(1)</script><img src=x onerror=alert(1)>"
    made = [outcome(f"{evil.replace('/', '_')}.pdf", agency=evil, findings=(finding(),)), rejected('"><u>.pdf')]
    page = report.page(built(made, CATALOGUES), {"first": True})
    assert page.count("<script") == 2
    assert "<img" not in page
    assert '"><u>' not in page
    assert data_of(page)["groups"][0]["lines"][0][0] == evil  # type: ignore[index]


def test_cells_name_row_and_page_where_they_change() -> None:
    rows = (
        record(1, "1.1", "100", places=(Place(2, None),)),
        record(3, "1.2", "33.3", places=(Place(2, None),)),
        record(4, match=Match("2.1", 0.5, "review"), places=()),
    )
    data = figures.heat_map(built([outcome("a.docx", *rows)], CATALOGUES))
    assert data["groups"][0]["lines"] == [["Хангай сумын сургууль", 0, "c_2 p33.3:3 r100_"]]
    assert data["groups"][0]["measures"][0] == ("1.1", "Сургалт зохион байгуулах")


def test_goals_count_only_the_reports_that_count() -> None:
    old = outcome("a.docx", record(1, "1.1", "10"), report_date=None)
    new = outcome("b.docx", record(1, "1.1", "50"), record(2, "1.2", "100"))
    first, second = figures.goals(built([old, new], CATALOGUES))
    assert (first.code, first.reported, first.cells, str(first.mean), first.spent) == ("1", 2, 2, "75.0", 2000)
    assert (second.code, second.reported, second.mean, second.spent) == ("2", 0, None, None)


def test_people_s_verdict_on_accepted_rows_is_shown(tmp_path: Path) -> None:
    dataset = built([outcome()], CATALOGUES, precision=Precision(200, 199, 0.9722, 0.9991))
    assert "199 / 200 (95 %: 97.2–99.9 %)" in report.page(dataset, {"first": True})


def test_empty_editions_have_a_page() -> None:
    assert "<main>" in report.page(built([], CATALOGUES), {"first": True})


def test_what_changed_is_shown_by_files_and_then_by_measures() -> None:
    changed = {"files": {"added": {"count": 2, "names": ["a", "b"]}}, "coverage": {"completion_up": 3}}
    assert report._moved(changed) == [
        ("new files", "шинэ файл", {"count": 2, "names": ["a", "b"]}),
        ("measures with higher completion", "биелэлт нь өссөн арга хэмжээ", {"count": 3, "names": []}),
    ]
    assert report._moved({}) == []
