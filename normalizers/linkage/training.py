"""Learning from decisions: the matcher refitted on what people said, kept only when it does better on rows held back.

Takes decisions and the weights in use; gives the weights to use from now on, by log loss. The old weights are the
starting point and the pull back: with few decisions little changes. What is refitted are the match weights; how rows of
a report stand together cannot be learned from single decisions.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy.optimize import minimize

from normalizers.catalogue.model import Catalogue
from normalizers.linkage.matcher import scorer_of
from normalizers.linkage.model import PAIR_TERMS, pair_terms, probabilities, row_terms
from normalizers.linkage.records import Reals, Weights
from normalizers.linkage.sequence import comparison_vectors

FEWEST: Final = 50  # decisions below which nothing is refitted
PULL: Final = 8.0  # strength of the pull towards the weights in use, in decisions
_HELD_BACK: Final = 0.3
_BETTER: Final = 0.005  # log-loss per row that held-back rows must gain
_SURE: Final = 0.95


@dataclass(frozen=True, slots=True)
class Lesson:
    """A row as reported and the key of the measure that a person chose; empty when it is in no catalogue."""

    catalogue: Catalogue
    goal: str
    code: str
    text: str
    key: str


@dataclass(frozen=True, slots=True)
class Learned:
    """What came of it: the weights to use from now on (the old ones unless ``better``) and an account in words, English
    and Mongolian."""

    better: bool
    weights: Weights
    text: str
    text_mn: str


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Lessons as terms of the model: candidates (rows x K x terms), row terms, the right column (K for none); and what
    each row counts."""

    pair: Reals
    row: Reals
    right: tuple[int, ...]
    weight: float = 1.0


def learn(lessons: Sequence[Lesson], weights: Weights, fewest: int = FEWEST) -> Learned:
    """Refit on seven tenths of the lessons and compare old and new on the rest. A text is always on the same side, so
    that one wording decided many times cannot be learned by heart and tested on itself. People decide on what is doubtful
    or wrong; so that this does not unlearn the plain cases, the measures' own texts are learned with the same weight, and
    every measure must still be known by its own text."""
    known = [lesson for lesson in lessons if not lesson.key or lesson.key in lesson.catalogue.by_key]
    if len(known) < fewest:
        return Learned(
            False,
            weights,
            f"{len(known)} usable decisions; at least {fewest} are needed",
            f"хэрэглэж болох шийдвэр {len(known)}; дор хаяж {fewest} хэрэгтэй",
        )
    study = _sheets([lesson for lesson in known if not _held_back(lesson)])
    test = _sheets([lesson for lesson in known if _held_back(lesson)])
    if not study or not test:
        return Learned(False, weights, "the decisions are all on one wording", "шийдвэрүүд бүгд нэг бичвэрийнх")
    plain = _sheets([Lesson(one, "", "", m.text, m.key) for one in _catalogues(known) for m in one.measures])
    share = sum(len(sheet.right) for sheet in study) / sum(len(sheet.right) for sheet in plain)
    pair, row = _refit([*study, *(replace(sheet, weight=share) for sheet in plain)], weights)
    new = replace(weights, pair=pair, row=row, fitted_on=f"{weights.fitted_on}, then {len(known)} decisions")
    before, after = _log_loss(test, weights), _log_loss(test, new)
    wrong_before, wrong_after = _wrong_when_sure(test, weights), _wrong_when_sure(test, new)
    lost = _missed(plain, new) - _missed(plain, weights)
    better = after < before - _BETTER and wrong_after <= wrong_before and lost <= 0
    held = sum(len(sheet.right) for sheet in test)
    verdict, verdict_mn = (
        ("better", "илүү") if better else ("not better, the old weights stay", "дээрдээгүй, хуучин хэвээр")
    )
    if lost > 0:
        verdict = f"{lost} measures would no longer be known by their own texts, the old weights stay"
        verdict_mn = f"{lost} арга хэмжээ өөрийн бичвэрээрээ танигдахаа болих тул хуучин хэвээр"
    said = (
        f"{len(known)} decisions, {held} held back: log loss a row {before:.4f} -> {after:.4f}, "
        f"wrong though sure {wrong_before} -> {wrong_after}: {verdict}"
    )
    said_mn = (
        f"{len(known)} шийдвэр, шалгуурт {held}: мөрийн алдагдал {before:.4f} -> {after:.4f}, "
        f"итгэлтэй боловч буруу {wrong_before} -> {wrong_after}: {verdict_mn}"
    )
    return Learned(better, new if better else weights, said, said_mn)


