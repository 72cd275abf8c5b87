"""Words + rules (+ shades) of a page -> blocks in reading order. Pure geometry: digital or scan makes no difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parsers.document import BBox, Block, Cell, Page, Paragraph, Place, Table, Word
from parsers.lattice import Lattice, groups, lattice
from parsers.lines import Known, Line, ended_by_writer, joined, lines

PADDING = 2.0
TYPED_SHARE = 0.25
"""Share of wrapped lines that must end in a typed blank before a missing one means something (LibreOffice, Word)."""

CENTRED = 0.04
"""Share of the text width by which a centred line's middle may be off."""


@dataclass(frozen=True, slots=True)
class Region:
    """A table before its text is put together: lattice, and the words of each of its boxes."""

    lattice: Lattice
    words: tuple[tuple[Word, ...], ...]


def page_blocks(page: Page, known: Known | None = None) -> tuple[Block, ...]:
    """Tables and paragraphs of the page from top to bottom. ``known`` tells whole words from cut ones."""
    regions, loose = regions_of(page)
    typed = _typed_line_ends(regions)
    blocks: list[tuple[float, float, Block]] = []
    for region in regions:
        box = region.lattice.bbox
        blocks.append((box[1], box[0], _table(region, page, typed, known)))
    for paragraph in _paragraphs(loose, page, [region.lattice.bbox for region in regions], typed, known):
        place = paragraph.places[0].bbox
        assert place is not None
        blocks.append((place[1], place[0], paragraph))
    return tuple(block for _, _, block in sorted(blocks, key=lambda item: item[:2]))


def regions_of(page: Page) -> tuple[list[Region], list[Word]]:
    """The ruled tables of a page with their words, and the words outside of them."""
    centres = np.array([((w.bbox[0] + w.bbox[2]) / 2, (w.bbox[1] + w.bbox[3]) / 2) for w in page.words]).reshape(-1, 2)
    found = [made for group in groups(page.rulings) if (made := lattice(group, centres)) is not None]
    kept = _without_frames(found, page)
    owner = np.full(len(page.words), -1)
    for number, made in enumerate(kept):
        x0, top, x1, bottom = made.bbox
        inside = (
            (centres[:, 0] > x0 - PADDING) & (centres[:, 0] < x1 + PADDING)
            & (centres[:, 1] > top - PADDING) & (centres[:, 1] < bottom + PADDING)
        )  # fmt: skip
        owner[inside & (owner < 0)] = number
    regions = []
    for number, made in enumerate(kept):
        mine = np.flatnonzero(owner == number)
        if len(mine):
            regions.append(Region(made, _by_box(made, page.words, mine, centres)))
    return regions, [page.words[index] for index in np.flatnonzero(owner < 0)]


def _without_frames(found: list[Lattice], page: Page) -> list[Lattice]:
    """Frames around the page or other tables go, and so do tables inside a cell: their words belong to the cell."""
    kept = []
    for made in found:
        others = [other for other in found if other is not made]
        if len(made.boxes) == 1:
            high = made.bbox[3] - made.bbox[1]
            if high > 0.5 * page.height or any(_within(other.bbox, made.bbox) for other in others):
                continue
        elif any(_within(made.bbox, box.bbox) for other in others if len(other.boxes) > 1 for box in other.boxes):
            continue
        kept.append(made)
    return [
        made for made in kept
        if len(made.boxes) > 1
        or not any(_within(made.bbox, box.bbox) for other in kept if other is not made for box in other.boxes)
    ]  # fmt: skip


def _within(inner: BBox, outer: BBox) -> bool:
    return (
        inner[0] >= outer[0] - PADDING and inner[1] >= outer[1] - PADDING
        and inner[2] <= outer[2] + PADDING and inner[3] <= outer[3] + PADDING
    )  # fmt: skip


def _by_box(
    made: Lattice, words: Sequence[Word], mine: NDArray[np.int64], centres: NDArray[np.float64]
) -> tuple[tuple[Word, ...], ...]:
    """The words of each box: a word belongs where its middle is."""
    owner = np.zeros((len(made.ys) - 1, len(made.xs) - 1), dtype=np.int64)
    for number, box in enumerate(made.boxes):
        owner[box.row : box.row + box.row_span, box.column : box.column + box.column_span] = number
    column = np.clip(np.searchsorted(made.xs, centres[mine, 0]) - 1, 0, owner.shape[1] - 1)
    row = np.clip(np.searchsorted(made.ys, centres[mine, 1]) - 1, 0, owner.shape[0] - 1)
    held: list[list[Word]] = [[] for _ in made.boxes]
    for index, number in zip(mine.tolist(), owner[row, column].tolist(), strict=True):
        held[number].append(words[index])
    return tuple(tuple(part) for part in held)


