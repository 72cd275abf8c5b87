"""A third maker of reports, as unkind as reports get: nothing of it takes part in fitting or in choosing clues.

Wordings of its own, words in another order, clauses left out, home-made shortenings, other endings, other years; near-
duplicates with a word from another measure of the same catalogue (it fits the sentence and is known) or another number;
own measures that are measures of somebody else's plan; rows cut in two or three, rows with two measures; another scanner.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from rapidfuzz import fuzz, process

from benchmarks.matching.noise import REPEATED, LabelledRow, table
from normalizers.catalogue.model import Catalogue, Measure
from normalizers.linkage.wording import wording
from parsers.language.keys import squashed

_HARD: Final = table("hard")
_CONFUSED: Final[dict[str, str]] = {
    "ө": "е8вбaэ", "ү": "ґцчY", "н": "кмш", "и": "пцв", "л": "н1й", "д": "пбо", "а": "еоя", "г": "пч", "э": "ыс9", "т": "чт",
    "р": "пфн", "ж": "кн", "с": "ео", "у": "ч9", "х": "жкн", "о": "ес", "б": "5д", "ш": "иц", "й": "п", "ы": "ьi", "в": "н8",
}  # fmt: skip
_MERGED: Final = (("ии", "ш"), ("лл", "ш"), ("уу", "ш"), ("нн", "ш"), ("ий", "ш"), ("гг", "п"), ("оо", "ю"))
# severity -> (letters wrong, blanks lost, blanks put in)
_RATES: Final = ((0.0, 0.0, 0.0), (0.004, 0.003, 0.001), (0.02, 0.02, 0.006), (0.055, 0.05, 0.015), (0.11, 0.09, 0.02))
_STYLES: Final = {
    "theta": str.maketrans("өүӨҮ", "θvΘV"), "signs": str.maketrans("өүӨҮ", "º¿ªY"), "old": str.maketrans("өүӨҮ", "єїЄЇ"),
    "plain_vowels": str.maketrans("өүӨҮ", "оуОУ"), "latin": str.maketrans("аеорсухАВЕКМНОРСТХ", "aeopcyxABEKMHOPCTX"),
}  # fmt: skip
_YEAR: Final = re.compile(r"\b20\d\d\b")


@dataclass(frozen=True)
class HardMaker:
    """Makes reports about one catalogue; ``strangers`` are measures of other plans, reported as agencies' own."""

    catalogue: Catalogue
    strangers: tuple[str, ...] = ()

    def report(self, name: str, severity: int, rng: random.Random) -> list[LabelledRow]:
        """The rows of one report."""
        measures = self._choice(rng)
        habit = rng.choices(("ok", "missing", "running", "renumbered", "noisy"), (45, 20, 12, 13, 10))[0]
        rows: list[LabelledRow] = []
        for place, measure in enumerate(measures):
            if rows and measure.key in rows[-1].truth[1:]:  # stands already, together with the one before
                continue
            rows += self._rows(name, measure, measures[place + 1 : place + 2], severity, rng)
            if rows[-1].kind == "merged":
                continue
            if rng.random() < REPEATED and rows[-1].kind == "single":
                rows.append(replace(rows[-1], text=self._worded(measure, severity, rng)[0], kind="repeat"))
            if rng.random() < 0.13:
                text = rng.choice((*_HARD["own"], *self._own))
                rows.append(LabelledRow(name, measure.goal.text, "+", text, (), "own", severity, ""))
            if rng.random() < 0.06 and (near := self._near(rng.choice(measures), rng)):
                code = rng.choice(("+", measure.code))
                rows.append(LabelledRow(name, measure.goal.text, code, near, (), "near", severity, ""))
            if rng.random() < 0.04:
                text = rng.choice((*_HARD["structure"], f"{measure.goal.code}. {measure.goal.text}"))
                rows.append(LabelledRow(name, "", "", text, (), "structure", severity, ""))
        style = rng.choice(("", "", "", "upper", *_STYLES)) if severity else rng.choice(("", "", "upper"))
        headed = rng.random() < 0.55
        return [self._damaged(row, severity, style, headed, habit, rng) for row in self._numbered(rows, habit, rng)]

    def _choice(self, rng: random.Random) -> list[Measure]:
        plan = rng.choice(self.catalogue.measures).plan
        pool = [measure for measure in self.catalogue.measures if measure.plan == plan]
        start = rng.randrange(max(len(pool) - 35, 1))
        share = rng.uniform(0.4, 1.0)
        chosen = [one for one in pool[start : start + 35] if rng.random() < share] or [pool[start]]
        if rng.random() < 0.08:
            rng.shuffle(chosen)
        return chosen

    def _rows(
        self, name: str, measure: Measure, following: Sequence[Measure], severity: int, rng: random.Random
    ) -> list[LabelledRow]:
        text, kind = self._worded(measure, severity, rng)
        row = LabelledRow(name, measure.goal.text, measure.code, text, (measure.key,), kind, severity, "")
        chance, words = rng.random(), text.split()
        if chance < 0.05 and len(words) >= 9:
            first, second = (
                sorted(rng.sample(range(3, len(words) - 1), 2)) if len(words) > 14 else (len(words) // 2, None)
            )
            parts = [words[:first], words[first:second], words[second:] if second else []]
            return [
                replace(row, text=" ".join(part), code=row.code if n == 0 else "", kind="cut_tail" if n else "cut_head")
                for n, part in enumerate(parts)
                if part
            ]
        if chance > 0.97 and following:
            other = following[0]
            between = rng.choice(("; ", "\n", f". {other.code} ", f"\n{other.code}. ", ". "))
            text = f"{text.rstrip(' ;.')}{between}{self._worded(other, severity, rng)[0]}"
            return [replace(row, text=text, truth=(measure.key, other.key), kind="merged")]
        return [row]

    def _worded(self, measure: Measure, severity: int, rng: random.Random) -> tuple[str, str]:
        chance = (0.03, 0.08, 0.14, 0.20, 0.25)[severity]
        listed = _HARD["paraphrases"].get(measure.key) if self.catalogue.id == "small" else None
        if listed and rng.random() < chance:
            return rng.choice(listed), "paraphrase"
        text = (
            _YEAR.sub(lambda year: str(int(year.group()) + rng.choice((1, 2))), measure.text)
            if rng.random() < 0.5
            else measure.text
        )
        if rng.random() < chance / 2 and len(text.split()) > 7:
            return _clauses(text, rng), "dropped"
        if rng.random() < chance:
            return _moved(text, rng), "moved"
        if rng.random() < 2 * chance:
            return _other_endings(_shortened(text, rng), rng), "endings"
        return text + rng.choice(("", ";", ".", " ;")), "single"

    @cached_property
    def _letters(self) -> list[str]:
        return [squashed(one.text) for one in self.catalogue.measures]

    @cached_property
    def _own(self) -> tuple[str, ...]:
        """Strangers that are no near relation of a measure here."""
        alike = process.cdist([squashed(text) for text in self.strangers], self._letters, scorer=fuzz.ratio)
        return tuple(text for text, near in zip(self.strangers, alike, strict=True) if near.max() < 65)

    @cached_property
    def _known(self) -> tuple[str, ...]:
        return tuple(
            dict.fromkeys(word for one in self.catalogue.measures for word in re.findall(r"[^\W\d_]{6,}", one.text))
        )

    def _near(self, measure: Measure, rng: random.Random) -> str:
        """The measure with one telling word replaced by a known one of the same ending; empty when there is none."""
        words = measure.text.split()
        places = [n for n, word in enumerate(words[:-1]) if len(word) > 5 and wording(word).stems]
        for place in rng.sample(places, len(places)):
            old = words[place].strip(',.;()“”"')
            fits = [
                new for new in self._known if new[-2:] == old[-2:] and fuzz.ratio(squashed(new), squashed(old)) < 50
            ]
            if not fits:
                continue
            text = " ".join([*words[:place], words[place].replace(old, rng.choice(fits)), *words[place + 1 :]])
            if (
                process.extractOne(
                    squashed(text),
                    [w for w in self._letters if w != squashed(measure.text)],
                    scorer=fuzz.ratio,
                    score_cutoff=93,
                )
                is None
            ):
                return text
        return ""

    def _numbered(self, rows: Sequence[LabelledRow], habit: str, rng: random.Random) -> list[LabelledRow]:
        done, last, shift = [], "", rng.choice((1, 2, 3))
        for row in rows:
            code = row.code
            level, _, number = (last if code == "+" else code).rpartition(".")
            if code == "+" or (habit == "renumbered" and code):
                step = 1 if code == "+" else shift
                code = f"{level}.{int(number) + step}" if level and number.isdigit() else ""
            if habit == "running" and code:
                code = str(len(done) + 1)
            if habit == "noisy" and code and rng.random() < 0.4:
                code = rng.choice(
                    (code.replace(".", "-"), code.replace(".", ""), f"{code}.", f"{code})", code.replace("1", "І"))
                )
            code = "" if habit == "missing" else code
            last = code or last
            done.append(replace(row, code=code))
        return done

    def _damaged(
        self, row: LabelledRow, severity: int, style: str, headed: bool, habit: str, rng: random.Random
    ) -> LabelledRow:
        text = row.text
        if severity and rng.random() < 0.05 * severity:
            text = rng.choice(_HARD["before"]) + text
        if severity and rng.random() < 0.05 * severity and row.kind not in ("cut_head", "merged"):
            text = text.rstrip(";. ") + rng.choice(_HARD["after"])
        goal = _scanned(row.goal, max(severity - 1, 0), rng) if headed else ""
        return replace(row, text=_styled(_scanned(text, severity, rng), style, rng), goal=goal, codes=habit)


def _clauses(text: str, rng: random.Random) -> str:
    """Brackets and one or two clauses left out; at least half of the words stay."""
    words = text.split()
    short = re.sub(r"\s*\([^)]*\)?", "", text)
    clauses = re.split(r",\s+", short)
    if len(clauses) > 2:
        clauses.pop(rng.randrange(len(clauses) - 1))
    short = ", ".join(clauses)
    if len(short.split()) * 2 < len(words):
        return text
    if short == text:
        place = rng.randrange(len(words) - 2)
        short = " ".join(words[:place] + words[place + 2 :])
    return short


def _moved(text: str, rng: random.Random) -> str:
    """Words in another order: neighbours change places, the beginning goes to the end."""
    words = text.split()
    for _ in range(rng.choice((1, 2, 3))):
        if len(words) > 3:
            place = rng.randrange(len(words) - 1)
            words[place], words[place + 1] = words[place + 1], words[place]
    if rng.random() < 0.4 and len(words) > 6:
        cut = rng.randrange(2, len(words) // 2)
        words = words[cut:] + words[:cut]
    return " ".join(words)


def _shortened(text: str, rng: random.Random) -> str:
    for long, short in rng.sample(list(_HARD["shortened"].items()), 8):
        text = re.sub(
            rf"(?i)\b{long}(\w*)",
            lambda m, short=short: f"{short}-{m.group(1)[-2:]}" if m.group(1) else short,
            text,
            count=1,
        )
    return text


def _other_endings(text: str, rng: random.Random) -> str:
    words = text.split()
    for one, other in rng.sample(_HARD["endings"], 8):
        places = [n for n, word in enumerate(words) if word.endswith(one) and len(word) > len(one) + 3]
        if places:
            place = rng.choice(places)
            words[place] = words[place][: -len(one)] + other
    return " ".join(words)


def _scanned(text: str, severity: int, rng: random.Random) -> str:
    wrong, lost, put = _RATES[severity]
    for pair, one in _MERGED:
        text = re.sub(pair, lambda m, one=one: one if rng.random() < 2 * wrong else m.group(), text)
    out: list[str] = []
    for letter in text:
        low = letter.lower()
        if letter == " ":
            out.append("" if rng.random() < lost else rng.choice((" ", "\n", " ", " ")) if severity else " ")
        elif rng.random() < wrong:
            other = rng.choice(_CONFUSED.get(low, low) + rng.choice(("", "", "оаэ")))
            out.append(rng.choice((other.upper() if letter.isupper() else other,) * 5 + ("",)))
        else:
            out.append(letter)
        if rng.random() < put:
            out.append(rng.choice((" ", " ", "-\n", ".")))
    return "".join(out)


def _styled(text: str, style: str, rng: random.Random) -> str:
    if style == "upper":
        return text.upper()
    if style == "latin":
        return "".join(letter.translate(_STYLES[style]) if rng.random() < 0.3 else letter for letter in text)
    return text.translate(_STYLES[style]) if style else text
