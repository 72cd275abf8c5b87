"""Word alignment: a row beside a measure, which words stand in place of others, which are missing or too many.

Takes wordings of rows and columns of the catalogue; gives an :class:`Alignment` each, which tells a near-duplicate from
the measure itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from typing import Final

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from normalizers.linkage.candidates import WHOLE, CatalogueIndex
from normalizers.linkage.records import Alignment, Substitution
from normalizers.linkage.wording import Wording
from parsers.language.words import is_word

_LONGEST_SWAP: Final = 3  # a longer run of other words is another wording, not a replaced word
# Letters alike (0-100) from which what replaces words is these words damaged: whole runs, real words, other words.
_SAME_BLOCK: Final = 70
_SAME_REAL: Final = 75
_SAME_DAMAGED: Final = 45
_SHORTEST: Final = 2  # letters of a word that may stand for another
_SHORT: Final = 4
_SHORT_LOST: Final = 0.6
_GROWN: Final = 3  # letters that a word has too many when another may have run into it
_DISPLACED: Final = 0.4  # a word that the measure has elsewhere stands for another one from here on
_ABSENT: Final = 0.42  # a word of the measure is not in the row, not even damaged, from here on
MOST_ABSENT: Final = 4  # from so many on absent words are no longer counted
_VERB: Final = re.compile(r"(?:[аэоөуүи]х|с[аэоө]н|[^аэоөуүиыяеёю]ж|[аэоө]{2}д|н[аэоө])$")


def align(
    index: CatalogueIndex, rows: Sequence[Wording], ids: Sequence[Sequence[int]], columns: Sequence[int]
) -> list[Alignment]:
    """Each row beside the measure text (column) in the same place. ``ids``: the words of the rows as
    :meth:`CatalogueIndex.word_rows` gives them."""
    tokens = np.fromiter(chain.from_iterable(ids), dtype=np.int64)
    sizes = np.array([len(one) for one in ids], dtype=np.int64)
    owner = np.repeat(np.asarray(columns, dtype=np.int64), sizes)
    alike = np.where(index.padded_weight[owner] > 0, index.alike[tokens[:, None], index.padded[owner]], 0)
    best = np.where(alike.max(axis=1) > 0, alike.argmax(axis=1), -1).tolist()
    unmet = index.padded_weight[columns] > 0
    starts = np.cumsum(sizes) - sizes
    filled = np.flatnonzero(sizes)
    unmet[filled] &= np.maximum.reduceat(alike, starts[filled], axis=0) == 0 if len(filled) else True
    found = []
    for n, (row, one, column) in enumerate(zip(rows, ids, columns, strict=True)):
        near = best[starts[n] : starts[n] + len(one)]
        numbered = [other if other >= 0 else -1 - place for place, other in enumerate(near)]
        if len(one) < len(row.stems):  # a word that stands twice has one number
            place = dict(zip(dict.fromkeys(row.stems), numbered, strict=True))
            numbered = [place[stem] for stem in row.stems]
        measure = index.sequences[column]
        if numbered == measure:
            found.append(Alignment(numbered, measure))
        else:
            lost = frozenset(np.flatnonzero(unmet[n]).tolist())
            found.append(_Aligner(index, row, column, numbered, lost).aligned())
    return found


class _Aligner:
    """The steps that lead from a row to a measure, looked at once from each side."""

    def __init__(
        self, index: CatalogueIndex, row: Wording, column: int, numbered: list[int], unmet: frozenset[int]
    ) -> None:
        self.row, self.one, self.other, self.unmet = row, numbered, index.sequences[column], unmet
        self.stems, self.letters = index.wordings[column].stems, index.wordings[column].letters
        have, need = Counter(numbered), Counter(self.other)
        self.reached = {
            number for number in need if have[number] >= need[number]
        }  # each as often as the measure has it
        self._lost: dict[str, float] = {}
        self._free = ""

    def aligned(self) -> Alignment:
        steps = [
            (number, step.tag, step.src_start, step.src_end, step.dest_start, step.dest_end)
            for number, step in enumerate(Levenshtein.opcodes(self.one, self.other))
            if step.tag != "equal"
        ]
        self._free = " ".join(
            "".join(self.row.stems[i1 - self._grown(i1 - 1) : i2 + self._grown(i2)]) for _, _, i1, i2, _, _ in steps
        )
        substitutions: list[Substitution] = []
        inserted = dropped = 0
        for number, tag, i1, i2, j1, j2 in steps:
            if tag == "replace" and max(i2 - i1, j2 - j1) <= _LONGEST_SWAP:
                substitutions += self._substitutions(number, range(i1, i2), range(j1, j2))
            else:
                dropped += sum(self.other[k] not in self.reached for k in range(j1, j2))
                inserted += sum(self.one[k] < 0 and is_word(self.row.words[k]) for k in range(i1, i2))
        return Alignment(
            self.one, self.other, self.unmet, tuple(substitutions), inserted, dropped, *self._absent(steps)
        )

    def _grown(self, place: int) -> bool:
        """Whether a row word is so much longer than the measure's that another may have run into it."""
        if not 0 <= place < len(self.one):
            return False
        letters = len(self.row.stems[place]) - _GROWN
        return letters >= 0 and (self.one[place] < 0 or letters >= len(self.stems[self.other.index(self.one[place])]))

    def _substitutions(self, block: int, mine: range, theirs: range) -> list[Substitution]:
        instead_of = self.stems[theirs.start : theirs.stop]
        if fuzz.ratio("".join(self.row.stems[mine.start : mine.stop]), "".join(instead_of)) >= _SAME_BLOCK:
            return []
        lost = max((self._gone(self.stems[k]) for k in theirs if self.other[k] not in self.reached), default=0.0)
        found = (self._substitution(k, instead_of, lost, block) for k in mine)
        return [
            instead
            for k, instead in zip(mine, found, strict=True)
            if instead is not None and (self.one[k] < 0 or (instead.gone >= _DISPLACED and is_word(instead.word)))
        ]

    def _substitution(self, place: int, instead_of: Sequence[str], lost: float, block: int) -> Substitution | None:
        """A row word as a substitution for words of the measure; None where it is one of them damaged or inflected. A real word
        is what it is; of another it counts how little of it stands anywhere in the measure."""
        word, stem = self.row.words[place], self.row.stems[place]
        if len(stem) < _SHORTEST:
            return None
        real = is_word(word)
        alike = max(fuzz.ratio(stem, other) for other in instead_of)
        if alike >= (_SAME_REAL if real else _SAME_DAMAGED):
            return None
        strange = 1 - (alike if real else fuzz.partial_ratio(stem, self.letters)) / WHOLE
        return Substitution(word, stem, block, bool(_VERB.search(word)), min(lost, strange))

    def _gone(self, stem: str) -> float:
        """How surely a word of the measure stands nowhere in the row, not even damaged or run together. It is looked for
        among the words that stand for no other word of the measure. Short words are found anywhere by chance unless they
        are asked for to the letter."""
        if stem not in self._lost:
            letters = self._free
            likeness = fuzz.partial_ratio if len(stem) <= len(letters) else fuzz.ratio
            self._lost[stem] = (
                _SHORT_LOST * (stem not in letters) if len(stem) <= _SHORT else 1 - likeness(stem, letters) / WHOLE
            )
        return self._lost[stem]

    def _absent(self, steps: Sequence[tuple[int, str, int, int, int, int]]) -> tuple[float, int]:
        replaced, count = 0.0, 0
        for _, tag, i1, i2, j1, j2 in steps:
            swapped = tag == "replace" and max(i2 - i1, j2 - j1) <= _LONGEST_SWAP
            for place in range(j1, j2):
                if self.other[place] in self.reached:
                    continue
                lost = self._gone(self.stems[place])
                if swapped and len(self.stems[place]) > _SHORT:
                    replaced = max(replaced, lost)
                count += lost >= _ABSENT
                if count >= MOST_ABSENT:
                    return replaced, count
        return replaced, count
