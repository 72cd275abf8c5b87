"""What people decided about rows: an append-only file, one JSON object a line.

A decision is keyed by content, never by a row number or a file name: ``key`` is the record's ``text_key`` (agency, plan
year, period and source text). ``source`` is the digest of exactly the words the decision rests on and ``entry`` that of
the catalogue text that was chosen: when either has changed the decision no longer applies and the row is asked again.
"""

from __future__ import annotations

import codecs
import dataclasses
import fcntl
import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

import msgspec

from normalizers.report import PRINTED, MeasureRecord
from parsers.language.keys import skeleton
from pipeline.durable import flush_folder


class Action(StrEnum):
    """What a reviewer can say about a row."""

    ACCEPT = "accept"
    REASSIGN = "reassign"
    NOT_IN_CATALOGUE = "not_in_catalogue"
    NOT_A_ROW = "not_a_row"
    MERGE = "merge"
    CORRECT = "correct"
    NOTE = "note"
    SKIP = "skip"
    UNDO = "undo"


#: Actions that settle which catalogue measure a row is (or that it is none): at most one of them stands for a row.
SETTLING = frozenset({Action.ACCEPT, Action.REASSIGN, Action.NOT_IN_CATALOGUE, Action.NOT_A_ROW, Action.MERGE})

#: Cells a person may correct. Numbers are written as plain decimals; empty means that none is stated.
NUMBERS = ("completion_pct", "spent_mnt")
TEXTS = tuple(name for name in PRINTED if name not in ("goal_reported", "spent_reported", "completion_reported"))
SCOPES = ("row", "text")
_PLAIN_DECIMAL = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?")
LARGEST = 10**15
"""Tögrög from which the tables publish no amount."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the program proposed when the person decided, so that decisions can teach the matcher."""

    code: str = ""
    score: float = 0.0
    status: str = ""
    runner_up: str = ""
    text: str = ""
    goal: str = ""
    code_reported: str = ""
    sampled: bool = False


