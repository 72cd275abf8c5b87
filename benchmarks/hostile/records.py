"""What every maker of hostile files gives: the file, and the reasons that are right for it."""

from __future__ import annotations

from dataclasses import dataclass

CANARY = "http://127.0.0.1:9/canary"
"""Where references outward point by default; the tests put an address there that they listen on."""


@dataclass(frozen=True, slots=True)
class Hostile:
    """One file: name below the raw folder, bytes, and the reasons any of which is right for it (an empty string stands
    for a published submission: a file can be odd and still be a report)."""

    name: str
    data: bytes
    expected: tuple[str, ...]
