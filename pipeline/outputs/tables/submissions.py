"""Rows of ``submissions``: every file found, whatever became of it."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from normalizers.report import Facts, Finding, Report, completion_of
from pipeline.outputs.tables import cells
from pipeline.outputs.tables.cells import Cell, Row
from pipeline.outputs.tables.rows import NO_CODE, columns, ordered
from pipeline.workers.outcome import CONTAINER, DUPLICATE, OK, PAGE, PENDING, Outcome

REVIEW = "review"
WAITING = "measures_to_review"


@dataclass(frozen=True, slots=True)
class SubmissionStatus:
    """Published status of a file, and for every status but ok: machine code, what to do, and what exactly was seen, in
    both languages."""

    status: str
    reason: str = ""
    hint: str = ""
    hint_mn: str = ""
    detail: str = ""
    detail_mn: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """What is counted of a report: its rows, those that wait for a decision, its measures by match, the completions and
    the spending (``sums`` of them, None of none). ``error`` is the first of its ``errors``, findings of that severity."""

    rows: int
    waiting: int
    reported: int
    matched: int
    review: int
    unmatched: int
    completion_mean: Decimal | None
    sums: int
    spent_mnt: int | None
    errors: int
    error: Finding | None


def figures(report: Report) -> Figures:
    """Counted of the report."""
    measures = report.measures
    count = Counter(parts[0].match.status for parts in measures)
    percents = [percent for parts in measures if (percent := completion_of(parts)) is not None]
    errors = [finding for finding in report.findings if finding.severity == "error"]
    amounts = [spent for record in report.records if (spent := cells.whole(record.spent_mnt)) is not None]
    return Figures(
        rows=len(report.records),
        waiting=sum(record.match.status == "review" for record in report.records),
        reported=len(measures),
        matched=count["auto"] + count["confirmed"] + count["reassigned"],
        review=count["review"],
        unmatched=sum(count[status] for status in NO_CODE),
        completion_mean=cells.score(sum(percents, Decimal(0)) / len(percents), 2) if percents else None,
        sums=len(amounts),
        spent_mnt=sum(amounts) if amounts else None,
        errors=len(errors),
        error=next(iter(errors), None),
    )


def without(counted: Figures, sums: Collection[int]) -> Figures:
    """The figures without sums that are not published."""
    if not sums or counted.spent_mnt is None:
        return counted
    left = counted.sums - len(sums)
    return replace(counted, sums=left, spent_mnt=counted.spent_mnt - sum(sums) if left else None)


def standing(outcome: Outcome, counted: Figures | None, between: Iterable[Finding] = ()) -> SubmissionStatus:
    """A readable submission needs a person when rows wait for a decision or a finding is an error, one of its own or one
    that the comparison with others gave (``between``)."""
    if outcome.status == DUPLICATE:
        return SubmissionStatus(
            DUPLICATE,
            DUPLICATE,
            f"Same bytes as {outcome.duplicate_of}; nothing to do, or remove one of the two.",
            f"{outcome.duplicate_of} файлтай яг ижил; хэвээр үлдээж болно, эсвэл аль нэгийг нь хасна уу.",
        )
    if outcome.status == CONTAINER:
        return SubmissionStatus(
            CONTAINER,
            CONTAINER,
            "Holds other files; each of them has a row of its own.",
            "Дотроо өөр файлууд агуулж байна; тус бүр нь өөрийн мөртэй.",
        )
    if outcome.status == PAGE:
        return SubmissionStatus(
            PAGE,
            PAGE,
            f"A further page of the report of {outcome.part_of}; its rows stand there.",
            f"{outcome.part_of} файлын тайлангийн үргэлжлэх хуудас; мөрүүд нь тэнд байна.",
        )
    if outcome.status != OK or counted is None:
        status = REVIEW if outcome.status == PENDING else outcome.status
        return SubmissionStatus(
            status, outcome.reason, outcome.hint, outcome.hint_mn, outcome.detail, outcome.detail_mn
        )
    if counted.waiting:
        return SubmissionStatus(
            REVIEW,
            WAITING,
            f"{counted.waiting} of {counted.rows} rows wait for a decision; run `tailan review`.",
            f"{counted.rows} мөрийн {counted.waiting} нь шийдвэр хүлээж байна; `tailan review` ажиллуулна уу.",
        )
    others = [finding for finding in between if finding.severity == "error"]
    error = counted.error or next(iter(others), None)
    if error is not None:
        message = error.message or error.code.replace("_", " ")
        drafted = _draft(outcome) if error.code == "no_catalogue" else ""
        hint_mn = (error.message_mn or message) + drafted
        return SubmissionStatus(
            REVIEW, error.code, message + drafted, hint_mn, *_where(error, counted.errors + len(others) - 1)
        )
    return SubmissionStatus(OK)


def _draft(outcome: Outcome) -> str:
    """The command that drafts a catalogue from this very report, to be run in the folder of the reports; nothing for the
    member of a container, which is no file there."""
    report = outcome.report
    if report is None or outcome.container:
        return ""
    year = f" --year {report.plan_year}" if report.plan_year else ""
    file, name = shlex.quote(outcome.file.split("#")[0]), report.agency_id or outcome.submission_id
    return f" tailan catalogue draft {file} --id {name}{year} --issuer {shlex.quote(report.agency)} > {name}.toml"


def _where(first: Finding, more: int) -> tuple[str, str]:
    """Where the first error stands and how many more there are, in both languages."""
    row, page = first.row, first.page
    english = (
        [f"row {row}"] * bool(row) + [f"page {page}"] * bool(page) + [f"column {first.column}"] * bool(first.column)
    )
    mongolian = [f"{row}-р мөр"] * bool(row) + [f"{page}-р хуудас"] * bool(page)
    mongolian += [f"{first.column} багана"] * bool(first.column)
    if more:
        english.append(f"{more} more {'error' if more == 1 else 'errors'} in findings.csv")
        mongolian.append(f"findings.csv-д өөр {more} алдаа бий")
    return ", ".join(english), ", ".join(mongolian)


def row(
    outcome: Outcome,
    state: SubmissionStatus,
    counts: bool,
    superseded_by: str,
    counted: Figures | None,
    missing: int | None,
) -> Row:
    """The published row of one submission; of a report with what was ``counted`` of it and how many measures of its
    catalogue are ``missing`` in it (None without a catalogue)."""
    values: dict[str, Cell] = dict.fromkeys(columns("submissions"))
    values |= {
        "file": outcome.file,
        "submission_id": outcome.submission_id or None,
        "sha256": outcome.sha256 or None,
        "bytes": outcome.bytes,
        "media_type": cells.text(outcome.media_type),
        "converted_from": cells.text(outcome.converted_from),
        "source_kind": cells.text(outcome.kind),
        "pages": outcome.pages,
        "status": state.status,
        "reason": cells.text(state.reason),
        "hint": cells.text(state.hint),
        "hint_mn": cells.text(state.hint_mn),
        "detail": cells.text(state.detail),
        "detail_mn": cells.text(state.detail_mn),
        "received_at": outcome.received_at,
        "counts": counts,
        "superseded_by": superseded_by or None,
        "duplicate_of": outcome.duplicate_of or None,
        "container": outcome.container or None,
        "part_of": outcome.part_of or None,
    }
    told = outcome.report.facts_from if outcome.report else outcome.facts.facts_from
    if outcome.received_at and outcome.supplied_from:
        told = (*told, ("received_at", outcome.supplied_from))
    values["facts_from"] = "; ".join(f"{fact}: {source}" for fact, source in told) or None
    if outcome.report is None or counted is None:
        values |= _facts(outcome.facts)
    else:
        values |= _head(outcome.report) | _figures(counted, missing)
    return ordered("submissions", values)


def _facts(known: Facts | Report) -> dict[str, Cell]:
    return {
        "agency": cells.text(known.agency),
        "agency_id": cells.text(known.agency_id),
        "agency_reported": cells.text(known.agency_reported),
        "plan_year": known.plan_year,
        "period": known.period or None,
    }


def _head(report: Report) -> dict[str, Cell]:
    return _facts(report) | {
        "source_kind": report.kind,
        "period_start": report.period_start,
        "period_end": report.period_end,
        "report_date": report.report_date,
        "acknowledged_by": cells.text(report.acknowledged_by),
        "acknowledged_title": cells.text(report.acknowledged_title),
        "prepared_by": cells.text(report.prepared_by),
        "prepared_title": cells.text(report.prepared_title),
        "catalogue_id": cells.text(report.catalogue_id),
        "ocr_confidence": cells.score(report.ocr_confidence, 3),
    }


def _figures(counted: Figures, missing: int | None) -> dict[str, Cell]:
    return {
        "measures_reported": counted.reported,
        "measures_matched": counted.matched,
        "measures_review": counted.review,
        "measures_unmatched": counted.unmatched,
        "measures_missing": missing,
        "completion_mean": counted.completion_mean,
        "spent_mnt": counted.spent_mnt,
    }
