"""What a document looks like: one record of choices, drawn from a seed; their names are the tags of the truth."""

from __future__ import annotations

import random
from dataclasses import dataclass, fields, replace

PERIODS = ("H1", "H1", "H1", "H1", "FY", "FY", "Q1", "M9")
RARE_COLUMNS = ("responsible", "deadline", "baseline", "target", "evidence", "note", "budget", "risk")
RULES = ("strokes", "rects", "segments", "double", "hrules", "shading", "none")


@dataclass(frozen=True, slots=True)
class Choices:
    """Field values are what the layout code asks for; see DEFAULTS in the annotations' order."""

    year: int = 2023
    period: str = "H1"
    # table
    goal: str = "row"  # row, numbered (number cell + text), paragraph, column, tables
    goal_label: int = 0
    goal_case: str = "sentence"  # sentence, caps
    code: str = "glued"  # glued, spaced, column, missing, auto, renumbered, deep
    number: str = "goal"  # goal, row, none
    number_row: str = ""  # first number: "", "1", "0"; "A" has a letter before them
    header: str = "once"  # once, repeat, numbers (ReportLab only: the number row alone repeats)
    two_level: bool = False
    rotated_header: bool = False
    columns: tuple[str, ...] = ("indicator", "progress", "spent", "completion")
    unit: str = "none"  # none, header-mnt, thousand, million, cell
    percent: str = "sign"  # sign, plain, words, spaced, mixed
    author_split: int = 0
    totals: bool = False
    legal: bool = False  # rows with the legal basis under the goals
    blank: bool = False  # empty rows left between measures
    inline_percent: bool = False  # the percent stands in the progress text, there is no column for it
    # around it
    title: int = 0
    summary: bool = False
    passport: bool = False
    letterhead: bool = False
    approval: bool = False
    signature: str = "lines"  # lines, table, underscores
    signers: int = 0
    date_form: int = 0
    furniture: bool = False
    watermark: bool = False
    landscape: bool = True
    turned: bool = False
    # text
    deviation: str = "verbatim"  # verbatim, light, paraphrase, mixed
    caps: bool = False
    letters: str = ""  # "", legacy, lookalikes
    order: bool = False
    own: int = 0
    missing: int = 0
    length: int = 2
    # producer
    rules: str = "strokes"
    quirk: str = ""  # DOCX only, see docx_writer.QUIRKS
    wrapped: str = ""  # PDF only: "", protected (empty password), mixed (last page scanned), unmapped (no letters)

    @property
    def tags(self) -> list[str]:
        """The choices that differ from the plain document."""
        plain = Choices()
        found = [f"period-{self.period}", f"goal-{self.goal}", f"code-{self.code}", f"unit-{self.unit}"]
        for field in fields(self):
            value = getattr(self, field.name)
            if value == getattr(plain, field.name) or field.name in ("year", "period", "goal", "code", "unit"):
                continue
            if field.name == "columns":
                found += [f"column-{name}" for name in value if name not in plain.columns]
                found += [f"no-{name}" for name in plain.columns if name not in value]
            elif not isinstance(value, int) or isinstance(value, bool):
                found.append(field.name if value is True else f"{field.name}-{value}".replace("_", "-"))
            elif field.name in ("own", "missing", "author_split"):
                found.append(field.name.replace("_", "-"))
        return sorted(found)


