"""A row that holds two measures: its two halves fit two different measures better than the whole fits any.

Every gap between words is tried as the place of the cut; whether the best of them is one is left to a small regression.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from normalizers.linkage.candidates import SIZES, CatalogueIndex, grams_of, plain_code
from normalizers.linkage.comparisons import PAIR_AT
from normalizers.linkage.records import Booleans, Cut, Floats, Ints, TextScore
from normalizers.linkage.scoring import TextScorer
from normalizers.linkage.wording import letters_of, wording

SPLITTER: Final = (
    "bias", "weaker", "weaker>0.4", "weaker>0.6", "stronger", "better", "better>0", "apart", "stop", "comma", "coded",
    "coded_same", "follows", "capital", "longer", "shorter", "left_whole", "right_whole", "inside", "covered",
    "first_code", "other_code",
)  # fmt: skip
_SECOND_CODE: Final = re.compile(r"\(?\d{1,2}[.,-]\d{1,2}\.?\)?(?=\s*[А-ЯӨҮЁа-яөүё“\"«]|$)")
# How much longer a row with two measures is at least than the measure it holds: where a stop or code stands inside, else.
_LONGER: Final = 0.15
_MUCH_LONGER: Final = 0.3
_OF_TWO: Final = 0.25  # and how much shorter than two it may be where it holds none
_DIVISION: Final = re.compile(r"[;.]\s+\S|\d\.\d")
_COVERED: Final = 0.6  # share of a measure's letters from which a row may hold it
_AFTER_STOP: Final = 0.1  # a cut after a semicolon or full stop may fit less well
_AT_CODE: Final = 0.15  # and one at a printed code still less
_FEWEST_WORDS: Final = 3
_TWO: Final = 0.5  # probability from which a row is split


def cuts(scorer: TextScorer, texts: Sequence[str]) -> list[Cut | None]:
    """The likeliest cut of every text; None where the text is no longer than the measure that it fits best."""
    found = {text: scorer.cuts[text] for text in texts if text in scorer.cuts}
    new = [text for text in dict.fromkeys(texts) if text not in found]
    found |= dict.fromkeys(new)
    if new:
        scores = scorer.scores(new)
        for number in np.flatnonzero(_may_hold_two(scorer.index, new, scores)).tolist():
            found[new[number]] = _cut(scorer.index, new[number], scores[number])
    scorer.cuts |= found
    return [found[text] for text in texts]


def _may_hold_two(index: CatalogueIndex, texts: Sequence[str], scores: Sequence[TextScore]) -> Booleans:
    """Whether texts are long enough for two measures: beyond the measure that they hold, or as long as two short ones;
    texts that nothing divides must be longer."""
    covered = np.array([score.pair[:, PAIR_AT["letters_measure"]] for score in scores])
    lengths = index.letter_counts[np.array([score.columns for score in scores])]
    longest = np.where(covered >= _COVERED, lengths, 0).max(axis=1)
    shortest = np.sort(index.letter_counts)[:2].sum()
    length = np.array([len(wording(text).letters) for text in texts])
    over = np.where(longest > 0, length / np.maximum(longest, 1), length / max(shortest, 1) + _OF_TWO) - 1
    divided = np.array([bool(_DIVISION.search(text)) for text in texts])
    enough: Booleans = over >= np.where(divided, _LONGER, _MUCH_LONGER)
    return enough


def is_double(index: CatalogueIndex, cut: Cut, code: str, weights: Mapping[str, float]) -> float:
    """Probability that a row with this printed code holds the two measures of the cut; 0 where it is too low."""
    clues = splitter_clues(index, cut, code)
    odds = sum(weights.get(name, 0.0) * value for name, value in zip(SPLITTER, clues, strict=True))
    p = float(1 / (1 + np.exp(-odds)))
    return p if p >= _TWO else 0.0


def splitter_clues(index: CatalogueIndex, cut: Cut, code: str) -> tuple[float, ...]:
    """The clues for and against two measures, in the order of ``SPLITTER``."""
    printed = plain_code(code)
    first = bool(printed) and printed == index.codes[cut.measures[0]]
    return (*cut.clues, float(first), float(bool(printed) and not first))


def _cut(index: CatalogueIndex, text: str, score: TextScore) -> Cut | None:
    words = text.split()
    if len(words) < 2 * _FEWEST_WORDS or len(score.columns) < 2:
        return None
    places = range(_FEWEST_WORDS, len(words) - _FEWEST_WORDS + 1)
    letters = [letters_of(word) for word in words]
    ends = np.cumsum([len(one) for one in letters])
    left, right = _fits(index, "".join(letters), ends[[place - 1 for place in places]], score.columns)
    marks = np.array([
        _AFTER_STOP * words[place - 1].endswith((";", ".")) + _AT_CODE * bool(_SECOND_CODE.match(words[place]))
        for place in places
    ])  # fmt: skip
    fit = left[:, :, None] + right[:, None, :]
    fit[:, np.arange(len(score.columns)), np.arange(len(score.columns))] = -1
    line, one, other = np.unravel_index((fit + marks[:, None, None]).argmax(), fit.shape)
    place, above, below = places[int(line)], float(left[line, one]), float(right[line, other])
    coded = _SECOND_CODE.match(" ".join(words[place:]))
    code = plain_code(coded.group()) if coded else ""
    rest = " ".join(words[place:])[coded.end() if coded else 0 :].strip()
    first, second = (int(number) for number in score.measures[[one, other]])
    have, wanted = len("".join(letters)), np.maximum(index.letter_counts[score.columns], 1)
    whole = score.dots[score.columns] / max(score.norm, 1e-9)
    before = words[place - 1]
    clues = (
        1.0,
        min(above, below),
        max(min(above, below) - 0.4, 0.0),
        max(min(above, below) - 0.6, 0.0),
        max(above, below),
        (above + below) / 2 - float(whole.max()),
        max((above + below) / 2 - float(whole.max()), 0.0),
        float(min(above - left[line, other], below - right[line, one])),
        float(before.endswith((";", "."))),
        float(before.endswith(",")),
        float(bool(coded)),
        float(bool(coded) and code == index.codes[second]),
        float(second - first == 1),
        float(rest[:1].isupper() and not text.isupper()),
        float(np.clip(have / wanted[int(whole.argmax())] - 1, 0, 1)),
        float(np.clip(1 - have / (wanted[one] + wanted[other]), 0, 1)),
        float(np.clip(ends[place - 1] / wanted[one], 0, 1.2)),
        float(np.clip((have - ends[place - 1]) / wanted[other], 0, 1.2)),
        float(score.pair[:, PAIR_AT["letters_row"]].max()),
        float(score.pair[:, PAIR_AT["letters_measure"]].max()),
    )
    return Cut(" ".join(words[:place]), rest, coded.group().strip("().,") if coded else "", (first, second), clues)


def _fits(index: CatalogueIndex, letters: str, ends: Ints, columns: Ints) -> tuple[Floats, Floats]:
    """Cosines of the first letters (up to each end) and of the rest with some texts of the catalogue (ends x columns).
    What a text gains with each of its n-grams is added up from either side."""
    dots, square = np.zeros((2, len(ends), len(columns))), np.zeros((2, len(ends), 1))
    for size, slot in zip(SIZES, grams_of(letters), strict=True):
        column = index.column_of[slot]
        weight = np.where(column >= 0, index.gram_weight[column], index.new_gram_weight)[:, None]
        shared = np.where(column[:, None] >= 0, index.gram_vectors[column][:, columns], 0) * weight
        ahead, back = ((2 * n[:, None] + 1) * weight**2 for n in (_times_before(slot), _times_before(slot[::-1])[::-1]))
        within, behind = np.clip(ends - size + 1, 0, len(slot)), np.minimum(ends, len(slot))
        for total, first, last in ((dots, shared, shared), (square, ahead, back)):
            total[0] += _sums(first)[within]
            total[1] += _sums(last[::-1])[::-1][behind]
    left, right = dots / np.sqrt(np.maximum(square, 1e-9))
    return left, right


def _sums(values: Floats) -> Floats:
    """What stands before each place, added up; one line more than the values."""
    return np.concatenate([np.zeros((1, values.shape[1])), np.cumsum(values, axis=0)])


def _times_before(slots: Ints) -> Ints:
    """How often each value stands before its place."""
    order = np.argsort(slots, kind="stable")
    ranked = slots[order]
    first = np.flatnonzero(np.diff(ranked, prepend=-1))
    times = np.empty(len(slots), dtype=np.int64)
    times[order] = np.arange(len(slots)) - np.repeat(first, np.diff(first, append=len(slots)))
    return times
