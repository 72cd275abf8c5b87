"""Cells of the published tables: what a value may be, and how it is written as text.

A cell is ``None`` (unknown or absent), ``str``, ``int``, ``bool``, ``date`` or ``Decimal``; never a float, so that what
is written does not depend on how a machine prints one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from parsers.document import BBox, Place
from pipeline.schema.loading import Column

Cell = str | int | bool | date | Decimal | None
Row = tuple[Cell, ...]

# What neither XML (workbook) nor PostgreSQL nor UTF-8 can hold; one mark for one character, so that offsets stay right.
_UNWRITABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
# Finer figures than millionths do not occur in reports; more would be noise of a division.
_FINEST = 6
# Larger whole numbers lose digits in a spreadsheet (2**53); the national budget is about 3 * 10**13 tögrög.
LARGEST = 10**15


def text(value: str | None) -> str | None:
    """White space folded, NFC, characters that cannot be written replaced one by one; None when nothing is left.

    >>> text(" Нөлөөллийн\\n\\u00a0аян-1 "), text(" "), text("a\\x00b")
    ('Нөлөөллийн аян-1', None, 'a\ufffdb')
    """
    if not value:
        return None
    writable = value if value.isprintable() else _UNWRITABLE.sub("\ufffd", value)
    return " ".join(unicodedata.normalize("NFC", writable).split()) or None


def number(value: Decimal | int | None) -> Decimal | None:
    """A number without trailing zeros and exponent; at most millionths.

    >>> [str(number(Decimal(n))) for n in ("100.0", "70.50", "1E+2", "-0")]
    ['100', '70.5', '100', '0']
    """
    if value is None:
        return None
    exact = Decimal(value)
    if not exact.is_finite() or abs(exact) >= LARGEST:
        return None
    if exact == exact.to_integral_value():
        return Decimal(int(exact))
    return exact.quantize(Decimal(1).scaleb(-min(_FINEST, _places(exact))), ROUND_HALF_EVEN).normalize() + 0


def whole(value: Decimal | None) -> int | None:
    """Whole tögrög, halves away from zero; None when unknown or too large to be an amount.

    >>> whole(Decimal("14704824.67")), whole(Decimal("-0.5"))
    (14704825, -1)
    """
    if value is None or not value.is_finite() or abs(value) >= LARGEST:
        return None
    return int(value.to_integral_value(ROUND_HALF_UP))


def score(value: float | Decimal | None, decimals: int) -> Decimal | None:
    """A score with a fixed number of decimals.

    >>> str(score(0.98765, 4)), str(score(1, 3))
    ('0.9877', '1.000')
    """
    if value is None:
        return None
    return Decimal(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN)


def boxes(places: Iterable[Place]) -> str | None:
    """One box a page, ``page:x0,top,x1,bottom`` in points with one decimal, joined by ``; ``.

    >>> boxes([Place(1, BBox(10, 20, 30, 40.26)), Place(1, BBox(5, 25, 20, 30)), Place(2, BBox(1, 2, 3, 4))])
    '1:5.0,20.0,30.0,40.3; 2:1.0,2.0,3.0,4.0'
    """
    pages: dict[int, BBox] = {}
    for place in places:
        if place.page is None or place.bbox is None:
            continue
        pages[place.page] = BBox.around((pages.get(place.page, place.bbox), place.bbox))
    written = (f"{page}:" + ",".join(f"{edge + 0:.1f}" for edge in box) for page, box in sorted(pages.items()))
    return "; ".join(written) or None


def written(column: Column) -> Callable[[Cell], str]:
    """How a cell of that column is written as text: empty for unknown, true/false, ISO dates, ``.`` decimals.

    >>> written(Column("spent", "number", "", "", "", ""))(Decimal("1E+2"))
    '100'
    """
    if column.type == "boolean":
        return _boolean
    if column.type == "date":
        return _date
    if column.type in ("number", "score"):
        return _decimal
    return _plain


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _boolean(cell: Cell) -> str:
    return "" if cell is None else "true" if cell else "false"


def _date(cell: Cell) -> str:
    return cell.isoformat() if isinstance(cell, date) else ""


def _decimal(cell: Cell) -> str:
    return "" if cell is None else f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


def _plain(cell: Cell) -> str:
    return "" if cell is None else str(cell)
