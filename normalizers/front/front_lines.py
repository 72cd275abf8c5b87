"""The lines above a measure table: title, key-value lines, date lines, names of bodies.

Takes paragraphs; gives lines with their plain form, and tells what kind of line each is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import islice

from rapidfuzz import fuzz

from normalizers.front.agency import ends_in_genitive, is_known, names_a_body
from normalizers.front.person import cleaned, find_people
from normalizers.front.spelling import mended
from normalizers.lookups import lookup
from normalizers.values.date import find_dates, loose_date
from normalizers.values.period import read_period
from normalizers.values.text import folded, is_capitals
from parsers.document import Paragraph
from parsers.language.keys import plain
from parsers.language.numerals import digits_repaired
from parsers.language.verbs import tells_of_doing

YEAR = re.compile(r"(?<![\d-])(?<!\d, )(20[0-3]\d)\s*+-?\s*+он(?!то[йо]|оос)")
"""A year that a line names: no range of years, which is that of a programme, and none that it is compared with. The law
that reports carry out is of 2006; from 2040 on a year is misread."""
_TOPIC = "авлигын эсрэг"
_REPORTS = re.compile(r"тайлан|хэрэгжилт|биелэлт|төлөвлөг|гүйцэтгэл|явц|үр дүн")
_TOLD = re.compile(r"тайлан|хэрэгжилт|биелэлт")
_ANNEX = re.compile(r"^\s*(?:батла|батал|зөвшөөр|танилц|хянас|хянав)|хавсралт|захирамж|тушаал")
_APPROVAL = re.compile(rf"{_ANNEX.pattern}|тогтоол|(?<!\w)хуул|шийдвэр")
_OPENS_APPROVAL = re.compile(r"\W*(?:батлав|баталсан|батлагдсан|зөвшөөрсөн|зөвшөөрөв)(?!\w)")
_LONGEST_APPROVAL = 6  # lines
_QUARTER = r"(?:[ivxіlшп]{1,3}|\d)\s*+-?\s*+(?:р|д[уү]г[аэ]{2}р)?\s*+"
_LEADING = re.compile(
    r"\s*(?:(?:19|20)\d\d\s*+-?\s*+он\w*|эхний|сүүлийн|бүтэн|хагас|жил\w*|эцс\w*|улир\w*|байдл\w*"
    rf"|{_QUARTER}(?=улир)|\d+\s*сар\w*|монгол улс(?!ын))\s*"
)
_END_OF_NAME = re.compile(
    r"(?<!\d)(?:19|20)\d\d\s*+-?\s*+он|авли(?!гатай тэмцэх газ)|авил|эхний\s+(?:хагас|\d|улир|есөн)|хагас\s+жил|жилийн\s+эц|бүтэн\s+жил"
    r"|шударга\s+ёс|ёс\s+зүй|үйл\s+ажиллагааны\s+(?:төлөвлөг|тайлан)|төлөвлөгөө|тайлан(?!т)|тайлант|гүйцэтгэлийн"
    rf"|{_QUARTER}улир"
)
# What browsers print at the edges of a page: date, time and the document's name, or its address.
_PRINTED = re.compile(r"^\d{1,2}[/.]\d{1,2}[/.]\d{2,4},? \d{1,2}:\d\d(?!\d)|^(?:file|https?)://")
_LINES = 4096  # lines whose kind is remembered: one is asked for it from many sides
_DATE_LINE = 90  # letters of the longest line that is a date with a place, and no sentence
_LABEL = re.compile(r"\w{3}\s?[:：]\s*\w{3}")  # "Хүлээн авах байгууллага: …" names another body
_SPACED = re.compile(r"(?<!\w)(?:[А-ЯӨҮЁ] ){4,}[А-ЯӨҮЁ](?!\w)")  # Н И Й С Л Э Л И Й Н
_HYPHENED = re.compile(r"([^\W\d_]+)- ([^\W\d_]+)")  # a word broken at the end of a line of the title
_LONGEST_NAME = 120  # letters of the name of a body
_TITLE_CLUES = {"topic": 3.0, "report": 2.0, "drawn": 1.0, "year": 0.75, "period": 0.75, "genitive": 1.25, "plain": 0.5}
"""What makes a line the title, by how rarely lines of a foreword or of a page's edge have it."""
_TITLE_LINE = 320
_SHORT_TITLE = 120  # letters of a title that is neither in capitals nor about corruption
_LONGEST_KEY = 40
_SHORTEST_SENTENCE = 5  # words
_WORDS_OF_LINE = re.compile(r"[^\W_]+")
_SPEAKER = re.compile(r"(?:манай|тус|бид\w*|танай|энэхүү|доорх|дараах)(?!\w)")
_FINITE = re.compile(r"(?:(?<!\w)(?:байна|байв|болно|юм|билээ)|\w{3}(?:л[аэоө]{2}|[аэоөуү]в))\W*$")
_MOST_BRACKETS = 50  # brackets of a title that are looked at; it has one or two


