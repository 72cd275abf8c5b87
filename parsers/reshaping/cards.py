"""Measures that stand one below the other, each with its own labels -> one table: ``Арга хэмжээ 1.1. …`` ``Хэрэгжилт: …``
``Биелэлтийн хувь: 100 хувь`` as lines, or as the rows of a table of two columns for each measure.

The labels are those that head columns elsewhere, so what the columns hold is decided where it is for every table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from parsers.document import Block, Cell, Document, Paragraph, Place, Table
from parsers.language.labels import scores
from parsers.language.roles import Role
from parsers.language.row_words import is_signature

NAMED = 0.7
"""Score of a label that names its role surely."""

FEWEST = 2
"""Cards from which they are a form; a single one may be anything."""

LONGEST_LABEL = 60
PAIR = 2
"""Columns of a card: label and what it says."""

_LINE = re.compile(rf"\s*(?P<label>[^:\n]{{2,{LONGEST_LABEL}}}):\s*(?P<text>.*)", re.S)
_CODED = re.compile(
    rf"\s*(?P<label>[^\d:\n]{{3,{LONGEST_LABEL}}}?)\s*(?P<code>№?\s*\d{{1,2}}(?:\.\d{{1,2}}){{0,3}})\s*[.:)]?(?P<text>$|\s.*)",
    re.S,
)
_REPORTED = (Role.PROGRESS, Role.COMPLETION, Role.SPENT)


@dataclass(frozen=True, slots=True)
class _Entry:
    """What one label of a card says."""

    role: Role
    label: str
    text: str
    places: tuple[Place, ...]
    confidence: float | None

    def with_more(self, text: str, places: tuple[Place, ...]) -> _Entry:
        return replace(self, text=f"{self.text}\n{text}", places=(*self.places, *places))


def with_cards(document: Document) -> Document:
    """The document with its cards as tables, one a stretch of cards; itself where there are none."""
    entries = [list(_entries(block)) for block in document.blocks]
    cards = _cards(entries, document.blocks)
    reports = sum(any(_has(card, role) for role in _REPORTED) for _, card in cards)
    if reports < FEWEST or 2 * reports < len(cards):
        return document
    labels: dict[Role, str] = {}
    for _, card in cards:
        for entry in card:
            labels.setdefault(entry.role, entry.label)
    stretches: list[list[tuple[range, list[_Entry]]]] = []
    for place, card in cards:
        if stretches and stretches[-1][-1][0].stop == place.start:
            stretches[-1].append((place, card))
        else:
            stretches.append([(place, card)])
    blocks = list(document.blocks)
    for stretch in reversed(stretches):
        blocks[stretch[0][0].start : stretch[-1][0].stop] = [_table([card for _, card in stretch], labels)]
    return replace(document, blocks=tuple(blocks))


def _entries(block: Block) -> Iterator[_Entry]:
    """What a line or the rows of a table of two columns say under a label; nothing where they have none."""
    if isinstance(block, Paragraph):
        if entry := _labelled(block.text, block.places, block.confidence):
            yield entry
        return
    if block.columns != PAIR:
        return
    found: list[_Entry] = []
    for label, value in block.grid():
        said = label.text.strip() if label else ""
        more = value.text.strip() if value and value is not label else ""
        entry = _labelled(
            f"{said.rstrip(':')}: {more}" if more else said, _places(label, value), _sureness(label, value)
        )
        if entry:
            found.append(entry)
        elif found and more and not said:
            found[-1] = found[-1].with_more(more, _places(value))
        elif said or more:
            return  # words without a label: no card
    yield from found


def _places(*cells: Cell | None) -> tuple[Place, ...]:
    return tuple(dict.fromkeys(place for cell in cells if cell for place in cell.places))


def _sureness(*cells: Cell | None) -> float | None:
    return min((cell.confidence for cell in cells if cell and cell.confidence is not None), default=None)


def _labelled(text: str, places: tuple[Place, ...], confidence: float | None) -> _Entry | None:
    """``Арга хэмжээ 2.1: Сургалт`` -> measure, with its code before its text."""
    line = _LINE.match(text)
    coded = _CODED.match(line["label"] if line else text)
    label = coded["label"] if coded else line["label"] if line else ""
    named = scores(label.strip())
    role = max(named, key=lambda role: named[role], default=Role.UNKNOWN)
    if role is Role.UNKNOWN or named[role] < NAMED or (coded and role is not Role.MEASURE):
        return None
    said = line["text"] if line else ""
    if coded:
        said = " ".join(filter(None, (coded["code"], coded["text"].strip(), said)))
    return _Entry(role, label.strip(), said.strip(), places, confidence)


def _cards(entries: Sequence[Sequence[_Entry]], blocks: Sequence[Block]) -> list[tuple[range, list[_Entry]]]:
    """The blocks of each card that has a measure, and what they say. The label that began one, or the measure, begins the
    next; where lines have no label any more it ends, but one that goes on in small letters or with a dash belongs to the
    label above."""
    found: list[tuple[range, list[_Entry]]] = []
    card: list[_Entry] = []
    start = end = 0
    shared = False
    for n, (told, block) in enumerate(zip(entries, blocks, strict=True)):
        if card and not told and isinstance(block, Paragraph) and _goes_on(block.text):
            card[-1] = card[-1].with_more(block.text, block.places)
            end = n + 1
            continue
        for entry in told:
            if _has(card, Role.MEASURE) and entry.role in (card[0].role, Role.MEASURE) and _has(card, entry.role):
                _close(found, range(start, end), card, shared)
                card = []
            if not card:
                start, shared = max(end, n), end > n
            card.append(entry)
            end = n + 1
        if not told:
            _close(found, range(start, end), card, shared)
            card = []
    _close(found, range(start, end), card, shared)
    return found


def _close(found: list[tuple[range, list[_Entry]]], place: range, card: list[_Entry], shared: bool) -> None:
    """Keep a card that has a measure; what is left of a table after its last card (``shared``) belongs to that card."""
    if _has(card, Role.MEASURE):
        found.append((place, card))
    elif card and found and shared:
        before, said = found[-1]
        found[-1] = (range(before.start, place.stop), [*said, *card])


def _has(card: Sequence[_Entry], role: Role) -> bool:
    return any(entry.role is role for entry in card)


def _goes_on(text: str) -> bool:
    begun = text.lstrip()[:1]
    return (begun.islower() or begun in "-–•") and not is_signature(text)


def _table(cards: Sequence[Sequence[_Entry]], labels: dict[Role, str]) -> Table:
    """A row a card, and above each one its labels: a head that is repeated."""
    order = list(labels)
    cells: list[Cell] = []
    for row, card in enumerate(cards):
        for column, role in enumerate(order):
            said = [entry for entry in card if entry.role is role]
            places = tuple(place for entry in said for place in entry.places)
            sure = min((entry.confidence for entry in said if entry.confidence is not None), default=None)
            head = " ".join(entry.label for entry in said) or labels[role]
            text = "\n".join(entry.text for entry in said)
            cells += [
                Cell(
                    2 * row, column, head, places=tuple(Place(place.page) for place in places[:1])
                ),  # no box: no sheet
                Cell(2 * row + 1, column, text, places=places, confidence=sure),
            ]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Table(
        2 * len(cards), len(order), tuple(cells), tuple(dict.fromkeys(place for cell in cells for place in cell.places))
    )
