"""Who looks again: a page without its rules, the engine, and how many looks the page has had."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from parsers.document import BBox, Word
from parsers.limits import DEFAULT_LIMITS
from parsers.scan.ocr.letters import lettered
from parsers.scan.ocr.tessdata import LanguageData
from parsers.scan.ocr.tesseract import OcrEngine, Reading, Segmentation
from parsers.scan.ocr.type_size import line_box
from parsers.scan.raster import PixelBox, Pixels
from parsers.scan.recheck.crops import Crop

MOST_OF_PAGE = 0.5
"""Share of the page from which a look would be a second pass over it."""


@dataclass(slots=True)
class Looker:
    """A page without rules, and who looks at it. ``usual`` is the usual font size in pixels, ``scale`` points a pixel,
    ``most`` the looks that the page may have."""

    bare: Pixels
    reader: OcrEngine
    data: LanguageData
    usual: float
    scale: float
    looks: int = 0
    most: int = DEFAULT_LIMITS.page_looks

    def read(self, crop: Crop, segmentation: Segmentation, languages: str = "") -> list[Reading]:
        """Readings with boxes on the page; nothing once the page has had all its looks, or from most of the page."""
        if self.looks >= self.most or crop.pixels.size > MOST_OF_PAGE * self.bare.size:
            return []
        self.looks += 1
        found = self.reader.read(crop.pixels, segmentation, languages or self.data.languages)
        return [replace(reading, text=lettered(reading.text), box=crop.on_page(reading.box)) for reading in found]

    def masked(self, boxes: Sequence[PixelBox]) -> Looker:
        """The same page with these boxes white."""
        bare = self.bare.copy()
        for x0, top, x1, bottom in boxes:
            bare[top:bottom, x0:x1] = 255
        return replace(self, bare=bare)

    def words(self, readings: Sequence[Reading], angle: int = 0) -> list[Word]:
        """Words in points of the page."""
        made = []
        for reading in readings:
            if angle:
                box: tuple[float, ...] = reading.box
                size = self.usual
            else:
                *box_, size = line_box(reading, self.usual)
                box = tuple(box_)
            bbox = BBox(*(side * self.scale for side in box))
            made.append(Word(reading.text, bbox, reading.confidence, size * self.scale, angle=angle))
        return made

    def pixels(self, box: BBox, inset: float = 0.0) -> PixelBox:
        """A box of the page in pixels, smaller by ``inset`` pixels on each side, inside the picture; without pixels
        where it lies beside the picture or nothing is left of it."""
        height, width = self.bare.shape
        x0, top, x1, bottom = (side / self.scale for side in box)
        left, upper = min(max(int(x0 + inset), 0), width), min(max(int(top + inset), 0), height)
        right, lower = min(int(np.ceil(x1 - inset)), width), min(int(np.ceil(bottom - inset)), height)
        return PixelBox(left, upper, max(right, left), max(lower, upper))


def sureness(parts: Sequence[tuple[str, float]]) -> float:
    """Mean confidence of (text, confidence), longer words counting more."""
    letters = sum(len(text) for text, _ in parts)
    return sum(confidence * len(text) for text, confidence in parts) / letters if letters else 0.0
