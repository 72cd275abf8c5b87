"""Facts of a report by evidence: every place that names them, what outweighs what, and what is left open."""

from __future__ import annotations

import pytest

from normalizers.front.agency_list import Agency
from normalizers.front.front_matter import Front, read_front
from parsers.document import Paragraph

TOPIC = "АВЛИГЫН ЭСРЭГ ҮЙЛ АЖИЛЛАГААНЫ ТӨЛӨВЛӨГӨӨНИЙ БИЕЛЭЛТ"
TITLE = "УВС АЙМГИЙН АРХИВЫН ТАСГИЙН 2024 ОНЫ АВЛИГЫН ЭСРЭГ ТӨЛӨВЛӨГӨӨНИЙ ЭХНИЙ ХАГАС ЖИЛИЙН ТАЙЛАН"
ARCHIVE = "Увс аймгийн Архивын тасаг"


def front(*before: str, after: tuple[str, ...] = (), name: str = "", known: tuple[Agency, ...] = ()) -> Front:
    return read_front([Paragraph(text) for text in before], [Paragraph(text) for text in after], known, name)


@pytest.mark.parametrize(
    ("before", "after", "name"),
    [
        ((TITLE,), (), ""),
        (("УВС АЙМГИЙН АРХИВЫН ТАСАГ", TOPIC), (), ""),
        (("УВС АЙМАГ", "АРХИВЫН ТАСАГ", TOPIC), (), ""),
        ((TOPIC, "/Увс аймгийн Архивын тасаг/"), (), ""),
        (("Байгууллагын нэр: Увс аймгийн Архивын тасаг", TOPIC), (), ""),
        ((TOPIC, "Увс аймгийн Архивын тасаг нь 2024 оны төлөвлөгөөгөө хэрэгжүүлж ажиллалаа."), (), ""),
        ((TOPIC, "Тус тасаг 2024 оны төлөвлөгөөгөө хэрэгжүүлж ажиллалаа."), ("ТАНИЛЦСАН: Увс аймгийн Архивын тасгийн дарга П.ДЭЛГЭР",), ""),
        ((TOPIC,), (), "Увс аймгийн Архивын тасаг 2024.docx"),
        ((TOPIC,), (), "Увс аймгийн Архивын тасаг/тайлан.docx"),
        (("БАТЛАВ", "УВС АЙМГИЙН АРХИВЫН ТАСГИЙН ДАРГА П.ДЭЛГЭР", TOPIC), (), ""),
    ],
)  # fmt: skip
def test_the_body_wherever_it_is_named(before: tuple[str, ...], after: tuple[str, ...], name: str) -> None:
    assert front(*before, after=after, name=name).agency.value == ARCHIVE


@pytest.mark.parametrize(
    "line", ["Манай газар 2024 оны авлигын эсрэг төлөвлөгөөний биелэлтийг тайлагнаж байна.", "ТУС ХЭЛТЭС"]
)
def test_our_office_is_nobody(line: str) -> None:
    assert front(TOPIC, line).agency.value is None
    assert front(TITLE, line).agency.value == ARCHIVE


def test_a_sentence_is_no_title() -> None:
    foreword = (
        "Манай газар 2023 оны авлигын эсрэг төлөвлөгөөний эхний хагас жилийн биелэлтийг доорх байдлаар тайлагнаж байна."
    )
    read = front("УВС АЙМГИЙН АРХИВЫН ТАСГИЙН 2023 ОНЫ АВЛИГЫН", "ЭСРЭГ ҮЙЛ АЖИЛЛАГААНЫ БИЕЛЭЛТ", foreword)
    assert read.title == "УВС АЙМГИЙН АРХИВЫН ТАСГИЙН 2023 ОНЫ АВЛИГЫН ЭСРЭГ ҮЙЛ АЖИЛЛАГААНЫ БИЕЛЭЛТ"
    assert (read.agency.value, read.plan_year.value, read.period.value) == (ARCHIVE, 2023, "H1")


