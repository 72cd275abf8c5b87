"""What a header label means: ``scores("Зарцуулсан хөрөнгө /төгрөгөөр/") -> {Role.SPENT: 1.0, ...}``.

The labels are data (labels.toml). Scores are 0-1: 1 for a known label, about 0.9 for one with a few wrong letters,
0.75 for a label that may also mean this role, at most ``DOUBTFUL`` for a keyword or a distant likeness. 88 and 72
(per cent of equal letters) are those measured for header labels on damaged copies.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from rapidfuzz import fuzz, process

from parsers.language.keys import letters_key
from parsers.language.roles import Role

DOUBTFUL = 0.62
POSSIBLE = 0.75
KEYWORD = 0.55
CLOSE, NEAR = 88.0, 72.0
LONGEST_LABEL = 110
_LONGEST_COUNT_LABEL = 1000  # with what its brackets hold

_BRACKETS = re.compile(r"\([^)]*\)?|\[[^\]]*\]?|/[^/]{2,}/|/[^/]{4,}$|«[^»]*»")
_FIGURE = re.compile(r"\s*[-–₮]?\s*\d[\d\s.,'%]*\D{0,8}$")
_VALUE = re.compile(r"(?<![\d,.])(?!100)\d{1,3}(?:[.,]\d+)?\s*%")  # a label may say 0-100 %, data say 60 %
_PERCENT = re.compile(r"%|хувь|хувиар|хувийн")
_UNITS = re.compile(r"[(/]\s*(?:тоо|ширхэг)\w*\s*[,/]\s*хув\w*\s*[)/]|[(/]\s*хувь\s*[,/]\s*(?:тоо|ширхэг)\w*\s*[)/]")
_MONEY = re.compile(r"т[өоєe]гр[өоєe]г|т[өоєe]г\b|₮|мян(?:га)?\b|\bсая\b|мян\.?\s*т|\bтэрбум")
_REPORTED = re.compile(r"(?<=\w\w)(?:сан|сэн|сон|сөн|ссэн)\b")
# These end as reports do but speak of the plan.
_INTENDED = ("толовлосон", "толовлогдсон", "батлагдсан", "тусгагдсан", "тусгасан")
_PLANNED = re.compile(r"(?<=\w\w)(?:ах|эх|ох|өх|үүлэх|уулах|гдэх|лэх|хээр|хаар)\b")


@dataclass(frozen=True, slots=True)
class _Label:
    key: str
    tense: str
    role: Role | None
    weight: float


@dataclass(frozen=True, slots=True)
class _Book:
    labels: tuple[_Label, ...]
    keys: tuple[str, ...]
    keywords: tuple[tuple[str, Role], ...]


@cache
def _book() -> _Book:
    data = tomllib.loads(resources.files("parsers.language").joinpath("labels.toml").read_text(encoding="utf-8"))
    labels: list[_Label] = []
    keywords: list[tuple[str, Role]] = []
    for name, section in data.items():
        role = None if name == "ignore" else Role(name)
        for weight, field in ((1.0, "labels"), (POSSIBLE, "possible")):
            labels += [_Label(letters_key(text), tense(text), role, weight) for text in section.get(field, ())]
        if role is not None:
            keywords += [(letters_key(word), role) for word in section.get("keywords", ())]
    return _Book(tuple(labels), tuple(label.key for label in labels), tuple(keywords))


def tense(text: str) -> str:
    """``report`` for -сан labels, ``plan`` for -х labels, empty when neither: they differ in two letters only.

    >>> tense("Авч хэрэгжүүлсэн арга хэмжээ"), tense("Авч хэрэгжүүлэх арга хэмжээ"), tense("Арга хэмжээ")
    ('report', 'plan', '')
    """
    folded = text.casefold()
    if any(_is_intended(word) for word in folded.split()):
        return "plan"
    if _REPORTED.search(folded):
        return "report"
    return "plan" if _PLANNED.search(folded) else ""


@lru_cache(maxsize=4096)
def _is_intended(word: str) -> bool:
    return len(word) > 5 and any(fuzz.ratio(letters_key(word), intended) >= 80 for intended in _INTENDED)


def unit(text: str) -> str:
    """The unit that a header states: ``percent``, ``money`` or nothing.

    >>> unit("Хэрэгжилт /хувиар/"), unit("Гүйцэтгэл (сая.төг)"), unit("Хугацаа")
    ('percent', 'money', '')
    """
    folded = re.sub(r"[-­]\s*\n?\s*", "", text.casefold())
    if _MONEY.search(folded) or "төгр" in letters_key(folded) or "тогрог" in letters_key(folded):
        return "money"
    return "percent" if _PERCENT.search(_UNITS.sub(" ", folded)) else ""


@lru_cache(maxsize=16384)
def scores(text: str) -> Mapping[Role, float]:
    """How well a header text names each role; empty when it names none. See the module for the scale."""
    if not text.strip() or len(text) > LONGEST_LABEL or _FIGURE.match(text) or _VALUE.search(text):
        return {}
    base = _BRACKETS.sub(" ", text).strip() or text
    found: dict[Role, float] = {}
    for form in dict.fromkeys((letters_key(text), letters_key(base))):
        for role, score in _by_label(form, tense(base)).items():
            found[role] = max(found.get(role, 0.0), score)
    if max(found.values(), default=0.0) < KEYWORD and not names_count(text):
        found |= _by_keyword(letters_key(base))
    return _with_unit(found, unit(text), tense(base))


def names_count(text: str) -> bool:
    """True for the headers of counts, names and signatures: known labels that are no role of a measure table."""
    if len(text) > _LONGEST_COUNT_LABEL:
        return False
    form = letters_key(_BRACKETS.sub(" ", text).strip() or text)
    near = process.extract(form, _book().keys, scorer=fuzz.ratio, score_cutoff=CLOSE, limit=3)
    return bool(near) and _book().labels[near[0][2]].role is None


def _by_label(form: str, form_tense: str) -> dict[Role, float]:
    found: dict[Role, float] = {}
    if not form:
        return found
    labels = _book().labels
    near = process.extract(form, _book().keys, scorer=fuzz.ratio, score_cutoff=NEAR, limit=12)
    best = max((likeness for _, likeness, _ in near), default=0.0)
    for _, likeness, index in near:
        label = labels[index]
        if likeness < best - 8 or (label.tense and form_tense and label.tense != form_tense):
            continue
        if len(label.key) <= 4 and likeness < 100:
            continue
        strength = 1.0 if likeness == 100 else 0.95 * likeness / 100 if likeness >= CLOSE else DOUBTFUL * likeness / 100
        if label.role is not None:
            found[label.role] = max(found.get(label.role, 0.0), label.weight * strength)
        elif likeness >= CLOSE and likeness == best:
            return {}
    return found


def _by_keyword(form: str) -> dict[Role, float]:
    return next(({role: KEYWORD} for word, role in _book().keywords if word in form), {})


def _with_unit(found: dict[Role, float], stated: str, form_tense: str) -> Mapping[Role, float]:
    """A stated unit decides between text, percent and money: ``Гүйцэтгэл %``, ``Гүйцэтгэл /мян.төг/``."""
    measured = max((found.get(role, 0.0) for role in (Role.INDICATOR, Role.BASELINE, Role.TARGET)), default=0.0)
    if stated == "percent" and measured >= 0.9 > found.get(Role.COMPLETION, 0.0):
        return {**found, Role.COMPLETION: 0.5}
    if stated == "percent":
        kept: dict[Role, float] = {role: score * 0.4 for role, score in found.items() if role is not Role.COMPLETION}
        return {**kept, Role.COMPLETION: max(found.get(Role.COMPLETION, 0.0), 0.95 if found else 0.8)}
    if stated == "money":
        if found.get(Role.FUNDING, 0.0) >= POSSIBLE:
            return found
        rest: dict[Role, float] = {
            role: score * 0.3 for role, score in found.items() if role not in (Role.SPENT, Role.BUDGET)
        }
        reported = (
            form_tense == "report"
            or found.get(Role.PROGRESS, 0.0) >= POSSIBLE
            or found.get(Role.COMPLETION, 0.0) >= POSSIBLE
        )
        planned = form_tense == "plan" or found.get(Role.MEASURE, 0.0) >= POSSIBLE
        spent = max(found.get(Role.SPENT, 0.0), 0.95 if reported else 0.7 if not planned else 0.3)
        budget = max(found.get(Role.BUDGET, 0.0), 0.3 if reported else 0.9 if planned else 0.6)
        return {**rest, Role.SPENT: spent, Role.BUDGET: budget}
    return found
