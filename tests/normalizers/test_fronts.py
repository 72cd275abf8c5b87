"""Fronts of reports: whose, of which year and period, dated when."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from normalizers.fronts import read_front
from parsers.document import Paragraph

CASES = tomllib.loads((Path(__file__).parent / "cases" / "fronts.toml").read_text("utf-8"))["front"]


def paragraphs(texts: list[str]) -> list[Paragraph]:
    return [Paragraph(text) for text in texts]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["agency"])
def test_front(case: dict[str, Any]) -> None:
    front = read_front(paragraphs(case["before"]), paragraphs(case.get("after", [])))
    read = (front.agency.value or "", front.plan_year.value, front.period.value, str(front.report_date.value or ""))
    assert read == (case["agency"], case["year"], case["period"], case["date"])