def _typed_line_ends(regions: list[Region]) -> bool:
    """Does this page's producer keep the typed blank at the end of a wrapped line?"""
    ends = [
        line.words[-1].blank_after
        for region in regions for part in region.words if len(part) > 1 for line in lines(part)[:-1]
    ]  # fmt: skip
    return bool(ends) and sum(ends) >= TYPED_SHARE * len(ends)


def _table(region: Region, page: Page, typed: bool, known: Known | None) -> Table:
    made = region.lattice
    cells = tuple(
        _cell(box.row, box.column, box.row_span, box.column_span, box.bbox, part, page, typed, known)
        for box, part in zip(made.boxes, region.words, strict=True)
    )
    return Table(len(made.ys) - 1, len(made.xs) - 1, cells, (Place(page.number, made.bbox),))


def _cell(
    row: int, column: int, row_span: int, column_span: int, bbox: BBox, part: tuple[Word, ...],
    page: Page, typed: bool, known: Known | None,
) -> Cell:  # fmt: skip
    place = (Place(page.number, bbox),)
    if not part:
        return Cell(row, column, "", row_span, column_span, place)
    rows = lines(part)
    sideways = rows[0].words[0].angle in (90, 270)
    room = (bbox[3] - bbox[1] if sideways else bbox[2] - bbox[0]) - _padding(rows, bbox, sideways)
    text = joined(rows, room, typed, known)
    return Cell(row, column, text, row_span, column_span, place, least_sure(part), mostly_bold(part))


def _padding(rows: list[Line], bbox: BBox, sideways: bool) -> float:
    """Room that the cell keeps free on both sides, judged by the nearer side of its fullest line."""
    if sideways:
        return 2 * PADDING
    left, right = min(line.x0 for line in rows) - bbox[0], bbox[2] - max(line.x1 for line in rows)
    return 2 * max(min(left, right, 8.0), 0.0)


def least_sure(words: Sequence[Word]) -> float | None:
    """The confidence of the least sure word; None for text layers."""
    known = [word.confidence for word in words if word.confidence is not None]
    return min(known) if known else None


def mostly_bold(words: Sequence[Word]) -> bool:
    return 2 * sum(len(word.text) for word in words if word.bold) > sum(len(word.text) for word in words)


def _paragraphs(
    loose: list[Word], page: Page, tables: list[BBox], typed: bool, known: Known | None
) -> list[Paragraph]:
    """Lines outside tables, joined where one wraps into the next; a table between two lines parts them."""
    rows = lines(loose)
    if not rows:
        return []
    left, right = _margins(rows, tables, page)
    paragraphs: list[list[Line]] = []
    for line in rows:
        before = paragraphs[-1][-1] if paragraphs else None
        if before is not None and _wraps(before, line, left, right, tables):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return [_paragraph(part, left, right, page, typed, known) for part in paragraphs]


def _margins(rows: list[Line], tables: list[BBox], page: Page) -> tuple[float, float]:
    left = min([line.x0 for line in rows] + [box[0] for box in tables])
    right = max([line.x1 for line in rows] + [box[2] for box in tables])
    return left, max(right, page.width - left) if not tables else right


def _wraps(before: Line, line: Line, left: float, right: float, tables: list[BBox]) -> bool:
    if before.words[0].angle or line.words[0].angle:
        return False
    if abs(before.size - line.size) > 0.15 * line.size or line.top - before.bottom > 0.8 * line.size:
        return False
    if any(before.bottom <= box[1] + PADDING and line.top >= box[3] - PADDING for box in tables):
        return False
    if "\t" in before.text("\t") or "\t" in line.text("\t"):
        return False
    if mostly_bold(before.words) != mostly_bold(line.words):
        return False
    return not ended_by_writer(before, line, right - left)


def _paragraph(
    part: list[Line], left: float, right: float, page: Page, typed: bool, known: Known | None
) -> Paragraph:
    words = [word for line in part for word in line.words]
    text = part[0].text("\t") if len(part) == 1 else joined(part, right - left, typed, known)
    bbox = (
        min(word.bbox[0] for word in words), min(word.bbox[1] for word in words),
        max(word.bbox[2] for word in words), max(word.bbox[3] for word in words),
    )  # fmt: skip
    place = (Place(page.number, bbox),)
    return Paragraph(text, place, _align(part, left, right), mostly_bold(words), least_sure(words))


def _align(part: list[Line], left: float, right: float) -> str:
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
