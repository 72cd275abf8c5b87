"""Header detection: a table grid -> the rows whose labels together name its columns best, wherever in the table they stand, and
the columns (leaves) that they name."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from parsers.language.codes import split_code
from parsers.language.confusions import DIGITS
from parsers.language.keys import letters_key
from parsers.language.labels import LONGEST_LABEL, names_count, scores
from parsers.measures.goals import heading
from parsers.measures.table_grid import Leaf, TableGrid, leaves_under
from parsers.report import Role

DEEPEST_HEADER = 5
NAMED = 0.7
HINTED = 0.5
LATEST_HEADER = 60
ROW_COST, UNNAMED_COST = 0.3, 0.25
LONGEST_LEVEL = 45
LONGEST_CODE = 12
MISREAD_NUMERALS = 0.2
"""Share of a number row that a scan may have read as single other marks."""

MONEY_ROLES = (Role.SPENT, Role.BUDGET, Role.FUNDING)
_PLANNED_SUM = re.compile(r"т[өо]л[өо]вл|батла|шаард|т[өо]с[өо]вт")
_SPENT_SUM = re.compile(r"г[үу]йцэтгэ|зарцуул|гарсан")


@dataclass(frozen=True, slots=True)
class Header:
    """Rows ``first`` to ``end`` (exclusive) of a grid and the columns they name; ``worth`` sums the label scores."""

    first: int
    end: int
    leaves: tuple[Leaf, ...]
    worth: float


@lru_cache(maxsize=16384)
def path_scores(path: tuple[str, ...]) -> Mapping[Role, float]:
    """Role scores of a header of several levels: the lowest label, the levels read as one, then the level above."""
    if not path:
        return {}
    found = dict(scores(path[-1]))
    if len(path) == 1:
        return found
    above = [path_scores(path[:-1])]
    if (best_role(above[0]) in MONEY_ROLES) or any(best_role(scores(level)) in MONEY_ROLES for level in path[:-1]):
        folded = path[-1].casefold()
        if _PLANNED_SUM.search(folded):
            return {Role.BUDGET: 0.95}
        if _SPENT_SUM.search(folded):
            return {Role.SPENT: 0.95}
    for joined in {" ".join(path), " ".join(path[-2:])}:
        for role, score in scores(joined).items():
            found[role] = max(found.get(role, 0.0), 0.97 * score)
    if max(found.values(), default=0.0) < NAMED and len(path[-1]) < 45 and any(letter.isalpha() for letter in path[-1]):
        for role, score in above[0].items():
            found[role] = max(found.get(role, 0.0), 0.7 * score)
    return found


def best_role(found: Mapping[Role, float]) -> Role | None:
    """The role that scores best, None when there is none."""
    return max(found, key=lambda role: found[role]) if found else None


def find_header(grid: TableGrid) -> Header | None:
    """The earliest block of rows that names the columns nearly as well as any; None when no rows do."""
    blocks: list[Header] = []
    for start in range(min(len(grid.rows), LATEST_HEADER)):
        if any(_is_enough(block) and start - block.first > 2 * DEEPEST_HEADER for block in blocks):
            break
        if len(grid.own(start)) > 1 and may_be_header(grid, start):
            tried = [_block(grid, start, end) for end in _ends(grid, start)]
            blocks.append(max(tried, key=lambda block: (round(block.worth, 6), -block.end)))
    enough = [block for block in blocks if _is_enough(block)]
    best = max((block.worth for block in enough), default=0.0)
    found = next((block for block in enough if block.worth >= 0.9 * best), None)
    return _with_rows_above(grid, found) if found else None


def _with_rows_above(grid: TableGrid, block: Header) -> Header:
    """The header with the level above it (``Төлөвлөгөө | Тайлан``) that its own labels did not need."""
    first = block.first
    while first > 0 and _is_level_above(grid, first - 1, block.leaves):
        first -= 1
    return block if first == block.first else _block(grid, first, block.end)


def _is_level_above(grid: TableGrid, row: int, leaves: Sequence[Leaf]) -> bool:
    own = grid.own(row)
    if len(own) < 2 or any(len(span.text) > LONGEST_LEVEL or any(map(str.isdigit, span.text)) for span in own):
        return False
    return any(sum(span.x0 <= (leaf.x0 + leaf.x1) / 2 <= span.x1 for leaf in leaves) > 1 for span in own)


def _ends(grid: TableGrid, start: int) -> list[int]:
    """Where a header that starts here may end: before the number row or a goal, ``DEEPEST_HEADER`` rows down."""
    ends = [start + 1]
    while ends[-1] < min(start + DEEPEST_HEADER, len(grid.rows)):
        texts = [span.text for span in grid.own(ends[-1])]
        if is_number_row(texts) or (len(texts) == 1 and heading(texts[0])) or not _is_label_like(texts):
            break
        ends.append(ends[-1] + 1)
    return ends


def may_be_header(grid: TableGrid, row: int) -> bool:
    """A label or a level above labels: short texts, two of which (or of the row below) name a role."""
    own = grid.own(row)
    if not _is_label_like([span.text for span in own]):
        return False
    below = grid.own(row + 1) if row + 1 < len(grid.rows) else []
    return sum(_strength(scores(span.text), span.text) for span in [*own, *below]) >= 2


def _strength(found: Mapping[Role, float], label: str) -> float:
    """1 for a known label, a half for a short one that has a keyword only, as data may have it by chance."""
    best = max(found.values(), default=0.0)
    if best >= NAMED:
        return 1.0
    short = len(label) <= LONGEST_LEVEL and not any(map(str.isdigit, label))
    return 0.5 if best >= HINTED and short else 0.0


def _is_label_like(texts: Sequence[str]) -> bool:
    """Mostly short words: neither figures nor sentences, and no text behind a measure code."""
    if any(len(text) > LONGEST_CODE and split_code(text)[0] for text in texts):
        return False
    return 2 * sum(len(text) > LONGEST_LABEL or text[:1].isdigit() for text in texts) <= len(texts)


def _block(grid: TableGrid, first: int, end: int) -> Header:
    leaves = leaves_under(grid, first, end)
    worth = -ROW_COST * (end - first)
    for path in {leaf.path for leaf in leaves if leaf.path}:
        best = max(path_scores(path).values(), default=0.0)
        worth += best if best > 0 else 0.2 if names_count(path[-1]) else -UNNAMED_COST
    return Header(first, end, tuple(leaves), worth)


def _is_enough(block: Header) -> bool:
    """Half of the labels are known (a hint counts half), or four roles at least, and one says what was planned or done."""
    paths = [leaf.path for leaf in block.leaves if leaf.path]
    strengths = [_strength(path_scores(path), path[-1]) for path in paths]
    roles = {best_role(path_scores(path)) for path, strength in zip(paths, strengths, strict=True) if strength == 1}
    hinted = {best_role(path_scores(path)) for path, strength in zip(paths, strengths, strict=True) if strength}
    telling = {Role.MEASURE, Role.PROGRESS, Role.COMPLETION, Role.SPENT, Role.INDICATOR}
    many = len(roles) >= 2 or (len(roles) == 1 and len(hinted) >= 3)
    return many and (2 * sum(strengths) >= len(paths) or len(roles) >= 4) and bool(telling & hinted)


def repeats(texts: Sequence[str], leaves: Sequence[Leaf]) -> bool:
    """True when a row says again what the header says: most of its cells are labels of the columns they stand in."""
    told = [(text, leaf) for text, leaf in zip(texts, leaves, strict=True) if text.strip()]
    if not told or max(len(text) for text in texts) > LONGEST_LABEL:
        return False
    same = sum(any(fuzz.ratio(letters_key(text), label) >= 80 for label in _labels(leaf.path)) for text, leaf in told)
    return same >= 0.6 * len(told) and (len(told) > 1 or len(leaves) <= 2)


@lru_cache(maxsize=1024)
def _labels(path: tuple[str, ...]) -> tuple[str, ...]:
    """The levels of a header, each and all as one, for comparison."""
    return tuple(letters_key(label) for label in dict.fromkeys((*path, " ".join(path))) if label)


_NUMERAL = re.compile(r"^[\(\[/]?\s*([0-9OОоoЗзIІlБб]{1,2}|[A-Za-zА-Яа-яӨөҮү])\s*[\)\]/.]?$")


def _numeral_in(text: str, place: int, texts: Sequence[str]) -> str:
    """The numeral that follows on the one to the left, where a stamp has left other marks beside it: four other cells
    are numerals."""
    before = texts[place - 1].strip("()[]/. ") if place else ""
    beside = sum(bool(_NUMERAL.match(other.strip())) for other in texts)
    if (
        _NUMERAL.match(text)
        or not before.isdecimal()
        or len(before) > 2
        or beside < 4
        or len(text) > LONGEST_LABEL // 2
    ):
        return text
    following = str(int(before) + 1)
    return following if following in text.split() else text


def is_number_row(texts: Sequence[str]) -> bool:
    """True for ``1 2 3 4 5``, ``0 1 2``, ``А Б 1 2``, also with a few numerals misread or missing.

    >>> is_number_row(["1", "2", "З", "4", "", "6"]), is_number_row(["1", "Сургалт", "2"])
    (True, False)
    >>> is_number_row(["1", "2", "3", "+", "5", "6"]), is_number_row(["1", "2", "+"])
    (True, False)
    >>> is_number_row(["1", "2", "3", "4", "5", "6", "le"]), is_number_row(["1", "2", "3", "4", "le"])
    (True, False)
    >>> is_number_row(["1", "2", "я 3 e NS", "4", "5", "6"]), is_number_row(["1", "2", "3 удаа", "5"])
    (True, False)
    """
    told = [(place, _numeral_in(text.strip(), place, texts)) for place, text in enumerate(texts) if text.strip()]
    misread = [text for _, text in told if not _NUMERAL.match(text)]
    longest = 2 if len(told) - len(misread) > 4 else 1
    if len(told) < 2 or len(misread) > MISREAD_NUMERALS * len(told) or any(len(text) > longest for text in misread):
        return False
    numerals = [
        (place, int(clean)) for place, text in told if (clean := text.strip("()[]/. ").translate(DIGITS)).isdecimal()
    ]
    if len(numerals) < 2:
        return False
    offsets = [number - place for place, number in numerals]
    usual = max(set(offsets), key=offsets.count)
    steady = all(a[1] <= b[1] for a, b in itertools.pairwise(numerals))
    return offsets.count(usual) >= 0.7 * len(offsets) or (
        steady and len(numerals) >= 3 and numerals[-1][1] - numerals[0][1] == len(numerals) - 1
    )
