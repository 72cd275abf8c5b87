"""Row grouping: two rows of a table by role -> whether the lower one continues the upper one that a page break, or an author,
cut in two. Named clues with weights, summed.

A clue speaks for "this row continues the one above" when positive. The weights follow the fitted joiner of the
matching study where it has the clue (no code, lower-case start, finished text before) and the layout facts that it
lacked: an empty number cell and the first row after a page break are near-certain signs, a completion in both is not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from parsers.language.codes import bare, split_code, split_single
from parsers.language.keys import letters_key
from parsers.measures.column_roles import Naming
from parsers.measures.row_kinds import TableRow
from parsers.measures.text_joining import is_finished, is_unfinished, starts_inside
from parsers.report import Role

_ROMAN = re.compile(r"[IVXІ]{1,5}[.)]?")
SHORT_ROLES = (Role.COMPLETION, Role.SPENT, Role.DEADLINE, Role.RESPONSIBLE, Role.BUDGET)
LOOKED_AT = 10_000
"""Letters at the end of joined texts that the next row is compared with; longer than any cell of a report."""
PRIOR = {"page": -0.5, "table": -1.5, "row": -2.5}


@dataclass(frozen=True, slots=True)
class RowHabits:
    """How the measures of this form are usually printed: share of rows with a code, with a number, with a number of
    their own (``counted``), with a Roman one, with text in each role …"""

    coded: float = 0.0
    numbered: float = 0.0
    counted: float = 0.0
    filled: dict[Role, float] = field(default_factory=dict)
    finished: float = 0.0
    listed: bool = False
    capitals: float = 0.0
    roman: float = 0.0


@dataclass(frozen=True, slots=True)
class RowTexts:
    """What the joiner looks at: the texts of one row (or of rows already joined) by role, its code and number."""

    texts: dict[Role, str]
    code: str
    number: str
    measure_cells: frozenset[int]

    def text(self, role: Role) -> str:
        return self.texts.get(role, "")


def row_of(line: TableRow, naming: Naming) -> RowTexts:
    """A line by roles. A cell merged down into it counts only as ``measure_cells`` (by identity), not as text."""
    texts: dict[Role, str] = {}
    for leaf, column in enumerate(naming.column_of):
        role = naming.columns[column].role
        if text := line.text(leaf):
            texts[role] = f"{texts[role]} {text}" if role in texts else text
    own_code = next((bare(texts[role]) for role in (Role.CODE,) if texts.get(role)), "")
    glued = split_code(texts.get(Role.MEASURE, ""))[0]
    cells = frozenset(
        id(cell) for leaf in naming.leaves_of(Role.MEASURE) for cell in line.cells(leaf) if cell.text.strip()
    )
    return RowTexts(texts, own_code or glued, texts.get(Role.NUMBER, "").strip(), cells)


def habits(rows: Sequence[RowTexts]) -> RowHabits:
    """The usual print of a measure, from the rows that are surely whole (most columns filled)."""
    most = max((len(row.texts) for row in rows), default=0)
    whole = [row for row in rows if row.text(Role.MEASURE) and len(row.texts) >= 0.7 * most]
    if not whole:
        return RowHabits()
    roles = {role for row in whole for role in row.texts}
    measures = [split_code(row.text(Role.MEASURE))[1] for row in whole]
    numbers = [row.number for row in whole if row.number]
    return RowHabits(
        counted=len(set(numbers)) / len(numbers) if numbers else 0.0,
        coded=sum(bool(row.code) for row in whole) / len(whole),
        numbered=sum(bool(row.number) for row in whole) / len(whole),
        filled={role: sum(bool(row.text(role)) for row in whole) / len(whole) for role in roles},
        listed=sum(bool(split_single(text)[0]) for text in measures) > 0.3 * len(measures),
        finished=sum(is_finished(text) for text in measures) / len(measures),
        roman=sum(bool(_ROMAN.fullmatch(number)) for number in numbers) / len(whole),
        capitals=sum(text[:1].isupper() or not text[:1].isalpha() for text in measures) / len(measures),
    )


def clues(above: RowTexts, below: RowTexts, usual: RowHabits, boundary: str) -> dict[str, float]:
    """Every clue with its weight. ``boundary`` is what lies between the rows: ``page``, ``table`` or ``row``."""
    found = {"prior": PRIOR[boundary]}
    if above.measure_cells & below.measure_cells:
        found["same measure cell"] = 9.0
    _code_clues(found, above, below, usual)
    _text_clues(found, above, below, usual, boundary)
    _column_clues(found, above, below, usual)
    return found


def _code_clues(found: dict[str, float], above: RowTexts, below: RowTexts, usual: RowHabits) -> None:
    if below.code:
        found["code"] = 2.0 if below.code == above.code else -6.0 * max(0.4, usual.coded)
    elif usual.coded > 0.6:
        found["no code"] = 4.0 * usual.coded
    if below.number and not below.code:
        next_one = _ordinal(below.number) is not None and _ordinal(below.number) == (_ordinal(above.number) or 0) + 1
        if below.number == above.number:
            found["same number"] = 1.5 if usual.counted > 0.8 else 0.0
        else:
            found["number"] = -8.0 if next_one else -4.0 * max(0.3, usual.numbered)
    elif not below.number and usual.numbered > 0.6:
        found["no number"] = 3.0 * usual.numbered


def _ordinal(number: str) -> int | None:
    digits = number.strip(". )")
    return int(digits) if digits.isdecimal() and len(digits) <= 4 else None


def _text_clues(found: dict[str, float], above: RowTexts, below: RowTexts, usual: RowHabits, boundary: str) -> None:
    measure, before = below.text(Role.MEASURE), above.text(Role.MEASURE)
    if measure:
        _measure_clues(found, before, measure, usual)
    else:
        found["no measure"] = 5.0
    if "үргэлж" in measure.casefold()[-20:] or "(үргэлж" in measure.casefold():
        found["says it continues"] = 4.0
    for role in (Role.PROGRESS, Role.INDICATOR):
        text, before = below.text(role), above.text(role)
        if text and before and (starts_inside(text) or is_unfinished(before)):
            found[f"{role} goes on"] = 1.5
        elif text and before and not is_finished(before) and role is Role.PROGRESS:
            found[f"{role} not finished above"] = 0.5
    others = set(below.texts) - {Role.MEASURE, Role.GOAL}
    if boundary == "page" and measure and not others and usual.filled.get(Role.PROGRESS, 0.0) > 0.8:
        found["nothing but measure text"] = 2.5
    if boundary == "row" and above.text(Role.PROGRESS) == "" and below.text(Role.PROGRESS) and measure:
        found["nothing reported above"] = -0.5


def _measure_clues(found: dict[str, float], above: str, below: str, usual: RowHabits) -> None:
    """How the text of the measure ends above and begins below."""
    if starts_inside(below):
        found["measure starts inside a sentence"] = 2.5 * max(0.4, usual.capitals)
    elif below[:1].isupper():
        found["measure starts anew"] = -1.5
    if is_unfinished(above):
        found["measure unfinished above"] = 2.0
    elif is_finished(above):
        found["measure finished above"] = -2.0
    elif usual.finished > 0.5:
        found["measure without usual end above"] = 2.0 * usual.finished


def _column_clues(found: dict[str, float], above: RowTexts, below: RowTexts, usual: RowHabits) -> None:
    empty = 0.0
    for role in SHORT_ROLES:
        share = usual.filled.get(role, 0.0)
        if share < 0.6:
            continue
        if not below.text(role):
            empty += 0.9 * share
        elif above.text(role):
            same = letters_key(above.text(role)) == letters_key(below.text(role)) and role in (
                Role.RESPONSIBLE,
                Role.DEADLINE,
            )
            found[f"{role} in both"] = -0.3 if same else -1.8
        else:
            found[f"{role} only below"] = 1.0
    if empty:
        found["short cells empty"] = min(empty, 2.7)
    if usual.filled.get(Role.INDICATOR, 0.0) > 0.8 and not below.text(Role.INDICATOR):
        found["no indicator"] = 1.0
    usually = [
        role for role, share in usual.filled.items() if share > 0.7 and role not in (Role.NUMBER, Role.CODE, Role.GOAL)
    ]
    if len(usually) >= 3 and all(below.text(role) and above.text(role) for role in usually):
        found["complete in itself"] = -3.0


def continues(above: RowTexts, below: RowTexts, usual: RowHabits, boundary: str) -> bool:
    """True when the clues together say that ``below`` is the rest of ``above``."""
    if not below.text(Role.MEASURE) and not above.measure_cells & below.measure_cells and not above.texts:
        return False
    return sum(clues(above, below, usual, boundary).values()) > 0


def is_lonely(row: RowTexts, above: RowTexts | None, usual: RowHabits, shouting: bool) -> bool:
    """True for a text alone in the measure column that is a goal: it is numbered, or the measures are and it is not,
    or it alone is in capitals.

    ``shouting`` when the measures are in capitals: then only a number tells.
    """
    text = row.text(Role.MEASURE)
    if not text or set(row.texts) - {Role.MEASURE, Role.NUMBER} or row.code:
        return False
    if row.number and _ROMAN.fullmatch(row.number):
        return usual.roman < 0.2 and usual.filled.get(Role.PROGRESS, 0.0) > 0
    if usual.filled.get(Role.PROGRESS, 0.0) < 0.8:
        return False
    if row.number:
        return usual.coded >= 0.7 and not usual.numbered
    if split_single(text)[0] and not usual.listed:
        return True
    before = above.text(Role.MEASURE) if above else ""
    anew = not shouting and not starts_inside(text) and not is_unfinished(before)
    return anew and (usual.coded >= 0.7 or usual.numbered >= 0.7 or text.isupper())


def together(above: RowTexts, below: RowTexts) -> RowTexts:
    """Two rows as one, for the comparison with the next: the end of their texts, and the cells of the lower one (a cell
    that reaches down to the next row stands in it too)."""
    roles = {**above.texts, **below.texts}
    texts = {role: " ".join(filter(None, (above.text(role), below.text(role))))[-LOOKED_AT:] for role in roles}
    return RowTexts(texts, above.code or below.code, above.number or below.number, below.measure_cells)
