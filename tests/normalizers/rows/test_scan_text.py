"""Capitals, digits and Latin letters that only a scan put into a text."""

from __future__ import annotations

import pytest

from normalizers.rows.scan_text import scan_repaired
from normalizers.values.value import Value


@pytest.mark.parametrize(
    ("read", "meant", "steps"),
    [
        ("Арга ХЭМЖЭЭНИЙ тухай", "Арга хэмжээний тухай", ("scan_case",)),
        ("хийсэн ажлын З дугаар", "хийсэн ажлын 3 дугаар", ("scan_digit",)),
        ("Хийсэн ажлын TOO", "Хийсэн ажлын тоо", ("scan_letters", "scan_case")),
        ("Хийсэн ажлын ТОО;", "Хийсэн ажлын тоо;", ("scan_case",)),
        ("хийв. ХЭМЖЭЭНИЙ тухай", "хийв. Хэмжээний тухай", ("scan_case",)),
        ("Ажлын ТОО хэмжээ", "Ажлын ТОО хэмжээ", ()),
        ("ажлын ТОО ХЭМЖЭЭНИЙ тухай", "ажлын тоо хэмжээний тухай", ("scan_case",)),  # beside a longer one
        ("ажлын ХЭМЖЭЭНИЙ ТОО тухай", "ажлын хэмжээний тоо тухай", ("scan_case",)),
        ("ХЭМЖЭЭНИЙ тухай хийсэн ТОО тухай", "Хэмжээний тухай хийсэн ТОО тухай", ("scan_case",)),
        ("ТОО тухай хийсэн ХЭМЖЭЭНИЙ тухай", "ТОО тухай хийсэн хэмжээний тухай", ("scan_case",)),
        ("ажлын ТОО 5", "ажлын ТОО 5", ()),
        ("2 З 5", "2 3 5", ("scan_digit",)),
    ],
)
def test_what_a_scan_did_to_a_word_is_taken_back(read: str, meant: str, steps: tuple[str, ...]) -> None:
    value = scan_repaired(Value(read, read))
    assert (value.value, value.steps, value.raw) == (meant, steps, read)


@pytest.mark.parametrize(
    "text", ["АРГА ХЭМЖЭЭНИЙ ТУХАЙ", "тухайн салбарын ХХК", "PDF файл", "З.5", "", "БВГДЖ тухай", "COM порт"]
)
def test_what_is_meant_so_stays(text: str) -> None:
    assert scan_repaired(Value(text, text)) == Value(text, text)


def test_steps_before_are_kept() -> None:
    assert scan_repaired(Value("", "З дугаар", ("legacy_letters",))).steps == ("legacy_letters", "scan_digit")
