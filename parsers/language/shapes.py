"""Shapes of texts: the class of every token, one letter each, in which kinds of values are looked for as sequences.

Takes a text in its plain form, digits repaired; gives its tokens with their shape. A sequence is declared as names of
classes with the signs of a regular expression between them, compiled to one pattern over the letters of a shape. Blanks
play no part; a number or a word is one letter, however long, so a pattern has nothing to try twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Final, NamedTuple

from rapidfuzz.distance import Levenshtein

from parsers.language.numerals import NUMBER_WORDS
from parsers.language.remembered import remembered
from parsers.language.tokens import Kind, Token, scan
from parsers.language.words import is_word

# Classes of tokens. A token has the first class of its table whose pattern is all of it.
_NUMBERS: Final = {
    "year": r"(?:19|20)\d\d",
    "small": r"\d{1,2}",
    "full": r"(?:19|20)\d\d\.\d{1,2}\.\d{1,2}",
    "full_last": r"\d{1,2}\.\d{1,2}\.(?:19|20)\d\d",
    "day_month": r"\d\d\.\d\d",
    "pair": r"\d{1,2}\.\d{1,2}",
    "year_month": r"(?:19|20)\d\d\.\d{1,2}",
    "hundreds": r"\d{3}",
    "digits": r"\d+",
    "thousands": r"\d{1,3}(?:,\d{3}){1,8}",
    "torn_date": r"(?:19|20)\d\d[.,]\d{1,2}[.,]\d{1,2}(?:[.,]\d{1,2})?|\d{3}\.\d\d\.\d\d",
    "decimal": r"\d+[.,]\d+",
}
_MARKS: Final = {
    "hyphen": r"-",
    "tilde": r"~",
    "comma": r",",
    "point": r"\.",
    "semicolon": r";",
    "slash": r"/",
    "close": r"[)\]]",
    "per_cent": r"%",
    "currency": r"[₮₸]",
    "quote": r'"',
}
_WORDS: Final = {
    "year_word": r"он(?:ы|ий|д|ны)?",
    "month": r"сар(?:ын|и?йн|д|т|аас|наас|ыг|анд|аар|тай|ууд\w*|ын?хаа)?",
    "from_day": r"[өо]д[өе]?р[өе]{1,2}с",
    "day": r"[өо]д[өеоү]?р(?:и?йг|ий?н|ийнхөө|[өо]{1,2}р?|[үу]{2}д\w*|тэй|т|ийнхэн)?",
    "nth": r"д[уү]г[аэ]{1,2}р|р",
    "misread_nth": r"[пн]",
    "numbered": r"тоот\w*|дугаартай|т",
    "per_cents": r"хув[ьи](?!л)\w*",
    "official": r"албан",
    "act": (
        r"(?:тушаал|тогтоол|захирамж|шийдвэр|бичи?г|удирдамж|гэрээ|акт|протокол|тэмдэглэл|мэдэгдэл|чиглэл)[а-яөү]*"
    ),
    "quarter": r"улир\w*",
    "half": r"хагас(?:ын)?",
    "year_of": r"жилийн",
    "years": r"жил\w*",
    "whole": r"бүтэн",
    "first": r"эхний",
    "second": r"сүүлийн|сүүлчийн",
    "state": r"байдл\w*",
    "each": r"(?:тутам|бүр)\w*",
    "finish": r"эц[сэ]\w*",
    "reporting": r"тайлант\w*",
    "report": r"(?:тайлан|хэрэгжилт|биелэлт)\w*",
    "news": r"(?:явц|мэдээ|төлөвлөг)\w*",
    "work": r"ажлын",
    "outcome": r"үр",
    "sum": r"дүн\w*",
    "grown": r"өссөн",
    "from": r"н?[аоэө]{2}с",
    "end": r"н[ыиіь]й?|нд|нны|нийг|ныг|н[аоэө]{2}|ныхаа|нийхээ|н[ыи]й?[өо]д[өе]?р(?:ийн|ийг)?",
    "from_end": r"н[ыи]й?[өо]д[өе]?р[өе]{1,2}с",
    "until": r"хүртэл\w*|хооронд\w*|дуустал",
    "object": r"(?:ий|ы)г",
    "case": r"[ыи]й?н",
    "both": r"ба|болон|буюу",
    "same": r"мөн",
    "ten": r"арван",
    "number_name": r"арваннэг|арванхоёр|нэг|хоёр|гурав|гурван|дөрөв|дөрвөн|тав|зургаа|зурга|долоо|найм|ес|арав",
    "month_name": r"(?:арван\s?)?(?:нэг|хоёр|гурав|гурван|дөрөв|дөрвөн|тав|зургаа|зурга|долоо|найм|ес|арав)д[уү]г[аэ]{2}р",
    "three": r"з",
    "roman": r"[ivxхиіүу]{1,4}",
    "numeral": "|".join(sorted(NUMBER_WORDS, key=len, reverse=True)),
}
# Words that scans damage: one of no class and no vocabulary that is nearly one of these is damaged.
_ALIKE: Final = {
    "сары": "month_like",
    "сарын": "month_like",
    "сард": "month_like",
    "дугаар": "nth_like",
    "дүгээр": "nth_like",
    "өдө": "day_like",
    "өд": "day_like",
    "өдөр": "day_like",
    "өдрийн": "day_like",
    "өдрөөс": "day_like",
    "өдрийг": "day_like",
    "өдрүүдэд": "day_like",
    "оны": "year_like",
    "онд": "year_like",
    "он": "year_like",
    "хүртэл": "until_like",
    "хооронд": "until_like",
    "дуустал": "until_like",
    "арван": "ten_like",
}
_DAMAGED: Final = (0, 0, 0, 1, 1, 2)  # letters of a word of so many that may be damaged
_REMEMBERED: Final = 8192  # words whose class is kept
_FIRST: Final = 0xC0  # the letter of the first class
_SHORT: Final = 4  # letters of the longest ending
_PIECE: Final = re.compile(r"(?:(?P<label>[a-z]\w*)=)?(?:(?P<name>[a-z]\w*)|\((?!\?))|\s+")
_UNNAMED: Final = ("number", "mark", "word", "letter", "short", "strange")
"""Tokens of no class: numbers, marks, words of the vocabulary; one letter, up to four, and more that are no word."""


class Shape(NamedTuple):
    """``letters[n]`` is the class of ``tokens[n]``."""

    tokens: tuple[Token, ...]
    letters: str

    def has(self, names: Iterable[str], start: int, end: int) -> bool:
        """Whether a token of [start, end) is of one of these classes."""
        letters = _letters()
        return any(letters[name] in self.letters[start:end] for name in names)

    def begins(self, names: Iterable[str]) -> bool:
        """Whether the first token is of one of these classes."""
        return self.has(names, 0, 1)


@remembered
def shape_of(text: str) -> Shape:
    """The tokens of a plain text and their classes."""
    tokens = scan(text)
    return Shape(tokens, "".join([_letter(token.kind is Kind.NUMBER, token.text) for token in tokens]))


class Sequences:
    """Sequences of classes by name. In one, ``name=`` in front of a class or brackets keeps what they cover as a group, and
    the name of another sequence stands for it; ``any_number`` and ``any_word`` are all classes of these. A name that is
    none of them is a KeyError."""

    def __init__(self, rules: Mapping[str, str]) -> None:
        self._rules, self._patterns = rules, dict[str, re.Pattern[str]]()

    def __getitem__(self, name: str) -> re.Pattern[str]:
        """The sequence as a pattern over the letters of a shape."""
        if name not in self._patterns:
            self._patterns[name] = re.compile(_PIECE.sub(self._written, self._rules[name]))
        return self._patterns[name]

    def _written(self, found: re.Match[str]) -> str:
        label, one = found.group("label", "name")
        opened = f"(?P<{label}>" if label else "(?:"
        if one is None:
            return "" if found[0].isspace() else opened
        inner = _PIECE.sub(self._written, self._rules[one]) if one in self._rules else _letters()[one]
        return f"{opened}{inner})"


@cache
def _letters() -> dict[str, str]:
    """Class: its letter."""
    names = (*_UNNAMED, *_NUMBERS, *_MARKS, *_WORDS, *dict.fromkeys(_ALIKE.values()))
    letters = {name: chr(_FIRST + place) for place, name in enumerate(names)}
    any_number = "".join(letters[name] for name in ("number", *_NUMBERS))
    any_word = "".join(letters[name] for name in names if name not in ("number", "mark", *_NUMBERS, *_MARKS))
    return letters | {"any_number": f"[{any_number}]", "any_word": f"[{any_word}]"}


@lru_cache(maxsize=_REMEMBERED)
def _letter(number: bool, text: str) -> str:
    if number:
        name = _named(_master("numbers"), text) or "number"
    elif not text[0].isalpha():
        name = _named(_master("marks"), text) or "mark"
    else:
        name = _named(_master("words"), text) or _of_word(text)
    return _letters()[name]


def _named(classes: re.Pattern[str], text: str) -> str:
    found = classes.fullmatch(text)
    return found.lastgroup or "" if found else ""


@cache
def _master(table: str) -> re.Pattern[str]:
    """All classes of a table as one pattern."""
    classes: Mapping[str, str] = {"numbers": _NUMBERS, "marks": _MARKS, "words": _WORDS}[table]
    return re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in classes.items()))


def _of_word(word: str) -> str:
    """The class of a word of none: that of the word it resembles, where it is none itself."""
    if word in _ALIKE or is_word(word):
        return _ALIKE.get(word, "word")
    for form, name in _ALIKE.items():
        most = _DAMAGED[min(len(form), len(_DAMAGED) - 1)]
        if Levenshtein.distance(word, form, score_cutoff=most) <= most:
            return name
    return "letter" if len(word) == 1 else "short" if len(word) <= _SHORT else "strange"
