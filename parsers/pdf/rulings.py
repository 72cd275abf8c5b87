"""Page objects -> rules and shades: strokes, thin filled boxes, outlines, thin pictures: whatever draws a line.

Bounds first: most rules are thin objects and need no look at their path. Only paths that are not thin are followed.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from parsers.errors import LimitExceeded
from parsers.limits import Limits
from parsers.pdf.coordinates import PdfBox
from parsers.pdf.pdfium import FORM, IMAGE, PATH, TEXT, ffi, lib

THIN = 3.0
"""Points: a box thinner than this is a rule (thick table frames are 2.25-3 pt), a box thicker than this a shade."""

SHORTEST = 1.0
FORM_DEPTH = 8
BEZIER_TO, MOVE_TO = 1, 2
PAPER = 250
"""Grey level (0-255) from which a colour is taken for paper."""

Matrix = NDArray[np.float64]
IDENTITY = np.array([1.0, 0.0, 0.0, 1.0, 0.0, 0.0])


@dataclass(slots=True)
class Drawn:
    """What was found, in PDF coordinates (points, y upwards)."""

    rules: list[PdfBox] = field(default_factory=list)
    shades: list[PdfBox] = field(default_factory=list)
    pictures: list[PdfBox] = field(default_factory=list)


class _Collector:
    """Walks the objects of one page, forms included, within the limit of rules a page may have."""

    def __init__(self, limits: Limits, number: int) -> None:
        self.drawn = Drawn()
        self.allowed, self.number = limits.page_rulings, number
        self.sides = [ffi.new("float *") for _ in range(4)]
        self.ints = [ffi.new("int *") for _ in range(2)]
        self.bytes = [ffi.new("unsigned int *") for _ in range(4)]

    def visit(self, item: Any, kind: int, matrix: Matrix | None, depth: int) -> None:
        """Take in one object of the given kind (FPDF_PAGEOBJ_*), drawn through ``matrix``."""
        if kind == PATH:
            self._path(item, matrix)
        elif kind == IMAGE:
            box = self._bounds(item, matrix)
            if box and min(box.width, box.height) < THIN:
                self._rule(box)
            elif box:
                self.drawn.pictures.append(box)
        elif kind == FORM and depth < FORM_DEPTH:
            inner = _chained(self._matrix(item), matrix)
            for index in range(max(lib.FPDFFormObj_CountObjects(item), 0)):
                part = lib.FPDFFormObj_GetObject(item, index)
                self.visit(part, lib.FPDFPageObj_GetType(part), inner, depth + 1)

    def _path(self, item: Any, matrix: Matrix | None) -> None:
        lib.FPDFPath_GetDrawMode(item, *self.ints)
        filled, stroked = self.ints[0][0] != 0, self.ints[1][0] != 0
        if not (filled or stroked):
            return
        box = self._bounds(item, matrix)
        if box is None:
            return
        if min(box.width, box.height) < THIN and lib.FPDFPath_CountSegments(item) <= 5:
            if not self._is_paper(item, filled):
                self._rule(box)
            return
        full = _chained(self._matrix(item), matrix)
        outline = self._outline(item, full)
        if filled and not self._is_paper(item, True):
            self._filled(outline, box)
        if stroked and not self._is_paper(item, False):
            for start, end in _edges(outline):
                self._segment(start, end)

    def _filled(self, outline: list[list[tuple[float, float]]], box: PdfBox) -> None:
        """Each closed piece of a filled path is a rule when thin, a shade when it is a box."""
        for piece in outline:
            xs, ys = [x for x, _ in piece], [y for _, y in piece]
            part = PdfBox(min(xs), min(ys), max(xs), max(ys))
            if min(part.width, part.height) < THIN:
                self._rule(part)
            elif len(piece) <= 6:
                self.drawn.shades.append(part)

    def _segment(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        (x0, y0), (x1, y1) = start, end
        if abs(x0 - x1) < THIN / 2 or abs(y0 - y1) < THIN / 2:
            self._rule(PdfBox(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))

    def _rule(self, box: PdfBox) -> None:
        if max(box.width, box.height) < SHORTEST / 4:
            return
        self.drawn.rules.append(box)
        if len(self.drawn.rules) > self.allowed:
            raise LimitExceeded(f"page_rulings (page {self.number})", self.allowed, len(self.drawn.rules))

    def _bounds(self, item: Any, matrix: Matrix | None) -> PdfBox | None:
        left, bottom, right, top = self.sides
        if not lib.FPDFPageObj_GetBounds(item, left, bottom, right, top):
            return None
        box = PdfBox(left[0], bottom[0], right[0], top[0])
        if matrix is None:
            return box
        corners = [_moved(x, y, matrix) for x in (box.left, box.right) for y in (box.bottom, box.top)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return PdfBox(min(xs), min(ys), max(xs), max(ys))

    def _matrix(self, item: Any) -> Matrix:
        m = ffi.new("MATRIX *")
        if not lib.FPDFPageObj_GetMatrix(item, m):
            return IDENTITY
        return np.array([m.a, m.b, m.c, m.d, m.e, m.f])

    def _outline(self, item: Any, matrix: Matrix) -> list[list[tuple[float, float]]]:
        """The points of each piece of the path; curves by their end points (rounded corners stay corners)."""
        pieces: list[list[tuple[float, float]]] = []
        x, y = self.sides[:2]
        skip = 0
        for index in range(lib.FPDFPath_CountSegments(item)):
            segment = lib.FPDFPath_GetPathSegment(item, index)
            kind = lib.FPDFPathSegment_GetType(segment)
            if kind == BEZIER_TO:
                skip = (skip + 1) % 3
                if skip:
                    continue
            lib.FPDFPathSegment_GetPoint(segment, x, y)
            point = _moved(x[0], y[0], matrix)
            if kind == MOVE_TO or not pieces:
                pieces.append([point])
            else:
                pieces[-1].append(point)
            if lib.FPDFPathSegment_GetClose(segment):
                pieces[-1].append(pieces[-1][0])
        return pieces

    def _is_paper(self, item: Any, filled: bool) -> bool:
        """White or fully transparent: nothing a person would see on paper."""
        colour = lib.FPDFPageObj_GetFillColor if filled else lib.FPDFPageObj_GetStrokeColor
        if not colour(item, *self.bytes):
            return False
        red, green, blue, alpha = (value[0] for value in self.bytes)
        return bool(alpha == 0 or min(red, green, blue) >= PAPER)


def drawn(page: Any, limits: Limits, number: int) -> Drawn:
    """Rules, shades and pictures of a PDFium page (cffi pointer). Raises LimitExceeded."""
    collector = _Collector(limits, number)
    count = max(lib.FPDFPage_CountObjects(page), 0)
    items = list(map(lib.FPDFPage_GetObject, repeat(page, count), range(count)))
    for item, kind in zip(items, map(lib.FPDFPageObj_GetType, items), strict=True):
        if kind != TEXT:
            collector.visit(item, kind, None, 0)
    return collector.drawn


def _edges(outline: list[list[tuple[float, float]]]) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """The edges of a path, each from point to point (x, y) in PDF points."""
    return [pair for piece in outline for pair in itertools.pairwise(piece)]


def _moved(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    """A point (x, y), in PDF points, as the matrix draws it."""
    return (
        float(matrix[0] * x + matrix[2] * y + matrix[4]),
        float(matrix[1] * x + matrix[3] * y + matrix[5]),
    )


def _chained(inner: Matrix, outer: Matrix | None) -> Matrix:
    """First ``inner``, then ``outer``."""
    if outer is None:
        return inner
    a, b, c, d, e, f = inner
    x, y = _moved(e, f, outer)
    return np.array([
        a * outer[0] + b * outer[2], a * outer[1] + b * outer[3],
        c * outer[0] + d * outer[2], c * outer[1] + d * outer[3], x, y,
    ])  # fmt: skip
