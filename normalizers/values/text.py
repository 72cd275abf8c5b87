"""Texts: what is published of a cell, and the plain form that the value readers look at.

Takes the text of a cell; gives it folded, published or plain.
"""

from __future__ import annotations

import re
import unicodedata

from parsers.language.confusions import CYRILLIC, INVISIBLE, OLD_FONTS, PLAIN_SIGNS, TYPED, WORDS
from parsers.language.remembered import remembered

LONGEST_CELL = 20_000
"""Letters of a text in which sums and completions are looked for: ten times the longest cell of any report."""

_GLYPHS = PLAIN_SIGNS | OLD_FONTS | {sign: CYRILLIC[sign] for sign in map(ord, TYPED) if chr(sign) not in "іІ"}
# Latin letters count only inside a word that has a Cyrillic letter; I may be a numeral that an ending is glued to.
_IN_WORDS = {sign: letter for sign, letter in CYRILLIC.items() if chr(sign) not in "Ii"}
_MIXED = re.compile(r"(?<![A-Za-zЀ-ӿ])(?=[A-Za-z]++[Ѐ-ӿ]|[Ѐ-ӿ]++[A-Za-z])[A-Za-zЀ-ӿ]++")
# The letters of the tables, found by the regular expression engine: most texts have few of them, and ``translate``
# looks each letter up in a dictionary, which takes ten times as long.
_ANY_INVISIBLE, _ANY_GLYPH = (re.compile(f"[{re.escape(''.join(map(chr, table)))}]+") for table in (INVISIBLE, _GLYPHS))
_LATIN = re.compile("[A-Za-z]")
_NO_WORD = re.compile(r"[\W_]+")
_DASHES = re.compile(r"[-_.…·•*/\\\s]*")


@remembered
def folded(text: str) -> str:
    """White space folded to single blanks, soft hyphens and zero-width marks gone, NFC.

    >>> folded("Нөлөөллийн\\n аян\\u00ad-1 ")
    'Нөлөөллийн аян-1'
    """
    return " ".join(_ANY_INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


@remembered
def plain(text: str) -> str:
    """Lower case, one kind of blank, dash and quote, look-alikes inside Cyrillic words undone. Keeps every position.

    >>> plain("2024 ОНЫ “HAPИЙН” – 5")
    '2024 оны "нарийн" - 5'
    """
    text = _ANY_GLYPH.sub(lambda found: found[0].translate(_GLYPHS), text)
    if _LATIN.search(text):
        text = _MIXED.sub(lambda found: found[0].translate(_IN_WORDS), text)
    whole = text.lower()
    if len(whole) == len(text):
        return whole
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)


@remembered
def bare(text: str) -> str:
    """Words for comparison: plain letters and digits only, similar letters made one, single blanks.

    >>> bare("Хэрэгжээгүй!") == bare("хэрэгжээгуй")
    True
    """
    letters = plain(folded(text))
    return _NO_WORD.sub(" ", letters.translate(WORDS)).strip()


def says_nothing(text: str) -> bool:
    """Blank, or only dashes, points and rules: the usual ways to leave a cell empty.

    >>> [says_nothing(t) for t in ("", " - ", "–", "...", "0", "үгүй")]
    [True, True, True, True, False, False]
    """
    return _DASHES.fullmatch(plain(folded(text))) is not None


def is_capitals(text: str) -> bool:
    """Whether the text is set in capitals (a few small letters, such as case endings after a dash, do not count).

    >>> is_capitals("САНГИЙН ЯАМНЫ 2023 ОНЫ"), is_capitals("Сангийн яамны")
    (True, False)
    """
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) > 1 and sum(letter.isupper() for letter in letters) >= 0.8 * len(letters)
