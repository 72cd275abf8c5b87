"""Facts named in the progress text, each with its place: dates, documents, people, counts, links, percentages.

Takes the text of a cell (and the plan year); gives the facts in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from normalizers.lookups import lookup
from normalizers.report import Mention
from normalizers.values.counted_noun import COUNT, Counted, counted_noun
from normalizers.values.date import DAMAGED, find_dates
from parsers.language.keys import plain
from parsers.language.numerals import NUMBER_WORDS, digits_repaired, words_to_number

_URL = re.compile(
    r"(?:https?://|www\.)[^\s,;()<>“”\"]*[^\s,;()<>“”\".:!?]"
    r"|(?<![\w@.-])(?:[a-z0-9-]+\.)+(?:mn|com|org|net)(?:/[^\s,;()“”\"]*[\w/])?(?![\w@])",
    re.IGNORECASE,
)
_NUMBER = r"\d{1,3}(?:[ ,]\d{3}){1,8}(?!\d)|\d+(?:[.,]\d+)?"
_BETWEEN_THOUSANDS = re.compile(r"[ ,](?=\d{3}(?!\d))")
_SPAN = rf"(?P<number>{_NUMBER})(?:\s*-\s*(?P<upper>{_NUMBER}))?"
_PERCENT = re.compile(rf"(?<![\w.,/-]){_SPAN}\s*(?:%|хув[ьи](?!л)[а-яөү]*)(?:-?(?:ийн|иар|тай|аар|д|аас|иас)(?!\w))?")
_COPIES = re.compile(r"\s*хувь\s+(?:хэвл|тараа|олш|бэлтг|хүргү|үйлд)")
_ACTS = (
    r"тушаал|тогтоол|захирамж|шийдвэр|албан\s+бич?и?г|бичг|бичиг|удирдамж|гэрээ|акт|албан\s+тоот|протокол|тэмдэглэл"
    r"|мэдэгдэл|чиглэл"
)
_KIND = rf"(?:\s*+(?:{_ACTS})[а-яөү]*)"
_NTH = r"\s*+-?\s*+(?:р|тоот[а-яөү]*|т|дугаартай|дугаар|д[уү]г[аэ]{2}р)(?!\w)"
_DOCUMENT = re.compile(
    rf"(?<![\w/.-])(?P<code>(?:[а-яөүё]{{1,3}}\s?/\s?\d{{1,5}}|\d{{1,3}}(?:[-/]\d{{1,3}})?/\d{{2,6}})(?![\d/]))(?:{_NTH})?{_KIND}?"
    rf"|(?<![\w/.-])(?P<plain>\d{{1,4}}){_NTH}{_KIND}"
)
_COUNT = re.compile(rf"(?<![\w.,/#№+-]){_SPAN}(?![\d%/]|[.,]\d|\s*(?:%|₮))")
_WORDS = re.compile(rf"(?<!\w)((?:(?:{'|'.join(sorted(NUMBER_WORDS, key=len, reverse=True))})(?!\w)\s*)+)")
_STANDARDS = re.compile(r"(?:iso|mns|исо|qr|№|#|дугаар|утас)[\s:]*$")
_BEFORE = 20  # letters in front of a number in which such a word stands
_LONGEST_COUNT = 7  # digits without separators from which a number is a telephone or register number


def find_mentions(text: str, year: int | None = None) -> tuple[Mention, ...]:
    """The facts of a published progress text in order. ``year`` completes dates without one.

    ``value``: ISO date, document number, number or address; ``value_end``: last day or upper end of a range; ``unit``:
    what is counted; ``start``: offset in ``text`` in characters.

    >>> [(m.kind, m.text, m.value, m.unit) for m in find_mentions("2023.06.14-ны өдөр 274 албан хаагчид сургалт хийв.")]
    [('date', '2023.06.14-ны өдөр', '2023-06-14', ''), ('people', '274 албан хаагчид', '274', 'албан хаагч')]
    """
    clean = digits_repaired(plain(text))
    found: list[Mention] = []
    taken = bytearray(len(text))
    for finder in (_urls, _dates, _documents, _percents, _counts, _spelled_counts):
        for mention in finder(text, clean, year):
            start, end = mention.start, mention.start + len(mention.text)
            if taken.find(1, start, end) < 0:
                taken[start:end] = b"\1" * (end - start)
                found.append(mention)
    return tuple(sorted(found, key=lambda mention: mention.start))


def damaged_dates(text: str, year: int | None = None) -> tuple[str, ...]:
    """The dates of a published progress text that are damaged, read or not, as printed.

    >>> damaged_dates("2О23.06.14-нд 5 дугаар еарын 3-нд, 2023.06.15-нд", 2023)
    ('2О23.06.14-нд', '5 дугаар еарын 3-нд')
    """
    return tuple(text[span.start : span.end] for span in find_dates(text, year) if span.problem == DAMAGED)


def _urls(text: str, clean: str, year: int | None) -> Iterator[Mention]:
    for match in _URL.finditer(text):
        yield Mention("url", match[0], match[0], "", "", match.start())


def _dates(text: str, clean: str, year: int | None) -> Iterator[Mention]:
    for span in find_dates(text, year):
        if span.first is None or span.last is None:
            continue
        ranged = span.first != span.last
        last = span.last.isoformat() if ranged else ""
        words = text[span.start : span.end].rstrip()
        yield Mention("date_range" if ranged else "date", words, span.first.isoformat(), last, "", span.start)


def _documents(text: str, clean: str, year: int | None) -> Iterator[Mention]:
    for match in _DOCUMENT.finditer(clean):
        name = "code" if match["code"] else "plain"
        number = re.sub(r"\s", "", text[match.start(name) : match.end(name)])
        yield Mention("document", text[match.start() : match.end()].rstrip(), number, "", "", match.start())


def _percents(text: str, clean: str, year: int | None) -> Iterator[Mention]:
    copies = "хувь" in clean
    for match in _PERCENT.finditer(clean):
        if not copies or not _COPIES.match(clean, match.end("upper") if match["upper"] else match.end("number")):
            yield _number("percent", text, match, match.end(), "%")


def _counts(text: str, clean: str, year: int | None) -> Iterator[Mention]:
    hotlines = frozenset(lookup("counted")["words"]["hotlines"])
    of_copies = "хувь" in clean
    for match in _COUNT.finditer(clean):
        number = match["number"]
        if (number.isdigit() and len(number) >= _LONGEST_COUNT) or number in hotlines:
            continue
        if _STANDARDS.search(clean, max(0, match.start() - _BEFORE), match.start()) or _heads_list(clean, match):
            continue
        if of_copies and (copies := _COPIES.match(clean, match.end())):
            yield _number(COUNT, text, match, match.end() + copies.group().index("хувь") + len("хувь"), "хувь")
        elif noun := counted_noun(clean, match.end()):
            yield _number(noun.kind, text, match, noun.end, noun.unit)


def _spelled_counts(text: str, clean: str, year: int | None) -> Iterator[Mention]:
    """``хоёр удаа``, ``таван сургалт``; a bare "нэг" is mostly an article."""
    for match in _WORDS.finditer(clean):
        words = match[1].split()
        value = words_to_number(words)
        noun = _spelled_noun(clean, match) if value and words != ["нэг"] else None
        if noun is not None:
            yield Mention(noun.kind, text[match.start() : noun.end], str(value), "", noun.unit, match.start())


def _spelled_noun(clean: str, match: re.Match[str]) -> Counted | None:
    return counted_noun(clean, match.start() + len(match[1].rstrip()), listed=True)


def _heads_list(clean: str, match: re.Match[str]) -> bool:
    """``1. Сургалт …``: the number of a list item."""
    end = match.end()
    return clean.startswith((".", ")"), end) and clean[end + 1 : end + 2] in (" ", "")


def _number(kind: str, text: str, match: re.Match[str], end: int, unit: str) -> Mention:
    number, upper = match.group("number", "upper")
    start = match.start()
    return Mention(kind, text[start:end], _plain_number(number), _plain_number(upper) if upper else "", unit, start)


@lru_cache
def _plain_number(text: str) -> str:
    number = Decimal(_BETWEEN_THOUSANDS.sub("", text).replace(",", "."))
    return f"{number:f}"
