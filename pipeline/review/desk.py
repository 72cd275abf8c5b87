"""The reviewer's desk: reports, decisions and catalogues at one place; every change goes through ``decide``.

The desk holds the reports as the program read them and applies the decisions again after every change, so that what the
page shows is what the next run will publish.
"""

from __future__ import annotations

import hashlib
import threading
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from normalizers.catalogue.model import Catalogues
from normalizers.report import MeasureRecord, Report
from pipeline.review import decisions as records
from pipeline.review.applying import Memory, apply, entry_digest
from pipeline.review.decisions import NUMBERS, TEXTS, Action, Decision, OnRow, Shown
from pipeline.review.queue import Question, questions
from pipeline.review.rows import parse_number
from pipeline.review.sampling import sampled
from pipeline.workers.outcome import Outcome

#: Decisions that can be taken for all waiting rows with the same text at once.
WIDE = frozenset({Action.ACCEPT, Action.REASSIGN, Action.NOT_IN_CATALOGUE, Action.NOT_A_ROW})


class Refused(Exception):
    """A decision that cannot be taken; ``code`` names the sentence shown to the person."""

    def __init__(self, code: str, others: tuple[Decision, ...] = ()) -> None:
        super().__init__(code)
        self.code, self.others = code, others


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asks for, as the page or the workbook sends it. ``base`` is the last decision the person saw; with
    ``scope`` text it is asked for the rows of ``Desk.same_text`` whose ``stamp`` the person saw as ``counted``."""

    key: str
    action: Action
    by: str
    base: str = ""
    code: str = ""
    field: str = ""
    value: str = ""
    note: str = ""
    scope: str = "row"
    counted: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that one decision may settle together: their keys, how many rows of reports have them (a report that was
    sent twice has each of its rows twice), and a digest of the keys."""

    keys: tuple[str, ...]
    rows: int
    stamp: str


def _stamp(path: Path) -> tuple[int, int]:
    """Size and time of the decisions file: it is read again when they change."""
    try:
        state = path.stat()
    except FileNotFoundError:
        return 0, 0
    return state.st_size, state.st_mtime_ns


