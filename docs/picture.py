"""Draws the rooms, their packages and the imports between them: ``python docs/picture.py`` writes the SVG beside it.

Rows are the layers of the import contracts in pyproject.toml, so a package that imports upwards cannot be drawn; words
in the boxes are the first sentence of each package's docstring. An arrow that follows from two others is left out.
"""

from __future__ import annotations

import ast
import textwrap
import tomllib
from dataclasses import dataclass
from html import escape
from pathlib import Path

import grimp

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs" / "pictures" / "architecture.svg"
ROOMS = ("pipeline", "normalizers", "parsers")
FILLS = {"pipeline": "#e8eef7", "normalizers": "#eaf4ea", "parsers": "#f8f1e3"}
#: Pixels.
WIDTH, MARGIN, HEIGHT, GAP, BETWEEN_ROWS, HEAD, ROOM_GAP = 1360, 20, 62, 16, 28, 40, 40
LINE_HEIGHT, LETTER_WIDTH, LINES = 13, 5.6, 2


@dataclass(frozen=True, slots=True)
class Box:
    """A package or module of a room and where it is drawn, in pixels."""

    name: str
    words: str
    modules: int
    x: float
    y: float
    width: float

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


def layers(room: str) -> list[list[str]]:
    """The rows of a room, from its contract."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    rows = next(contract["layers"] for contract in contracts if contract.get("containers") == [room])
    return [[name.strip() for name in row.split("|")] for row in rows]


def words(room: str, name: str) -> tuple[str, int]:
    """First sentence of the docstring of a package or module, and how many modules it has."""
    folder = ROOT / room / name
    path = folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    count = sum(1 for module in folder.rglob("*.py") if module.name != "__init__.py") if folder.is_dir() else 1
    sentence = " ".join(text.split("\n\n")[0].replace("``", "").split())
    return sentence.split(". ")[0].rstrip("."), count


def placed(room: str, top: float) -> tuple[list[Box], float]:
    """The boxes of a room below ``top``, and where the room ends."""
    boxes = []
    y = top + HEAD
    for row in layers(room):
        width = (WIDTH - 4 * MARGIN - GAP * (len(row) - 1)) / len(row)
        narrow = min(width, 420.0)
        left = (WIDTH - len(row) * narrow - GAP * (len(row) - 1)) / 2
        boxes += [Box(name, *words(room, name), left + at * (narrow + GAP), y, narrow) for at, name in enumerate(row)]
        y += HEIGHT + BETWEEN_ROWS
    return boxes, y - BETWEEN_ROWS + MARGIN


def arrows(graph: grimp.ImportGraph, room: str, names: list[str]) -> list[tuple[str, str]]:
    """Imports between the boxes of one room, without those that follow from two others."""
    own = {name: {f"{room}.{name}", *graph.find_descendants(f"{room}.{name}")} for name in names}
    reached = {
        name: {
            other
            for other in names
            if other != name and any(graph.find_modules_directly_imported_by(m) & own[other] for m in own[name])
        }
        for name in names
    }
    return [
        (name, other)
        for name in names
        for other in names
        if other in reached[name] and not any(other in _below(reached, middle) for middle in reached[name])
    ]


def _below(reached: dict[str, set[str]], name: str) -> set[str]:
    return reached[name].union(*(_below(reached, other) for other in reached[name]))


def drawn_box(room: str, box: Box) -> str:
    """A box with its name, number of modules and words."""
    lines = textwrap.wrap(box.words, int((box.width - 16) / LETTER_WIDTH), max_lines=LINES, placeholder=" …")
    count = f" · {box.modules}" if box.modules > 1 else ""
    text = "".join(
        f'<text x="{box.middle:.0f}" y="{box.y + 34 + LINE_HEIGHT * at:.0f}" class="words">{escape(line)}</text>'
        for at, line in enumerate(lines)
    )
    return (
        f'<rect x="{box.x:.0f}" y="{box.y:.0f}" width="{box.width:.0f}" height="{HEIGHT}" rx="6" class="box"/>'
        f'<text x="{box.middle:.0f}" y="{box.y + 18:.0f}" class="name">{escape(box.name)}{count}</text>{text}'
    )


def drawn_arrow(start: Box, end: Box) -> str:
    """A curve from the lower edge of one box to the upper edge of another."""
    x1, y1, x2, y2 = start.middle, start.y + HEIGHT, end.middle, end.y - 3
    bend = (y2 - y1) / 2
    return f'<path d="M{x1:.0f} {y1:.0f}C{x1:.0f} {y1 + bend:.0f} {x2:.0f} {y2 - bend:.0f} {x2:.0f} {y2:.0f}"/>'


def picture() -> str:
    """The whole SVG."""
    graph = grimp.build_graph(*ROOMS)
    parts, top = [], float(MARGIN)
    for room in ROOMS:
        boxes, end = placed(room, top)
        by_name = {box.name: box for box in boxes}
        lines = [drawn_arrow(by_name[a], by_name[b]) for a, b in arrows(graph, room, list(by_name))]
        parts += [
            f'<rect x="{MARGIN}" y="{top:.0f}" width="{WIDTH - 2 * MARGIN}" height="{end - top:.0f}" rx="12" '
            f'fill="{FILLS[room]}"/>',
            f'<text x="{2 * MARGIN}" y="{top + 26:.0f}" class="room">{room}/</text>',
            f'<g class="arrows">{"".join(lines)}</g>',
            *(drawn_box(room, box) for box in boxes),
        ]
        if room != ROOMS[-1]:
            parts.append(f'<g class="arrows wide"><path d="M{WIDTH / 2:.0f} {end:.0f}V{end + ROOM_GAP - 5:.0f}"/></g>')
        top = end + ROOM_GAP
    style = (
        "text{font-family:sans-serif;fill:#222}.room{font-size:18px;font-weight:bold}"
        ".name{font-size:13px;font-weight:bold;text-anchor:middle}.words{font-size:10.5px;text-anchor:middle;fill:#444}"
        ".box{fill:#fff;stroke:#888}.arrows path{fill:none;stroke:#99a;marker-end:url(#tip)}.wide path{stroke-width:3}"
    )
    tip = (
        '<marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
        'markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L8 4L0 8Z" fill="#667"/></marker>'
    )
    height = top - ROOM_GAP + MARGIN
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" role="img" '
        f'aria-label="Rooms, packages and imports of tailan">\n<style>{style}</style>\n<defs>{tip}</defs>\n'
        f'<rect width="{WIDTH}" height="{height:.0f}" fill="#fff"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
