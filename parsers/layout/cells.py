"""Cell contents: words, rulings and shades of the pages of a document -> tables and paragraphs in reading order. Pure
geometry: a digital page and a scan make no difference."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray

from parsers.document import BBox, Block, Cell, Page, Paragraph, Place, Points, Table, Word
from parsers.layout.hyphenation import Known, LineBreaks
from parsers.layout.lattice import Lattice
from parsers.layout.line_joining import ended_by_writer, habits_of, joined
from parsers.layout.regions import PADDING, PageSurvey, survey, tables_of
from parsers.layout.text_lines import TextLine, lines

WIDEST_PADDING = 8.0
SAME_LEFT = 0.6
FLUSH_SHARE = 0.25
"""Points within which left edges are one padding; share of the cells that must have it."""

CENTRED = 0.04
"""Share of the text width by which a centred line's middle may be off."""


@dataclass(frozen=True, slots=True)
class Region:
    """A table before its text is put together: lattice, and the words and lines of each of its cells."""

    lattice: Lattice
    words: tuple[tuple[Word, ...], ...]
    rows: tuple[list[TextLine], ...]


def document_blocks(pages: Sequence[Page], known: Known | None = None) -> list[tuple[Block, ...]]:
    """Tables and paragraphs of each page of one document, from top to bottom; tables without column rules share their
    columns over the pages. ``known`` tells whole words from cut ones."""
    seen = [survey(page) for page in pages]
    parted = [regions_of(one, made) for one, made in zip(seen, tables_of(seen), strict=True)]
    habits = habits_of([rows for regions, _ in parted for region in regions for rows in region.rows], known)
    return [_blocks(one, *parts, habits) for one, parts in zip(seen, parted, strict=True)]


def _blocks(seen: PageSurvey, regions: list[Region], loose: list[Word], habits: LineBreaks) -> tuple[Block, ...]:
    blocks: list[tuple[float, float, Block]] = []
    for region in regions:
        box = region.lattice.bbox
        blocks.append((box.top, box.x0, _table(region, seen.page, habits)))
    for paragraph in _paragraphs(loose, seen.page, [region.lattice.bbox for region in regions], habits):
        place = paragraph.places[0].bbox
        assert place is not None
        blocks.append((place.top, place.x0, paragraph))
    return tuple(block for _, _, block in sorted(blocks, key=lambda item: item[:2]))


def regions_of(seen: PageSurvey, found: list[Lattice]) -> tuple[list[Region], list[Word]]:
    """The tables of a page with their words, and the words outside of them."""
    words, centres = seen.page.words, seen.centres
    owner = np.full(len(words), -1)
    for number, made in enumerate(found):
        x0, top, x1, bottom = made.bbox
        inside = (
            (centres[:, 0] > x0 - PADDING) & (centres[:, 0] < x1 + PADDING)
            & (centres[:, 1] > top - PADDING) & (centres[:, 1] < bottom + PADDING)
        )  # fmt: skip
        owner[inside & (owner < 0)] = number
    regions = []
    for number, made in enumerate(found):
        mine = np.flatnonzero(owner == number)
        if len(mine):
            held = _by_box(made, words, mine, centres)
            regions.append(Region(made, held, tuple([lines(part) if part else [] for part in held])))
    return regions, [words[index] for index in np.flatnonzero(owner < 0)]


def _by_box(
    made: Lattice, words: Sequence[Word], mine: NDArray[np.int64], centres: NDArray[np.float64]
) -> tuple[tuple[Word, ...], ...]:
    """The words of each box: a word belongs where its middle is."""
    owner = np.zeros((len(made.ys) - 1, len(made.xs) - 1), dtype=np.int64)
    for number, box in enumerate(made.cells):
        owner[box.row : box.row + box.row_span, box.column : box.column + box.column_span] = number
    column = np.clip(np.searchsorted(made.xs, centres[mine, 0]) - 1, 0, owner.shape[1] - 1)
    row = np.clip(np.searchsorted(made.ys, centres[mine, 1]) - 1, 0, owner.shape[0] - 1)
    held: list[list[Word]] = [[] for _ in made.cells]
    for index, number in zip(mine.tolist(), owner[row, column].tolist(), strict=True):
        held[number].append(words[index])
    return tuple(tuple(part) for part in held)


def _table(region: Region, page: Page, habits: LineBreaks) -> Table:
    made = region.lattice
    held = region.rows
    rooms = _open_rooms(made, held) if not made.ruled else {}
    padding = _padding(made, held)
    cells = []
    for box, part, rows in zip(made.cells, region.words, held, strict=True):
        room = rooms.get((box.column, box.column_span)) or _room(box.bbox, rows, padding)
        cells.append(Cell(
            box.row, box.column, joined(rows, room, habits), box.row_span, box.column_span,
            (Place(page.number, box.bbox),), least_sure(part), mostly_bold(part),
        ))  # fmt: skip
    return Table(len(made.ys) - 1, len(made.xs) - 1, tuple(cells), (Place(page.number, made.bbox),))


