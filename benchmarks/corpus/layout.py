"""Content + choices -> a sheet: the measure table in its many forms."""

from __future__ import annotations

import random
import tomllib
from functools import cache
from pathlib import Path

from benchmarks.corpus.choices import Choices
from benchmarks.corpus.content import Content, Row
from benchmarks.corpus.frame import after_table, before_table
from benchmarks.corpus.sheet import Cell, Grid, GridRow, Para, Sheet
from benchmarks.corpus.wording import COUNT_WORDS, ORDINAL_WORDS, roman

WEIGHTS = {
    "number": 0.5,
    "code": 0.7,
    "goal": 1.8,
    "measure": 3.2,
    "indicator": 2.2,
    "progress": 5.0,
    "spent": 1.4,
    "budget": 1.3,
    "completion": 1.1,
    "responsible": 1.6,
    "deadline": 1.2,
    "baseline": 1.0,
    "target": 1.1,
    "evidence": 1.5,
    "note": 1.2,
    "risk": 1.2,
}
UNITS = {
    "header-mnt": ("/төгрөгөөр/", "(төгрөг)", "/төг/"),
    "thousand": ("/мянган төгрөг/", "/мян.төгрөг/", "(мян.төг)"),
    "million": ("/сая төгрөг/", "(сая.төг)"),
}
CENTRED = frozenset(("number", "code", "spent", "budget", "completion", "deadline", "baseline", "target"))
GROUPS = {"progress": "Хэрэгжилтийн байдал", "budget": "Санхүүжилт", "baseline": "Түвшин"}
FOLLOWERS = {"progress": ("spent", "completion"), "budget": ("spent",), "baseline": ("target",)}


@cache
def _labels() -> dict[str, list[str]]:
    return tomllib.loads(Path(__file__).with_name("labels.toml").read_text(encoding="utf-8"))


def lay_out(chance: random.Random, choices: Choices, content: Content) -> Sheet:
    """The sheet of one report."""
    table = _Table(chance, choices, content)
    blocks = [*before_table(chance, choices, content), *table.blocks(), *after_table(chance, choices, content)]
    return Sheet(
        blocks,
        landscape=choices.landscape,
        header=content.agency.name if choices.furniture else "",
        footer=f"{content.agency.name} – авлигын эсрэг тайлан" if choices.furniture and choices.title % 2 else "",
        watermark="ХУУЛБАР" if choices.watermark else "",
        repeat=choices.header == "repeat",
        table_size=chance.choice((8, 9, 9, 10)),
    )


