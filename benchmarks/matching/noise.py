"""Labelled rows: measures as they come in reports, from clean to barely legible, with what is not a measure among them.

One report is made from a plan: a choice of its measures in plan order (mostly), own measures, near-duplicates that must
NOT be mapped, goal and header rows; then codes, headings and letters suffer. Everything follows from the seed.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from benchmarks.matching.letters import damage_letters, disguise
from normalizers.catalogue.model import Catalogue, Measure
from normalizers.linkage.records import MatchRow
from parsers.language.letters import repair

REPEATED: Final = 0.012  # of the measures stand twice in a report
TEXTS: Final = Path(__file__).parent / "texts"


@dataclass(frozen=True, slots=True)
class LabelledRow:
    """A row as reported and what it is: ``truth`` are the keys of its measures (none for own rows; two when merged)."""

    report: str
    goal: str
    code: str
    text: str
    truth: tuple[str, ...]
    kind: str
    severity: int
    codes: str

    def asked(self) -> MatchRow:
        """The row as the matcher is asked about it: its letters put right, as those of every report are."""
        return MatchRow(repair(self.goal).text, self.code, repair(self.text).text)


def table(name: str) -> dict[str, Any]:
    """An authored text table."""
    return tomllib.loads((TEXTS / f"{name}.toml").read_text("utf-8"))


_NOISE: Final = table("noise")
_OWN: Final = table("own")
_PARAPHRASES: Final = table("paraphrases")


def is_held_out(number: int) -> bool:
    """Which of a list of authored texts are for testing only: two in five, by place."""
    return number % 5 in (1, 3)


def own_texts(held_out: bool) -> list[str]:
    """Own measures for fitting, or those for testing."""
    return [text for group in ("plain", "tricky") for n, text in enumerate(_OWN[group]) if is_held_out(n) == held_out]


def paraphrases(key: str, held_out: bool) -> list[str]:
    """Hand-written wordings of a measure of ub-2023 for fitting, or those for testing."""
    return [text for n, text in enumerate(_PARAPHRASES.get(key, ())) if is_held_out(n) == held_out]


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes reports about one catalogue. ``held_out`` selects the authored texts that fitting never sees."""

    catalogue: Catalogue
    held_out: bool
    hand_written: bool = False
    near: float = 0.05
    swaps: tuple[tuple[str, ...], ...] = tuple(tuple(group) for group in _NOISE["swaps"])

    def report(self, name: str, severity: int, rng: random.Random) -> list[LabelledRow]:
        """The rows of one report."""
        measures = self._choice(rng)
        shuffled = rng.random() < 0.1
        if shuffled:
            rng.shuffle(measures)
        goals = rng.random() < 0.6
        policy = rng.choices(("ok", "missing", "renumbered", "noisy"), (50, 20, 18, 12))[0]
        style = rng.choice(("plain", "plain", "plain", "caps", "legacy", "latin", "mojibake", "no_ou", "lookalike"))
        if severity == 0:
            style = rng.choice(("plain", "plain", "caps"))
        rows: list[LabelledRow] = []
        for place, measure in enumerate(measures):
            if rows and measure.key in rows[-1].truth[1:]:  # stands already, together with the one before
                continue
            rows += self._rows(name, measure, measures[place + 1 : place + 2], severity, rng)
            if rng.random() < REPEATED and rows[-1].kind == "single":
                text, _ = self._worded(measure, severity, rng)
                rows.append(replace(rows[-1], text=text, kind="repeat"))
            if rng.random() < 0.14 and rows[-1].kind != "merged":
                rows.append(self._own(name, measure, rng))
            if (
                rng.random() < self.near
                and rows[-1].kind != "merged"
                and (near := self._near(name, measures, rng)) is not None
            ):
                rows.append(near)
            if rng.random() < 0.05 and rows[-1].kind != "merged":
                text = rng.choice([*_OWN["structure"], f"Зорилго {measure.goal.code}. {measure.goal.text}"])
                rows.append(LabelledRow(name, "", "", text, (), "structure", severity, ""))
        rows = self._numbered(rows, policy, rng)
        return [self._damaged(row, severity, policy, style, goals, rng) for row in rows]

    def _choice(self, rng: random.Random) -> list[Measure]:
        plans = list(dict.fromkeys(measure.plan for measure in self.catalogue.measures))
        plan = rng.choice(plans)
        pool = [measure for measure in self.catalogue.measures if measure.plan == plan]
        if len(pool) > 40:
            start = rng.randrange(len(pool) - 30)
            pool = pool[start : start + 30]
        share = rng.uniform(0.5, 1.0)
        return [measure for measure in pool if rng.random() < share] or [rng.choice(pool)]

    def _rows(
        self, name: str, measure: Measure, following: Sequence[Measure], severity: int, rng: random.Random
    ) -> list[LabelledRow]:
        """A measure as one row, cut in two, or together with the following one."""
        text, kind = self._worded(measure, severity, rng)
        row = LabelledRow(name, measure.goal.text, measure.code, text, (measure.key,), kind, severity, "")
        chance = rng.random()
        words = text.split()
        if chance < 0.05 and len(words) >= 8:
            cut = rng.randrange(3, len(words) - 2)
            tail = replace(row, text=" ".join(words[cut:]), code="", kind="cut_tail")
            return [replace(row, text=" ".join(words[:cut]), kind="cut_head"), tail]
        if chance > 0.97 and following:
            other = following[0]
            code = f" {other.code}. " if rng.random() < 0.5 else "; "
            text = f"{text.rstrip(' ;.')}{code}{self._worded(other, severity, rng)[0]}"
            return [replace(row, text=text, truth=(measure.key, other.key), kind="merged")]
        return [row]

    def _worded(self, measure: Measure, severity: int, rng: random.Random) -> tuple[str, str]:
        """The measure in somebody's words, and the kind of row that makes."""
        chance = (0.02, 0.10, 0.20, 0.28, 0.35)[severity]
        if self.hand_written and rng.random() < chance + 0.1 and (listed := paraphrases(measure.key, self.held_out)):
            return rng.choice(listed), "paraphrase"
        if rng.random() < chance:
            return reworded(measure.text, rng, rng.choice((1, 2, 3, 4))), "reworded"
        if rng.random() < chance / 3:
            words = measure.text.split()
            keep = max(4, int(len(words) * rng.uniform(0.45, 0.85)))
            return " ".join(words[:keep] if rng.random() < 0.6 else words[-keep:]), "truncated"
        if rng.random() < 0.5:
            return measure.text + rng.choice((";", ".", "")), "single"
        return measure.text, "single"

    def _own(self, name: str, measure: Measure, rng: random.Random) -> LabelledRow:
        text = rng.choice(own_texts(self.held_out))
        if rng.random() < 0.4:
            text = reworded(text, rng, rng.choice((1, 2)))
        return LabelledRow(name, measure.goal.text, "+", text, (), "own", 0, "")

    def _near(self, name: str, measures: Sequence[Measure], rng: random.Random) -> LabelledRow | None:
        """A measure of the plan with one telling word replaced: another measure, in no catalogue."""
        measure = rng.choice(list(measures))
        if rng.random() < 0.3:
            text: str | None = misplaced(measure.text, own_texts(self.held_out), rng)
        else:
            text = swapped(measure.text, self.swaps, rng)
        if text is None or any(text == one.text for one in self.catalogue.measures):
            return None
        return LabelledRow(name, measure.goal.text, rng.choice(("+", measure.code)), text, (), "near", 0, "")

    def _numbered(self, rows: list[LabelledRow], policy: str, rng: random.Random) -> list[LabelledRow]:
        """Printed codes by the policy of the report; own measures take a free code after the one before."""
        numbered, goal, count, last = [], 0, 0, ""
        offset = rng.choice(("1.", "", "2."))
        for row in rows:
            code = row.code
            if code == "+":
                level, _, number = last.rpartition(".")
                code = f"{level}.{int(number) + 1}" if level and number.isdigit() else ""
            if policy == "renumbered" and code:
                goal, count = (
                    (goal + 1, 1) if row.goal != (numbered[-1].goal if numbered else "") else (goal, count + 1)
                )
                code = f"{offset}{goal}.{count}"
            if row.kind == "structure" or policy == "missing":
                code = ""
            if policy == "noisy" and code and rng.random() < 0.4:
                code = rng.choice(
                    (code.replace(".", ","), code + ".", code.replace("1", "l"), "", code.replace(".", " ."))
                )
            last = code or last
            numbered.append(replace(row, code=code))
        return numbered

    def _damaged(
        self, row: LabelledRow, severity: int, policy: str, style: str, goals: bool, rng: random.Random
    ) -> LabelledRow:
        text = row.text
        if severity >= 1 and rng.random() < 0.06 * severity:
            text = rng.choice(_NOISE["before"]) + text[:1].lower() + text[1:]
        if severity >= 1 and rng.random() < 0.06 * severity and row.kind not in ("cut_head", "merged"):
            text = text.rstrip(";.") + rng.choice(_NOISE["after"])
        if severity >= 2 and rng.random() < 0.06 * severity:
            words = text.split()
            words.insert(rng.randrange(len(words) + 1), rng.choice(_NOISE["bleed"]))
            text = " ".join(words)
        text = disguise(damage_letters(text, severity, rng), style, rng)
        goal = disguise(damage_letters(row.goal, max(severity - 1, 0), rng), style, rng) if goals else ""
        if goal and rng.random() < 0.5:
            goal = f"Зорилго {rng.randrange(1, 6)}. {goal}"  # agencies number goals as they like
        return replace(row, text=text, goal=goal, severity=severity, codes=policy)


