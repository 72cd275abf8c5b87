"""Which words of a row stand in place of other words of a measure: what tells a near-duplicate from the measure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from normalizers.matching_index import CatalogueIndex
from normalizers.wording import Wording
from parsers.vocabulary import is_word

_LONGEST_SWAP: Final = 3  # a longer run of other words is another wording, not a replaced word
# Letters alike (0-100) from which what replaces words is these words damaged: whole runs, real words, other words.
_SAME_BLOCK: Final = 70
_SAME_REAL: Final = 75
_SAME_DAMAGED: Final = 45
_SHORTEST: Final = 2  # letters of a word that may stand for another
_SHORT: Final = 4
_SHORT_LOST: Final = 0.6
_DISPLACED: Final = 0.4  # a word that the measure has elsewhere stands for another one from here on
_ABSENT: Final = 0.42  # a word of the measure is not in the row, not even damaged, from here on
MOST_ABSENT: Final = 4
_VERB: Final = re.compile(r"(?:[аэоөуүи]х|с[аэоө]н|[^аэоөуүиыяеёю]ж|[аэоө]{2}д|н[аэоө])$")


@dataclass(frozen=True, slots=True)
class Swap:
    """A word of the row that stands where the measure has clearly another: the word, its skeleton, the place of the
    swap in the row (words swapped together share it), and whether it is a verb form (verbs are varied freely).
    ``gone`` (0-1): how surely the one word is another and the other nowhere in the row."""

    word: str
    stem: str
    block: int
    verb: bool
    gone: float = 0.0


Numbered = tuple[list[int], list[int]]


def swaps(
    index: CatalogueIndex, row: Wording, column: int, beside: Numbered | None = None
) -> tuple[list[Swap], int, int]:
    """The words of the row that replace words of a measure, the number of real words that it has in addition, and the
    number of the measure's words that it leaves out. ``beside``: both as :func:`numbered` gives them, where known."""
    one, other = beside or numbered(index, row, column)
    measure = index.wordings[column].stems
    reached = set(one)
    found: list[Swap] = []
    inserted = dropped = 0
    for number, step in enumerate(Levenshtein.opcodes(one, other)):
        i1, i2, j1, j2 = step.src_start, step.src_end, step.dest_start, step.dest_end
        if step.tag == "equal":
            continue
        if step.tag != "replace" or max(i2 - i1, j2 - j1) > _LONGEST_SWAP:
            dropped += sum(other[k] not in reached for k in range(j1, j2))
        strange = [k for k in range(i1, i2) if one[k] < 0]
        if step.tag != "replace" or max(i2 - i1, j2 - j1) > _LONGEST_SWAP:
            inserted += sum(is_word(row.words[k]) for k in strange)
        elif fuzz.ratio("".join(row.stems[i1:i2]), "".join(measure[j1:j2])) < _SAME_BLOCK:
            lost = _lost([measure[k] for k in range(j1, j2) if other[k] not in reached], row.letters)
            for k in range(i1, i2):
                swap = _swap(row, k, measure[j1:j2], lost, index.wordings[column].letters, number)
                if swap is not None and (one[k] < 0 or (swap.gone >= _DISPLACED and is_word(swap.word))):
                    found.append(swap)
    return found, inserted, dropped


def absent(index: CatalogueIndex, row: Wording, column: int, beside: Numbered) -> tuple[float, int]:
    """Words of the measure that stand nowhere in the row, not even damaged: how surely the surest of those is gone that
    have other words in their place, and how many there are at all (counted up to ``MOST_ABSENT``)."""
    one, other = beside
    reached, stems = set(one), index.wordings[column].stems
    replaced, count = 0.0, 0
    for step in Levenshtein.opcodes(one, other):
        swapped = (
            step.tag == "replace"
            and max(step.src_end - step.src_start, step.dest_end - step.dest_start) <= _LONGEST_SWAP
        )
        if step.tag not in ("replace", "insert"):
            continue
        for place in range(step.dest_start, step.dest_end):
            if other[place] in reached:
                continue
            lost = _lost([stems[place]], row.letters)
            if swapped and len(stems[place]) > _SHORT:
                replaced = max(replaced, lost)
            count += lost >= _ABSENT
            if count >= MOST_ABSENT:
                return replaced, count
    return replaced, count


def _swap(row: Wording, place: int, instead_of: Sequence[str], lost: float, letters: str, block: int) -> Swap | None:
    """A row word as a swap for words of the measure; None where it is one of them damaged or inflected. A real word is
    what it is; of another it counts how little of it stands anywhere in the measure."""
    word, stem = row.words[place], row.stems[place]
    real = is_word(word)
    alike = max(fuzz.ratio(stem, other) for other in instead_of)
    if alike >= (_SAME_REAL if real else _SAME_DAMAGED) or len(stem) < _SHORTEST:
        return None
    strange = 1 - (alike if real else fuzz.partial_ratio(stem, letters)) / 100
    return Swap(word, stem, block, bool(_VERB.search(word)), min(lost, strange))


def _lost(stems: Sequence[str], letters: str) -> float:
    """How surely one of these words stands nowhere in a text given by its letters, not even damaged or run together.
    Short words are found anywhere by chance unless they are asked for to the letter."""
    return max((_SHORT_LOST * (stem not in letters) if len(stem) <= _SHORT
                else 1 - fuzz.partial_ratio(stem, letters) / 100 for stem in stems), default=0.0)  # fmt: skip


def numbered(index: CatalogueIndex, row: Wording, column: int) -> Numbered:
    """Row and measure as sequences of numbers, equal where the words are alike; a row word like none is negative."""
    wanted = index.word_ids[column]
    ids = index.word_rows([row])[0]
    alike = index.alike[ids][:, wanted] if len(wanted) and len(ids) else np.zeros((len(ids), 1), dtype=np.float32)
    best, score = alike.argmax(axis=1), alike.max(axis=1)
    place = {stem: number for number, stem in enumerate(dict.fromkeys(row.stems))}
    position = {index.vocabulary[word]: number for number, word in enumerate(wanted)}
    one = [int(best[place[stem]]) if score[place[stem]] > 0 else -1 - place[stem] for stem in row.stems]
    other = [position[stem] for stem in index.wordings[column].stems]
    return one, other
