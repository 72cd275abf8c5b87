"""Answers about texts, kept: one cell is asked about by many readers, and reports repeat each other's words.

Takes a pure function of a text; gives the same function, which looks at a text once.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Final, TypeVar

T = TypeVar("T")

_TEXTS: Final = 4096
_LONGEST: Final = 2_000  # letters of a text that is kept, so that the answers of one function stay below some 20 MB


def remembered(function: Callable[[str], T]) -> Callable[[str], T]:
    """The function with its last answers about short texts, and the last about a long one, kept. They are shared: it must
    give what nobody changes.

    >>> looked: list[str] = []
    >>> length = remembered(lambda text: looked.append(text) or len(text))
    >>> length("а" * 3), length("а" * 3), len(looked)
    (3, 3, 1)
    """
    kept, last = lru_cache(maxsize=_TEXTS)(function), lru_cache(maxsize=1)(function)

    @wraps(function)
    def asked(text: str) -> T:
        return kept(text) if len(text) <= _LONGEST else last(text)

    return asked
