"""Texts: what is published of a cell, and what kind of text it is.

Takes the text of a cell; gives it folded.
"""

from __future__ import annotations

import re
import unicodedata

from parsers.language.confusions import INVISIBLE
from parsers.language.keys import plain
from parsers.language.remembered import remembered

LONGEST_CELL = 20_000
"""Letters of a text in which sums and completions are looked for: ten times the longest cell of any report."""

# Searching is quick; ``translate`` looks up every letter.
_ANY_INVISIBLE = re.compile(f"[{''.join(map(chr, INVISIBLE))}]+")
_DASHES = re.compile(r"[-_.…·•*/\\\s]*")


@remembered
def folded(text: str) -> str:
    """White space folded to single blanks, soft hyphens and zero-width marks gone, NFC.

    >>> folded("Нөлөөллийн\\n аян\\u00ad-1 ")
    'Нөлөөллийн аян-1'
    """
    return " ".join(_ANY_INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


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
