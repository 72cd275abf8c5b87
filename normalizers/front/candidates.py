"""Where a report says whose it is, of which year and which period: every place, with what speaks for it.

Takes the lines around the tables, the keys and the file's name; gives candidates for ``evidence.choose``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from normalizers.front.agency import (
    ends_in_genitive,
    is_complete,
    is_place,
    names_a_body,
    names_nobody,
    proper_case,
    read_agency,
)
from normalizers.front.agency_list import Agency
from normalizers.front.evidence import Candidate, known
from normalizers.front.file_name import YEAR_IN_NAME, bodies_in_name, named_pieces
from normalizers.front.front_lines import (
    YEAR,
    FrontLine,
    bracketed,
    is_about_report,
    is_approval,
    is_date_line,
    is_goal,
    is_sentence,
    key_of,
    may_be_name,
    name_in_title,
)
from normalizers.front.signature import Signature
from normalizers.lookups import lookup
from normalizers.values.date import find_dates
from normalizers.values.period import period_of_date, read_period
from normalizers.values.text import is_capitals
from normalizers.values.value import Value
from parsers.language.keys import bare, plain
from parsers.language.numerals import digits_repaired

_BESIDE_TITLE: Final = 4  # lines below the title that still speak of the report itself
_NAMES_BELOW: Final = 3  # lines below the title in which a body may stand alone
_SHORT_LINE: Final = 120  # letters of a line that states a period; longer ones are texts
_BARE_YEAR: Final = re.compile(r"(?<![\d./№-])(?<!№ )(?<!\d, )(20[0-3]\d)(?!\d|-\d)(?!\s*[-,]\s*20[0-3]\d)")
_YEAR_LINE: Final = re.compile(r"\W*20\d\d\s*-?\s*оны?\W*")
_OF_PLAN: Final = re.compile(r"\D*?(?:төлөвлөг|авли|авил)")
_REPORT_OF: Final = 40  # letters behind a year in which "тайлан" makes it the year of reporting
_NAME_ALONE: Final = re.compile(r"[«“\"„]?[^\W\d_]+(?:[ -]+[^\W\d_]+){0,5}[»”\"]?(?: [^\W\d_]{2,8})?")
_UNSURE: Final = re.compile(r"(?:аймаг|дүүрэг|сум|нийслэл|(?<!засаг) дарга)$")
"""A place, or a head of a body: it is not said which body of the place, or whether the report is the body's."""

_DECISION: Final = re.compile(r"\d\s?-?\s?д[уү]г[аэ]{2}р\s+(?:тогтоол|захирамж|тушаал)")
"""A title that is about a decision names the body that took it."""

