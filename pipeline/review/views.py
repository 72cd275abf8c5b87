"""What the review page shows, as plain values for the templates. Pure apart from reading the desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from rapidfuzz import fuzz, process

from normalizers.catalogue import Measure
from normalizers.record import MeasureRecord, Report
from parsers.document import BBox, PageSummary
from parsers.lettering import skeleton
from pipeline.review.applying import measure_of
from pipeline.review.decisions import NUMBERS, TEXTS
from pipeline.review.desk import Desk
from pipeline.review.queue import Question, history
from pipeline.review.text import marked

CANDIDATES = 5
FOUND = 8
QUEUE_ROWS = 200
PADDING = 14.0
"""Points of page shown around a row."""
NEIGHBOURS = 2


@dataclass(frozen=True, slots=True)
class Filters:
    """The queue's filters, as they stand in the URL."""

    agency: str = ""
    why: str = ""
    state: str = ""
    q: str = ""

    def as_query(self) -> dict[str, str]:
        return {name: value for name in ("agency", "why", "state", "q") if (value := getattr(self, name))}


def filters(query: Mapping[str, str]) -> Filters:
    return Filters(*(query.get(name, "") for name in ("agency", "why", "state", "q")))


def chosen(questions: Sequence[Question], by: Filters) -> tuple[Question, ...]:
    """The questions that pass the filters, in the same order."""
    wanted = skeleton(by.q)

    def passes(q: Question) -> bool:
        return (
            (not by.agency or q.report.agency == by.agency)
            and (not by.why or by.why in q.why)
            and (not by.state or q.state == by.state)
            and (
                not wanted
                or wanted in skeleton(f"{q.report.name} {q.record.code_reported} {q.record.measure_reported}")
            )
        )

    return tuple(q for q in questions if passes(q))


def progress(questions: Sequence[Question]) -> dict[str, int]:
    return {"total": len(questions), "decided": sum(q.state == "decided" for q in questions)}


def queue(desk: Desk, by: Filters) -> dict[str, Any]:
    shown = chosen(desk.questions, by)
    query = by.as_query()
    return {
        "shown": shown[:QUEUE_ROWS],
        "first": next((q for q in shown if q.state in ("waiting", "conflict")), None),
        "filters": by,
        "query": f"?{urlencode(query)}" if query else "",
        "agencies": sorted({q.report.agency for q in desk.questions if q.report.agency}),
        "reasons": sorted({code for q in desk.questions for code in q.why}),
        "bad_lines": desk.bad_lines,
    }


@dataclass(frozen=True, slots=True)
class Previous:
    """The row decided just before, with the id that undoing it must have seen."""

    key: str
    id: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A catalogue measure (``code`` empty: none) with its probability; words are marked where the row lacks them."""

    code: str
    probability: float
    text: str
    words: tuple[tuple[str, bool], ...]
    clues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Framed:
    """A page with the part that shows the row (``view``, an SVG viewBox) and the row's box (x, y, width, height)."""

    page: int
    width: float
    height: float
    view: str
    box: tuple[float, float, float, float] | None


def row(desk: Desk, key: str, by: Filters, find: str, done: str) -> dict[str, Any] | None:
    """Everything the row view needs; None when there is no such row."""
    found = desk.row(key)
    if found is None:
        return None
    report, record = found
    query = by.as_query()
    undo_id = desk.last(done) if done and done != key else ""
    return {
        **search(desk, key, find),
        "report": report,
        "record": record,
        "find": find,
        "base": desk.last(key),
        "places": framed(report, record),
        "around": [near for near in report.records if abs(near.row - record.row) <= NEIGHBOURS],
        "candidates": candidates(desk, report, record),
        "findings": [finding for finding in report.findings if finding.row == record.row],
        "earlier": history(desk.decisions, report, record)[:CANDIDATES],
        "after": desk.after(key, chosen(desk.questions, by)),
        "previous": Previous(done, undo_id) if undo_id else None,
        "query": f"?{urlencode(query)}" if query else "",
        "same": sum(
            skeleton(other.record.measure_reported) == skeleton(record.measure_reported) for other in desk.waiting()
        ),
        "correctable": (*NUMBERS, *TEXTS),
    }


