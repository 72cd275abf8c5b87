"""The matcher: maps the rows of a report to the measures of a catalogue, as a whole, with calibrated probabilities.

    rows -> segments (cut rows joined, double rows split) -> comparison vectors -> match weights -> the report in context
         -> one row a measure -> calibration -> decision -> Match

Nothing is forced: an agency's own measure stays without code, a doubtful one waits for a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from typing import Final

import numpy as np

from normalizers.catalogue.model import Catalogue
from normalizers.linkage.calibration import calibrated
from normalizers.linkage.candidates import CatalogueIndex, index_of
from normalizers.linkage.explanation import Explanation, align_explained, explain, first_rows, read_as
from normalizers.linkage.model import match_weights, probabilities, shipped_weights
from normalizers.linkage.records import Decision, Ints, MatchRow, Posterior, Segment, Weights
from normalizers.linkage.scoring import TextScorer
from normalizers.linkage.segmentation import segments
from normalizers.linkage.sequence import Order, comparison_vectors, in_context, one_to_one
from normalizers.linkage.wording import undecided, wording
from normalizers.report import Clue, Match
from normalizers.settings import DEFAULT_MATCHING, MatchSettings

SHOWN: Final = 5  # candidates that a reviewer sees
_AT_ONCE: Final = 500  # rows


def match_report(
    rows: Sequence[MatchRow],
    catalogue: Catalogue,
    settings: MatchSettings = DEFAULT_MATCHING,
    weights: Weights | None = None,
) -> tuple[Match, ...]:
    """One :class:`Match` a row, in order. A row that continues the one before has ``continues`` set and its measure;
    a row with two measures names the second in ``also``."""
    (matches,) = match_reports([rows], catalogue, settings, weights)
    return matches


def match_reports(
    reports: Iterable[Sequence[MatchRow]],
    catalogue: Catalogue,
    settings: MatchSettings = DEFAULT_MATCHING,
    weights: Weights | None = None,
) -> Iterator[tuple[Match, ...]]:
    """The matches of every report, each read by itself as :func:`match_report` does; faster than one after another."""
    weights = weights or shipped_weights()
    index = index_of(catalogue)
    for some in _batches(reports):
        decided = [[_decided(index, one, settings) for one in found] for found in posteriors(some, catalogue, weights)]
        align_explained(index, [one for found in decided for one in found])
        for rows, found in zip(some, decided, strict=True):
            yield _matches(index, len(rows), found, settings)


def continuing(rows: Sequence[MatchRow], catalogue: Catalogue, weights: Weights | None = None) -> tuple[bool, ...]:
    """Whether each row of a report is, by its text, the rest of the row before; costs a small part of matching, and what
    it compares is kept for it."""
    scorer, weights = scorer_of(catalogue), weights or shipped_weights()
    (found,) = _segments(scorer, [rows], weights)
    scorer.last = (tuple(rows), weights, found)
    rest = {row for one in found for row in one.rows[1:]}
    return tuple(number in rest for number in range(len(rows)))


def _batches(reports: Iterable[Sequence[MatchRow]]) -> Iterator[list[Sequence[MatchRow]]]:
    """Reports that are read at once: some hundred rows."""
    some: list[Sequence[MatchRow]] = []
    for report in reports:
        some.append(report)
        if sum(map(len, some)) >= _AT_ONCE:
            yield some
            some = []
    if some:
        yield some


def _matches(
    index: CatalogueIndex, count: int, decided: Sequence[Decision], settings: MatchSettings
) -> tuple[Match, ...]:
    matches = [_without_text()] * count
    placed = first_rows(decided)
    for one in decided:
        match, segment = _match(index, placed, one), one.posterior.segment
        for place, row in enumerate(segment.rows):
            if segment.part == 0:
                matches[row] = match if place == 0 else _continued(match, segment.sure, settings)
            else:
                matches[row] = _and_also(matches[row], match, segment.sure, settings)
    return tuple(matches)


def posteriors(reports: Sequence[Sequence[MatchRow]], catalogue: Catalogue, weights: Weights) -> list[list[Posterior]]:
    """Everything that is found out about the segments of each report, in reading order; rows without words have none."""
    scorer = scorer_of(catalogue)
    listed = _segments(scorer, reports, weights)
    flat = [one for found in listed for one in found]
    if not flat:
        return [[] for _ in reports]
    scores = scorer.scores([one.text for one in flat])
    owner = np.repeat(np.arange(len(listed), dtype=np.int64), [len(found) for found in listed])
    vectors = comparison_vectors(scorer.index, scores, [one.code for one in flat], [one.goal for one in flat], owner)
    score, null = match_weights(weights, vectors)
    apart = probabilities(score, null)
    order = _order(catalogue, tuple(sorted(weights.context.items())))
    together, none = in_context(vectors, score, null, order, weights.context)
    chosen = one_to_one(vectors, together, none)
    best, probability = calibrated(vectors, apart, together, none, chosen, weights.verdict)
    found_out = (
        Posterior(
            one, scores[n], vectors, n, apart[n], together[n], float(none[n]), int(chosen[n]), int(best[n]), float(p)
        )
        for n, (one, p) in enumerate(zip(flat, probability, strict=True))
    )
    return [list(islice(found_out, len(found))) for found in listed]


def _segments(scorer: TextScorer, reports: Sequence[Sequence[MatchRow]], weights: Weights) -> list[list[Segment]]:
    """The segments of each report, in reading order; rows without words have none."""
    if scorer.last and scorer.last[1] is weights and [scorer.last[0]] == [*map(tuple, reports)]:
        return [scorer.last[2]]
    worded = [[n for n, row in enumerate(rows) if wording(row.text).letters] for rows in reports]
    said = [[rows[n] for n in places] for rows, places in zip(reports, worded, strict=True)]
    return [
        [replace(one, rows=tuple(places[row] for row in one.rows)) for one in found]
        if len(places) < len(rows)
        else found
        for rows, found, places in zip(reports, segments(scorer, said, weights), worded, strict=True)
    ]


@lru_cache(maxsize=8)
def scorer_of(catalogue: Catalogue) -> TextScorer:
    """The scorer of a catalogue, made on first use; it keeps the texts it has seen."""
    return TextScorer(index_of(catalogue))


@lru_cache(maxsize=16)
def _order(catalogue: Catalogue, context: tuple[tuple[str, float], ...]) -> Order:
    return Order(index_of(catalogue), dict(context))


def _decided(index: CatalogueIndex, one: Posterior, settings: MatchSettings) -> Decision:
    """A row for review shows the likelier of its best candidate and none."""
    key = index.catalogue.measures[one.vectors.measures[one.number, one.best]].key
    p = one.probability
    if p >= settings.accept:
        code, status, score = key, "auto", p
    elif p >= settings.propose:
        code, status, score = key, "review", p
    else:
        code, status, score = "", "review" if p >= settings.doubt else "unmatched", 1 - p
    if status == "auto" and _is_undecided(index, one):
        status = "review"
    order = np.argsort(-one.together, kind="stable")[:SHOWN].tolist()
    return Decision(one, code, status, score, [one.best, *(place for place in order if place != one.best)][:SHOWN])


def _match(index: CatalogueIndex, placed: Mapping[int, Posterior], decided: Decision) -> Match:
    """The decision on one segment of a report as published."""
    one, order = decided.posterior, decided.order
    measures: Ints = one.vectors.measures[one.number]
    share = _shares(one, order)
    explanation = explain(index, placed, decided)
    rival = 1 if decided.code else 0
    return Match(
        code=decided.code,
        score=round(decided.score, 4),
        status=decided.status,
        reason=explanation.reason,
        reason_mn=explanation.reason_mn,
        runner_up=index.catalogue.measures[measures[order[rival]]].key if len(order) > rival else "",
        runner_up_score=round(share[rival], 4) if len(share) > rival else 0.0,
        candidates=_candidates(index, measures, order, share, explanation),
    )


def _is_undecided(index: CatalogueIndex, one: Posterior) -> bool:
    """Whether a word is missing that decides, as the catalogue's author says: then a person decides, however alike."""
    measure = index.catalogue.measures[one.vectors.measures[one.number, one.best]]
    if not measure.deciding:
        return False
    return bool(undecided(measure, one.segment.text, index.texts[read_as(one, one.best)]))


