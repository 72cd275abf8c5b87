"""Completion cells: a percentage, or the reason why there is none.

Takes the text of a cell and the scale of its column; gives percent (0-100) and state, or a problem.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from normalizers.values.completion_words import WORDY, Percent, completion_word
from normalizers.values.figure import without_calendar
from normalizers.values.percent_scale import FULL
from normalizers.values.text import LONGEST_CELL, folded, says_nothing
from normalizers.values.value import Value
from parsers.language.keys import plain
from parsers.language.numerals import NUMBER_WORDS, PERCENT, digits_repaired, words_to_number
from parsers.language.tokens import Kind, Token, scan

# Repairs of damaged signs and torn figures, made on the text before it is cut into tokens.
_SIGN = re.compile(r"(?<=\d)\s*(?:[оo°º]\s?/\s?[оo°º0]|0/[0оo°º]|°|℅|%\s?6\b|%%)|(?<=\d)\s?0?/о(?!\w)")
_BROKEN = re.compile(
    rf"(?<![\d.,])(\d{{1,3}})(?:\s?([.,])\s+|\s([.,])\s?)(\d{{1,2}})(?=\s*{PERCENT}?\s*$)"
)  # 46. 5: no list of one item
_SPELLED_BESIDE = re.compile(
    rf"[(/]\s*(?:(?:{'|'.join(sorted(NUMBER_WORDS, key=len, reverse=True))})\s*)+[)/]"
)  # 90 (ерэн)
_ABOUT = re.compile(
    rf"(?<=\d)\s*(?:орчим|гаруй|шахам)\s*(?={PERCENT})|[≈~>≥<≤]\s*(?=\d)|(?<=%)\s*(?:-?[аоэө]{{2}}с)?\s*(?:дээш|доош|орчим|гаруй)"
)
_SPLIT_DIGITS = re.compile(rf"(?<![\d.,])(?<!\d )(\d{{1,2}}) (\d(?: \d)?|\d{{2}})(?=\s*(?:{PERCENT}|$))")
_APART = re.compile(rf"\s*\d+(?: \d+)+\s*{PERCENT}?\s*")  # figures that make no percentage together
_TORN = re.compile(
    rf"[^\W\d_][.,]\d+\s*{PERCENT}|(?<!\w)[оoбзlі]{{1,3}}\s?%"
)  # бб,7%: the figures before the mark were not read
_NO_NUMBER = re.compile(  # 10.0.00; 00; 1?0; 70..5; 66 2/3: a figure was lost, put in, or is written in two parts
    r"\d[.,]\d+[.,]\d|(?<![\d.,])0\d|\d\s?[?*]\s?\d|\d\.\.\d|\d \d{1,2}/\d"
)
_OCR_96 = re.compile(r"(\d{1,3})96\s*%?|(100)[1-9]\s*%|(100)%\s?[0-9]")
_LIST = re.compile(r"(?:^|(?<=\s))\d{1,2}[.)]\s+(?=\S*\d)")

# What the words around a percentage make of it.
_WITH_WORDS = re.compile(r"(?<![\d.,])(\d{1,3}(?:[.,]\d{1,4})?)\s?[(/]\s*([^\W\d]+(?:\s+[^\W\d]+)*)\s*[)/]")
_DENIES = re.compile(r"\d\s*(?:%|хув\w*)?\s*(?:биш|хүрээгүй|болоогүй)(?!\w)")
_FULLY = re.compile(r"(?<!\w)бүрэн(?!\w)")
_PERCENT_SIGN = re.compile(r"[%％٪]|[хХxX][уүУҮyY][вВvV]|процент", re.IGNORECASE)
_CLAUSE = re.compile(r"[;,\n(/)]")
_TARGET = re.compile(r"зорил[тг]|зорьс|төлөвл|(?<!\w)төл(?!\w)|хүрэх|байх\s+ёст")
_EARLIER = re.compile(r"өмнөх|өнгөрсөн|урьд\s|суурь")
_REACHED = re.compile(r"дунд[аж]|нийт|дүн|биелэлт|хэрэгжилт|гүйцэтг|хүрсэн")
_DONE = re.compile(r"биел|хэрэгж|гүйцэт|хийгд|хангагд|дуус")
_OTHERS = re.compile(r"хамра[гл]|жин|зарцуул|санал|оролц|мэдүүл|ирц|ханам|буур|өс[сө]|нэмэгд")
_INTENDED = re.compile(r"(?:[ао]хаар|[эө]хээр|хоор|хөөр|болгоно|хүргэнэ|хүрнэ|руулна|үүлнэ)(?!\w)")
_PART_OF = re.compile(r"\s*-?\s*(?:нь|ийг|ыг|ийн?\s+нь|д\s)\s*\w")  # 85% нь хамрагдсан: of those that came
_FROM = re.compile(r"[аоэө]{2}с|и[аэ]с|и?йн")
_ARROWS = ("→", "⇒", ">")
_RANGE_MARKS = ("-", "~", "…", "...")
_MARKED = re.compile(r"[/(]\s*[^/()\d]{0,40}(?:хэрэгж|биел|гүйцэтг|явц)[^/()\d]{0,30}$")
_NAMED = re.compile(r"(?:хэрэгжилт|биелэлт|гүйцэтгэл)(?:ийн|ын)?\s*(?:хувь|түвшин|явц)?\s*(?P<mark>[:=-])?\s*$")
_CLOSES = re.compile(r"[^/()\d]{0,15}[/)]")
_SENTENCE_ENDS = (".", ";", "!")
_BEFORE = 80  # letters before a percentage that say what it is
_SPELLED = re.compile(r"\W*([^\W\d]+(?:\s+[^\W\d]+)*?)\s+хув\w*(?:\s+(?:биел|хэрэгж|гүйцэт)\w+)?\W*")
_RATIO = re.compile(r"(\d{1,3})\s*/\s*(\d{1,3})")
_AROUND = frozenset("-•*(/[\"').;,]:")  # marks that may stand beside the one number of a cell
_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class _Share:
    """A percentage in a cell, and the clause around it."""

    number: Decimal
    before: str
    after: str
    start: int  # letters of the number and its sign
    end: int

    @property
    def of_another(self) -> bool:
        """Whether it is a target, an earlier figure, or the share of something else."""
        if _TARGET.search(self.before) or _EARLIER.search(self.before):
            return True
        around = self.before + self.after
        if _INTENDED.search(self.after) or _OTHERS.search(around):
            return _INTENDED.search(self.after) is not None or not _REACHED.search(self.before)
        return _PART_OF.match(self.after) is not None and not _DONE.search(around)


def read_percent(text: str, full: Decimal | None = FULL, *, scanned: bool = False) -> Percent:
    """A completion cell: ``value`` 0-100 (more is kept with a problem), ``state`` always set.

    ``full``: the figure without a sign that means all of it in this column, None where nobody knows (see ``column_full``).
    ``scanned``: letters come from OCR.

    >>> read_percent("70,5 хувь").value, read_percent("Хэрэгжээгүй").value, read_percent("ХБ").state
    (Decimal('70.5'), Decimal('0'), 'not_due')
    >>> read_percent("Биелэлт100%").value, read_percent("бүрэн биелээгүй").value, read_percent("4 оноо").problem
    (Decimal('100'), None, 'completion_scale_unknown')
    >>> read_percent("-").state, read_percent("Хэрэгжих шатанд").value, read_percent("нэлээд").problem
    ('absent', None, 'percent_unreadable')
    """
    if says_nothing(text):
        return Value(text, state="absent")
    if len(text) > LONGEST_CELL:
        return _unreadable(text)
    clean = digits_repaired(_SIGN.sub("%", plain(folded(text))))
    steps = ("repair_digits",) if clean != plain(folded(text)) else ()
    if _says_two_numbers(clean):
        return _unreadable(text, steps)
    plainly = _SPELLED_BESIDE.sub(" ", clean)
    clean = _ABOUT.sub("", plainly)
    words = completion_word(text)
    number = _numbers(text, clean, steps, full, scanned)
    if number.value is not None:
        if _contradicts(words, text, number.value):
            return _problem(number, "percent_and_words")
        return _problem(number, "percent_about") if clean != plainly else number
    if words is not None and (words.state != "stated" or not re.search(r"\d", clean)):
        return words
    return number if number.problem else _unreadable(text, steps)


def _says_two_numbers(clean: str) -> bool:
    """A figure beside the number in words that is another one: ``80 (ерэн) хувь``."""
    beside = _WITH_WORDS.search(clean)
    spelled = words_to_number(beside[2].split()) if beside else None
    return beside is not None and spelled is not None and spelled != _decimal(beside[1])


def _contradicts(words: Percent | None, text: str, number: Decimal) -> bool:
    """Words that say nothing was due or done beside a figure, or everything beside less than everything."""
    if _DENIES.search(plain(folded(text))):
        return True
    if words is None:
        return False
    if words.value is not None:
        whole = words.value == FULL and _FULLY.search(plain(folded(text))) is not None
        return (words.value == 0) != (number == 0) or (whole and number != FULL)
    return words.state == "not_due" or (words.state == "not_assessed" and not words.problem and number == 0)


def _unreadable(text: str, steps: tuple[str, ...] = (), problem: str = "percent_unreadable") -> Percent:
    return Value(text, None, steps, problem, "unreadable")


def _numbers(raw: str, clean: str, steps: tuple[str, ...], full: Decimal | None, scanned: bool) -> Percent:
    damaged = _OCR_96.fullmatch(clean.strip(" .()/"))
    if damaged and (damaged[2] or damaged[3] or len(damaged[1]) > 1):
        whole = Decimal(damaged[1] or damaged[2] or damaged[3])
        if whole <= FULL:
            return Value(raw, whole, (*steps, "percent_sign_read_as_digits"), state="stated")
    if damaged and damaged[1] and scanned and damaged[1] != "0":
        return _unreadable(raw, steps)
    alone = clean.count("%") <= 1 and "\n" not in raw.strip()
    clean = _BROKEN.sub(lambda found: f"{found[1]}{found[2] or found[3]}{found[4]}", clean) if alone else clean
    clean = _LIST.sub(" ", clean)
    tokens, clean = without_calendar(clean, scan(clean))
    joined = _SPLIT_DIGITS.sub(_whole, clean)
    if joined != clean:
        tokens, clean, steps = scan(joined), joined, (*steps, "join_digits")
    if _APART.fullmatch(clean) or _TORN.search(clean) or _NO_NUMBER.search(clean):
        return _unreadable(raw, steps)
    return (
        _range(raw, tokens, steps) or _signed(raw, clean, tokens, steps) or _unsigned(raw, clean, tokens, steps, full)
    )


def _signed(raw: str, clean: str, tokens: Sequence[Token], steps: tuple[str, ...]) -> Percent | None:
    """The percentage among those with a sign that is this measure's: no target, no earlier one, no share of others."""
    shares = tuple(_shares(clean, tokens))
    own = [share for share in shares if not share.of_another]
    if not shares:
        return None
    if not own:
        return _unreadable(raw, steps)
    reached = [share for share in own if _REACHED.search(share.before)]
    if reached and own[-1] is reached[-1]:
        return _bounded(raw, own[-1].number, steps if len(shares) == 1 else (*steps, "total"))
    found = _bounded(raw, own[-1].number, steps)
    return _problem(found, "percent_several") if len({share.number for share in own}) > 1 else found


