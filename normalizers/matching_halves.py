"""A row that holds two measures: its two halves fit two different measures better than the whole fits any."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np

from normalizers.matching_features import PAIR, TextScore, TextScorer
from normalizers.wording import letters_of, wording

Halves = tuple[tuple[str, str], ...]  # (own code, text)

_P: Final = {name: number for number, name in enumerate(PAIR)}
_SECOND_CODE: Final = re.compile(r"(?<!\d)(?<!\d[.,])\d{1,2}\.\d{1,2}\.?(?=\s*[А-ЯӨҮЁа-яөүё“\"«])")
_TWO_LEVELS: Final = re.compile(r"\d\.\d")
_MARGIN: Final = 15  # letters that must stand on both sides of a second code
_LONGER: Final = 1.2  # a row with two measures is longer than the measure it fits best by at least this
_COVERED: Final = 0.6  # share of a measure's letters from which a row may hold it
_HALF_FITS: Final = 0.5
_BETTER: Final = 0.05  # the halves fit better than the whole by at least this, on average
_BOTH_FIT: Final = 0.6  # from here on any gain is enough
_AFTER_STOP: Final = 0.1  # a cut after a semicolon or full stop may fit less well
_FEWEST_WORDS: Final = 3


def halves(scorer: TextScorer, texts: Sequence[str]) -> list[Halves]:
    """The two measures that a text holds, as (own code, text) each; the whole text when it holds one."""
    found = {text: scorer.halves[text] for text in texts if text in scorer.halves}
    new = [text for text in dict.fromkeys(texts) if text not in found]
    coded = {text: cut for text in new if (cut := _cut_at_code(scorer, text)) is not None}
    rest = [text for text in new if text not in coded]
    found |= coded | dict(zip(rest, _cuts_without_code(scorer, rest), strict=True))
    scorer.halves |= found
    return [found[text] for text in texts]


def _cut_at_code(scorer: TextScorer, text: str) -> Halves | None:
    if not _TWO_LEVELS.search(text):  # looked for much faster
        return None
    for found in _SECOND_CODE.finditer(text):
        left, right = text[: found.start()], text[found.end() :]
        if min(len(left.strip()), len(right.strip())) > _MARGIN and _differ(scorer, left, right, 0.3):
            return ("", left.strip()), (found.group().rstrip("."), right.strip())
    return None


def _differ(scorer: TextScorer, left: str, right: str, least: float) -> bool:
    one, other = (score.dots / max(score.norm, 1e-9) for score in scorer.scores([left, right]))
    owner = scorer.index.owner
    return min(one.max(), other.max()) >= least and bool(owner[one.argmax()] != owner[other.argmax()])


def _cuts_without_code(scorer: TextScorer, texts: Sequence[str]) -> list[Halves]:
    """Texts in two where they fall into two measures, judged at every word; else whole."""
    whole: list[Halves] = [(("", text),) for text in texts]
    if not texts:
        return whole
    scores = scorer.scores(texts)
    covered = np.array([score.pair[:, _P["letters_measure"]] for score in scores])
    ideal = scorer.index.letter_counts[np.array([score.columns for score in scores])]
    longest = np.where(covered >= _COVERED, ideal, 0).max(axis=1)
    length = np.array([len(wording(text).letters) for text in texts])
    for number in np.flatnonzero((longest > 0) & (length >= _LONGER * longest)).tolist():
        whole[number] = _cut_without_code(scorer, texts[number], scores[number])
    return whole


def _cut_without_code(scorer: TextScorer, text: str, score: TextScore) -> Halves:
    index = scorer.index
    words = text.split()
    if len(words) < 2 * _FEWEST_WORDS:
        return (("", text),)
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
        return (("", text),)
    cut = best + _FEWEST_WORDS
    return ("", " ".join(words[:cut])), ("", " ".join(words[cut:]))
