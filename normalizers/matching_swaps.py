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
_SHORTEST_GONE: Final = 2
_VERB: Final = re.compile(r"(?:[аэоөуүи]х|с[аэоө]н|[^аэоөуүиыяеёю]ж|[аэоө]{2}д|н[аэоө])$")


@dataclass(frozen=True, slots=True)
class Swap:
    """A word of the row that stands where the measure has clearly another: the word, its skeleton, the place of the
    swap in the row (words swapped together share it), and whether it is a verb form (verbs are varied freely).
    ``gone`` (0-1): how surely the one word is nowhere in the measure and the other nowhere in the row."""

    word: str
    stem: str
    block: int
    verb: bool
    gone: float = 0.0


def swaps(index: CatalogueIndex, row: Wording, column: int) -> tuple[list[Swap], int, int]:
    """The words of the row that replace words of a measure, the number of real words that it has in addition, and the
    number of the measure's words that it leaves out."""
    one, other = numbered(index, row, column)
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
            lost = _gone([measure[k] for k in range(j1, j2) if other[k] not in reached], row.letters)
            found += [
                Swap(
                    row.words[k],
                    row.stems[k],
                    number,
                    bool(_VERB.search(row.words[k])),
                    min(lost, _gone([row.stems[k]], index.wordings[column].letters)),
                )
                for k in strange
                if _other_word(row.words[k], row.stems[k], measure[j1:j2])
            ]
    return found, inserted, dropped


def _gone(stems: Sequence[str], letters: str) -> float:
    """How surely one of these words stands nowhere in a text given by its letters, not even damaged or run together."""
    return max(
        (1 - fuzz.partial_ratio(stem, letters) / 100 for stem in stems if len(stem) > _SHORTEST_GONE), default=0.0
    )


def _other_word(word: str, stem: str, instead_of: Sequence[str]) -> bool:
    """Whether a word is clearly another than those it stands for, and not one of them damaged."""
    alike = max(fuzz.ratio(stem, other) for other in instead_of)
    return alike < (_SAME_REAL if is_word(word) else _SAME_DAMAGED) and len(stem) > 1


def numbered(index: CatalogueIndex, row: Wording, column: int) -> tuple[list[int], list[int]]:
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
