"""Small DOCX files for tests: raw WordprocessingML put together, tables drawn as text."""

from __future__ import annotations

import io
import re
import zipfile
from xml.sax.saxutils import escape, quoteattr

from parsers.document import SourceFile, Table

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def package(
    body: str,
    styles: str = "",
    numbering: str = "",
    *,
    main_type: str = f"{WORD}.document.main+xml",
    extra: dict[str, bytes] | None = None,
) -> bytes:
    """The bytes of a DOCX with this body; ``styles`` and ``numbering`` are the inner XML of their parts."""
    overrides = f'<Override PartName="/word/document.xml" ContentType="{main_type}"/>'
    relations = ""
    parts = {"word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"}
    for name, inner in (("styles", styles), ("numbering", numbering)):
        if inner:
            parts[f"word/{name}.xml"] = f"<w:{name} {NAMESPACES}>{inner}</w:{name}>"
            overrides += f'<Override PartName="/word/{name}.xml" ContentType="{WORD}.{name}+xml"/>'
            relations += f'<Relationship Id="{name}" Type="{RELATIONS}/{name}" Target="{name}.xml"/>'
    parts["[Content_Types].xml"] = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
    parts["_rels/.rels"] = _relationships(
        f'<Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/>'
    )
    parts["word/_rels/document.xml.rels"] = _relationships(relations)
    return archive({name: text.encode() for name, text in parts.items()} | (extra or {}))


def archive(parts: dict[str, bytes]) -> bytes:
    """A ZIP of these members, the same bytes each time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in sorted(parts.items()):
            target.writestr(zipfile.ZipInfo(name, (2023, 6, 16, 9, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _relationships(inner: str) -> str:
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


def source(data: bytes, name: str = "тайлан.docx") -> SourceFile:
    return SourceFile(name, data, "0" * 64)


def r(text: str, props: str = "") -> str:
    """A run."""
    return f'<w:r>{f"<w:rPr>{props}</w:rPr>" if props else ""}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(*content: str, style: str = "", num: tuple[int, int] | int | None = None, props: str = "") -> str:
    """A paragraph of runs (plain text becomes a run); ``num`` is numId, or (numId, level)."""
    inside = f"<w:pStyle w:val={quoteattr(style)}/>" if style else ""
    if isinstance(num, tuple):
        inside += f'<w:numPr><w:ilvl w:val="{num[1]}"/><w:numId w:val="{num[0]}"/></w:numPr>'
    elif num is not None:
        inside += f'<w:numPr><w:numId w:val="{num}"/></w:numPr>'
    inside += props
    runs = "".join(item if item.startswith("<") else r(item) for item in content)
    return f"<w:p>{f'<w:pPr>{inside}</w:pPr>' if inside else ''}{runs}</w:p>"


def tc(*content: str, span: int = 1, merge: str = "", width: int = 0, props: str = "") -> str:
    """A cell; plain text becomes a paragraph. ``merge`` is restart or continue."""
    inside = f'<w:tcW w:w="{width}" w:type="dxa"/>' if width else ""
    inside += f'<w:gridSpan w:val="{span}"/>' if span != 1 else ""
    inside += f'<w:vMerge w:val="{merge}"/>' if merge else ""
    blocks = "".join(item if item.startswith("<") else p(item) for item in content) or p()
    return f"<w:tc><w:tcPr>{inside}{props}</w:tcPr>{blocks}</w:tc>"


def tr(*cells: str, props: str = "") -> str:
    inside = "".join(cell if cell.startswith("<") else tc(cell) for cell in cells)
    return f"<w:tr>{f'<w:trPr>{props}</w:trPr>' if props else ''}{inside}</w:tr>"


def tbl(*rows: str, grid: tuple[int, ...] = ()) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def drawn(picture: str) -> str:
    """A table drawn as text: ``| a | b |``; ``^`` continues the cell above, ``<`` the cell to the left."""
    rows = []
    for line in filter(None, map(str.strip, picture.strip().splitlines())):
        cells: list[list[object]] = []
        for text in (part.strip() for part in line.strip("|").split("|")):
            if text == "<" and cells:
                cells[-1][1] = int(str(cells[-1][1])) + 1
            else:
                cells.append([text, 1])
        rows.append(cells)
    starts = {
        (number - 1, index) for number, row in enumerate(rows) for index, (text, _) in enumerate(row) if text == "^"
    }
    lines = []
    for number, row in enumerate(rows):
        cells_xml = [
            tc(
                "" if text == "^" else str(text),
                span=int(str(span)),
                merge="continue" if text == "^" else "restart" if (number, index) in starts else "",
            )
            for index, (text, span) in enumerate(row)
        ]
        lines.append(tr(*cells_xml))
    return tbl(*lines)


def picture(table: Table) -> str:
    """The inverse of ``drawn``: the table as a person would draw it (line ends as `` / ``)."""
    lines = []
    for number, row in enumerate(table.grid()):
        shown = []
        for column, cell in enumerate(row):
            if cell is None:
                shown.append("~")
            elif cell.column < column:
                shown.append("<")
            elif cell.row < number:
                shown.append("^")
            else:
                shown.append(cell.text.replace("\n", " / "))
        lines.append("| " + " | ".join(shown) + " |")
    return "\n".join(lines)


def lines(text: str) -> str:
    """A drawn picture without the indentation of the test."""
    return "\n".join(re.sub(r"\s+", " ", line).strip() for line in text.strip().splitlines())


def level(index: int, text: str, kind: str = "decimal", start: int = 1, more: str = "") -> str:
    """One w:lvl of a list."""
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>{more}'
        f"<w:lvlText w:val={quoteattr(text)}/></w:lvl>"
    )


def abstract(key: int, *levels: str, more: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{key}">{"".join(levels)}{more}</w:abstractNum>'


def num(key: int, abstract_key: int, more: str = "") -> str:
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{abstract_key}"/>{more}</w:num>'