_STEM: Final = 3  # letters of a word that its endings leave (аймаг, аймгийн)
_SUBJECT: Final = re.compile(r"^(.{8,120}?)\s+нь(?!\w)")


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the tables. ``title`` is [first, last) of ``lines``, the lines above; ``closing`` are those
    below, ``closing_titles`` the titles among them; ``signed`` the sign-off, ``approved`` who approved the plan;
    ``name``: path of the file below the raw folder."""

    lines: tuple[FrontLine, ...]
    first: int
    last: int
    keys: dict[str, str]
    closing: tuple[FrontLine, ...] = ()
    closing_titles: tuple[str, ...] = ()
    signed: tuple[Signature, ...] = ()
    approved: tuple[Signature, ...] = ()
    name: str = ""

    @property
    def title(self) -> list[str]:
        return [line.text for line in self.lines[self.first : self.last]]

    @property
    def above(self) -> tuple[FrontLine, ...]:
        return self.lines[: self.first]

    @property
    def below(self) -> tuple[FrontLine, ...]:
        return self.lines[self.last :]


# --- whose report it is


def agencies_named(around: Around, agencies: tuple[Agency, ...], mend: bool) -> Iterator[Candidate[str]]:
    """Every body that may be the reporting one. What stands behind a key is one as printed, known or not; a single word
    (``Хурал``) names none, unless it is the whole name of one."""
    keyed = around.keys.get("agency", "")
    if keyed and not names_nobody(keyed):
        read = read_agency(keyed, agencies, mend)
        read = read if read.value else Value(keyed, keyed[:1].upper() + keyed[1:], ("as_printed",))
        yield from known(read, "key", *_kind(read, "key"))
    decided = _DECISION.search(plain(" ".join(around.title))) is not None
    for words, *clues in _named(around):
        read = read_agency(words, agencies, mend and clues[0] not in ("file_name", "folder"))
        if clues[0] in ("file_name", "folder"):
            read = replace(read, steps=(*read.steps, clues[0]), problem="agency_from_name")
        elif (
            not read.problem
            and "agency_list" not in read.steps
            and (_UNSURE.search(plain(read.value or "")) or decided)
        ):
            read = replace(read, problem="agency_doubtful")
        kind = tuple(_kind(read, clues[0]))
        if " " in (read.value or "") or "listed" in kind or "complete" in kind:
            yield from known(read, *clues, *kind)


def _kind(read: Value[str], place: str) -> Iterator[str]:
    """Clues of what a name is."""
    name = read.value or ""
    if "agency_list" in read.steps:
        yield "listed"
    elif is_complete(name):
        yield "complete"
    if read.problem == "agency_place_guessed":
        yield "doubtful"
    if is_place(name) and place not in ("key", "title"):
        yield "place_alone"


def _named(around: Around) -> Iterator[tuple[str, ...]]:
    """(words that may name a body, the place where they stand)."""
    yield from _in_title(around)
    yield bracketed(around.title), "bracket"
    yield from _letterhead(around.above)
    for number, line in enumerate(around.below[:_NAMES_BELOW]):
        if may_be_name(line):
            yield _in_place(around.below[:number], line.text), "below"
    for line in (*around.above, *around.below):
        if is_sentence(line) and not is_approval(line):
            yield _told_in(line.text), "foreword"
    for further in around.closing_titles:
        yield name_in_title([further]), "closing_title"
    for place, signatures in (("signoff", around.signed), ("approval", around.approved)):
        for signature in signatures:
            yield _body_of(signature.title), place
    for source, words in named_pieces(around.name):
        for piece in bodies_in_name(words):
            yield piece, source


def _in_title(around: Around) -> Iterator[tuple[str, str]]:
    """The name in the title, then what is left of it from each further line on, should it hold more than the name."""
    names = [name_in_title(around.title[start:]) for start in range(around.last - around.first)]
    place = "title"
    for start, name in enumerate(names):
        if name and name not in names[start + 1 :]:  # else it begins further below
            yield _in_place(around.lines[around.first : around.first + start], name), place
            place = "rest_of_title"


def _letterhead(above: tuple[FrontLine, ...]) -> Iterator[tuple[str, str]]:
    """Bodies above the title, the nearest first. A body of an aimag may stand below the aimag's name."""
    place = "letterhead"
    for number in range(len(above) - 1, -1, -1):
        if may_be_name(above[number]):
            yield _in_place(above[:number], above[number].text), place
            place = "far_letterhead"


def _in_place(over: tuple[FrontLine, ...], body: str) -> str:
    """The body with the places of the lines right above it, where it stands without its own: ``УВС АЙМАГ`` ⏎ ``ТЭС СУМ`` ⏎
    ``БОЛОВСРОЛЫН ГАЗАР``; else as it is."""
    name = read_agency(body).value or ""
    if not name or is_place(name) or is_complete(name):
        return body
    places: list[str] = []
    for line in reversed(over):
        place = read_agency(line.text).value or "" if may_be_name(line) else ""
        if not is_place(place):
            break
        head = place.split()[-1]
        places.insert(0, place[: -len(head)] + lookup("agencies")["heads"][plain(head)][0])
    return " ".join([*places, name]) if places else body


def _told_in(sentence: str) -> str:
    """The body that a sentence of a foreword speaks of: ``Увс аймгийн Архивын тасаг нь …``, ``… тасгийн 2024 оны …``."""
    subject = _SUBJECT.match(sentence)
    name = subject[1] if subject else name_in_title([sentence])
    return name if name != sentence and names_a_body(name) else ""


def _body_of(position: str) -> str:
    """The body in a position, where it is told completely: ``Увс аймгийн Архивын тасгийн дарга``."""
    words = position.split()
    for end in range(len(words) - 1, 1, -1):
        name = " ".join(words[:end])
        if ends_in_genitive(name):
            read = read_agency(name, (), mend=False).value or ""
            return name if is_complete(proper_case(read)) and not is_place(read) else ""
    return ""


def lone_name(around: Around) -> str:
    """A line right above the title that stands there like a name, though its last word is none of a body: a company."""
    line = around.above[-1] if around.above else None
    if line is None or is_approval(line) or is_date_line(line) or is_sentence(line) or key_of(line.small):
        return ""
    return line.text if is_capitals(line.text) and _NAME_ALONE.fullmatch(line.text.strip()) else ""