@dataclass(frozen=True, slots=True)
class FrontLine:
    """A line above or below the table: published text, and its plain form with digits repaired.

    ``approval``: it stands in a block that opens with ``БАТЛАВ`` and closes with the name of who approved the plan.
    """

    text: str
    small: str
    align: str
    bold: bool
    approval: bool = False


def read_lines(paragraphs: Sequence[Paragraph], closing: bool = False) -> list[FrontLine]:
    """The lines of paragraphs, letters repaired; without empty ones and those that a browser printed at the edges.

    ``closing``: they stand below the table, where an approval is the report's own."""
    found = []
    for paragraph in paragraphs:
        for part in paragraph.text.split("\n"):
            part = part.replace("|", "\t").strip() if paragraph.confidence is not None else part  # the rest of a rule
            left, tab, right = part.partition("\t")
            if tab and key_of(plain(folded(left))):
                part = f"{left}: {right}"
            part = _SPACED.sub(lambda spaced: spaced[0].replace(" ", ""), part)
            text = mended(folded(part), scanned=paragraph.confidence is not None)
            for piece in _parted(text):
                if piece and not _PRINTED.match(piece):
                    found.append(FrontLine(piece, digits_repaired(plain(piece)), paragraph.align, paragraph.bold))
    return found if closing else _with_approvals(found)


def _parted(text: str) -> list[str]:
    """The text, cut before each key with a colon that the layout put behind other words.

    >>> _parted("2023 оны тайлан Байгууллагын нэр: Сангийн яам Тайлант хугацаа: I улирал")
    ['2023 оны тайлан', 'Байгууллагын нэр: Сангийн яам', 'Тайлант хугацаа: I улирал']
    """
    cuts = [found.start() for found in _inner_key().finditer(text) if found.start()]
    return [text[start:end].strip() for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]


@cache
def _inner_key() -> re.Pattern[str]:
    """A key of two words and more, its colon behind it: single words open no line."""
    names = [name for names in lookup("front_keys").values() for name in names if " " in name]
    longest = sorted(names, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})\s?[:：]", re.IGNORECASE)


def _with_approvals(lines: list[FrontLine]) -> list[FrontLine]:
    """The lines, those of approval blocks marked: from the opening word to the name, and the date right behind it."""
    marked = list(lines)
    for start, line in enumerate(lines):
        if not _OPENS_APPROVAL.match(line.small):
            continue
        block = lines[start : start + _LONGEST_APPROVAL]
        named = next((n for n, one in enumerate(block) if find_people(cleaned(one.text))), None)
        if named is None:
            continue
        dated = named + 1 < len(block) and is_date_line(block[named + 1])
        for n in range(start, start + named + 1 + dated):
            marked[n] = replace(lines[n], approval=True)
    return marked


def title_lines(lines: list[FrontLine]) -> tuple[int, int]:
    """[first, last) lines of the title: the line that names the topic, and what belongs to it above and below."""
    scores = [_title_score(line) for line in lines]
    if not scores or max(scores) <= 0:
        return 0, 0
    anchor = scores.index(max(scores))
    first, last = anchor, anchor + 1
    while last < len(lines) and _continues(lines[last - 1], lines[last], lines[anchor]):
        last += 1
    while first > 0 and _precedes(lines[first - 1], lines[anchor]):
        first -= 1
    return first, last


