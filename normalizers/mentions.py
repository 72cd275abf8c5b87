"""Facts named in the progress text, each with its place: dates, documents, people, counts, links, percentages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from normalizers.dates import find_dates
from normalizers.lookups import lookup
from normalizers.numbers import digits_repaired
from normalizers.people import find_people
from normalizers.record import Mention
from normalizers.texts import plain

_URL = re.compile(
    r"(?:https?://|www\.)[^\s,;()<>“”\"]*[^\s,;()<>“”\".:!?]|(?<![\w@.-])(?:[a-z0-9-]+\.)+(?:mn|com|org|net|gov)(?:/[^\s,;()“”\"]*[\w/])?(?![\w@])",
    re.IGNORECASE,
)
_NUMBER = r"\d{1,3}(?:[ ,]\d{3})+(?!\d)|\d+(?:[.,]\d+)?"
_PERCENT = re.compile(rf"(?<![\w.,/-])({_NUMBER})\s*(?:%|хув[ьи](?!л)[а-яөү]*)")
_ACTS = "тушаал|тогтоол|захирамж|шийдвэр|албан бич|бичг|бичиг|хууль|журам|удирдамж|гэрээ|акт|албан тоот|протокол|тэмдэглэл|дүгнэлт|зөвлөмж|мэдэгдэл"
_DOCUMENT = re.compile(
    rf"(?<![\w/])((?:[а-яөүё]{{1,3}}\s?/\s?\d{{1,5}}|\d{{1,3}}(?:[-/]\d{{1,3}})?/\d{{1,6}})(?:\s*-?\s*(?:р|тоо?т|(?:тоот|дугаартай|д[уү]г[аэ]{{2}}р|дугаар)))?(?:\s*(?:албан\s+)?(?:{_ACTS})[а-яөү]*)?"
    rf"|\d{{1,4}}\s*-?\s*(?:р|тоот|д[уү]г[аэ]{{2}}р|дугаартай)\s*(?:албан\s+)?(?:{_ACTS})[а-яөү]*)"
)
_CODE = re.compile(r"[а-яөүё]{1,3}\s?/\s?\d{1,5}|\d{1,3}(?:[-/]\d{1,3})?/\d{1,6}|\d{1,4}")


def find_mentions(text: str, year: int | None = None) -> tuple[Mention, ...]:
    """The facts of a published progress text in order. ``year`` completes dates without one.

    ``value``: ISO date, document number, name, number or address; ``value_end``: last day of a range; ``unit``: what is
    counted; ``start``: offset of ``text`` in characters.

    >>> [(m.kind, m.text, m.value, m.unit) for m in find_mentions("2023.06.14-ны өдөр 274 албан хаагчид сургалт хийв.")]
    [('date', '2023.06.14-ны өдөр', '2023-06-14', ''), ('people', '274 албан хаагч', '274', 'албан хаагч')]
    """
    clean = digits_repaired(plain(text))
    taken: list[tuple[int, int]] = []
    found: list[Mention] = []
    for finder in (_urls, _dates, _documents, _percents, _names, _counts):
        for mention in finder(text, clean, year):
            span = (mention.start, mention.start + len(mention.text))
            if mention.text and not any(start < span[1] and span[0] < end for start, end in taken):
                taken.append(span)
                found.append(mention)
    return tuple(sorted(found, key=lambda mention: mention.start))


def _urls(text: str, clean: str, year: int | None) -> Iterator[Mention]:
    for match in _URL.finditer(text):
        yield Mention("url", match[0], match[0], "", "", match.start())


def _dates(text: str, clean: str, year: int | None) -> Iterator[Mention]:
    for span in find_dates(text, year):
        if span.first is None or span.last is None:
            continue
        ranged = span.first != span.last
        end = span.last.isoformat() if ranged else ""
        yield Mention(
            "date_range" if ranged else "date", text[span.start : span.end], span.first.isoformat(), end, "", span.start
        )


def _documents(text: str, clean: str, year: int | None) -> Iterator[Mention]:
    for match in _DOCUMENT.finditer(clean):
        number = _CODE.match(match[0])
        if number is None:
            continue
        printed = text[match.start() : match.start() + number.end()]
        yield Mention("document", text[match.start() : match.end()], re.sub(r"\s", "", printed), "", "", match.start())


def _percents(text: str, clean: str, year: int | None) -> Iterator[Mention]:
    for match in _PERCENT.finditer(clean):
        yield Mention("percent", text[match.start() : match.end()], _plain_number(match[1]), "", "%", match.start())


def _names(text: str, clean: str, year: int | None) -> Iterator[Mention]:
    """People named are not counted here: names stay in the text; this finder yields nothing that is not a number of people."""
    for person in find_people(text):
        yield Mention("", "", person.name, "", "", person.start)


def _counts(text: str, clean: str, year: int | None) -> Iterator[Mention]:
    pattern, people = _count_pattern()
    for match in pattern.finditer(clean):
        unit = match["unit"]
        kind = "people" if any(unit.startswith(word) for word in people) else "count"
        stop = match.end("unit")
        yield Mention(
            kind,
            text[match.start() : stop],
            _plain_number(match["number"]),
            "",
            text[match.start("unit") : stop],
            match.start(),
        )


def _count_pattern() -> tuple[re.Pattern[str], tuple[str, ...]]:
    data = lookup("counted")
    nouns = sorted({plain(word) for word in (*data["people"], *data["things"])}, key=len, reverse=True)
    between = r"(?:\s+(?:удаагийн|төрлийн|ширхэг|хувь|нэр\s+төрлийн|дэх|гаруй|орчим))?"
    pattern = re.compile(
        rf"(?<![\w.,/#№-])(?P<number>{_NUMBER}){between}\s*(?P<unit>{'|'.join(map(re.escape, nouns))})"
    )
    return pattern, tuple(plain(word) for word in data["people"])


def _plain_number(text: str) -> str:
    number = Decimal(re.sub(r"[ ,](?=\d{3}(?!\d))", "", text).replace(",", "."))
    return f"{number:f}"
