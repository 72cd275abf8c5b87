"""The register as people write it: former names, dates, successors, and what is refused."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from normalizers.front.agency_list import known_on, listed_as
from normalizers.lookups import lookup
from pipeline.exits import Exit, Stop
from pipeline.register.bodies import Body, above, load_agencies, load_register

HEAD = "agency_id,agency,aliases,type,valid_from,valid_to,successor_id\n"
REGISTER = (
    HEAD + "A1,Анхилуун төв,Анхилуун; Цоохор төв (until 2022-06-30),agency,,,\n"
    "B1,Дэнжийн музей,,agency,,2022-12-31,B2\n"
    "B2,Дэнжийн соёлын төв,,agency,2023-01-01,,\n"
    "C1,Цоохор төв,,agency,2022-07-01,,\n"
)


def file(folder: Path, text: str) -> str:
    (folder / "agencies.csv").write_text(text, encoding="utf-8")
    return str(folder / "agencies.csv")


@pytest.mark.parametrize(
    ("printed", "day", "identity"),
    [
        ("Анхилуун төв", date(2023, 6, 30), "A1"),
        ("Цоохор төв", date(2022, 6, 30), "A1"),
        ("Цоохор төв", date(2022, 12, 31), "C1"),
        ("Дэнжийн музей", date(2022, 12, 31), "B1"),
        ("Дэнжийн музей", date(2023, 6, 30), "B2"),
        ("Дэнжийн соёлын төв", date(2022, 6, 30), "B2"),
    ],
)
def test_a_name_means_who_bore_it_on_that_day(tmp_path: Path, printed: str, day: date, identity: str) -> None:
    found = listed_as(printed, known_on(load_agencies(file(tmp_path, REGISTER)), day))
    assert found is not None and found.id == identity


def test_a_circle_of_successors_ends(tmp_path: Path) -> None:
    text = HEAD + "A,Анхилуун төв,,,,2020-01-01,B\nB,Дэнжийн музей,,,,2020-01-01,A\n"
    found = listed_as("Анхилуун төв", known_on(load_agencies(file(tmp_path, text)), date(2023, 1, 1)))
    assert found is not None and found.id == "B"


def test_a_body_is_known_with_the_names_of_those_above_it(tmp_path: Path) -> None:
    text = "agency_id,agency,parent_id\nA1,Анхилуун ХХК,A2\nA2,Дэнжийн төв,mn-1\n"
    known = {agency.id: agency for agency in load_agencies(file(tmp_path, text))}
    assert known["A1"].above[:2] == ("Дэнжийн төв", "Улаанбаатар") and "Нийслэл" in known["A1"].above
    assert known["mn-1"].above == ()


def test_the_two_columns_are_enough(tmp_path: Path) -> None:
    *_, body = load_register(file(tmp_path, "\ufeffagency_id,agency\nA1,Анхилуун төв\n,\n"))
    assert (body.id, body.name, body.aliases, body.valid_to) == ("A1", "Анхилуун төв", (), None)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name\nАнхилуун төв\n", "needs the columns"),
        (HEAD + "A,Анхилуун төв,,,,,\nA,Дэнжийн музей,,,,,\n", "agency_id A stands twice"),
        (HEAD + "A,Анхилуун төв,,,2023-02-30,,\n", "line 2"),
        (HEAD + "A,Анхилуун төв,Цоохор төв (until spring),,,,\n", "line 2"),
        (HEAD + "A,Анхилуун төв,,,2023-01-01,2022-01-01,\n", "valid_to lies before valid_from"),
        (HEAD + "A,Анхилуун төв,,,,2022-01-01,Z\n", "successor_id Z"),
    ],
)
def test_what_cannot_be_meant_is_told(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(Stop, match=said) as caught:
        load_register(file(tmp_path, text))
    assert caught.value.code == Exit.BAD_SETTINGS


def test_the_program_brings_the_capital_its_districts_and_the_aimags() -> None:
    bodies = load_register("")
    assert Counter(body.type for body in bodies) == {"aimag": 21, "district": 9, "capital": 1}
    assert len({body.id for body in bodies}) == 31
    assert not any(body.of_user for body in bodies)
    assert {body.parent_id for body in bodies if body.type == "district"} == {"mn-1"}
    assert {body.district for body in bodies} - {""} == set(lookup("agencies")["districts"])
    assert {body.aimag for body in bodies} == {*lookup("agencies")["aimags"], "Улаанбаатар"}


def test_a_line_of_the_users_list_stands_in_the_place_of_a_known_body(tmp_path: Path) -> None:
    text = "agency_id,agency,aliases,parent_id\nmn-1-nalaikh,Налайх дүүрэг,Налайх,mn-1\nx1,Анхилуун төв,,mn-1-nalaikh\n"
    bodies = load_register(file(tmp_path, text))
    places = {body.id: place for place, body in enumerate(bodies)}
    assert len(bodies) == 32 and places["x1"] == 31
    assert bodies[places["mn-1-nalaikh"]].aliases == ("Налайх",) and bodies[places["mn-1-nalaikh"]].of_user
    assert [body.id for body in above(bodies[31], {body.id: body for body in bodies})] == ["mn-1-nalaikh", "mn-1"]


def test_every_column_of_a_line(tmp_path: Path) -> None:
    text = (
        "agency_id,agency,aliases,type,parent_id,aimag,soum,district,register_number,valid_from,valid_to,successor_id,due_from,due_to\n"
        "A1, Анхилуун  төв ,А; ;Цоохор (until 2022-06-30),agency,mn-1,Увс,Тэс,Налайх,12,2020-01-01,2020-01-01,mn-1,2020-02-01,2021-02-01\n"
    )
    *_, body = load_register(file(tmp_path, text))
    assert body == Body(
        *("A1", "Анхилуун төв", ("А", "Цоохор (until 2022-06-30)"), "agency", "mn-1", "Увс", "Тэс", "Налайх", "12"),
        *(date(2020, 1, 1), date(2020, 1, 1), "mn-1", date(2020, 2, 1), date(2021, 2, 1), True),
    )
    known = body.known()
    assert (known.aliases, known.former) == (("А",), (("Цоохор", date(2022, 6, 30)),))


def test_bodies_without_an_id_may_be_many(tmp_path: Path) -> None:
    bodies = load_register(file(tmp_path, "agency_id,agency\n,Анхилуун төв\n,Дэнжийн музей\n"))
    assert [body.name for body in bodies[-2:]] == ["Анхилуун төв", "Дэнжийн музей"]


@pytest.mark.parametrize(
    ("text", "said"),
    [("agency_id,agency,parent_id\nA,Анхилуун төв,Z\n", "parent_id Z of A"), ("agency_id\nA\n", "needs the columns")],
)
def test_what_else_cannot_be_meant(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(Stop, match=said):
        load_register(file(tmp_path, text))


def test_an_empty_list_adds_nothing_and_a_missing_one_is_told(tmp_path: Path) -> None:
    assert load_register(file(tmp_path, "agency_id,agency\n")) == load_register("")
    assert load_register(file(tmp_path, "")) == load_register("")
    with pytest.raises(Stop, match="cannot be read"):
        load_register(str(tmp_path / "none.csv"))


def test_bodies_above_end_at_the_top_and_in_a_circle() -> None:
    top, child = Body("a", "А"), Body("b", "Б", parent_id="a")
    assert above(child, {"a": top, "b": child}) == (top,) and above(top, {"a": top}) == above(child, {}) == ()
    one, two = Body("a", "А", parent_id="b"), Body("b", "Б", parent_id="a")
    assert above(one, {"a": one, "b": two}) == (two, one)