def further_titles(lines: list[FrontLine]) -> tuple[str, ...]:
    """Titles of reports among lines below a table: in capitals, of the topic and of what was done."""
    return tuple(
        line.text
        for line in lines
        if _TOPIC in line.small and _TOLD.search(line.small) and is_capitals(line.text) and _title_score(line)
    )


def _title_score(line: FrontLine) -> float:
    if (
        is_sentence(line)
        or line.approval
        or len(line.text) > _TITLE_LINE
        or _ANNEX.search(line.small)
        or key_of(line.small)
    ):
        return 0
    topic = (
        re.search(r"ав(?:ли|ил)га|ав(?:ли|ил)гы", line.small) is not None
        or fuzz.partial_ratio(_TOPIC, line.small) >= 85
    )
    report = is_about_report(line)
    if not topic and not is_capitals(line.text):
        plain_title = report and "тайлан" in line.small and len(line.text) <= _SHORT_TITLE
        return _TITLE_CLUES["plain"] * plain_title
    clues = {
        "topic": topic,
        "report": report and (topic or is_capitals(line.text)),
        "drawn": topic and (is_capitals(line.text) or line.align == "center"),
        "year": topic and YEAR.search(line.small) is not None,  # a page header has none
        "period": topic and read_period(line.text).value is not None,
        "genitive": topic and ends_in_genitive(name_in_title([line.text])),
    }
    return sum(_TITLE_CLUES[clue] for clue, seen in clues.items() if seen)


def _continues(previous: FrontLine, line: FrontLine, anchor: FrontLine) -> bool:
    if _ANNEX.search(line.small) or key_of(line.small) or is_date_line(line) or len(line.text) > _TITLE_LINE:
        return False
    if re.match(r"[/(]", line.text) and len(line.text) < 80:
        return True
    if is_goal(line) or is_sentence(line):
        return False
    if is_capitals(anchor.text):
        return is_capitals(line.text) and (
            _REPORTS.search(line.small) is not None or read_period(line.text).value is not None or "эсрэг" in line.small
        )
    return (line.align == anchor.align == "center" and line.bold == anchor.bold) or line.text[:1].islower()


def _precedes(line: FrontLine, anchor: FrontLine) -> bool:
    if line.approval or _ANNEX.search(line.small) or key_of(line.small) or is_date_line(line) or is_sentence(line):
        return False
    if len(line.text) > _TITLE_LINE or find_people(cleaned(line.text)):
        return False
    if re.search(r"\d{4,}|утас|факс|@|www|№", re.sub(YEAR, "", line.small)):
        return False
    if is_capitals(anchor.text):
        return is_capitals(line.text)
    return line.align == anchor.align and (line.align == "center" or ends_in_genitive(line.text) or line.bold)


def is_approval(line: FrontLine) -> bool:
    """Whether the line belongs to an approval or annex block, or names a law or order: its date is not the report's."""
    return line.approval or _APPROVAL.search(line.small) is not None


def is_about_report(line: FrontLine) -> bool:
    """Whether the line speaks of a report, a plan or its implementation."""
    return _REPORTS.search(line.small) is not None


@lru_cache(maxsize=_LINES)
def is_sentence(line: FrontLine) -> bool:
    """Whether the line says something, as a foreword does: it opens with who speaks, or ends with a verb or a full stop.

    >>> [is_sentence(line) for line in read_lines([Paragraph("Тус хэлтэс 2023 оны төлөвлөгөөгөө хэрэгжүүлж ажиллалаа."),
    ...                                            Paragraph("2023 оны авлигын эсрэг төлөвлөгөөний биелэлт.")])]
    [True, False]
    """
    words = _WORDS_OF_LINE.findall(line.small)
    if len(words) < _SHORTEST_SENTENCE or is_capitals(line.text):
        return False
    if _SPEAKER.match(line.small) or _FINITE.search(line.small):
        return True
    if tells_of_doing(line.text) and not names_a_body(line.text):
        return True
    return line.small.rstrip().endswith(".") and not _REPORTS.match(words[-1]) and not key_of(line.small)


def is_goal(line: FrontLine) -> bool:
    """Whether the line is a goal heading or numbered item rather than part of the front."""
    return re.match(r"(?:зорил|нэг|[ivx]+\.|\d{1,2}\.)", line.small) is not None


