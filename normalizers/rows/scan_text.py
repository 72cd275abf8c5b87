"""Words of a scan that are right but for their shape: small letters printed as capitals, a lone digit as a letter,
Cyrillic words in Latin letters of the same look.

Takes a published text; gives it mended, each change named in the steps of the value. OCR tells most capitals from small
letters by their height alone, and a line whose letters all have one height gives it nothing to compare with. Only
changes that leave a known word are made.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from normalizers.lookups import lookup
from normalizers.values.value import Value
from parsers.language.confusions import ALIKE, SAME
from parsers.language.words import is_word

_WORD = re.compile(r"[А-ЯЁӨҮа-яёөү]{3,}")
_LONG = 4
"""Letters from which a word in capitals is no abbreviation when it is a word of the language."""

_FEW_SMALL = 0.3
"""Small letters for each capital below which a text is meant to be in capitals."""

_LATIN = re.compile(rf"(?<![\w./@-])[{''.join(sorted(ALIKE))}]{{3,}}(?![\w./@-])")
_LONE_THREE = re.compile(r"(?<![\w.,])[Зз](?![\w.,])")
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_VOWEL = re.compile(r"[АЭИОУӨҮЯЕЁЮЫ]")
_BEFORE = 8
"""Marks in front of a word among which the end of a sentence is looked for; the texts are folded."""

_SENTENCE_END = re.compile(r"(?:^|[.!?:]|\n)\s*[\"“«(]?$")


def scan_repaired(text: Value[str]) -> Value[str]:
    """The published words of a scanned cell, put right. ``text`` is what :func:`normalizers.values.text.published` gives.

    >>> scan_repaired(Value("", "Арга ХЭМЖЭЭНИЙ ТОО, АТГ-ын З дугаар зөвлөмж")).value
    'Арга хэмжээний тоо, АТГ-ын 3 дугаар зөвлөмж'
    >>> scan_repaired(Value("", "Хяналт хийлгэсэн ТӨСЛИЙН TOO")).value
    'Хяналт хийлгэсэн төслийн тоо'
    >>> scan_repaired(Value("", "Хийсэн ажлын ТОО;")).value, scan_repaired(Value("", "тухайн салбарын ХХК")).value
    ('Хийсэн ажлын тоо;', 'тухайн салбарын ХХК')
    """
    words = text.value or ""
    cased = _LONE_THREE.sub("3", words)
    steps = ["scan_digit"] if cased != words else []
    if (lettered := _LATIN.sub(_in_cyrillic, cased)) != cased:
        cased = lettered
        steps.append("scan_letters")
    if sum(map(str.islower, words)) > _FEW_SMALL * sum(map(str.isupper, words)):
        right = _small(cased)
        steps += ["scan_case"] if right != cased else []
        cased = right
    return replace(text, value=cased, steps=(*text.steps, *steps)) if steps else text


def _in_cyrillic(found: re.Match[str]) -> str:
    """A word of letters that both alphabets draw alike, in Cyrillic where that makes a word of the language."""
    word = found[0].translate(SAME)
    return word if is_word(word) else found[0]


def _small(text: str) -> str:
    found = list(_WORD.finditer(text))
    wrong = [_is_shouted(word[0]) for word in found]
    pieces, end = [], 0
    for n, word in enumerate(found):
        beside = any(wrong[k] and len(found[k][0]) >= _LONG for k in (n - 1, n + 1) if 0 <= k < len(found))
        if wrong[n] and (len(word[0]) >= _LONG or beside or _is_last_of_phrase(text, found, n)):
            first = _SENTENCE_END.search(text, max(0, word.start() - _BEFORE), word.start())
            pieces += [text[end : word.start()], word[0].capitalize() if first else word[0].lower()]
            end = word.end()
    return "".join([*pieces, text[end:]])


def _is_last_of_phrase(text: str, found: Sequence[re.Match[str]], n: int) -> bool:
    """A short word that can be spoken, behind a small one and before nothing: it stood alone on the last line."""
    word = found[n]
    before = found[n - 1][0] if n else ""
    return before.islower() and not _LETTER_OR_DIGIT.search(text, word.end()) and bool(_VOWEL.search(word[0]))


def _is_shouted(word: str) -> bool:
    """Capitals behind the first letter, in a word of the language that is no abbreviation."""
    return word[1:] != word[1:].lower() and word not in _abbreviations() and is_word(word)


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(short.upper() for short in lookup("abbreviations")["abbreviations"])
