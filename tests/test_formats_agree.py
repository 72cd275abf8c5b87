"""One report as DOCX, as PDF and as a scan gives the same rows."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest
from rapidfuzz import fuzz

from normalizers.catalogue.files import load_catalogues
from normalizers.normalize import normalize
from normalizers.report import MeasureRecord, Report
from parsers.document import SourceFile
from parsers.errors import OcrUnavailable
from parsers.extraction import extract
from parsers.reading import read

pytestmark = pytest.mark.slow

RAW = Path(__file__).parents[1] / "data" / "raw"
SAMPLES = ("hagas_jil_tailan.docx", "Биелэлт 9 сар.docx")
SCAN_DPI = 300
ALIKE = {"pdf": 99.0, "scan": 95.0}
"""Least average likeness (0-100) of a row's texts to those of the DOCX."""


def understood(path: Path) -> Report:
    (raw,) = extract(read(SourceFile.load(path)))
    return normalize(raw, load_catalogues())


def printed(docx: Path, folder: Path) -> Path:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice is not installed: nothing here can print a DOCX")
    subprocess.run(
        [program, f"-env:UserInstallation={folder.as_uri()}/profile", "--headless", "--convert-to", "pdf",
         "--outdir", str(folder), str(docx)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return folder / f"{docx.stem}.pdf"


def scanned(pdf: Path) -> Path:
    """Every page as a picture, nothing else."""
    target = pdf.with_name(f"{pdf.stem}-scan.pdf")
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.render(scale=SCAN_DPI / 72).to_pil().convert("L") for page in document]
    pages[0].save(target, "PDF", save_all=True, append_images=pages[1:], resolution=SCAN_DPI)
    return target


def likeness(one: MeasureRecord, other: MeasureRecord) -> float:
    names = ("measure_reported", "indicator", "progress")
    return sum(fuzz.ratio(getattr(one, name), getattr(other, name)) for name in names) / len(names)


@pytest.mark.parametrize("name", SAMPLES)
def test_formats_agree(name: str, tmp_path: Path) -> None:
    pdf = printed(RAW / name, tmp_path)
    original = understood(RAW / name)
    try:
        others = {"pdf": understood(pdf), "scan": understood(scanned(pdf))}
    except OcrUnavailable as missing:
        pytest.skip(str(missing))
    for kind, report in others.items():
        assert report.kind == kind
        assert (report.agency, report.plan_year, report.period) == (
            original.agency,
            original.plan_year,
            original.period,
        )
        assert [row.code_reported for row in report.records] == [row.code_reported for row in original.records]
        assert [row.match.code for row in report.records] == [row.match.code for row in original.records]
        pairs = list(zip(original.records, report.records, strict=True))
        assert all(a.completion_pct == b.completion_pct and a.spent_mnt == b.spent_mnt for a, b in pairs)
        assert sum(likeness(a, b) for a, b in pairs) / len(pairs) >= ALIKE[kind]
