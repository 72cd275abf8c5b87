"""Figures among readings: which of them are figures, and which reading is believed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.scan.recheck.figure_forms import AGREED, CARRIED, SPLIT, UNSURE, decided, figure

confidences = st.floats(0, 1)
readings = st.lists(st.tuples(st.text("0123456789.,% ₮F7-—ОЗ:", max_size=14), confidences), min_size=1, max_size=4)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("16 600 000", "16 600 000"),
        ("16,081,3027%", "16,081,302₮"),
        ("9.000.000F", "9.000.000₮"),
        ("770,000 ¥", "770,000₮"),
        ("- 25 101 993", None),
        ("13200.0", "13200.0"),
        ("46% f", None),
        ("100%", "100%"),
        ("101%", None),
        ("З.5", "3.5"),
        ("3:12", "3.12"),
        ("2.1.3.", "2.1.3."),
        ("12,500%", None),
        ("15,3.5", None),
        ("2023.06.30", None),
        ("-500,000", None),
        ("", None),
    ],
)
def test_what_is_a_figure_and_how_it_is_written(text: str, shown: str | None) -> None:
    found = figure(text)
    assert (found.text if found else None) == shown


@pytest.mark.parametrize(
    ("given_readings", "expected"),
    [
        ([("100", 0.5), ("100", 0.9)], ("100", AGREED)),
        ([("100", 0.5), ("100", 0.5)], None),
        ([("100", 0.5), ("100", 0.5), ("100", 0.5)], ("100", CARRIED)),
        ([("100", 0.5), ("100", 0.5), ("180", 0.5)], ("100", UNSURE)),
        ([("7,000,000F", 0.1), ("7,000,000", 0.3)], ("7,000,000₮", AGREED)),
        ([("28,114,9847", 0.9), ("28,114,984F", 0.8)], ("28,114,984₮", AGREED)),
        ([("54", 0.9), ("34", 0.8), ("34", 0.85)], ("34", CARRIED)),
        ([("54", 0.9), ("34", 0.8), ("84", 0.4)], ("54", SPLIT)),
        ([("2", 0.85), ("17.22", 0.9), ("", 0.0)], ("2", SPLIT)),
        ([("2", 0.7), ("12", 0.9), ("", 0.0)], ("12", SPLIT)),
        ([("2023.06.30", 0.8), ("2023.06.30", 0.9)], ("2023.06.30", 0.9)),
        ([("2/3", 0.8), ("213", 0.7)], None),
        ([("S12", 0.9), ("512", 0.6), ("5.12", 0.97)], ("5.12", SPLIT)),
    ],
)
def test_which_reading_is_believed(given_readings: list[tuple[str, float]], expected: tuple[str, float] | None) -> None:
    assert decided(given_readings) == expected


@given(readings)
def test_there_is_an_answer_from_three_readings_on_and_it_was_read(seen: list[tuple[str, float]]) -> None:
    answer = decided(seen)
    assert answer is not None or len(seen) < 3
    if answer:
        assert answer[0] in [text for text, _ in seen] or figure(answer[0])


@given(st.text(max_size=20))
def test_a_figure_is_read_the_same_again(text: str) -> None:
    found = figure(text)
    if found and not found.loose:
        again = figure(found.text)
        assert again is not None
        assert again.key == found.key


@pytest.mark.parametrize(
    ("readings", "answer"),
    [
        ([("100%", 0.6), ("100%", 0.1)], ("100%", AGREED)),
        ([("100%", 0.59), ("100%", 0.1)], None),
        ([("1,500₮", 0.1), ("1,500", 0.1)], ("1,500₮", AGREED)),
        ([("100%", 0.99)], None),
        ([("100%", 0.8), ("10%", 0.1), ("100%", 0.1)], ("100%", CARRIED)),
        ([("100%", 0.79), ("10%", 0.1), ("100%", 0.1)], ("100%", UNSURE)),
        ([("100%", 0.1), ("100%", 0.1), ("100%", 0.1)], ("100%", CARRIED)),
        ([("5.1", 0.8), ("5.2", 0.9), ("5.3", 0.1)], ("5.1", SPLIT)),
        ([("5.1", 0.79), ("5.2", 0.9), ("5.3", 0.1)], ("5.2", SPLIT)),
        ([("3-5", 0.2), ("3 - 5", 0.7)], ("3-5", 0.7)),
        ([("3-5", 0.2), ("3-6", 0.7)], None),
        ([("3-5", 0.2), ("3-6", 0.7), ("3-7", 0.9)], ("3-5", SPLIT)),
        ([("3-5", 0.2), ("3-6", 0.7), ("3-6", 0.4)], ("3-6", 0.7)),
        ([("", 0.2), ("", 0.7)], None),
    ],
)
def test_when_readings_decide(readings: list[tuple[str, float]], answer: tuple[str, float] | None) -> None:
    assert decided(readings) == answer


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("100%", "100%"), ("101%", None), ("100,5%", None), ("1234", "1234"), ("1234F", "1234₮"), ("123F", None),
        ("1,500", "1,500"), ("1,500F", "1,500₮"), ("1,500%", None), ("1,5007", None), ("1,500,0007", "1,500,000₮"),
        ("1,500,000%", "1,500,000₮"), ("1,500.50", "1,500.50"), ("1,500,000.507", None), ("1.1.1", "1.1.1"), ("", None),
    ],
)  # fmt: skip
def test_what_is_a_figure_at_the_bounds(text: str, shown: str | None) -> None:
    found = figure(text)
    assert (found.text if found else None) == shown
