"""Facts named in the progress text, each with its place: dates, documents, people, counts, links, percentages.

Takes the text of a cell (and the plan year); gives the facts in order. What a fact looks like is declared in ``_FACTS``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Final

from normalizers.lookups import lookup
from normalizers.report import Mention
from normalizers.values.counted_noun import COUNT, counted_noun
from normalizers.values.date import DAMAGED, find_dates
from parsers.language.keys import plain
from parsers.language.numerals import digits_repaired, words_to_number
from parsers.language.shapes import Sequences, Shape, shape_of
from parsers.language.tokens import Token

_FACTS: Final = Sequences(
    {
        "document": (
            "(code=(any_word slash any_number | any_number ((hyphen | slash) any_number)? slash any_number) nth_of? kind?"
            " | code_=any_number nth_of kind)"
        ),
        "nth_of": "hyphen? (nth | numbered)",
        "kind": "official? act | official numbered",
        "amount": "number=figure (hyphen upper=figure)? (sign=(per_cent | per_cents))?",
        "figure": (
            "(small | hundreds) hundreds{1,8} | small | year | hundreds | digits | thousands | decimal | day_month | pair"
            " | year_month"
        ),
        "spelled": "(numeral | number_name | ten)+",
    }
)
_URL: Final = re.compile(
    r"(?:https?://|www\.)[^\s,;()<>“”\"]*[^\s,;()<>“”\".:!?]"
    r"|(?<![\w@.-])(?:[a-z0-9-]+\.)+(?:mn|com|org|net)(?:/[^\s,;()“”\"]*[\w/])?(?![\w@])",
    re.IGNORECASE,
)
_IN_URLS: Final = ("://", "www.", ".mn", ".com", ".org", ".net")
_LETTERS_OF_CODE: Final = 3  # А/31
_DIGITS_OF_CODE: Final = (1, 5)
_DIGITS_BETWEEN: Final = (2, 6)  # of 03/2996, 1-10/364
_DIGITS_OF_NUMBER: Final = 4  # of a document told by its kind alone
_PER_CENT_ENDS: Final = frozenset({"ийн", "иар", "тай", "аар", "д", "аас", "иас"})
_COPY: Final = "хувь"  # also: a copy
_COPIED: Final = ("хэвл", "тараа", "олш", "бэлтг", "хүргү", "үйлд")
_GLUED: Final = frozenset(".,/#№+-")  # signs that make the number behind them part of something else
_STANDARDS: Final = ("iso", "mns", "исо", "qr", "№", "#", "дугаар", "утас")
_LONGEST_COUNT: Final = 7  # digits without separators from which a number is a telephone or register number


def find_mentions(text: str, year: int | None = None) -> tuple[Mention, ...]:
    """The facts of a published progress text in order. ``year`` completes dates without one.

    ``value``: ISO date, document number, number or address; ``value_end``: last day or upper end of a range; ``unit``:
    what is counted; ``start``: offset in ``text`` in characters.

    >>> [(m.kind, m.text, m.value, m.unit) for m in find_mentions("2023.06.14-ны өдөр 274 албан хаагчид сургалт хийв.")]
    [('date', '2023.06.14-ны өдөр', '2023-06-14', ''), ('people', '274 албан хаагчид', '274', 'албан хаагч')]
    """
    found: list[Mention] = []
    taken = bytearray(len(text))
    clean = digits_repaired(plain(text))
    shape = shape_of(clean)
    for facts in (_urls(text), _dates(text, year), _documents(text, clean, shape), *_numbers(text, clean, shape)):
        for mention in facts:
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


def _urls(text: str) -> Iterator[Mention]:
    small = text.lower()
    for match in _URL.finditer(text) if any(part in small for part in _IN_URLS) else ():
        yield Mention("url", match[0], match[0], "", "", match.start())


def _dates(text: str, year: int | None) -> Iterator[Mention]:
    for span in find_dates(text, year):
        if span.first is None or span.last is None:
            continue
        ranged = span.first != span.last
        last = span.last.isoformat() if ranged else ""
        words = text[span.start : span.end].rstrip()
        yield Mention("date_range" if ranged else "date", words, span.first.isoformat(), last, "", span.start)


def _documents(text: str, clean: str, shape: Shape) -> Iterator[Mention]:
    for match in _FACTS["document"].finditer(shape.letters):
        coded = match.start("code") >= 0
        first, last = match.span("code" if coded else "code_")
        tokens = shape.tokens[first:last]
        start, end = tokens[0].start, tokens[-1].end
        if (_is_code(tokens, clean) if coded else _has_digits(tokens[0], (1, _DIGITS_OF_NUMBER))) and _is_apart(
            clean, start
        ):
            words = text[start : shape.tokens[match.end() - 1].end]
            yield Mention("document", words, "".join(text[start:end].split()), "", "", start)


def _is_code(tokens: tuple[Token, ...], clean: str) -> bool:
    """Whether tokens around strokes are the number of a document: А/31, 03/2996, 1-10/364."""
    if clean[tokens[-1].end : tokens[-1].end + 1] == "/":
        return False
    if tokens[0].text[0].isalpha():
        short = len(tokens[0].text) <= _LETTERS_OF_CODE and not tokens[0].text.isascii()
        return short and _has_digits(tokens[-1], _DIGITS_OF_CODE)
    together = tokens[-1].end - tokens[0].start == sum(len(token.text) for token in tokens)
    heads = all(_has_digits(token, (1, _LETTERS_OF_CODE)) for token in tokens[:-1:2])
    return together and heads and _has_digits(tokens[-1], _DIGITS_BETWEEN)


def _has_digits(token: Token, bounds: tuple[int, int]) -> bool:
    return token.text.isdigit() and bounds[0] <= len(token.text) <= bounds[1]


def _is_apart(clean: str, start: int) -> bool:
    """Whether nothing touches a number in front."""
    return not start or not (clean[start - 1].isalnum() or clean[start - 1] in "_/.-")


def _numbers(text: str, clean: str, shape: Shape) -> Iterator[Iterator[Mention]]:
    """Percentages, then counts in figures, then those in words: what comes first takes its place."""
    amounts = [_Amount(shape, match, clean) for match in _FACTS["amount"].finditer(shape.letters)]
    yield (amount.told("percent", text, amount.end, "%") for amount in amounts if amount.is_percent)
    yield (mention for amount in amounts if amount.may_count for mention in amount.counted(text))
    yield _spelled_counts(text, clean, shape)


class _Amount:
    """A number of a text, or two with a dash between, and what stands around."""

    def __init__(self, shape: Shape, match: re.Match[str], clean: str) -> None:
        self._shape, self._match, self._clean = shape, match, clean
        tokens = shape.tokens
        self.start, self.end = tokens[match.start()].start, tokens[match.end() - 1].end
        self._last = match.end("upper") if match["upper"] else match.end("number")
        self._behind = tokens[self._last - 1].end

    def _figure(self, group: str) -> str:
        start, end = self._match.span(group)
        return " ".join(token.text for token in self._shape.tokens[start:end]) if start >= 0 else ""

    @property
    def _copies(self) -> int:
        """Where the word for copies behind the number ends; 0 for none."""
        words = self._shape.tokens[self._last : self._last + 2]
        copied = len(words) > 1 and words[0].text == _COPY and words[1].text.startswith(_COPIED)
        return words[0].end if copied else 0

    @property
    def is_percent(self) -> bool:
        apart = _is_apart(self._clean, self.start) and self._clean[self.start - 1 : self.start] != ","
        return bool(self._match["sign"]) and apart and not self._copies

    @property
    def may_count(self) -> bool:
        """Whether it is no sum, no share, no telephone number, and no number of a document, a standard or a list."""
        before = self._clean[self.start - 1 : self.start]
        following = self._clean[self._behind : self._behind + 2]
        number = self._figure("number")
        long = number.isdigit() and (len(number) >= _LONGEST_COUNT or number in _hotlines())
        money = self._shape.has(("per_cent", "currency"), self._last, self._last + 1)
        glued = before.isalnum() or before == "_" or (before in _GLUED and bool(before))
        listed = following[:1] in (".", ")") and bool(following) and following[1:] in (" ", "")
        return not (long or money or glued or listed or following.startswith("/") or self._names_standard())

    def _names_standard(self) -> bool:
        place = self._match.start() - 1
        while place >= 0 and self._shape.tokens[place].text == ":":
            place -= 1
        return place >= 0 and self._shape.tokens[place].text.endswith(_STANDARDS)

    def counted(self, text: str) -> Iterator[Mention]:
        if copies := self._copies:
            yield self.told(COUNT, text, copies, _COPY)
        elif noun := counted_noun(self._clean, self._behind):
            yield self.told(noun.kind, text, noun.end, noun.unit)

    def told(self, kind: str, text: str, end: int, unit: str) -> Mention:
        if kind == "percent":
            end = self._with_ending(end)
        number, upper = _plain_number(self._figure("number")), self._figure("upper")
        return Mention(kind, text[self.start : end], number, _plain_number(upper) if upper else "", unit, self.start)

    def _with_ending(self, end: int) -> int:
        """The end of the case ending that touches a sign."""
        tokens = self._shape.tokens[self._match.end() : self._match.end() + 2]
        if tokens and tokens[0].text == "-" and tokens[0].start == end:
            tokens, end_ = tokens[1:], tokens[0].end
        else:
            end_ = end
        return tokens[0].end if tokens and tokens[0].start == end_ and tokens[0].text in _PER_CENT_ENDS else end


def _spelled_counts(text: str, clean: str, shape: Shape) -> Iterator[Mention]:
    """``хоёр удаа``, ``таван сургалт``; a bare "нэг" is mostly an article."""
    for match in _FACTS["spelled"].finditer(shape.letters):
        tokens = shape.tokens[match.start() : match.end()]
        words = [token.text for token in tokens]
        value = words_to_number(words)
        noun = counted_noun(clean, tokens[-1].end, listed=True) if value and words != ["нэг"] else None
        if noun is not None:
            yield Mention(noun.kind, text[tokens[0].start : noun.end], str(value), "", noun.unit, tokens[0].start)


def _hotlines() -> frozenset[str]:
    return frozenset(lookup("counted")["words"]["hotlines"])


@lru_cache
def _plain_number(text: str) -> str:
    """Figures as a number: groups of three together, the decimal mark a point.

    >>> _plain_number("1,250"), _plain_number("12 000"), _plain_number("12,5")
    ('1250', '12000', '12.5')
    """
    head, *groups = text.replace(" ", ",").split(",")
    grouped = bool(groups) and all(len(group) == len("000") for group in groups)
    number = head + "".join(groups) if grouped else text.replace(",", ".")
    return f"{Decimal(number):f}"
