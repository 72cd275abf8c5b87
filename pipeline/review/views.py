"""What the review page shows, as plain values for the templates. Pure apart from reading the desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from rapidfuzz import fuzz, process

from normalizers.catalogue.model import Measure
from normalizers.report import PRINTED, Clue, MeasureRecord, Report
from parsers.document import BBox, PageSummary
from parsers.language.keys import skeleton
from pipeline.review.applying import measure_of
from pipeline.review.decisions import NUMBERS, TEXTS, Action, Decision
from pipeline.review.desk import Desk
from pipeline.review.queue import Question, history
from pipeline.review.text import marked

CANDIDATES = 5
FOUND = 8
QUEUE_ROWS = 200
PADDING = 14.0
"""Points of page shown around a row."""
LEAST_HEIGHT = 150.0
"""Points of page height shown at least, so that the neighbours of a small row are seen."""
WIDE_FROM = 650.0
"""Points of width from which a page is shown across the whole screen: its letters would be too small beside the cells."""
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


def queue(desk: Desk, by: Filters, done: str = "") -> dict[str, Any]:
    """The queue page; ``done`` is the row decided just before."""
    shown = chosen(desk.questions, by)
    query = by.as_query()
    return {
        "shown": shown[:QUEUE_ROWS],
        "more": max(0, len(shown) - QUEUE_ROWS),
        "first": desk.after("", shown),
        "skipped": sum(q.state == "skipped" for q in desk.questions),
        "previous": previous(desk, done),
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


def previous(desk: Desk, done: str) -> Previous | None:
    """What ``undo the last decision`` takes back; None when there is nothing."""
    said = desk.on_row(done) if done else ()
    return Previous(done, said[-1].id) if said and said[-1].action is not Action.UNDO else None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A catalogue measure (``code`` empty: none) with its probability; words are marked where the row lacks them."""

    code: str
    probability: float
    text: str
    words: tuple[tuple[str, bool], ...]
    clues: tuple[Clue, ...]


@dataclass(frozen=True, slots=True)
class Framed:
    """A page with the part that shows the row (``view``, an SVG viewBox) and the row's box (x, y, width, height);
    ``wide`` when it needs the whole screen."""

    page: int
    width: float
    height: float
    view: str
    box: tuple[float, float, float, float] | None

    @property
    def wide(self) -> bool:
        return self.width >= WIDE_FROM


def row(desk: Desk, key: str, by: Filters, find: str, done: str) -> dict[str, Any] | None:
    """Everything the row view needs; None when there is no such row."""
    found = desk.row(key)
    if found is None:
        return None
    report, record = found
    query = by.as_query()
    listed = chosen(desk.questions, by)
    around = [near for near in report.records if abs(near.row - record.row) <= NEIGHBOURS]
    shown = candidates(desk, report, record)
    best = shown[0].text if shown else ""
    return {
        **search(desk, key, find, query),
        "report": report,
        "record": record,
        "find": find,
        "base": desk.last(key),
        "places": framed(report, record),
        "around": around,
        "columns": [name for name in PRINTED if any(getattr(near, name) for near in around)],
        "candidates": shown,
        "words": marked(record.measure_reported, best) if best else [(record.measure_reported, False)],
        "findings": [finding for finding in report.findings if finding.row == record.row],
        "earlier": [d for d in history(desk.decisions, report, record) if not d.is_on(key)][:CANDIDATES],
        "said": said(desk, key),
        "after": desk.after(key, listed),
        "before": desk.after(key, listed, -1),
        "previous": previous(desk, done) if done != key else None,
        "query": f"?{urlencode(query)}" if query else "",
        "same": desk.same_text(key),
        "printed": PRINTED,
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


@dataclass(frozen=True, slots=True)
class Said:
    """A decision on the row, and whether it was taken back."""

    decision: Decision
    undone: bool


def said(desk: Desk, key: str) -> list[Said]:
    """Everything that was said of the row, newest first."""
    undone = {decision.undoes for decision in desk.decisions if decision.undoes}
    return [Said(d, d.id in undone) for d in reversed(desk.on_row(key)) if d.action is not Action.UNDO]


def search(desk: Desk, key: str, text: str, query: Mapping[str, str]) -> dict[str, Any]:
    """Catalogue measures of the row's plan that fit the typed words or code."""
    found = desk.row(key)
    measures: Sequence[Measure] = ()
    if found and text.strip():
        catalogue = next((item for item in desk.catalogues.items if item.id == found[0].catalogue_id), None)
        measures = _fitting(catalogue.measures if catalogue else (), text)
    return {"found": measures, "sought": text.strip(), "hidden": query}


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
            boxes[place.page] = BBox.around((old, place.bbox)) if old and place.bbox else place.bbox or old
    return [_framed(pages[number], box, _sides(report, pages[number])) for number, box in boxes.items()]


def _sides(report: Report, page: PageSummary) -> tuple[float, float]:
    """Left and right end of the page's rows, so that rows of one page and both parts of a cut row look alike."""
    boxes = [place.bbox for row in report.records for place in row.places if place.page == page.number and place.bbox]
    left, right = min((box.x0 for box in boxes), default=0.0), max((box.x1 for box in boxes), default=page.width)
    return (left, right) if right - left > page.width / 2 else (0.0, page.width)


def _framed(page: PageSummary, box: BBox | None, sides: tuple[float, float]) -> Framed:
    if box is None:
        return Framed(page.number, page.width, page.height, f"0 0 {page.width:.1f} {page.height:.1f}", None)
    padding = max(PADDING, (LEAST_HEIGHT - box.height) / 2)
    top, bottom = max(0.0, box.top - padding), min(page.height, box.bottom + padding)
    left, right = max(0.0, sides[0] - PADDING), min(page.width, sides[1] + PADDING)
    view = f"{left:.1f} {top:.1f} {right - left:.1f} {bottom - top:.1f}"
    return Framed(page.number, page.width, page.height, view, (box.x0, box.top, box.width, box.height))