def _held_back(lesson: Lesson) -> bool:
    digest = hashlib.sha256(lesson.text.encode()).digest()
    return digest[0] / 256 < _HELD_BACK


def _catalogues(lessons: Sequence[Lesson]) -> list[Catalogue]:
    return list(dict.fromkeys(lesson.catalogue for lesson in lessons))


def _sheets(lessons: Sequence[Lesson]) -> list[_Sheet]:
    """The lessons of each catalogue as one sheet; a lesson whose measure is no candidate teaches nothing."""
    sheets = []
    for catalogue in _catalogues(lessons):
        own = [lesson for lesson in lessons if lesson.catalogue is catalogue and lesson.text.strip()]
        scorer = scorer_of(catalogue)
        pairs, rows, right = [], [], []
        for lesson, score in zip(own, scorer.scores([lesson.text for lesson in own]), strict=True):
            vectors = comparison_vectors(scorer.index, [score], [lesson.code], [lesson.goal])
            keys = [catalogue.measures[number].key for number in vectors.measures[0]]
            if lesson.key and lesson.key not in keys:
                continue
            pairs.append(pair_terms(vectors.pair[0]))
            rows.append(row_terms(vectors.row[0]))
            right.append(keys.index(lesson.key) if lesson.key else len(keys))
        if pairs:
            sheets.append(_Sheet(np.array(pairs), np.array(rows), tuple(right)))
    return sheets


def _refit(sheets: Sequence[_Sheet], old: Weights) -> tuple[Reals, Reals]:
    start = np.concatenate([old.pair, old.row])
    split = len(PAIR_TERMS)

    def loss(w: Reals) -> tuple[float, Reals]:
        change = w - start
        value, slope = PULL * float(change @ change) / 2, PULL * change
        for sheet in sheets:
            p = probabilities(sheet.pair @ w[:split], sheet.row @ w[split:])
            lines = np.arange(len(sheet.right))
            value -= sheet.weight * float(np.log(np.maximum(p[lines, sheet.right], 1e-12)).sum())
            p[lines, sheet.right] -= 1
            pull = np.concatenate([np.einsum("nk,nkf->f", p[:, :-1], sheet.pair), p[:, -1] @ sheet.row])
            slope = slope + sheet.weight * pull
        return value, slope

    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200}).x
    return found[:split], found[split:]


def _probabilities(sheet: _Sheet, weights: Weights) -> Reals:
    return probabilities(sheet.pair @ weights.pair, sheet.row @ weights.row)


def _log_loss(sheets: Sequence[_Sheet], weights: Weights) -> float:
    """Log loss: mean negative log-probability of the right answer, a row."""
    total = count = 0.0
    for sheet in sheets:
        p = _probabilities(sheet, weights)[np.arange(len(sheet.right)), sheet.right]
        total -= float(np.log(np.maximum(p, 1e-9)).sum())
        count += len(sheet.right)
    return total / count


def _missed(sheets: Sequence[_Sheet], weights: Weights) -> int:
    """Rows whose likeliest answer is wrong."""
    return sum(int((_probabilities(sheet, weights).argmax(axis=1) != np.array(sheet.right)).sum()) for sheet in sheets)


def _wrong_when_sure(sheets: Sequence[_Sheet], weights: Weights) -> int:
    """Rows given to a wrong measure with a probability from which rows are accepted unseen."""
    wrong = 0
    for sheet in sheets:
        p = _probabilities(sheet, weights)[:, :-1]
        best = p.argmax(axis=1)
        wrong += int(((p.max(axis=1) >= _SURE) & (best != np.array(sheet.right))).sum())
    return wrong
