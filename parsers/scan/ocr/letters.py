"""What Tesseract's Cyrillic model prints and Mongolian does not have, put right by shape: pure text, no picture."""

from __future__ import annotations

import re
from typing import Final

from parsers.language.confusions import DIGITS, SAME, SCANNED, SCANNED_SIGNS, TOGROG, UNDECIDED
from parsers.language.words import is_word

_JUNK: Final = re.compile(r"[|_'`´‘’~^°\\¬¦¨…·.,:;<>«»*]+")
_AMOUNT_LIKE: Final = re.compile(r"[\dОоOoЗзIІіlбБ][\dОоOoЗзIІіlбБ., '’]*[\dОоOoЗзIІіlбБ]?")
_SUM_END: Final = re.compile(rf"([\dОоOoЗз][\dОоOoЗз., ]*)([{TOGROG}+]?)")
_WORD: Final = re.compile(r"[^\W\d_]+")
_CAPITAL_INSIDE: Final = re.compile(r"(?<=[а-яёөү]{2})[А-ЯЁӨҮ]+(?![А-ЯЁӨҮ]*[a-zA-Z])")
_WEB: Final = re.compile(r"^([«“(]?)(?:[Ww]{3}|МУУ|УУУ|ММ)(?=\.[a-z])")
_DIGIT_BEHIND: Final = re.compile(r"(?<=[а-яёөү]{2}-)[ЗОо]$")

URL: Final = re.compile(r"://|www\.|@|\.(?:mn|com|gov|org|net)\b", re.IGNORECASE)
LATIN: Final = re.compile(r"[A-Za-z]")
CYRILLIC: Final = re.compile(r"[А-Яа-яЁёӨөҮү]")
NAME: Final = re.compile(r"\b[А-ЯЁӨҮ]{1,2}[.,]\s?[А-ЯЁӨҮ][А-ЯЁӨҮа-яёөү]{2,}")
"""An initial and a name: no list of words has it."""

FOREIGN: Final = re.compile(r"[ІіЇї]")
_STROKES: Final = "/[]()|Ііl!"

ROMAN: Final = re.compile(r"[(]?[IVXІ]{1,5}[.,)]?")


def lettered(text: str) -> str:
    """The word with letters and signs that Mongolian reports have.

    >>> lettered("хұний"), lettered("єдєр"), lettered("5,000¥")
    ('хүний', 'өдөр', '5,000₮')
    """
    plain = _in_case(text.translate(SCANNED | SCANNED_SIGNS))
    return _WORD.sub(lambda found: _decided(found.group()), plain) if set(plain) & set(UNDECIDED) else plain


def _in_case(text: str) -> str:
    """Capitals and digits that are told from their neighbours alone.

    >>> _in_case("БайхгүЙ"), _in_case("Www.sanaa.mn"), _in_case("Зөвлөмж-З"), _in_case("МУИС-ийн")
    ('Байхгүй', 'www.sanaa.mn', 'Зөвлөмж-3', 'МУИС-ийн')
    """
    text = _CAPITAL_INSIDE.sub(lambda found: found.group().lower(), text)
    text = _DIGIT_BEHIND.sub(lambda found: "3" if found.group() == "З" else "0", text)
    return _WEB.sub(r"\1www", text)


def _decided(word: str) -> str:
    first = "".join(UNDECIDED.get(letter, letter)[0] for letter in word)
    second = "".join(UNDECIDED.get(letter, letter)[-1] for letter in word)
    return second if second != first and not is_word(first) and is_word(second) else first


def between_slashes(other: str, text: str) -> str:
    """The text with the slashes that another reading of it has around it, in place of the strokes it took them for.

    >>> between_slashes("/MAH.Terper/", "Імян.төгрөг/!"), between_slashes("/b.bat/", "/(Б.Бат)/")
    ('/мян.төгрөг/', '/Б.Бат/')
    >>> between_slashes("Иргэн", "Іргэн"), between_slashes("/", "/І")
    ('Іргэн', '/І')
    """
    bare = text.strip(_STROKES)
    if not bare or not other.strip("/"):
        return text
    head, tail = other.startswith("/"), other.endswith("/")
    start = 0 if not head else len(text) - len(text.lstrip(_STROKES))
    end = len(text) if not tail else len(text.rstrip(_STROKES))
    return f"{'/' * head}{text[start:end]}{'/' * tail}"


def both_alike(latin: str, cyrillic: str) -> bool:
    """Do two readings differ only by letters that both alphabets draw alike?

    >>> both_alike("A/65", "А/65"), both_alike("PDF", "РОҒ")
    (True, False)
    """
    return latin != cyrillic and latin.translate(SAME) == cyrillic.translate(SAME)


def is_junk(text: str) -> bool:
    """Only marks that specks and rests of rules leave, no letter, digit, dash or bullet.

    >>> is_junk("|"), is_junk("-"), is_junk("№1")
    (True, False, False)
    """
    return _JUNK.fullmatch(text) is not None


def known(text: str) -> bool:
    """Are all the words in it known ones?"""
    words = _WORD.findall(text)
    return bool(words) and all(is_word(word) for word in words)


def digits_in_place(text: str) -> str:
    """A short cell of a figure with the letters that digits are taken for put right; other texts as they are.

    >>> digits_in_place("1 5О0 0ОО"), digits_in_place("З.5"), digits_in_place("ОО")
    ('1 500 000', '3.5', 'ОО')
    """
    if sum(letter.isdigit() for letter in text) * 2 < len(re.findall(r"\w", text)):
        return text
    return text.translate(DIGITS) if _AMOUNT_LIKE.fullmatch(text.strip("%₮ ")) else text


def part_of_sum(text: str) -> str:
    """A word of a cell that holds a broken sum (`12,700,00` over `0₮`): digits, and the sign of the tögrög at its end.

    >>> part_of_sum("OF"), part_of_sum("0+"), part_of_sum("мян.төг")
    ('0₮', '0₮', 'мян.төг')
    """
    found = _SUM_END.fullmatch(text)
    return found[1].translate(DIGITS) + ("₮" if found[2] else "") if found else text
