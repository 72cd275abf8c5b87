"""Which tables report on measures: the clues of a form, each by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parsers.document import Cell, Document, Paragraph, Table
from parsers.measures.column_roles import Naming
from parsers.measures.parts import Part
from parsers.measures.sections import Section, is_measure_form, sections
from parsers.measures.table_grid import Leaf, table_grid
from parsers.report import Column, Role
from tests.builders.drawing import tables

GRID = table_grid(0, Table(1, 1, (Cell(0, 0, "а"),)))
MEASURE = "Гадна ажлыг зохион байгуулах"  # 28 letters and blanks, tells of doing
DONE = "Ажлыг дуусгасан"  # fifteen
NOUNS = "Гадна тохижилтын байдал нэг"  # tells of no doing


def form(
    measures: list[str], progress: list[str] | None = None, more: tuple[Role, ...] = (), labels: int = 0
) -> Section:
    """A section with a measure column, one of progress if any, and empty ones of other roles."""
    roles = [Role.MEASURE, *([Role.PROGRESS] if progress is not None else []), *more]
    columns = tuple(Column(role, "") for role in roles)
    texts = [tuple(measures), *([tuple(progress)] if progress is not None else []), *(() for _ in more)]
    paths = [("Хэрэгжүүлэх арга хэмжээ",) if n < labels else () for n in range(max(len(roles), labels))]
    leaves = tuple(Leaf(float(n), n + 1.0, path) for n, path in enumerate(paths))
    naming = Naming(columns, tuple(range(len(columns))))
    return Section((Part(GRID, None, leaves),), naming, tuple(texts))


BARELY = form([MEASURE] * 4, [DONE] * 4)
"""Four points: half a point is missing."""


def test_half_a_point_more_makes_a_form_one_of_measures() -> None:
    assert not is_measure_form(BARELY, False) and is_measure_form(BARELY, True)
    for role in (Role.INDICATOR, Role.COMPLETION, Role.CODE):
        assert is_measure_form(form([MEASURE] * 4, [DONE] * 4, (role,)), False)
    assert not is_measure_form(form([MEASURE] * 4, [DONE] * 4, (Role.BUDGET,)), False)
    assert is_measure_form(form([MEASURE] * 4, [DONE] * 4, labels=4), False)
    assert not is_measure_form(form([MEASURE] * 4, [DONE] * 4, labels=3), False)


def test_long_texts_and_coded_ones_are_measures() -> None:
    for letters, is_long in ((44, False), (45, True)):
        assert is_measure_form(form([f"{'а' * (letters - 29)} {MEASURE}"] * 4, [DONE] * 4), False) is is_long
    coded = [f"1.{n} {MEASURE}" for n in range(1, 3)]
    assert is_measure_form(form([*coded, MEASURE, MEASURE], [DONE] * 4), False)
    assert not is_measure_form(form([coded[0], MEASURE, MEASURE], [DONE] * 4), False)
    assert not is_measure_form(form(["Ажил хийх"] * 4, [DONE] * 4), True)  # short


def test_a_report_on_the_topic_of_the_plans_is_one_of_measures() -> None:
    topic = "Авлигын эсрэг ажлыг зохион байгуулах"
    assert is_measure_form(form([topic, *[MEASURE] * 4], [DONE] * 4), False)
    assert not is_measure_form(form([topic, *[MEASURE] * 5], [DONE] * 4), False)


def test_texts_that_tell_of_no_doing_are_none() -> None:
    rich = (Role.INDICATOR, Role.COMPLETION, Role.CODE)
    assert not is_measure_form(form([NOUNS] * 4, [DONE] * 4, rich), False)
    assert is_measure_form(form([NOUNS, NOUNS, NOUNS, MEASURE], [DONE] * 4, rich), False)
    assert not is_measure_form(form([NOUNS, NOUNS, MEASURE], [DONE] * 4), True)
    assert is_measure_form(form([NOUNS, MEASURE], [DONE] * 4), True)


def test_without_measures_or_a_report_on_them_there_is_no_form() -> None:
    rich = (Role.INDICATOR, Role.COMPLETION, Role.CODE)
    assert is_measure_form(form([MEASURE] * 4, [DONE] * 4, rich), True)
    assert not is_measure_form(form([], [DONE], rich), True)
    assert not is_measure_form(form([MEASURE] * 4, None, (Role.INDICATOR, Role.CODE)), True)
    assert not is_measure_form(form([MEASURE] * 4, ["Дууссан ажил"] * 4), True)  # a short progress
    full = form([MEASURE] * 4, [DONE] * 4, rich)
    goals = Naming((Column(Role.GOAL, ""), *full.naming.columns[1:]), full.naming.column_of)
    assert not is_measure_form(replace(full, naming=goals), True)
    assert not is_measure_form(form(["100", "200", "300"], [DONE] * 4, rich), True)  # figures


HEAD = "| № | Арга хэмжээ | Хэрэгжилт | Биелэлтийн хувь |"


REPORTED = "Байгууллагын нийт албан хаагчдад хоёр удаа сургалт зохион байгуулж, дөчин хүнийг хамруулсан"


def rows(first: int, after: int) -> str:
    return "\n".join(
        f"| {n} | 1.{n}. Авлигын эсрэг сургалт зохион байгуулах ажил {n} | {REPORTED} {n}. | 100% |"
        for n in range(first, after)
    )


def found(drawing: str) -> list[tuple[int, bool, bool]]:
    """Tables, headless, shouting of each section."""
    return [(len(one.parts), one.headless, one.shouting) for one in sections(tables(drawing), "")]


def test_tables_of_one_form_are_one_section() -> None:
    assert found(f"{HEAD}\n{rows(1, 4)}") == [(1, False, False)]
    assert found(f"{HEAD}\n{rows(1, 4)}\n---- page break\n{rows(4, 7)}") == [(2, False, False)]
    assert found(f"{HEAD}\n{rows(1, 4)}\n---- page break\n{HEAD}\n{rows(4, 7)}") == [(2, False, False)]
    assert found("| Нэр | Утас |\n| Б.Номин | 99 |") == [] == found("Тайлан")


def test_columns_without_a_header_are_named_by_their_contents() -> None:
    assert found(rows(1, 4)) == [(1, True, False)] and found(rows(1, 3)) == []
    assert found(f"{rows(1, 4)}\n---- page break\n{rows(4, 7)}") == [(2, True, False)]
    bare = rows(1, 4).replace("100%", "")
    assert found(bare) == []  # nothing says how far the measures are


def test_measures_in_capitals_are_told() -> None:
    loud = "\n".join(
        f"| {n} | 1.{n}. АВЛИГЫН ЭСРЭГ СУРГАЛТ ЗОХИОН БАЙГУУЛАХ АЖИЛ | Хоёр удаа сургалт зохион байгуулсан. | 100% |"
        for n in range(1, 4)
    )
    assert found(f"{HEAD}\n{loud}") == [(1, False, True)]
    assert found(f"{HEAD}\n{loud}\n{rows(4, 7)}") == [(1, False, False)]  # half of them


@pytest.mark.parametrize("text", ["Авлигын эсрэг", "Ашиг сонирхлын зөрчил", "ХАСХОМ"])
def test_the_topic_may_stand_anywhere_in_the_document(text: str) -> None:
    table = next(tables(f"{HEAD}\n{rows(1, 4)}").tables())
    document = Document("а.docx", "", 1, "", "docx", (Paragraph(text), table))
    assert len(sections(document, "")) == 1
