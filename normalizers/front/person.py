"""Names of people as sign-off blocks write them.

Takes a line; gives the names in it in one form, ``Б.НАРАН``, with their places.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from normalizers.lookups import lookup
from normalizers.values.text import folded, is_capitals
from parsers.language.confusions import CYRILLIC, LETTERS_OF_DIGITS, SHAPES_OF_NAMES, TWINS
from parsers.language.words import is_word

# Every letter of Cyrillic: a clerk of Баян-Өлгий writes names with Қ Ә Ғ Ң Ұ Һ І.
_UP = "".join(letter for letter in map(chr, range(0x400, 0x530)) if letter.isupper())
_LOW = _UP.lower()
_SURNAME = rf"[{_UP}][{_UP}{_LOW}]{{1,24}}(?:\s?-\s?[{_UP}][{_UP}{_LOW}]{{1,24}})?"
_INITIALS = rf"(?:[{_UP}]|[{_UP}][{_LOW}]{{1,2}}|[ДЦЧШЖХ][{_UP}])"
_INITIALED = re.compile(rf"(?<![\w.-])(?<!\w/)({_INITIALS})\s?[.,]\s?({_SURNAME})(?![\w])(?!\.\w)")
_TRANSCRIBED = re.compile(  # Ts.Enkhbayar, G. BOLD
    r"(?<![\w.-])(?<!\w/)([A-Z]|(?:Ts|Ch|Sh|Kh|Zh|Dz|Yu|Ya|Yo|Ye|TS|CH|SH|KH|ZH|DZ))\s?[.]\s?"
    r"([A-Z][a-z]{2,24}(?:-[A-Z][a-z]{2,24})?|[A-Z]{3,24}(?:-[A-Z]{3,24})?)(?![\w])(?!\.\w)"
)
_CLAN = re.compile(
    rf"(?:[{_UP}][{_UP}{_LOW}]{{1,40}}+\s+(?:овогт|ОВОГТ)\s+)?"
    rf"([{_UP}][{_UP}{_LOW}]{{1,40}}+)\s+(?:овогтой|ОВОГТОЙ)\s+({_SURNAME})"
)
_FATHER = re.compile(
    rf"([{_UP}][{_LOW}]+?)(?:г?ийн|ын|н)\s+({_SURNAME})|([{_UP}]{{3,}}?)(?:Г?ИЙН|ЫН)\s+([{_UP}]{{3,}}(?:-[{_UP}]+)?)"
)
_AFTER_POSITION = re.compile(
    rf".*\b(?:[{_LOW}]{{3,}}|(?i:дарга|захирал|мэргэжилтэн|ажилтан|эрхлэгч|менежер|аудитор|багш|эмч|нягтлан бодогч))\s+"
    rf"(?:{_FATHER.pattern})"
)
# Words that follow a full stop in positions and abbreviations but are no surnames.
_NOT_SURNAMES = frozenset(["дарга", "газар", "хэлтэс", "алба", "яам", "төв", "зөвлөх", "мэргэжилтэн"])
_FIGURES = re.compile(
    r"(?:[,;]\s*+)?(?:[/(]\s*+)?(?:\d{8}|\d{4}[ -]\d{4}|\d{2}[ -]\d{2}[ -]\d{2}[ -]\d{2})\s*+[/)]?\s*+$"
)  # a number alone
_TELEPHONE = re.compile(r"(?:[,;]\s*+)?(?:утас|Утас|УТАС|гар утас)\w*\s*[:#№]?\s*[\d -]{6,}")
_GLUED = re.compile(rf"(?<=[{_UP}{_LOW}]{{4}})([{_UP}]\.\s?[{_UP}])")  # дарга and the initial without a blank
_SLASH_READ = re.compile(rf"(?<!\w)[ІIl|1ИГТ/]{{1,2}}(?=[{_UP}]\s?\.\s?[{_UP}])")  # a scanned stroke before the initial
_DIGIT_READ = re.compile(rf"(?<![\w.])([3046])\s?\.\s?(?=[{_UP}][{_UP}{_LOW}]{{2}})")
_POINT_LOST = re.compile(rf"(?<![\w.])([{_UP}])\s(?=([{_UP}][{_UP}{_LOW}]{{3,}})\W*$)")
_LAST_STROKE_READ = re.compile(rf"([/(]\s?[{_UP}]\s?\.\s?)([{_UP}{_LOW}-]+?)([ГІИIl|1!])(?![\w/)])")
_OF_SOMEBODY = re.compile(r"-\s?(?:[ыи]й?н|н[ыи]й?)$", re.IGNORECASE)  # Б.БОЛД-ЫН өмнөөс: another one signed
_TURNED = re.compile(rf"(?<!\S)({_SURNAME})\s+({_INITIALS})\.$")
_KAZAKH = re.compile(r"(?<![^\W\d_])[А-Яа-яЁёӨөҮү]*+[ҰұІі][^\W\d_]*+")
_RULES = re.compile(r"[_…\u2026.·-]{3,}")
_SIGNATURE = re.compile(r"[/(]\s*(?:гарын үсэг|гарын усэг|тамга|г\.ү)\s*[/)]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Person:
    """A name at ``text[start:end]``, in the form ``П.ДЭЛГЭР``."""

    name: str
    start: int
    end: int


def find_people(text: str) -> tuple[Person, ...]:
    """Names written with an initial, or with ``овогтой``. Letters should be repaired before.

    >>> [p.name for p in find_people("Хэлтсийн дарга ______ /П. Дэлгэр/, Л.Оюун - Эрдэнэ")]
    ['П.ДЭЛГЭР', 'Л.ОЮУН-ЭРДЭНЭ']
    >>> find_people("А.1 хэсэг, 2.3 дугаар заалт, ХХҮГ.дарга")
    ()
    """
    found = [
        _person(match, match[1], match[2])
        for match in _INITIALED.finditer(text)
        if match[2].lower() not in _NOT_SURNAMES and not _OF_SOMEBODY.search(match[2])
    ]
    found += [_person(match, match[1], match[2]) for match in _TRANSCRIBED.finditer(text)]
    found += [_person(match, match[1][0], match[2]) for match in _CLAN.finditer(text)]
    return tuple(sorted(found, key=lambda person: person.start))


def full_name(text: str) -> str | None:
    """``Доржийн Бат`` (father's name in the genitive + name), alone or behind a position, as ``Д.БАТ``; else None.

    >>> full_name("Бат-Эрдэнэ Д."), full_name("Газрын Дарга")
    ('Д.БАТ-ЭРДЭНЭ', None)
    """
    bare = text.strip(' /()"_.,')
    match = _FATHER.fullmatch(bare) or _AFTER_POSITION.fullmatch(bare)
    if match is None:
        return _turned(text.strip(' /()"_,'))
    father, name = match[1] or match[3], match[2] or match[4]
    genitive = match.group().split()[-2]
    if name.lower() in _NOT_SURNAMES or (_is_common(father, genitive) and _is_common(name, name)):
        return None
    return f"{father[0]}.{name.upper()}"


def _turned(text: str) -> str | None:
    """A name whose initial stands behind it."""
    found = _TURNED.search(text)
    return f"{found[2]}.{found[1].upper()}" if found and not _is_common(found[1], found[1]) else None


def _is_common(name: str, printed: str) -> bool:
    """A word of the vocabulary that is no known name: ``ДАРГЫН АЛБАН`` is part of a position."""
    return is_word(printed.lower()) and name.lower() not in _given_names()


@cache
def _given_names() -> frozenset[str]:
    return frozenset(lookup("given_names")["names"].lower().split())


def name_mended(name: str) -> str:
    """A scanned ``П.НЭР`` whose surname is no known name but differs from exactly one in letters that scanners confuse.

    >>> name_mended("Ю.ХУСЛЭН"), name_mended("П.ЛЭЛГЭР"), name_mended("Б.ХАНГАРЬД")
    ('Ю.ХҮСЛЭН', 'П.ДЭЛГЭР', 'Б.ХАНГАРЬД')
    """
    initial, _, surname = name.partition(".")
    shape = surname.translate(SHAPES_OF_NAMES)
    alike = _by_shape().get(shape, ())
    return f"{initial}.{alike[0]}" if surname not in alike and len(alike) == 1 else name


@cache
def _by_shape() -> dict[str, tuple[str, ...]]:
    shapes: dict[str, list[str]] = {}
    for name in lookup("given_names")["names"].upper().split():
        shapes.setdefault(name.translate(SHAPES_OF_NAMES), []).append(name)
    return {shape: tuple(names) for shape, names in shapes.items()}


def scan_initialed(line: str) -> str:
    """A scanned signature line whose initial was read as a digit, or lost its point before a known name.

    >>> scan_initialed("ДАРГА 3.Түвшинжаргал"), scan_initialed("Эрхлэгч Г Төгөлдөр"), scan_initialed("Шат 3. 4 дүгээр")
    ('ДАРГА З.Түвшинжаргал', 'Эрхлэгч Г.Төгөлдөр', 'Шат 3. 4 дүгээр')
    """
    line = _DIGIT_READ.sub(lambda found: f"{found[1].translate(LETTERS_OF_DIGITS).upper()}.", line)
    return _POINT_LOST.sub(lambda found: f"{found[1]}." if found[2].lower() in _given_names() else found[0], line)


def cleaned(text: str) -> str:
    """A signature line without rules and "signature" notes, letters repaired, blanks around initials closed.

    >>> cleaned("ГҮ.НАРАНТУЯА/"), cleaned("дарга ____ /Б.БатІ"), cleaned("Г.БАТ")
    ('/Ү.НАРАНТУЯА/', 'дарга /Б.Бат/', 'Г.БАТ')
    """
    text = _SIGNATURE.sub(" ", _RULES.sub(" ", names_read(text)))
    text = _FIGURES.sub(" ", _TELEPHONE.sub(" ", text))
    text = re.sub(rf"(?<!\w)([A-Z])(?=\s?\.\s?[{_UP}])", lambda found: _initial(found[1]), text)
    text = _SLASH_READ.sub("/", text)
    text = _LAST_STROKE_READ.sub(_closed, text)
    text = unglued(text)
    text = re.sub(rf"(?<![\w])({_INITIALS})\s+\.\s*(?=[{_UP}])", r"\1.", text)
    return folded(text)


def names_read(text: str) -> str:
    """The text with the known names in it whose ү and и were printed as letters that Kazakh has; other words with such
    letters stay as they are.

    >>> names_read("Қ.СЕРІКЖАН"), names_read("Б.ТҰВШИНЖАРГАЛ")
    ('Қ.СЕРІКЖАН', 'Б.ТҮВШИНЖАРГАЛ')
    """
    return _KAZAKH.sub(_known_name, folded(text))


def _known_name(found: re.Match[str]) -> str:
    meant = found[0].translate(CYRILLIC)
    return meant if meant.lower() in _given_names() else found[0]


def _initial(latin: str) -> str:
    """A Latin initial before a Cyrillic name; one without a twin stays."""
    return TWINS.get(latin, latin)[0]


def unglued(text: str) -> str:
    """A line with a blank before the initial that a position ran into: ``ДАРГАБ.БОЛД``."""
    return _GLUED.sub(r" \1", text)


def _closed(found: re.Match[str]) -> str:
    """A name whose last letter is the second stroke, if a known name is left and it is none with the letter."""
    torn = found[2].lower() in _given_names() and (found[2] + found[3]).lower() not in _given_names()
    return f"{found[1]}{found[2]}/" if torn else found[0]


def _person(match: re.Match[str], initial: str, surname: str) -> Person:
    name = re.sub(r"\s*-\s*", "-", surname).upper()
    first = initial.upper() if not is_capitals(initial) or len(initial) == 1 else initial
    return Person(f"{first}.{name}", match.start(), match.end())
