"""Which goal of the catalogue a printed goal heading names.

Takes a heading as printed; gives the goal, or none where no text is near enough.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz, process

from normalizers.catalogue.model import Catalogue, Goal
from parsers.language.keys import squashed

_LABEL: Final = re.compile(r"^\W*(?:зорилго|зорилт|чиглэл|бүлэг)?\W*[\divx]*\W*", re.I)

#: A heading names a goal from this likeness (0-100) on.
ALIKE: Final = 60.0


def heading_letters(heading: str) -> tuple[str, ...]:
    """The letters of a printed heading without its label and number: as a whole, then level by level.

    >>> heading_letters("Зорилго 2. Ил тод байдал")
    ('илтодбаидал', 'илтодбаидал')
    """
    parts = (heading, *heading.split(" / "))
    return tuple(letters for part in parts if (letters := squashed(_LABEL.sub("", part))))


@lru_cache(maxsize=4096)
def _nearest(heading: str, goals: tuple[Goal, ...]) -> Goal | None:
    texts = [squashed(goal.text) for goal in goals]
    hits = [process.extractOne(part, texts, scorer=fuzz.ratio, score_cutoff=ALIKE) for part in heading_letters(heading)]
    best = max((hit for hit in hits if hit and hit[0]), key=lambda hit: hit[1], default=None)
    return goals[best[2]] if best else None


def goal_of(heading: str, catalogue: Catalogue) -> Goal | None:
    """The goal whose text the heading carries, whatever its printed number (numbers change from year to year and agency
    to agency); None when it carries none of them."""
    return _nearest(heading, catalogue.goals)
