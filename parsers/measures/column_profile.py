"""Column profiles: the cells of a column -> what share of them look like a percentage, a sum, a date …, and how well that fits
each column role."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from parsers.language.codes import is_code, split_code
from parsers.language.numerals import PERCENT
from parsers.report import Role

LONG_TEXT = 45

_PERCENT = re.compile(
    rf"^\W*\d{{1,3}}(?:[.,]\d+)?(?:\s?[-–]\s?\d{{1,3}}(?:[.,]\d+)?)?\s*({PERCENT}|о/о|°/о|пр)?\W*$", re.I
)
_STATE = re.compile(
    r"^\W*(?:б[үу]рэн|хэс\w+|хагас\w*|б[иы]ел\w+|хэрэгж\w+|[үу]нэл\w+|хб|хугацаа\s?бол\w+|тасар\w+|[үу]ргэлж\w+)"
    r"(?:\s\w+){0,3}\W*$",
    re.I,
)
_MONEY = re.compile(r"^\W*+\d[\d\s.,'’]*+\W*+(?:(?:сая|мян\w*+|тэрбум|т[өоє]г\w*+|м\.т)[.\s₮]*+)*\W*+$", re.I)
_DASH = re.compile(r"^[\s\-–—−_.]*$")
_DATE = re.compile(
    r"\b(?:19|20)\d{2}\b|\bсар|улирал|хагас жил|жил|\b[IVX]+\s*[-–]\s*[IVX]+|тухай б[үу]р|[өо]др|тогтмол|байнга|"
    r"\d{1,2}[./]\d{1,2}[./]\d{2,4}",
    re.I,
)
_BODY = re.compile(
    r"хэлтэс|алба|газ[аэр]|дарга|мэргэжилтэн|хороо|нэгж|байгууллага|ажилтан|захиргаа|бүх|агентлаг|яам|"
    r"[А-ЯӨҮ]{3,}|[А-ЯӨҮЁ]\.\s?[А-ЯӨҮЁ]"
)
_INTEGER = re.compile(r"^[^\w%]*(?:\d{1,3}|[IVXІ]{1,4})[^\w%]*$")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Shares (0-1) of the filled cells of a column that look like something; ``texts`` is how many are filled."""

    texts: int = 0
    filled: float = 0.0
    percent: float = 0.0
    percent_sign: float = 0.0
    state: float = 0.0
    money: float = 0.0
    dash: float = 0.0
    date: float = 0.0
    code: float = 0.0
    coded_text: float = 0.0
    integer: float = 0.0
    long: float = 0.0
    wordy: float = 0.0
    body: float = 0.0
    distinct: float = 0.0


def evidence(texts: Sequence[str]) -> Evidence:
    """What the cells of one column look like (blank ones only count against ``filled``)."""
    told = [" ".join(text.split()) for text in texts if text.strip()]
    if not told:
        return Evidence()

    def share(test: Sequence[bool]) -> float:
        return sum(test) / len(told)

    real = [text for text in told if not _DASH.match(text)] or told
    percents = [_PERCENT.match(text) for text in told]
    return Evidence(
        texts=len(told),
        filled=len(told) / len(texts),
        percent=sum(
            bool(_PERCENT.match(text)) and float(re.split(r"[^\d]", text.strip(" ~≈<>()"))[0] or 0) <= 200
            for text in real
        )
        / len(real),
        percent_sign=share([bool(found and found[1]) for found in percents]),
        state=sum(bool(_STATE.match(text)) for text in real) / len(real),
        money=share([bool(_MONEY.match(text)) for text in told]),
        dash=share([bool(_DASH.match(text)) for text in told]),
        date=share([len(text) < 60 and bool(_DATE.search(text)) for text in told]),
        code=share([is_code(text) for text in told]),
        coded_text=share([len(text) > 12 and bool(split_code(text)[0]) for text in told]),
        integer=share([bool(_INTEGER.match(text)) for text in told]),
        long=share([len(text) >= LONG_TEXT for text in told]),
        wordy=share([sum(letter.isalpha() for letter in text) >= 8 for text in told]),
        body=share([len(text) < 90 and bool(_BODY.search(text)) for text in told]),
        distinct=len(set(told)) / len(told),
    )


TEXTS = frozenset({Role.MEASURE, Role.GOAL, Role.PROGRESS, Role.INDICATOR})
"""Roles whose columns hold sentences or names."""


def fits(role: Role, seen: Evidence) -> float:
    """How well contents fit a role, about -1.5 to 1; 0 when they tell nothing."""
    if not seen.texts:
        return 0.0
    return _fits_texts(role, seen) if role in TEXTS else _fits_values(role, seen)


def _fits_texts(role: Role, seen: Evidence) -> float:
    match role:
        case Role.MEASURE:
            return (
                0.5 * seen.long
                + 0.5 * seen.coded_text
                + 0.2 * seen.wordy
                - 1.5 * (1 - seen.wordy)
                - (0.3 if seen.distinct < 0.5 else 0.0)
            )
        case Role.GOAL:
            return (
                0.4 * seen.wordy
                + (0.3 if seen.distinct < 0.7 else -0.2)
                - 0.5 * seen.coded_text
                - 1.2 * (1 - seen.wordy)
            )
        case Role.PROGRESS:
            return (
                0.7 * seen.long
                + 0.2 * seen.wordy
                - 1.0 * max(0.0, seen.percent - 0.3)
                - 0.9 * max(0.0, seen.money + seen.percent_sign - seen.dash - 0.3)
            )
        case _:  # an indicator
            return 0.2 * seen.wordy - 0.4 * seen.percent_sign - 0.3 * (1 - seen.wordy)


def _fits_values(role: Role, seen: Evidence) -> float:
    match role:
        case Role.NUMBER:
            return 0.9 * seen.integer + 0.1 - 1.3 * seen.long - 0.7 * seen.code - 0.5 * seen.wordy
        case Role.CODE:
            return 1.2 * seen.code - 1.3 * seen.long - (0.6 if seen.integer > 0.5 else 0.0) - 0.5 * seen.wordy
        case Role.COMPLETION:
            return (
                0.7 * seen.percent
                + 0.3 * seen.percent_sign
                + 0.6 * seen.state
                - 1.3 * seen.long
                - 0.8 * max(0.0, seen.wordy - seen.state)
            )
        case Role.SPENT | Role.BUDGET:
            return (
                0.8 * seen.money - 1.3 * seen.long - 0.8 * seen.percent_sign - 0.3 * max(0.0, seen.wordy - seen.money)
            )
        case Role.DEADLINE:
            return 0.8 * seen.date - 0.9 * seen.long - 0.6 * seen.percent_sign
        case Role.RESPONSIBLE | Role.CO_RESPONSIBLE:
            return (
                0.5 * seen.body + 0.1 * seen.wordy - 0.4 * seen.long - 0.7 * max(seen.percent, seen.money - seen.dash)
            )
        case Role.BASELINE | Role.TARGET:
            return 0.1 * seen.percent + 0.1 - 0.4 * seen.long
        case _:
            return 0.0
