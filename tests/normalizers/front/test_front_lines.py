"""The lines above a table: what kind each is, which are the title, and whose name stands in it."""

from __future__ import annotations

import pytest

from normalizers.front.front_lines import (
    FrontLine,
    _alike,
    bracketed,
    is_about_report,
    is_approval,
    is_date_line,
    is_goal,
    key_of,
    key_values,
    may_be_name,
    name_in_title,
    read_lines,
    title_lines,
)
from parsers.document import Paragraph

TITLE = "НОМЫН САНГИЙН 2023 ОНЫ АВЛИГЫН ЭСРЭГ ҮЙЛ АЖИЛЛАГААНЫ ТАЙЛАН"


def lines(*texts: str, align: str = "", closing: bool = False) -> list[FrontLine]:
    return read_lines([Paragraph(text, align=align) for text in texts], closing)


def line(text: str) -> FrontLine:
    return lines(text, closing=True)[0]


def title(*texts: str, align: str = "") -> list[str]:
    found = lines(*texts, align=align)
    first, last = title_lines(found)
    return [one.text for one in found[first:last]]


def test_empty_lines_and_what_a_browser_prints_are_no_lines() -> None:
    kept = lines("", "23.06.2023, 10:15 тайлан.docx", "https://example.mn/a", TITLE, " \n ", "а\nб")
    assert [one.text for one in kept] == [TITLE, "а", "б"]


def test_a_key_behind_other_words_begins_a_line_and_a_tab_is_a_colon() -> None:
    assert [one.text for one in lines("2023 оны тайлан Байгууллагын нэр: Сангийн яам")] == [
        *("2023 оны тайлан", "Байгууллагын нэр: Сангийн яам"),
    ]
    assert [one.text for one in lines("Байгууллагын нэр\tСангийн яам")] == ["Байгууллагын нэр: Сангийн яам"]
    assert "Байгууллагын" not in key_of("бусад нэр")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Байгууллагын нэр: Сангийн яам", "agency"),
        ("байгууллагын нзр: а", "agency"),
        ("1. Байгууллагын нэр: а", "agency"),
        ("Тайлант хугацаа - 2023", "period"),
        ("Сангийн яам: а", ""),
        ("", ""),
        (f"{'а' * 41}: б", ""),
    ],
)
def test_keys(text: str, key: str) -> None:
    assert key_of(text.lower()) == key


def test_values_stand_behind_their_key_or_on_the_next_line() -> None:
    found = key_values(
        lines("Байгууллагын нэр:", "Сангийн яам", "Тайлант хугацаа: I улирал", "Тайлант хугацаа: II улирал")
    )
    assert (found["agency"], found["period"]) == ("Сангийн яам", "I улирал")
    assert "agency" not in key_values(lines("Байгууллагын нэр:", "Тайлант хугацаа: I улирал"))
    assert key_values(lines("Байгууллагын нэр:")) == {}


def test_an_approval_is_from_its_word_to_the_name_and_the_date_behind() -> None:
    found = lines(
        "БАТЛАВ", "ДАРГА Ж.ТҮМЭН", "2024 оны 01 дүгээр сарын 10-ны өдөр", TITLE, "2024 оны 06 дугаар сарын 25"
    )
    assert [one.approval for one in found] == [True, True, True, False, False]
    assert not any(one.approval for one in lines("БАТЛАВ", TITLE))  # nobody signed it
    assert not any(one.approval for one in lines("БАТЛАВ", "ДАРГА Ж.ТҮМЭН", closing=True))
    assert is_approval(found[0]) and is_approval(line("А/31 дүгээр захирамж")) and not is_approval(line(TITLE))


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        ((TITLE,), [TITLE]),
        (("САНГИЙН ЯАМ", TITLE), ["САНГИЙН ЯАМ", TITLE]),
        (("Хаяг: Улаанбаатар", TITLE), [TITLE]),
        ((TITLE, "/ЭХНИЙ ХАГАС ЖИЛ/"), [TITLE, "/ЭХНИЙ ХАГАС ЖИЛ/"]),
        ((TITLE, "2023 оны 06 дугаар сарын 16-ны өдөр"), [TITLE]),
        ((TITLE, "ЗОРИЛГО 1. СУРГАЛТ"), [TITLE]),
        (("Сургалт зохион байгуулав",), []),
        ((), []),
        (("Хагас жилийн тайлан",), ["Хагас жилийн тайлан"]),
        (("ДАРГА Ж.ТҮМЭН", TITLE), [TITLE]),
        (("УТАС 70112233", TITLE), [TITLE]),
    ],
)
def test_the_title_and_what_belongs_to_it(texts: tuple[str, ...], wanted: list[str]) -> None:
    assert title(*texts) == wanted


