"""Money cells: exact tögrög, by the unit in the cell, else in the column header.

Takes a cell and its header; gives the amount and its state, or a problem.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from normalizers.values.amount import DecimalMark, decimal_mark, read_number, rejoined
from normalizers.values.phrase_list import phrases
from normalizers.values.text import bare, folded, plain, says_nothing
from normalizers.values.value import Value
from parsers.language.numerals import NUMBER_WORDS, digits_repaired, words_to_number
from parsers.language.words import is_word

Money = Value[Decimal]

_SCALES = ((r"тэр\.?\s?бум|тэрб", 10**9), (r"сая", 10**6), (r"мянг\w*|мян", 10**3))
_SCALE = r"тэр\.?\s?бум\w{0,12}|тэрб\b|сая\w{0,3}|мянг\w{0,12}|мян(?!\w)"
_CURRENCY = r"т[өоеєүу]г\w*|₮|₸|mnt\b|т(?![^\W\d_])"
_NUMBER = r"\d(?:[\d ,.'`]*\d)?"
_AMOUNT = re.compile(
    rf"(?:(?P<before>₮|mnt|төг(?:рөг)?)\s*+)?(?P<number>{_NUMBER})\s*\.?-?\s*(?:(?P<scale>{_SCALE})[\s.,/]*)?(?P<currency>{_CURRENCY})?"
)
_FOREIGN = re.compile(r"\$|€|¥|ам\.?\s?доллар|доллар|юань|евро|\busd\b|\beur\b|\bcny\b")
_MISREAD_SIGN = re.compile(r"(?<=[ ,.]\d{3})\s*(?:[гүуfғпрт₸+]|му)$")
"""What scans make of the sign of the tögrög behind thousands in groups, at the end of a cell."""

_NOT_AMOUNTS = re.compile(
    r"(?:19|20)\d\d\s*+-?\s*+(?:оны?\w*)"
    r"|\d{1,2}\s*+-?\s*+(?:р|д[уү]г[аэ]{2}р)?\s*+сар\w*+(?:\s*+\d{1,2}\s*+-?\s*+н\w+)?|(?<!\d)\d+(?:[.,]\d+)?\s*+%"
    r"|\d{4}\.\d{1,2}\.\d{1,2}"
)
_SPELLED = re.compile(rf"[(/]\s*(?:(?:{'|'.join(sorted(NUMBER_WORDS, key=len, reverse=True))})\s*)+(?:төг\w*)?\s*[)/]")
_LONE_STROKE = re.compile(r"(?<![\w.,])[lіi|](?=([,.])\d{3}(?:\1\d{3})+(?!\d))")  # l,500,000
_NO_MONGO = re.compile(r"(?<=\d)[-=]00(?=\s*(?:₮|төг\w*)?\W*$)")  # 350,000-00
_NOBODY_SPENDS = 10**11  # tögrög: a whole ministry's budget; the unit of the header does not hold for this cell
_NOBODY_HAS = 10**15  # tögrög: ten times what the country makes in a year; no unit makes that an amount
_UNCLEAR = re.compile(r"\d\s*[xх*]\s*\d|\d\s*-\s*\d")  # 10 х 5,000; 1-2 сая
_SCALED_END = re.compile(rf"(?:{_SCALE})\s*$")
_LETTERS = re.compile(r"[^\W\d_]{3,}")
_SCALE_WORDS = (("мян", 10**3), ("мянга", 10**3), ("мянган", 10**3), ("сая", 10**6), ("тэрбум", 10**9))
_BEFORE_CURRENCY = re.compile(rf"[/(,]\s*([^\W\d_]{{3,7}})\s*+[.,]?\s*+(?:{_CURRENCY})")
_TOTAL = re.compile(r"нийт|бүгд|дүн|=")


@dataclass(frozen=True, slots=True)
class _Amount:
    start: int
    value: Decimal
    scale: int | None
    currency: bool
    problem: str


def header_unit(header: str) -> int | None:
    """Tögrög per unit as the column header says, None when it names none. Broken words do not matter.

    >>> [header_unit(h) for h in ("Дүн /төгрөгө өр/", "Зардал (сая.төг)", "Төсөв, мянга н төгрөг", "Хөрөнгө")]
    [1, 1000000, 1000, None]
    """
    clean = plain(header)
    if (beside := _BEFORE_CURRENCY.search(clean)) and (scale := _damaged_scale(beside[1])):
        return scale
    letters = re.sub(r"[\s\-]", "", clean)
    for pattern, scale in _SCALES:
        if re.search(pattern, letters):
            return scale
    return 1 if re.search(r"т[өоеє]гр|т[өоеє]г(?![а-яөү])|[/(]т[өоеє]г|₮|mnt", letters) else None


def _damaged_scale(word: str) -> int | None:
    """The scale that a word in front of the currency is but for one letter: ``/мяп.төг/``, ``/сал төгрөг/``."""
    near = {scale for name, scale in _SCALE_WORDS if 0 < Levenshtein.distance(word, name) <= 1}
    return near.pop() if len(near) == 1 and all(word != name for name, _ in _SCALE_WORDS) else None


def column_mark(texts: Iterable[str]) -> DecimalMark:
    """The decimal mark that the unambiguous amounts of a column use; empty when they do not tell."""
    return decimal_mark(found["number"] for text in texts for found in _AMOUNT.finditer(plain(folded(text))))


def read_money(text: str, header: str = "", mark: DecimalMark = "") -> Money:
    """A money cell in tögrög; empty when none is stated (``state`` absent) or when it cannot be read (``problem``).

    ``header`` is the column header, which may name the unit; ``mark`` the decimal mark of the column.

    >>> read_money("1.5 сая төгрөг").value, read_money("17 100.0", "Хөрөнгө /мян.төг/").value
    (Decimal('1500000.0'), Decimal('17100000.0'))
    >>> read_money("5,000,000 Г").value, read_money("150 Г").problem
    (Decimal('5000000'), 'money_unreadable')
    >>> read_money("зардалгүй").value, read_money("-").state, read_money("150 00").problem
    (Decimal('0'), 'absent', 'money_ambiguous')
    """
    if says_nothing(text) or says_nothing(re.sub(_CURRENCY, "", plain(text))):
        return Value(text, state="absent")
    clean = _MISREAD_SIGN.sub("₮", digits_repaired(plain(folded(text))))
    clean = _LONE_STROKE.sub("1", clean)
    clean = rejoined(_SPELLED.sub(" ", clean))
    clean = _NO_MONGO.sub("", clean)
    clean = re.sub(r"^[-•*]\s+(?=\d)|^\d{1,2}[.)]\s+(?=\D*\d{4}|\d{1,3}[, ]\d{3})", "", clean)
    if re.fullmatch(r"[оo](?:[.,][оo]+)?\s*(?:₮|төг\w*)?", clean.strip()):
        return Value(text, Decimal(0), ("repair_digits",), state="stated")
    letters = bare(clean)
    if _FOREIGN.search(clean):
        return Value(text, None, (), "money_foreign", "unreadable")
    if not re.search(r"\d", clean):
        return _without_digits(text, letters)
    return _amounts_of(text, clean, header, mark)


def _without_digits(text: str, letters: str) -> Money:
    if phrases("money_words", "zero").search(letters):
        return Value(text, Decimal(0), ("word:no_cost",), state="stated")
    if _says_none(letters):
        return Value(text, None, ("word:none",), state="absent")
    words = [
        word
        for word in plain(folded(text)).replace(".", " ").split()
        if not re.fullmatch(rf"[/(]?(?:{_CURRENCY})\W*", word)
    ]
    if words and all(word in NUMBER_WORDS for word in words) and (number := words_to_number(words)) is not None:
        if number < 1000 and len(words) == len(plain(folded(text)).split()):  # three what?
            return Value(text, None, (), "money_ambiguous", "unreadable")
        return Value(text, Decimal(number), ("words",), state="stated")
    return Value(text, None, (), "spending_without_amount", "absent")


def _says_none(letters: str) -> bool:
    alone = phrases("money_words", "none_alone").fullmatch(letters)
    return alone is not None or phrases("money_words", "none").search(letters) is not None


def _amounts_of(text: str, clean: str, header: str, mark: DecimalMark) -> Money:
    masked = _NOT_AMOUNTS.sub(lambda found: " " * len(found[0]), clean)
    per_header = header_unit(header)
    amounts = _joined([_amount(found, per_header, mark) for found in _AMOUNT.finditer(masked)], masked)
    marked = [amount for amount in amounts if amount.scale or amount.currency]
    chosen = marked or (amounts if _number_only(masked) else _added_up(amounts, masked))
    if not chosen:
        return Value(text, None, (), "money_unreadable", "unreadable")
    if marked and _is_torn(amounts, masked):
        return Value(text, None, (), "money_ambiguous", "unreadable")
    chosen = _total(chosen, masked)
    if any(amount.problem == "money_ambiguous" for amount in chosen):
        return Value(text, None, (), "money_ambiguous", "unreadable")
    readings = {_in_togrog(amount, per_header) for amount in chosen}
    if len(readings) > 1 or (_UNCLEAR.search(masked) and "=" not in clean):
        return Value(text, None, (), "money_several", "unreadable")
    return _judged(text, readings.pop(), chosen[0], per_header, masked)


def _judged(text: str, value: Decimal, amount: _Amount, per_header: int | None, clean: str) -> Money:
    """The value with what is doubtful about it; a sum under 1,000 ₮ whose unit is not known is not accepted."""
    steps = (f"unit {amount.scale or (1 if amount.currency else per_header or 1)}",)
    negative = re.fullmatch(r"\s*+\(\s*+-?[\d ,.']++\)\s*+\S*+\s*+", clean) or re.fullmatch(
        r"\s*+-[\d ,.']++\s*+", clean
    )
    if value == 0:
        return Value(text, Decimal(0), steps, state="stated")
    if value >= _NOBODY_HAS or (value >= _NOBODY_SPENDS and not amount.scale and not amount.currency):
        return Value(text, None, steps, "money_ambiguous", "unreadable")
    if value < 1000 and not amount.scale:
        if amount.currency and (per_header or 1) == 1 and value == value.to_integral_value():
            return Value(text, value, steps, "money_implausible", "stated")
        if per_header is None or value != value.to_integral_value() or (amount.currency and per_header > 1):
            return Value(text, None, steps, "money_ambiguous", "unreadable")
        return Value(text, value, steps, "money_implausible", "stated")
    if negative:
        return Value(text, -value, (*steps, "negative"), "money_negative", "stated")
    problem = amount.problem
    if (
        not problem
        and (per_header or 1) > 1
        and (amount.currency or amount.scale)
        and (amount.scale or 1) != per_header
    ):
        problem = "money_unit_differs"
    return Value(text, value, steps, problem, "stated")


def _amount(found: re.Match[str], per_header: int | None, mark: DecimalMark) -> _Amount:
    scale = next((value for pattern, value in _SCALES if found["scale"] and re.match(pattern, found["scale"])), None)
    currency = bool(found["currency"] or found["before"])
    unit = scale or (1 if currency else per_header or 1)
    number = read_number(found["number"], unit, mark)
    return _Amount(found.start(), number.value or Decimal(0), scale, currency, number.problem)


def _in_togrog(amount: _Amount, per_header: int | None) -> Decimal:
    return amount.value * (amount.scale or (1 if amount.currency else per_header or 1))


def _joined(amounts: list[_Amount], clean: str) -> list[_Amount]:
    """``3 сая 500 мянган`` is one amount: a smaller scale that directly follows a larger one is added."""
    joined: list[_Amount] = []
    for amount in amounts:
        last = joined[-1] if joined else None
        if (
            last
            and last.scale
            and not last.currency
            and last.scale > (amount.scale or 1)
            and (amount.scale or amount.currency)
        ):
            between = clean[last.start : amount.start]
            if not re.search(r"[;,\n(]|нийт", between) and amount.value * (amount.scale or 1) < last.scale:
                total = last.value * last.scale + amount.value * (amount.scale or 1)
                joined[-1] = _Amount(last.start, total, 1, True, last.problem or amount.problem)
                continue
        joined.append(amount)
    return joined


def _total(amounts: list[_Amount], clean: str) -> list[_Amount]:
    """With several amounts, the one behind the last ``нийт`` or ``=``."""
    marks = [found.end() for found in _TOTAL.finditer(clean)]
    if len(amounts) > 1 and marks:
        after = [amount for amount in amounts if amount.start >= marks[-1] - 1]
        return after[:1] or amounts
    return amounts


def _is_torn(amounts: list[_Amount], clean: str) -> bool:
    """Figures beside a scale whose own scale was not read: ``1 сая 20 мянта`` is more, ``1 гэрбум 200 сая`` too."""
    pairs = pairwise(amounts)
    return any(
        (one.scale and not one.currency and not (other.scale or other.currency)
        and _SCALED_END.search(clean[one.start : other.start]))
        or (other.scale and not (one.scale or one.currency)
        and any(not is_word(word) or _damaged_scale(word) for word in _LETTERS.findall(clean[one.start : other.start])))
        for one, other in pairs
    )  # fmt: skip


def _added_up(amounts: list[_Amount], clean: str) -> list[_Amount]:
    """The last amount, where a word or sign says that it is a total and it is the sum of those before."""
    if len(amounts) < 3 or any(amount.problem for amount in amounts):
        return []
    *parts, total = amounts
    is_total = any(parts[-1].start < found.start() < total.start for found in _TOTAL.finditer(clean))
    return [total] if is_total and sum(part.value for part in parts) == total.value else []


def _number_only(clean: str) -> bool:
    words = re.findall(r"[^\W\d_]+", clean)
    return len(re.findall(_NUMBER, clean)) == 1 and all(
        phrases("money_words", "beside").fullmatch(bare(word)) for word in words
    )
