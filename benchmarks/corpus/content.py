"""What a report says: its measures, how they went, what they cost, and the truth about each row."""

from __future__ import annotations

import random
import re
import tomllib
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.corpus.choices import Choices
from benchmarks.corpus.wording import Body, agency, day_between, ordinal, person, written_date
from normalizers.catalogue.files import shipped
from normalizers.catalogue.model import Catalogue, Measure

SPANS = {"H1": (1, 6, 30), "FY": (1, 12, 31), "Q1": (1, 3, 31), "M9": (1, 9, 30)}
# column -> list of sentences.toml that its cells come from
GENERAL_CELLS = {
    "deadline": "deadlines",
    "baseline": "baselines",
    "target": "targets",
    "risk": "risks",
    "evidence": "evidence",
    "note": "notes",
}
_SLOT = re.compile(r"\{(\w+)\}")


@cache
def sentences() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("sentences.toml").read_text(encoding="utf-8"))


def catalogue() -> Catalogue:
    return next(item for item in shipped().items if item.id == "ub-2023")


@dataclass(slots=True)
class Row:
    """One reported measure. ``cells`` are the printed cells by column name (lines); ``code`` as printed."""

    goal: str
    measure: str
    text: str
    code: str = ""
    number: str = ""
    cells: dict[str, list[str]] = field(default_factory=dict)
    spent_mnt: int | None = None
    completion_pct: float | None = None
    clean: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Content:
    """A whole report before it has a layout."""

    agency: Body
    day: date
    acknowledged_by: str
    prepared_by: str
    other: str
    rows: list[Row]
    goals: list[tuple[str, str]]


def compose(chance: random.Random, choices: Choices) -> Content:
    """Draw a report."""
    plan = catalogue()
    first, last = period_days(choices)
    writer = Writer(chance, choices, first, last)
    rows = writer.rows(plan)
    return Content(
        agency=agency(chance),
        day=day_between(chance, date(last.year, last.month, 8), last),
        acknowledged_by=person(chance),
        prepared_by=person(chance),
        other=person(chance),
        rows=rows,
        goals=[(goal.code, goal.text) for goal in plan.goals],
    )


def period_days(choices: Choices) -> tuple[date, date]:
    month, end, day = SPANS[choices.period]
    return date(choices.year, month, 5), date(choices.year, end, day)


