"""A row that holds two measures: its two halves fit two different measures better than the whole fits any.

Takes texts of rows; gives the likeliest cut of each, if any. Every gap between words is tried as the place of the cut;
whether the best of them is one is left to a small regression.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from normalizers.linkage.candidates import SIZES, TINY, CatalogueIndex, grams_of, plain_code
from normalizers.linkage.comparisons import PAIR_AT, Comparison, names_with_levels, with_levels
from normalizers.linkage.records import Booleans, Cut, Floats, Ints, TextScore
from normalizers.linkage.scoring import TextScorer
from normalizers.linkage.wording import letters_of, wording

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
_MUCH: Final = 1.2  # a half so much longer than its measure is long says nothing more


@dataclass(frozen=True, slots=True)
class CutEvidence:
    """A text and its likeliest cut: how well (cosine, 0-1) each half fits its measure, each fits the other's and the whole
    fits any (``whole``); the word before the cut, what is printed as a code and the code wanted, the text behind; whether
    the second measure is the one after the first; letters of the whole and of the first half (``have``, ``ahead``), of
    the measure that fits the whole (``of_whole``) and of both; the most that any candidate covers of the text's letters
    (``inside``) and has covered of its own (``covered``)."""

    left: float
    right: float
    left_other: float
    right_other: float
    whole: float
    before: str
    coded: bool
    same_code: bool
    follows: bool
    capital: bool
    have: int
    ahead: int
    of_whole: int
    of_first: int
    of_second: int
    inside: float
    covered: float

    @property
    def better(self) -> float:
        """How much better the halves fit than the whole."""
        return (self.left + self.right) / 2 - self.whole


@dataclass(frozen=True, slots=True)
class CodeEvidence:
    """The code printed before a row: whether there is one, and whether it is that of the first measure of the cut."""

    printed: bool
    first: bool


_OF_CUT: Final = (
    Comparison(CutEvidence, "bias", lambda e: 1.0),
    Comparison(CutEvidence, "weaker", lambda e: min(e.left, e.right), (0.4, 0.6)),
    Comparison(CutEvidence, "stronger", lambda e: max(e.left, e.right)),
    Comparison(CutEvidence, "better", lambda e: e.better, (0.0,)),
    Comparison(CutEvidence, "apart", lambda e: min(e.left - e.left_other, e.right - e.right_other)),
    Comparison(CutEvidence, "stop", lambda e: e.before.endswith((";", "."))),
    Comparison(CutEvidence, "comma", lambda e: e.before.endswith(",")),
    Comparison(CutEvidence, "coded", lambda e: e.coded),
    Comparison(CutEvidence, "coded_same", lambda e: e.coded and e.same_code),
    Comparison(CutEvidence, "follows", lambda e: e.follows),
    Comparison(CutEvidence, "capital", lambda e: e.capital),
    Comparison(CutEvidence, "longer", lambda e: np.clip(e.have / e.of_whole - 1, 0, 1)),
    Comparison(CutEvidence, "shorter", lambda e: np.clip(1 - e.have / (e.of_first + e.of_second), 0, 1)),
    Comparison(CutEvidence, "left_whole", lambda e: np.clip(e.ahead / e.of_first, 0, _MUCH)),
    Comparison(CutEvidence, "right_whole", lambda e: np.clip((e.have - e.ahead) / e.of_second, 0, _MUCH)),
    Comparison(CutEvidence, "inside", lambda e: e.inside),
    Comparison(CutEvidence, "covered", lambda e: e.covered),
)
_OF_CODE: Final = (
    Comparison(CodeEvidence, "first_code", lambda e: e.first),
    Comparison(CodeEvidence, "other_code", lambda e: e.printed and not e.first),
)
SPLITTER: Final = names_with_levels(_OF_CUT, _OF_CODE)


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
    odds = sum(weights[name] * value for name, value in zip(SPLITTER, splitter_vector(index, cut, code), strict=True))
    p = float(1 / (1 + np.exp(-odds)))
    return p if p >= _TWO else 0.0


def splitter_vector(index: CatalogueIndex, cut: Cut, code: str) -> tuple[float, ...]:
    """The comparison vector for and against two measures, in the order of ``SPLITTER``."""
    printed = plain_code(code)
    evidence = CodeEvidence(bool(printed), bool(printed) and printed == index.codes[cut.measures[0]])
    return (*cut.compared, *map(float, with_levels(_OF_CODE, evidence)))


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
    whole = score.dots[score.columns] / max(score.norm, TINY)
    at_whole = int(whole.argmax())
    evidence = CutEvidence(
        left=above,
        right=below,
        left_other=float(left[line, other]),
        right_other=float(right[line, one]),
        whole=float(whole.max()),
        before=words[place - 1],
        coded=bool(coded),
        same_code=code == index.codes[second],
        follows=second - first == 1,
        capital=rest[:1].isupper() and not text.isupper(),
        have=have,
        ahead=int(ends[place - 1]),
        of_whole=int(wanted[at_whole]),
        of_first=int(wanted[one]),
        of_second=int(wanted[other]),
        inside=float(score.pair[:, PAIR_AT["letters_row"]].max()),
        covered=float(score.pair[:, PAIR_AT["letters_measure"]].max()),
    )
    compared = tuple(map(float, with_levels(_OF_CUT, evidence)))
    return Cut(" ".join(words[:place]), rest, coded.group().strip("().,") if coded else "", (first, second), compared)


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
    left, right = dots / np.sqrt(np.maximum(square, TINY))
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
