"""The catalogues that matching is measured on: the shipped one (11 measures), four invented plans, a large one."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import lru_cache
from itertools import product

from benchmarks.matching.noise import table
from normalizers.catalogue.files import shipped
from normalizers.catalogue.model import Catalogue, Goal, Measure, keyed

LARGE = 500


@lru_cache(maxsize=1)
def small() -> Catalogue:
    """ub-2023 without its authored aliases: the bare texts, as a stranger would load them."""
    real = shipped().get("ub-2023")
    measures = tuple(Measure(m.key, m.code, m.text, m.goal) for m in real.measures)
    return Catalogue("small", measures, real.plan_year)


@lru_cache(maxsize=1)
def medium() -> Catalogue:
    """Four invented plans of about 30 measures, codes colliding across plans."""
    return Catalogue("medium", keyed(_plan_measures()))


def _plan_measures() -> list[Measure]:
    return [
        Measure("", f"{number}.{place}", text, Goal(str(number), goal["text"]), plan["id"])
        for plan in table("plans")["plans"]
        for number, goal in enumerate(plan["goals"], start=1)
        for place, text in enumerate(goal["measures"], start=1)
    ]


@lru_cache(maxsize=1)
def parts() -> tuple[Catalogue, ...]:
    """Small catalogues out of the invented plans: a whole plan, half of one, one goal. For fitting only."""
    listed = medium().measures
    return tuple(
        Catalogue(f"part-{start}-{size}", tuple(replace(one, key=one.code) for one in listed[start : start + size]))
        for start, size in ((0, 30), (60, 13), (97, 7))
    )


@lru_cache(maxsize=1)
def large() -> Catalogue:
    """The other two and measures put together from parts, most of which differ in one part only."""
    parts = table("large")
    rng = random.Random(500)
    texts = [
        " ".join(part for part in (audience, topic, period, act) if part)
        for audience, topic, act, period in product(parts["audience"], parts["topic"], parts["act"], parts["period"])
    ]
    rng.shuffle(texts)
    base = [Measure("", m.code, m.text, m.goal, "UB23") for m in small().measures] + _plan_measures()
    chosen = sorted(texts[: LARGE - len(base)])
    rng.shuffle(chosen)
    size = -(-len(chosen) // (4 * len(parts["goals"])))
    made = [
        Measure(
            "",
            f"{n // size % len(parts['goals']) + 1}.{n % size + 1}",
            text,
            _goal(parts["goals"], n // size),
            f"T{n // size // 8}",
        )
        for n, text in enumerate(chosen)
    ]
    return Catalogue("large", keyed([*base, *made]))


def _goal(goals: list[str], number: int) -> Goal:
    return Goal(str(number % len(goals) + 1), goals[number % len(goals)])
