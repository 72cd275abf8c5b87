"""What stands around the measure table: letterhead, approval, title, passport and summary tables, signatures."""

from __future__ import annotations

import random
from datetime import timedelta

from benchmarks.corpus.choices import Choices
from benchmarks.corpus.content import Content
from benchmarks.corpus.sheet import Cell, Grid, GridRow, Para
from benchmarks.corpus.wording import person, written_date

PERIOD_TITLES = {
    "H1": ("эхний хагас жилийн", "хагас жилийн"),
    "FY": ("жилийн эцсийн", "бүтэн жилийн"),
    "Q1": ("I улирлын", "нэгдүгээр улирлын"),
    "M9": ("эхний 9 сарын", "9 сарын"),
}
PERIOD_NAMES = {
    "H1": "{year} оны эхний хагас жил",
    "FY": "{year} оны жилийн эцэс",
    "Q1": "{year} оны I улирал",
    "M9": "{year} оны 9 сар",
}
# (label over who took note, label over who prepared it); the first pair has both of the usual words
SIGNERS = (
    ("ТАНИЛЦСАН:", "ТАЙЛАН БОЛОВСРУУЛСАН:"),
    ("ХЯНАСАН:", "БОЛОВСРУУЛСАН:"),
    ("Танилцсан:", "Тайлан бэлтгэсэн:"),
    ("ТАНИЛЦСАН", "БЭЛТГЭСЭН"),
    ("Хянасан:", "Тайлан гаргасан:"),
)
HEADS = ("ДАРГА", "ЗАХИРАЛ", "ДАРГЫН АЛБАН ҮҮРГИЙГ ТҮР ОРЛОН ГҮЙЦЭТГЭГЧ", "ЕРӨНХИЙ МЕНЕЖЕР", "ТАМГЫН ГАЗРЫН ДАРГА")
WRITERS = (
    "МЭРГЭЖИЛТЭН",
    "ХУУЛИЙН ЗӨВЛӨХ",
    "ДОТООД ХЯНАЛТ ХАРИУЦСАН МЭРГЭЖИЛТЭН",
    "ЁС ЗҮЙН ДЭД ХОРООНЫ НАРИЙН БИЧГИЙН ДАРГА",
    "АХЛАХ МЭРГЭЖИЛТЭН",
)


def before_table(chance: random.Random, choices: Choices, content: Content) -> list[Para | Grid]:
    blocks: list[Para | Grid] = []
    if choices.letterhead:
        blocks += _letterhead(chance, content)
    if choices.approval:
        old = written_date(content.day - timedelta(days=chance.randrange(60, 150)), 0)
        blocks += [
            Para(text, align="right")
            for text in ("БАТЛАВ", chance.choice(HEADS), person(chance), old.replace(" өдөр", ""))
        ]
    blocks += _title(chance, choices, content)
    if choices.passport:
        blocks.append(_passport(chance, choices, content))
    if choices.summary and chance.random() < 0.5:
        blocks.append(_summary(content))
    return blocks


def after_table(chance: random.Random, choices: Choices, content: Content) -> list[Para | Grid]:
    blocks: list[Para | Grid] = []
    if choices.summary and chance.random() < 0.5:
        blocks += [Para(""), _summary(content)]
    return [*blocks, Para(""), *_signatures(chance, choices, content)]


def _letterhead(chance: random.Random, content: Content) -> list[Para | Grid]:
    phone = f"Утас: {chance.randrange(7000, 7800)}-{chance.randrange(1000, 9999)}"
    name = ["МОНГОЛ УЛС", content.agency.name.upper()]
    return [
        Grid(
            [0.5, 0.5],
            [GridRow([Cell(name, bold=True, align="center"), Cell([phone, "E-mail: medee@uilchilgee.mn"])])],
            bordered=False,
        )
    ]


