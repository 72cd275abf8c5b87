"""The page's words in the reader's language, and the words that differ between two texts."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from importlib.resources import files

from normalizers.linkage.wording import wording
from pipeline.schema.loading import schema

LANGUAGES = ("mn", "en")


def amount(value: Decimal | None) -> str:
    """A number with its thousands apart; a dash for none.

    >>> amount(Decimal("1500000")), amount(None)
    ('1,500,000', '–')
    """
    return "–" if value is None else f"{value:,f}"


def percent(probability: float) -> str:
    """A probability as people read it.

    >>> percent(0.8918), percent(0.00003), percent(0.99996), percent(0)
    ('89.2 %', '< 0.1 %', '> 99.9 %', '0 %')
    """
    if 0 < probability < 0.001:
        return "< 0.1 %"
    if 0.999 < probability < 1:
        return "> 99.9 %"
    return f"{probability:.1%}".replace(".0%", "%").replace("%", " %")


@cache
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("pipeline.review").joinpath("words.toml").read_text(encoding="utf-8"))


def speaker(language: str) -> Callable[..., str]:
    """A function key -> sentence in that language. Keys without words are shown as they are.

    >>> speaker("en")("progress", decided=1, total=2)
    '1 of 2 decided'
    """

    def say(key: str, **values: object) -> str:
        entry = _words().get(key)
        return entry[language].format(**values) if entry else key.replace("_", " ")

    return say


def names(language: str) -> Callable[[str], str]:
    """A function column -> its title in that language, as the tables have it, without "as printed": the page says so
    above them.

    >>> names("en")("spent_reported"), names("mn")("evidence")
    ('Spending', 'Нотлох баримт')
    """

    def name_of(column: str) -> str:
        known = schema().table("measures").column(column)
        title = known.title if language == "en" else known.title_mn
        return title.partition(" as printed")[0].partition(" (тайланд")[0]

    return name_of


def marked(text: str, other: str) -> list[tuple[str, bool]]:
    """The words of ``text`` with a mark on those that ``other`` lacks, compared without regard to inflection and
    letters' variants; words that tell nothing are never marked.

    >>> marked("цахим сургалт", "Цахим аян")
    [('цахим', False), ('сургалт', True)]
    """
    known = set(wording(other).stems)
    return [(word, not known.issuperset(wording(word).stems)) for word in text.split()]
