"""Word's automatic numbers as the text that a reader of the page sees.

Numbers are not in the text of a document: each paragraph names a list (numId) and a level, and the number follows from
all paragraphs of that list before it. Rules: ISO 29500-1, 17.9; checked against LibreOffice's rendering.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from lxml import etree

from parsers.docx.styles import VAL, Styles, w, whole
from parsers.language.symbol_fonts import bullet

LEVELS = 9

# Word keeps level texts to a few dozen characters; longer ones only come from hostile files.
LEVEL_TEXT_LENGTH = 255

# ISO 29500-1, 17.18.59: the letters that Word counts with in Russian.
RUSSIAN = "абвгдежзиклмнопрстуфхцчшщыэюя"
LATIN = "abcdefghijklmnopqrstuvwxyz"

ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip

SUFFIXES = {"tab": " ", "space": " ", "nothing": ""}

_PLACEHOLDER = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts and looks. ``restart``: the 1-based level that restarts it (0 never)."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    suffix: str = " "
    restart: int | None = None
    legal: bool = False
    style: str = ""


@dataclass(slots=True)
class _List:
    """A list that paragraphs refer to: its levels, starts given by overrides, and the counter that it shares."""

    levels: dict[int, Level]
    starts: dict[int, int]
    counter: list[int | None]
    begun: set[int] = field(default_factory=set)


class Numbering:
    """Counts through one document; ask for labels in document order, once a paragraph."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstracts: dict[str, etree._Element] = {}
        self._nums: dict[int, etree._Element] = {}
        self._lists: dict[int, _List | None] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._counting = True
        for element in () if root is None else root.iterchildren(w("abstractNum"), w("num")):
            if element.tag == w("num"):
                number = whole(element.get(w("numId")))
                if number is not None:
                    self._nums[number] = element
            else:
                self._abstracts[element.get(w("abstractNumId"), "")] = element

    def label(self, num_id: int | None, level: int | None, style: str | None = None) -> str:
        """Count one paragraph and give its visible number with what separates it from the text; empty for none.

        ``level`` None means that the paragraph's ``style`` decides (the level that is linked to it, else the first).
        """
        numbered = self._list(num_id) if num_id and self._counting else None
        if numbered is None:
            return ""
        if level is None:
            level = next((key for key, each in numbered.levels.items() if each.style and each.style == style), 0)
        if level not in numbered.levels:
            return ""
        _count(numbered, level)
        return _render(numbered, level)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Paragraphs that a merged cell covers are not seen and do not count."""
        before, self._counting = self._counting, False
        yield
        self._counting = before

    def _list(self, num_id: int) -> _List | None:
        if num_id not in self._lists:
            self._lists[num_id] = self._build(num_id)
        return self._lists[num_id]

    def _build(self, num_id: int) -> _List | None:
        num = self._nums.get(num_id)
        if num is None:
            return None
        key = self._abstract_of(num)
        if key not in self._abstracts:
            return None
        levels = {
            number: _level(element)
            for element in self._abstracts[key].iterchildren(w("lvl"))
            if (number := whole(element.get(w("ilvl")))) is not None and 0 <= number < LEVELS
        }
        starts: dict[int, int] = {}
        for override in num.iterchildren(w("lvlOverride")):
            number = whole(override.get(w("ilvl")))
            if number is None or not 0 <= number < LEVELS:
                continue
            own, start = override.find(w("lvl")), override.find(w("startOverride"))
            if own is not None:
                levels[number] = _level(own)
            if start is not None:
                starts[number] = whole(start.get(VAL)) or 0
        return _List(levels, starts, self._counters.setdefault(key, [None] * LEVELS))

    def _abstract_of(self, num: etree._Element) -> str:
        """The abstract list of a num; one that only links to a list style is followed to the style's own list."""
        seen: set[str] = set()
        while True:
            reference = num.find(w("abstractNumId"))
            key = "" if reference is None else reference.get(VAL, "")
            link = self._abstracts[key].find(w("numStyleLink")) if key in self._abstracts else None
            target = None if link is None else self._nums.get(self._styles.get(link.get(VAL)).num_id or 0)
            if target is None or key in seen:
                return key
            seen.add(key)
            num = target


