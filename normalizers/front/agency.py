"""Names of public bodies: genitive undone, capitals put in order, damaged words compared with the gazetteer.

Takes a name as a title or a line prints it; gives it in the nominative, or a problem where it is no name of a body.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from normalizers.front.agency_list import Agency, listed_as, nearly_listed
from normalizers.front.spelling import MIN_MARGIN, mended
from normalizers.lookups import lookup
from normalizers.values.text import folded, is_capitals
from normalizers.values.value import Value
from parsers.language.keys import bare, plain
from parsers.language.words import is_word
from parsers.language.words import words as vocabulary

_PLACE_HEADS = ("аймгийн", "дүүргийн", "сумын", "нийслэлийн", "хотын", "аймаг", "дүүрэг", "сум", "дахь", "дэх")
_QUOTES = ("”", "»", '"')
_NAMES = 4096  # names whose head is remembered
_BLANK = re.compile(r"\.{3,}|…|_{2,}")  # of a form that is not filled in
_NOBODY = re.compile(r"(?:манай|тус|бид\w*|танай|энэ|уг|өөрийн|дээрх|доорх|эдгээр|нийт|бүх|төрийн байгууллаг\w*)(?!\w)")
_AFTER_QUOTE = re.compile(r"(?<=[”»\"])\s?-?(?:[ыи]й?н|н[ыи]й?)$", re.IGNORECASE)  # “ҮЛГЭР ТЕАТР”-ЫН
_WARD = "хорооны"  # a ward is numbered: what follows it is a body of its own
_ROMAN = re.compile(r"[ivxі]{1,4}")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_PLACE = re.compile(r"(?:\S+ (?:аймгийн|дүүргийн) )(?:\S+ сумын )?|\S+ сумын ")
_BODY_RATIO = 90  # whole names of bodies differ by their head noun alone: only nearly equal ones are the same
_SURE_PLACE = 78  # two letters of nine misread; below that a person should see it
_PLACE_RATIO, _PLACE_MARGIN = 65, 10  # places are few and unlike: 21 aimags, 9 districts, some 20 sums of an aimag
_PLACE_LETTERS = 2  # a scan loses or adds so many letters at most
_SPECK = re.compile(r"(?<!\s)\s+\S{1,2}$")  # what a scan adds behind a name
_NUMBERED = re.compile(r"\d\s*(?:-?\s?р|д[уү]г[аэ]{2}р)\s*$")
_ORDINAL_LETTERS = 20  # in front of a word, in which its number stands


def read_agency(text: str, agencies: tuple[Agency, ...] = (), mend: bool = True) -> Value[str]:
    """The nominative name of the body that a title names in the genitive; ``raw`` is the text as printed.

    ``agencies``: the configured list; a name found there is taken as it is there. ``mend``: damaged words are read by
    the gazetteer. ``agency_unknown`` when ``text`` has no head noun of a public body, ``agency_place_guessed`` when a
    place in it is only the nearest one.

    >>> read_agency("БАЯНГОЛ ДҮҮРГИЙН 135 ДУГААР ЦЭЦЭРЛЭГИЙН").value
    'Баянгол дүүргийн 135 дугаар цэцэрлэг'
    >>> read_agency("Завхан аймгийн Тосонцэнгэл сумын Эрїїл мэндийн тєвийн").value
    'Завхан аймгийн Тосонцэнгэл сумын Эрүүл мэндийн төв'
    >>> read_agency("ТӨВ АЙМГИЙН БҮРЭНХААН СУМЫН СОЁЛЫН ТӨВИЙН").value
    'Төв аймгийн Бүрэнхаан сумын Соёлын төв'
    >>> read_agency("ЗУРГАА ДОЛОО").problem
    'agency_unknown'
    >>> read_agency("Сэлэнгэ аймгийн Мандал сумын Засаг даргын Тамгын газар: е").value
    'Сэлэнгэ аймгийн Мандал сумын Засаг даргын Тамгын газар'
    >>> read_agency("ӨМНӨГОВЬ АЙМГИЙН БАЯНДЛЛАЙ СУМЫН ОНЦГОЙ БАЙДЛЫН ХЭЛТЭС").problem
    ''
    >>> read_agency("ӨМНӨГОВЬ АЙМГИЙН БАЯНБУЛАГ СУМЫН ОНЦГОЙ БАЙДЛЫН ХЭЛТЭС").problem
    'agency_place_guessed'
    """
    name = _trimmed(folded(text))
    if not name or names_nobody(name):
        return Value(text, None, (), "agency_unknown")
    if known := listed_as(name, agencies):
        return Value(text, known.name, ("agency_list",))
    mended_name = mended(name) if mend else name
    steps: tuple[str, ...] = ("gazetteer",) if mended_name != name else ()
    nominative, head = _nominative(mended_name)
    if not head and mend and (speck := _SPECK.search(mended_name)):
        nominative, head = _nominative(mended_name[: speck.start()])
    if not head and (whole := listed_as(mended_name, _headless())):
        return Value(text, whole.name, (*steps, "gazetteer"))
    if not head:
        return Value(text, None, steps, "agency_unknown")
    if nominative != mended_name:
        steps = (*steps, "genitive_undone")
    proper = proper_case(nominative)
    if mend and (known := nearly_listed(proper, agencies)):
        return Value(text, known.name, (*steps, "agency_list"))
    if mend and (near := _near_name(proper)) != proper:
        proper, steps = near, (*steps, "gazetteer")
    if known := listed_as(proper, agencies):
        return Value(text, known.name, (*steps, "agency_list"))
    guessed = "agency_place_guessed" if "gazetteer" in steps and _far_place(mended_name, proper) else ""
    return Value(text, proper, steps, guessed)


def is_complete(name: str) -> bool:
    """Whether a name says which body it is: its place stands in it, or the gazetteer has it.

    >>> is_complete("Увс аймгийн Архивын тасаг"), is_complete("Сангийн яам"), is_complete("Архивын тасаг")
    (True, True, False)
    """
    return bool(_PLACE.match(name)) or name.startswith("Нийслэлийн ") or bare(name) in _spellings()


def is_place(name: str) -> bool:
    """Whether a name in the nominative is that of an aimag, a district or a sum and of nothing in it."""
    return plain(name).split()[-1:] in (["аймаг"], ["дүүрэг"], ["сум"], ["нийслэл"])


def agency_of(name: str, agencies: tuple[Agency, ...]) -> Agency | None:
    """The configured agency of that name or alias (compared without case and punctuation), or None."""
    return listed_as(name, agencies)


def names_a_body(text: str) -> bool:
    """Whether the text ends in the head noun of a public body, in the nominative or the genitive.

    >>> names_a_body("Сангийн яамны"), names_a_body("Онцгой байдлын газар"), names_a_body("Монгол Улс")
    (True, True, False)
    """
    return bool(_nominative(_trimmed(text))[1])


def names_nobody(text: str) -> bool:
    """Whether the text speaks of a body without naming it, or leaves a blank for the name.

    >>> names_nobody("Манай газар"), names_nobody("“......” ХХК"), names_nobody("Сангийн яам")
    (True, True, False)
    """
    return _NOBODY.match(plain(text)) is not None or _BLANK.search(text) is not None


def is_known(word: str) -> bool:
    """Whether the vocabulary or the gazetteer of places has the word of a name."""
    return is_word(word) or bare(word) in _places() or word.upper() in lookup("agencies")["upper"]


def ends_in_genitive(text: str) -> bool:
    """Whether the head noun stands in the genitive.

    >>> ends_in_genitive("САНГИЙН ЯАМНЫ"), ends_in_genitive("САНГИЙН ЯАМ")
    (True, False)
    """
    name = _trimmed(text)
    return bool(_nominative(name)[1]) and _nominative(name)[0] != name


def proper_case(name: str) -> str:
    """Capitals as Mongolian writes names of bodies. A name that is not set in capitals keeps its own.

    >>> proper_case("НАЛАЙХ ДҮҮРГИЙН ХӨДӨЛМӨР, ХАЛАМЖИЙН ҮЙЛЧИЛГЭЭНИЙ ХЭЛТЭС")
    'Налайх дүүргийн Хөдөлмөр, халамжийн үйлчилгээний хэлтэс'
    >>> proper_case("БАЯН-ӨЛГИЙ АЙМГИЙН ЗАСАГ ДАРГЫН ТАМГЫН ГАЗАР")
    'Баян-Өлгий аймгийн Засаг даргын Тамгын газар'
    """
    if canonical := _spellings().get(bare(name)):
        return canonical
    if not is_capitals(name):
        return name[:1].upper() + name[1:]
    small = name.lower()
    out, previous, quoted, last = [], "", False, 0
    for found in _WORD.finditer(small):
        gap = small[last : found.start()]
        quoted = (quoted or any(c in gap for c in '“«„"')) and not any(c in gap for c in "”»")
        if any(c.isdigit() for c in gap):
            previous = ""
        out += [gap, _cased(found[0], small, found.start(), previous, quoted)]
        previous, last = found[0], found.end()
    cased = "".join([*out, small[last:]])
    for phrase in lookup("agencies")["capitals"]:
        cased = re.sub(rf"(?<!\w){re.escape(phrase)}(?!\w)", phrase, cased, flags=re.IGNORECASE)
    return cased[:1].upper() + cased[1:]


def _near_name(name: str) -> str:
    """A scanned name with its places and its body read with the gazetteer, each compared with a closed list."""
    place = _PLACE.match(name)
    prefix = place[0] if place else ("Нийслэлийн " if name.startswith("Нийслэлийн ") else "")
    body, data = name[len(prefix) :], lookup("agencies")
    near = _nearest(body, (*data["local"], *(() if prefix else data["whole"])), _BODY_RATIO, MIN_MARGIN)
    return _near_places(prefix) + (near or body)


def _near_places(prefix: str) -> str:
    """The aimag or district, and the sum among those of its aimag."""
    data, words = lookup("agencies"), prefix.split()
    aimag = ""
    for index, head in enumerate(words[1:], 1):
        names = {"аймгийн": data["aimags"], "дүүргийн": data["districts"], "сумын": data["aimags"].get(aimag, ())}.get(
            head, ()
        )
        alike = tuple(name for name in names if abs(len(name) - len(words[index - 1])) <= _PLACE_LETTERS)
        words[index - 1] = _nearest(words[index - 1], alike, _PLACE_RATIO, _PLACE_MARGIN) or words[index - 1]
        aimag = words[index - 1] if head == "аймгийн" else aimag
    return " ".join(words) + " " if words else ""


def _far_place(printed: str, read: str) -> bool:
    """Whether a place of the name is read as one that its letters hardly resemble; a village may have been renamed."""
    place = _PLACE.match(read)
    words = place[0].split() if place else []
    return any(fuzz.ratio(bare(a), bare(b)) < _SURE_PLACE for a, b in zip(printed.split(), words, strict=False))


def _nearest(name: str, names: tuple[str, ...], ratio: float, margin: float) -> str:
    """The one name of the list that is near; empty when it is there already, or none or several are near."""
    found = process.extract(name, names, scorer=fuzz.ratio, processor=bare, score_cutoff=ratio, limit=2)
    if not found or (len(found) > 1 and found[0][1] - found[1][1] < margin):
        return ""
    return str(found[0][0])


def _cased(word: str, text: str, start: int, previous: str, quoted: bool) -> str:
    head, _, ending = word.partition("-")
    if _ROMAN.fullmatch(word):
        return word.upper()
    if head.upper() in lookup("agencies")["upper"]:
        return head.upper() + (f"-{ending}" if ending else "")
    following = _WORD.search(text, start + len(word))
    if word == "сум" and following is not None and following[0] == "дундын":  # of several sums: no place
        return word.capitalize() if previous in _PLACE_HEADS else word
    before_place = following is not None and following[0] in _PLACE_HEADS
    place = _places().get(bare(word))
    if place and (before_place or "-" in word):
        return place
    named = previous != "хотын" or text.find("хотын") > 0  # a place head that follows a name
    after_place = (
        ((previous in _PLACE_HEADS and named) or previous == _WARD)
        and word != "дундын"
        and not any(text.startswith(p, start) for p in lookup("agencies")["small_after_place"])
    )
    if (before_place and word in _PLACE_HEADS) or word in ("дахь", "дэх"):
        return word
    if (start == 0 or before_place or after_place or quoted) and not _numbered(text, start):
        return "-".join(part.capitalize() for part in word.split("-")) if before_place else word.capitalize()
    return word


def _numbered(text: str, start: int) -> bool:
    return _NUMBERED.search(text, max(0, start - _ORDINAL_LETTERS), start) is not None


def by_vocabulary(name: str) -> str:
    """A name with its last word in the nominative, where cutting a genitive ending leaves a listed word.

    >>> by_vocabulary("УВС АЙМГИЙН СПОРТЫН ЗААЛНЫ")
    'УВС АЙМГИЙН СПОРТЫН ЗААЛ'
    """
    listed = vocabulary()
    last = plain(name.split()[-1]) if name.split() else ""
    for ending in ("гийн", "ийн", "ын", "ний", "ны", "н"):
        stem = last[: -len(ending)]
        if last.endswith(ending) and len(stem) > 2 and stem in listed:
            return name[: len(name) - len(ending)]
    return name


_MARK_BEHIND = re.compile(r"(?<!\s)\s*[:;|]\s*[^\W\d_]{1,2}$")
"""What a stamp or a pen leaves behind a name."""

_EDGE_IN_FRONT = re.compile(r"^[\s\-–—:;,./]+")
_EDGE_BEHIND = re.compile(r"(?<![\s\-–—:;,./(])[\s\-–—:;,./(]+$")


def _trimmed(name: str) -> str:
    name = _MARK_BEHIND.sub("", name)
    name = _EDGE_BEHIND.sub("", _EDGE_IN_FRONT.sub("", name))
    return re.sub(r"(?<!\s)\s+([,.])", r"\1", name)


@lru_cache(maxsize=_NAMES)
def _nominative(name: str) -> tuple[str, str]:
    """(the name with its head noun in the nominative, the head noun) — or (name, "") when the head is not known."""
    if _AFTER_QUOTE.search(name):
        return _nominative(_AFTER_QUOTE.sub("", name))
    if name[-1:] in _QUOTES:
        inner, head = _nominative(name[:-1])
        return (inner + name[-1], head) if head else (name, "")
    small = plain(name)
    if _NOBODY.match(small):  # our office, the said division
        return name, ""
    for form, head in _head_forms():
        if small.endswith(form):
            start = len(name) - len(form)
            if start and (small[start - 1].isalnum() or (small[start - 1] == "-" and len(form) < 5)):
                continue
            capitals = name[start:].isupper() or head.isupper() or is_capitals(name[start:])
            return name[:start] + (head.upper() if capitals else _like(name[start:], head)), head
    return name, ""


def _like(model: str, head: str) -> str:
    return head.capitalize() if model[:1].isupper() else head


@cache
def _head_forms() -> tuple[tuple[str, str], ...]:
    forms = []
    for head, genitives in lookup("agencies")["heads"].items():
        forms += [(plain(form), head) for form in (*genitives, head)]
    return tuple(sorted(forms, key=lambda item: -len(item[0])))


@cache
def _places() -> dict[str, str]:
    """Aimags, districts and sums by their bare form."""
    data = lookup("agencies")
    names = [*data["districts"], *data["aimags"], *(s for sums in data["aimags"].values() for s in sums)]
    return {bare(name).replace(" ", ""): name for name in names} | {bare(name): name for name in names}


@cache
def _headless() -> tuple[Agency, ...]:
    """Bodies of the gazetteer whose names hold no head noun: Монголбанк."""
    return tuple(Agency("", name) for name in lookup("agencies")["whole"] if not _nominative(name)[1])


@cache
def _spellings() -> dict[str, str]:
    data = lookup("agencies")
    return {bare(name): name for name in data["whole"]}