class Writer:
    """Fills templates for one report."""

    def __init__(self, chance: random.Random, choices: Choices, first: date, last: date) -> None:
        self.chance, self.choices, self.first, self.last = chance, choices, first, last

    def rows(self, plan: Catalogue) -> list[Row]:
        """The catalogue's measures in force, some missing, some of the agency's own, perhaps in another order."""
        measures = list(plan.measures)
        for measure in self.chance.sample(measures, self.choices.missing):
            measures.remove(measure)
        rows = [self._measure_row(measure) for measure in measures]
        for own in self.chance.sample(sentences()["own"], self.choices.own):
            at = max(index for index, row in enumerate(rows) if row.goal <= own["goal"]) + 1
            rows.insert(at, self._row(own["goal"], "", own["text"], own))
        if self.choices.order:
            rows = [row for goal in sorted({row.goal for row in rows}) for row in self._shuffled(rows, goal)]
        self._codes(rows)
        return rows

    def _shuffled(self, rows: list[Row], goal: str) -> list[Row]:
        part = [row for row in rows if row.goal == goal]
        self.chance.shuffle(part)
        return part

    def _codes(self, rows: list[Row]) -> None:
        """Printed codes: the catalogue's own, or counted anew within goals, or with more levels."""
        counts: dict[str, int] = {}
        for index, row in enumerate(rows, start=1):
            counts[row.goal] = counts.get(row.goal, 0) + 1
            own = f"{row.goal}.{counts[row.goal]}"
            row.number = str(index)
            plain = not (self.choices.own or self.choices.missing or self.choices.order)
            match self.choices.code:
                case "missing":
                    row.code = ""
                case "renumbered":
                    row.code = str(index) if self.choices.title % 2 else f"{int(row.goal) + 1}.{counts[row.goal]}"
                case "deep":
                    row.code = f"1.{own}" if self.choices.title % 2 else f"2.1.{own}"
                case "auto":
                    row.code = own
                case _:
                    row.code = row.measure if row.measure and plain else own

    def _measure_row(self, measure: Measure) -> Row:
        words = sentences()["measures"][measure.key]
        return self._row(measure.goal.code, measure.key, self._wording(measure, words), words)

    def _wording(self, measure: Measure, words: dict[str, list[str]]) -> str:
        text = measure.text.replace("2023", str(self.choices.year))
        how = self.choices.deviation
        if how == "mixed":
            how = self.chance.choice(("verbatim", "light", "paraphrase"))
        if how == "paraphrase":
            return self.chance.choice(words["paraphrases"])
        if how == "light":
            usable = [pair for pair in sentences()["deviations"]["light"] if pair[0] in text]
            for old, new in self.chance.sample(usable, min(len(usable), self.chance.randint(1, 2))):
                text = text.replace(old, new)
        return text.rstrip(";.") + self.chance.choice((";", "", ".", ""))

    def _row(self, goal: str, key: str, text: str, words: dict[str, list[str]]) -> Row:
        row = Row(goal, key, text)
        started = self.chance.random() > 0.08
        row.cells["indicator"] = self.filled(self.chance.choice(words["indicators"])).split("\n")
        row.cells["progress"] = (
            self._progress(words) if started else [self.chance.choice(sentences()["general"]["pending"])]
        )
        row.cells["completion"], row.completion_pct = self._completion(started)
        if self.choices.inline_percent and row.completion_pct is not None:
            row.cells["progress"][-1] += f" /хэрэгжилт-{row.completion_pct:g}%/"
        row.cells["spent"], row.spent_mnt = self._spent()
        row.cells["budget"] = [self._amount(self.chance.randrange(1, 60) * 100_000)]
        general = sentences()["general"]
        for name, source in GENERAL_CELLS.items():
            row.cells[name] = [self.filled(self.chance.choice(general[source]))]
        row.cells["responsible"] = [self.chance.choice(sentences()["slots"]["unit"])]
        if self.chance.random() < 0.3:
            row.cells["note"] = [""]
        return row

    def _progress(self, words: dict[str, list[str]]) -> list[str]:
        """One to many sentences: running text, paragraphs, or a typed list."""
        own = self.chance.sample(
            words["progress"], min(len(words["progress"]), self.chance.randint(1, self.choices.length))
        )
        more = self.chance.sample(sentences()["general"]["progress"], self.chance.randint(0, self.choices.length))
        texts = [self.filled(text) for text in own + more]
        match self.chance.randrange(5):
            case 0 if len(texts) > 1:
                return [f"{index}. {text}" for index, text in enumerate(texts, start=1)]
            case 1 if len(texts) > 1:
                return [f"- {text}" for text in texts]
            case 2:
                return texts
            case _:
                return [" ".join(texts)]

    def _completion(self, started: bool) -> tuple[list[str], float | None]:
        if not started:
            return self.chance.choice(((["0%"], 0.0), (["ХБ"], None), (["Хугацаа болоогүй"], None), (["-"], None)))
        value = self.chance.choice((100, 100, 100, 100, 95, 90, 80, 70, 60, 50, 88.5, 46.5, 30))
        comma = f"{value:g}".replace(".", ",")
        match self.choices.percent:
            case "plain":
                text = f"{value:g}"
            case "words":
                text = f"{comma} хувь"
            case "spaced":
                text = f"{comma} %"
            case "mixed":
                text = self.chance.choice(("Бүрэн хэрэгжсэн", "100%", "Хэрэгжсэн")) if value == 100 else f"{value:g}%"
            case _:
                text = f"{value:g}%"
        return [text], float(value)

    def _spent(self) -> tuple[list[str], int | None]:
        if self.chance.random() < 0.55:
            return self.chance.choice(((["-"], None), (["-"], None), ([""], None), (["0"], 0)))
        amount = self.chance.randrange(2, 400) * 50_000
        return [self._amount(amount)], amount

    def _amount(self, amount: int) -> str:
        match self.choices.unit:
            case "thousand":
                return self.chance.choice(
                    (
                        f"{amount / 1000:,.1f}",
                        f"{amount // 1000}",
                        f"{amount / 1000:.1f}",
                        f"{amount / 1000:,.1f}".replace(",", " "),
                    )
                )
            case "million":
                return f"{amount / 1_000_000:g}".replace(".", self.chance.choice(".,"))
            case "cell":
                million = f"{amount / 1_000_000:g}"
                return self.chance.choice(
                    (f"{million} сая төгрөг", f"{million} сая", f"{amount // 1000} мян.төг", f"{amount:,}₮")
                )
            case _:
                grouped = f"{amount:,}"
                # one group after a point is no clear thousand: nobody could say what 250.000 means
                points = grouped.replace(",", ".") if grouped.count(",") > 1 else grouped
                return self.chance.choice((grouped, f"{grouped}₮", grouped.replace(",", " "), str(amount), points))

    def filled(self, template: str) -> str:
        """A template with its slots filled."""
        return _SLOT.sub(lambda match: self._slot(match[1]), template)

    def _slot(self, name: str) -> str:
        chance = self.chance
        if set(name) == {"n"}:
            return str(chance.randrange(max(2, 10 ** (len(name) - 1)), 10 ** len(name)))
        day = day_between(chance, self.first, self.last)
        match name:
            case "date":
                return written_date(day, chance.randrange(5))
            case "month":
                return f"{day.month:02d} {ordinal(day.month)} сар"
            case "year":
                return str(day.year)
            case "order":
                number = chance.randrange(1, 90)
                return f"А/{number} {ordinal(number)} тушаалаар"
            case "letter":
                return f"{chance.randrange(1, 9):02d}/{chance.randrange(100, 3000)} дугаар"
            case "person":
                return person(chance)
            case _:
                return str(chance.choice(sentences()["slots"][name]))