def _shares(clean: str, tokens: Sequence[Token]) -> Iterator[_Share]:
    """The numbers with a sign or word for per cent behind them."""
    ends = 0
    for n, token in enumerate(tokens):
        sign = _sign_behind(tokens, n) if token.kind is Kind.NUMBER else None
        if sign is None:
            continue
        cuts = [found.end() for found in _CLAUSE.finditer(clean, ends, token.start)]
        start = max([ends, *cuts])
        closing = _CLAUSE.search(clean, sign.end, sign.end + WORDY)
        yield _Share(
            _decimal(token.text),
            clean[start : token.start],
            clean[sign.end : closing.start() if closing else sign.end + WORDY],
            token.start,
            sign.end,
        )
        ends = sign.end


def _sign_behind(tokens: Sequence[Token], n: int) -> Token | None:
    """The sign or word for per cent behind the number ``n``: 100%, 100 хувь, 100-н хувь."""
    for at in range(n + 1, min(n + 4, len(tokens))):
        if tokens[at].kind is Kind.PERCENT:
            return tokens[at]
        if tokens[at].text not in ("-", "н"):
            return None
    return None


def _range(raw: str, tokens: Sequence[Token], steps: tuple[str, ...]) -> Percent | None:
    """``70-90%`` is its middle; ``50%-иас 70%`` and ``50% → 70%`` are the second."""
    for n, token in enumerate(tokens):
        if token.kind is not Kind.NUMBER:
            continue
        at = n + 1 + (n + 1 < len(tokens) and tokens[n + 1].kind is Kind.PERCENT)
        between: list[str] = []
        while at < len(tokens) and tokens[at].kind is not Kind.NUMBER and len(between) < 3:
            between.append(tokens[at].text)
            at += 1
        if at >= len(tokens) or tokens[at].kind is not Kind.NUMBER:
            continue
        signed = _sign_behind(tokens, at) is not None
        low, high = _decimal(token.text), _decimal(tokens[at].text)
        moved = between and (between[0] in _ARROWS or _FROM.fullmatch(between[-1]) or between == ["-", ">"])
        if moved and (signed or at > n + 1 + len(between)):
            return Value(raw, high, (*steps, "last"), "percent_several", "stated")
        if "".join(between) in _RANGE_MARKS and signed and low < high <= FULL:
            return Value(raw, (low + high) / 2, (*steps, f"range {low}-{high}", "midpoint"), "percent_range", "stated")
    return None


