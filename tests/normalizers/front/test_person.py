"""Names of people in one form, however they are written."""

from __future__ import annotations

import pytest

from normalizers.front.person import cleaned, find_people, full_name, name_mended, scan_initialed


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


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Хэлтсийн дарга Доржийн Бат", "Д.БАТ"),
        ("/Доржийн Бат/", "Д.БАТ"),
        ("Сангийн Бат", "С.БАТ"),  # one of the two is a name
        ("Доржийн Дарга", None),
        ("Доржийн", None),
        ("", None),
    ],
)
def test_a_full_name_alone_or_behind_a_position(text: str, name: str | None) -> None:
    assert full_name(text) == name


def test_people_come_in_the_order_of_the_line() -> None:
    assert [person.name for person in find_people("Дорж овогтой Бат, П.Дэлгэр")] == ["Д.БАТ", "П.ДЭЛГЭР"]
    assert [person.name for person in find_people("П.Дэлгэр, Дорж овогтой Бат")] == ["П.ДЭЛГЭР", "Д.БАТ"]


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Ю.ХУСЛЭН", "Ю.ХҮСЛЭН"),
        ("П.ДЭЛГЭР", "П.ДЭЛГЭР"),
        ("П.БВГДЖ", "П.БВГДЖ"),
        ("П", "П"),
    ],
)
def test_a_scanned_name_is_the_one_known_name_of_its_shape(read: str, meant: str) -> None:
    assert name_mended(read) == meant


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("ДАРГА 3.Түвшинжаргал", "ДАРГА З.Түвшинжаргал"),
        ("6.Болд", "Б.Болд"),
        ("2.Болд", "2.Болд"),
        ("13.Болд", "13.Болд"),
        ("Эрхлэгч Г Төгөлдөр", "Эрхлэгч Г.Төгөлдөр"),
        ("Эрхлэгч Г Хэлтэс", "Эрхлэгч Г Хэлтэс"),
    ],
)
def test_a_scanned_initial(read: str, meant: str) -> None:
    assert scan_initialed(read) == meant


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("/Б.БатІ", "/Б.Бат/"),
        ("/Б.Бвгди/", "/Б.Бвгди/"),
        ("B.Болд", "В.Болд"),
        ("PDF.Болд", "PDF.Болд"),
        ("Б . Болд", "Б.Болд"),
    ],
)
def test_strokes_and_latin_initials(read: str, meant: str) -> None:
    assert cleaned(read) == meant
