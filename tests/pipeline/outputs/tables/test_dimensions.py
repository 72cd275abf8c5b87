"""Measures of the catalogues in use, and agencies."""

from __future__ import annotations

from datetime import date

from normalizers.report import Report
from pipeline.outputs.tables.dimensions import NO_ENTRY, Dimensions, agencies
from pipeline.register.bodies import Body
from pipeline.schema.loading import schema
from tests.pipeline.outputs.making import CATALOGUES, outcome


def report(**changes: object) -> Report:
    made = outcome("a", **changes).report
    assert made is not None
    return made


DIMENSIONS = Dimensions.of([report()], CATALOGUES)


def test_an_entry_is_found_by_catalogue_and_key() -> None:
    entry = DIMENSIONS.entry("ub-2023", "1.2")
    assert entry.row == (
        *("ub-2023/1.2", "ub-2023", 2023, "1", "Мэдлэг дээшлүүлэх", "1.2", "Мэдээллийн самбар ажиллуулах"),
    )
    assert DIMENSIONS.entry("ub-2023", "") == NO_ENTRY == DIMENSIONS.entry("none", "")


def test_the_text_of_a_goal() -> None:
    assert DIMENSIONS.goal("ub-2023", "2") == "Ил тод байдал"
    assert DIMENSIONS.goal("ub-2023", "") is DIMENSIONS.goal("ub-2023", "9") is DIMENSIONS.goal("none", "1") is None


def test_only_catalogues_in_use_are_published_by_id() -> None:
    assert [row[0] for row in DIMENSIONS.rows()] == ["ub-2023/1.1", "ub-2023/1.2", "ub-2023/2.1"]
    assert Dimensions.of([report(catalogue_id="")], CATALOGUES).catalogues == {}
    assert list(Dimensions.of([], CATALOGUES, ["ub-2023"]).catalogues) == ["ub-2023"]
    assert list(DIMENSIONS.measures("ub-2023")) == ["1.1", "1.2", "2.1"] and DIMENSIONS.measures("none") == {}


def test_agencies_are_the_register_and_then_those_not_in_it_by_name() -> None:
    bodies = (
        Body("A1", "Номгон сум", ("НС", "Н"), "soum", "A0", "Увс", "Номгон", "", "123", date(2020, 1, 1), None, "A2"),
    )
    seen = [
        report(agency="Хоёр дахь"),
        report(agency="Анхилуун төв"),
        report(agency="Номгон сум"),
        report(agency=""),
        report(agency="Номгон сумын төв", agency_id="A1"),
    ]
    rows = list(agencies(seen, bodies))
    assert rows[0] == (
        *("A1", "Номгон сум", "НС; Н", "soum", "A0", "Увс", "Номгон", None, "123", date(2020, 1, 1), None, "A2"),
    )
    assert [row[1] for row in rows[1:]] == ["Анхилуун төв", "Хоёр дахь"]
    assert {len(row) for row in rows} == {len(schema().table("agencies").columns)}
    assert {cell for row in rows[1:] for cell in (row[0], *row[2:])} == {None}
