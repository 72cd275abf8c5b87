"""The words that tell totals, sign-offs and prefaces from measures (row_words.toml)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from parsers.language.keys import letters_key, one_alphabet


@dataclass(frozen=True, slots=True)
class Patterns:
    """Patterns on skeletons; ``totals`` are the longer words for totals, to compare with."""

    total: re.Pattern[str]
    total_alone: re.Pattern[str]
    totals: tuple[str, ...]
    signature: re.Pattern[str]
    preface: re.Pattern[str]


@cache
def patterns() -> Patterns:
    """Totals, sign-offs and prefaces, from row_words.toml."""
    data = tomllib.loads(resources.files("parsers.language").joinpath("row_words.toml").read_text(encoding="utf-8"))

    def either(words: Sequence[str]) -> str:
        return "(?:" + "|".join(re.escape(one_alphabet(word)) for word in sorted(words, key=len, reverse=True)) + ")"

    total, preface = either(data["total"]["words"]), either(data["preface"]["words"])
    alone = either(data["total"]["alone"] + data["total"]["words"])
    signature, before = either(data["signature"]["words"]), either(data["signature"]["before"])
    one = either(data["signature"]["first"])
    return Patterns(
        re.compile(rf"^\W*{total}(?:\s\w+){{0,4}}\W*+\d*+\W*+$"),
        re.compile(rf"^\W*{alone}[\W\d]*$"),
        tuple(letters_key(word) for word in data["total"]["words"] if len(word) > 8),
        re.compile(rf"^\W*(?:{before}\w*\s+)?(?:{one},?\s+)?{signature}\W{{0,3}}(?:$|[:\n])"),
        re.compile(rf"^\W*{preface}\b"),
    )


def is_signature(text: str) -> bool:
    """True for the start of a sign-off block: ``ТАНИЛЦСАН:``, ``Тайлан боловсруулсан:``."""
    return bool(patterns().signature.match(one_alphabet(text)))


def is_preface(text: str) -> bool:
    """True for a row that explains (``Эрх зүйн үндэслэл …``) and is neither goal nor measure."""
    return bool(patterns().preface.match(one_alphabet(text)))