def test_facts_of_the_name_alone_are_used_and_told() -> None:
    read = front(TOPIC, name="Соёлын яам/2024 оны II улирал.docx")
    assert (read.agency.value, read.plan_year.value, read.period.value) == ("Соёлын яам", 2024, "Q2")
    assert read.facts_from == (("agency", "folder"), ("plan_year", "file_name"), ("period", "file_name"))
    assert [value.problem for value in (read.agency, read.plan_year, read.period)] == [
        "agency_from_name", "plan_year_from_name", "period_from_name",
    ]  # fmt: skip
    assert front(TITLE, name="Соёлын яам/2023 оны II улирал.docx").facts_from == ()


def test_print_that_contradicts_itself_is_told_and_what_is_as_likely_stays_open() -> None:
    other = "УВС АЙМГИЙН АРХИВЫН ТАСГИЙН 2024 ОНЫ АВЛИГЫН ЭСРЭГ ТӨЛӨВЛӨГӨӨНИЙ III УЛИРЛЫН ТАЙЛАН"
    assert front(TITLE, after=(other,)).contradicted == (("period", "Q3"),)
    assert front(TITLE, after=(TITLE,)).contradicted == ()
    keyed = front(TITLE, "Байгууллагын нэр: Соёлын яам")
    assert (keyed.agency.value, keyed.contradicted) == ("Соёлын яам", (("agency", ARCHIVE),))
    open_ = front(TOPIC, name="Соёлын яам/Сангийн яам.docx").agency
    assert (open_.value, open_.problem) == (None, "agency_unknown")


def test_a_time_that_is_no_period_is_not_replaced_by_what_the_date_tells() -> None:
    title = "УВС АЙМГИЙН АРХИВЫН ТАСГИЙН АВЛИГЫН ЭСРЭГ ТӨЛӨВЛӨГӨӨНИЙ БИЕЛЭЛТ"
    spans = (
        "2025.10.01-2025.10.30",
        "Тайлант хугацаа: 2025.10.01-2025.10.30",
        "Тайлант хугацаа: 2025 оны 10 дугаар сар",
    )
    for span in spans:
        assert front(title, span, "2025 оны 10 дугаар сарын 31-ний өдөр").period.problem == "period_unknown"
    assert front(title, "2025.01.01-2025.09.30", "2025 оны 10 дугаар сарын 31-ний өдөр").period.value == "M9"


def test_a_year_beside_the_title_is_read_where_the_line_says_nothing_else() -> None:
    for line in ("/2024 оны эхний хагас жил/", "2024.01.01-2024.06.30", "2024 он, II улирал"):
        assert front("СОЁЛЫН ЯАМ", TOPIC, line).plan_year.value == 2024
    assert front("2024 оны", "Соёлын яамны авлигын эсрэг төлөвлөгөөний биелэлт").plan_year.value == 2024
    for line in ("УЛААНБААТАР ХОТ 2025 ОН", "2024 оны А/12 тушаал", "1. 2024 оны эхний хагас жил"):
        assert front("СОЁЛЫН ЯАМ", TOPIC, line).plan_year.value is None


@pytest.mark.parametrize(
    ("lines", "year"),
    [
        (("ЖИЛИЙН ЭЦЭС", "2024 ОН"), 2024), (("Тайлан (2024.01.01-2024.12.31)",), 2024), (("3-р улирал, 2024",), 2024),
        (("СОЁЛЫН ЯАМНЫ АВЛИГЫН ЭСРЭГ 2023-2024 ОНЫ ТӨЛӨВЛӨГӨӨНИЙ 2024 ОНЫ ТАЙЛАН",), 2024), (("Тайлан №2024",), None),
        (("СОЁЛЫН ЯАМНЫ АВЛИГЫН ЭСРЭГ 2023-2025 ОНЫ ТӨЛӨВЛӨГӨӨНИЙ ТАЙЛАН",), None), (("2023, 2024 ОНЫ ТАЙЛАН",), None),
        (("Өмнөх 2023 онтой харьцуулсан 2024 оны жилийн эцсийн тайлан",), 2024), (("2042 ОНЫ ЭХНИЙ ХАГАС ЖИЛИЙН ТАЙЛАН",), None),
    ],
)  # fmt: skip
def test_the_year_is_that_of_the_report_and_no_range_of_years(lines: tuple[str, ...], year: int | None) -> None:
    assert front(*lines).plan_year.value == year