def _unsigned(raw: str, clean: str, tokens: Sequence[Token], steps: tuple[str, ...], full: Decimal | None) -> Percent:
    """A number without a sign behind it: labelled before, a ratio, the whole cell, or beside a completion word."""
    numbers = [token for token in tokens if token.kind is Kind.NUMBER]
    dated = sum(map(str.isdigit, clean)) < sum(map(str.isdigit, digits_repaired(plain(folded(raw)))))
    if ratio := _RATIO.fullmatch(clean.strip(" .;()").removesuffix("оноо").strip()):
        return _ratio(raw, int(ratio[1]), int(ratio[2]), steps)
    if (spelled := _SPELLED.fullmatch(clean)) and (number := words_to_number(spelled[1].split())) is not None:
        return _bounded(raw, Decimal(number), (*steps, "words"))
    if len(numbers) != 1:
        return Value(raw)
    value = _decimal(numbers[0].text)
    points = any(token.kind is Kind.POINTS for token in tokens)
    if points and full == FULL:
        return _unreadable(raw, steps, "completion_scale_unknown")
    rest = [
        token
        for token in tokens
        if token is not numbers[0] and token.text not in _AROUND and token.kind is not Kind.POINTS
    ]
    if not rest and dated:
        return Value(raw)  # 3-ны 2
    if not rest:
        return _lone(raw, value, steps, full)
    last = tokens.index(numbers[0])
    if any(token.kind is Kind.PERCENT for token in tokens[:last]) and all(
        t.text in _AROUND for t in tokens[last + 1 :]
    ):
        return _bounded(raw, value, steps)  # биелэлтийн хувь: 60
    said = completion_word(clean[: numbers[0].start] + " " + clean[numbers[0].end :]) if len(clean) <= WORDY else None
    follows = tokens[last + 1] if last + 1 < len(tokens) else None
    counted = follows is not None and follows.kind is not Kind.MARK and completion_word(follows.text) is None
    if said and said.state == "stated" and said.value is not None and not counted:
        return _bounded(raw, value, steps) if value <= FULL else _unreadable(raw, steps)
    return Value(raw)


