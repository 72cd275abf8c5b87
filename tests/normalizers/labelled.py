"""Sentences with their facts marked in place, and how well a reader finds them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from normalizers.values.indicator import read_indicators
from normalizers.values.mention import find_mentions

CASES = Path(__file__).parent / "cases"
PLAN_YEAR = 2024
_MARK = re.compile(r"\{(\w+) ([^|}]*)\|([^}]*)\}")

Fact = tuple[str, str, str, str, str, int]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence and its facts: (kind, words, value, value_end, unit, start)."""

    text: str
    facts: frozenset[Fact]


def sentences(name: str) -> Iterator[Labelled]:
    """The labelled sentences of ``cases/<name>.txt``."""
    for line in (CASES / f"{name}.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield labelled(line)


def labelled(line: str) -> Labelled:
    """Take the marks out of a line and keep them as facts with their place in the text."""
    text, facts, last = "", [], 0
    for mark in _MARK.finditer(line):
        text += line[last : mark.start()]
        value, end, unit = (*mark[2].split(";"), "", "")[:3]
        value = value.replace(" ", "") if mark[1] in ("people", "count") else value
        facts.append(
            (mark[1], mark[3], value.replace(",", ".") if mark[1] == "percent" else value, end, unit, len(text))
        )
        text, last = text + mark[3], mark.end()
    return Labelled(text + line[last:], frozenset(facts))


def found(text: str) -> frozenset[Fact]:
    """The facts that the reader finds."""
    return frozenset((m.kind, m.text, m.value, m.value_end, m.unit, m.start) for m in find_mentions(text, PLAN_YEAR))


def precision_recall(name: str) -> tuple[float, float, list[tuple[str, Fact, str]]]:
    """Precision and recall over a file (everything about a fact must be right), and what went wrong."""
    right = wrong = missed = 0
    errors: list[tuple[str, Fact, str]] = []
    for sentence in sentences(name):
        got = found(sentence.text)
        right += len(got & sentence.facts)
        wrong += len(got - sentence.facts)
        missed += len(sentence.facts - got)
        errors += [("wrong", fact, sentence.text) for fact in got - sentence.facts]
        errors += [("missed", fact, sentence.text) for fact in sentence.facts - got]
    return right / max(right + wrong, 1), right / max(right + missed, 1), errors


Item = tuple[str, str, str]


def indicator_cells(name: str) -> Iterator[tuple[str, tuple[Item, ...]]]:
    """The labelled indicator cells of ``cases/<name>.txt``: the text and its items (name, quantity, unit)."""
    for line in (CASES / f"{name}.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            cell, _, items = line.partition(" =>")
            parts = [item.strip().split("|") for item in items.split(" ; ") if item.strip()]
            yield cell.replace("⏎", "\n"), tuple((p[0], p[1], p[2]) for p in parts)


def indicator_precision_recall(name: str) -> tuple[float, float, list[tuple[str, Item, str]]]:
    """Precision and recall of the items over a file, and what went wrong."""
    right = wrong = missed = 0
    errors: list[tuple[str, Item, str]] = []
    for text, labels in indicator_cells(name):
        got = tuple((i.name, "" if i.quantity is None else f"{i.quantity:f}", i.unit) for i in read_indicators(text))
        right += sum(item in labels for item in got)
        wrong += sum(item not in labels for item in got)
        missed += sum(item not in got for item in labels)
        errors += [("wrong", item, text) for item in got if item not in labels]
        errors += [("missed", item, text) for item in labels if item not in got]
    return right / max(right + wrong, 1), right / max(right + missed, 1), errors
