"""Numbers as people and scanners write them: digits repaired, words counted. Shared by the value readers."""

from __future__ import annotations

import re

from parsers.language.confusions import DIGIT_SIGNS, DIGITS
from parsers.language.remembered import remembered

# A letter that stands for a digit counts only inside a run that has a real digit: ``З0``, ``l00``, ``1О0``; runs of
# digits alone, which are nearly all, need no repair.
_ZERO, _ONE, _THREE, _SIX = ("".join(dict.fromkeys(DIGIT_SIGNS[digit].lower())) for digit in "0136")
_LIKE = _ZERO + _ONE + _THREE + _SIX
_RUN = re.compile(rf"(?<![\d{_LIKE}])(?:[{_LIKE}]++\d|\d++[{_LIKE}])[\d{_LIKE}]*+")
_LETTER = re.compile(r"[^\W\d_]")

# Also in front of a decimal mark or glued to a figure: ``О,45``, ``l.2``, ``l2сая``; б is left alone, it also numbers the items of a list.
_BEFORE_MARK = re.compile(rf"(?<![\w.,])(?:[{_ZERO}{_ONE}{_THREE}]{{1,3}}(?=[.,]\d)|[{_ONE}](?=\d))")
_ZEROS = re.compile(rf"(?<=\d)(?:(?:[.,'][{_ZERO}]{{1,3}}| [{_ZERO}]{{3}})(?![^\W\d_]))+")
_BESIDE_DIGIT = re.compile(rf"\d(?:[{_LIKE}]|[.,'][{_ZERO}]| [{_ZERO}]{{3}})|[{_LIKE}][.,]?\d")
"""What every repair needs; one search, in which nearly all texts have nothing."""

PERCENT = r"(?:%|хув\w*)"
"""The sign or word for per cent behind a figure, in every case and however its end is damaged (``хувь``, ``хувиар``,
``хув``). Among the words of a sentence it would take clothes (``хувцас``) for per cent: there the value readers ask for
``хувь`` or ``хуви``, and labels for the cases that units are written in."""

SIGNED_PERCENT = r"(\d{1,3}(?:[.,]\d{1,2})?)\s*%"
"""A percentage with its sign as it is printed; its figure is the group."""

_ONES = {
    "тэг": 0, "нэг": 1, "нэгэн": 1, "хоёр": 2, "гурав": 3, "гурван": 3, "дөрөв": 4, "дөрвөн": 4, "тав": 5, "таван": 5,
    "зургаа": 6, "зургаан": 6, "долоо": 7, "долоон": 7, "найм": 8, "найман": 8, "ес": 9, "есөн": 9,
    "арав": 10, "арван": 10, "хорь": 20, "хорин": 20, "гуч": 30, "гучин": 30, "дөч": 40, "дөчин": 40,
    "тавь": 50, "тавин": 50, "жар": 60, "жаран": 60, "дал": 70, "далан": 70, "ная": 80, "наян": 80,
    "ер": 90, "ерэн": 90,
}  # fmt: skip
_HUNDRED = {"зуу", "зуун"}
_SCALES = {"мянга": 10**3, "мянган": 10**3, "сая": 10**6, "тэрбум": 10**9}
_LARGEST = 10**15
NUMBER_WORDS = frozenset(_ONES) | _HUNDRED | frozenset(_SCALES)


@remembered
def digits_repaired(text: str) -> str:
    """Letters that a scan put in place of digits, put right inside digit runs. Takes ``plain`` text, keeps positions.

    >>> digits_repaired("з0% ба 1оо, о"), digits_repaired("1,5оо,ооо")
    ('30% ба 100, о', '1,500,000')
    """
    if not _BESIDE_DIGIT.search(text):
        return text
    text = _BEFORE_MARK.sub(lambda found: found[0].translate(DIGITS), text)
    text = _RUN.sub(_figures, text)
    return _ZEROS.sub(lambda found: found[0].translate(DIGITS), text)


def _figures(found: re.Match[str]) -> str:
    """A whole run of digits and letters like them, repaired as far as it is no piece of a word: what follows a letter
    directly or is followed by one stays."""
    run, text = found[0], found.string
    start, end = 0, len(run)
    if found.start() and _LETTER.match(text, found.start() - 1):
        start = 1 + next((n for n, sign in enumerate(run) if not _LETTER.match(sign)), end)
    if _LETTER.match(text, found.end()):
        end = next((n for n in range(end - 1, 0, -1) if not _LETTER.match(run[n])), 0)
    inside = run[start:end]
    return run[:start] + inside.translate(DIGITS) + run[end:] if any(map(str.isdigit, inside)) else run


def words_to_number(words: list[str]) -> int | None:
    """A number written in Mongolian words; None when a word is no number word, or the words go beyond all numbers.

    >>> words_to_number("хоёр сая таван зуун мянган".split()), words_to_number(["ная", "таван"]), words_to_number([])
    (2500000, 85, None)
    """
    if not words:
        return None
    total, part = 0, 0
    for word in words:
        if word in _ONES:
            part += _ONES[word]
        elif word in _HUNDRED:
            part = max(part, 1) * 100
        elif word in _SCALES:
            total, part = total + max(part, 1) * _SCALES[word], 0
        else:
            return None
        if part > _LARGEST:
            return None
    return total + part
