"""The front of a report: whose plan, of which year, reported for which period, on which day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from normalizers.dates import find_dates
from normalizers.numbers import digits_repaired
from normalizers.organisations import Agency, by_vocabulary, ends_in_genitive, names_a_body, proper_case, read_agency
from normalizers.periods import period_of_date, read_period
from normalizers.texts import folded, is_capitals, plain, published
from normalizers.values import Value
from parsers.document import Paragraph

_TOPIC = "авлигын эсрэг"
_REPORTS = re.compile(r"тайлан|хэрэгжилт|биелэлт|төлөвлөг|гүйцэтгэл|явц|үр дүн")
_APPROVAL = re.compile(
    r"^\s*(?:батла|батал|зөвшөөр|танилц|хянас|хянав)|хавсралт|захирамж|тушаал|тогтоол|\bхууль|хуулийн|шийдвэр"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*(?:-?\s*(?:(?:19|20)\d\d)\s*)?-?\s*он")
_LEADING = re.compile(
    r"^\s*(?:(?:19|20)\d\d\s*-?\s*он\w*|эхний|сүүлийн|бүтэн|хагас|жил\w*|эцс\w*|улир\w*|байдл\w*|(?:[ivxіlшп]{1,3}|\d)\s*-?\s*(?:р|д[уү]г[аэ]{2}р)?\s*(?=улир)|\d+\s*сар\w*|монгол улс(?!ын))\s*"
)
_END_OF_NAME = re.compile(
    r"(?<!\d)(?:19|20)\d\d\s*-?\s*он|авли|авил|эхний\s+(?:хагас|\d|улир|есөн)|хагас\s+жил|жилийн\s+эц|бүтэн\s+жил|шударга\s+ёс|ёс\s+зүй|үйл\s+ажиллагааны\s+(?:төлөвлөг|тайлан)"
    r"|төлөвлөгөө|тайлан(?!т)|тайлант|(?:[ivxіl]{1,3}|\d)\s*-?\s*(?:р|д[уү]г[аэ]{2}р)?\s*улир|гүйцэтгэлийн"
)
_KEYS = {
    "agency": ("байгууллагын нэр", "байгууллага", "тайлагнагч байгууллага", "тайлан гаргасан байгууллага", "агентлагийн нэр", "байгууллагын нэр хаяг"),
    "period": ("тайлант хугацаа", "тайлант үе", "тайлангийн хугацаа", "хамрах хугацаа", "тайлангийн үе", "тайлант он", "тайлагнах хугацаа", "хугацаа"),
    "date": ("тайлангийн огноо", "огноо", "тайлан гаргасан огноо", "тайлан гаргасан өдөр", "тайлан хүргүүлсэн огноо", "илгээсэн огноо", "он сар өдөр"),
    "year": ("төлөвлөгөөний он", "төлөвлөгөөний жил", "тайлангийн он", "он"),
}  # fmt: skip
_DATE_LINE = 90  # letters of the longest line that is a date with a place, and no sentence
_TITLE_LINE = 320
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Front:
    """What stands above and below the table about the report itself. ``title`` is the joined title as printed."""

    title: str
    agency: Value[str]
    plan_year: Value[int]
    period: Value[str]
    report_date: Value[date]


def read_front(
    before: Sequence[Paragraph],
    after: Sequence[Paragraph] = (),
    agencies: tuple[Agency, ...] = (),
    scanned: bool = False,
) -> Front:
    """Read title, key-value lines and date lines. Unknown parts are None with a problem; nothing is guessed silently:
    a year or period taken from the report date carries the problem ``plan_year_inferred`` / ``period_inferred``.

    >>> front = read_front([Paragraph("САНГИЙН ЯАМНЫ 2023 ОНЫ АВЛИГЫН ЭСРЭГ ҮЙЛ АЖИЛЛАГААНЫ ЭХНИЙ ХАГАС ЖИЛИЙН ТАЙЛАН"),
    ...                     Paragraph("2023 оны 06 дугаар сарын 16-ны өдөр")])
    >>> front.agency.value, front.plan_year.value, front.period.value, front.report_date.value.isoformat()
    ('Сангийн яам', 2023, 'H1', '2023-06-16')
    """
    lines = _lines(before)
    first, last = _title_lines(lines)
    title = folded(" ".join(line.text for line in lines[first:last]))
    keys = _key_values(lines)
    reported = _report_date(lines, first, last, keys.get("date", ""), _lines(after))
    year = _plan_year(title, keys, lines, reported)
    period = _period(title, keys, lines[last : last + 4], reported, year)
    agency = _agency(
        [line.text for line in lines[first:last]], lines[:first], lines[last:], keys.get("agency", ""), agencies
    )
    return Front(title, agency, year, period, reported)


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    small: str
    align: str
    bold: bool


def _lines(paragraphs: Sequence[Paragraph]) -> list[_Line]:
    lines = []
    for paragraph in paragraphs:
        for part in paragraph.text.split("\n"):
            text = published(part).value or ""
            if text:
                lines.append(_Line(text, digits_repaired(plain(text)), paragraph.align, paragraph.bold))
    return lines


def _title_lines(lines: list[_Line]) -> tuple[int, int]:
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


def _title_score(line: _Line) -> float:
    if len(line.text) > _TITLE_LINE or _APPROVAL.search(line.small) or _key_of(line.small):
        return 0
    topic = (
        re.search(r"ав(?:ли|ил)га|ав(?:ли|ил)гы", line.small) is not None
        or fuzz.partial_ratio(_TOPIC, line.small) >= 85
    )
    report = _REPORTS.search(line.small) is not None
    return (
        3 * topic
        + 2 * report * (topic or is_capitals(line.text))
        + (is_capitals(line.text) or line.align == "center") * topic
    )


def _continues(previous: _Line, line: _Line, anchor: _Line) -> bool:
    if _APPROVAL.search(line.small) or _key_of(line.small) or _is_date_line(line) or len(line.text) > _TITLE_LINE:
        return False
    if re.match(r"[/(]", line.text) and len(line.text) < 80:
        return True
    if _is_goal(line):
        return False
    if is_capitals(anchor.text):
        return is_capitals(line.text) and (
            _REPORTS.search(line.small) is not None or read_period(line.text).value is not None or "эсрэг" in line.small
        )
    return (line.align == anchor.align == "center" and line.bold == anchor.bold) or line.text[:1].islower()


def _precedes(line: _Line, anchor: _Line) -> bool:
    if _APPROVAL.search(line.small) or _key_of(line.small) or _is_date_line(line) or len(line.text) > _TITLE_LINE:
        return False
    if re.search(r"\d{4,}|утас|факс|@|www|№", re.sub(_YEAR, "", line.small)):
        return False
    if is_capitals(anchor.text):
        return is_capitals(line.text)
    return line.align == anchor.align and (line.align == "center" or ends_in_genitive(line.text) or line.bold)


def _is_goal(line: _Line) -> bool:
    return re.match(r"(?:зорил|нэг|[ivx]+\.|\d+\.)", line.small) is not None


def _is_date_line(line: _Line) -> bool:
    return (
        len(line.text) <= _DATE_LINE
        and any(s.precision == "day" for s in find_dates(line.text, 2000))
        and not _REPORTS.search(line.small)
    )


def _key_of(small: str) -> str:
    head = re.split(r"\s*[:：]|\s+[-–—]\s+|\t", small, maxsplit=1)[0].strip(" .-")
    words = re.sub(r"[^\w ]", "", head)
    return next((key for key, names in _KEYS.items() if words in names), "")


def _key_values(lines: list[_Line]) -> dict[str, str]:
    """``Байгууллагын нэр: …`` lines, or a cell with the key followed by a cell with the value."""
    found: dict[str, str] = {}
    for index, line in enumerate(lines):
        key = _key_of(line.small)
        if not key or key in found:
            continue
        parts = re.split(r"\s*[:：]\s*|\s+[-–—]\s+", line.text, maxsplit=1)
        value = parts[1] if len(parts) > 1 else ""
        if not value.strip() and index + 1 < len(lines) and not _key_of(lines[index + 1].small):
            value = lines[index + 1].text
        if value.strip():
            found[key] = value.strip()
    return found


def _agency(
    title: list[str], above: list[_Line], below: list[_Line], keyed: str, agencies: tuple[Agency, ...]
) -> Value[str]:
    if keyed and (named := read_agency(keyed, agencies)).value:
        return named
    if keyed:
        return Value(keyed, keyed[:1].upper() + keyed[1:], ("as_printed",))
    names = [_name_in_title(title[start:]) for start in range(len(title))]
    tries = [*names, _bracketed(title), *(line.text for line in reversed(above) if _may_be_name(line))]
    tries += [line.text for line in below[:3] if _may_be_name(line)]
    for text in filter(None, tries):
        if (named := read_agency(text, agencies)).value:
            return named
    return _doubtful(next(filter(None, names), ""))


def _doubtful(name: str) -> Value[str]:
    """A name whose head noun is unknown: read by the vocabulary, and said to be doubtful; a single word is no name."""
    if len(name.split()) < 2 or len(name) > _LONGEST_NAME:
        return Value(name, None, (), "agency_unknown")
    return Value(name, proper_case(by_vocabulary(name)), ("vocabulary",), "agency_doubtful")


def _may_be_name(line: _Line) -> bool:
    return (
        len(line.text) < 120
        and names_a_body(line.text)
        and not _APPROVAL.search(line.small)
        and not _is_date_line(line)
    )


def _name_in_title(title: list[str]) -> str:
    """The part of the title before year, topic or period; a letterhead line that is complete in itself stays out."""
    kept: list[str] = []
    for line in title:
        small = digits_repaired(plain(line))
        start = 0
        while not kept and (leading := _LEADING.match(small[start:])) and leading.end():
            start += leading.end()
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
    return folded(" ".join(joined))


def _bracketed(title: list[str]) -> str:
    """``… ТАЙЛАН /САНГИЙН ЯАМ/``."""
    for found in re.findall(r"[/(]([^/()]{4,140})[/)]", " ".join(title)):
        if names_a_body(name := _name_in_title([found])):
            return name
    return ""


def _plan_year(title: str, keys: dict[str, str], lines: list[_Line], reported: Value[date]) -> Value[int]:
    small = digits_repaired(plain(title))
    years = [(match.start(), int(match[1])) for match in _YEAR.finditer(small)]
    if len({year for _, year in years}) > 1:
        plan = [
            y
            for s, y in years
            if re.match(r"\D*?(?:төлөвлөг|авли|авил)", small[s + 4 :]) and "тайлан" not in small[s : s + 40]
        ]
        return Value(title, (plan or [years[0][1]])[0], ("several_years",))
    if years:
        return Value(title, years[0][1])
    for text in (keys.get("year", ""), keys.get("period", "")):
        if found := re.search(r"(?<!\d)((?:19|20)\d\d)(?!\d)", digits_repaired(plain(text))):
            return Value(text, int(found[1]))
    for line in lines:
        found = _YEAR.search(line.small)
        if found and not _is_date_line(line) and not _APPROVAL.search(line.small):
            return Value(line.text, int(found[1]))
    if reported.value:
        year = reported.value.year - (reported.value.month <= 2)
        return Value(reported.raw, year, ("report_date",), "plan_year_inferred")
    return Value(title, None, (), "plan_year_unknown")


def _period(
    title: str, keys: dict[str, str], below: list[_Line], reported: Value[date], year: Value[int]
) -> Value[str]:
    second_half = False
    for text in (
        keys.get("period", ""),
        title,
        *(line.text for line in below if len(line.text) < 120 and not _is_goal(line)),
    ):
        found = read_period(text)
        second_half = second_half or "second_half" in found.steps
        if found.value:
            return found
    if reported.value and year.value and not second_half and (period := period_of_date(reported.value, year.value)):
        return Value(reported.raw, period, ("report_date",), "period_inferred")
    return Value(keys.get("period", title), None, (), "period_unknown")


def _report_date(lines: list[_Line], first: int, last: int, keyed: str, after: list[_Line]) -> Value[date]:
    """A keyed date; else the date line below the title; else one near the sign-off; else one above, where nothing is approved."""
    below = [line for line in lines[last:] if _is_date_line(line) and not _APPROVAL.search(line.small)]
    closing = [line for line in after if _is_date_line(line) and not _APPROVAL.search(line.small)]
    above = (
        []
        if any(_APPROVAL.search(line.small) for line in lines[:first])
        else [line for line in lines[:first] if _is_date_line(line)]
    )
    inside = [
        line for line in lines[first:last] if any(s.precision == "day" and not s.implied for s in find_dates(line.text))
    ]
    texts = [keyed] if keyed else []
    texts += [line.text for line in [*below, *inside, *reversed(closing), *reversed(above)]]
    damaged = ""
    for text in texts:
        spans = [span for span in find_dates(text) if span.precision == "day"]
        if spans and spans[-1].first and not spans[-1].is_range:
            return Value(text, spans[-1].first)
        damaged = damaged or (text if spans else "")
    return Value(damaged, None, (), "date_impossible" if damaged else "report_date_missing")
