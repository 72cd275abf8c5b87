"""The reviewer's desk: reports, decisions and catalogues at one place; every change goes through ``decide``.

The desk holds the reports as the program read them and applies the decisions again after every change, so that what the
page shows is what the next run will publish.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from normalizers.catalogue.model import Catalogues
from normalizers.report import MeasureRecord, Report
from pipeline.review import decisions as records
from pipeline.review.applying import Memory, apply, entry_digest
from pipeline.review.decisions import NUMBERS, TEXTS, Action, Decision, Shown
from pipeline.review.queue import Question, questions
from pipeline.review.rows import parse_number
from pipeline.review.sampling import sampled
from pipeline.workers.outcome import Outcome

#: Decisions that can hold for all rows with the same text.
WIDE = frozenset({Action.ACCEPT, Action.REASSIGN, Action.NOT_IN_CATALOGUE, Action.NOT_A_ROW})


class Refused(Exception):
    """A decision that cannot be taken; ``code`` names the sentence shown to the person."""

    def __init__(self, code: str, others: tuple[Decision, ...] = ()) -> None:
        super().__init__(code)
        self.code, self.others = code, others


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asks for, as the page or the workbook sends it. ``base`` is the last decision the person saw."""

    key: str
    action: Action
    by: str
    base: str = ""
    code: str = ""
    field: str = ""
    value: str = ""
    note: str = ""
    scope: str = "row"


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
        same = records.text_digest(found[0].catalogue_id, found[1].measure_reported) if found else None
        return tuple(d for d in self.decisions if d.key == key or (d.scope == "text" and d.text == same))

    def last(self, key: str) -> str:
        """Id of the last decision on the row; empty when there is none."""
        said = self.on_row(key)
        return said[-1].id if said else ""

    def waiting(self) -> tuple[Question, ...]:
        return tuple(question for question in self.questions if question.state in ("waiting", "conflict"))

    def after(self, key: str, among: Sequence[Question] | None = None, step: int = 1) -> Question | None:
        """The next waiting row after ``key`` (``step`` -1: before it) in the order of asking, round at the end. When
        only skipped rows were asked for, those."""
        rows = list(self.questions if among is None else among)[::step]
        at = next((index for index, question in enumerate(rows) if question.key == key), -1)
        order = [q for q in rows[at + 1 :] + rows[: at + 1] if q.key != key]
        only_skipped = bool(rows) and all(q.state == "skipped" for q in rows)
        return next((q for q in order if only_skipped or q.state in ("waiting", "conflict")), None)

    def decide(self, wish: Wish) -> Decision:
        """Check, write and apply one decision. Raises Refused: ``unknown_row``, ``changed_meanwhile`` (with the other
        decisions), ``unknown_measure``, ``not_a_number``, ``unknown_field``, ``nothing_to_undo``, ``no_row_above``."""
        with self._lock:
            self.reload()
            found = self._printed.get(wish.key)
            if found is None:
                raise Refused("unknown_row")
            last = self.last(wish.key)
            if wish.base != last:
                raise Refused("changed_meanwhile", self._since(wish))
            decision = self._decision(wish, *found)
            records.append(self.path, [decision])
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
            scope=wish.scope if wish.action in WIDE else "row",
            text=records.text_digest(report.catalogue_id, record.measure_reported),
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
            return replace(plain, undoes=self._undoable(wish.key))
        if wish.action is Action.MERGE and record.row == 1:
            raise Refused("no_row_above")
        return plain

    def _undoable(self, key: str) -> str:
        undone = {decision.undoes for decision in self.decisions}
        for decision in reversed(self.on_row(key)):
            if decision.action is not Action.UNDO and decision.id not in undone:
                return decision.id
        raise Refused("nothing_to_undo")


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
    if wish.field == "completion_pct" and number is not None and not 0 <= number <= 100:
        raise Refused("not_a_percent")
    return "" if number is None else format(number, "f")