def reworded(text: str, rng: random.Random, strength: int) -> str:
    """The same measure in other words: synonyms, endings, order, words left out; strength 1 (light) to 4 (heavy)."""
    if strength >= 2 and rng.random() < 0.6:
        text = re.sub(r"\s*\([^)]*\)?", "", text)
    for short, long in rng.sample(list(_NOISE["short"].items()), 4):
        text = re.sub(rf"(?i){short}\w*", lambda _, long=long: long, text) if rng.random() < 0.7 else text
    for one, other in rng.sample(_NOISE["synonyms"], 5 + 6 * strength):
        source, target = (one, other) if rng.random() < 0.5 else (other, one)
        text = re.sub(rf"\b{source}", target, text, count=1)
    clauses = re.split(r",\s+", text)
    if strength >= 2 and len(clauses) > 2 and rng.random() < 0.5:
        rng.shuffle(clauses)
    if strength >= 3 and len(clauses) > 2:
        clauses.pop(rng.randrange(len(clauses)))
    words = ", ".join(clauses).split()
    kept = [word for word in words if rng.random() > 0.05 * (strength - 1)] or words
    for one, other in rng.sample(_NOISE["cases"], strength + 1):
        place = rng.randrange(len(kept))
        if kept[place].endswith(one) and len(kept[place]) > len(one) + 3:
            kept[place] = kept[place][: -len(one)] + other
    for one, other in rng.sample(_NOISE["endings"], len(_NOISE["endings"])):
        if kept[-1].endswith(one) and rng.random() < 0.5:
            kept[-1] = kept[-1][: -len(one)] + other
            break
    return " ".join(kept)


def misplaced(text: str, others: Sequence[str], rng: random.Random) -> str:
    """The text with one of its long words replaced by a long word of another text."""
    words = text.split()
    places = [number for number, word in enumerate(words) if len(word) > 4] or [0]
    pool = [word for word in rng.choice(others).split() if len(word) > 4]
    words[rng.choice(places)] = rng.choice(pool or ["ажил"])
    return " ".join(words)


def swapped(text: str, groups: Sequence[Sequence[str]], rng: random.Random) -> str | None:
    """The text with one telling word replaced by another of its group; None when it has none."""
    found = [group for group in groups if re.search(rf"\b{group[0]}", text, re.I)]
    if not found:
        return None
    group = rng.choice(found)
    other = rng.choice(list(group[1:]))
    places = list(re.finditer(rf"\b{group[0]}", text, re.I))
    place = rng.choice(places)
    return text[: place.start()] + other + text[place.end() :]
