"""Indicator cells: items with a name, a quantity and a unit.

Takes the text of a cell; gives its items in order.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from normalizers.lookups import lookup
from normalizers.report import IndicatorItem
from normalizers.values.text import folded
from parsers.language.keys import plain
from parsers.language.numerals import digits_repaired
from parsers.language.remembered import remembered

_BULLET = re.compile(r"^\s*(?:[-–—•·▪◦●\uf0b7*✓►➢]\s*|\d{1,2}[.)]\s+|[а-еa-f]\)\s*)+")
_INLINE_BULLET = re.compile(
    r"(?:(?<=\s)|(?<=[;.,\d]))\s*(?:[•▪●\uf0b7✓►➢]|(?:(?<=[\d;.,)])|(?<=\s))\s+[-–—](?=\s+[А-ЯӨҮЁ])|\s[-–—](?=[А-ЯӨҮЁ]))\s*"
)
_SLASHED = re.compile(r"(?<=\w)\s+/\s+(?=\d)")  # 3 удаа / 75 хүн
_AFTER_NUMBER = re.compile(r"\s*[;,]\s*(?=[^\W\d]|[(“\"])|(?<=\d)\s+(?=[А-ЯӨҮЁ][а-яөү])")
_NUMBER = r"\d{1,3}(?:[ ,]\d{3})+|\d+(?:[.,]\d+)?"
_DATED = re.compile(
    r"(?:19|20)\d\d\s*+(?:-\s*+\d{4}\s*+)?он|\d{1,2}\s*+-?\s*+(?:р|д[уү]г[аэ]{2}р)?\s*+сар"
    r"|(?<!\d)\d+\s*+-?\s*+(?:р|д[уү]г[аэ]{2}р)|(?:19|20)\d\d\.\d\d?\.\d\d?"
)


def read_indicators(text: str) -> tuple[IndicatorItem, ...]:
    """The items of an indicator cell in order. A quantity is taken only where it is plainly one: behind a dash or a
    colon, in brackets at the end, or with a unit; numbers inside names stay in the name.

    >>> [(i.name, i.quantity, i.unit) for i in read_indicators("- Нөлөөллийн аян-1\\n- Хөөсөн хүрээ (frame) – 1")]
    [('Нөлөөллийн аян', Decimal('1'), ''), ('Хөөсөн хүрээ (frame)', Decimal('1'), '')]
    >>> [(i.name, i.quantity, i.unit) for i in read_indicators("Шторк 3 ш, хамрагдсан хүн-85")]
    [('Шторк', Decimal('3'), 'ш'), ('хамрагдсан хүн', Decimal('85'), '')]
    >>> [(i.name, i.quantity) for i in read_indicators("“Шударга ёс 110” самбар ажиллуулсан байх")]
    [('“Шударга ёс 110” самбар ажиллуулсан байх', None)]
    """
    items: list[IndicatorItem] = []
    for piece in _pieces(text):
        name, quantity, unit = _item(piece)
        items.append(IndicatorItem(len(items) + 1, name, quantity, unit, piece))
    return tuple(items)


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for line in (folded(part) for part in text.split("\n") if part.strip()):
        for part in _INLINE_BULLET.split(line):
            pieces += _split_quantities(_BULLET.sub("", part).strip())
    return [_BULLET.sub("", piece.strip(" ;,")) for piece in pieces if re.search(r"\w", piece)]


def _split_quantities(piece: str) -> list[str]:
    """``a-6, b-85`` is two items if every part carries its quantity; a list of words is one."""
    parts = [part.strip() for part in _SLASHED.split(piece)]
    if len(parts) > 1 and all(re.search(_NUMBER, part) for part in parts) and _item(parts[0])[1] is not None:
        return parts
    parts = [part.strip() for part in _AFTER_NUMBER.split(piece) if part.strip()]
    semicolons = [part.strip() for part in piece.split(";") if part.strip()]
    if len(parts) > 1 and all(_item(part)[1] is not None for part in parts):
        return parts
    return semicolons if len(semicolons) > 1 else [piece]


@remembered
def _item(piece: str) -> tuple[str, Decimal | None, str]:
    bare = piece.rstrip(" .;,")
    small = digits_repaired(plain(bare))
    for pattern in _patterns():
        found = pattern.fullmatch(small)
        if found and not _named(small, found):
            name = bare[found.start("name") : found.end("name")].strip(" -–—:,/(.…_") if found["name"] else ""
            if "(" in name and ")" not in name:
                name += ")" if bare.endswith(")") and small[found.end("name") - 1] != "(" else ""
            return name or bare, _quantity(found["number"]), _unit(bare, found)
    return bare, None, ""


def _unit(bare: str, found: re.Match[str]) -> str:
    return bare[found.start("unit") : found.end("unit")].strip(" .") if found["unit"] else ""


def _named(small: str, found: re.Match[str]) -> bool:
    """The number is no quantity: part of a date, the upper end of a range, or the name of a hotline."""
    start, end = found.span("number")
    ranged = re.search(r"\d\s?-\s?$", small[:start]) is not None
    return ranged or found["number"] in lookup("counted")["words"]["hotlines"] or _dated(small, start, end)


def _dated(small: str, start: int, end: int) -> bool:
    return any(match.start() < end and start < match.end() for match in _DATED.finditer(small))


def _quantity(text: str) -> Decimal:
    return Decimal(re.sub(r"[ ,](?=\d{3}(?!\d))", "", text).replace(",", ".").replace(" ", ""))


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    units = "|".join(sorted(map(re.escape, lookup("units")["units"]), key=len, reverse=True))
    unit = rf"(?P<unit>(?:{units})(?!\w)\.?)"
    number = rf"(?P<number>{_NUMBER})"
    return (
        re.compile(
            rf"(?P<name>.*[^\W\d_][\W\d_]*?)\s*(?:[-:=]|\s-\s)\s*{number}\s*(?:[-]?\s*{unit})?"
        ),  # аян-1; тоо: 20 удаа
        re.compile(rf"(?P<name>[\W\d_]*+[^\W\d_].*?)\s*[(/]\s*{number}\s*(?:-?\s*{unit})?\s*[)/]"),  # тоо (20 удаа)
        re.compile(rf"(?P<name>[\W\d_]*+[^\W\d_].*?)\s+{number}\s*-?\s*{unit}"),  # шторк 3 ш
        re.compile(rf"(?P<name>[^\d]*[^\W\d_](?:(?![\"“”])[\W_])*?)\s+{number}(?P<unit>)"),  # Байгууллага 28
        re.compile(rf"{number}\s*{unit}\s+(?P<name>.*[^\W\d_].*)"),  # 3 ширхэг самбар
        re.compile(rf"{number}\s+(?P<unit>)(?P<name>[\W_]*+[^\W\d_][^\d]*+)"),  # 12 сургалт
    )
