"""Words of titles, dates and sign-off blocks that a scan has damaged, read with a closed list of such words.

Takes a line; gives it with those words mended. Only words that are none are touched, and only where exactly one listed
word is near: nothing is invented.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from normalizers.lookups import lookup
from parsers.language.confusions import LETTERS_OF_DIGITS
from parsers.language.keys import bare, plain
from parsers.language.numerals import digits_repaired
from parsers.language.words import is_word

MIN_RATIO = 80  # a scanned word is read as a listed one from this similarity on (measured: .955 right, none wrong) …
MIN_MARGIN = 3  # … when the next word is this much less similar
TYPED_RATIO = 88  # a typed word is damaged by a slip of one letter at most
_SHORTEST = 4
_TOKEN = re.compile(r"[^\W_]+")
_SPLIT_Y = re.compile(r"(?<=[^\W\d_])[Ьь][IІiіl1|]")  # a scanned Ы in two pieces
_DIGITS = re.compile(r"(?=\D*\d)[\dlIіІОоOo|З]+")  # l2, 2О24
_COUNTED = re.compile(r"(\d{1,4})([^\W\d_]{3,})")  # 06дугаар
_INITIAL = re.compile(r"(?<![^\W\d_])[^\W\d_]{1,2}\s?\.\s?(?:[^\W\d_]+\s?-\s?)?$")
_HALVES = re.compile(r"(?<![\w.])([^\W\d_]{2,}) (?=([^\W\d_]{2,})(?!\w))")  # СУРГ УУЛИЙН


def mended(text: str, scanned: bool = True) -> str:
    """The text with damaged words put right, capitals kept. ``scanned``: its letters come from a picture.

    >>> mended("2024 оны 06 лугаарсарын 22"), mended("6АЯНГОЛ ДҮҮРГЙЙН"), mended("ТАИЛАНБЭЛТГЭСЭН")
    ('2024 оны 06 дугаар сарын 22', 'БАЯНГОЛ ДҮҮРГИЙН', 'ТАЙЛАН БЭЛТГЭСЭН')
    >>> mended("2О24 оны 06дугаар"), mended("l2 ДУГААР")
    ('2024 оны 06 дугаар', '12 ДУГААР')
    >>> mended("Бор-Өндөр сумын Ц.Өлзийбат"), mended("137 ДУГААР СУРГ УУЛИЙН")
    ('Бор-Өндөр сумын Ц.Өлзийбат', '137 ДУГААР СУРГУУЛИЙН')
    """
    text = _SPLIT_Y.sub(lambda found: "Ы" if found[0][0].isupper() else "ы", text)
    ratio = MIN_RATIO if scanned else TYPED_RATIO
    text = _HALVES.sub(_rejoined, text) if scanned else text
    return _TOKEN.sub(lambda found: _meant(found, text, ratio), text)


def _meant(found: re.Match[str], text: str, ratio: int) -> str:
    word = _mend(found[0], ratio)
    return found[0] if word != found[0] and _is_name(text, found.start()) else word


def _rejoined(found: re.Match[str]) -> str:
    """Two pieces that are no words and together make a listed one; as they are where they do not."""
    first, second = plain(found[1]), plain(found[2])
    torn = first + second in _listed() and not (_sound(first) and _sound(second))
    return found[1] if torn else found[0]


def _sound(word: str) -> bool:
    return word in _listed() or is_word(word)


def _is_name(text: str, start: int) -> bool:
    """Whether an initial stands before: names of people are no words to mend."""
    return _INITIAL.search(text, max(0, start - 30), start) is not None


@lru_cache(maxsize=20_000)
def _mend(token: str, ratio: int) -> str:
    if _DIGITS.fullmatch(token):
        return digits_repaired(plain(token))
    counted = _COUNTED.fullmatch(token)
    if counted and (plain(counted[2]) in _listed() or (len(counted[1]) > 1 and _near(plain(counted[2]), ratio))):
        return f"{counted[1]} {_mend(counted[2], ratio)}"
    word = plain(token)
    if word.isdigit() or not any("\u0400" <= letter <= "\u04ff" for letter in word):
        return token
    if any(letter.isdigit() for letter in word):
        word = word.translate(LETTERS_OF_DIGITS)
        if any(letter.isdigit() for letter in word) or not (word in _listed() or is_word(word) or _near(word, ratio)):
            return token
    if word in _listed() or (len(word) < _SHORTEST) or is_word(word):
        return _cased(token, word) if word != plain(token) else token
    right = _near(word, ratio) or _parted(word, ratio)
    return _cased(token, right) if right else token


def _near(word: str, ratio: int) -> str:
    """The one listed word that resembles; empty when there is none or more than one."""
    found = process.extract(bare(word), _bare_words(), scorer=fuzz.ratio, score_cutoff=ratio, limit=2)
    if not found or (len(found) > 1 and found[0][1] - found[1][1] < MIN_MARGIN):
        return ""
    return _words()[found[0][2]]


def _parted(word: str, ratio: int) -> str:
    """Two listed words that lost the blank between them (one of them may be damaged); empty when it is not that."""
    if len(word) > 2 * _longest():
        return ""
    cuts = [(word[:cut], word[cut:]) for cut in range(_SHORTEST, len(word) - _SHORTEST + 1)]
    for head, tail in cuts:
        if head in _listed() and tail in _listed():
            return f"{head} {tail}"
    for head, tail in cuts:
        if len(head) > _SHORTEST and len(tail) > _SHORTEST:
            if head in _listed() and (near := _near(tail, ratio)):
                return f"{head} {near}"
            if tail in _listed() and (near := _near(head, ratio)):
                return f"{near} {tail}"
    return ""


def _cased(model: str, word: str) -> str:
    letters = [letter for letter in model if letter.isalpha()]
    if len(letters) > 1 and sum(letter.isupper() for letter in letters) >= len(letters) - 1:
        return word.upper()
    return word[:1].upper() + word[1:] if model[:1].isupper() else word


@cache
def _words() -> tuple[str, ...]:
    """Every listed word, lower case; of words that compare as equal (ө/о) only the first."""
    data = lookup("agencies")
    places = [*data["districts"], *data["aimags"], *(sum_ for sums in data["aimags"].values() for sum_ in sums)]
    names = [*lookup("front_words")["words"], *data["whole"], *data["local"], *data["capitals"], *places]
    heads = [form for head, forms in data["heads"].items() for form in (head, *forms)]
    extra = ["аймгийн", "дүүргийн", "сумын", "нийслэлийн", "хотын", "боловсролын"]
    words = dict.fromkeys(word for name in (*names, *heads, *extra) for word in _TOKEN.findall(plain(name)))
    return tuple({bare(word): word for word in reversed(words) if len(word) > 2}.values())


@cache
def _longest() -> int:
    """Letters of the longest word that is read as a listed one, one letter too many included."""
    return max(map(len, _words())) + 1


@cache
def _bare_words() -> tuple[str, ...]:
    return tuple(bare(word) for word in _words())


@cache
def _listed() -> frozenset[str]:
    return frozenset(_words())
