"""Hostile submissions made on the spot: bombs, cycles, lies, references outward, names that try to escape.

Every maker yields ``Hostile(name, data, expected)``; ``expected`` names the reasons that are right for it (an empty
string stands for a published submission: a file can be odd and still be a report).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

CANARY = "http://127.0.0.1:9/canary"
"""Where references outward point by default; the tests put an address there that they listen on."""


@dataclass(frozen=True, slots=True)
class Hostile:
    """One file: name below the raw folder, bytes, and the reasons any of which is right."""

    name: str
    data: bytes
    expected: tuple[str, ...]


def every(seed: int, canary: str = CANARY) -> Iterator[Hostile]:
    """All hostile files. Sizes, depths and places vary with the seed; ``canary`` is a URL that nobody may fetch."""
    from benchmarks.hostile import odd, pictures, portable, word

    random = Random(seed)
    for module in (word, portable, pictures, odd):
        yield from module.make(random, canary)
