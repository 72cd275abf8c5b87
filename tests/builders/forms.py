"""Random report forms with their truth: layouts as agencies make them, for property tests of the extraction.

``form(random)`` draws columns, labels, codes, goals, page breaks and cut rows; ``Form.document`` is what a reader would
hand over, ``Form.truth`` what a careful person would key in. All sentences and bodies are invented.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from parsers.document import Block, Cell, Document, PageSummary, Paragraph, Place, Table
from parsers.report import Role

MEASURES = (
    "Албан хаагчдад авлигын эсрэг сургалт зохион байгуулж, мэдлэгийг нь дээшлүүлэх",
    "Мэдээллийн самбарт авлигаас сэргийлэх мэдээлэл байршуулж, сар бүр шинэчлэх",
    "Үйлчлүүлэгчдийн дунд хүнд суртал, чирэгдлийн талаар судалгаа авч, дүнг танилцуулах",
    "Ашиг сонирхлын зөрчилгүй гэдгээ мэдэгдэх маягтыг хөтөлж, хяналт тавих",
    "Худалдан авах ажиллагааны төлөвлөгөө, тайланг цахим хуудсанд нээлттэй болгох",
    "Иргэдийн өргөдөл, гомдлыг хугацаанд нь шийдвэрлэж, дүн шинжилгээ хийх",
    "Хөрөнгө, орлогын мэдүүлгийг хуулийн хугацаанд бүртгэж, хадгалалтыг сайжруулах",
    "Ёс зүйн дэд хорооны үйл ажиллагааг идэвхжүүлж, зөрчлийг хэлэлцэх",
    "Сул орон тооны сонгон шалгаруулалтыг нээлттэй зарлаж, үр дүнг мэдээлэх",
    "Дотоод журамд авлигын эрсдэлээс сэргийлэх заалт тусгаж, мөрдүүлэх",
    "Төсвийн гүйцэтгэлийг улирал тутам олон нийтэд танилцуулж, санал авах",
    "Гарын авлага, зурагт хуудас бэлтгэж, харьяа нэгжүүдэд хүргүүлэх",
)
DONE = (
    "Сургалтыг 03 сарын 12-нд зохион байгуулж, 25 албан хаагч хамрагдав. Сургалтын дараа мэдлэг шалгах тест авсан.",
    "Самбарыг сар бүр шинэчилж, нийт 14 мэдээлэл байршуулсан. Иргэдийн санал хүсэлтийг тусгав.",
    "Судалгаанд 60 иргэн оролцож, дүнг хамт олны хуралд танилцуулав.",
    "1. Маягтыг 18 удаа хөтөлсөн.\n2. Зөрчил гараагүй болно.",
    "Төлөвлөгөөг цахим хуудсанд 01 дүгээр сарын 20-нд байршуулж, тайланг нийтэлсэн. 340 удаа үзсэн байна.",
    "Нийт 21 өргөдөл ирснийг хугацаанд нь шийдвэрлэж, дүн шинжилгээг улирал тутам гаргав.",
    "Мэдүүлэг гаргагч 32 албан тушаалтны мэдүүлгийг 100 хувь бүртгэж авсан.",
    "Хороо 2 удаа хуралдаж, 1 гомдол хянан хэлэлцсэн. Гомдол үндэслэлгүй байв.",
    "Зарыг 5 удаа нийтэлж, 11 хүн бүртгүүлснээс 3 хүнийг томилсон.",
    "Журмын 4.2 дахь заалтад нэмэлт оруулж, албан хаагчдад танилцуулсан.",
    "Гүйцэтгэлийн мэдээг самбарт байрлуулж, хуралд танилцуулсан.",
    "- Гарын авлага 40 ширхэг\n- Зурагт хуудас 6 ширхэг хэвлүүлэв.",
)
INDICATORS = (
    "Сургалтын тоо-2", "Шинэчилсэн мэдээллийн тоо", "Судалгаа-1", "- Маягт-18\n- Зөрчил-0", "Нээлттэй болгосон эсэх",
    "Шийдвэрлэлтийн хувь", "Бүртгэсэн мэдүүлгийн тоо", "Хуралдсан тоо", "Зарласан орон тоо", "Тусгасан заалтын тоо",
    "Танилцуулсан эсэх", "Хэвлүүлсэн материал",
)  # fmt: skip
GOALS = (
    "Авлигын эсрэг соён гэгээрүүлэх ажлыг өргөжүүлэх",
    "Хүнд суртлыг бууруулж, ил тод байдлыг нэмэгдүүлэх",
    "Ашиг сонирхлын зөрчлөөс урьдчилан сэргийлэх",
)
BODIES = ("Захиргааны хэлтэс", "Санхүүгийн алба", "Дотоод хяналтын мэргэжилтэн", "Бүх нэгж")
DATES = ("I-IV улирал", "2024.06.30", "Сар бүр", "Жилийн турш", "6 дугаар сард")
PERCENTS = ("100%", "85%", "70 хувь", "95,5%", "100", "50%", "Хэрэгжээгүй", "100 %")
SUMS = ("-", "150,000", "1,250,000", "0", "450.5", "2 300 000")
LABELS = {
    Role.NUMBER: ("Д/д", "№", "д.д", "Дугаар"),
    Role.CODE: ("Код", "Д/д", "Арга хэмжээний дугаар"),
    Role.GOAL: ("Зорилго", "Зорилт", "Үйл ажиллагааны чиглэл", "Бодлогын зорилт"),
    Role.MEASURE: (
        "Хэрэгжүүлэх арга хэмжээ", "Арга хэмжээ", "Авч хэрэгжүүлэх арга хэмжээ", "Төлөвлөсөн ажил", "Хэрэгжүүлэх ажил",
        "Заалт", "Үүрэг чиглэл",
    ),
    Role.INDICATOR: ("Гүйцэтгэлийн шалгуур үзүүлэлт", "Шалгуур үзүүлэлт", "Хүрэх үр дүн", "Шалгуур"),
    Role.BASELINE: ("Суурь түвшин", "Суурь үзүүлэлт"),
    Role.TARGET: ("Зорилтот түвшин", "Хүрэхээр төлөвлөсөн түвшин"),
    Role.RESPONSIBLE: ("Хариуцах эзэн", "Хариуцах нэгж, албан тушаалтан", "Хариуцах байгууллага"),
    Role.CO_RESPONSIBLE: ("Хамтран хэрэгжүүлэх", "Хамтран ажиллах байгууллага"),
    Role.DEADLINE: ("Хугацаа", "Хэрэгжүүлэх хугацаа"),
    Role.PROGRESS: (
        "Хэрэгжилтийн явц, үр дүн", "Хэрэгжилт", "Биелэлт", "Гүйцэтгэл", "Хэрэгжүүлсэн үйл ажиллагаа, үр дүн",
        "Хэрэгжилтийн явц", "Авч хэрэгжүүлсэн арга хэмжээ",
    ),
    Role.SPENT: ("Зарцуулсан хөрөнгө", "Зарцуулсан хөрөнгө /төгрөгөөр/", "Зарцуулалт (мян.төг)", "Төсөвт өртөг"),
    Role.COMPLETION: ("Хүрсэн түвшин", "Хэрэгжилтийн хувь", "Биелэлт %", "Хувь", "Хүрэх түвшин", "Өөрийн үнэлгээ"),
    Role.EVIDENCE: ("Нотлох баримт", "Хавсралт"),
    Role.NOTE: ("Тайлбар",),
    Role.UNKNOWN: ("Эрсдэлийн зэрэглэл",),
}  # fmt: skip
PLAN_SIDE = (Role.INDICATOR, Role.BASELINE, Role.TARGET, Role.RESPONSIBLE, Role.CO_RESPONSIBLE, Role.DEADLINE)
TEXT_ROLES = (Role.MEASURE, Role.INDICATOR, Role.PROGRESS)
WIDTHS = {Role.NUMBER: 1, Role.CODE: 1.3, Role.MEASURE: 7, Role.PROGRESS: 9, Role.INDICATOR: 4, Role.GOAL: 4}


@dataclass
class Form:
    """A drawn form: its document, its truth by row, and the choices made (for messages)."""

    document: Document
    truth: list[dict[str, str]]
    choices: dict[str, object] = field(default_factory=dict)


@dataclass
class _Grid:
    """Rows of (text, row span, column span, bold) per page."""

    columns: list[Role]
    paged: bool
    widths: list[float]
    pages: list[list[list[tuple[str, int, int, bool] | None]]] = field(default_factory=lambda: [[]])

    def add(self, row: list[str], bold: bool = False) -> None:
        self.pages[-1].append([(text, 1, 1, bold) for text in row])

    def wide(self, text: str, first: int = 0, lead: str = "") -> None:
        n = len(self.columns)
        row: list[tuple[str, int, int, bool] | None] = [(lead, 1, 1, False)] * first
        self.pages[-1].append([*row, (text, 1, n - first, False), *[None] * (n - first - 1)])


def form(random: Random) -> Form:
    """One random form."""
    pick = random.choice
    code_style = pick(("glued.", "glued", "own", "none", "none"))
    number_style = pick(("each", "goal", "first", "blank", "absent"))
    if code_style == "own" and number_style == "goal":
        number_style = "absent"
    goal_style = pick(("row", "row", "row with number", "bold", "paragraph", "column", "column first", "none"))
    if goal_style == "row with number" and code_style != "own" and number_style == "absent":
        goal_style = "row"
    paged = random.random() < 0.6
    repeat = pick(("header", "numbers", "both", "nothing"))
    columns = _columns(random, code_style, number_style, goal_style)
    choices = {
        "codes": code_style, "numbers": number_style, "goals": goal_style, "paged": paged, "repeat": repeat,
        "columns": [str(role) for role in columns],
    }  # fmt: skip
    labels = [pick(LABELS[role]) for role in columns]
    if Role.SPENT in columns and "Гүйцэтгэл" in labels and Role.COMPLETION not in columns:
        labels[labels.index("Гүйцэтгэл")] = "Хэрэгжилт"
    widths = [WIDTHS.get(role, 2.2) * random.uniform(0.8, 1.2) for role in columns]
    grid = _Grid(columns, paged, widths)
    title = "НОМЫН САНГИЙН АВЛИГЫН ЭСРЭГ ҮЙЛ АЖИЛЛАГААНЫ 2024 ОНЫ ТӨЛӨВЛӨГӨӨНИЙ ХЭРЭГЖИЛТ"
    blocks: list[Block] = [Paragraph(title)]
    truth: list[dict[str, str]] = []
    order = random.sample(range(len(MEASURES)), random.randint(4, len(MEASURES)))
    groups = [order[n::3] for n in range(3)]
    number = 0
    header_pending = True
    label_kind = pick(("Зорилго {}. {}", "ЗОРИЛТ {}: {}", "Зорилт-{}. {}", "{}. {}"))
    ending = pick((";", ".", "", ";"))
    capitals = random.random() < 0.1
    for group, measures in enumerate(groups, 1):
        if not measures:
            continue
        goal = (
            label_kind.format(group, GOALS[group - 1])
            if goal_style not in ("column", "column first")
            else GOALS[group - 1]
        )
        if goal_style == "paragraph":
            _flush(grid, blocks)
            blocks.append(Paragraph(goal, _place(grid, 300.0)))
            header_pending = True
        if header_pending:
            grid.add(labels, bold=random.random() < 0.5)
            if repeat in ("numbers", "both"):
                grid.add([str(n + 1) for n in range(len(columns))])
            header_pending = False
        if goal_style == "row":
            grid.wide(goal)
        elif goal_style == "row with number":
            grid.wide(goal, 1, str(group))
        elif goal_style == "bold":
            home = columns.index(Role.MEASURE)
            grid.add([goal if n == home else "" for n in range(len(columns))], bold=True)
        first_row: tuple[int, int] | None = None
        for place, measure in enumerate(measures, 1):
            number += 1
            code = "" if code_style == "none" else f"{group}.{place}"
            text = MEASURES[measure] + ending
            text = text.upper() if capitals else text
            row = _cells(random, columns, measure, text, code, code_style)
            if Role.NUMBER in columns:
                shown = {"each": str(number), "goal": str(group), "first": str(group) if place == 1 else ""}
                row[columns.index(Role.NUMBER)] = shown.get(number_style, "")
            if Role.GOAL in columns:
                row[columns.index(Role.GOAL)] = goal if place == 1 or goal_style == "column" else ""
            truth.append(_true(columns, row, text, code, "" if goal_style == "none" else goal))
            cut = paged and random.random() < 0.25
            if cut:
                head, tail = _cut(random, columns, row)
                grid.add(head)
                _new_page(grid, labels, repeat)
                grid.add(tail)
                first_row = None
            elif paged and random.random() < 0.12 and place > 1:
                _new_page(grid, labels, repeat)
                first_row = None
                if Role.GOAL in columns:
                    row[columns.index(Role.GOAL)] = (
                        "" if goal_style == "column first" else row[columns.index(Role.GOAL)]
                    )
                grid.add(row)
            elif random.random() < 0.06 and ending and code_style != "none":
                head, tail = _cut(random, columns, row, inside_measure=True)
                grid.add(head)
                grid.add(tail)
            else:
                grid.add(row)
            here = (len(grid.pages) - 1, len(grid.pages[-1]) - 1)
            if goal_style == "column" and first_row and first_row[0] == here[0] and not cut:
                _merge_down(grid, first_row, here[1], columns.index(Role.GOAL))
            if number_style == "goal" and Role.NUMBER in columns and first_row and first_row[0] == here[0] and not cut:
                _merge_down(grid, first_row, here[1], columns.index(Role.NUMBER))
            first_row = first_row or here
    if random.random() < 0.2:
        home = columns.index(Role.MEASURE)
        total = ["НИЙТ ДУНДАЖ" if n == home else "" for n in range(len(columns))]
        if Role.COMPLETION in columns:
            total[columns.index(Role.COMPLETION)] = "88%"
        grid.add(total)
    _flush(grid, blocks)
    blocks.append(Paragraph("ХЯНАСАН: Захирал Б.Номин"))
    pages = tuple(PageSummary(n + 1, 842, 595) for n in range(40)) if paged else ()
    kind = "pdf" if paged else "docx"
    return Form(Document("form", "0" * 64, 0, "", kind, tuple(blocks), pages), truth, choices)


def _columns(random: Random, code_style: str, number_style: str, goal_style: str) -> list[Role]:
    columns = [] if number_style == "absent" else [Role.NUMBER]
    if code_style == "own":
        columns.append(Role.CODE)
    if goal_style in ("column", "column first"):
        columns.append(Role.GOAL)
    columns.append(Role.MEASURE)
    columns += [role for role in PLAN_SIDE if random.random() < (0.7 if role is Role.INDICATOR else 0.25)]
    report = [Role.PROGRESS] + [role for role in (Role.SPENT, Role.COMPLETION) if random.random() < 0.75]
    if random.random() < 0.3:
        random.shuffle(report)
    columns += report
    return columns + [role for role in (Role.EVIDENCE, Role.NOTE, Role.UNKNOWN) if random.random() < 0.15]


def _cells(random: Random, columns: list[Role], measure: int, text: str, code: str, code_style: str) -> list[str]:
    glue = {"glued.": f"{code}.", "glued": f"{code} "}.get(code_style, "")
    values = {
        Role.CODE: code + random.choice(("", ".")),
        Role.MEASURE: glue + text,
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
    return [values.get(role, "") for role in columns]


def _true(columns: list[Role], row: list[str], text: str, code: str, goal: str) -> dict[str, str]:
    found = {str(role): cell for role, cell in zip(columns, row, strict=True)}
    return {**found, "measure": text, "code": code, "goal": goal}


def _cut(
    random: Random, columns: list[Role], row: list[str], inside_measure: bool = False
) -> tuple[list[str], list[str]]:
    """Two pieces: text columns cut between two words, at least one of them inside; short cells stay above."""
    head, tail = list(row), [""] * len(row)
    able = [n for n, role in enumerate(columns) if role in TEXT_ROLES and len(row[n].split(" ")) >= 4]
    chosen = [n for n in able if random.random() < 0.6] or [random.choice(able)]
    if inside_measure:
        chosen = [columns.index(Role.MEASURE), *[n for n in chosen if columns[n] is Role.PROGRESS]]
    for n in chosen:
        words = row[n].split(" ")
        at = random.randint(2, len(words) - 1)
        head[n], tail[n] = " ".join(words[:at]), " ".join(words[at:])
    return head, tail


def _new_page(grid: _Grid, labels: list[str], repeat: str) -> None:
    grid.pages.append([])
    if repeat in ("header", "both"):
        grid.add(labels)
    if repeat in ("numbers", "both"):
        grid.add([str(n + 1) for n in range(len(labels))])


def _merge_down(grid: _Grid, first: tuple[int, int], last: int, column: int) -> None:
    top = grid.pages[first[0]][first[1]][column]
    if top is None:
        return
    grid.pages[first[0]][first[1]][column] = (top[0], last - first[1] + 1, 1, top[3])
    for row in range(first[1] + 1, last + 1):
        grid.pages[first[0]][row][column] = None


def _place(grid: _Grid, top: float) -> tuple[Place, ...]:
    return (Place(len(grid.pages), (40.0, top, 800.0, top + 12)),) if grid.paged else ()


def _flush(grid: _Grid, blocks: list[Block]) -> None:
    """The rows so far as one table a page."""
    start = sum(1 for _ in ())
    edges = [40.0]
    for width in grid.widths:
        edges.append(edges[-1] + 760 * width / sum(grid.widths))
    done = getattr(grid, "_done", 0)
    for number, rows in enumerate(grid.pages):
        page = number + 1 + done
        if rows:
            blocks.append(_table(rows, len(grid.columns), edges, page if grid.paged else None))
    grid.__dict__["_done"] = done + len(grid.pages) - 1 + start
    grid.pages = [[]]


def _table(
    rows: list[list[tuple[str, int, int, bool] | None]], columns: int, edges: list[float], page: int | None
) -> Table:
    cells = []
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if cell is None:
                continue
            text, down, across, bold = cell
            box = (edges[c], 60 + 20.0 * r, edges[c + across], 60 + 20.0 * (r + down))
            cells.append(Cell(r, c, text, down, across, (Place(page, box),) if page else (), bold=bold))
    return Table(len(rows), columns, tuple(cells))
