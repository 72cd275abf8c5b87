"""Forms as a scan would read them: how often a damaged form is read wrong without a word."""

from __future__ import annotations

import random
from collections.abc import Iterator

from benchmarks.field_cases import PARTS, Case, cases, is_silent, is_wrong
from benchmarks.field_readers import READERS
from benchmarks.matching.letters import damage_letters
from parsers.language.letters import repair

FIELDS = ("percents", "money", "dates", "periods")  # of the others the text itself is the value
COPIES = 3


def noisy(name: str, severity: int, seed: int) -> Iterator[Case]:
    """Every form of a field in copies with damaged letters (severity 0-4, see matching.letters); the true values stay."""
    rng = random.Random(f"{seed}/{name}/{severity}")
    for part in PARTS:
        for form, value, _, _ in cases(name, part):
            for _ in range(COPIES):
                damaged = "|".join(damage_letters(half, severity, rng) for half in form.split("|"))
                yield damaged, value, "", READERS[name](repair(damaged).text)


def shares(name: str, severity: int, seed: int) -> tuple[int, float, float]:
    """How many damaged forms, the share of them read right, and read wrong without a word."""
    found = list(noisy(name, severity, seed))
    wrong = [case for case in found if is_wrong(case)]
    return len(found), 1 - len(wrong) / len(found), sum(map(is_silent, wrong)) / len(found)
