"""What a cell may hold and how it is written."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from parsers.document import BBox, Place
from pipeline.outputs.tables import cells
from pipeline.outputs.tables.cells import LARGEST, Cell
from pipeline.schema.loading import Column


@pytest.mark.parametrize(
    ("value", "text"), [(None, None), ("", None), ("\n\t", None), ("и\u0306", "й"), ("a  b", "a b")]
)
def test_text_is_folded_and_nothing_is_none(value: str | None, text: str | None) -> None:
    assert cells.text(value) == text


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (None, None),
        (Decimal("NaN"), None),
        (Decimal("Infinity"), None),
        (Decimal(LARGEST), None),
        (Decimal(-LARGEST), None),
        (Decimal(LARGEST - 1), str(LARGEST - 1)),
        (7, "7"),
        (Decimal("1E+3"), "1000"),
        (Decimal("-2.50"), "-2.5"),
        (Decimal("0.1234565"), "0.123456"),
        (Decimal("0.1234575"), "0.123458"),
        (Decimal("0.0000001"), "0"),
    ],
)
def test_a_number_has_at_most_millionths_and_no_exponent(value: Decimal | int | None, number: str | None) -> None:
    found = cells.number(value)
    assert (found if found is None else f"{found:f}") == number


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        (None, None),
        (Decimal("NaN"), None),
        (Decimal("-Infinity"), None),
        (Decimal(LARGEST), None),
        (Decimal(-LARGEST), None),
        (Decimal(LARGEST - 1), LARGEST - 1),
        (Decimal("2.5"), 3),
        (Decimal("2.49"), 2),
    ],
)
def test_an_amount_is_whole(value: Decimal | None, amount: int | None) -> None:
    assert cells.whole(value) == amount


def test_a_score_has_the_decimals_of_its_column() -> None:
    assert cells.score(None, 4) is None
    assert str(cells.score(Decimal("0.12345"), 4)) == "0.1234"
    assert str(cells.score(0.5, 2)) == "0.50"


def test_boxes_of_a_page_become_one_and_places_without_either_are_left_out() -> None:
    box = BBox(1, 2, 3, 4)
    assert cells.boxes([Place(2, box), Place(None, box), Place(1, None), Place(1, BBox(-0.0, 0, 5, 6))]) == (
        "1:0.0,0.0,5.0,6.0; 2:1.0,2.0,3.0,4.0"
    )
    assert cells.boxes([]) is None
    assert cells.boxes([Place(1, None)]) is None


@pytest.mark.parametrize(
    ("kind", "cell", "text"),
    [
        ("boolean", True, "true"),
        ("boolean", False, "false"),
        ("boolean", None, ""),
        ("date", date(2023, 6, 5), "2023-06-05"),
        ("date", None, ""),
        ("number", Decimal("1E+2"), "100"),
        ("number", 7, "7"),
        ("number", None, ""),
        ("score", Decimal("0.5000"), "0.5000"),
        ("integer", 3, "3"),
        ("text", "а", "а"),
        ("text", None, ""),
    ],
)
def test_a_cell_is_written_by_the_type_of_its_column(kind: str, cell: Cell, text: str) -> None:
    assert cells.written(Column("a", kind, "", "", "", ""))(cell) == text
