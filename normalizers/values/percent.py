"""Completion cells: a percentage, or the reason why there is none.

Takes the text of a cell; gives percent (0-100) and state, or a problem.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache

from normalizers.lookups import lookup
from normalizers.values.phrase_list import pattern_of
from normalizers.values.text import bare, folded, plain, says_nothing
from normalizers.values.value import Value
from parsers.language.numerals import NUMBER_WORDS, PERCENT, digits_repaired, words_to_number
from parsers.language.words import is_word

Percent = Value[Decimal]

_SIGN = re.compile(r"(?<=\d)\s*(?:[оo°º]\s?/\s?[оo°º0]|0/[0оo°º]|°|℅|%\s?6\b|%%)|(?<=\d)\s?0?/о(?!\w)")
# Behind a figure in a sentence, so narrower than PERCENT: хувцас is clothes.
_UNIT = r"\s*(?:-\s?н\s+)?(?:%|хув[ьъи]\w*|процент\w*)"
_NUMBER = r"\d+(?:\s?[.,]\s?\d+)?"
_BROKEN = re.compile(rf"(?<!\d)(\d{{1,3}})\s?([.,])\s+(\d{{1,2}})(?=\s*{PERCENT}?\s*$)")  # 46. 5: no list of one item
_SPELLED_BESIDE = re.compile(
    rf"[(/]\s*(?:(?:{'|'.join(sorted(NUMBER_WORDS, key=len, reverse=True))})\s*)+[)/]"
)  # 90 (ерэн)
_ABOUT = re.compile(rf"(?<=\d)\s*(?:орчим|гаруй|шахам)\s*(?={PERCENT})")
_RANGE = re.compile(rf"(?<!\d)({_NUMBER})(?:{_UNIT})?\s*(?:-|~|…)\s*({_NUMBER}){_UNIT}")
_FROM_TO = re.compile(rf"(?<!\d)({_NUMBER}){_UNIT}?-?\s?(?:[аоэө]{{2}}с|и[аэ]с|и?йн)\s+({_NUMBER}){_UNIT}?")
_EXPLICIT = re.compile(rf"(?<!\d)({_NUMBER}){_UNIT}")
_SIGN_FIRST = re.compile(rf"[^\d%]*(?:%|хув[ьъи]\w{{0,20}})\s*[-:=]*\s*({_NUMBER})\W*")  # биелэлтийн хувь: 60
_APART = re.compile(rf"\s*\d+(?: \d+)+\s*{PERCENT}?\s*")  # figures that make no percentage together
_SPLIT_DIGITS = re.compile(rf"(?<![\d.,])(?<!\d )(\d{{1,2}}) (\d(?: \d)?|\d{{2}})(?=\s*(?:{PERCENT}|$))")
_RATIO = re.compile(r"(\d{1,3})\s*/\s*(\d{1,3})")
_ALONE = rf"(?<![^\W\d_]){_NUMBER}(?![^\W\d_])"
_TORN = re.compile(
    rf"[^\W\d_][.,]\d+\s*{PERCENT}|(?<!\w)[оoбзlі]{{1,3}}\s?%"
)  # бб,7%: the figures before the mark were not read
_NO_NUMBER = re.compile(r"\d[.,]\d+[.,]\d|(?<![\d.,])0\d")  # 10.0.00; 00: a figure was lost or put in
_BARE_NUMBER = re.compile(rf"[-•*\s(/\[\"']*({_NUMBER})[\s).;,/\]\"'оноо]*")
_YEAR = re.compile(r"\b(?:19|20)\d\d\s*он\w*|\b(?:19|20)\d\d(?:[.-]\d\d?){1,2}(?!\d)")
_LIST = re.compile(r"(?:^|(?<=\s))\d{1,2}[.)]\s+(?=\S*\d)")
_QUARTER = re.compile(r"\b(?:[ivхx]{1,3}|[1-4])\s*+(?:-?р|д[уү]г[аэ]{2}р)?\s*+улир\w*")
_TOTAL = re.compile(rf"(?:дунд[аж]|нийт|дүн|биелэлт|хэрэгжилт)\w{{0,24}}\D{{0,20}}({_NUMBER}){_UNIT}\D*$")
_OCR_96 = re.compile(r"(\d{1,3})96\s*%?|(100)[0-9]\s*%|(100)%\s?[0-9]")
_MARKED = re.compile(
    rf"[/(]\s*(?:[^/()\d]{{0,40}})(?:хэрэгж|биел|гүйцэтг|явц)[^/()\d]{{0,30}}({_NUMBER}){_UNIT}[^/()\d]{{0,15}}[/)]"
    rf"|(?:хэрэгжилт|биелэлт|гүйцэтгэл)(?:ийн|ын)?\s*(?:хувь|түвшин)?\s*[:=-]\s*({_NUMBER}){_UNIT}"
)
_SPELLED = re.compile(r"\W*([^\W\d]+(?:\s+[^\W\d]+)*?)\s+хув\w*(?:\s+(?:биел|хэрэгж|гүйцэт)\w+)?\W*")
_SHORTEST = 3  # letters of a word that are looked up
_WORDY = 60  # a longer cell is a sentence, not a completion word


def read_percent(text: str, *, fraction: bool = False, scanned: bool = False) -> Percent:
    """A completion cell: ``value`` 0-100 (more is kept with a problem), ``state`` always set.

    ``fraction``: the whole column is written 0-1 (see ``is_fraction_column``). ``scanned``: letters come from OCR.

    >>> read_percent("70,5 хувь").value, read_percent("Хэрэгжээгүй").value, read_percent("ХБ").state
    (Decimal('70.5'), Decimal('0'), 'not_due')
    >>> read_percent("-").state, read_percent("Хэрэгжих шатанд").value, read_percent("нэлээд").problem
    ('absent', None, 'percent_unreadable')
    """
    if says_nothing(text):
        return Value(text, state="absent")
    clean = _SIGN.sub("%", plain(folded(text)))
    clean = digits_repaired(clean)
    steps = ("repair_digits",) if clean != plain(folded(text)) else ()
    clean = _ABOUT.sub("", _SPELLED_BESIDE.sub(" ", clean))
    words = _words(text)
    number = _numbers(text, clean, steps, fraction, scanned)
    if number.value is not None:
        clash = words is not None and words.state in ("not_due", "not_assessed") and number.value == 0
        return _problem(number, "percent_and_words") if clash else number
    if words is not None and (words.state != "stated" or not re.search(r"\d", clean)):
        return words
    return number if number.problem else Value(text, None, steps, "percent_unreadable", "unreadable")


def _numbers(raw: str, clean: str, steps: tuple[str, ...], fraction: bool, scanned: bool) -> Percent:
    damaged = _OCR_96.fullmatch(clean.strip(" .()/"))
    if damaged and (damaged[2] or damaged[3] or len(damaged[1]) > 1):
        whole = Decimal(damaged[1] or damaged[2] or damaged[3])
        if whole <= 100:
            return Value(raw, whole, (*steps, "percent_sign_read_as_digits"), state="stated")
    if damaged and damaged[1] and scanned and damaged[1] != "0":
        return Value(raw, None, steps, "percent_unreadable", "unreadable")
    clean = _BROKEN.sub(r"\1\2\3", clean) if clean.count("%") < 2 and "\n" not in raw.strip() else clean
    clean = _LIST.sub(" ", _QUARTER.sub(" ", _YEAR.sub(" ", clean)))
    joined = _SPLIT_DIGITS.sub(_whole, clean)
    if joined != clean:
        clean, steps = joined, (*steps, "join_digits")
    if _APART.fullmatch(clean):
        return Value(raw, None, steps, "percent_unreadable", "unreadable")
    if _TORN.search(clean) or _NO_NUMBER.search(clean):
        return Value(raw, None, steps, "percent_unreadable", "unreadable")
    if several := _range(raw, clean, steps):
        return several
    if total := _TOTAL.search(clean):
        alone = len(_EXPLICIT.findall(clean)) == 1
        return _bounded(raw, _decimal(total[1]), steps if alone else (*steps, "total"))
    explicit = [_decimal(number) for number in _EXPLICIT.findall(clean)]
    if explicit:
        found = _bounded(raw, explicit[-1], steps)
        return _problem(found, "percent_several") if len(set(explicit)) > 1 else found
    if labelled := _SIGN_FIRST.fullmatch(clean):
        return _bounded(raw, _decimal(labelled[1]), steps)
    if ratio := _RATIO.fullmatch(clean.strip(" .;()")):
        return _ratio(raw, int(ratio[1]), int(ratio[2]), steps)
    return _unmarked(raw, clean, steps, fraction)


def _unmarked(raw: str, clean: str, steps: tuple[str, ...], fraction: bool) -> Percent:
    """A number without a sign: the whole cell, or beside a completion word."""
    lone = _BARE_NUMBER.fullmatch(clean)
    if lone:
        value = _decimal(lone[1])
        return (
            Value(raw, value * 100, (*steps, "fraction"), state="stated")
            if fraction and value <= 1
            else _bounded(raw, value, steps)
        )
    if (spelled := _SPELLED.fullmatch(clean)) and (number := words_to_number(spelled[1].split())) is not None:
        return _bounded(raw, Decimal(number), (*steps, "words"))
    numbers = re.findall(_ALONE, clean)
    if (
        len(numbers) == 1
        and len(clean) <= _WORDY
        and (group := _words(re.sub(_NUMBER, " ", clean)))
        and group.state == "stated"
    ):
        value = _decimal(numbers[0])
        return (
            _bounded(raw, value, steps) if value <= 100 else Value(raw, None, steps, "percent_unreadable", "unreadable")
        )
    return Value(raw)


def _range(raw: str, clean: str, steps: tuple[str, ...]) -> Percent | None:
    if moved := _FROM_TO.search(clean):
        return Value(raw, _decimal(moved[2]), (*steps, "last"), "percent_several", "stated")
    found = _RANGE.search(clean)
    if not found:
        return None
    low, high = _decimal(found[1]), _decimal(found[2])
    if not low < high <= 100:
        return None
    return Value(raw, (low + high) / 2, (*steps, f"range {low}-{high}", "midpoint"), "percent_range", "stated")


def _ratio(raw: str, part: int, whole: int, steps: tuple[str, ...]) -> Percent:
    if not whole > 0 or part > whole:
        return Value(raw, None, steps, "percent_unreadable", "unreadable")
    value = (Decimal(part) * 100 / whole).quantize(Decimal("0.01")).normalize()
    problem = "" if whole == 100 or part == whole else "percent_ratio"
    return Value(raw, Decimal(f"{value:f}"), (*steps, "ratio"), problem, "stated")


def _bounded(raw: str, value: Decimal, steps: tuple[str, ...]) -> Percent:
    return Value(raw, value, steps, "" if value <= 100 else "percent_out_of_range", "stated")


def _problem(value: Percent, problem: str) -> Percent:
    return Value(value.raw, value.value, value.steps, value.problem or problem, value.state)


def _decimal(text: str) -> Decimal:
    return Decimal(re.sub(r"\s", "", text).replace(",", "."))


@cache
def _groups() -> tuple[tuple[str, str, str, Decimal | None, re.Pattern[str], frozenset[str]], ...]:
    """Per group: name, state, problem, percent, its pattern, and its forms without blanks (words that ran together)."""
    groups = []
    for group in lookup("completion_words")["group"]:
        pattern = pattern_of(group["forms"])
        percent = Decimal(group["percent"]) if "percent" in group else None
        whole = frozenset(bare(form).replace(" ", "") for form in group["forms"])
        groups.append((group["name"], group["state"], group.get("problem", ""), percent, pattern, whole))
    return tuple(groups)


def _words(text: str) -> Percent | None:
    """The completion word of a short cell, by ``lookups/completion_words.toml``; None when it says none."""
    words = bare(text)
    if len(words) > _WORDY:
        return None
    for name, state, problem, percent, pattern, whole in _groups():
        if (found := pattern.search(words)) or words.replace(" ", "") in whole:
            if percent == 100 and found and _says_what_nobody_knows(text):
                problem = "completion_in_words"  # кэсэгчлэн хэрэгжсэн
            return Value(text, percent, (f"word:{name}",), problem, state)
    return None


def _says_what_nobody_knows(text: str) -> bool:
    """A damaged word beside the completion word may be the one that limits it."""
    return any(len(word) > _SHORTEST and not is_word(word) for word in re.findall(r"[^\W\d_]+", plain(folded(text))))


def is_fraction_column(texts: Iterable[str]) -> bool:
    """Whether a completion column is written 0-1: every number at most 1, none with a sign, some with decimals.

    >>> is_fraction_column(["1.0", "0,7", "-"]), is_fraction_column(["1", "1"]), is_fraction_column(["0.5", "100"])
    (True, False, False)
    """
    numbers = [plain(folded(text)) for text in texts if re.search(r"\d", text)]
    if len(numbers) < 2 or not all(re.fullmatch(r"[01](?:[.,]\d{1,4})?", number) for number in numbers):
        return False
    return all(_decimal(number) <= 1 for number in numbers) and any("." in n or "," in n for n in numbers)


def percent_in_progress(text: str) -> Percent:
    """An explicit completion inside a progress text, for forms without a completion column; ``raw`` is that piece only.

    >>> percent_in_progress("Сургалт эхэлсэн /хэрэгжиж байгаа-30%/").value
    Decimal('30')
    >>> percent_in_progress("Судалгаанд оролцогчдын 94 хувь нь ойлгомжтой гэсэн.").value is None
    True
    """
    flat = folded(text)
    found = list(_MARKED.finditer(digits_repaired(plain(flat))))
    values = {_decimal(match[1] or match[2]) for match in found}
    if len(values) != 1 or (value := values.pop()) > 100:
        return Value("", state="absent")
    raw = flat[found[-1].start() : found[-1].end()].strip("/() ")
    return Value(raw, value, ("from_progress",), "completion_from_progress", "stated")


def _whole(found: re.Match[str]) -> str:
    """The digits of a percentage that stand apart, together; as they are where they make no percentage."""
    digits = (found[1] + found[2]).replace(" ", "")
    return digits if int(digits) <= 100 else found[0]
