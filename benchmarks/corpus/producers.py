"""Outside programs that turn sheets into PDF: LibreOffice (from DOCX) and Chromium (from HTML)."""

from __future__ import annotations

import html
import shutil
import subprocess
import tempfile
from pathlib import Path

from benchmarks.corpus.sheet import Cell, Grid, Para, Sheet

SECONDS = 600
OFFICE = ("soffice", "libreoffice")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


class Missing(Exception):
    """The program for a kind of document is not installed; the message says which."""


def _program(names: tuple[str, ...]) -> str:
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        raise Missing(f"none of {', '.join(names)} is installed")
    return found


def office_pdfs(documents: dict[str, bytes]) -> dict[str, bytes]:
    """DOCX -> PDF for many documents in one start of LibreOffice (name -> bytes)."""
    program = _program(OFFICE)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        paths = []
        for name, data in documents.items():
            path = folder / f"{name}.docx"
            path.write_bytes(data)
            paths.append(str(path))
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder / "pdf"), *paths]
        subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
        return {name: (folder / "pdf" / f"{name}.pdf").read_bytes() for name in documents}


def browser_pdf(sheet: Sheet) -> bytes:
    """HTML printed by a headless browser."""
    program = _program(BROWSERS)
    with tempfile.TemporaryDirectory() as scratch:
        page, target = Path(scratch) / "page.html", Path(scratch) / "page.pdf"
        page.write_text(as_html(sheet), encoding="utf-8")
        command = [
            program,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-pdf-header-footer",
            f"--user-data-dir={scratch}/profile",
            f"--print-to-pdf={target}",
            page.as_uri(),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return target.read_bytes()


def as_html(sheet: Sheet) -> str:
    """The sheet as a web page made for printing."""
    paper = "A4 landscape" if sheet.landscape else "A4"
    head = "table-header-group" if sheet.repeat else "table-row-group"
    style = (
        f"@page {{ size: {paper}; margin: 15mm }} body {{ font: 11pt 'DejaVu Serif', serif }} p {{ margin: 2pt 0 }}"
        f"table {{ border-collapse: collapse; width: 100%; table-layout: fixed; font-size: {sheet.table_size}pt }}"
        f"thead {{ display: {head} }} .b td {{ border: 0.6pt solid black }}"
        "td { vertical-align: top; padding: 2pt 3pt; overflow-wrap: anywhere }"
        ".r { writing-mode: vertical-rl; transform: rotate(180deg); height: 70pt }"
        ".w { position: fixed; top: 40%; left: 25%; font-size: 90pt; color: #ddd; z-index: -1 }"
        ".w { transform: rotate(-35deg) }"
    )
    mark = f"<div class='w'>{html.escape(sheet.watermark)}</div>" if sheet.watermark else ""
    body = "".join(_grid(block) if isinstance(block, Grid) else _paragraph(block) for block in sheet.blocks)
    return (
        f"<!doctype html><html lang='mn'><meta charset='utf-8'><style>{style}</style><body>{mark}{body}</body></html>"
    )


def _paragraph(block: Para) -> str:
    weight = "bold" if block.bold else "normal"
    look = f"text-align:{block.align};font-weight:{weight};font-size:{block.size}pt"
    return f"<p style='{look}'>{html.escape(block.label + block.text) or '&nbsp;'}</p>"


def _grid(grid: Grid) -> str:
    columns = "".join(f"<col style='width:{share * 100:.2f}%'>" for share in grid.widths)
    rows = ["<tr>" + "".join(_cell(cell) for cell in line.cells) + "</tr>" for line in grid.lines]
    head, body = "".join(rows[: grid.head]), "".join(rows[grid.head :])
    return f"<table class='{'b' if grid.bordered else ''}'>{columns}<thead>{head}</thead><tbody>{body}</tbody></table>"


def _cell(cell: Cell) -> str:
    spans = (f" colspan={cell.colspan}" if cell.colspan > 1 else "") + (
        f" rowspan={cell.rowspan}" if cell.rowspan > 1 else ""
    )
    text = "<br>".join(html.escape(line) for line in cell.printed)
    inside = f"<div class='r'>{text}</div>" if cell.rotated else text
    return f"<td{spans} style='text-align:{cell.align};font-weight:{'bold' if cell.bold else 'normal'}'>{inside}</td>"
