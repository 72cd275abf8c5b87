"""Small raw reports of invented agencies, drawn as text, for tests of understanding."""

from __future__ import annotations

import hashlib

from normalizers.catalogue.model import Catalogue, Catalogues, Goal, Measure
from parsers.document import BBox, Paragraph, Place
from parsers.report import Column, RawCell, RawReport, RawRow, Role, Tally

ROLES = {
    "measure": (Role.MEASURE, "Хэрэгжүүлэх арга хэмжээ"),
    "indicator": (Role.INDICATOR, "Шалгуур үзүүлэлт"),
    "progress": (Role.PROGRESS, "Хэрэгжилтийн явц"),
    "spent": (Role.SPENT, "Зарцуулсан хөрөнгө /төгрөгөөр/"),
    "percent": (Role.COMPLETION, "Хүрсэн түвшин"),
    "other": (Role.UNKNOWN, "Бусад"),
}
TITLE = "УВС АЙМГИЙН ТЭС СУМЫН СОЁЛЫН ТӨВИЙН {year} ОНЫ АВЛИГЫН ЭСРЭГ ТӨЛӨВЛӨГӨӨНИЙ {period} ТАЙЛАН"
GOALS = (Goal("1", "Иргэдэд мэдээлэл хүргэх"), Goal("2", "Ил тод байдлыг хангах"))
MEASURES = (
    Measure(key="1.1", code="1.1", goal=GOALS[0], text="Ёс зүйн дүрмийн сургалтыг бүх албан хаагчид зохион байгуулах"),
    Measure(key="1.2", code="1.2", goal=GOALS[0], text="Иргэдийн санал хүсэлтийн хайрцгийг ажиллуулж шийдвэрлэх"),
    Measure(
        key="2.1",
        code="2.1",
        goal=GOALS[1],
        text="Худалдан авах ажиллагааны төлөвлөгөөг цахим хуудсанд нээлттэй байршуулах",
    ),
)
CATALOGUES = Catalogues((Catalogue("test-2024", MEASURES, 2024, "", ""),))


def raw_report(
    table: str, *, title: str = "", period: str = "ЭХНИЙ ХАГАС ЖИЛИЙН", year: int = 2024, day: str = "2024.06.20",
    after: tuple[str, ...] = (), confidence: float | None = None,
) -> RawReport:  # fmt: skip
    """A report from a table with ``|`` between the cells and the names of ``ROLES`` in its first line."""
    lines = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in table.strip().splitlines()]
    columns = [Column(*ROLES[name]) for name in lines[0]]
    rows = tuple(
        RawRow(
            number,
            tuple(RawCell(column, text, (), confidence) for column, text in zip(columns, cells, strict=True)),
            places=(Place(1, BBox(10.0, 10.0 * number, 500.0, 10.0 * number + 10)),),
        )
        for number, cells in enumerate(lines[1:], 1)
    )
    heading = title or TITLE.format(year=year, period=period)
    name = hashlib.sha256((heading + table + day).encode()).hexdigest()
    return RawReport(
        name=f"{name[:8]}.docx",
        sha256=name,
        kind="docx",
        rows=rows,
        columns=tuple(columns),
        before=(Paragraph(heading), Paragraph(day)) if day else (Paragraph(heading),),
        after=tuple(Paragraph(text) for text in after),
        tally=Tally(seen=len(rows), emitted=len(rows)),
    )