def test_centred_lines_belong_together() -> None:
    both = ("Номын сангийн", "авлигын эсрэг 2023 оны төлөвлөгөөний биелэлт")
    assert title(*both, align="center") == list(both)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (TITLE, "НОМЫН САНГИЙН"),
        ("2023 ОНЫ САНГИЙН ЯАМНЫ АВЛИГЫН ЭСРЭГ ТАЙЛАН", "САНГИЙН ЯАМНЫ"),
        ("II УЛИРЛЫН САНГИЙН ЯАМНЫ ТАЙЛАН", "САНГИЙН ЯАМНЫ"),
        ("АВЛИГЫН ЭСРЭГ ТӨЛӨВЛӨГӨӨ", ""),
        ("Сангийн яам", "Сангийн яам"),
    ],
)
def test_the_name_stands_before_year_topic_or_period(text: str, name: str) -> None:
    assert name_in_title([text]) == name


def test_a_letterhead_that_is_complete_stays_out_of_the_name() -> None:
    assert name_in_title(["МОНГОЛ УЛС", "САНГИЙН ЯАМНЫ", "2023 ОНЫ ТАЙЛАН"]) == "САНГИЙН ЯАМНЫ"
    assert name_in_title(["СОЁЛЫН ЯАМ", "НОМЫН САНГИЙН", "2023 ОНЫ ТАЙЛАН"]) == "НОМЫН САНГИЙН"
    assert name_in_title(["БАЯНГОЛ ДҮҮРГИЙН", "НОМЫН САНГИЙН", "2023 ОНЫ ТАЙЛАН"]) == "БАЯНГОЛ ДҮҮРГИЙН НОМЫН САНГИЙН"


def test_a_name_behind_the_title_in_brackets_or_behind_a_dash() -> None:
    assert bracketed(["2023 ОНЫ ТАЙЛАН /САНГИЙН ЯАМ, 2023 он/"]) == "САНГИЙН ЯАМ,"
    assert bracketed(["2023 ОНЫ ТАЙЛАН – САНГИЙН ЯАМ"]) == "САНГИЙН ЯАМ"
    assert bracketed(["2023 ОНЫ ТАЙЛАН /хагас жил/"]) == "" == bracketed(["2023 ОНЫ ТАЙЛАН"])


def test_kinds_of_lines() -> None:
    assert is_date_line(line("2023 оны 06 дугаар сарын 16-ны өдөр Улаанбаатар"))
    assert not is_date_line(line("2023 оны 06 сарын тайлан")) and not is_date_line(line("2023 оны 06 сард"))
    assert not is_date_line(line(f"2023.06.16 {'а' * 90}"))
    assert is_goal(line("Зорилт 1")) and is_goal(line("1. Сургалт")) and not is_goal(line("Сургалт 1."))
    assert is_about_report(line("Хэрэгжилт")) and not is_about_report(line("Сургалт"))
    assert may_be_name(line("Сангийн яам")) and not may_be_name(line("Сургалт"))
    assert not may_be_name(line("Сангийн яамны А/31 тушаал")) and not may_be_name(line(f"Сангийн яам {'а' * 120}"))


@pytest.mark.parametrize(
    ("words", "key", "alike"),
    [
        ("он", "он", True),
        ("ом", "он", False),
        ("тайлант үе", "тайлант үе", True),
        ("аааааааахааах", "аааааааабааах", True),  # 12 of 13 letters: 92.3
        ("ааааааааахаа", "ааааааааабаа", False),  # 11 of 12: 91.7
        ("аааааааааааахаааааааааахх", "аааааааааааабаааааааааабб", False),
        ("хааааааааааааааааааааааах", "баааааааааааааааааааааааб", True),  # 23 of 25: 92 itself
        ("ааааааах", "аааааааа", False),  # eight letters are too few
    ],
)
def test_a_key_of_nine_letters_may_be_damaged(words: str, key: str, alike: bool) -> None:
    assert _alike(words, key) is alike


def test_keys_of_forty_letters_and_blanks_around_the_colon() -> None:
    assert key_of("он: 2023") == key_of("он : 2023") == key_of("он\t2023") == key_of("- он - 2023") == "year"
    assert key_of("он") == "year" and key_of("онд: 2023") == ""


def test_the_first_value_of_a_key_counts_and_a_key_is_no_value() -> None:
    assert key_values(lines("Тайлант хугацаа - I улирал"))["period"] == "I улирал"
    assert key_values(lines("Байгууллагын нэр:", "Огноо: 2023.06.16")) == {"date": "2023.06.16"}
    assert key_values(lines("Сургалт", "Байгууллагын нэр: Сангийн яам", "Бусад")) == {"agency": "Сангийн яам"}


def test_a_stroke_in_a_scan_is_the_rest_of_a_rule() -> None:
    (scanned,) = read_lines([Paragraph("Байгууллагын нэр | Сангийн яам", confidence=0.9)])
    assert key_values([scanned]) == {"agency": "Сангийн яам"} and "|" not in scanned.text
    (typed,) = read_lines([Paragraph("Байгууллагын нэр | Сангийн яам")])
    assert "|" in typed.text
    (other,) = read_lines([Paragraph("Сургалт\tхоёр")])
    assert ":" not in other.text


