"""Fits the matcher's weights on labelled rows made here and writes ``normalizers/linkage/weights.json``.

    python -m benchmarks.matching.fit [--reports 60] [--topics] [--out FILE]

Joiner, row model, context and calibration are fitted one after another, each on reports that the one before has not seen,
and on top of them the comparison of topics.
Texts marked as held out (``noise.is_held_out``) and the second noise maker never take part.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import click
import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from benchmarks.matching.catalogues import large, medium, parts, small
from benchmarks.matching.noise import LabelledRow, Maker
from benchmarks.matching.off_topic import ReportMaker, training
from normalizers.catalogue.model import Catalogue
from normalizers.linkage.calibration import TERMS, calibration_inputs, terms
from normalizers.linkage.candidates import index_of
from normalizers.linkage.matcher import scorer_of
from normalizers.linkage.model import (
    PAIR_TERMS,
    ROW_TERMS,
    match_weights,
    pair_terms,
    probabilities,
    row_terms,
    shipped_weights,
    to_json,
)
from normalizers.linkage.records import Booleans, ComparisonVectors, Weights
from normalizers.linkage.scoring import TextScorer
from normalizers.linkage.segmentation import JOINER, joiner_vectors, scored_rows, segments
from normalizers.linkage.sequence import Order, comparison_vectors, in_context, one_to_one
from normalizers.linkage.splitting import SPLITTER, cuts, splitter_vector
from normalizers.linkage.wording import wording

Reals = npt.NDArray[np.float64]
WEIGHTS: Final = Path(__file__).parents[2] / "normalizers" / "linkage" / "weights.json"
SEVERITIES: Final = (0, 1, 2, 3, 4)
NEAR: Final = 0.08  # near-duplicates a measure: more than are to be expected, for caution
OFF_TOPIC: Final = 0.06  # measures followed by a row about something else: more than are to be expected, for caution
TOPIC: Final = "off_topic"  # the comparison that is fitted last, on rows about something else
START: Final = {
    "same": 0.003,
    "next": 0.85,
    "skip": 0.5,
    "decay": 0.4,
    "back": 0.005,
    "other_plan": 0.06,
    "ordered": 0.8,
    "spread": 0.8,
}


@dataclass(frozen=True, slots=True)
class Example:
    """One report read against its catalogue, with the right candidate of each segment: its place, -1 for none of the
    catalogue, -2 where the segment has no single right answer (merged but not split, wrongly joined), -3 where its measure
    is not among the candidates."""

    catalogue: Catalogue
    vectors: ComparisonVectors
    right: npt.NDArray[np.int64]


def reports(makers: Iterable[ReportMaker], count: int, seed: int) -> list[tuple[Catalogue, list[LabelledRow]]]:
    """``count`` reports a maker and severity."""
    made = []
    for maker in makers:
        for severity in SEVERITIES:
            for number in range(count):
                rng = random.Random(f"{seed}-{maker.catalogue.id}-{severity}-{number}")
                made.append((maker.catalogue, maker.report(f"{seed}-{severity}-{number}", severity, rng)))
    return made


def training_makers() -> list[Maker]:
    """The three catalogues with the texts that fitting may see."""
    return [
        Maker(small(), False, hand_written=True, near=NEAR),
        Maker(medium(), False, near=NEAR),
        Maker(large(), False, near=NEAR),
        *(Maker(part, False, near=NEAR) for part in parts()),
    ]


def of_topic(terms_: Sequence[str]) -> Booleans:
    """Which terms are of the comparison of topics."""
    return np.array([re.split("[*>]", term)[0] == TOPIC for term in terms_])


def fit_joiner(made: Sequence[tuple[Catalogue, list[LabelledRow]]]) -> dict[str, float]:
    """Logistic regression over neighbouring rows: is the second the rest of the first?"""
    clues, label = [], []
    for catalogue, rows in made:
        scorer = scorer_of(catalogue)
        usable = [row for row in rows if wording(row.text).letters]
        if len(usable) < 2:
            continue
        lines = scored_rows(scorer, [[row.asked() for row in usable]])
        pairs = [([number - 1], number) for number in range(1, len(usable))]
        clues.append(joiner_vectors(scorer.index, lines, pairs))
        label += [usable[n - 1].kind == "cut_head" and usable[n].kind == "cut_tail" for n in range(1, len(usable))]
    return dict(zip(JOINER, logistic(np.concatenate(clues), np.array(label, dtype=float), 0.05), strict=True))


def fit_splitter(made: Sequence[tuple[Catalogue, list[LabelledRow]]]) -> dict[str, float]:
    """Logistic regression over rows that are longer than their measure: do they hold two? A double row whose likeliest
    cut is at the wrong measures teaches nothing."""
    clues, label = [], []
    for catalogue, rows in made:
        scorer = scorer_of(catalogue)
        usable = [row for row in rows if wording(row.text).letters]
        for row, cut in zip(usable, cuts(scorer, [row.text for row in usable]), strict=True):
            keys = tuple(catalogue.measures[number].key for number in cut.measures) if cut else ()
            if cut and (len(row.truth) < 2 or keys == row.truth):
                clues.append(splitter_vector(scorer.index, cut, row.code))
                label.append(len(row.truth) == 2)
    return dict(zip(SPLITTER, logistic(np.array(clues), np.array(label, dtype=float), 0.05), strict=True))


def logistic(x: Reals, y: Reals, ridge: float, start: Reals | None = None, free: Booleans | None = None) -> list[float]:
    """Weights of a logistic regression with a small ridge on all but the first column; where only some are ``free``, the
    others stay what they are at the ``start``."""
    whole = np.zeros(x.shape[1]) if start is None else start.copy()
    free = np.ones(x.shape[1], dtype=bool) if free is None else free
    penalty = np.full(x.shape[1], ridge)
    penalty[0] = 0.0
    penalty, known, x = penalty[free], x[:, ~free] @ whole[~free], x[:, free]

    def loss(w: Reals) -> tuple[float, Reals]:
        odds = known + x @ w
        p = 1 / (1 + np.exp(-np.clip(odds, -40, 40)))
        value = np.logaddexp(0, odds).sum() - (y * odds).sum() + (penalty * w**2).sum() / 2
        return float(value), x.T @ (p - y) + penalty * w

    found = minimize(loss, whole[free], jac=True, method="L-BFGS-B", options={"maxiter": 500})
    whole[free] = found.x
    return list(whole)


def read(made: Sequence[tuple[Catalogue, list[LabelledRow]]], weights: Weights) -> list[Example]:
    """Reports as examples, their rows joined and split as in use."""
    return [example for catalogue, rows in made if (example := _example(catalogue, rows, weights)) is not None]


def _example(catalogue: Catalogue, rows: list[LabelledRow], weights: Weights) -> Example | None:
    scorer: TextScorer = scorer_of(catalogue)
    usable = [row for row in rows if wording(row.text).letters]
    if not usable:
        return None
    (listed,) = segments(scorer, [[row.asked() for row in usable]], weights)
    vectors = comparison_vectors(
        scorer.index,
        scorer.scores([one.text for one in listed]),
        [one.code for one in listed],
        [one.goal for one in listed],
    )
    keys = [measure.key for measure in catalogue.measures]
    right = []
    for number, one in enumerate(listed):
        truths = {usable[row].truth for row in one.rows}
        truth = next(iter(truths))
        if len(truths) > 1:
            right.append(-2)
        elif len(truth) == 2:
            halves = [number for number, other in enumerate(listed) if other.rows == one.rows]
            right.append(_place(keys, vectors, number, truth[one.part]) if len(halves) == 2 else -2)
        else:
            right.append(_place(keys, vectors, number, truth[0]) if truth else -1)
    return Example(catalogue, vectors, np.array(right))


def _place(keys: list[str], vectors: ComparisonVectors, number: int, key: str) -> int:
    found = np.flatnonzero(vectors.measures[number] == keys.index(key))
    return int(found[0]) if len(found) else -3


def fit_rows(examples: Sequence[Example], start: Reals, free: Booleans, ridge: float = 1.0) -> tuple[Reals, Reals]:
    """Conditional logit over candidates and none, each row by itself; the weights that are not ``free`` stay."""
    groups: dict[int, list[tuple[Reals, Reals, npt.NDArray[np.int64]]]] = {}
    for one in examples:
        known = one.right > -2
        terms = pair_terms(one.vectors.pair[known]), row_terms(one.vectors.row[known])
        groups.setdefault(one.vectors.measures.shape[1], []).append((*terms, one.right[known]))
    stacked = [tuple(np.concatenate(part) for part in zip(*listed, strict=True)) for listed in groups.values()]
    split = len(PAIR_TERMS)
    w = start.copy()

    def loss(chosen: Reals) -> tuple[float, Reals]:
        w[free] = chosen
        value, slope = ridge * float(chosen @ chosen) / 2, ridge * w * free
        for pair, row, right in stacked:
            score = np.concatenate([pair @ w[:split], (row @ w[split:])[:, None]], axis=1)
            score -= score.max(axis=1, keepdims=True)
            p = np.exp(score)
            p /= p.sum(axis=1, keepdims=True)
            lines, target = np.arange(len(right)), np.where(right < 0, score.shape[1] - 1, right)
            value -= float(np.log(np.maximum(p[lines, target], 1e-12)).sum())
            p[lines, target] -= 1
            slope = slope + np.concatenate([np.einsum("nk,nkf->f", p[:, :-1], pair), p[:, -1] @ row])
        return value, slope[free]

    w[free] = minimize(loss, start[free], jac=True, method="L-BFGS-B", options={"maxiter": 600}).x
    return w[:split], w[split:]


def fit_context(examples: Sequence[Example], weights: Weights) -> dict[str, float]:
    """Coordinate search for the figures of the report model that explain the labels best."""
    context = dict(START)
    steps: dict[str, tuple[float, ...]] = {
        "spread": (0.2, 0.35, 0.5, 0.65, 0.8, 1.0), "ordered": (0.5, 0.8, 0.95, 0.99), "next": (0.35, 0.5, 0.72, 0.85),
        "skip": (0.1, 0.2, 0.35, 0.5), "decay": (0.4, 0.55, 0.69, 0.8), "back": (0.005, 0.02, 0.05, 0.1),
        "same": (0.003, 0.01, 0.04), "other_plan": (0.0003, 0.003, 0.02, 0.06),
    }  # fmt: skip
    best = _log_loss(examples, weights, context)
    for _ in range(2):
        before = best
        for name, values in steps.items():
            for value in values:
                if value == context[name]:
                    continue
                trial = context | {name: value}
                loss = _log_loss(examples, weights, trial)
                if loss < best - 1e-9:
                    best, context = loss, trial
        if best == before:
            break
    return context


def _log_loss(examples: Sequence[Example], weights: Weights, context: dict[str, float]) -> float:
    orders: dict[str, Order] = {}
    total = 0.0
    for one in examples:
        order = (
            orders.setdefault(one.catalogue.id, Order(index_of(one.catalogue), context))
            if one.catalogue.id not in orders
            else orders[one.catalogue.id]
        )
        score, null = match_weights(weights, one.vectors)
        p, none = in_context(one.vectors, score, null, order, context)
        known = np.flatnonzero(one.right > -2)
        right = one.right[known]
        chance = np.where(right < 0, none[known], p[known, np.maximum(right, 0)])
        total -= float(np.log(np.maximum(chance, 1e-6)).sum())
    return total


def calibration_examples(examples: Sequence[Example], weights: Weights) -> tuple[Reals, Reals]:
    """What calibration is told of the best candidate of every segment (rows x INPUTS), and whether it is right (0 or 1)."""
    inputs, label = [], []
    for one in examples:
        order = Order(index_of(one.catalogue), weights.context)
        score, null = match_weights(weights, one.vectors)
        together, none = in_context(one.vectors, score, null, order, weights.context)
        chosen = one_to_one(one.vectors, together, none)
        best, found = calibration_inputs(one.vectors, probabilities(score, null), together, none, chosen)
        inputs.append(found)
        label.append((best == one.right).astype(float))
    return np.concatenate(inputs), np.concatenate(label)


def fit_topics(weights: Weights, count: int) -> Weights:
    """The comparison of topics alone, on reports with rows about something else: what all others say stays as it was
    fitted without them, so that a row that names its topic is judged as before."""
    makers = [training(maker, OFF_TOPIC) for maker in training_makers()]
    first = read(reports(makers, count, seed=5), weights)
    free = of_topic((*PAIR_TERMS, *ROW_TERMS))
    pair, row = fit_rows(first, np.concatenate([weights.pair, weights.row]), free)
    weights = replace(weights, pair=pair, row=row)
    second = read(reports(makers, 2 * count, seed=6), weights)
    inputs, label = calibration_examples(second, weights)
    start = np.array([weights.verdict[name] for name in TERMS])
    verdict = logistic(terms(inputs), label, 2.0, start, of_topic(TERMS))
    return replace(weights, verdict=dict(zip(TERMS, verdict, strict=True)))


def fit_all(count: int, say: Callable[[str], None]) -> Weights:
    """Everything, one after another."""
    makers = training_makers()
    made = reports(makers, 2 * count, seed=1)
    pair, row, nothing = np.zeros(len(PAIR_TERMS)), np.zeros(len(ROW_TERMS)), dict.fromkeys(TERMS, 0.0)
    weights = Weights(pair, row, START, nothing, fit_joiner(made), fit_splitter(made), "")
    say(f"joiner {weights.joiner}\nsplitter {weights.splitter}")
    first = read(reports(makers, count, seed=2), weights)
    pair, row = fit_rows(first, np.concatenate([pair, row]), ~of_topic((*PAIR_TERMS, *ROW_TERMS)))
    weights = replace(weights, pair=pair, row=row)
    say(f"rows fitted on {sum(len(one.right) for one in first)} segments")
    second = read(reports(makers, max(count // 2, 4), seed=3), weights)
    context = fit_context(second, weights)
    say(f"context {context}")
    weights = replace(weights, context=context)
    third = read(reports(makers, 3 * count, seed=4), weights)
    inputs, label = calibration_examples(third, weights)
    verdict = logistic(terms(inputs), label, 2.0, np.zeros(len(TERMS)), ~of_topic(TERMS))
    total = sum(len(one.right) for one in (*first, *second, *third))
    weights = replace(
        weights,
        verdict=dict(zip(TERMS, verdict, strict=True)),
        fitted_on=f"{total} made-up pieces of reports (benchmarks/matching/fit.py)",
    )
    return fit_topics(weights, count // 2)


@click.command()
@click.option("--reports", "count", default=40, help="Reports a catalogue and severity.")
@click.option("--topics", is_flag=True, help="Only the comparison of topics, on top of the weights as they are.")
@click.option("--out", type=click.Path(path_type=Path), default=WEIGHTS)
def main(count: int, topics: bool, out: Path) -> None:
    """Fit the weights and write them."""
    fitted = fit_topics(shipped_weights(), count // 2) if topics else fit_all(count, click.echo)
    out.write_text(to_json(fitted), "utf-8")
    click.echo(f"written: {out}")


if __name__ == "__main__":
    main()