def _open_rooms(made: Lattice, held: Sequence[list[TextLine]]) -> dict[tuple[int, int], Points]:
    """Width of the text in every column (and span) of a table whose column edges are not drawn."""
    ends: dict[tuple[int, int], tuple[float, float]] = {}
    for box, rows in zip(made.cells, held, strict=True):
        for line in rows:
            low, high = ends.get((box.column, box.column_span), (line.x0, line.x1))
            ends[box.column, box.column_span] = (min(low, line.x0), max(high, line.x1))
    return {column: high - low for column, (low, high) in ends.items()}


def _room(bbox: BBox, rows: list[TextLine], padding: Points) -> Points:
    """How long a line of this cell can be."""
    sideways = bool(rows) and rows[0].words[0].angle in (90, 270)
    return (bbox.height if sideways else bbox.width) - 2 * padding


def _padding(made: Lattice, held: Sequence[list[TextLine]]) -> Points:
    """What this table's cells keep free beside their text: the distance that most cells set flush left share; without
    such, the median over cells with several lines, whose fullest line comes near to one side at least."""
    several = [
        (box, rows) for box, rows in zip(made.cells, held, strict=True) if len(rows) > 1 and not rows[0].words[0].angle
    ]
    lefts = sorted(min(line.x0 for line in rows) - box.bbox.x0 for box, rows in several)
    flush = max((_near(lefts, left) for left in lefts), key=len, default=[])
    if len(flush) >= max(3, FLUSH_SHARE * len(several)) and 0 <= flush[0] <= WIDEST_PADDING:
        return median(flush)
    nearest = [
        min(min(line.x0 for line in rows) - box.bbox.x0, box.bbox.x1 - max(line.x1 for line in rows))
        for box, rows in several
    ]  # fmt: skip
    return min(max(median(nearest), 0.0), WIDEST_PADDING) if nearest else PADDING


def _near(ordered: list[Points], value: Points) -> list[Points]:
    """Those from ``value`` to just beyond it."""
    return ordered[bisect_left(ordered, value) : bisect_right(ordered, value + SAME_LEFT)]


def least_sure(words: Sequence[Word]) -> float | None:
    """The confidence of the least sure word; None for text layers."""
    known = [word.confidence for word in words if word.confidence is not None]
    return min(known) if known else None


def mostly_bold(words: Sequence[Word]) -> bool:
    """Are more letters bold than not?"""
    if True not in [word.bold for word in words]:
        return False
    return 2 * sum(len(word.text) for word in words if word.bold) > sum(len(word.text) for word in words)


LABEL = re.compile(r"[А-ЯЁӨҮ][а-яёөү]+(?:[ -][А-ЯЁӨҮа-яёөү]+){0,3} ?: ?(?=\S)")
"""``Байгууллагын нэр: …``: a line of a form, that goes on from none above."""


def _paragraphs(loose: list[Word], page: Page, tables: list[BBox], habits: LineBreaks) -> list[Paragraph]:
    """Lines outside tables, joined where one wraps into the next; a table between two lines parts them."""
    rows = lines(loose)
    if not rows:
        return []
    left, right = _margins(rows, tables, page)
    paragraphs: list[list[TextLine]] = []
    for line in rows:
        before = paragraphs[-1][-1] if paragraphs else None
        if before is not None and _wraps(before, line, left, right, tables):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return [_paragraph(part, left, right, page, habits) for part in paragraphs]


def _margins(rows: list[TextLine], tables: list[BBox], page: Page) -> tuple[Points, Points]:
    left = min([line.x0 for line in rows] + [box.x0 for box in tables])
    right = max([line.x1 for line in rows] + [box.x1 for box in tables])
    return left, max(right, page.width - left) if not tables else right


def _wraps(before: TextLine, line: TextLine, left: Points, right: Points, tables: list[BBox]) -> bool:
    if before.words[0].angle or line.words[0].angle:
        return False
    if abs(before.size - line.size) > 0.15 * line.size or line.top - before.bottom > 0.8 * line.size:
        return False
    if any(before.bottom <= box.top + PADDING and line.top >= box.bottom - PADDING for box in tables):
        return False
    if "\t" in before.text("\t") or "\t" in line.text("\t"):
        return False
    if mostly_bold(before.words) != mostly_bold(line.words) or LABEL.match(line.text()):
        return False
    return not ended_by_writer(before, line, right - left)


def _paragraph(part: list[TextLine], left: Points, right: Points, page: Page, habits: LineBreaks) -> Paragraph:
    words = [word for line in part for word in line.words]
    text = part[0].text("\t") if len(part) == 1 else joined(part, right - left, habits)
    place = (Place(page.number, BBox.around(word.bbox for word in words)),)
    return Paragraph(text, place, _align(part, left, right), mostly_bold(words), least_sure(words))


def _align(part: list[TextLine], left: Points, right: Points) -> str:
    """Left, centred or right by where the lines stand between the margins."""
    width = max(right - left, 1.0)
    x0, x1 = min(line.x0 for line in part), max(line.x1 for line in part)
    if x1 - x0 > 0.9 * width:
        return ""
    if x0 - left > 0.05 * width and abs((x0 + x1) / 2 - (left + right) / 2) < CENTRED * width:
        return "center"
    if x0 - left > 0.35 * width and right - x1 < 0.05 * width:
        return "right"
    return "left"
