"""Names of people in one form, however they are written."""

from __future__ import annotations

import pytest

from normalizers.front.person import cleaned, find_people, full_name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Дарга П.Дэлгэр", ["П.ДЭЛГЭР"]),
        ("Дарга П. Дэлгэр, Л.Оюун - Эрдэнэ", ["П.ДЭЛГЭР", "Л.ОЮУН-ЭРДЭНЭ"]),
        ("Ц,Болд", ["Ц.БОЛД"]),
        ("Дорж овогтой Бат", ["Д.БАТ"]),
        ("БОРЖИГОН ОВОГТ ДОРЖ ОВОГТОЙ БАТ", ["Д.БАТ"]),
        ("Ганбаатар.Болд", []),
        ("А.1 хэсэг", []),
        ("ХХҮГ.дарга", []),
        ("Ж.дарга", []),
        ("", []),
        ("www.Б.mn", []),
        ("Дө.Болд", ["ДӨ.БОЛД"]),
        ("А/31 Б.Болд", ["Б.БОЛД"]),
    ],
)
def test_names_with_an_initial_or_a_clan(text: str, names: list[str]) -> None:
    found = find_people(text)
    assert [person.name for person in found] == names
    assert all(0 <= person.start < person.end <= len(text) for person in found)


def test_a_name_stands_where_it_says() -> None:
    (person,) = find_people("Дарга П.Дэлгэр байна")
    assert "Дарга П.Дэлгэр байна"[person.start : person.end] == "П.Дэлгэр"


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Дарга ______ Б.Болд", "Дарга Б.Болд"),
        ("даргаБ.Болд", "дарга Б.Болд"),
        ("Б.Болд 99112233", "Б.Болд"),
        ("Б.Болд утас: 7011 2233", "Б.Болд"),
        ("Б.Болд /гарын үсэг/", "Б.Болд"),
    ],
)
def test_lines_and_telephones_are_no_part_of_a_name(text: str, clean: str) -> None:
    assert " ".join(cleaned(text).split()) == clean


@pytest.mark.parametrize(
    ("text", "name"), [("Доржийн Бат", "Д.БАТ"), ("ДОРЖИЙН БАТ", "Д.БАТ"), ("Дарга", None), ("Сангийн яам", None)]
)
def test_a_full_name_is_a_fathers_name_and_a_name(text: str, name: str | None) -> None:
    assert full_name(text) == name
