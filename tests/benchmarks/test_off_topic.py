"""Rows about something else: what they are made of, and that what is measured was never seen by fitting."""

from __future__ import annotations

import random

import pytest

from benchmarks.matching.catalogues import medium, small
from benchmarks.matching.off_topic import HELD_OUT, TRAINING, held_out, with_topic


def test_fitting_never_sees_a_topic_or_a_sentence_that_is_measured() -> None:
    seen, measured = (
        {*of.frames, *(name for topic in of.topics for name in topic)} for of in (TRAINING, HELD_OUT)
    )  # fmt: skip
    assert len(seen) > 60 and len(measured) > 60 and not seen & measured


def test_nothing_of_the_topic_is_left() -> None:
    for measure in small().measures:
        text = with_topic(measure.text, ("усны", "уснаас")).lower()
        assert text and "авлиг" not in text and "ёс зүй" not in text and "шударга" not in text


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Багш нарт авлигын эсрэг сургалт хийх", "Багш нарт усны сургалт хийх"),
        ("Авлигаас урьдчилан сэргийлэх ажил", "Уснаас урьдчилан сэргийлэх ажил"),
        ("Ёс зүйн дүрмийг сурталчлах", "Усны дүрмийн сурталчлах"),
        ("Мод тарих", ""),
    ],
)
def test_a_measure_with_another_topic(text: str, other: str) -> None:
    assert with_topic(text, ("усны", "уснаас")) == other


def test_rows_about_something_else_are_of_no_measure_and_in_the_words_of_one() -> None:
    maker = held_out(medium())
    rows = [row for n in range(4) for row in maker.report("x", 0, random.Random(n))]
    strange = [row for row in rows if row.kind == "off_topic"]
    assert 0.1 < len(strange) / len(rows) < 0.35
    texts = {measure.text for measure in medium().measures}
    for row in strange:
        assert row.truth == () and row.text not in texts and row.goal in {*(m.goal.text for m in medium().measures), ""}
    assert {bool(row.code) for row in strange} == {True, False}
