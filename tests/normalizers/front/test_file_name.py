"""What the path of a file says of its report."""

from __future__ import annotations

import pytest

from normalizers.front.file_name import YEAR_IN_NAME, bodies_in_name, named_pieces


@pytest.mark.parametrize(
    ("words", "bodies"),
    [
        ("Сангийн яам", ["Сангийн яам"]),
        ("12. Увс аймгийн Архивын тасаг, жилийн эцсийн тайлан", ["Увс аймгийн Архивын тасаг"]),
        ("135 дугаар цэцэрлэг 2024", ["135 дугаар цэцэрлэг"]),
        ("Авлигын эсрэг тайлан 2024", []),
        ("Тайлан (Соёлын яам)", ["Соёлын яам"]),
        ("Архив", []),
        ("", []),
    ],
)
def test_pieces_that_may_name_a_body(words: str, bodies: list[str]) -> None:
    assert list(bodies_in_name(words)) == bodies


def test_the_file_comes_before_its_folders_and_the_nearest_folder_first() -> None:
    pieces = list(named_pieces("Ирсэн/Соёлын_яам/тайлан.2024.docx"))
    assert pieces == [("file_name", "тайлан.2024"), ("folder", "Соёлын яам"), ("folder", "Ирсэн")]
    assert list(named_pieces("")) == []
    assert list(named_pieces("багц.zip/a.docx")) == [("file_name", "a"), ("folder", "багц")]


@pytest.mark.parametrize(
    ("words", "years"),
    [
        ("тайлан 2024", ["2024"]),
        ("2024.06.25 тайлан", []),
        ("20240625", []),
        ("IMG 2024-06-25", []),
        ("2024-2", ["2024"]),
    ],
)
def test_a_year_is_no_part_of_a_date_or_a_number(words: str, years: list[str]) -> None:
    assert YEAR_IN_NAME.findall(words) == years