def draw(chance: random.Random, kind: str) -> Choices:
    """A document of this kind (docx, lo, rl, chromium): mostly one or two oddities at a time, as in real life."""
    choices = Choices(
        year=chance.choice((2023, 2023, 2023, 2024, 2025)),
        period=chance.choice(PERIODS),
        goal=chance.choice(("row", "row", "row", "row", "numbered", "paragraph", "column", "tables")),
        goal_label=chance.randrange(6),
        code=chance.choice(("glued", "glued", "glued", "spaced", "column", "column", "missing", "renumbered", "deep")),
        number=chance.choice(("goal", "row", "none")),
        number_row=chance.choice(("", "", "1", "1", "0", "A")),
        header=chance.choice(("once", "repeat")),
        unit=chance.choice(("none", "none", "header-mnt", "thousand", "million", "cell")),
        percent=chance.choice(("sign", "sign", "plain", "words", "spaced", "mixed")),
        title=chance.randrange(5),
        signature=chance.choice(("lines", "lines", "table", "underscores")),
        signers=chance.randrange(5),
        date_form=chance.randrange(5),
        landscape=chance.random() < 0.75,
        deviation=chance.choice(("verbatim", "verbatim", "light", "light", "paraphrase", "mixed")),
        own=chance.choice((0, 0, 0, 1, 2)),
        missing=chance.choice((0, 0, 0, 1, 2)),
        length=chance.choice((1, 2, 2, 3, 5)),
    )
    choices = replace(choices, columns=_columns(chance))
    for change, odds in ODDITIES:
        if chance.random() < odds:
            choices = replace(choices, **change(chance))
    if choices.goal == "numbered" and choices.number == "none":
        choices = replace(choices, number="row")
    if choices.inline_percent:
        choices = replace(choices, columns=tuple(name for name in choices.columns if name != "completion"))
    return _producer(chance, choices, kind)


def _columns(chance: random.Random) -> tuple[str, ...]:
    """Data columns in printed order; most reports have the four usual ones."""
    usual = ["indicator", "progress", "spent", "completion"]
    if chance.random() < 0.55:
        return tuple(usual)
    for name in chance.sample(RARE_COLUMNS, chance.randint(1, 4)):
        usual.insert(_column_place(chance, name, usual), name)
    for name in ("spent", "indicator"):
        if chance.random() < 0.12:
            usual.remove(name)
    if "budget" in usual and "spent" not in usual:
        usual.remove("budget")  # alone, nobody could tell it from what was spent
    return tuple(usual)


def _column_place(chance: random.Random, name: str, columns: list[str]) -> int:
    """Where a column may stand: plans before the progress, remarks at the end."""
    progress = columns.index("progress")
    return len(columns) if name in ("evidence", "note", "risk") else chance.randint(0, progress)


ODDITIES = (
    (lambda chance: {"two_level": True}, 0.15),
    (lambda chance: {"rotated_header": True}, 0.1),
    (lambda chance: {"author_split": chance.randint(1, 3)}, 0.2),
    (lambda chance: {"totals": True}, 0.15),
    (lambda chance: {"summary": True}, 0.12),
    (lambda chance: {"passport": True}, 0.12),
    (lambda chance: {"letterhead": True}, 0.12),
    (lambda chance: {"approval": True}, 0.15),
    (lambda chance: {"furniture": True}, 0.3),
    (lambda chance: {"watermark": True}, 0.08),
    (lambda chance: {"caps": True}, 0.06),
    (lambda chance: {"letters": chance.choice(("legacy", "lookalikes"))}, 0.14),
    (lambda chance: {"order": True}, 0.15),
    (lambda chance: {"goal_case": "caps"}, 0.2),
    (lambda chance: {"legal": True}, 0.08),
    (lambda chance: {"blank": True}, 0.08),
    (lambda chance: {"inline_percent": True}, 0.06),
)


def _producer(chance: random.Random, choices: Choices, kind: str) -> Choices:
    from benchmarks.corpus.docx_writer import QUIRKS

    if kind == "docx":
        changes = {"quirk": chance.choice(("", *QUIRKS))}
        if chance.random() < 0.15:
            changes["code"] = "auto"
        return replace(choices, **changes)
    if kind == "lo":
        return replace(choices, code="auto" if chance.random() < 0.1 else choices.code)
    if kind == "rl":
        numbers = choices.number_row and chance.random() < 0.4
        wrapped = "protected" if chance.random() < 0.06 else ""
        header = "numbers" if numbers else choices.header
        return replace(
            choices, rules=chance.choice(RULES), turned=chance.random() < 0.1, header=header, wrapped=wrapped
        )
    return choices
