"""Files that must be refused, each for its own reason."""

from __future__ import annotations

import io
import random

import pikepdf

from benchmarks.corpus.content import Content
from benchmarks.corpus.sheet import Cell, Grid, GridRow, Para, Sheet

KINDS = (
    "text-renamed",
    "zero-bytes",
    "truncated-pdf",
    "truncated-docx",
    "encrypted",
    "spreadsheet",
    "letter",
    "unrelated",
)


def letter(content: Content) -> Sheet:
    """A covering letter: speaks of the report, has no table."""
    return Sheet(
        [
            Para(content.agency.name.upper(), align="center", bold=True),
            Para("Тайлан хүргүүлэх тухай", align="center"),
            Para("Авлигын эсрэг үйл ажиллагааны төлөвлөгөөний хэрэгжилтийн тайланг хавсралтаар хүргүүлж байна."),
            Para("Хавсралт 6 хуудастай."),
            Para(f"ДАРГА    {content.acknowledged_by}"),
        ],
        landscape=False,
    )


def unrelated(chance: random.Random, content: Content) -> Sheet:
    """A table of other things."""
    head = [
        Cell([text], bold=True, align="center") for text in ("№", "Барааны нэр", "Тоо ширхэг", "Нэгж үнэ", "Нийт үнэ")
    ]
    lines = [GridRow(head, kind="head")]
    for index in range(1, 14):
        count, price = chance.randrange(1, 40), chance.randrange(2, 90) * 500
        name = chance.choice(("Цаас А4", "Хавтас", "Принтерийн хор", "Сандал", "Ширээний гэрэл", "Үзэг", "Дэвтэр"))
        lines.append(
            GridRow([Cell([text]) for text in (str(index), name, str(count), f"{price:,}", f"{count * price:,}")])
        )
    title = Para(
        f"{content.agency.genitive.upper()} {content.day.year} ОНЫ БАРАА МАТЕРИАЛЫН ЖАГСААЛТ", align="center", bold=True
    )
    return Sheet([title, Grid([0.08, 0.4, 0.16, 0.16, 0.2], lines, head=1)], landscape=False)


def damaged(kind: str, name: str, docx: bytes, pdf: bytes) -> tuple[str, bytes]:
    """(file ending, bytes) for the kinds that spoil a good file."""
    match kind:
        case "text-renamed":
            return "docx", f"{name}: тайланг дараа илгээнэ.\n".encode() * 20
        case "zero-bytes":
            return "pdf", b""
        case "truncated-pdf":
            return "pdf", pdf[: len(pdf) // 20]
        case "truncated-docx":
            return "docx", docx[: len(docx) // 2]
        case "encrypted":
            out = io.BytesIO()
            with pikepdf.open(io.BytesIO(pdf)) as opened:
                opened.save(out, encryption=pikepdf.Encryption(user="нууц", owner="эзэн"), deterministic_id=False)
            return "pdf", out.getvalue()
        case _:
            return "docx", _spreadsheet()


def _spreadsheet() -> bytes:
    from tests.builders.docx import package

    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    return package("", main_type=kind)
