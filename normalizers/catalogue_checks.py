"""Is a catalogue fit to match with, and how does one year's catalogue map onto another's?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np
from rapidfuzz import fuzz, process

from normalizers.catalogue import Catalogue, Measure
from normalizers.matching import MatchRow, match_report
from normalizers.wording import wording
from parsers.lettering import squashed

ALIKE: Final = 88.0  # letters alike from which two measures are hard to tell apart
_SHORTEST: Final = 3  # telling words below which a measure can hardly be recognised


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a catalogue: ``error`` (cannot be told apart or used) or ``warning`` (will go to review)."""

    severity: str
    keys: tuple[str, ...]
    message: str
    message_mn: str


@dataclass(frozen=True, slots=True)
class Link:
    """A measure of one catalogue and the one of another it continues; ``to`` is None for one that ended, ``of`` is None
    for one that is new. ``probability`` that the link (or its absence) is right."""

    of: Measure | None
    to: Measure | None
    probability: float
    status: str
    reason: str


def check(catalogue: Catalogue) -> list[Problem]:
    """Problems of a catalogue, errors first: measures that cannot be told apart, thin texts, deciding words that are
    in no text, missing goals."""
    found = [*_alike(catalogue), *_thin(catalogue), *_deciding(catalogue)]
    return sorted(found, key=lambda problem: (problem.severity, problem.keys))


def _alike(catalogue: Catalogue) -> Iterator[Problem]:
    letters = [wording(measure.text).letters for measure in catalogue.measures]
    table = process.cdist(letters, letters, scorer=fuzz.ratio, score_cutoff=ALIKE, dtype=np.float32)
    for first, second in combinations(range(len(letters)), 2):
        one, other = catalogue.measures[first], catalogue.measures[second]
        if table[first, second] == 0 or one.plan != other.plan:
            continue
        own, theirs = _only(one, other), _only(other, one)
        keys = (one.key, other.key)
        if not own and not theirs:
            yield Problem("error", keys, "say the same in the same words", "ижил үгтэй, ялгах боломжгүй")
        elif not one.deciding or not other.deciding:
            differ = f"{', '.join(own) or '-'} / {', '.join(theirs) or '-'}"
            yield Problem(
                "warning", keys, f"differ only in: {differ}; name these as deciding words", f"зөвхөн ялгаа: {differ}"
            )


def _only(one: Measure, other: Measure) -> tuple[str, ...]:
    own, lacking = wording(one.text), set(wording(other.text).stems)
    return tuple(word for word, stem in zip(own.words, own.stems, strict=True) if stem not in lacking)


def _thin(catalogue: Catalogue) -> Iterator[Problem]:
    for measure in catalogue.measures:
        if len(wording(measure.text).stems) < _SHORTEST:
            yield Problem("warning", (measure.key,), "has fewer than three telling words", "ялгагч үг хэт цөөн")
        if not measure.goal.text:
            yield Problem("warning", (measure.key,), "has no goal text", "зорилгын бичвэргүй")


def _deciding(catalogue: Catalogue) -> Iterator[Problem]:
    for measure in catalogue.measures:
        texts = [squashed(text) for text in (measure.text, *measure.aliases)]
        for word in measure.deciding:
            if not any(squashed(word) in text for text in texts):
                yield Problem(
                    "error", (measure.key,), f"deciding word {word!r} is in none of its texts",
                    f"ялгагч үг «{word}» бичвэрт нь алга",
                )  # fmt: skip


def compare(of: Catalogue, to: Catalogue) -> list[Link]:
    """Every measure of ``of`` with its continuation in ``to``, then the measures of ``to`` that are new. Codes are not
    looked at: they are never comparable across years."""
    matches = match_report([MatchRow(one.goal.text, "", one.text) for one in of.measures], to)
    links, reached = [], set()
    for measure, match in zip(of.measures, matches, strict=True):
        target = to.by_key.get(match.code)
        if target is not None:
            reached.add(target.key)
        links.append(Link(measure, target, match.score, match.status, match.reason))
    new = [measure for measure in to.measures if measure.key not in reached]
    return [*links, *(Link(None, measure, 1.0, "new", f"in {to.id} only") for measure in new)]
