"""The page model: what every reader makes of a file, whatever its format.

Lengths are points (1/72 inch); the origin is the top left corner of the page as a person sees it, after page rotation
and deskewing have been undone (:class:`BBox`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import msgspec

Points = float
"""A length, or a place down or across the upright page, in points."""


class BBox(NamedTuple):
    """A box on the upright page, in points from its top left corner: ``x0 <= x1`` and ``top <= bottom``.

    (A tuple: a document has some ten thousand, and they travel and are cached as plain arrays of four numbers.)
    """

    x0: Points
    top: Points
    x1: Points
    bottom: Points

    @classmethod
    def around(cls, boxes: Iterable[BBox]) -> BBox:
        """The smallest box around all ``boxes`` (at least one)."""
        x0, top, x1, bottom = zip(*boxes, strict=True)
        return cls(min(x0), min(top), max(x1), max(bottom))

    @property
    def width(self) -> Points:
        """Points from the left to the right end."""
        return self.x1 - self.x0

    @property
    def height(self) -> Points:
        """Points from top to bottom."""
        return self.bottom - self.top

    @property
    def middle_x(self) -> Points:
        """Points from the left of the page to the middle of the box."""
        return (self.x0 + self.x1) / 2

    @property
    def middle_y(self) -> Points:
        """Points from the top of the page to the middle of the box."""
        return (self.top + self.bottom) / 2

    def holds(self, other: BBox) -> bool:
        """Is the middle of ``other`` in this box or on its border?"""
        return self.x0 <= other.middle_x <= self.x1 and self.top <= other.middle_y <= self.bottom

    def overlaps(self, other: BBox) -> bool:
        """Do the boxes share more than a border?"""
        return self.x0 < other.x1 and other.x0 < self.x1 and self.top < other.bottom and other.top < self.bottom


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The bytes of one submitted file. ``name`` is the path below the raw folder, ``/`` separated."""

    name: str
    data: bytes
    sha256: str

    @classmethod
    def load(cls, path: Path, name: str | None = None) -> SourceFile:
        """Read ``path`` whole. Raises OSError as ``open`` does."""
        data = path.read_bytes()
        return cls(name or path.name, data, hashlib.sha256(data).hexdigest())


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: page (1-based; None in formats without pages) and box (None if unknown)."""

    page: int | None = None
    bbox: BBox | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Something a reader decided or doubts about a page or file; becomes a finding. ``code`` is machine-readable."""

    code: str
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """A run of letters without blanks; empty where print in a cell could not be read. ``confidence`` is 0-1, None when the
    letters come from a text layer.

    ``angle`` is the direction of reading on the upright page: 90 reads upwards, 270 downwards (sideways table heads).
    ``blank_after`` says that a blank was typed behind the word (text layers only; the end of a line often drops it).
    """

    text: str
    bbox: BBox
    confidence: float | None = None
    size: Points = 0.0
    bold: bool = False
    angle: int = 0
    blank_after: bool = False


@dataclass(frozen=True, slots=True)
class Ruling:
    """A straight horizontal or vertical rule: ``x0 == x1`` (vertical) or ``top == bottom`` (horizontal)."""

    x0: Points
    top: Points
    x1: Points
    bottom: Points


@dataclass(frozen=True, slots=True)
class Page:
    """A page as positioned words and ruling lines, the same for a digital page and for a scan.

    ``origin`` is ``text`` (text layer) or ``ocr``; ``shades`` are filled background boxes that may mean cells or bands.
    ``turned`` are the clockwise quarter turns that made the page upright from how its file shows it.
    """

    number: int
    width: Points
    height: Points
    words: tuple[Word, ...]
    rulings: tuple[Ruling, ...] = ()
    shades: tuple[BBox, ...] = ()
    origin: str = "text"
    confidence: float | None = None
    notes: tuple[Note, ...] = ()
    turned: int = 0


@dataclass(frozen=True, slots=True)
class PageSummary:
    """What a Document keeps of a page once its blocks are made."""

    number: int
    width: Points
    height: Points
    origin: str = "text"
    confidence: float | None = None


class Repair(NamedTuple):
    """A word whose letters were put right: as printed, as it was meant, the kinds of damage."""

    printed: str
    meant: str
    kinds: tuple[str, ...]


class Cell(msgspec.Struct, frozen=True):
    """One cell, at its top left grid position. (A Struct: a report has thousands, and their making took a seventh of the
    time of reading a Word file.) Text has ``\\n`` between paragraphs or list items only: line ends that
    the layout made are already blanks, and words that it broke are rejoined. ``confidence`` as in Word (its least sure word).
    ``repairs`` are the words that were printed otherwise."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1
    places: tuple[Place, ...] = ()
    confidence: float | None = None
    bold: bool = False
    repairs: tuple[Repair, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Cells in reading order. Positions not covered by any cell do not exist (irregular rows)."""

    rows: int
    columns: int
    cells: tuple[Cell, ...]
    places: tuple[Place, ...] = ()

    def grid(self) -> list[list[Cell | None]]:
        """A ``rows`` x ``columns`` matrix in which a merged cell stands at every position that it covers."""
        matrix: list[list[Cell | None]] = [[None] * self.columns for _ in range(self.rows)]
        for cell in self.cells:
            for row in range(cell.row, min(cell.row + cell.row_span, self.rows)):
                for column in range(cell.column, min(cell.column + cell.column_span, self.columns)):
                    matrix[row][column] = cell
        return matrix


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text outside tables, one paragraph or visual line group. ``align``: left, center, right or empty.
    ``repairs`` are the words that were printed otherwise."""

    text: str
    places: tuple[Place, ...] = ()
    align: str = ""
    bold: bool = False
    confidence: float | None = None
    repairs: tuple[Repair, ...] = ()


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Document:
    """A file as blocks in reading order. ``kind`` is the published source_kind: docx, pdf, scan, mixed or image."""

    name: str
    sha256: str
    bytes: int
    media_type: str
    kind: str
    blocks: tuple[Block, ...]
    pages: tuple[PageSummary, ...] = ()
    notes: tuple[Note, ...] = ()

    def tables(self) -> Iterator[Table]:
        """The tables in reading order."""
        return (block for block in self.blocks if isinstance(block, Table))
