"""One written amount: thousands separators told from decimal marks, or an honest "ambiguous".

Takes a number as written; gives it exactly, as a Decimal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from normalizers.values.value import Value
from parsers.language.confusions import TOGROG

DecimalMark = Literal["", ".", ","]

MILLION = 10**6

_GROUPED = re.compile(r"(\d{1,3})(?:([ ,.'])\d{3})(?:\2\d{3})*(?:([.,])(\d+))?")
_SIMPLE = re.compile(r"(\d+)(?:([.,])(\d+))?")
_BROKEN = re.compile(r"(?<![\d.,'-])(\d[\d.,']*)-\s?(\d+(?:[.,]\d+)*)(?![\d-])")
_WHOLE_GROUPS = re.compile(r"\d{1,3}([,.'])\d{3}(?:\1\d{3})*(?:(?!\1)[.,]\d{1,2})?")
_DETACHED = re.compile(r"(\d{1,2}) (\d{1,2}(?:,\d{3})+(?:\.\d+)?)")
_SAME_MARK = re.compile(r"\d{1,3}([.,])\d{3}(?:\1\d{3})+\1\d{2}")  # 2.500.000.00
# Blanks beside a mark: 1, 500, 000 and, at the end, 450. 0
_MISREAD_SIGN = re.compile(rf"(?<=\d[ ,.']\d{{3}})(?<!\d{{4}})(?P<blank>\s?)[{TOGROG[1:]}](?=\s*$)")
_LOST_BLANK = re.compile(r"(?<![\d ,.'])(\d{2,3})(\d{3})(?=(?: \d{3})+(?![\d ,.']))")
_LOOSE = re.compile(
    r"(?<=\d)\s*([,.'])\s+(?=\d{3}(?!\d))|(?<=\d)\s+([,.'])(?=\d{3}(?!\d))|(?<=\d)\s*([.,])\s+(?=\d{1,2}$)"
)


def read_number(text: str, unit: int = 1, mark: DecimalMark = "") -> Value[Decimal]:
    """An amount written with digits and separators. ``unit`` is what it counts (1, 1,000, 1,000,000 tögrög): it decides
    what one lone group of three means (``12,500`` мян.төг or сая). ``mark`` is the column's decimal mark.

    >>> read_number("1.000.000").value, read_number("2'140'000").value, read_number("45,5", 1000).value
    (Decimal('1000000'), Decimal('2140000'), Decimal('45.5'))
    >>> read_number("150 00").problem, read_number("12.500", 1000).problem, read_number("1 2,735,063,300.00").value
    ('money_ambiguous', 'money_ambiguous', Decimal('12735063300.00'))
    """
    clean = _LOOSE.sub(lambda found: found[1] or found[2] or found[3], text.replace("`", "'").strip(" ,.'"))
    if detached := _DETACHED.fullmatch(clean):
        number = detached[1] + detached[2].replace(",", "")
        return Value(text, Decimal(number), ("detached_digit",), "money_detached_digit")
    if simple := _SIMPLE.fullmatch(clean):
        return _simple(text, simple[1], simple[2] or "", simple[3] or "", unit, mark)
    if _SAME_MARK.fullmatch(clean):
        digits = re.sub(r"\D", "", clean)
        return Value(text, Decimal(f"{digits[:-2]}.{digits[-2:]}"), ("same_mark",))
    if grouped := _GROUPED.fullmatch(clean):
        return _grouped(text, clean, grouped, unit)
    return _ambiguous(text)


def _simple(text: str, whole: str, separator: str, rest: str, unit: int, mark: DecimalMark) -> Value[Decimal]:
    if not separator:
        return (
            Value(text, Decimal(whole)) if whole == "0" or whole[0] != "0" or not whole.strip("0") else _ambiguous(text)
        )
    value = Decimal(f"{whole}.{rest}")
    if len(rest) != 3 or whole == "0":
        plausible = len(rest) <= 2 or (unit > 1 and (len(whole) <= 3 or separator == "."))
        return Value(text, value) if plausible and (whole == "0" or whole[0] != "0") else _ambiguous(text)
    thousands = Decimal(whole + rest)
    if whole[0] == "0":
        return _ambiguous(text)
    if len(whole) > 3:
        return Value(text, value) if separator == "." and unit > 1 else _ambiguous(text)
    if unit >= MILLION:
        return Value(
            text, value, ("decimal_mark",), "" if mark == separator or separator == "." else "money_doubtful_mark"
        )
    if unit == 1:
        return Value(text, thousands, ("thousands",))
    if mark:
        return Value(text, value if mark == separator else thousands, ("column_mark",))
    if separator == ",":
        return Value(text, thousands, ("thousands",))
    return _ambiguous(text)


def _grouped(text: str, clean: str, grouped: re.Match[str], unit: int) -> Value[Decimal]:
    separator, mark, decimals = grouped[2], grouped[3] or "", grouped[4] or ""
    if clean[0] == "0" or (mark and mark == separator):
        return _ambiguous(text)
    whole = re.sub(r"\D", "", clean[: len(clean) - len(decimals) - len(mark)])
    if len(decimals) == 3 and unit == 1:  # nobody writes thousandths of a tögrög: one of the marks is wrong
        return Value(text, Decimal(whole + decimals), ("thousands",), "money_doubtful_mark")
    if len(decimals) == 3 and (separator, mark) == (".", ","):
        return _ambiguous(text)
    return Value(text, Decimal(f"{whole}.{decimals}" if decimals else whole), ("thousands",))


def _ambiguous(text: str) -> Value[Decimal]:
    return Value(text, None, (), "money_ambiguous")


def rejoined(text: str) -> str:
    """An amount that a narrow column broke with a hyphen, whole again; a range of amounts stays.

    >>> rejoined("3,200,00-0₮"), rejoined("116500-00"), rejoined("12.500.-000"), rejoined("500-600")
    ('3,200,000₮', '11650000', '12.500.000', '500-600')
    """

    def join(found: re.Match[str]) -> str:
        head, tail = found[1], found[2]
        whole = head + tail
        if _WHOLE_GROUPS.fullmatch(whole) and not _WHOLE_GROUPS.fullmatch(head):
            return whole
        zeros = head.isdigit() and len(head) > 3 and len(tail) < len(head) and not tail.strip("0")
        return whole if zeros else found[0]

    return _BROKEN.sub(join, text)


def sign_repaired(text: str) -> str:
    """A scanned amount with its currency sign put right: OCR models do not know ₮ and print a letter of its shape.

    >>> sign_repaired("770,000 ¥"), sign_repaired("11,550,000F"), sign_repaired("1.5 T"), sign_repaired("2,000 E")
    ('770,000 ₮', '11,550,000₮', '1.5 T', '2,000 E')
    """
    return _MISREAD_SIGN.sub(r"\g<blank>₮", text)


def groups_repaired(text: str) -> str:
    """A scanned amount in groups of three digits whose first blank was not seen, with the blank.

    >>> groups_repaired("15400 000"), groups_repaired("1540 0000"), groups_repaired("2023 100")
    ('15 400 000', '1540 0000', '2023 100')
    """
    return _LOST_BLANK.sub(lambda found: f"{found[1]} {found[2]}", text)


def decimal_mark(numbers: Iterable[str]) -> DecimalMark:
    """The decimal mark that unambiguous numbers use; empty when none tells or they disagree.

    >>> decimal_mark(["13,850.0", "-"]), decimal_mark(["1.000.000"]), decimal_mark(["12.5", "12,5"])
    ('.', ',', '')
    """
    marks: set[DecimalMark] = set()
    for number in numbers:
        clean = number.strip(" ,.'")
        if found := re.fullmatch(r"[\d ']*\d([.,])\d{1,2}|[\d ,.']*\d{3}([.,])\d{1,2}", clean):
            marks.add("." if (found[1] or found[2]) == "." else ",")
        elif re.fullmatch(r"\d{1,3}(?:,\d{3}){2,}", clean):
            marks.add(".")
        elif re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}", clean):
            marks.add(",")
    return marks.pop() if len(marks) == 1 else ""
