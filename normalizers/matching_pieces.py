"""Rows that are not one measure: a measure cut over two rows, and a row that holds two measures.

Both are recognised by the scores that matching uses anyway: two pieces that fit a measure better together than apart,
or one text whose two halves fit two different measures better than the whole fits any.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from rapidfuzz import fuzz

from normalizers.matching_features import PAIR, TextScore, TextScorer
from normalizers.matching_index import CatalogueIndex
from normalizers.wording import letters_of, wording

JOINER: Final = (
    "bias", "gain", "joined", "first", "second", "first_code", "second_code", "first_ends", "second_starts",
    "same_best", "capitals", "length", "first_misses", "first_inside", "second_inside", "too_long",
    "second_follows", "second_follows>0.6", "second_within", "second_within>0.6",
)  # fmt: skip
_P: Final = {name: number for number, name in enumerate(PAIR)}
_SECOND_CODE: Final = re.compile(r"(?<!\d)(?<!\d[.,])\d{1,2}\.\d{1,2}\.?(?=\s*[А-ЯӨҮЁа-яөүё“\"«])")
_MARGIN: Final = 15  # letters that must stand on both sides of a second code
_LONGER: Final = 1.2  # a row with two measures is longer than the measure it fits best by at least this
_HALF_FITS: Final = 0.5
_BETTER: Final = 0.05  # the halves fit better than the whole by at least this, on average
_BOTH_FIT: Final = 0.6  # from here on any gain is enough
_AFTER_STOP: Final = 0.1  # a cut after a semicolon or full stop may fit less well
_FEWEST_WORDS: Final = 3


@dataclass(frozen=True, slots=True)
class Piece:
    """A text to be matched, the rows it came from (several: joined, with probability ``sure``), and its part of a row
    (0 unless it was split)."""

    rows: tuple[int, ...]
    text: str
    code: str
    goal: str
    part: int = 0
    sure: float = 1.0


def pieces(scorer: TextScorer, rows: Sequence[tuple[str, str, str]], weights: Mapping[str, float]) -> list[Piece]:
    """Rows as (goal, code, text), in reading order, as the texts to match: cut rows joined, double rows split."""
    scores = scorer.scores([text for _, _, text in rows])
    groups: list[list[int]] = []
    sureness: list[float] = []
    for number in range(len(rows)):
        p = continues(scorer.index, rows, scores, groups[-1], number, weights) if groups else 0.0
        if p >= 0.5:
            groups[-1].append(number)
            sureness[-1] = min(sureness[-1], p)
        else:
            groups.append([number])
            sureness.append(1.0)
    found: list[Piece] = []
    for group, sure in zip(groups, sureness, strict=True):
        goal, code, _ = rows[group[0]]
        if len(group) > 1:
            found.append(Piece(tuple(group), " ".join(rows[number][2] for number in group), code, goal, sure=sure))
            continue
        parts = halves(scorer, rows[group[0]][2], scores[group[0]])
        for part, (own_code, text) in enumerate(parts):
            found.append(Piece(tuple(group), text, own_code or (code if part == 0 else ""), goal, part))
    return found


def continues(
    index: CatalogueIndex,
    rows: Sequence[tuple[str, str, str]],
    scores: Sequence[TextScore],
    group: Sequence[int],
    number: int,
    weights: Mapping[str, float],
) -> float:
    """Probability that row ``number`` is the continuation of the rows in ``group`` just before it."""
    clues = joiner_clues(index, rows, scores, group, number)
    odds = sum(weights.get(name, 0.0) * value for name, value in zip(JOINER, clues, strict=True))
    return float(1 / (1 + np.exp(-odds)))


def joiner_clues(
    index: CatalogueIndex,
    rows: Sequence[tuple[str, str, str]],
    scores: Sequence[TextScore],
    group: Sequence[int],
    number: int,
) -> tuple[float, ...]:
    """The clues for and against joining, in the order of ``JOINER``."""
    dots = sum(scores[member].dots for member in group)
    square = sum(scores[member].norm ** 2 for member in group)
    below = scores[number]
    first = dots / max(square**0.5, 1e-9)
    second = below.dots / max(below.norm, 1e-9)
    both = (dots + below.dots) / max((square + below.norm**2) ** 0.5, 1e-9)
    best = int(np.argmax(both))
    above_text, text = rows[group[-1]][2].strip(), rows[number][2].strip()
    letters = [letter for letter in text if letter.isalpha()]
    ideal = len(index.wordings[best].letters) or 1
    have = sum(len(wording(rows[member][2]).letters) for member in group)
    follows, within = _fits_behind(wording(text).letters, index.wordings[best].letters, have)
    return (
        1.0,
        float(both[best] - max(first.max(), second.max())),
        float(both[best]),
        float(first.max()),
        float(second.max()),
        float(bool(rows[group[-1]][1])),
        float(bool(rows[number][1])),
        float(above_text.endswith((";", "."))),
        float(bool(text) and (text[0].islower() or text[0] in ",;)")),
        float(np.argmax(first) == np.argmax(second)),
        float(bool(letters) and all(map(str.isupper, letters))),
        float(np.log1p(len(text))) / 5,
        float(np.clip(1 - have / ideal, 0, 1)),
        float(scores[group[-1]].inside[best]),
        float(below.inside[best]),
        float(np.clip((have + len(wording(text).letters)) / ideal - 1, 0, 1)),
        follows,
        max(follows - 0.6, 0.0),
        within,
        max(within - 0.6, 0.0),
    )


def _fits_behind(letters: str, measure: str, have: int) -> tuple[float, float]:
    """How well letters continue a measure of which ``have`` letters stand above, and how well they fit anywhere in it."""
    if not letters:
        return 0.0, 0.0
    behind = (measure[have : have + len(letters)], measure[-len(letters) :])
    within = fuzz.partial_ratio(letters, measure) if len(letters) <= len(measure) else fuzz.ratio(letters, measure)
    return max(fuzz.ratio(letters, part) for part in behind) / 100, within / 100


def halves(scorer: TextScorer, text: str, score: TextScore) -> list[tuple[str, str]]:
    """The two measures that one row holds, as (own code, text) each; the whole text when it holds one."""
    for found in _SECOND_CODE.finditer(text):
        left, right = text[: found.start()], text[found.end() :]
        if min(len(left.strip()), len(right.strip())) > _MARGIN and _differ(scorer, left, right, 0.3):
            return [("", left.strip()), (found.group().rstrip("."), right.strip())]
    cut = _cut_without_code(scorer, text, score)
    return [("", part) for part in cut] if cut else [("", text)]


def _differ(scorer: TextScorer, left: str, right: str, least: float) -> bool:
    one, other = (score.dots / max(score.norm, 1e-9) for score in scorer.scores([left, right]))
    owner = scorer.index.owner
    return min(one.max(), other.max()) >= least and bool(owner[one.argmax()] != owner[other.argmax()])


def _cut_without_code(scorer: TextScorer, text: str, score: TextScore) -> tuple[str, str] | None:
    """Where the text falls into two measures, judged at every word; None when the whole is better."""
    index = scorer.index
    words = text.split()
    if len(words) < 2 * _FEWEST_WORDS or not len(score.columns):
        return None
    length = len(wording(text).letters)
    covered = score.pair[:, _P["letters_measure"]]
    ideal = np.array([len(index.wordings[column].letters) for column in score.columns])
    fitting = covered >= 0.6
    if not fitting.any() or length < _LONGER * ideal[fitting].max():
        return None
    whole = float((score.dots / max(score.norm, 1e-9)).max())
    places = range(_FEWEST_WORDS, len(words) - _FEWEST_WORDS + 1)
    letters = [letters_of(word) for word in words]
    cosine = scorer.cosines(["".join(part) for place in places for part in (letters[:place], letters[place:])])
    left, right = cosine[0::2], cosine[1::2]
    owner = index.owner
    differ = owner[left.argmax(axis=1)] != owner[right.argmax(axis=1)]
    fit = np.where(differ, left.max(axis=1) + right.max(axis=1), 0)
    ends = np.array([words[place - 1].endswith((";", ".")) for place in places])
    best = int((fit + _AFTER_STOP * ends).argmax())
    weaker = min(left[best].max(), right[best].max()) + _AFTER_STOP * ends[best]
    better = fit[best] / 2 - whole
    if not (weaker >= _BOTH_FIT and better > 0) and not (weaker >= _HALF_FITS and better >= _BETTER):
        return None
    cut = best + _FEWEST_WORDS
    return " ".join(words[:cut]), " ".join(words[cut:])