def _lone(raw: str, value: Decimal, steps: tuple[str, ...], full: Decimal | None) -> Percent:
    """A cell that is one number: a share of what is full in its column. Of 0.9 nobody knows whether it means 90 %."""
    if value == 0:
        return _bounded(raw, value, steps)
    if full is None or (full == FULL and value <= 1):
        return _unreadable(raw, steps, "completion_scale_unknown")
    if full == FULL or value > full:
        return _bounded(raw, value, steps)
    share = Decimal(f"{(value * FULL / full).quantize(_HUNDREDTH).normalize():f}")
    step, problem = ("fraction", "") if full == 1 else ("points", "percent_of_points")
    return Value(raw, share, (*steps, step), problem, "stated")


def _ratio(raw: str, part: int, whole: int, steps: tuple[str, ...]) -> Percent:
    if not whole > 0 or part > whole:
        return _unreadable(raw, steps)
    value = (Decimal(part) * FULL / whole).quantize(_HUNDREDTH).normalize()
    problem = "" if whole == FULL or part == whole else "percent_ratio"
    return Value(raw, Decimal(f"{value:f}"), (*steps, "ratio"), problem, "stated")


def _bounded(raw: str, value: Decimal, steps: tuple[str, ...]) -> Percent:
    return Value(raw, value, steps, "" if value <= FULL else "percent_out_of_range", "stated")


