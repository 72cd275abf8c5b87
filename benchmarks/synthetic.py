"""Invented submissions for the benchmarks of outputs: sentences, figures and agencies that exist nowhere."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from normalizers.catalogue.files import shipped
from normalizers.report import Finding, IndicatorItem, Match, MeasureRecord, Mention, Report
from parsers.document import BBox, Place
from parsers.report import Leftover
from pipeline.workers.outcome import Outcome

_NAMES = ("Хангай", "Хөвсгөлт", "Алтанбулаг", "Баянцагаан", "Номгон", "Түмэнжаргал", "Өлзийт", "Бүрэнхаан")
_KINDS = ("сумын засаг даргын тамгын газар", "дугаар цэцэрлэг", "нэгдсэн эмнэлэг", "ерөнхий боловсролын сургууль")
_SENTENCES = (
    "Албан хаагчдад ашиг сонирхлын зөрчлөөс сэргийлэх сургалтыг зохион байгуулж, нийт 45 хүнийг хамруулав.",
    "Мэдээллийн самбарыг шинэчилж, хоёр удаагийн зурагт хуудас байршууллаа.",
    "2023 оны 03 дугаар сарын 15-ны өдөр нээлттэй өдөрлөг хийж, иргэдийн саналыг авсан.",
    "Худалдан авах ажиллагааны төлөвлөгөөг цахим хуудсанд байршуулж, олон нийтэд мэдээлсэн болно.",
    "Ёс зүйн зөвлөл гурван удаа хуралдаж, тэмдэглэлийг А/17 дугаар тушаалаар баталгаажуулсан.",
)
_STATUSES = ("auto",) * 17 + ("review", "unmatched", "confirmed")


def outcomes(submissions: int, rows: int = 12, seed: int = 1) -> Iterator[Outcome]:
    """``submissions`` readable files of ``rows`` measure rows each, about 1,000 letters a row."""
    chance = random.Random(seed)
    catalogue = shipped().items[0]
    keys = [measure.key for measure in catalogue.measures]
    for number in range(submissions):
        sha256 = hashlib.sha256(f"{seed}/{number}".encode()).hexdigest()
        agency = f"{_NAMES[number // 2 % 8]} {number // 2 + 1} {_KINDS[number // 16 % 4]}"
        period, end = (("H1", date(2023, 6, 30)), ("FY", date(2023, 12, 31)))[number % 2]
        codes = [keys[row] if row < len(keys) else "" for row in range(rows)]
        records = tuple(_record(chance, row, code) for row, code in enumerate(codes, start=1))
        report = Report(
            f"{number:05d}.pdf", sha256, "pdf", agency, "", agency.upper(), 2023, period, date(2023, 1, 1), end, end,
            "Б.ЦЭРЭН", "Дарга", "Д.СОЛОНГО", "Мэргэжилтэн", catalogue.id, records, _findings(chance, rows),
            (Leftover(1, "header", "Арга хэмжээ Биелэлт", "header row"),),
        )  # fmt: skip
        yield Outcome(report.name, sha256, 90_000, "ok", "application/pdf", "pdf", 7, report=report)


def _record(chance: random.Random, row: int, key: str) -> MeasureRecord:
    percent = Decimal(chance.choice(("100", "70", "50", "30", "0", "88.5")))
    status = chance.choice(_STATUSES) if key else "unmatched"
    page = 1 + row // 4
    return MeasureRecord(
        row, "Зорилго 1. Иргэдийн мэдлэгийг дээшлүүлэх", key, " ".join(chance.choices(_SENTENCES, k=2)),
        "- Сургалт-2 - Зурагт хуудас-5", " ".join(chance.choices(_SENTENCES, k=6)),
        "1,500,000", Decimal(chance.randrange(1, 400) * 10_000), f"{percent}%", percent, "stated",
        responsible="Захиргааны хэлтэс", deadline="II улирал",
        match=Match(key, 0.99, status, "code and 9 of 11 words agree", "", keyed_other(key), 0.004),
        places=(Place(page, BBox(56.7, 120.0, 540.2, 300.5)),),
        indicators=(IndicatorItem(1, "Сургалт", Decimal(2), "", "- Сургалт-2"),
                    IndicatorItem(2, "Зурагт хуудас", Decimal(5), "", "- Зурагт хуудас-5")),
        mentions=(Mention("people", "45 хүнийг", "45", "", "хүн", 85),),
    )  # fmt: skip


def keyed_other(key: str) -> str:
    """Some other code, as runner-up."""
    return "1.2" if key != "1.2" else "1.1"


def _findings(chance: random.Random, rows: int) -> tuple[Finding, ...]:
    return tuple(
        Finding("repeated_text", "note", chance.randrange(rows) + 1, "progress", "", 2, "Same text.", "Ижил бичвэр.")
        for _ in range(chance.randrange(3))
    )
