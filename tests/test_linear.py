"""No text is too long: every public function that takes one is linear in its length, whatever it is made of."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

PACKAGES = ("normalizers.values", "normalizers.front", "normalizers.rows", "parsers.language", "parsers.measures")
MODULES = ("normalizers.linkage.wording", "normalizers.catalogue.goals")
NO_TEXTS = {"make", "of_note", "period_days", "phrases", "member_names", "path_scores"}
"""Functions whose first parameter is a name, not a text."""

PIECES = {
    "digits": "1", "dots": ".", "dates": "2024.05.12 ", "written dates": "2024 оны 5 дугаар сарын 12-ны өдөр, ",
    "people": "5 хүн, ", "blanks": " ", "brackets": "(", "strokes": "/", "levels": "1.1.1.", "commas": ",",
    "letters": "а", "capitals": "А", "Latin letters": "a", "words": "сургалт ", "mixed": "аa", "dashes": "-",
    "percents": "50% ", "amounts": "1 000 000 төгрөг ", "line ends": "\n", "quotes": "«", "upright strokes": "|",
}  # fmt: skip


def functions() -> Iterator[Callable[..., Any]]:
    names = list(MODULES)
    for package in PACKAGES:
        names += [
            f"{package}.{found.name}" for found in pkgutil.iter_modules(importlib.import_module(package).__path__)
        ]
    for name in names:
        for key, value in vars(importlib.import_module(name)).items():
            made = inspect.unwrap(value) if callable(value) else None
            if key.startswith("_") or key in NO_TEXTS or not inspect.isfunction(made) or made.__module__ != name:
                continue
            first, *others = [*inspect.signature(made).parameters.values(), None]
            if first and first.annotation == "str" and all(o is None or o.default is not o.empty for o in others):
                yield value


ALL = {f"{one.__module__}.{one.__name__}": one for one in functions()}


def seconds(function: Callable[..., Any], text: str) -> float:
    if hasattr(function, "cache_clear"):
        function.cache_clear()
    begun = time.process_time()
    found = function(text)
    if inspect.isgenerator(found):
        list(found)
    return time.process_time() - begun


def test_all_of_them_are_found() -> None:
    assert len(ALL) > 50
    assert {"normalizers.values.money.read_money", "parsers.language.codes.split_code"} <= set(ALL)


@pytest.mark.parametrize("name", ALL)
def test_long_texts_cost_little(name: str) -> None:
    """A quadratic one takes a second and more for 20,000 letters."""
    for what, piece in PIECES.items():
        text = (piece * 20_000)[:20_000]
        assert seconds(ALL[name], text) < 0.5 or seconds(ALL[name], text) < 0.5, what


@pytest.mark.slow
@pytest.mark.parametrize("name", ALL)
def test_cells_of_400_kilobytes(name: str) -> None:
    for what, piece in PIECES.items():
        text = (piece * 400_000)[:400_000]
        assert seconds(ALL[name], text) < 1 or seconds(ALL[name], text) < 1, what