def _shares(one: Posterior, order: Sequence[int]) -> list[float]:
    """Probabilities shown: the calibrated one for the best candidate; the others keep their proportion of what is left."""
    rest = 1 - float(one.together[one.best])
    left = (1 - one.probability) / rest if rest > 0 else 0.0
    return [one.probability, *(min(float(one.together[place]) * left, 1.0) for place in order[1:])]


def _candidates(
    index: CatalogueIndex, measures: Ints, order: Sequence[int], share: Sequence[float], explanation: Explanation
) -> tuple[tuple[str, float, tuple[Clue, ...]], ...]:
    return tuple(
        (index.catalogue.measures[measures[place]].key, round(p, 4), clues)
        for place, p, clues in zip(order, share, explanation.clues, strict=True)
    )


def _without_text() -> Match:
    return Match(score=1.0, reason="the row has no text", reason_mn="мөрөнд бичвэр алга")


def _continued(match: Match, sure: float, settings: MatchSettings) -> Match:
    score = round(match.score * sure, 4)
    return Match(
        match.code, score, "review" if match.status == "auto" and score < settings.accept else match.status,
        f"continues the row above; {match.reason}", f"дээд мөрийн үргэлжлэл; {match.reason_mn}",
        match.runner_up, match.runner_up_score, match.candidates, continues=True,
    )  # fmt: skip


def _and_also(first: Match, second: Match, sure: float, settings: MatchSettings) -> Match:
    """One row, two measures (so surely): both are named; the row is as sure as the less sure of them. Words behind a
    measure that may be a second one, but not surely, make the row one for a person."""
    if not second.code:
        if first.status != "auto" or second.status != "review":
            return first
        return replace(
            first, status="review",
            reason=f"{first.reason}; what stands behind it may be another measure",
            reason_mn=f"{first.reason_mn}; ард нь өөр арга хэмжээ байж магадгүй",
        )  # fmt: skip
    if not first.code:
        return Match(
            second.code, second.score, second.status, second.reason, second.reason_mn,
            second.runner_up, second.runner_up_score, second.candidates,
        )  # fmt: skip
    status = "auto" if first.status == second.status == "auto" and sure >= settings.accept else "review"
    return Match(
        first.code, round(min(first.score, second.score) * sure, 4), status,
        f"two measures in one row: {first.code} and {second.code}; {first.reason}; and {second.reason}",
        f"нэг мөрөнд хоёр арга хэмжээ: {first.code}, {second.code}; {first.reason_mn}; мөн {second.reason_mn}",
        first.runner_up, first.runner_up_score, (*first.candidates, *second.candidates[:1]),
        also=((second.code, second.score),),
    )  # fmt: skip