def related(one: str, other: str) -> bool:
    """Whether two names do not contradict each other: one holds the words of the other, as that of a body of an aimag holds
    the aimag, whatever their endings.

    >>> related("Увс аймаг", "Увс аймгийн Архивын тасаг"), related("Сангийн яам", "Соёлын яам")
    (True, False)
    """
    few, many = sorted((_stems(one), _stems(other)), key=len)
    return few <= many


def _stems(name: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in bare(name).split())


# --- of which year


def years_named(around: Around, reported: Value[date]) -> Iterator[Candidate[int]]:
    """Every year that may be the plan's."""
    yield from _years_of_title(" ".join(around.title), "title")
    for key, place in (("year", "key"), ("period", "key_period")):
        if found := _BARE_YEAR.search(digits_repaired(plain(around.keys.get(key, "")))):
            yield from known(Value(around.keys[key], int(found[1])), place)
    for line in (*around.above[-1:], *around.below[:_BESIDE_TITLE]):
        if year := _year_alone(line):
            yield from known(Value(line.text, year), "beside_title")
    for line in (*around.above, *around.below):
        found = YEAR.search(line.small)
        if found and is_about_report(line) and not is_date_line(line) and not is_approval(line):
            place = "foreword" if is_sentence(line) else "about_report"
            yield from known(Value(line.text, int(found[1])), place)
    for title in around.closing_titles:
        yield from _years_of_title(title, "closing_title")
    for source, words in named_pieces(around.name):
        for year in dict.fromkeys(map(int, YEAR_IN_NAME.findall(words))):
            yield from known(Value(words, year, (source,), "plan_year_from_name"), source)
    if reported.value:
        year = reported.value.year - (reported.value.month <= 2)
        yield from known(Value(reported.raw, year, ("report_date",), "plan_year_inferred"), "calendar")


def _year_alone(line: FrontLine) -> int | None:
    """The year of a line that is nothing else, or that states the time reported on: ``/2024 оны эхний хагас жил/``, a
    range of days."""
    if is_approval(line) or is_sentence(line) or is_goal(line) or len(line.text) >= _SHORT_LINE:
        return None
    if year := _year_of_range(line.text):
        return year
    found = YEAR.search(line.small) or _BARE_YEAR.search(line.small)
    stated = found and not is_date_line(line) and (_YEAR_LINE.fullmatch(line.small) or read_period(line.text).value)
    return int(found[1]) if found and stated else None


def _year_of_range(text: str) -> int | None:
    """The year of a range of days or of a month."""
    span = next((span for span in find_dates(text) if span.first), None)
    return span.first.year if span and span.first and (span.is_range or span.precision == "month") else None


def _years_of_title(title: str, place: str) -> Iterator[Candidate[int]]:
    small = digits_repaired(plain(title))
    found = list(YEAR.finditer(small)) or list(_BARE_YEAR.finditer(small))
    if not found and (ranged := _year_of_range(title)):
        yield from known(Value(title, ranged), place)
    steps = ("several_years",) if len({year[1] for year in found}) > 1 else ()
    for year in found:
        of_plan = _OF_PLAN.match(small[year.end(1) :]) and "тайлан" not in small[year.start() :][:_REPORT_OF]
        clues = ("of_plan",) if of_plan and steps else ()
        yield from known(Value(title, int(year[1]), steps), place, *clues)


# --- of which period


def periods_named(around: Around, reported: Value[date], year: int | None) -> Iterator[Candidate[str]]:
    """Every period that may be the one reported on."""
    for text, place in _periods_said(around):
        yield from known(read_period(text), place)
    for source, words in named_pieces(around.name):
        yield from known(replace(read_period(words), steps=(source,), problem="period_from_name"), source)
    if reported.value and year and (period := period_of_date(reported.value, year)):
        yield from known(Value(reported.raw, period, ("report_date",), "period_inferred"), "calendar")


def _periods_said(around: Around) -> Iterator[tuple[str, str]]:
    """(text, place) of what may say the period in print."""
    yield around.keys.get("period", ""), "key"
    yield " ".join(around.title), "title"
    for line in around.below[:_BESIDE_TITLE]:
        if len(line.text) < _SHORT_LINE and not is_goal(line):
            yield line.text, "beside_title"
    for line in around.below:
        if is_sentence(line) and is_about_report(line) and not is_approval(line):
            yield line.text, "foreword"
    for title in around.closing_titles:
        yield title, "closing_title"


def other_span(around: Around) -> bool:
    """Whether print states a time that is none of the periods: the second half, a month, a range of days."""
    said = (text for text, place in _periods_said(around) if place in ("key", "title", "beside_title"))
    return any(step in ("second_half", "span") for text in said for step in read_period(text).steps)
