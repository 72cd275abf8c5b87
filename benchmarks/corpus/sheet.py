"""A report with its layout, before a producer writes it: paragraphs and grids of cells."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Cell:
    """A cell with its lines. ``auto`` is the level of an automatic number (producers without lists print ``label``)."""

    lines: list[str]
    colspan: int = 1
    rowspan: int = 1
    bold: bool = False
    align: str = "left"
    auto: int | None = None
    label: str = ""
    rotated: bool = False

    @property
    def printed(self) -> list[str]:
        """The lines as a producer without automatic numbers prints them."""
        return [self.label + self.lines[0], *self.lines[1:]] if self.label else self.lines


@dataclass(slots=True)
class GridRow:
    """A grid row: its cells (covered positions left out), and the index of the measure that it holds."""

    cells: list[Cell]
    measure: int | None = None
    kind: str = "data"


@dataclass(slots=True)
class Grid:
    """A table. ``widths`` are shares of the text width; the first ``head`` lines may repeat on each page."""

    widths: list[float]
    lines: list[GridRow]
    head: int = 0
    bordered: bool = True


@dataclass(slots=True)
class Para:
    text: str
    align: str = "left"
    bold: bool = False
    size: float = 11
    auto: int | None = None
    label: str = ""


@dataclass(slots=True)
class Sheet:
    """A whole document."""

    blocks: list[Para | Grid]
    landscape: bool = True
    header: str = ""
    footer: str = ""
    watermark: str = ""
    repeat: bool = False
    table_size: float = 9
    measures: list[int] = field(default_factory=list)
