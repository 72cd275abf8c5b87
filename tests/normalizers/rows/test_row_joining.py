"""Rows that the texts join, and rows that hold two measures."""

from __future__ import annotations

from decimal import Decimal

import pytest

from normalizers.report import Match
from normalizers.rows.row_joining import joined_rows, per_measure
from parsers.extraction import extract
from parsers.report import RawReport, Role
from tests.builders.drawing import tables


def report(*rows: str) -> RawReport:
    head = "| № | Арга хэмжээ | Хэрэгжилт | Зарцуулсан хөрөнгө | Биелэлтийн хувь |"
    return extract(tables("\n".join(("НОМЫН САНГИЙН АВЛИГЫН ЭСРЭГ ТАЙЛАН", head, *rows))))[0]


FIRST = "| 1 | 1.1. Албан хаагчдад авлигын эсрэг сургалт зохион байгуулах; | Хоёр удаа сургалт хийв. | 5,000 | 100% |"
SECOND = "| 2 | {} Иргэдэд мэдээлэл түгээх ажлыг цахим хуудсаар зохион байгуулах; | Дөрвөн мэдээлэл тавив. | {} | {} |"


def joined(code: str, spent: str, done: str) -> RawReport:
    raw = report(FIRST, SECOND.format(code, spent, done))
    assert len(raw.rows) == 2
    return joined_rows(raw, [False, True])


def test_a_row_that_goes_on_is_part_of_the_one_above() -> None:
    found = joined("", "", "-")
    (row,) = found.rows
    assert row.text(Role.MEASURE).endswith("байгуулах; Иргэдэд мэдээлэл түгээх ажлыг цахим хуудсаар зохион байгуулах;")
    assert (row.row, row.code, row.text(Role.COMPLETION), row.text(Role.SPENT)) == (1, "1.1", "100%", "5,000")
    assert "row_joined_by_author" in row.flags
    assert found.tally.balanced and found.tally.emitted == 1


@pytest.mark.parametrize(("code", "spent", "done"), [("1.2.", "", ""), ("", "7,000", ""), ("", "", "50%")])
def test_a_row_with_a_code_or_a_second_figure_stays(code: str, spent: str, done: str) -> None:
    assert len(joined(code, spent, done).rows) == 2


def test_nothing_to_join_is_the_same_report() -> None:
    raw = report(FIRST, SECOND.format("1.2.", "", ""))
    assert joined_rows(raw, [False, False]) is raw and len(joined_rows(raw, [True, False]).rows) == 2


def test_a_row_with_two_measures_stands_for_both() -> None:
    both = Match(code="1.1", score=0.9, candidates=(("1.1", 0.9), ("1.2", 0.8)), runner_up="1.2", also=(("1.2", 0.8),))
    found = list(per_measure([Match(), both]))
    assert [(index, match.code, match.score) for index, match in found] == [
        (0, "", 0.0),
        (1, "1.1", 0.9),
        (1, "1.2", 0.8),
    ]
    assert found[2][1].candidates[0][0] == "1.2" and (found[2][1].runner_up, found[2][1].also) == ("", ())
    assert Decimal(len(found)) == 3