class _Table:
    """Builds the grids of the measure table."""

    def __init__(self, chance: random.Random, choices: Choices, content: Content) -> None:
        self.chance, self.choices, self.content = chance, choices, content
        self.goals = dict(content.goals)
        self.columns = self._columns()
        self.labels = {name: self._label(name) for name in self.columns}
        self.split = set(chance.sample(range(len(content.rows)), min(choices.author_split, len(content.rows))))

    def _columns(self) -> list[str]:
        columns = ["measure", *self.choices.columns]
        if self.choices.code == "column":
            columns.insert(0, "code")
        if self.choices.goal == "column":
            columns.insert(0, "goal")
        if self.choices.number != "none":
            columns.insert(0, "number")
        return columns

    def _label(self, name: str) -> str:
        label = self.chance.choice(_labels()[name])
        if name == "completion" and "target" in self.columns:
            label = "Хүрсэн түвшин"
        if name in ("spent", "budget") and self.choices.unit in UNITS:
            label += " " + self.chance.choice(UNITS[self.choices.unit])
        if name == "code" and "number" in self.columns:
            label = "Код"
        return label

    def blocks(self) -> list[Para | Grid]:
        """The table in one piece, or one a goal."""
        lines: list[GridRow] = []
        blocks: list[Para | Grid] = []
        separate = self.choices.goal in ("paragraph", "tables")
        for count, goal in enumerate(dict.fromkeys(row.goal for row in self.content.rows)):
            rows = [(index, row) for index, row in enumerate(self.content.rows) if row.goal == goal]
            if separate:
                blocks.append(Para(self._goal_text(goal), bold=True, **self._goal_number(goal)))
                with_head = not count or self.choices.goal == "tables"
                blocks.append(
                    self._grid([*(self._head() if with_head else []), *self._goal_lines(goal, rows)], with_head)
                )
            else:
                lines += self._goal_lines(goal, rows)
        if separate:
            return blocks
        if self.choices.totals:
            lines.append(self._total())
        return [self._grid([*self._head(), *lines], True)]

    def _grid(self, lines: list[GridRow], with_head: bool) -> Grid:
        weights = [WEIGHTS[name] for name in self.columns]
        head = sum(line.kind in ("head", "numbers") for line in lines) if with_head else 0
        return Grid([weight / sum(weights) for weight in weights], lines, head)

    # header

    def _head(self) -> list[GridRow]:
        lines = self._two_level() if self.choices.two_level else None
        if lines is None:
            lines = [GridRow([self._head_cell(name) for name in self.columns], kind="head")]
        if self.choices.number_row:
            first = 0 if self.choices.number_row == "A" else int(self.choices.number_row)
            numbers = [Cell([str(first + index)], align="center") for index in range(len(self.columns))]
            if self.choices.number_row == "A":
                numbers[0].lines = ["А"]
            lines.append(GridRow(numbers, kind="numbers"))
        return lines

    def _head_cell(self, name: str, **more: int) -> Cell:
        narrow = WEIGHTS[name] < 1.5 and len(self.labels[name]) > 6
        return Cell(
            [self.labels[name]], bold=True, align="center", rotated=self.choices.rotated_header and narrow, **more
        )

    def _two_level(self) -> list[GridRow] | None:
        """A group over neighbouring columns, the others over both lines."""
        for start, follow in FOLLOWERS.items():
            if start not in self.columns:
                continue
            at = self.columns.index(start)
            end = at + 1
            while end < len(self.columns) and self.columns[end] in follow:
                end += 1
            if end - at < 2:
                continue
            top = [self._head_cell(name, rowspan=2) for name in self.columns]
            top[at:end] = [Cell([GROUPS[start]], colspan=end - at, bold=True, align="center")]
            return [
                GridRow(top, kind="head"),
                GridRow([self._head_cell(name) for name in self.columns[at:end]], kind="head"),
            ]
        return None

    # goals

    def _goal_text(self, goal: str) -> str:
        number, text = int(goal), self.goals[goal]
        label = (
            f"Зорилго {number}. ",
            f"Зорилт {number}: ",
            f"{COUNT_WORDS[number]}. ",
            f"{roman(number)}. ",
            f"{ORDINAL_WORDS[number]} зорилт. ",
            f"ЗОРИЛТ {number}. ",
        )[self.choices.goal_label]
        if self.choices.code == "auto":
            label = ""
        return label + text if self.choices.goal_case == "sentence" else (label + text).upper()

    def _goal_number(self, goal: str) -> dict[str, int | str]:
        return {"auto": 0, "label": f"Зорилго {goal}. "} if self.choices.code == "auto" else {}

    def _goal_lines(self, goal: str, rows: list[tuple[int, Row]]) -> list[GridRow]:
        lines: list[GridRow] = []
        if self.choices.goal == "row":
            cell = Cell([self._goal_text(goal)], colspan=len(self.columns), bold=True, **self._goal_number(goal))
            lines.append(GridRow([cell], kind="goal"))
        if self.choices.goal == "numbered":
            text = Cell([self.goals[goal]], colspan=len(self.columns) - 1, bold=True)
            lines.append(
                GridRow(
                    [Cell([goal if self.choices.goal_label % 2 else roman(int(goal))], bold=True), text], kind="goal"
                )
            )
        if self.choices.legal and self.choices.goal != "column":
            basis = f"Эрх зүйн үндэслэл: Авлигын эсрэг хуулийн 6 дугаар зүйлийн 6.1.{goal} дэх заалт"
            lines.append(GridRow([Cell([basis], colspan=len(self.columns))], kind="goal"))
        for index, row in rows:
            lines += self._row_lines(index, row)
            if (
                self.choices.blank
                and self.choices.goal != "column"
                and self.choices.number != "goal"
                and index % 4 == 1
            ):
                lines.append(GridRow([Cell([""]) for _ in self.columns], kind="blank"))
        if self.choices.goal == "column":
            self._span(lines, Cell([self._goal_text(goal)], bold=True, **self._goal_number(goal)), "goal")
        if self.choices.number == "goal":
            measures = [line for line in lines if line.kind != "goal"]
            if len(rows) > 1 and self.choices.title % 2 == 0:
                self._span(measures, Cell([goal], align="center"), "number")
            else:
                for position, line in enumerate(measures):
                    line.cells.insert(0, Cell([goal if position == 0 else ""], align="center"))
        return lines

    def _span(self, lines: list[GridRow], cell: Cell, column: str) -> None:
        """One cell merged down over the lines; the first column is put in last."""
        cell.rowspan = len(lines)
        at = 1 if column == "goal" and self.choices.number == "row" else 0
        lines[0].cells.insert(at, cell)

    # measures

    def _row_lines(self, index: int, row: Row) -> list[GridRow]:
        cells = [self._cell(name, row) for name in self.columns if not self._put_later(name)]
        if index not in self.split:
            return [GridRow(cells, measure=index)]
        return self._halves(index, cells)

    def _put_later(self, name: str) -> bool:
        return name == "goal" or (name == "number" and self.choices.number == "goal")

    def _cell(self, name: str, row: Row) -> Cell:
        align = "center" if name in CENTRED else "left"
        if name == "measure":
            return self._measure(row)
        if name == "code":
            return Cell([row.code], align=align)
        if name == "number":
            return Cell([row.number], align=align)
        return Cell(list(row.cells[name]), align=align)

    def _measure(self, row: Row) -> Cell:
        match self.choices.code:
            case "column" | "missing":
                return Cell([row.text])
            case "auto":
                return Cell([row.text], auto=1, label=f"{row.code}. ")
            case "spaced":
                return Cell([f"{row.code} {row.text}"])
            case _:
                glue = ("", " ")[self.choices.goal_label % 2]
                return Cell([f"{row.code}.{glue}{row.text}"])

    def _halves(self, index: int, cells: list[Cell]) -> list[GridRow]:
        """The row as an author leaves it who copied a page break by hand: its long cells go on in a second row."""
        first, second = [], []
        for cell in cells:
            words = cell.lines[-1].split(" ")
            if len(words) < 9:
                first.append(cell)
                second.append(Cell([""], align=cell.align))
                continue
            cut = self.chance.randint(len(words) // 2, len(words) - 3)
            head = [*cell.lines[:-1], " ".join(words[:cut])]
            first.append(Cell(head, auto=cell.auto, label=cell.label))
            second.append(Cell([" ".join(words[cut:])]))
        return [GridRow(first, measure=index), GridRow(second, measure=index, kind="rest")]

    def _total(self) -> GridRow:
        """A row of sums under the table."""
        spent = sum(row.spent_mnt or 0 for row in self.content.rows)
        tail = [name for name in self.columns if name in ("spent", "completion")]
        if not tail:
            return GridRow(
                [Cell(["Нийт арга хэмжээ: " + str(len(self.content.rows))], colspan=len(self.columns), bold=True)],
                kind="total",
            )
        at = self.columns.index(tail[0])
        cells = [Cell([self.chance.choice(("Нийт", "НИЙТ ДҮН", "Дундаж хувь"))], colspan=at, bold=True)]
        for name in self.columns[at:]:
            known = [row.completion_pct for row in self.content.rows if row.completion_pct is not None]
            mean = f"{sum(known) / max(len(known), 1):.1f}%"
            text = {"spent": f"{spent:,}", "completion": mean}.get(name, "")
            cells.append(Cell([text], bold=True, align="center"))
        return GridRow(cells, kind="total")