def _problem(value: Percent, problem: str) -> Percent:
    return Value(value.raw, value.value, value.steps, value.problem or problem, value.state)


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ".").replace("'", ""))


def percent_in_progress(text: str) -> Percent:
    """An explicit completion inside a progress text, for forms without a completion column; ``raw`` is that piece only.

    >>> percent_in_progress("Сургалт эхэлсэн /хэрэгжиж байгаа-30%/").value
    Decimal('30')
    >>> percent_in_progress("Судалгаанд оролцогчдын 94 хувь нь ойлгомжтой гэсэн.").value is None
    True
    """
    if not _PERCENT_SIGN.search(text):
        return Value("", state="absent")
    flat = folded(text[:LONGEST_CELL])
    clean = digits_repaired(plain(flat))
    found = [
        (share, start) for share in _shares(clean, scan(clean)) if (start := _completion_starts(clean, share)) >= 0
    ]
    values = {share.number for share, _ in found}
    if len(values) != 1 or (value := values.pop()) > FULL:
        return Value("", state="absent")
    last, start = found[-1]
    raw = flat[start : last.end].strip("/() ")
    return Value(raw, value, ("from_progress",), "completion_from_progress", "stated")


def _completion_starts(clean: str, share: _Share) -> int:
    """Where the words begin that make a percentage of a sentence the completion: in brackets of their own, behind a
    colon, or as the beginning of a sentence; -1 where it is none."""
    window = clean[max(0, share.start - _BEFORE) : share.start]
    offset = share.start - len(window)
    if (marked := _MARKED.search(window)) and _CLOSES.match(clean, share.end):
        return offset + marked.start()
    named = _NAMED.search(window)
    if named is None or share.of_another:
        return -1
    begun = window[: named.start()].rstrip()
    opens = (not begun and not offset) or begun.endswith(_SENTENCE_ENDS)
    return offset + named.start() if named["mark"] or opens else -1


def _whole(found: re.Match[str]) -> str:
    """The digits of a percentage that stand apart, together; as they are where they make no percentage."""
    digits = (found[1] + found[2]).replace(" ", "")
    return digits if int(digits) <= 100 else found[0]