def test_an_approval_reaches_six_lines_at_most() -> None:
    def marked(*texts: str) -> list[bool]:
        return [one.approval for one in lines(*texts)]

    near = ("БАТЛАВ", "а", "б", "в", "г", "ДАРГА Ж.ТҮМЭН")
    assert marked(*near) == [True] * 6 and not any(marked("БАТЛАВ", "а", "б", "в", "г", "д", "ДАРГА Ж.ТҮМЭН"))
    assert marked("БАТЛАВ ДАРГА Ж.ТҮМЭН", "Сургалт") == [True, False]
    assert marked("Сургалт", "БАТЛАВ", "Ж.ТҮМЭН") == [False, True, True]
    assert marked("БАТЛАВ", "Ж.ТҮМЭН", "Сургалт", "2024.01.10") == [True, True, False, False]


@pytest.mark.parametrize(
    ("texts", "align", "wanted"),
    [
        (("Тайлан", TITLE), "", [TITLE]),  # capitals go with capitals
        ((TITLE, "СУРГАЛТ"), "", [TITLE]),  # says nothing of the report
        ((TITLE, "ТӨЛӨВЛӨГӨӨНИЙ ХЭРЭГЖИЛТ"), "", [TITLE, "ТӨЛӨВЛӨГӨӨНИЙ ХЭРЭГЖИЛТ"]),
        ((TITLE, "II УЛИРАЛ"), "", [TITLE, "II УЛИРАЛ"]),
        ((TITLE, "Хэрэгжилт"), "", [TITLE]),
        ((TITLE, "ХАВСРАЛТ 1"), "", [TITLE]),
        ((TITLE, "Байгууллагын нэр: а"), "", [TITLE]),
        ((TITLE, f"/{'а' * 78}/"), "", [TITLE]),  # eighty letters are no bracket of a title
        ((TITLE, f"/{'а' * 77}/"), "", [TITLE, f"/{'а' * 77}/"]),
        (("Авлигын эсрэг тайлан", "биелэлт"), "", ["Авлигын эсрэг тайлан", "биелэлт"]),  # goes on with a small letter
        (("Авлигын эсрэг тайлан", "Биелэлт"), "", ["Авлигын эсрэг тайлан"]),
        (("Авлигын эсрэг тайлан", "Биелэлт"), "center", ["Авлигын эсрэг тайлан", "Биелэлт"]),
        (("Сангийн яамны", "авлигын эсрэг тайлан"), "", ["Сангийн яамны", "авлигын эсрэг тайлан"]),
        (("Сангийн яам", "авлигын эсрэг тайлан"), "", ["авлигын эсрэг тайлан"]),
        (("№ 12345", TITLE), "", [TITLE]),
        (("СОЁЛЫН ТӨВ 2023 ОНЫ", TITLE), "", ["СОЁЛЫН ТӨВ 2023 ОНЫ", TITLE]),  # a year is no number of a letter
        (("ТУШААЛЫН ХАВСРАЛТ", TITLE), "", [TITLE]),
        (("ОГНОО: А", TITLE), "", [TITLE]),
        ((f"{'А' * 321}", TITLE), "", [TITLE]),
        ((f"{'А' * 320}", TITLE), "", [f"{'А' * 320}", TITLE]),
        ((f"Тайлан {'а' * 113}",), "", [f"Тайлан {'а' * 113}"]),
        ((f"Тайлан {'а' * 114}",), "", []),
        (("Хагас жилийн хэрэгжилт",), "", []),  # no report by its word, neither capitals nor corruption
    ],
)
def test_where_a_title_ends(texts: tuple[str, ...], align: str, wanted: list[str]) -> None:
    assert title(*texts, align=align) == wanted


def test_of_two_titles_the_one_with_year_and_body_counts() -> None:
    header = "АВЛИГЫН ЭСРЭГ ТАЙЛАН"
    assert title("Авлигын эсрэг тайлан", "Сургалт", TITLE) == [TITLE]
    assert title(header, "Сургалт", TITLE) == [TITLE] and title(TITLE, "Сургалт", header) == [TITLE]


def test_lines_of_other_weight_do_not_belong_together() -> None:
    both = [Paragraph("Авлигын эсрэг тайлан", align="center", bold=True), Paragraph("Биелэлт", align="center")]
    assert title_lines(read_lines(both)) == (0, 1)
    same = [Paragraph("Бүртгэл", bold=True), Paragraph("Авлигын эсрэг тайлан")]
    assert title_lines(read_lines(same)) == (0, 2)


def test_lengths_of_date_lines_and_names() -> None:
    day = "2023.06.16"
    assert is_date_line(line(f"{day} {'а' * 79}")) and not is_date_line(line(f"{day} {'а' * 80}"))
    assert not is_date_line(line("2023 он"))
    body = " Сангийн яам"
    assert may_be_name(line("а" * (119 - len(body)) + body)) and not may_be_name(line("а" * (120 - len(body)) + body))