def _level(element: etree._Element) -> Level:
    def value(tag: str) -> str | None:
        found = element.find(w(tag))
        return None if found is None else found.get(VAL)

    legal = element.find(w("isLgl"))
    start = whole(value("start"))
    kind = element.find(f".//{w('numFmt')}")
    return Level(
        start=0 if start is None else start,
        format="decimal" if kind is None else _format_name(kind),
        text=(value("lvlText") or "")[:LEVEL_TEXT_LENGTH],
        suffix=SUFFIXES.get(value("suff") or "tab", " "),
        restart=whole(value("lvlRestart")),
        legal=legal is not None and legal.get(VAL, "1") not in ("0", "false", "off"),
        style=value("pStyle") or "",
    )


def _format_name(element: etree._Element) -> str:
    """A custom format such as ``001, 002, …`` becomes its first item: zeros say how wide the number is."""
    name = element.get(VAL, "decimal")
    return element.get(w("format"), "").partition(",")[0].strip() or "decimal" if name == "custom" else name


def _count(numbered: _List, level: int) -> None:
    """One more at this level; deeper levels begin anew (unless their lvlRestart says otherwise), higher ones exist."""
    counter = numbered.counter
    if level in numbered.starts and level not in numbered.begun:
        counter[level] = numbered.starts[level]
    else:
        current = counter[level]
        counter[level] = _start(numbered, level) if current is None else current + 1
    numbered.begun.add(level)
    for higher in range(level):
        if counter[higher] is None:
            counter[higher] = _start(numbered, higher)
    for deeper in range(level + 1, LEVELS):
        definition = numbered.levels.get(deeper)
        restart = None if definition is None else definition.restart
        if restart is None or level < restart:
            counter[deeper] = None


def _start(numbered: _List, level: int) -> int:
    if level in numbered.starts:
        return numbered.starts[level]
    return numbered.levels[level].start if level in numbered.levels else 1


def _render(numbered: _List, level: int) -> str:
    own = numbered.levels[level]
    if own.format == "bullet":
        sign = bullet(own.text)
        return sign + own.suffix if sign else ""

    def number(match: re.Match[str]) -> str:
        index = int(match[1]) - 1
        value = numbered.counter[index]
        if index > level or value is None:
            return ""
        kind = numbered.levels[index].format if index in numbered.levels else "decimal"
        return written("decimal" if own.legal and kind != "decimalZero" else kind, value)

    text = _PLACEHOLDER.sub(number, own.text)
    return text + own.suffix if text else ""


def written(kind: str, value: int) -> str:
    """A number in one of Word's formats; those that Mongolian reports do not use fall back to digits.

    >>> [written(kind, 4) for kind in ("decimal", "decimalZero", "upperRoman", "lowerLetter", "russianLower", "001")]
    ['4', '04', 'IV', 'd', 'г', '004']
    >>> written("lowerLetter", 28), written("lowerRoman", 5000), written("none", 1)
    ('bb', '5000', '')
    """
    if kind == "none":
        return ""
    if kind == "decimalZero":
        return f"{value:02d}"
    if kind == "numberInDash":
        return f"- {value} -"
    if set(kind) <= set("01"):
        return str(value).zfill(len(kind))
    if kind in ("upperRoman", "lowerRoman") and 0 < value < 4000:
        return _cased(kind, _roman(value))
    if kind in ("upperLetter", "lowerLetter") and value > 0:
        return _cased(kind, _letters(LATIN, value))
    if kind in ("russianUpper", "russianLower") and value > 0:
        return _cased(kind, _letters(RUSSIAN, value))
    return str(value)


def _cased(kind: str, text: str) -> str:
    return text.upper() if "pper" in kind else text


def _roman(value: int) -> str:
    digits = []
    for worth, letters in ROMAN:
        times, value = divmod(value, worth)
        digits.append(letters * times)
    return "".join(digits)


def _letters(alphabet: str, value: int) -> str:
    """a … z, aa, bb …: Word repeats the letter. Beyond 30 rounds only a hostile file goes."""
    rounds, index = divmod(value - 1, len(alphabet))
    return alphabet[index] * (rounds + 1) if rounds < 30 else str(value)