@lru_cache(maxsize=_LINES)
def is_date_line(line: FrontLine) -> bool:
    """Whether the line is a date, perhaps with a place or number beside it, and no sentence."""
    return (
        len(line.text) <= _DATE_LINE
        and (any(s.precision == "day" for s in find_dates(line.text, 2000)) or loose_date(line.text).value is not None)
        and not _REPORTS.search(line.small)
    )


@lru_cache(maxsize=_LINES)
def key_of(small: str) -> str:
    """Which key of ``front_keys.toml`` the line starts with: agency, period, date, year; empty for none."""
    head = re.split(r"(?<!\s)\s*[:：]|(?<!\s)\s+[-–—]\s+|\t", small, maxsplit=1)[0].strip(" .-")
    words = re.sub(r"^\d+[. ]+|[^\w ]", "", head).strip()
    if len(words) > _LONGEST_KEY or not words:
        return ""
    return next((key for key, names in lookup("front_keys").items() if any(_alike(words, n) for n in names)), "")


def _alike(words: str, key: str) -> bool:
    """Equal; or, for keys long enough to be told apart, damaged in one or two letters."""
    return words == key or (len(key) > 8 and fuzz.ratio(words, key) >= 92)


def key_values(lines: list[FrontLine]) -> dict[str, str]:
    """``Байгууллагын нэр: …`` lines, or a cell with the key followed by a cell with the value."""
    found: dict[str, str] = {}
    for index, line in enumerate(lines):
        key = key_of(line.small)
        if not key or key in found:
            continue
        parts = re.split(r"(?<!\s)\s*[:：]\s*|(?<!\s)\s+[-–—]\s+", line.text, maxsplit=1)
        value = parts[1] if len(parts) > 1 else ""
        if not value.strip() and index + 1 < len(lines) and not key_of(lines[index + 1].small):
            value = lines[index + 1].text
        if value.strip():
            found[key] = value.strip()
    return found


def may_be_name(line: FrontLine) -> bool:
    """Whether the line alone is the name of a public body (letterhead, or a line below the title)."""
    named = len(line.text) < _LONGEST_NAME and not _LABEL.search(line.text) and names_a_body(line.text)
    return named and not (is_sentence(line) or is_approval(line) or is_date_line(line) or key_of(line.small))


def name_in_title(title: list[str]) -> str:
    """The part of the title before year, topic or period; a letterhead line that is complete in itself stays out."""
    kept: list[str] = []
    for line in title:
        small = digits_repaired(plain(line))
        start = 0
        while not kept and (leading := _LEADING.match(small, start)) and leading.end() > start:
            start = leading.end()
        end = _END_OF_NAME.search(small, start)
        topic = fuzz.partial_ratio_alignment(_TOPIC, small[start:], score_cutoff=85)
        stops = [end.start()] if end else []
        stops += [start + topic.dest_start] if topic else []
        if stops:
            kept.append(line[start : min(stops)])
            break
        kept.append(line[start:])
    pieces = [piece.strip() for piece in kept if piece.strip()]
    joined = pieces[-1:]
    for piece in reversed(pieces[:-1]):
        if (names_a_body(piece) and not ends_in_genitive(piece)) or plain(piece) == "монгол улс":
            break
        joined.insert(0, piece)
    return _HYPHENED.sub(_unbroken, folded(" ".join(joined)))


def _unbroken(found: re.Match[str]) -> str:
    """A word without the hyphen of a line's end; a place keeps the hyphen of its name."""
    return f"{found[1]}-{found[2]}" if is_known(f"{found[1]}-{found[2]}") else found[1] + found[2]


def bracketed(title: list[str]) -> str:
    """``… ТАЙЛАН /САНГИЙН ЯАМ/`` or ``… ТАЙЛАН – САНГИЙН ЯАМ``."""
    for found in islice(re.finditer(r"[/(]([^/()]{4,140})[/)]", " ".join(title)), _MOST_BRACKETS):
        if names_a_body(name := name_in_title([found[1]])):
            return name
    dashed = re.split(r"\s[-–—]\s", " ".join(title))
    return dashed[-1] if len(dashed) > 1 and names_a_body(dashed[-1]) else ""
