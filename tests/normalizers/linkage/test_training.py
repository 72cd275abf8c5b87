"""Learning from decisions."""

from __future__ import annotations

import pytest

from normalizers.catalogue.files import shipped
from normalizers.catalogue.model import Catalogue
from normalizers.linkage.model import shipped_weights
from normalizers.linkage.training import Lesson, learn


@pytest.fixture(scope="module")
def plan() -> Catalogue:
    return shipped().get("ub-2023")


def test_learning_needs_evidence_and_keeps_the_old_when_not_better(plan: Catalogue) -> None:
    weights = shipped_weights()
    few = [Lesson(plan, "", "", plan.measures[0].text, "1.1")] * 5
    assert not learn(few, weights).better
    alike = [Lesson(plan, "", "", m.text + " " * n, m.key) for m in plan.measures for n in range(8)]
    report = learn(alike, weights)
    assert not report.better and report.weights is weights and "held back" in report.text


def test_learning_takes_up_what_people_say(plan: Catalogue) -> None:
    own = [f"Ажлын байр {n} дүгээр тасгийн ариутгал халдваргүйжүүлэлтийг хийх {n * 7}" for n in range(60)]
    lessons = [Lesson(plan, "", "", f"Хэсэг {n}. {m.text[:60]}", "") for n in range(12) for m in plan.measures]
    lessons += [Lesson(plan, "", "", text, "") for text in own]
    report = learn(lessons, shipped_weights())
    assert report.better and report.weights is not shipped_weights()
