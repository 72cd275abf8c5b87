"""The day of a report: which of the dates around its tables is its own."""

from __future__ import annotations

import pytest

from normalizers.front.front_matter import read_front
from parsers.document import Paragraph

TITLE = "СОЁЛЫН ЯАМНЫ 2024 ОНЫ АВЛИГЫН ЭСРЭГ ТӨЛӨВЛӨГӨӨНИЙ БИЕЛЭЛТ"


def dated(line: str) -> tuple[str, str]:
    read = read_front([Paragraph(TITLE), Paragraph(line)]).report_date
    return str(read.value or ""), read.problem


@pytest.mark.parametrize(
    "line",
    [
        "2024 оны зургаадугаар сарын 20-ны өдөр", "2024.VI.20", "2024 оны VI сарын 20", "2024 оны ҮІ сарын 20-ны өдөр", "2024 оны 06/20",
        "2024 оны 06.20-ны өдөр", "2024 оны 06 сарын “20”", "2024 оны …06… дугаар сарын …20…-ны өдөр", "Огноо: 2024-06-20",
        "Тайлангийн огноо: 2024.06.20, төлөвлөгөө батлагдсан: 2024.01.15", "2024.06.20 № 1/45", "2024.06.20 / 2024.06.20",
    ],
)  # fmt: skip
def test_a_day_in_many_forms(line: str) -> None:
    assert dated(line) == ("2024-06-20", "")


@pytest.mark.parametrize(
    "line",
    [
        "2024 оны 06 дугаар сарын 28-ны өдрийн А/123 тоот", "Хүлээн авсан: 2024.07.02", "Хэвлэсэн: 2024.06.22", "Төрсөн огноо 1985.03.12",
        "Танай 2024.06.01-ний өдрийн 3/412 тоот албан бичгийн хариуд", "2024 оны 06 дугаар сарын 25-ны дотор хүргүүлнэ",
        "2024 оны 06 сарын 2...-ны өдөр", "2024 .06 .2 0",
    ],
)  # fmt: skip
def test_the_date_of_something_else_is_none_of_the_report(line: str) -> None:
    assert dated(line)[0] == ""


@pytest.mark.parametrize(
    "line",
    [
        "2024.06.18 / 2024.06.20", "2024.06.20 (2024.06.24-нд залруулсан)", "2023, 2024 оны 06 сарын 20",
        "2023 оны 12 сарын 29 - 2024 оны 01 сарын 05",
    ],
)  # fmt: skip
def test_two_days_or_years_in_a_line_leave_the_day_open(line: str) -> None:
    assert dated(line) == ("", "report_date_doubtful")


@pytest.mark.parametrize("line", ["1924.06.20", "2042 оны 06 сарын 20-ны өдөр"])
def test_a_year_that_cannot_be_is_told(line: str) -> None:
    assert dated(line) == ("", "date_impossible")
