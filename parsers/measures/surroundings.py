"""What stands around the measure tables: the paragraphs of a document -> goal headings of the tables below them, page furniture,
and the text before and after."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from parsers.document import Block, Document, Paragraph
from parsers.language.keys import letters_key, one_alphabet
from parsers.language.row_words import is_preface, is_signature
from parsers.measures.goals import Heading, heading, plain_heading
from parsers.measures.text_joining import starts_inside

LONGEST_GOAL = 400
AROUND = 400
"""Paragraphs before and behind one among which a running head comes back; a page has fewer lines."""
LONGEST_HEAD = 2_000
"""Letters of a running head at most; a longer paragraph is furniture only where it is said again exactly."""

_YEAR = re.compile(r"(?:19|20)\d\d")
_CONTINUED = re.compile(r"ургэлжл|^\W*(?:хуснэгт|хавсралт)")
_SENTENCES = re.compile(r"[^\W\d_]{3,}[.!?]\s+[^\W\d_][^\W\d_]")  # a sentence behind a sentence: no heading


def text_of(block: Block) -> str:
    """The text of a paragraph; empty for a table."""
    return block.text if isinstance(block, Paragraph) else ""


def furniture(document: Document) -> frozenset[int]:
    """Blocks that are page furniture: hardly any letters, or (figures aside) said again and again."""
    shapes = {n: _shape(text_of(block)) for n, block in enumerate(document.blocks) if isinstance(block, Paragraph)}
    said = Counter(shapes.values())
    near = _near_others(list(said))
    return frozenset(
        n
        for n, shape in shapes.items()
        if len(shape) < 4 or (heading(text_of(document.blocks[n])) is None and (said[shape] > 1 or shape in near))
    )


def _near_others(shapes: Sequence[str]) -> frozenset[str]:
    """Those of different paragraphs that another one nearly says, too (a running head, read with errors). It comes back
    within a page, so each is compared with those around it only: a document may have any number of them."""
    found: set[str] = set()
    for n, shape in enumerate(shapes):
        around = shapes[max(n - AROUND, 0) : n + AROUND + 1] if 8 <= len(shape) <= LONGEST_HEAD else ()
        if len(process.extract(shape, around, scorer=fuzz.ratio, score_cutoff=85, limit=2)) > 1:
            found.add(shape)
    return frozenset(found)


def _shape(text: str) -> str:
    return re.sub(r"\d", "", letters_key(text))


def goal_paragraphs(document: Document, inside: Collection[int], headed: Collection[int]) -> dict[int, tuple[int, ...]]:
    """``{measure table: paragraphs above it that are its goal heading}``. ``headed`` are the tables with a header.

    A label (``Зорилго 1.``) makes a heading anywhere; without one, a paragraph between two tables is a heading when
    the table below begins anew, and the one above the first table when it looks like those.
    """
    skipped = furniture(document)
    above = {table: _above(document, table, skipped) for table in sorted(inside)}
    first = min(inside)
    found: dict[int, tuple[int, ...]] = {}
    for table, blocks in above.items():
        labelled = [n for n in blocks if heading(text_of(document.blocks[n]))]
        if labelled:
            start = labelled[0] if table != first else _first_of_last(labelled, blocks)
            found[table] = tuple(n for n in blocks if n >= start)
        elif table != first and _is_heading_run([document.blocks[n] for n in blocks], table in headed):
            found[table] = tuple(blocks)
    others = [document.blocks[blocks[0]] for table, blocks in found.items() if table != first and blocks]
    if first not in found and others and above[first] and _alike(document.blocks[above[first][-1]], others):
        found[first] = (above[first][-1],)
    return {table: blocks for table, blocks in found.items() if blocks}


def _above(document: Document, table: int, skipped: Collection[int]) -> list[int]:
    """The paragraphs between a table and the table before it, furniture left out."""
    found: list[int] = []
    n = table - 1
    while n >= 0 and isinstance(document.blocks[n], Paragraph):
        if n not in skipped:
            found.append(n)
        n -= 1
    return found[::-1]


def _first_of_last(labelled: Sequence[int], blocks: Sequence[int]) -> int:
    """Above the first table stand titles too: the last label, or the unbroken run of labels that it ends."""
    start = labelled[-1]
    while start - 1 in labelled and start - 1 in blocks:
        start -= 1
    return start


def _may_be_goal(block: Block) -> bool:
    text = text_of(block)
    prose = _SENTENCES.search(text) is not None and heading(text) is None
    return len(text) < LONGEST_GOAL and not prose and not is_signature(text) and not is_preface(text)


def _is_heading_run(blocks: Sequence[Block], headed: bool) -> bool:
    """Unlabelled paragraphs above a table that begins anew, or one that stands out above a table without header."""
    if not blocks or not all(_may_be_goal(block) for block in blocks):
        return False
    return headed or (len(blocks) == 1 and _stands_out(blocks[0]))


def _stands_out(block: Block) -> bool:
    """A lone paragraph above a table without header: numbered, bold, in capitals or of a Word file, and no
    word of its continuation."""
    text = text_of(block)
    if not isinstance(block, Paragraph) or starts_inside(text) or _CONTINUED.search(one_alphabet(text)):
        return False
    paged = any(place.page for place in block.places)  # a page has running heads and stray lines, a Word file has not
    return plain_heading(text).style == "numbered" or text.isupper() or block.bold or not paged


def _alike(block: Block, others: Sequence[Block]) -> bool:
    """Numbered, bold and aligned as the headings between the tables are, and no title or date line."""
    text = text_of(block)
    if not isinstance(block, Paragraph) or not _may_be_goal(block) or (_YEAR.search(text) and len(text) < 60):
        return False
    return any(
        isinstance(other, Paragraph)
        and plain_heading(other.text).style == plain_heading(text).style
        and other.text.isupper() == text.isupper()
        and other.bold == block.bold
        for other in others
    )


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands between a measure table and the one above: goal headings, and whether there are other words."""

    headings: tuple[Heading, ...] = ()
    words: bool = False


def gaps(document: Document, inside: Collection[int], goals: Mapping[int, Sequence[int]]) -> dict[int, Gap]:
    """The gap above each measure table."""
    skipped = furniture(document)
    return {
        table: Gap(tuple(headings_of(document, goals.get(table, ()))), bool(_above(document, table, skipped)))
        for table in inside
    }


def headings_of(document: Document, blocks: Sequence[int]) -> list[Heading]:
    """The heading, or the headings of several levels, that a run of paragraphs makes."""
    texts: list[str] = []
    for n in blocks:
        text = text_of(document.blocks[n])
        if texts and heading(text) is None:
            texts[-1] = f"{texts[-1]} {text}"
        else:
            texts.append(text)
    return [plain_heading(text) for text in texts]


def before_and_after(
    document: Document, inside: Collection[int], used: Collection[int]
) -> tuple[list[Paragraph], list[Paragraph]]:
    """Paragraphs before the first measure table and after it; tables that are none as one paragraph a cell."""
    first = min(inside)
    before: list[Paragraph] = []
    after: list[Paragraph] = []
    for n, block in enumerate(document.blocks):
        if n in inside or n in used:
            continue
        side = before if n < first else after
        if isinstance(block, Paragraph):
            side.append(block)
        else:
            side += [
                Paragraph(cell.text, cell.places, "", cell.bold, cell.confidence)
                for cell in block.cells
                if cell.text.strip()
            ]
    return before, after
