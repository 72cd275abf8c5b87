"""What became of each row: counted, and its words kept."""

from __future__ import annotations

from parsers.document import Cell, Paragraph, Place
from parsers.measures.account import RowAccount
from parsers.report import Leftover, Tally


def test_every_row_is_counted_once_under_what_became_of_it() -> None:
    account = RowAccount()
    for _ in range(6):
        account.see()
    account.join()
    account.join()
    account.skip(3, "total_row", "Нийт 88%", "total")
    account.skip(None, "blank_row", " ", "no words")
    account.keep(4, "text", "Танилцсан", "outside")
    assert account.tally(2) == Tally(6, 2, 2, 2)
    assert account.leftovers == [
        Leftover(3, "total_row", "Нийт 88%", "total"),
        Leftover(4, "text", "Танилцсан", "outside"),
    ]


def test_rows_put_aside_become_paragraphs_above_or_below() -> None:
    account, place = RowAccount(), (Place(2),)
    account.aside(True, [Cell(0, 0, "Тайлан", places=place, bold=True)])
    account.aside(False, [Cell(8, 0, "Дарга"), Cell(8, 1, "Б.Номин")])
    assert account.before == [Paragraph("Тайлан", place, "", True)]
    assert [paragraph.text for paragraph in account.after] == ["Дарга", "Б.Номин"]
