"""The page's words in the reader's language, and the words that differ between two texts."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files

from parsers.lettering import skeleton

LANGUAGES = ("mn", "en")


@cache
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("pipeline.review").joinpath("words.toml").read_text(encoding="utf-8"))


def speaker(language: str) -> Callable[..., str]:
    """A function key -> sentence in that language. Keys without words (finding codes) are shown as they are.

    >>> speaker("en")("progress", decided=1, total=2)
    '1 of 2 decided'
    """

    def say(key: str, **values: object) -> str:
        entry = _words().get(key)
        return entry[language].format(**values) if entry else key

    return say


def marked(text: str, other: str) -> list[tuple[str, bool]]:
    """The words of ``text`` with a mark on those that ``other`` lacks, compared without regard to letters' variants.

    >>> marked("цахим сургалт", "Цахим аян")
    [('цахим', False), ('сургалт', True)]
    """
    known = {skeleton(word).replace(" ", "") for word in other.split()}
    return [(word, skeleton(word).replace(" ", "") not in known) for word in text.split()]
