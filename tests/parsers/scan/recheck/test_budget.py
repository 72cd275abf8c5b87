"""Who looks again, how often, and where on the page."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from parsers.document import BBox
from parsers.scan.ocr.tessdata import LanguageData
from parsers.scan.ocr.tesseract import Grey, Reading, Segmentation
from parsers.scan.raster import PixelBox
from parsers.scan.recheck.budget import Looker, sureness
from parsers.scan.recheck.crops import cut


@dataclass
class Says:
    asked: list[str] = field(default_factory=list)
    name: str = "says"

    def read(self, picture: Grey, segmentation: Segmentation, languages: str) -> list[Reading]:
        self.asked.append(languages)
        return [Reading("ажил", PixelBox(12, 12, 32, 22), 0.9)]


def looker() -> Looker:
    return Looker(np.full((100, 200), 255, np.uint8), Says(), LanguageData(Path(), "Cyrillic+eng", "eng"), 40.0, 0.5)


def test_a_look_says_where_on_the_page() -> None:
    one = looker()
    (reading,) = one.read(cut(one.bare, PixelBox(50, 40, 90, 60), pad=0), Segmentation.LINE)
    assert (reading.text, reading.box) == ("ажил", PixelBox(50, 40, 70, 50))
    assert one.looks == 1 and one.reader.asked == ["Cyrillic+eng"]  # type: ignore[attr-defined]
    one.read(cut(one.bare, PixelBox(50, 40, 90, 60)), Segmentation.LINE, "eng")
    assert one.reader.asked[-1] == "eng"  # type: ignore[attr-defined]


def test_a_page_has_so_many_looks_and_none_at_most_of_itself() -> None:
    one = looker()
    assert one.read(cut(one.bare, PixelBox(0, 0, 200, 100)), Segmentation.LINE) == [] and one.looks == 0
    one.looks = one.most - 1
    crop = cut(one.bare, PixelBox(50, 40, 90, 60))
    assert len(one.read(crop, Segmentation.LINE)) == 1 and one.read(crop, Segmentation.LINE) == []


def test_masked_boxes_are_white_and_the_page_itself_stays() -> None:
    one = looker()
    one.bare[:] = 0
    assert one.masked([PixelBox(0, 0, 10, 10)]).bare.sum() == 255 * 100 and one.bare.max() == 0


def test_boxes_in_points_are_boxes_of_pixels_inside_the_picture() -> None:
    one = looker()
    assert one.pixels(BBox(5, 10, 20.2, 30)) == PixelBox(10, 20, 41, 60)
    assert one.pixels(BBox(5, 10, 20, 30), inset=4) == PixelBox(14, 24, 36, 56)
    assert one.pixels(BBox(-5, -5, 500, 500)) == PixelBox(0, 0, 200, 100)
    beside = one.pixels(BBox(300, 300, 310, 310))
    assert beside.width == 0 or beside.height == 0
    thin = one.pixels(BBox(5, 10, 6, 30), inset=4)
    assert thin.width == 0 and thin.x1 == thin.x0


def test_words_stand_in_points() -> None:
    (upright,) = looker().words([Reading("нас", PixelBox(20, 40, 60, 60), 0.9)])
    assert (upright.bbox.x0, upright.bbox.x1, upright.angle, upright.confidence) == (10, 30, 0, 0.9)
    (sideways,) = looker().words([Reading("нас", PixelBox(20, 40, 60, 60), 0.9)], angle=90)
    assert (sideways.bbox, sideways.size, sideways.angle) == (BBox(10, 20, 30, 30), 20.0, 90)


def test_longer_words_count_more() -> None:
    assert sureness([("аб", 1.0), ("вгде", 0.4)]) == pytest.approx(0.6)
    assert sureness([]) == 0.0 == sureness([("", 1.0)])
