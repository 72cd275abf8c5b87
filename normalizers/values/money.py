"""Money cells: exact tögrög, by the unit in the cell, else by that of the column.

Takes a cell and what its column counts; gives the amount and its state, or a problem.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from normalizers.values.amount import DecimalMark, decimal_mark, read_number, rejoined
from normalizers.values.figure import without_calendar
from normalizers.values.money_words import CURRENCY, damaged_scale, is_about, is_each, is_planned
from normalizers.values.phrase_list import phrases
from normalizers.values.text import LONGEST_CELL, folded, says_nothing
from normalizers.values.value import Value
from parsers.language.keys import bare, plain
from parsers.language.numerals import NUMBER_WORDS, digits_repaired, words_to_number
from parsers.language.tokens import Kind, Token, scan
from parsers.language.words import is_word

Money = Value[Decimal]

_UNIT_SIGN = re.compile(r"[₮₸]|[тТ][өӨоОеЕєЄ][гГ]|[сС][аА][яЯ]|[мМ][яЯ][нН]|[тТ][эЭ][рР]|[mM][nN][tT]")
OWN_UNIT = "unit of the cell"
"""The step of a reading whose unit stands in the cell itself."""

_MISREAD_SIGN = re.compile(r"(?<=[ ,.]\d{3})\s*(?:[гүуfғпрт₸+]|му)$")
"""What scans make of the sign of the tögrög behind thousands in groups, at the end of a cell."""

_SPELLED = re.compile(rf"[(/]\s*(?:(?:{'|'.join(sorted(NUMBER_WORDS, key=len, reverse=True))})\s*)+(?:төг\w*)?\s*[)/]")
_LONE_STROKE = re.compile(r"(?<![\w.,])[lіi|](?=([,. ])\d{3}(?:\1\d{3})*(?!\d))")  # l,500,000
_LONE_POINT = re.compile(r"(?<![\d.,])\.(?=\d+\s*(?:сая|тэрбум|мян))")  # .5 сая
_GLUED = re.compile(r"(сая|мянган|мянга|мян|тэрбум)(?=т[өо]г)")
_NO_MONGO = re.compile(r"(?<=\d)[-=]00(?=\s*(?:₮|төг\w*)?\W*$)")  # 350,000-00
_NOBODY_SPENDS = 10**11  # tögrög: a whole ministry's budget; the unit of the column does not hold for this cell
_NOBODY_SAYS = 10**12  # tögrög, with its unit in the cell
_IN_TOGROG = 10**6  # a whole figure like this is in tögrög, whatever larger unit its column counts in
_SMALLEST = 1_000  # tögrög that anything costs
_UNCLEAR = re.compile(r"\d\s*(?:₮|төг\w*)?\s*[xх*/]\s*\d|\d\s*-\s*\d")  # 10 х 5,000; 1-2 сая; 10/8 сая
_NEGATIVE = re.compile(r"\s*+(?:\(\s*+-?[\d ,.']++\)\s*+\S*+|-[\d ,.']++)\s*+")
_TOTAL = re.compile(r"нийт|бүгд|дүн|=")
_GROUP = re.compile(r"\d{3}(?:[.,]\d{1,2})?")
_DECIMALS = re.compile(r"\d{1,2}")
_HEAD = re.compile(r"\d{1,3}")
_GROUPS = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,3}(?:\.\d{3})+")
_BETWEEN = frozenset(".,/-=")  # marks between a number and its unit: 350,000.- ₮; сая.төг


@dataclass(frozen=True, slots=True)
class _Sum:
    """An amount of a cell: its letters [start, end), what it counts, and whether its clause says that it was planned."""

    start: int
    end: int
    value: Decimal
    scale: int | None
    currency: bool
    problem: str
    planned: bool = False


def column_mark(texts: Iterable[str]) -> DecimalMark:
    """The decimal mark that the unambiguous amounts of a column use; empty when they do not tell."""
    return decimal_mark(
        text[tokens[first].start : tokens[last - 1].end]
        for text in map(_plain, texts)
        for tokens in (scan(text),)
        for first, last in _figures(text, tokens)
    )


def named_sums(text: str) -> frozenset[Decimal]:
    """The sums with a unit of their own that a text names, in tögrög.

    >>> sorted(named_sums("Сургалтад 1.5 сая төгрөг, хэвлэлд 300,000₮ зарцуулсан, 25 хүн"))
    [Decimal('300000'), Decimal('1500000.0')]
    """
    if not _UNIT_SIGN.search(text):
        return frozenset()
    clean = _plain(text[:LONGEST_CELL])
    sums = _joined(list(_sums(clean, without_calendar(clean, scan(clean))[0], None, "")), clean)
    return frozenset(_in_togrog(one, None) for one in sums if (one.scale or one.currency) and not one.problem)


def _plain(text: str) -> str:
    return _GLUED.sub(r"\1 ", digits_repaired(plain(folded(text)))).replace("тэр бум", "тэрбум")


def _says_two_sums(clean: str) -> bool:
    """Figures beside a sum in words that is another one: ``1 100 000 (нэг сая хоёр зуун мянга) төгрөг``."""
    beside = _SPELLED.search(clean)
    if beside is None:
        return False
    words = [word for word in re.findall(r"[^\W\d_]+", beside[0]) if word in NUMBER_WORDS]
    figure = read_number(clean[: beside.start()].strip())
    return not figure.problem and figure.value is not None and words_to_number(words) != figure.value


def read_money(text: str, unit: int | None = None, mark: DecimalMark = "") -> Money:
    """A money cell in tögrög; empty when none is stated (``state`` absent) or when it cannot be read (``problem``).

    ``unit`` is what the column counts in tögrög, None where nothing says it; ``mark`` the decimal mark of the column.

    >>> read_money("1.5 сая төгрөг").value, read_money("17 100.0", 1000).value
    (Decimal('1500000.0'), Decimal('17100000.0'))
    >>> read_money("5,000,000 Г").value, read_money("150 Г").problem, read_money("шаардагдах 3 сая төгрөг").problem
    (Decimal('5000000'), 'money_unreadable', 'money_planned')
    >>> read_money("зардалгүй").value, read_money("-").state, read_money("150 00").problem
    (Decimal('0'), 'absent', 'money_ambiguous')
    """
    if says_nothing(text) or says_nothing(re.sub(CURRENCY, "", plain(text))):
        return Value(text, state="absent")
    if len(text) > LONGEST_CELL:
        return Value(text, None, (), "money_unreadable", "unreadable")
    clean = _MISREAD_SIGN.sub("₮", _plain(text))
    clean = _LONE_POINT.sub("0.", _LONE_STROKE.sub("1", clean))
    if _says_two_sums(clean):
        return Value(text, None, (), "money_ambiguous", "unreadable")
    clean = rejoined(_SPELLED.sub(" ", clean))
    clean = _NO_MONGO.sub("", clean)
    clean = re.sub(r"^[-•*]\s+(?=\d)|^\d{1,2}[.)]\s+(?=\D*\d{4}|\d{1,3}[, ]\d{3})", "", clean)
    if re.fullmatch(r"[оo](?:[.,][оo]+)?\s*(?:₮|төг\w*)?", clean.strip()):
        return Value(text, Decimal(0), ("repair_digits",), state="stated")
    tokens = scan(clean)
    if any(token.kind is Kind.FOREIGN for token in tokens):
        return Value(text, None, (), "money_foreign", "unreadable")
    if not any(token.kind is Kind.NUMBER for token in tokens):
        return _without_digits(text, tokens)
    return _amounts_of(text, clean, tokens, unit, mark)


def _without_digits(text: str, tokens: Sequence[Token]) -> Money:
    letters = bare(text)
    if phrases("money_words", "zero").search(letters):
        return Value(text, Decimal(0), ("word:no_cost",), state="stated")
    if _says_none(letters):
        return Value(text, None, ("word:none",), state="absent")
    words = [token for token in tokens if token.kind not in (Kind.CURRENCY, Kind.MARK)]
    numbers = [token.text for token in words]
    spelled = words_to_number(numbers) if any(token.kind is Kind.WORD for token in words) else None
    if spelled is not None:  # a word of scale alone is a unit and no sum
        if spelled < _SMALLEST and all(token.kind is not Kind.CURRENCY for token in tokens):  # three what?
            return Value(text, None, (), "money_ambiguous", "unreadable")
        return Value(text, Decimal(spelled), ("words",), state="stated")
    return Value(text, None, (), "spending_without_amount", "absent")


def _says_none(letters: str) -> bool:
    alone = phrases("money_words", "none_alone").fullmatch(letters)
    return alone is not None or phrases("money_words", "none").search(letters) is not None


def _amounts_of(text: str, clean: str, tokens: Sequence[Token], unit: int | None, mark: DecimalMark) -> Money:
    kept, masked = without_calendar(clean, tokens, {Kind.PERCENT})
    sums = _joined(list(_sums(masked, kept, unit, mark)), masked)
    marked = [one for one in sums if one.scale or one.currency]
    chosen = marked or (sums if _number_only(sums, kept) else _added_up(sums, masked))
    if not chosen:
        return Value(text, None, (), "money_unreadable", "unreadable")
    if marked and _is_torn(sums, masked):
        return Value(text, None, (), "money_ambiguous", "unreadable")
    spent = [one for one in chosen if not one.planned]
    if not spent:
        return Value(text, None, (), "money_planned", "absent")
    chosen = _total(spent, masked)
    if any(one.problem == "money_ambiguous" for one in chosen):
        return Value(text, None, (), "money_ambiguous", "unreadable")
    readings = {_in_togrog(one, unit) for one in chosen}
    if len(readings) > 1 or ((_UNCLEAR.search(masked) or is_each(clean)) and "=" not in clean):
        return Value(text, None, (), "money_several", "unreadable")
    return _judged(text, readings.pop(), chosen[0], unit, masked)


def _judged(text: str, value: Decimal, one: _Sum, unit: int | None, clean: str) -> Money:
    """The value with what is doubtful about it; a sum under 1,000 ₮ whose unit is not known is not accepted."""
    own, of_column = one.scale or (1 if one.currency else 0), unit or 1
    steps = (f"unit {own or of_column}", *([OWN_UNIT] if own else []))
    if value == 0:
        return Value(text, Decimal(0), steps, state="stated")
    if value >= (_NOBODY_SAYS if own else _NOBODY_SPENDS):
        return Value(text, None, steps, "money_ambiguous", "unreadable")
    if (own or of_column) > 1 and one.value >= _IN_TOGROG and one.value.as_tuple().exponent == 0:
        return Value(text, None, steps, "money_unit_doubtful", "unreadable")
    if value < _SMALLEST and not one.scale:
        whole = value == value.to_integral_value()
        if not whole or (of_column > 1 if one.currency else unit is None):
            return Value(text, None, steps, "money_ambiguous", "unreadable")
        return Value(text, value, steps, "money_implausible", "stated")
    if _NEGATIVE.fullmatch(clean):
        return Value(text, -value, (*steps, "negative"), "money_negative", "stated")
    about = "money_about" if is_about(clean) else ""
    differs = of_column > 1 and own and own != of_column
    return Value(text, value, steps, one.problem or about or ("money_unit_differs" if differs else ""), "stated")


def _figures(text: str, tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """[first, last) tokens of each figure: numbers that only blanks part, or a mark with a blank beside it (1, 500, 000)."""
    n = 0
    while n < len(tokens):
        if tokens[n].kind is not Kind.NUMBER:
            n += 1
            continue
        first = n
        n += 1
        while n < len(tokens):
            length = _goes_on(text, tokens, first, n)
            if not length:
                break
            n += length
        yield first, n


def _goes_on(text: str, tokens: Sequence[Token], first: int, n: int) -> int:
    """How many tokens from ``n`` on belong to the figure that ends there."""
    if tokens[n].kind is Kind.NUMBER:
        return 1
    if tokens[n].text not in (",", ".", "'") or n + 1 == len(tokens) or tokens[n + 1].kind is not Kind.NUMBER:
        return 0
    mark, number = tokens[n], tokens[n + 1].text
    loose = mark.start > tokens[n - 1].end or mark.end < tokens[n + 1].start
    before = tokens[n - 1].text
    grouped = _GROUP.fullmatch(number) and (
        _HEAD.fullmatch(before) or (_GROUPS.fullmatch(before) and mark.text in before)
    )
    ends = n + 2 == len(tokens) and _DECIMALS.fullmatch(number)
    return 2 if loose and (grouped or ends) else 0


def _sums(text: str, tokens: Sequence[Token], unit: int | None, mark: DecimalMark) -> Iterator[_Sum]:
    """The amounts of a cell, each with the unit that stands beside it."""
    for first, last in _figures(text, tokens):
        scale, currency, end = _unit_behind(tokens, last)
        if not (scale or currency):
            scale, currency = _unit_before(tokens, first)
        own = scale or (1 if currency else unit or 1)
        start, stop = tokens[first].start, tokens[end - 1].end
        number = read_number(text[start : tokens[last - 1].end], own, mark)
        value = number.value or Decimal(0)
        yield _Sum(start, stop, value, scale, currency, number.problem, is_planned(text, start, stop))


def _unit_before(tokens: Sequence[Token], n: int) -> tuple[int | None, bool]:
    """Scale and currency in front of a figure that begins with token ``n``, where they follow no number of their own."""
    if not n or tokens[n - 1].kind is not Kind.CURRENCY:
        return None, False
    at = n - 2
    while at >= 0 and tokens[at].text in "./":
        at -= 1
    if at < 0 or tokens[at].kind not in (Kind.SCALE, Kind.NUMBER):
        return None, True
    of_another = tokens[at].kind is Kind.NUMBER or (at and tokens[at - 1].kind is Kind.NUMBER)
    return (None, False) if of_another else (tokens[at].value, True)


def _unit_behind(tokens: Sequence[Token], n: int) -> tuple[int | None, bool, int]:
    """Scale and currency behind a figure that ends before token ``n``, and where they end."""
    scale, end = None, n
    for wanted in (Kind.SCALE, Kind.CURRENCY):
        at = n
        while at < len(tokens) and at < n + len(_BETWEEN) and tokens[at].text in _BETWEEN:
            at += 1
        if at == len(tokens):
            break
        if wanted is Kind.SCALE and tokens[at].kind is Kind.SCALE:
            scale, n, end = tokens[at].value, at + 1, at + 1
        elif wanted is Kind.CURRENCY and (tokens[at].kind is Kind.CURRENCY or tokens[at].text == "т"):
            return scale, True, at + 1
    return scale, False, end


def _in_togrog(one: _Sum, unit: int | None) -> Decimal:
    return one.value * (one.scale or (1 if one.currency else unit or 1))


def _joined(sums: list[_Sum], clean: str) -> list[_Sum]:
    """``3 сая 500 мянган`` is one amount: a smaller scale that directly follows a larger one is added."""
    joined: list[_Sum] = []
    for one in sums:
        last = joined[-1] if joined else None
        if (
            last
            and last.scale
            and not last.currency
            and _adds(last, one)
            and not re.search(r"[;,\n(]|нийт", clean[last.start : one.start])
        ):
            total = last.value * last.scale + one.value * (one.scale or 1)
            joined[-1] = _Sum(last.start, one.end, total, 1, True, last.problem or one.problem, last.planned)
        else:
            joined.append(one)
    return joined


def _adds(last: _Sum, one: _Sum) -> bool:
    """Whether ``one``, with a unit of its own, is less than one of what ``last`` counts."""
    scale = last.scale or 1
    return bool(one.scale or one.currency) and scale > (one.scale or 1) and one.value * (one.scale or 1) < scale


def _total(sums: list[_Sum], clean: str) -> list[_Sum]:
    """With several amounts, the one behind the last ``нийт`` or ``=``."""
    marks = [found.end() for found in _TOTAL.finditer(clean)]
    if len(sums) > 1 and marks:
        after = [one for one in sums if one.start >= marks[-1] - 1]
        return after[:1] or sums
    return sums


def _is_torn(sums: list[_Sum], clean: str) -> bool:
    """Figures beside a scale whose own scale was not read: ``1 сая 20 мянта`` is more, ``1 гэрбум 200 сая`` too."""
    return any(
        (
            one.scale
            and not one.currency
            and not (other.scale or other.currency)
            and not clean[one.end : other.start].strip()
        )
        or (other.scale and not (one.scale or one.currency) and _damaged(clean[one.end : other.start]))
        for one, other in pairwise(sums)
    )


def _damaged(between: str) -> bool:
    """Whether a word that is none, or nearly one of scale, stands there."""
    words = (token.text for token in scan(between) if token.kind is Kind.WORD and len(token.text) >= _SHORTEST)
    return any(not is_word(word) or damaged_scale(word) for word in words)


_SHORTEST = 3  # letters of a word that is looked up


def _added_up(sums: list[_Sum], clean: str) -> list[_Sum]:
    """The last amount, where a word or sign says that it is a total and it is the sum of those before."""
    if len(sums) <= 2 or any(one.problem for one in sums):
        return []
    *parts, total = sums
    is_total = any(parts[-1].start < found.start() < total.start for found in _TOTAL.finditer(clean))
    return [total] if is_total and sum(part.value for part in parts) == total.value else []


def _number_only(sums: Sequence[_Sum], tokens: Sequence[Token]) -> bool:
    words = (token.text for token in tokens if token.kind not in (Kind.NUMBER, Kind.MARK, Kind.CURRENCY))
    return len(sums) == 1 and all(phrases("money_words", "beside").fullmatch(bare(word)) for word in words)