class Desk:
    """Thread-safe: decisions are taken one at a time, whoever asks."""

    def __init__(
        self,
        reports: Sequence[Report],
        catalogues: Catalogues,
        path: Path,
        share: float,
        program: str,
        rejected: Sequence[Outcome] = (),
    ) -> None:
        """``rejected`` are submissions without a report: shown with their reason, never hidden."""
        self._lock = threading.RLock()
        self._read = tuple(reports)
        self._memory: Memory = {}
        self._seen = _stamp(path)
        self._copies = Counter(record.text_key for report in reports for record in report.records)
        self.rejected = tuple(rejected)
        self.catalogues, self.path, self.share, self.program = catalogues, path, share, program
        self.decisions, self.bad_lines = records.read(path)
        self._refresh()

    def _refresh(self) -> None:
        self.reports = apply(self._read, self.decisions, self.catalogues, self._memory).reports
        self._rows = {record.text_key: (report, record) for report in self.reports for record in report.records}
        self._printed = {record.text_key: (report, record) for report in self._read for record in report.records}
        removed = [place for key, place in self._printed.items() if key not in self._rows]
        self.questions = questions(self.reports, self.decisions, self.share, removed)
        self._by_key = {question.key: question for question in self.questions}

    def reload(self) -> None:
        """Take in what another process wrote to the decisions file."""
        with self._lock:
            stamp = _stamp(self.path)
            if stamp != self._seen:
                self.decisions, self.bad_lines = records.read(self.path)
                self._refresh()
                self._seen = stamp

    def row(self, key: str) -> tuple[Report, MeasureRecord] | None:
        """The row with that content key, as the next run will publish it; removed and merged rows as they were read."""
        return self._rows.get(key) or self._printed.get(key)

    def question(self, key: str) -> Question | None:
        return self._by_key.get(key)

    def on_row(self, key: str) -> tuple[Decision, ...]:
        """Decisions on the row itself, and those on all rows with its text, oldest first."""
        found = self._printed.get(key)
        same = _text_of(*found) if found else None
        return tuple(d for d in self.decisions if d.is_on(key) or (d.scope == "text" and d.text == same))

    def last(self, key: str) -> str:
        """Id of the last decision on the row; empty when there is none."""
        said = self.on_row(key)
        return said[-1].id if said else ""

    def waiting(self) -> tuple[Question, ...]:
        return tuple(question for question in self.questions if question.state in ("waiting", "conflict"))

    def same_text(self, key: str) -> Group:
        """The row itself and the waiting rows with the same text and catalogue."""
        report, record = self._printed[key]
        same = _text_of(report, record)
        alike = (q.key for q in self.waiting() if _text_of(q.report, q.record) == same)
        keys = tuple(dict.fromkeys((key, *alike)))
        stamp = hashlib.sha256("\n".join(sorted(keys)).encode()).hexdigest()[:16]
        return Group(keys, sum(self._copies[one] for one in keys), stamp)

    def after(self, key: str, among: Sequence[Question] | None = None, step: int = 1) -> Question | None:
        """The next waiting row after ``key`` (``step`` -1: before it) in the order of asking, round at the end. When
        only skipped rows were asked for, those."""
        rows = list(self.questions if among is None else among)[::step]
        at = next((index for index, question in enumerate(rows) if question.key == key), -1)
        order = [q for q in rows[at + 1 :] + rows[: at + 1] if q.key != key]
        only_skipped = bool(rows) and all(q.state == "skipped" for q in rows)
        return next((q for q in order if only_skipped or q.state in ("waiting", "conflict")), None)

    def decide(self, wish: Wish) -> Decision:
        """Check, write and apply one decision; other processes that write the same file wait meanwhile, so that none
        answers what it has not seen. Raises Refused: ``unknown_row``, ``changed_meanwhile`` (with the other decisions),
        ``unknown_measure``, ``unknown_field``, ``nothing_to_undo``, ``no_row_above``, and for numbers ``not_a_number``,
        ``not_a_percent``, ``negative_amount``, ``amount_too_large``."""
        with self._lock:
            with records.held(self.path) as add:
                self.reload()
                found = self._printed.get(wish.key)
                if found is None:
                    raise Refused("unknown_row")
                if wish.base != self.last(wish.key):
                    raise Refused("changed_meanwhile", self._since(wish))
                decision = self._decision(wish, *found)
                add([decision])
                self._seen = _stamp(self.path)
            self.decisions = (*self.decisions, decision)
            self._refresh()
            return decision

    def _since(self, wish: Wish) -> tuple[Decision, ...]:
        history = self.on_row(wish.key)
        seen = next((index for index, decision in enumerate(history) if decision.id == wish.base), -1)
        return history[seen + 1 :]

    def _decision(self, wish: Wish, report: Report, record: MeasureRecord) -> Decision:
        match = record.match
        plain = Decision(
            id=uuid.uuid4().hex,
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            by=wish.by,
            action=wish.action,
            key=wish.key,
            source=records.mapping_source(record),
            rows=self._together(wish) if wish.scope == "text" and wish.action in WIDE else (),
            text=_text_of(report, record),
            catalogue_id=report.catalogue_id,
            note=wish.note,
            base=wish.base,
            program=self.program,
            shown=Shown(
                match.code,
                match.score,
                match.status,
                match.runner_up,
                record.measure_reported,
                record.goal_reported,
                record.code_reported,
                match.status == "auto" and sampled(wish.key, self.share),
            ),
        )
        return self._complete(plain, wish, report, record)

    def _together(self, wish: Wish) -> tuple[OnRow, ...]:
        """The rows of a decision on several; none when the row stands alone."""
        group = self.same_text(wish.key)
        if wish.counted != group.stamp:
            raise Refused("changed_meanwhile")
        if len(group.keys) == 1:
            return ()
        found = ((key, self._printed[key][1]) for key in group.keys)
        return tuple(OnRow(key, self.last(key), records.mapping_source(row), row.match.code) for key, row in found)

    def _complete(self, plain: Decision, wish: Wish, report: Report, record: MeasureRecord) -> Decision:
        if wish.action in (Action.ACCEPT, Action.REASSIGN):
            code = record.match.code if wish.action is Action.ACCEPT else wish.code
            entry = entry_digest(self.catalogues, report.catalogue_id, code) if code else ""
            if not entry:
                raise Refused("unknown_measure")
            return replace(plain, code=code, entry=entry)
        if wish.action is Action.CORRECT:
            return replace(plain, field=wish.field, value=_checked(wish), source=_correctable(record, wish.field))
        if wish.action is Action.UNDO:
            taken = self._undoable(wish.key)
            return replace(plain, undoes=taken.id, rows=taken.rows)
        if wish.action is Action.MERGE and record.row == 1:
            raise Refused("no_row_above")
        return plain

    def _undoable(self, key: str) -> Decision:
        undone = {decision.undoes for decision in self.decisions}
        for decision in reversed(self.on_row(key)):
            if decision.action is not Action.UNDO and decision.id not in undone:
                return decision
        raise Refused("nothing_to_undo")


def _text_of(report: Report, record: MeasureRecord) -> str:
    return records.text_digest(report.catalogue_id, record.measure_reported)


def _correctable(record: MeasureRecord, name: str) -> str:
    if name not in (*NUMBERS, *TEXTS):
        raise Refused("unknown_field")
    return records.value_source(record, name)


def _checked(wish: Wish) -> str:
    """The corrected value in its plain form."""
    if wish.field not in NUMBERS:
        return " ".join(wish.value.split())
    try:
        number = parse_number(wish.value, money=wish.field == "spent_mnt")
    except ValueError:
        raise Refused("not_a_number") from None
    if number is not None and (problem := records.impossible(wish.field, number)):
        raise Refused(problem)
    return "" if number is None else format(number, "f")