@dataclass(frozen=True, slots=True)
class OnRow:
    """One row of a decision on several: its key, the last decision on it that was seen, the digest of its words, and the
    code that the program had proposed for it."""

    key: str
    base: str
    source: str
    code: str


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of ``decisions.jsonl``. ``base`` is the id of the last decision on the row that the person had seen.
    ``rows`` are all rows of a decision on several, this one among them. ``scope`` is ``row``; earlier files have
    ``text`` for decisions on all rows with the same measure text, now and later (``text`` is its digest)."""

    id: str
    at: str
    by: str
    action: Action
    key: str
    source: str = ""
    scope: str = "row"
    text: str = ""
    catalogue_id: str = ""
    code: str = ""
    entry: str = ""
    field: str = ""
    value: str = ""
    note: str = ""
    base: str = ""
    undoes: str = ""
    program: str = ""
    shown: Shown = dataclasses.field(default_factory=Shown)
    rows: tuple[OnRow, ...] = ()

    @property
    def outcome(self) -> tuple[str, str]:
        """What two decisions must share to agree: accepting a code is the same as choosing it."""
        return (
            ("code", self.code) if self.action in (Action.ACCEPT, Action.REASSIGN) else (str(self.action), self.value)
        )

    def is_on(self, key: str) -> bool:
        """Whether it was taken for the row with that key."""
        return key == self.key or any(row.key == key for row in self.rows)

    def on_each(self) -> tuple[Decision, ...]:
        """The decision as it stands on every row that it was taken for."""
        if not self.rows:
            return (self,)
        return tuple(
            replace(
                self, key=row.key, base=row.base, source=row.source, shown=replace(self.shown, code=row.code), rows=()
            )
            for row in self.rows
        )


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line of the decisions file that is no decision; it is reported, never dropped in silence."""

    number: int
    text: str
    problem: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds for one key after undoing: the settling decision, corrections by field, notes, and any conflict
    (``disputed`` are corrections of one field to different values, none of which holds)."""

    settled: Decision | None = None
    corrections: tuple[Decision, ...] = ()
    notes: tuple[Decision, ...] = ()
    skipped: tuple[Decision, ...] = ()
    conflict: tuple[Decision, ...] = ()
    disputed: tuple[Decision, ...] = ()
    last: str = ""


@lru_cache(maxsize=100_000)
def digest(*parts: str) -> str:
    """16 hex digits over the parts, blind to letters and blanks that OCR or a re-export may change.

    >>> digest("Сургалт  зохион байгуулах") == digest("сургалт зохион байгуулах ")
    True
    """
    folded = "\x1f".join(" ".join(skeleton(part).split()) for part in parts)
    return hashlib.sha256(folded.encode()).hexdigest()[:16]


def mapping_source(record: MeasureRecord) -> str:
    """Digest of the words a mapping decision rests on."""
    return digest(record.goal_reported, record.code_reported, record.measure_reported)


def value_source(record: MeasureRecord, name: str) -> str:
    """Digest of the cell a correction of ``name`` rests on."""
    printed = {"completion_pct": record.completion_reported, "spent_mnt": record.spent_reported}
    return digest(name, printed[name] if name in printed else str(getattr(record, name)))


def text_digest(catalogue_id: str, measure: str) -> str:
    """Digest that all rows with the same measure text share."""
    return digest(catalogue_id, measure)


def read(path: Path) -> tuple[tuple[Decision, ...], tuple[BadLine, ...]]:
    """All decisions in file order, and the lines that cannot be understood. A missing file holds none; a byte-order
    mark (some editors write one, and joined files have it inside) is no part of a line. Raises OSError."""
    if not path.exists():
        return (), ()
    decisions: list[Decision] = []
    bad: list[BadLine] = []
    for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
        line = line.removeprefix(codecs.BOM_UTF8)
        if not line.strip():
            continue
        try:
            decisions.append(_decoded(line))
        except (ValueError, RecursionError) as problem:
            bad.append(BadLine(number, line.decode("utf-8", "replace")[:200], str(problem)))
    return tuple(decisions), tuple(bad)


def _decoded(line: bytes) -> Decision:
    """One line as a decision. Raises ValueError (msgspec's errors are one) for what nobody can have decided, and
    RecursionError for nesting without end."""
    decision = msgspec.json.decode(line, type=Decision)
    if decision.scope not in SCOPES:
        raise ValueError(f"scope {decision.scope!r} is none of {', '.join(SCOPES)}")
    if decision.action is Action.CORRECT:
        if decision.field not in (*NUMBERS, *TEXTS):
            raise ValueError(f"field {decision.field!r} cannot be corrected")
        if decision.field in NUMBERS and decision.value:
            if not _PLAIN_DECIMAL.fullmatch(decision.value):
                raise ValueError(f"value {decision.value[:40]!r} of {decision.field} is no plain decimal")
            if problem := impossible(decision.field, Decimal(decision.value)):
                raise ValueError(f"value {decision.value} of {decision.field}: {problem}")
    return decision


def impossible(field: str, number: Decimal) -> str:
    """Why nobody can have meant the number (a key of words.toml); empty when it may stand.

    >>> impossible("completion_pct", Decimal(300)), impossible("spent_mnt", Decimal(-5)), impossible("spent_mnt", Decimal(0))
    ('not_a_percent', 'negative_amount', '')
    """
    if field == "completion_pct":
        return "" if 0 <= number <= 100 else "not_a_percent"
    return "negative_amount" if number < 0 else "amount_too_large" if number >= LARGEST else ""


@contextmanager
def held(path: Path) -> Iterator[Callable[[Iterable[Decision]], None]]:
    """The file under its lock: nobody else writes until the end of the block, so that what is read inside is what the
    new lines answer. Gives the function that adds whole lines and flushes them to the disk. A torn last line of an
    earlier crash is repaired first. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        _repair(file, path)

        def add(decisions: Iterable[Decision]) -> None:
            file.write(b"".join(msgspec.json.encode(decision) + b"\n" for decision in decisions))
            file.flush()
            os.fsync(file.fileno())

        yield add
    flush_folder(path.parent)


def append(path: Path, decisions: Iterable[Decision]) -> None:
    """Add decisions that answer nothing in the file. Raises OSError."""
    with held(path) as add:
        add(decisions)


def repair(path: Path) -> BadLine | None:
    """Cut off a last line that a crash left torn, and return it; it is kept in ``NAME.torn`` beside the file. A whole
    decision that lacks nothing but its line end gets one and is not told. Raises OSError."""
    if not path.exists():
        return None
    with path.open("ab+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        return _repair(file, path)


def _repair(file: BinaryIO, path: Path) -> BadLine | None:
    """``repair`` in a file that is open for appending and locked."""
    file.seek(0)
    whole, _, last = file.read().rpartition(b"\n")
    if not last:
        return None
    torn = None
    try:
        _decoded(last.removeprefix(codecs.BOM_UTF8))
        file.write(b"\n")
    except (ValueError, RecursionError) as problem:
        number = whole.count(b"\n") + 2 if whole else 1
        torn = BadLine(number, last.decode("utf-8", "replace")[:200], str(problem))
        with path.with_name(f"{path.name}.torn").open("ab") as kept:
            kept.write(last + b"\n")
            kept.flush()
            os.fsync(kept.fileno())
        file.truncate(file.tell() - len(last))
    file.flush()
    os.fsync(file.fileno())
    return torn


def standing(decisions: Sequence[Decision]) -> dict[str, Standing]:
    """Fold the history into what holds now, by key (rows) and by text digest (``text`` scope)."""
    undone = {decision.undoes for decision in decisions if decision.action is Action.UNDO}
    by_key: dict[str, list[Decision]] = {}
    for decision in decisions:
        for each in decision.on_each():
            by_key.setdefault(each.text if each.scope == "text" else each.key, []).append(each)
    return {key: _stand(history, undone) for key, history in by_key.items()}


def together(own: Standing | None, shared: Standing | None) -> Standing | None:
    """What holds for a row: what was said of the row itself goes before what was said of all rows with its text."""
    if own is None or shared is None:
        return own or shared
    decided = own if own.settled else shared
    return dataclasses.replace(own, settled=decided.settled, conflict=decided.conflict)


def _stand(history: list[Decision], undone: set[str]) -> Standing:
    held = [decision for decision in history if decision.action is not Action.UNDO and decision.id not in undone]
    settling = [decision for decision in held if decision.action in SETTLING]
    corrections: dict[str, list[Decision]] = {}
    for decision in held:
        if decision.action is Action.CORRECT:
            corrections.setdefault(decision.field, []).append(decision)
    disputed = {field: _conflict(said) for field, said in corrections.items()}
    return Standing(
        settled=settling[-1] if settling else None,
        corrections=tuple(said[-1] for field, said in corrections.items() if not disputed[field]),
        notes=tuple(decision for decision in held if decision.note),
        skipped=tuple(decision for decision in held if decision.action is Action.SKIP),
        conflict=_conflict(settling),
        disputed=tuple(decision for rivals in disputed.values() for decision in rivals),
        last=history[-1].id,
    )


def _conflict(settling: Sequence[Decision]) -> tuple[Decision, ...]:
    """Two people who did not see each other's decision (same base) and said different things; a later decision that saw
    one of them ends the conflict."""
    if len(settling) < 2:
        return ()
    last = settling[-1]
    rivals = [
        other
        for other in settling[:-1]
        if other.by != last.by
        and other.base == last.base
        and other.source == last.source
        and other.outcome != last.outcome
    ]
    return (*rivals, last) if rivals else ()
