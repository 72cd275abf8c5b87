"""python -m benchmarks.corpus.samples OUT [TRUTH]: the sample submissions of the project, made anew.

Plain names as agencies give them, several producers and layouts, a few scans, and one letter that is no report. Needs
LibreOffice and Chromium for two of the files. ReportLab and DOCX files are the same each time; the others carry dates.
"""

from __future__ import annotations

import argparse
import io
import json
import random
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium

from benchmarks.corpus import damage, docx_writer, producers
from benchmarks.corpus.choices import Choices
from benchmarks.corpus.making import Made, Manuscript, drafted, refused, reportlab
from benchmarks.corpus.truth import label
from benchmarks.corpus.wording import Body

SEED = 2023
SCHOOL = Body("Багануур дүүргийн 7 дугаар цэцэрлэг", "Багануур дүүргийн 7 дугаар цэцэрлэгийн")
PLAIN = Choices(length=1)


@dataclass(frozen=True, slots=True)
class Sample:
    """A file of data/raw: its producer (docx, lo, rl, chromium, scan:<damage>, jpeg, letter), what is special in it."""

    path: str
    producer: str
    changes: dict[str, Any] = field(default_factory=dict)
    agency: Body | None = None


SAMPLES = (
    Sample("Багануур 7-р цэцэрлэг хагас жил 2023.docx", "docx", {"number_row": "1", "title": 0}, SCHOOL),
    Sample(
        "Багануур 7-р цэцэрлэг жилийн эцэс 2023.docx", "docx", {"period": "FY", "quirk": "tracked", "title": 1}, SCHOOL
    ),
    Sample(
        "avlign_esreg_tailan_Q1.docx",
        "docx",
        {"period": "Q1", "code": "auto", "quirk": "autolists", "length": 3, "own": 1},
    ),
    Sample(
        "Тайлан эцсийн хувилбар (2).docx",
        "docx",
        {
            "year": 2024,
            "code": "column",
            "quirk": "controls",
            "deviation": "light",
            "signers": 1,
            "unit": "thousand",
            "columns": ("indicator", "responsible", "deadline", "progress", "spent", "completion", "evidence"),
        },
    ),
    Sample(
        "2024/Сумын ЗДТГ 2024 хагас жил.docx",
        "docx",
        {
            "year": 2024,
            "goal": "paragraph",
            "goal_label": 2,
            "letters": "legacy",
            "code": "spaced",
            "signature": "table",
        },
    ),
    Sample(
        "hagas_jil_tailan.docx",
        "docx",
        {
            "goal": "column",
            "quirk": "nested",
            "length": 3,
            "number": "row",
            "deviation": "mixed",
            "missing": 1,
        },
    ),
    Sample(
        "Биелэлт 9 сар.docx",
        "docx",
        {
            "period": "M9",
            "quirk": "ragged",
            "author_split": 2,
            "length": 3,
            "unit": "million",
            "approval": True,
            "totals": True,
        },
    ),
    Sample(
        "Авлигын эсрэг төлөвлөгөөний биелэлт.pdf",
        "lo",
        {
            "header": "repeat",
            "furniture": True,
            "passport": True,
            "title": 4,
            "length": 3,
            "number_row": "1",
            "percent": "words",
        },
    ),
    Sample(
        "report-2023-H1.pdf",
        "rl",
        {
            "rules": "rects",
            "two_level": True,
            "rotated_header": True,
            "number_row": "1",
            "header": "numbers",
            "length": 3,
            "columns": ("indicator", "baseline", "target", "progress", "spent", "completion"),
            "unit": "header-mnt",
        },
    ),
    Sample(
        "tailan_hevleh.pdf",
        "rl",
        {"rules": "hrules", "code": "missing", "deviation": "paraphrase", "percent": "plain", "own": 1},
    ),
    Sample(
        "2024/Тайлан 2024 жилийн эцэс.pdf",
        "rl",
        {
            "year": 2024,
            "period": "FY",
            "rules": "shading",
            "code": "renumbered",
            "order": True,
            "unit": "cell",
            "summary": True,
        },
    ),
    Sample(
        "uploaded (14).pdf", "chromium", {"letters": "lookalikes", "code": "deep", "header": "repeat", "goal": "tables"}
    ),
    Sample("Тайлан хөндлөн хуудас.pdf", "rl", {"rules": "segments", "turned": True, "watermark": True, "caps": True}),
    Sample("scan0001.pdf", "scan:desk-150", {"rules": "strokes", "missing": 5, "number_row": "1"}),
    Sample(
        "2024/Гарын үсэгтэй тайлан.pdf",
        "scan:stamp-150",
        {"year": 2024, "rules": "rects", "missing": 6, "percent": "plain"},
    ),
    Sample("fax_20230628.pdf", "scan:bilevel-300", {"rules": "strokes", "goal": "paragraph", "missing": 4}),
    Sample("IMG_4471.jpg", "jpeg", {"rules": "strokes", "missing": 8, "landscape": False, "code": "column"}),
    Sample("Албан бичиг.docx", "letter"),
)


def make(sample: Sample, number: int) -> Made:
    """One file with its truth."""
    producer, _, how = sample.producer.partition(":")
    name = f"sample-{number:02d}"
    each = drafted(name, random.Random(f"{SEED}/{name}"), replace(PLAIN, **sample.changes), sample.agency)
    match producer:
        case "docx":
            return _labelled(each, docx_writer.write(each.sheet, each.choices.quirk, each.chance), "docx")
        case "lo":
            return _labelled(
                each, producers.office_pdfs({"a": docx_writer.write(each.sheet, "", each.chance)})["a"], "pdf"
            )
        case "chromium":
            return _labelled(each, producers.browser_pdf(each.sheet), "pdf")
        case "letter":
            return refused(each, "letter")
    made = reportlab(each)
    if producer == "scan":
        made.data = damage.scanned(made.data, how, each.chance)
    elif producer == "jpeg":
        made.data = _photo(made.data, each)
    made.truth.format = made.truth.kind = "pdf" if producer == "rl" else "scan"
    return made


def _labelled(each: Manuscript, data: bytes, kind: str) -> Made:
    return Made(data, label(each.name, each.name, kind, each.choices, each.content))


def _photo(pdf: bytes, each: Manuscript) -> bytes:
    """The first page as a picture file."""
    scan = pdfium.PdfDocument(damage.scanned(pdf, "light-200", each.chance, pages=1))
    out = io.BytesIO()
    scan[0].render(scale=190 / 72).to_pil().convert("L").save(out, "JPEG", quality=55, dpi=(190, 190))
    scan.close()
    return out.getvalue()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.corpus.samples", description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("truth", type=Path, nargs="?", help="also write the truth there (JSON lines)")
    chosen = parser.parse_args()
    records = []
    for number, sample in enumerate(SAMPLES, start=1):
        made = make(sample, number)
        path = chosen.out / sample.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made.data)
        records.append({**made.truth.record(), "file": sample.path})
    if chosen.truth:
        chosen.truth.write_text(
            "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