def _title(chance: random.Random, choices: Choices, content: Content) -> list[Para | Grid]:
    period = PERIOD_TITLES[choices.period][chance.randrange(2)]
    genitive, year = content.agency.genitive, choices.year
    titles = (
        f"{genitive} {year} оны авлигын эсрэг үйл ажиллагааны {period} тайлан",
        f"{genitive} авлигын эсрэг {year} оны үйл ажиллагааны төлөвлөгөөний {period} хэрэгжилт",
        f"{genitive} авлигын эсрэг үйл ажиллагааны төлөвлөгөөний {year} оны {period} биелэлтийн тайлан",
        f"{genitive} {year} оны авлигын эсрэг үйл ажиллагааны төлөвлөгөөний хэрэгжилтийн {period} тайлан",
        f"Авлигын эсрэг үйл ажиллагааны {year} оны төлөвлөгөөний {period} хэрэгжилт",
    )
    title = titles[choices.title]
    day = written_date(content.day, choices.date_form)
    blocks: list[Para | Grid] = [
        Para(title.upper() if chance.random() < 0.8 else title, align="center", bold=True, size=12)
    ]
    if choices.title == 4:
        if not choices.passport:
            blocks.append(Para(f"Байгууллагын нэр: {content.agency.name}"))
            blocks.append(Para(f"Тайлант хугацаа: {PERIOD_NAMES[choices.period].format(year=year)}"))
        return [*blocks, Para(f"Тайлангийн огноо: {day}"), Para("")]
    place = chance.choice(("", "", "Улаанбаатар хот", "Төв хороо"))
    return [*blocks, Para(f"{day}    {place}".strip(), align=chance.choice(("left", "right", "center"))), Para("")]


def _passport(chance: random.Random, choices: Choices, content: Content) -> Grid:
    rows = [
        ("Байгууллагын нэр", content.agency.name),
        ("Тайлант хугацаа", PERIOD_NAMES[choices.period].format(year=choices.year)),
        ("Албан хаагчийн тоо", str(chance.randrange(12, 240))),
        ("Ёс зүйн дэд хорооны дарга", content.other),
    ]
    return Grid([0.35, 0.65], [GridRow([Cell([key]), Cell([value])]) for key, value in rows])


def _summary(content: Content) -> Grid:
    """How many measures a goal has and how far they are: a table that looks a little like the measure table."""
    head = GridRow(
        [Cell([text], bold=True, align="center") for text in ("Зорилго", "Арга хэмжээний тоо", "Дундаж хувь")],
        kind="head",
    )
    lines = []
    for goal in dict.fromkeys(row.goal for row in content.rows):
        rows = [row.completion_pct for row in content.rows if row.goal == goal]
        known = [value for value in rows if value is not None]
        mean = f"{sum(known) / len(known):.1f}" if known else "-"
        lines.append(
            GridRow([Cell([f"Зорилго {goal}"]), Cell([str(len(rows))], align="center"), Cell([mean], align="center")])
        )
    return Grid([0.4, 0.3, 0.3], [head, *lines], head=1)


def _signatures(chance: random.Random, choices: Choices, content: Content) -> list[Para | Grid]:
    noted, prepared = SIGNERS[choices.signers]
    sides = [
        (noted, chance.choice(HEADS), content.acknowledged_by),
        (prepared, chance.choice(WRITERS), content.prepared_by),
    ]
    capital = chance.random() < 0.5
    sides = [(label, title, name.upper() if capital else name) for label, title, name in sides]
    if choices.signature == "table":
        lines = [GridRow([Cell([label]), Cell([title]), Cell([name])]) for label, title, name in sides]
        return [Grid([0.35, 0.4, 0.25], lines, bordered=False)]
    blocks: list[Para | Grid] = []
    for label, title, name in sides:
        if choices.signature == "underscores":
            blocks += [Para(f"{label} {title.capitalize()}"), Para(f"____________________ /{name}/"), Para("")]
        else:
            blocks += [
                Para(label),
                Para(title),
                Para(f"        {name}", align=chance.choice(("left", "center", "right"))),
                Para(""),
            ]
    return blocks
