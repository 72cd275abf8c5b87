"""Rows of many reports that say the same: wordings are put together, near-duplicates are kept apart.

Takes reported rows with the submissions that hold them; gives clusters (record linkage without a catalogue). Two things
keep alike wordings apart: that submissions report both (an agency reports a measure once), and that they have contrary
words (a half-year is no quarter, a training no campaign).
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz
from scipy.sparse import csr_matrix, triu

from normalizers.linkage.candidates import grams

SAME: Final = 0.62  # cosine of letter n-grams from which two wordings may be one measure
_BESIDE: Final = 0.5  # share of a wording's submissions that report the other one too from which they are two
_SAME_ON_THE_WHOLE: Final = 0.6  # the same between groups of wordings, each by what its wordings have in common
_SAME_HEADING: Final = 80.0  # letters alike (0-100) from which two headings are one goal


@dataclass(slots=True)
class _Group:
    """Wordings taken for one: the numbers of their texts, their contrast words, the submissions that have them."""

    texts: list[int]
    members: npt.NDArray[np.int32]
    submissions: set[Hashable]

    def may_join(self, other: _Group) -> bool:
        contrary = (self.members != 0) & (other.members != 0) & ((self.members & other.members) == 0)
        fewer = min(len(self.submissions), len(other.submissions))
        return not contrary.any() and len(self.submissions & other.submissions) < _BESIDE * fewer

    def join(self, other: _Group) -> None:
        self.texts += other.texts
        self.submissions |= other.submissions


def clusters(
    reported_by: Mapping[str, set[Hashable]], counts: Mapping[str, int], members: Mapping[str, npt.NDArray[np.int32]]
) -> dict[str, int]:
    """A label for every wording (given by its letters, with the submissions that have it, how often it stands there and
    its contrast words): usual wordings found groups, the others join the one that they are most alike and may join;
    then groups whose wordings are alike on the whole join in the same way, so that damaged texts find each other.
    """
    texts = list(reported_by)
    table = _vectors(texts)
    groups: list[_Group] = []
    founders = np.full(len(texts), -1, dtype=np.int64)
    for number in sorted(range(len(texts)), key=lambda n: (-counts[texts[n]], -len(texts[n]), texts[n])):
        own = _Group([number], members[texts[number]], set(reported_by[texts[number]]))
        alike = np.asarray((table @ table[number].T).todense()).ravel()
        near = [n for n in np.argsort(-alike, kind="stable") if founders[n] >= 0 and alike[n] >= SAME]
        joined = next((groups[founders[n]] for n in near if groups[founders[n]].may_join(own)), None)
        if joined is None:
            founders[number] = len(groups)
            groups.append(own)
        else:
            joined.join(own)
    weights = np.array([counts[text] for text in texts], dtype=np.float64)
    while merged := _merged(groups, table, weights):
        groups = merged
    return {texts[number]: label for label, group in enumerate(groups) for number in group.texts}


def _merged(groups: list[_Group], table: csr_matrix, weights: npt.NDArray[np.float64]) -> list[_Group]:
    """The groups after those have joined that are most alike on the whole; empty when none may."""
    owner = np.concatenate([np.full(len(group.texts), label) for label, group in enumerate(groups)])
    texts = np.concatenate([np.array(group.texts) for group in groups])
    sums = csr_matrix((weights[texts], (owner, texts)), (len(groups), table.shape[0])) @ table
    norm = np.sqrt(np.asarray(sums.multiply(sums).sum(axis=1)).ravel())
    unit = csr_matrix(sums.multiply(1 / np.maximum(norm, 1e-9)[:, None]))
    alike = triu(unit @ unit.T, 1).tocoo()
    close = alike.data >= _SAME_ON_THE_WHOLE
    pairs = sorted(zip(-alike.data[close], alike.row[close], alike.col[close], strict=True))
    gone: set[int] = set()
    touched: set[int] = set()
    for _, first, second in pairs:
        if first not in touched and second not in touched and groups[first].may_join(groups[second]):
            groups[first].join(groups[second])
            touched |= {first, second}
            gone.add(second)
    return [group for label, group in enumerate(groups) if label not in gone] if gone else []


def _vectors(texts: Sequence[str]) -> csr_matrix:
    """One row of unit length a text: its letter n-grams, weighted by how few texts have them."""
    found = grams(texts)
    slots, column = np.unique(found.slot, return_inverse=True)
    idf = np.log((len(texts) + 1) / (np.bincount(column, minlength=len(slots)) + 1)) + 1
    table = csr_matrix((found.count * idf[column], (found.text, column)), (len(texts), len(slots)))
    norm = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    return csr_matrix(table.multiply(1 / np.maximum(norm, 1e-9)[:, None]))


def heading_clusters(counts: Mapping[str, int]) -> dict[str, str]:
    """Headings (given by their letters) to the most usual one that they are alike."""
    found: dict[str, str] = {}
    for letters in sorted(counts, key=lambda letters: (-counts[letters], letters)):
        founders = dict.fromkeys(found.values())
        alike = {known: fuzz.ratio(letters, known) for known in founders}
        best = max(alike, key=lambda known: alike[known], default="")
        found[letters] = best if best and alike[best] >= _SAME_HEADING else letters
    return found
