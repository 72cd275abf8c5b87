"""The forms in which reports write figures, and which of several readings of one figure to believe: pure text.

A reading is believed where it has such a form and another reading says the same. What Tesseract prints for the sign of
the tögrög, which its models do not have, and specks at both ends are no part of a figure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from parsers.language.confusions import TOGROG
from parsers.language.numerals import SIGNED_PERCENT
from parsers.scan.ocr.letters import digits_in_place

AGREED, CARRIED, UNSURE, SPLIT = 0.97, 0.85, 0.45, 0.25
"""Confidence of a figure that two readings give, that two of three give surely or unsurely, that nobody confirms."""

CLEAR, FAIR = 0.6, 0.8
"""Confidence that the surest of two agreeing readings needs, and of two that a third contradicts."""

_SPECKS: Final = " '\"“”„‘’`´|_\\*°~«»<>[]{}!;:,—–="
_STOP_READ: Final = re.compile(r"(?<=\d):(?=\d)")

_PERCENT: Final = re.compile(SIGNED_PERCENT)
_GROUPED: Final = re.compile(
    rf"(?P<number>(?P<head>\d{{1,3}}(?:(?P<mark>[,.' ])\d{{3}})(?P<more>(?:(?P=mark)\d{{3}})*))(?P<rest>(?!(?P=mark))[.,]\d{{1,2}})?)"
    rf"(?P<extra>\d?)(?P<sign>\s?[{TOGROG}+?%]{{0,2}})"
)
_PLAIN: Final = re.compile(rf"(\d{{1,9}}|\d{{4,9}}[.,]\d{{1,2}})(\s?[{TOGROG}]{{0,2}})")
_PARTED: Final = re.compile(r"\d{1,3}[.,]\d{1,2}|\d{1,2}(?:\.\d{1,2}){1,3}\.?")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it is written (``text``) and what it says (``key``); ``loose`` where its last digit may be the sign
    of the tögrög."""

    text: str
    key: str
    loose: bool = False


def figure(text: str) -> Figure | None:
    """The figure that a reading gives, without specks and with the sign of the tögrög; None where it is no figure.

    >>> figure("16,081,302%"), figure("5:12"), figure("„46,5 %“.")
    (Figure(text='16,081,302₮', key='16081302', loose=False), Figure(text='5.12', key='5.12', loose=False), \
Figure(text='46,5 %', key='46.5%', loose=False))
    >>> figure("28,114,9847"), figure("4.6.5%"), figure("28,/71,/59F")
    (Figure(text='28,114,984₮', key='28114984', loose=True), None, None)
    """
    bare = digits_in_place(_STOP_READ.sub(".", text.strip(_SPECKS).lstrip(_SPECKS + ".").rstrip("-")))
    bare = bare if _PARTED.fullmatch(bare) else bare.rstrip(_SPECKS + ".")
    if found := _PERCENT.fullmatch(bare):
        return Figure(bare, found[1].replace(",", ".") + "%") if float(found[1].replace(",", ".")) <= 100 else None
    if found := _GROUPED.fullmatch(bare):
        return _amount(found)
    if found := _PLAIN.fullmatch(bare):
        signed = found[2].strip() and len(found[1]) >= 4
        return (
            None if found[2] and not signed else Figure(found[1] + ("₮" if signed else ""), found[1].replace(",", "."))
        )
    return Figure(bare, bare.rstrip(".").replace(",", ".")) if _PARTED.fullmatch(bare) else None


def _amount(found: re.Match[str]) -> Figure | None:
    """Thousands in groups. A letter behind is the sign; anything else is only behind millions without decimals."""
    sign, millions = found["sign"].strip(), bool(found["more"]) and not found["rest"]
    explicit = bool(set(sign) & set(TOGROG))
    if (found["extra"] or (sign and not explicit)) and not millions:
        return None
    key = re.sub(r"\D", "", found["head"]) + (found["rest"] or "").replace(",", ".")
    return Figure(found["number"] + ("₮" if sign or found["extra"] else ""), key, bool(found["extra"]))


def decided(readings: Sequence[tuple[str, float]]) -> tuple[str, float] | None:
    """The figure that the readings (text, confidence), the best known first, agree on and how sure it is; None while
    another reading is needed. From three readings on there is always an answer: at worst the surest one, in doubt.

    >>> decided([("2.4", 0.23), ("2.1", 0.97)]), decided([("2.4", 0.23), ("2.1", 0.97), ("2.1", 0.93)])
    (None, ('2.1', 0.85))
    >>> decided([("100%", 0.9), ("100%", 0.8)]), decided([("Э", 0.4), ("Sil", 0.4), ("5.1", 0.9)])
    (('100%', 0.97), ('5.1', 0.25))
    """
    seen = [(figure(text), sure) for text, sure in readings]
    if not any(one for one, _ in seen):
        return _alike(readings)
    strict = {one.key for one, _ in seen if one and not one.loose}
    votes: dict[str, list[tuple[Figure, float]]] = {}
    for one, sure in seen:
        if one and (not one.loose or one.key in strict):
            votes.setdefault(one.key, []).append((one, sure))
    best = max(votes.values(), key=lambda given: (len(given), max(sure for _, sure in given)), default=[])
    surest = max((sure for _, sure in best), default=0.0)
    signed = any(one.text.endswith("₮") for one, _ in best)  # the sign is what makes them unsure
    if len(best) == len(seen) > 1 and (surest >= CLEAR or signed):
        return _shown(best), AGREED
    if len(seen) < 3:
        return None
    if len(best) > 1:
        return _shown(best), CARRIED if surest >= FAIR or signed or len(best) == len(seen) else UNSURE
    first, sure = seen[0]
    keeps = first is not None and not first.loose and sure >= FAIR
    return (first.text if first and keeps else best[0][0].text if best else readings[0][0]), SPLIT


def _alike(readings: Sequence[tuple[str, float]]) -> tuple[str, float] | None:
    """What is no figure (a date, `3-5`) is as sure as its surest reading where two say the same."""
    bare = ["".join(text.split()) for text, _ in readings]
    for text, (said, _) in zip(bare, readings, strict=True):
        if text and bare.count(text) > 1:
            return said, max(sure for (_, sure), other in zip(readings, bare, strict=True) if other == text)
    return None if len(readings) < 3 else (readings[0][0], SPLIT)


def _shown(given: Sequence[tuple[Figure, float]]) -> str:
    """The first reading's own writing, with the sign where any reading has one."""
    first = next((one for one, _ in given if not one.loose), given[0][0])
    signed = any(one.text.endswith("₮") for one, _ in given)
    return first.text.rstrip("₮").rstrip() + ("₮" if signed else "")