def candidates(desk: Desk, report: Report, record: MeasureRecord) -> list[Candidate]:
    """Up to five catalogue measures, best first."""
    listed = []
    for code, probability, clues in record.match.candidates[:CANDIDATES]:
        measure = measure_of(desk.catalogues, report.catalogue_id, code) if code else None
        text = measure.text if measure else ""
        listed.append(Candidate(code, probability, text, tuple(marked(text, record.measure_reported)), clues))
    return listed


def search(desk: Desk, key: str, text: str) -> dict[str, Any]:
    """Catalogue measures of the row's plan that fit the typed words or code."""
    found = desk.row(key)
    measures: Sequence[Measure] = ()
    if found and text.strip():
        catalogue = next((item for item in desk.catalogues.items if item.id == found[0].catalogue_id), None)
        measures = _fitting(catalogue.measures if catalogue else (), text)
    return {"found": measures, "key": key, "base": desk.last(key)}


def _fitting(measures: Sequence[Measure], text: str) -> list[Measure]:
    by_code = [measure for measure in measures if measure.key.startswith(text.strip())]
    hits = process.extract(
        skeleton(text),
        [skeleton(measure.text) for measure in measures],
        scorer=fuzz.partial_token_set_ratio,
        limit=FOUND,
    )
    by_text = [measures[index] for _, score, index in hits if score > 50 and measures[index] not in by_code]
    return (by_code + by_text)[:FOUND]


def framed(report: Report, record: MeasureRecord) -> list[Framed]:
    """The pages on which the row stands, cropped to it; empty for formats without pages."""
    pages = {page.number: page for page in report.pages}
    boxes: dict[int, BBox | None] = {}
    for place in record.places:
        if place.page in pages:
            old = boxes.get(place.page)
            boxes[place.page] = _around(old, place.bbox) if old and place.bbox else place.bbox or old
    return [_framed(pages[number], box) for number, box in boxes.items()]


def _around(one: BBox, other: BBox) -> BBox:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _framed(page: PageSummary, box: BBox | None) -> Framed:
    if box is None:
        return Framed(page.number, page.width, page.height, f"0 0 {page.width:.1f} {page.height:.1f}", None)
    top, bottom = max(0.0, box[1] - PADDING), min(page.height, box[3] + PADDING)
    left, right = max(0.0, box[0] - PADDING), min(page.width, box[2] + PADDING)
    view = f"{left:.1f} {top:.1f} {right - left:.1f} {bottom - top:.1f}"
    return Framed(page.number, page.width, page.height, view, (box[0], box[1], box[2] - box[0], box[3] - box[1]))


def submission(desk: Desk, submission_id: str) -> Report | None:
    return next((report for report in desk.reports if report.sha256[:16] == submission_id), None)


def document(desk: Desk, submission_id: str) -> dict[str, Any] | None:
    """Every page of a submission with a box for each row; None when there is no such submission."""
    report = submission(desk, submission_id)
    if report is None:
        return None
    return {"report": report, "pages": [_page(report, page) for page in report.pages]}


def _page(report: Report, page: PageSummary) -> dict[str, Any]:
    boxes = [
        {
            "key": record.text_key,
            "row": record.row,
            "status": record.match.status,
            "x": place.bbox[0],
            "y": place.bbox[1],
            "width": place.bbox[2] - place.bbox[0],
            "height": place.bbox[3] - place.bbox[1],
        }
        for record in report.records
        for place in record.places
        if place.page == page.number and place.bbox
    ]
    notes = [
        finding.message or finding.code
        for finding in report.findings
        if finding.page == page.number and finding.row is None
    ]
    return {"number": page.number, "width": page.width, "height": page.height, "boxes": boxes, "note": "; ".join(notes)}
