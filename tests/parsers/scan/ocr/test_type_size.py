"""The size of print by the letters of a word, and boxes as tall as the line."""

from __future__ import annotations

import pytest

from parsers.scan.ocr.tesseract import Reading
from parsers.scan.ocr.type_size import line_box, own_size, usual_size
from parsers.scan.raster import PixelBox

SIZE, BASE = 100.0, 500.0


def seen(text: str, rise: float, hang: float, size: float = SIZE) -> Reading:
    """A word whose ink reaches ``rise`` font sizes above the baseline and ``hang`` below."""
    return Reading(text, PixelBox(10, round(BASE - rise * size), 90, round(BASE + hang * size)), 0.9)


SHAPES = [
    seen("нас", 0.48, 0), seen("Нас", 0.70, 0), seen("123", 0.70, 0), seen("бас", 0.70, 0), seen("өсөр", 0.48, 0.21),
    seen("адал", 0.48, 0.14), seen("Арга", 0.70, 0.21), seen("/үр/", 0.70, 0.21), seen("-нас-", 0.48, 0),
]  # fmt: skip


@pytest.mark.parametrize("reading", SHAPES, ids=lambda reading: reading.text)
def test_the_letters_tell_size_and_baseline(reading: Reading) -> None:
    assert own_size(reading) == pytest.approx(SIZE, rel=0.02)
    x0, top, x1, bottom, size = line_box(reading, SIZE)
    assert (x0, x1, size) == (10, 90, SIZE)
    assert (top, bottom) == (pytest.approx(BASE - 78, abs=2), pytest.approx(BASE + 22, abs=2))


@pytest.mark.parametrize("text", ["-", "«»", ".", "…"])
def test_marks_say_nothing_about_their_size(text: str) -> None:
    assert own_size(seen(text, 0.3, 0)) is None


def test_a_dash_stands_at_the_middle_and_a_stop_on_the_baseline() -> None:
    dash = Reading("-", PixelBox(10, 470, 40, 474), 0.9)
    assert line_box(dash, SIZE)[1:] == (pytest.approx(472 + 28 - 78), 40.0, pytest.approx(472 + 28 + 22), SIZE)
    stop = Reading(".", PixelBox(10, 490, 20, 500), 0.9)
    assert line_box(stop, SIZE)[1] == pytest.approx(500 - 78)


def test_a_size_near_the_usual_one_is_the_usual_one() -> None:
    assert line_box(seen("нас", 0.48, 0, size=1.3 * SIZE), SIZE)[4] == SIZE
    assert line_box(seen("нас", 0.48, 0, size=0.8 * SIZE), SIZE)[4] == SIZE
    assert line_box(seen("нас", 0.48, 0, size=1.5 * SIZE), SIZE)[4] == pytest.approx(1.5 * SIZE, rel=0.02)
    assert line_box(seen("нас", 0.48, 0, size=0.7 * SIZE), SIZE)[4] == pytest.approx(0.7 * SIZE, rel=0.02)
    assert line_box(seen("н", 0.48, 0, size=2 * SIZE), SIZE)[4] == SIZE  # one letter alone measures badly


def test_the_usual_size_is_that_of_most_longer_words() -> None:
    words = [seen("нас", 0.48, 0), seen("Нас", 0.7, 0), seen("нас", 0.48, 0, size=40), seen("но", 0.48, 0, size=10)]
    assert usual_size(words, 7.0) == pytest.approx(SIZE, rel=0.02)
    assert usual_size([seen("но", 0.48, 0), seen("---", 0.1, 0)], 7.0) == 7.0