def test_a_single_word_is_no_body_unless_it_is_the_whole_name_of_one() -> None:
    assert front("Хурал", TOPIC).agency.value is None
    assert front("МОНГОЛБАНКНЫ 2024 ОНЫ АВЛИГЫН ЭСРЭГ ТАЙЛАН").agency.value == "Монголбанк"
    assert front("Увс аймгийн Архивын тасаг", "Хурал", TOPIC).agency.value == ARCHIVE


def test_the_register_speaks_for_a_body() -> None:
    known = (Agency("a1", "Цэнхэр анхилуун"),)
    assert front("ЦЭНХЭР АНХИЛУУН", TOPIC, known=known).agency.problem in ("", "agency_doubtful")
    assert front(TOPIC, name="Цэнхэр анхилуун/тайлан.docx", known=known).agency.value == "Цэнхэр анхилуун"


@pytest.mark.parametrize(
    ("before", "agency"),
    [
        (("УВС АЙМАГ", "ТЭС СУМ", "ЭРҮҮЛ МЭНДИЙН ТӨВ", TOPIC), "Увс аймгийн Тэс сумын Эрүүл мэндийн төв"),
        (("Н И Й С Л Э Л И Й Н  Т А Т В А Р Ы Н  Г А З Р Ы Н", TOPIC), "Нийслэлийн Татварын газар"),
        (("НИЙСЛЭЛИЙН ТАТВА-", "РЫН ГАЗРЫН " + TOPIC,), "Нийслэлийн Татварын газар"),
        (("УВС АЙМГИЙН “ҚАЗАҚ ТЕАТР”-ЫН 2024 ОНЫ " + TOPIC,), "Увс аймгийн “Қазақ Театр”"),
        (("АВЛИГАТАЙ ТЭМЦЭХ ГАЗРЫН 2024 ОНЫ ТАЙЛАН",), "Авлигатай тэмцэх газар"),
    ],
)  # fmt: skip
def test_names_that_are_broken_spaced_or_quoted(before: tuple[str, ...], agency: str) -> None:
    assert front(*before).agency.value == agency


@pytest.mark.parametrize(
    "line",
    ["Хүлээн авах байгууллага: Соёлын яам", "Байгууллагын нэр: ......", "“......” ХХК", "ТӨРИЙН БАЙГУУЛЛАГЫН", "Эх сурвалж: Соёлын яам"],
)  # fmt: skip
def test_an_addressee_a_blank_and_any_body_are_none(line: str) -> None:
    assert front(line, TOPIC).agency.value is None


@pytest.mark.parametrize(
    "title", ["УВС АЙМГИЙН ТЭС СУМЫН", "СОЁЛЫН ГАЗРЫН ДАРГЫН", "СОЁЛЫН ЯАМНЫ 2023 ОНЫ 49 ДҮГЭЭР ТОГТООЛЫН ХЭРЭГЖИЛТ,"]
)
def test_a_place_a_head_and_who_took_a_decision_are_doubted(title: str) -> None:
    assert front(f"{title} 2024 ОНЫ {TOPIC}").agency.problem == "agency_doubtful"


def test_a_company_alone_above_the_title_is_named_with_doubt() -> None:
    read = front("«МӨНГӨН УСНЫ ЗАМ»", TOPIC)
    assert (read.agency.value, read.agency.problem) == ("«Мөнгөн Усны Зам»", "agency_doubtful")
