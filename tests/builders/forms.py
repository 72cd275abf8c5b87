"""Random report forms with their truth: layouts as agencies make them, for property tests of the extraction.

``form(random)`` draws columns, labels, codes, goals, page breaks and cut rows; ``Form.document`` is what a reader would
hand over, ``Form.truth`` what a careful person would key in.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from random import Random

import msgspec

from parsers.document import BBox, Block, Cell, Document, PageSummary, Paragraph, Place, Table
from parsers.report import Role
from tests.builders.form_words import BODIES, DATES, DONE, GOALS, INDICATORS, LABELS, MEASURES, PERCENTS, SUMS

PLAN_SIDE = (Role.INDICATOR, Role.BASELINE, Role.TARGET, Role.RESPONSIBLE, Role.CO_RESPONSIBLE, Role.DEADLINE)
REPORT_SIDE = (Role.PROGRESS, Role.SPENT, Role.COMPLETION)
TEXT_ROLES = (Role.MEASURE, Role.INDICATOR, Role.PROGRESS)
SHORT_ROLES = (Role.SPENT, Role.COMPLETION, Role.DEADLINE, Role.RESPONSIBLE)
WIDTHS = {Role.NUMBER: 1, Role.CODE: 1.3, Role.MEASURE: 7, Role.PROGRESS: 9, Role.INDICATOR: 4, Role.GOAL: 4}
TITLE = "НОМЫН САНГИЙН АВЛИГЫН ЭСРЭГ ҮЙЛ АЖИЛЛАГААНЫ 2024 ОНЫ ТӨЛӨВЛӨГӨӨНИЙ ХЭРЭГЖИЛТ"
RUNNING_HEAD = "Номын сангийн тайлан, хуудас {}"


@dataclass(frozen=True)
class Layout:
    """The choices that make one form."""

    columns: tuple[Role, ...]
    labels: tuple[str, ...]
    codes: str
    numbers: str
    goals: str
    goal_label: str
    ending: str
    repeat: str
    paged: bool
    capitals: bool
    two_rows: bool
    irregular: bool
    centred: bool
    shared_body: bool
    running_head: bool


@dataclass(frozen=True)
class Form:
    """A drawn form: its document, its truth by row, and the layout (for messages)."""

    document: Document
    truth: list[dict[str, str]]
    layout: Layout


@dataclass
class Sketch:
    """One cell before it is placed."""

    text: str
    down: int = 1
    across: int = 1
    bold: bool = False


Row = list[Sketch | None]


@dataclass
class Drawer:
    """Blocks drawn so far and the rows of the table in hand."""

    random: Random
    layout: Layout
    blocks: list[Block] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    page: int = 1
    edges: list[float] = field(default_factory=list)

    def add(self, texts: list[str], bold: bool = False) -> None:
        self.rows.append([Sketch(text, bold=bold) for text in texts])

    def wide(self, text: str, lead: str | None = None) -> None:
        """A row merged across, or all but its first cell."""
        first = 0 if lead is None else 1
        rest = len(self.layout.columns) - first
        self.rows.append([Sketch(lead or "")] * first + [Sketch(text, across=rest), *[None] * (rest - 1)])

    def header(self) -> None:
        """The header, in one row or two."""
        labels = list(self.layout.labels)
        if self.layout.two_rows:
            cut = self.layout.columns.index(Role.MEASURE)
            side = next(n for n, role in enumerate(self.layout.columns) if n > cut and role in REPORT_SIDE)
            n = len(labels)
            lead: Row = [Sketch(label, down=2) for label in labels[:cut]]
            plan: Row = [Sketch("Төлөвлөгөө", across=side - cut), *[None] * (side - cut - 1)]
            report: Row = [Sketch("Тайлан", across=n - side), *[None] * (n - side - 1)]
            below: Row = [None] * cut
            self.rows += [[*lead, *plan, *report], [*below, *(Sketch(label) for label in labels[cut:])]]
        else:
            self.add(labels, bold=self.random.random() < 0.5)

    def numbers(self) -> None:
        self.add([str(n + 1) for n in range(len(self.layout.columns))])

    def new_page(self) -> None:
        self.flush()
        self.page += 1
        if self.layout.running_head:
            self.blocks.append(Paragraph(RUNNING_HEAD.format(self.page), self.place(20.0)))
        if self.layout.repeat in ("header", "both"):
            self.header()
        if self.layout.repeat in ("numbers", "both"):
            self.numbers()

    def place(self, top: float) -> tuple[Place, ...]:
        return (Place(self.page, BBox(40.0, top, 800.0, top + 12)),) if self.layout.paged else ()

    def merge_down(self, first: int, column: int) -> None:
        """Merge the cell of row ``first`` down to the last row."""
        top = self.rows[first][column]
        assert top is not None
        self.rows[first][column] = replace(top, down=len(self.rows) - first)
        for row in self.rows[first + 1 :]:
            row[column] = None

    def flush(self) -> None:
        """Close the table in hand."""
        if not self.rows:
            return
        table = self._table()
        self.blocks.append(_irregular(self.random, table) if self.layout.irregular else table)
        self.rows = []

    def _table(self) -> Table:
        cells = []
        for r, row in enumerate(self.rows):
            for c, cell in enumerate(row):
                if cell is not None:
                    box = BBox(self.edges[c], 60 + 20.0 * r, self.edges[c + cell.across], 60 + 20.0 * (r + cell.down))
                    places = (Place(self.page, box),) if self.layout.paged else ()
                    cells.append(Cell(r, c, cell.text, cell.down, cell.across, places, bold=cell.bold))
        return Table(len(self.rows), len(self.layout.columns), tuple(cells))


def _irregular(random: Random, table: Table) -> Table:
    """The same table with the inner edges of each row moved by hand: as many cells, another grid."""
    cells = []
    for row in range(table.rows):
        moves = [0, *(random.choice((-1, 0, 0, 1)) for _ in range(table.columns - 1)), 0]
        for cell in (cell for cell in table.cells if cell.row == row):
            x0 = 3 * cell.column + moves[cell.column]
            x1 = 3 * (cell.column + cell.column_span) + moves[cell.column + cell.column_span]
            cells.append(msgspec.structs.replace(cell, column=x0, column_span=x1 - x0))
    return Table(table.rows, 3 * table.columns, tuple(cells))


def layout(random: Random) -> Layout:
    """Choices that go together."""
    pick = random.choice
    codes = pick(("glued.", "glued", "own", "none", "none"))
    numbers = pick(("each", "goal", "first", "blank", "absent"))
    if codes == "own" and numbers == "goal":
        numbers = "absent"
    goals = pick(("row", "row", "row with number", "bold", "paragraph", "column", "column first", "none"))
    if goals == "row with number" and codes != "own" and numbers == "absent":
        goals = "row"
    columns = _columns(random, codes, numbers, goals)
    labels = [pick(LABELS[role]) for role in columns]
    if Role.COMPLETION not in columns and Role.SPENT in columns and "Гүйцэтгэл" in labels:
        labels[labels.index("Гүйцэтгэл")] = "Хэрэгжилт"
    paged = random.random() < 0.6
    merged = goals == "column" or numbers == "goal"
    shared = Role.RESPONSIBLE in columns and random.random() < 0.3
    two_rows = random.random() < 0.2 and columns[columns.index(Role.MEASURE) + 1 :] != []
    irregular = not (paged or merged or shared or two_rows) and random.random() < 0.3
    return Layout(
        tuple(columns), tuple(labels), codes, numbers, goals,
        pick(("Зорилго {}. {}", "ЗОРИЛТ {}: {}", "Зорилт-{}. {}", "{}. {}")),
        pick((";", ".", "", ";")), pick(("header", "numbers", "both", "nothing")), paged,
        random.random() < 0.1, two_rows, irregular,
        random.random() < 0.2, shared, paged and random.random() < 0.3,
    )  # fmt: skip


def _columns(random: Random, codes: str, numbers: str, goals: str) -> list[Role]:
    columns = [] if numbers == "absent" else [Role.NUMBER]
    columns += [Role.CODE] if codes == "own" else []
    columns += [Role.GOAL] if goals in ("column", "column first") else []
    columns.append(Role.MEASURE)
    columns += [role for role in PLAN_SIDE if random.random() < (0.7 if role is Role.INDICATOR else 0.25)]
    report = [Role.PROGRESS] + [role for role in (Role.SPENT, Role.COMPLETION) if random.random() < 0.75]
    if random.random() < 0.3:
        random.shuffle(report)
    columns += report
    return columns + [role for role in (Role.EVIDENCE, Role.NOTE, Role.UNKNOWN) if random.random() < 0.15]


def form(random: Random) -> Form:
    """One random form."""
    chosen = layout(random)
    drawer = Drawer(random, chosen)
    widths = [WIDTHS.get(role, 2.2) * random.uniform(0.8, 1.2) for role in chosen.columns]
    drawer.edges = [40.0 + 760 * sum(widths[:n]) / sum(widths) for n in range(len(widths) + 1)]
    if chosen.running_head:
        drawer.blocks.append(Paragraph(RUNNING_HEAD.format(1), drawer.place(20.0)))
    drawer.blocks.append(Paragraph(TITLE, drawer.place(50.0)))
    truth: list[dict[str, str]] = []
    order = random.sample(range(len(MEASURES)), random.randint(4, len(MEASURES)))
    groups = [group for group in (order[n::3] for n in range(3)) if group]
    if random.random() < 0.1 and chosen.goals != "paragraph":
        drawer.wide("НОМЫН САНГИЙН ТАЙЛАН")
    for number, group in enumerate(groups, 1):
        _draw_goal(drawer, number)
        _draw_measures(drawer, number, group, truth)
    if random.random() < 0.2:
        total = {Role.MEASURE: "НИЙТ ДУНДАЖ", Role.COMPLETION: "88%"}
        drawer.add([total.get(role, "") for role in chosen.columns])
    drawer.flush()
    drawer.blocks.append(Paragraph("ХЯНАСАН: Захирал Б.Номин", drawer.place(500.0)))
    pages = tuple(PageSummary(n, 842, 595) for n in range(1, drawer.page + 1)) if chosen.paged else ()
    kind = "pdf" if chosen.paged else "docx"
    return Form(Document("form", "0" * 64, 0, "", kind, tuple(drawer.blocks), pages), truth, chosen)


def goal_text(chosen: Layout, number: int) -> str:
    """The heading of a goal as printed."""
    bare = chosen.goals in ("column", "column first")
    return GOALS[number - 1] if bare else chosen.goal_label.format(number, GOALS[number - 1])


def _draw_goal(drawer: Drawer, number: int) -> None:
    chosen = drawer.layout
    text = goal_text(chosen, number)
    if chosen.goals == "paragraph":
        drawer.flush()
        drawer.blocks.append(Paragraph(text, drawer.place(300.0)))
    if chosen.goals == "paragraph" or number == 1:
        drawer.header()
        if chosen.repeat in ("numbers", "both"):
            drawer.numbers()
        if drawer.random.random() < 0.1 and number == 1:
            drawer.wide("Эрх зүйн үндэслэл: Авлигын эсрэг хуулийн 6 дугаар зүйл")
    if chosen.goals == "row":
        drawer.wide(text)
    elif chosen.goals == "row with number":
        drawer.wide(text, str(number))
    elif chosen.goals == "bold":
        drawer.add([text if role is Role.MEASURE else "" for role in chosen.columns], bold=True)


def _draw_measures(drawer: Drawer, number: int, group: list[int], truth: list[dict[str, str]]) -> None:
    random, chosen = drawer.random, drawer.layout
    columns = list(chosen.columns)
    body = random.choice(BODIES)
    first: int | None = None
    for place, measure in enumerate(group, 1):
        row = _cells(random, chosen, measure, number, place, len(truth) + 1)
        if chosen.shared_body:
            row[columns.index(Role.RESPONSIBLE)] = body
        truth.append(_true(chosen, row, measure, number, place))
        if chosen.paged and place > 1 and random.random() < 0.12:
            drawer.new_page()
            first = None
        drawn = list(row)
        if chosen.goals == "column first" and place > 1:
            drawn[columns.index(Role.GOAL)] = ""
        if chosen.paged and random.random() < 0.25:
            head, tail = _cut(random, chosen, drawn)
            drawer.add(head)
            drawer.new_page()
            drawer.add(tail)
            first = None
            continue
        if random.random() < 0.06 and chosen.ending and chosen.codes != "none":
            head, tail = _cut(random, chosen, drawn, by_author=True)
            drawer.add(head)
            drawer.add(tail)
            first = None
            continue
        drawer.add(drawn)
        first = len(drawer.rows) - 1 if first is None else first
        merged = [Role.GOAL] * (chosen.goals == "column") + [Role.NUMBER] * (chosen.numbers == "goal")
        for role in merged + [Role.RESPONSIBLE] * chosen.shared_body:
            if role in columns:
                drawer.merge_down(first, columns.index(role))
        if random.random() < 0.03:
            drawer.add([""] * len(columns))
            first = None


def _cells(random: Random, chosen: Layout, measure: int, goal: int, place: int, count: int) -> list[str]:
    code = f"{goal}.{place}"
    glue = {"glued.": f"{code}.", "glued": f"{code} "}.get(chosen.codes, "")
    numbers = {"each": str(count), "goal": str(goal), "first": str(goal) if place == 1 else ""}
    values = {
        Role.NUMBER: numbers.get(chosen.numbers, ""),
        Role.CODE: code + random.choice(("", ".")),
        Role.GOAL: goal_text(chosen, goal),
        Role.MEASURE: glue + _measure(chosen, measure),
        Role.INDICATOR: INDICATORS[measure],
        Role.PROGRESS: DONE[measure],
        Role.RESPONSIBLE: random.choice(BODIES),
        Role.CO_RESPONSIBLE: random.choice(BODIES),
        Role.DEADLINE: random.choice(DATES),
        Role.SPENT: random.choice(SUMS),
        Role.COMPLETION: random.choice(PERCENTS),
        Role.BASELINE: random.choice(("2", "15%", "Байхгүй")),
        Role.TARGET: random.choice(("4", "100%", "Бүрэн")),
        Role.EVIDENCE: random.choice(("Хавсралт 1", "", "Зураг")),
        Role.NOTE: random.choice(("", "", "Хугацаанд нь")),
        Role.UNKNOWN: random.choice(("Өндөр", "Бага")),
    }
    return [values[role] for role in chosen.columns]


def _measure(chosen: Layout, measure: int) -> str:
    text = MEASURES[measure] + chosen.ending
    return text.upper() if chosen.capitals else text


def _true(chosen: Layout, row: list[str], measure: int, goal: int, place: int) -> dict[str, str]:
    found = {str(role): cell for role, cell in zip(chosen.columns, row, strict=True)}
    code = "" if chosen.codes == "none" else f"{goal}.{place}"
    heading = "" if chosen.goals == "none" else goal_text(chosen, goal)
    return {**found, "measure": _measure(chosen, measure), "code": code, "goal": heading}


def _cut(random: Random, chosen: Layout, row: list[str], by_author: bool = False) -> tuple[list[str], list[str]]:
    """Two pieces: text columns cut between two words; short cells stay above, or below where they are centred."""
    columns = chosen.columns
    head, tail = list(row), [""] * len(row)
    able = [n for n, role in enumerate(columns) if role in TEXT_ROLES and len(row[n].split(" ")) >= 4]
    cut = [n for n in able if random.random() < 0.6] or [random.choice(able)]
    if by_author:
        cut = [columns.index(Role.MEASURE), *[n for n in cut if columns[n] is Role.PROGRESS]]
    for n in cut:
        words = row[n].split(" ")
        at = random.randint(2, len(words) - 1)
        head[n], tail[n] = " ".join(words[:at]), " ".join(words[at:])
    if chosen.centred and not by_author:
        for n, role in enumerate(columns):
            if role in SHORT_ROLES and random.random() < 0.5:
                head[n], tail[n] = tail[n], head[n]
    return head, tail
