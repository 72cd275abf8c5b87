"""Measure tables of many layouts, drawn as text. People, bodies and sentences are invented."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parsers.document import Cell, Document, Paragraph, Table
from parsers.errors import NoMeasureTable
from parsers.extraction import extract, front
from parsers.report import AROUND, RawReport, Role
from tests.builders.drawing import tables
from tests.parsers.conservation import unaccounted

TRAINING = "Албан хаагчдад авлигын эсрэг сургалт зохион байгуулах;"
BOARD = "Мэдээллийн самбарт авлигын эсрэг мэдээлэл байршуулах;"
SURVEY = "Үйлчлүүлэгчдийн дунд хүнд суртлын талаар судалгаа авах;"
DONE = "Сургалтыг 03 сарын 12-нд зохион байгуулж, 25 албан хаагч хамрагдав."
SHOWN = "Самбарыг сар бүр шинэчилж, 14 мэдээлэл байршуулсан."
ASKED = "Судалгаанд 60 иргэн оролцож, дүнг нэгтгэв."
HEAD = (
    "| Д/д | Хэрэгжүүлэх арга хэмжээ | Шалгуур үзүүлэлт "
    "| Хэрэгжилтийн явц, үр дүн | Зарцуулсан хөрөнгө | Хүрсэн түвшин |"
)


def read(drawing: str) -> RawReport:
    """Extract, and check on the way that nothing is lost and every row is accounted for."""
    document = tables(drawing)
    (raw,) = extract(document)
    assert unaccounted(document, raw) == ()
    assert raw.tally.balanced, raw.tally
    assert [row.row for row in raw.rows] == list(range(1, len(raw.rows) + 1))
    return raw


def measures(raw: RawReport) -> list[tuple[str, str]]:
    return [(row.code, row.text(Role.MEASURE)) for row in raw.rows]


def kinds(raw: RawReport) -> list[str]:
    """What the words of the measure tables are that are in no row."""
    return [leftover.kind for leftover in raw.leftovers if leftover.kind not in AROUND]


def roles(raw: RawReport) -> list[Role]:
    return [column.role for column in raw.columns]


def test_plain_table_with_merged_goal_rows() -> None:
    raw = read(f"""
        НОМЫН САНГИЙН АВЛИГЫН ЭСРЭГ ТӨЛӨВЛӨГӨӨНИЙ ХЭРЭГЖИЛТ
        {HEAD}
        | 1 | 2 | 3 | 4 | 5 | 6 |
        | Зорилго 1. Соён гэгээрүүлэх | < | < | < | < | < |
        | 1 | 1.1.{TRAINING} | Сургалт-2 | {DONE} | 150,000 | 100% |
        | ^ | 1.2. {BOARD} | Самбар-1 | {SHOWN} | - | 90% |
        | Зорилго 2. Хүнд суртлыг бууруулах | < | < | < | < | < |
        | 2 | 2.1 {SURVEY} | Судалгаа-1 | {ASKED} | - | 100% |
        ХЯНАСАН: Дарга Б.Номин
    """)
    assert measures(raw) == [("1.1", TRAINING), ("1.2", BOARD), ("2.1", SURVEY)]
    assert [row.goal for row in raw.rows] == ["Зорилго 1. Соён гэгээрүүлэх"] * 2 + ["Зорилго 2. Хүнд суртлыг бууруулах"]
    assert [row.text(Role.COMPLETION) for row in raw.rows] == ["100%", "90%", "100%"]
    assert [row.text(Role.NUMBER) for row in raw.rows] == ["1", "1", "2"]
    assert kinds(raw) == ["header", "number_row", "goal_row", "goal_row"]
    assert [p.text[:6] for p in raw.before] == ["НОМЫН "] and [p.text[:6] for p in raw.after] == ["ХЯНАСА"]


def test_row_cut_by_a_page_break_is_one_row() -> None:
    raw = read(f"""
        {HEAD}
        | 1 | 1.1. Сургалт, сурталчилгааны нийтлэл, радио | Сургалт-2 | {DONE} | - | 100% |
        ---- page break
        | 1 | 2 | 3 | 4 | 5 | 6 |
        |   | контент, цахим ном бэлтгэх; |   | Мөн 2 ном хэвлүүлсэн. |   |   |
        |   | 1.2. {BOARD} | Самбар-1 | {SHOWN} | - | 90% |
    """)
    assert measures(raw) == [
        ("1.1", "Сургалт, сурталчилгааны нийтлэл, радио контент, цахим ном бэлтгэх;"),
        ("1.2", BOARD),
    ]
    assert raw.rows[0].text(Role.PROGRESS) == f"{DONE} Мөн 2 ном хэвлүүлсэн."
    assert raw.rows[0].flags == ("row_joined_over_page",)
    assert [place.page for place in raw.rows[0].places] == [1, 2]
    assert raw.tally.merged == 1


@pytest.mark.parametrize("column", range(3))
def test_continuation_in_one_column_only(column: int) -> None:
    rest = ["", "", ""]
    rest[column] = "үлдсэн хэсэг нь энд үргэлжилнэ."
    raw = read(f"""
        {HEAD}
        | 1 | 1.1. {TRAINING[:-1]} | Сургалтын тоо | Сургалтыг зохион байгуулж | - | 100% |
        ---- page break
        | | {rest[0]} | {rest[1]} | {rest[2]} | | |
        | 2 | 1.2. {BOARD} | Самбар-1 | {SHOWN} | - | 90% |
    """)
    assert len(raw.rows) == 2
    cell = raw.rows[0].text((Role.MEASURE, Role.INDICATOR, Role.PROGRESS)[column])
    assert cell.endswith("үлдсэн хэсэг нь энд үргэлжилнэ.") and not cell.startswith("үлдсэн")


def test_row_over_three_pages_with_repeated_header() -> None:
    raw = read(f"""
        {HEAD}
        | 1 | 1.1. {TRAINING} | Сургалт-2 | Эхний сургалтыг | - | 100% |
        ---- page break
        {HEAD}
        | | | | хоёрдугаар сард зохион байгуулж, дараагийн | | |
        ---- page break
        {HEAD}
        | | | | сургалтыг намар хийхээр болов. | | |
        | 2 | 1.2. {BOARD} | Самбар-1 | {SHOWN} | - | 90% |
    """)
    assert len(raw.rows) == 2
    assert raw.rows[0].text(Role.PROGRESS) == (
        "Эхний сургалтыг хоёрдугаар сард зохион байгуулж, дараагийн сургалтыг намар хийхээр болов."
    )


def test_author_split_row_is_joined_and_a_lookalike_is_not() -> None:
    raw = read(f"""
        {HEAD}
        | 1 | 1.1. {TRAINING[:-1]} болон | Сургалт-2 | I. {DONE} | - | 100% |
        |   | олон нийтэд мэдээлэх; |  | II. Мэдээллийг цахим хуудсанд тавив. | | |
        | 2 | 1.2. {BOARD} | Самбар-1 | {SHOWN} | - | 90% |
        |   | {SURVEY} | Судалгаа-1 | {ASKED} | - | 100% |
    """)
    assert [row.text(Role.MEASURE)[-20:] for row in raw.rows] == [
        "олон нийтэд мэдээлэх;"[-20:],
        BOARD[-20:],
        SURVEY[-20:],
    ]
    assert len(raw.rows) == 3 and raw.rows[0].flags == ("row_joined_by_author",)


def test_new_page_starts_with_a_new_measure() -> None:
    raw = read(f"""
        | Д/д | Арга хэмжээ | Шалгуур үзүүлэлт | Биелэлт | Хувь |
        | 1 | {TRAINING} | Сургалт-2 | {DONE} | 100 |
        ---- page break
        |   | {BOARD} | Самбар-1 | {SHOWN} | 90 |
        |   | {SURVEY} | Судалгаа-1 | {ASKED} | 70 |
    """)
    assert [row.text(Role.MEASURE) for row in raw.rows] == [TRAINING, BOARD, SURVEY]
    assert [row.text(Role.COMPLETION) for row in raw.rows] == ["100", "90", "70"]


def test_goal_paragraphs_between_tables() -> None:
    raw = read(f"""
        ТӨЛӨВЛӨГӨӨНИЙ БИЕЛЭЛТ
        Зорилго 1. Соён гэгээрүүлэх
        {HEAD}
        | 1 | 1.1. {TRAINING} | Сургалт-2 | {DONE} | - | 100% |
        Зорилго 2. Хүнд суртлыг бууруулах
        {HEAD}
        | 2 | 2.1. {SURVEY} | Судалгаа-1 | {ASKED} | - | 100% |
        Зорилго 3. Ил тод байдал
        | 3 | 3.1. {BOARD} | Самбар-1 | {SHOWN} | - | 90% |
    """)
    assert [(row.code, row.goal[:9]) for row in raw.rows] == [
        ("1.1", "Зорилго 1"),
        ("2.1", "Зорилго 2"),
        ("3.1", "Зорилго 3"),
    ]
    assert [p.text for p in raw.before] == ["ТӨЛӨВЛӨГӨӨНИЙ БИЕЛЭЛТ"] and raw.after == ()


def test_goal_column_merged_down_and_over_the_page() -> None:
    raw = read(f"""
        | Зорилт | Арга хэмжээ | Хариуцах эзэн | Хэрэгжилт | Үнэлгээ |
        | Соён гэгээрүүлэх ажлыг өргөжүүлэх | 1.1. {TRAINING} | Захиргааны хэлтэс | {DONE} | 100% |
        | ^ | 1.2. {BOARD} | ^ | {SHOWN} | 90% |
        ---- page break
        |   | 1.3. {SURVEY} |   | {ASKED} | 80% |
        | ^ | 1.4. Гомдлын хайрцаг ажиллуулж, дүгнэлтийг сар бүр танилцуулах; | ^ | Хайрцагт 4 гомдол иржээ. | 100% |
        | Ил тод байдлыг нэмэгдүүлэх | 2.1. Худалдан авалтын мэдээг тавих; | Санхүүгийн алба | Мэдээг тавив. | 100% |
    """)
    assert [row.goal for row in raw.rows] == ["Соён гэгээрүүлэх ажлыг өргөжүүлэх"] * 4 + ["Ил тод байдлыг нэмэгдүүлэх"]
    assert [row.text(Role.RESPONSIBLE) for row in raw.rows] == ["Захиргааны хэлтэс"] * 4 + ["Санхүүгийн алба"]


def test_two_level_header_dates_and_sums() -> None:
    raw = read(f"""
        | № | Төлөвлөгөө | < | < | < | Тайлан | < | < |
        | ^ | Арга хэмжээ | Хугацаа | < | Төсөв | Хэрэгжилт | Зарцуулсан | Хувь |
        | ^ | ^ | Эхлэх | Дуусах | ^ | ^ | ^ | ^ |
        | 1 | 1.1. {TRAINING} | 2024.01.10 | 2024.03.30 | 500,000 | {DONE} | 450,000 | 100% |
        | 2 | 1.2. {BOARD} | 2024.02.01 | 2024.12.20 | 0 | {SHOWN} | - | 90% |
    """)
    assert roles(raw) == [
        Role.NUMBER, Role.MEASURE, Role.DEADLINE, Role.BUDGET, Role.PROGRESS, Role.SPENT, Role.COMPLETION,
    ]  # fmt: skip
    assert raw.rows[0].text(Role.DEADLINE) == "2024.01.10 - 2024.03.30"
    assert raw.rows[1].text(Role.SPENT) == "-"


def test_level_to_reach_is_a_percent_or_a_target_by_its_contents() -> None:
    achieved = read(f"""
        | Д/д | Арга хэмжээ | Шалгуур | Хэрэгжилтийн явц | Хүрэх түвшин |
        | 1 | 1.1. {TRAINING} | Сургалт-2 | {DONE} | 100% |
        | 2 | 1.2. {BOARD} | Самбар-1 | {SHOWN} | 70% |
    """)
    planned = read(f"""
        | Д/д | Арга хэмжээ | Хүрэх түвшин | Хэрэгжилтийн явц | Хүрсэн түвшин |
        | 1 | 1.1. {TRAINING} | 100% | {DONE} | 80% |
        | 2 | 1.2. {BOARD} | 100% | {SHOWN} | 70% |
    """)
    assert roles(achieved)[-1] is Role.COMPLETION
    assert roles(planned)[2] is Role.TARGET and roles(planned)[4] is Role.COMPLETION


def test_fulfilment_is_text_or_percent_by_its_contents() -> None:
    text = read(f"""
        | № | Төлөвлөсөн арга хэмжээ | Биелэлт | Үнэлгээ |
        | 1 | {TRAINING} | {DONE} | 100 |
        | 2 | {BOARD} | {SHOWN} | 70 |
    """)
    percent = read(f"""
        | № | Төлөвлөсөн арга хэмжээ | Хийсэн ажил | Биелэлт |
        | 1 | {TRAINING} | {DONE} | 100 % |
        | 2 | {BOARD} | {SHOWN} | 70 % |
    """)
    assert roles(text)[2:] == [Role.PROGRESS, Role.COMPLETION]
    assert roles(percent)[2:] == [Role.PROGRESS, Role.COMPLETION]


def test_only_budget_column_counts_as_spending_with_a_doubt() -> None:
    raw = read(f"""
        | № | Арга хэмжээ | Хэрэгжилт | Төсөв /мян.төг/ | Хувь |
        | 1 | {TRAINING} | {DONE} | 250.0 | 100 |
        | 2 | {BOARD} | {SHOWN} | - | 70 |
    """)
    column = next(column for column in raw.columns if column.role is Role.SPENT)
    assert column.doubt and column.header == "Төсөв /мян.төг/"


def test_unknown_columns_are_kept_under_their_header() -> None:
    raw = read(f"""
        | Д/д | Арга хэмжээ | Хэрэгжилтийн явц | Хувь | Эрсдэлийн зэрэглэл |
        | 1 | 1.1. {TRAINING} | {DONE} | 100% | Өндөр |
        | 2 | 1.2. {BOARD} | {SHOWN} | 70% | Бага |
    """)
    extra = [cell for cell in raw.rows[0].cells if cell.column.role is Role.UNKNOWN]
    assert [(cell.column.header, cell.text) for cell in extra] == [("Эрсдэлийн зэрэглэл", "Өндөр")]


def test_code_column_number_column_and_phantom_columns() -> None:
    raw = read(f"""
        | Д/д | Арга хэмжээ | | Биелэлт | Хувь |
        | 1.1 | {TRAINING} | | {DONE} | 100% |
        | 1.2. | {BOARD} | | {SHOWN} | 70% |
        | 1.10 | {SURVEY} | | {ASKED} | 70% |
    """)
    assert [row.code for row in raw.rows] == ["1.1", "1.2", "1.10"]
    assert roles(raw) == [Role.CODE, Role.MEASURE, Role.PROGRESS, Role.COMPLETION]


def test_code_and_text_under_one_header_cell() -> None:
    raw = read(f"""
        | Д/д | Арга хэмжээ | < | Биелэлт | Хувь |
        | 1 | 1.1 | {TRAINING} | {DONE} | 100% |
        | 2 | 1.2 | {BOARD} | {SHOWN} | 70% |
    """)
    assert measures(raw) == [("1.1", TRAINING), ("1.2", BOARD)]


def test_law_references_dates_and_sums_are_no_codes() -> None:
    texts = [
        "6.1.9-д заасан журмыг мөрдүүлж, зөрчлийг арилгах",
        "2024.03.14-ний хурлын шийдвэрийг хэрэгжүүлэх ажил",
        "1.5 сая төгрөгийн хэмнэлт гаргах арга хэмжээ авах",
    ]
    rows = "\n".join(f"| {n} | {text} | {DONE} | 100% |" for n, text in enumerate(texts, 1))
    raw = read("| Д/д | Арга хэмжээ | Хэрэгжилт | Хувь |\n" + rows)
    assert measures(raw) == [("", text) for text in texts]


def test_title_total_preface_and_signature_rows_inside_the_table() -> None:
    raw = read(f"""
        | НОМЫН САНГИЙН ТАЙЛАН | < | < | < |
        | Д/д | Арга хэмжээ | Хэрэгжилт | Хувь |
        | Эрх зүйн үндэслэл: Авлигын эсрэг хууль 6.1.9 | < | < | < |
        | Нэг. Соён гэгээрүүлэх | < | < | < |
        | 1 | 1.1. {TRAINING} | {DONE} | 100% |
        |   |   |   |   |
        | 2 | 1.2. {BOARD} | {SHOWN} | 50% |
        |   | НИЙТ ДУНДАЖ |   | 75% |
        | ТАЙЛАН БОЛОВСРУУЛСАН: | < | Э.Туяа | < |
    """)
    assert measures(raw) == [("1.1", TRAINING), ("1.2", BOARD)]
    assert raw.rows[0].goal == "Нэг. Соён гэгээрүүлэх"
    assert sorted(set(kinds(raw))) == ["goal_row", "header", "preface", "signature", "title_row", "total_row"]
    assert [p.text for p in raw.before] == ["НОМЫН САНГИЙН ТАЙЛАН"]
    assert [p.text for p in raw.after] == ["ТАЙЛАН БОЛОВСРУУЛСАН:", "Э.Туяа"]


def test_measure_that_begins_with_total_word_is_a_measure() -> None:
    text = "Нийт албан хаагчдын 90 хувийг ёс зүйн сургалтад хамруулах"
    raw = read(f"""
        | Д/д | Арга хэмжээ | Хэрэгжилт | Хувь |
        | 1 | {text} | {DONE} | 100% |
        | 2 | {BOARD} | {SHOWN} | 50% |
    """)
    assert raw.rows[0].text(Role.MEASURE) == text


def test_cells_merged_down_count_for_each_measure_and_a_sum_once() -> None:
    raw = read(f"""
        | Д/д | Арга хэмжээ | Хэрэгжилт | Зарцуулсан хөрөнгө | Хувь |
        | 1 | 1.1. {TRAINING} | {DONE} | 300,000 | 100% |
        | 2 | 1.2. {BOARD} | {SHOWN} | ^ | ^ |
    """)
    assert [(row.text(Role.SPENT), row.text(Role.COMPLETION)) for row in raw.rows] == [
        ("300,000", "100%"), ("", "100%"),
    ]  # fmt: skip
    assert [row.flags for row in raw.rows] == [(), ("sum_shared",)]


def test_measure_merged_over_two_report_rows_is_one_measure() -> None:
    raw = read(f"""
        | Д/д | Арга хэмжээ | Шалгуур | Хэрэгжилт | Хувь |
        | 1 | 1.1. {TRAINING} | Сургалт-2 | {DONE} | 100% |
        | ^ | ^ | Хамрагдсан-25 | Дараагийн сургалтыг намар хийнэ. | ^ |
        | 2 | 1.2. {BOARD} | Самбар-1 | {SHOWN} | 50% |
    """)
    assert len(raw.rows) == 2
    assert raw.rows[0].text(Role.INDICATOR) == "Сургалт-2 Хамрагдсан-25" and raw.rows[0].text(Role.COMPLETION) == "100%"


def test_lines_of_one_measure_with_completions_of_their_own_are_its_parts() -> None:
    raw = read(f"""
        {HEAD}
        | 1 | 1.1. {TRAINING} | Сургалт-2 | {DONE} | 150,000 | 100% |
        | ^ | ^ | Хамрагдсан хүн-40 | {SHOWN} | ^ | 36% |
        |  |  | Гарын авлага-500 | {ASKED} | 20,000 | 90% |
        | 2 | 1.2. {BOARD} | Самбар-1 | {SHOWN} | - | 100% |
    """)
    assert measures(raw) == [("1.1", TRAINING)] * 3 + [("1.2", BOARD)]
    assert [row.part for row in raw.rows] == [1, 2, 3, None]
    assert [row.text(Role.COMPLETION) for row in raw.rows] == ["100%", "36%", "90%", "100%"]
    assert [row.text(Role.SPENT) for row in raw.rows] == ["150,000", "", "20,000", "-"]
    assert [row.flags for row in raw.rows] == [(), ("sum_shared",), (), ()]
    assert raw.tally.balanced and raw.tally.emitted == 4


def test_a_line_with_nothing_but_more_text_is_no_part() -> None:
    raw = read(f"""
        {HEAD}
        | 1 | 1.1. {TRAINING} | Сургалт-2 | {DONE} | 150,000 | 100% |
        | ^ | ^ | Хүн-40 | {SHOWN} |  | % |
    """)
    assert [(row.part, row.text(Role.PROGRESS)) for row in raw.rows] == [(None, f"{DONE} {SHOWN}")]


def test_a_plan_before_the_report_is_no_report() -> None:
    raw = read(f"""
        ТӨЛӨВЛӨГӨӨ
        | № | Арга хэмжээ | Хариуцах нэгж | Хугацаа | Шаардагдах хөрөнгө |
        | 1 | 1.1. {TRAINING} | Захиргаа | I улирал | 1,500,000 |
        | 2 | 1.2. {BOARD} | Захиргаа | II улирал | 200,000 |
        БИЕЛЭЛТ
        {HEAD}
        | 1 | 1.1. {TRAINING} | Сургалт-2 | {DONE} | 150,000 | 100% |
        | 2 | 1.2. {BOARD} | Самбар-1 | {SHOWN} | - | 90% |
    """)
    assert measures(raw) == [("1.1", TRAINING), ("1.2", BOARD)] and len(raw.columns) == 6
    assert [(note.code, note.text) for note in raw.notes] == [("plan_left_out", "3 rows")]


def test_passport_letterhead_and_signature_tables_become_paragraphs() -> None:
    raw = read(f"""
        | Байгууллагын нэр | Номын сан |
        | Тайлант хугацаа | 2024 оны эхний хагас жил |

        АВЛИГЫН ЭСРЭГ ТӨЛӨВЛӨГӨӨНИЙ БИЕЛЭЛТ
        {HEAD}
        | 1 | 1.1. {TRAINING} | Сургалт-2 | {DONE} | - | 100% |
        | 2 | 1.2. {BOARD} | Самбар-1 | {SHOWN} | - | 90% |
        ====
        | Зорилго | Арга хэмжээний тоо | Хэрэгжилтийн хувь |
        | Зорилго 1 | 2 | 95 |
        ====
        | ТАНИЛЦСАН: | Захирал | Б.Номин |
    """)
    assert len(raw.rows) == 2
    assert [p.text for p in raw.before][:2] == ["Байгууллагын нэр", "Номын сан"]
    assert [p.text for p in raw.after][-3:] == ["ТАНИЛЦСАН:", "Захирал", "Б.Номин"]
    assert raw.tally.seen == 3


def test_bold_goal_without_merge_and_without_label() -> None:
    raw = read(f"""
        | Д/д | Арга хэмжээ | Хэрэгжилт | Хувь |
        |  | **Соён гэгээрүүлэх ажил** | | |
        | 1 | {TRAINING} | {DONE} | 100% |
        |  | **Хүнд суртлыг бууруулах** | | |
        | 2 | {SURVEY} | {ASKED} | 50% |
    """)
    assert [row.goal for row in raw.rows] == ["Соён гэгээрүүлэх ажил", "Хүнд суртлыг бууруулах"]


def test_goal_row_with_number_cell_and_average() -> None:
    raw = read(f"""
        | Код | Арга хэмжээ | Хэрэгжилт | Хувь |
        | 1 | Зорилго 1. Соён гэгээрүүлэх | | 85% |
        | 1.1 | {TRAINING} | {DONE} | 100% |
        | 1.2 | {BOARD} | {SHOWN} | 70% |
        | 2 | Хүнд суртлыг бууруулах, ил тод байдал | < | < |
        | 2.1 | {SURVEY} | {ASKED} | 50% |
    """)
    assert [row.code for row in raw.rows] == ["1.1", "1.2", "2.1"]
    assert raw.rows[0].goal == "Зорилго 1. Соён гэгээрүүлэх" and "Хүнд суртлыг" in raw.rows[2].goal


def test_goal_heading_cut_by_the_page() -> None:
    raw = read(f"""
        | Д/д | Арга хэмжээ | Хэрэгжилт | Хувь |
        | 1 | 1.1. {TRAINING} | {DONE} | 100% |
        | Зорилго 2. Хүнд суртлыг бууруулах, | < | < | < |
        ---- page break
        | 1 | 2 | 3 | 4 |
        | ил тод байдлыг нэмэгдүүлэх | < | < | < |
        | 2 | 2.1. {SURVEY} | {ASKED} | 50% |
    """)
    assert raw.rows[1].goal == "Зорилго 2. Хүнд суртлыг бууруулах, ил тод байдлыг нэмэгдүүлэх"


def test_header_cut_by_the_page() -> None:
    raw = read(f"""
        | Д/д | Арга хэмжээ | Хэрэгжилтийн явц | Зарцуулсан хөрөнгө | Хүрсэн |
        ---- page break
        |  |  |  | /мян.төгрөг/ | түвшин |
        | 1 | 1.1. {TRAINING} | {DONE} | 250.0 | 100% |
        | 2 | 1.2. {BOARD} | {SHOWN} | - | 50% |
    """)
    assert measures(raw) == [("1.1", TRAINING), ("1.2", BOARD)]
    assert raw.columns[3].header == "Зарцуулсан хөрөнгө /мян.төгрөг/" and raw.columns[4].role is Role.COMPLETION


def test_half_year_and_whole_year_columns() -> None:
    drawing = f"""
        {{title}}
        | № | Арга хэмжээ | Хагас жилийн хэрэгжилт | Бүтэн жилийн хэрэгжилт | Хувь |
        | 1 | {TRAINING} | {DONE} | Нийт 2 сургалтад 50 хүн хамрагдсан байна. | 100 |
        | 2 | {BOARD} | {SHOWN} | Жилийн турш 30 мэдээлэл байршуулж, хэвлэлд өгөв. | 70 |
    """
    half = read(drawing.format(title="АВЛИГЫН ЭСРЭГ АЖЛЫН ЭХНИЙ ХАГАС ЖИЛИЙН ТАЙЛАН"))
    whole = read(drawing.format(title="АВЛИГЫН ЭСРЭГ АЖЛЫН ЖИЛИЙН ЭЦСИЙН ТАЙЛАН"))
    assert half.rows[0].text(Role.PROGRESS) == DONE
    assert whole.rows[0].text(Role.PROGRESS).startswith("Нийт 2")


def test_single_level_numbering_before_every_measure() -> None:
    raw = read(f"""
        | Арга хэмжээ | Хэрэгжилтийн явц | Хувь |
        | 1. {TRAINING} | {DONE} | 100 |
        | 2. {BOARD} | {SHOWN} | 70 |
        | 3. {SURVEY} | {ASKED} | 80 |
    """)
    assert measures(raw) == [("1", TRAINING), ("2", BOARD), ("3", SURVEY)]


def test_headerless_table_by_its_contents() -> None:
    raw = read(f"""
        АВЛИГЫН ЭСРЭГ АЖЛЫН ТАЙЛАН
        | 1.1 | {TRAINING} | {DONE} | 100% |
        | 1.2 | {BOARD} | {SHOWN} | 70% |
        | 1.3 | {SURVEY} | {ASKED} | 80% |
    """)
    assert measures(raw) == [("1.1", TRAINING), ("1.2", BOARD), ("1.3", SURVEY)]
    assert [note.code for note in raw.notes] == ["headerless_table"]


NOISY = (
    "| Д/Д | Хзрэгжуулэх арга хэмжзэ | Шал- гуур үзүү- лэлт "
    "| Хэрэгжилтийн явц. ур дун | 3арцуулсан хереигө /тегрегеер/ | Хүрсэи түвшии |"
)


def test_noisy_header_and_broken_words() -> None:
    raw = read(f"""
        {NOISY}
        | 1 | 1.1.{TRAINING} | Сургалт-2 | {DONE} | - | 100% |
        | 2 | 1.2.{BOARD} | Самбар-1 | {SHOWN} | - | 90% |
    """)
    assert roles(raw) == [Role.NUMBER, Role.MEASURE, Role.INDICATOR, Role.PROGRESS, Role.SPENT, Role.COMPLETION]


UNRELATED = {
    "plan only": f"""
        АВЛИГЫН ЭСРЭГ ТӨЛӨВЛӨГӨӨ
        | № | Хэрэгжүүлэх арга хэмжээ | Шалгуур үзүүлэлт | Хугацаа | Хариуцах эзэн |
        | 1 | 1.1. {TRAINING} | Сургалт-2 | I улирал | Захиргааны хэлтэс |
        | 2 | 1.2. {BOARD} | Самбар-1 | Сар бүр | Захиргааны хэлтэс |
    """,
    "repairs with a budget": """
        ЗАСВАРЫН АЖЛЫН ТАЙЛАН
        | № | Ажлын нэр | Төсөвт өртөг | Гүйцэтгэгч | Гүйцэтгэлийн хувь |
        | 1 | Дээвэр засвар | 12,500,000 | Өндөр байшин ХХК | 100% |
        | 2 | Хашаа барих | 8,200,000 | Өндөр байшин ХХК | 60% |
    """,
    "price list": """
        | № | Барааны нэр | Хэмжих нэгж | Нэгж үнэ | Тоо |
        | 1 | Цаас | боодол | 12,000 | 30 |
    """,
    "budget execution": """
        | № | Үзүүлэлт | Төлөвлөгөө /мян.төг/ | Гүйцэтгэл /мян.төг/ | Зөрүү | Хувь |
        | 1 | Цалин хөлс | 63,046.0 | 60,539.0 | -2,507.0 | 96.0% |
        | 2 | Бичиг хэрэг | 5,389.0 | 3,793.0 | -1,596.0 | 87.7% |
    """,
    "attendance": """
        АВЛИГЫН ЭСРЭГ СУРГАЛТЫН ИРЦ
        | № | Овог нэр | Албан тушаал | Гарын үсэг |
        | 1 | Б.Номин | Мэргэжилтэн | |
    """,
    "summary": """
        | Зорилго | Арга хэмжээний тоо | Бүрэн хэрэгжсэн | Хэрэгжилтийн хувь |
        | Зорилго 1 | 4 | 3 | 92 |
        | Зорилго 2 | 2 | 2 | 100 |
    """,
    "passport": """
        | Байгууллагын нэр | Номын сан |
        | Хаяг | Төв гудамж 5 |
    """,
    "no table": "Хүндэт дарга танаа албан бичиг хүргүүлж байна.",
}


@pytest.mark.parametrize("name", UNRELATED)
def test_documents_without_a_measure_table(name: str) -> None:
    with pytest.raises(NoMeasureTable):
        extract(tables(UNRELATED[name]))


def test_empty_document() -> None:
    with pytest.raises(NoMeasureTable):
        extract(Document("empty", "0" * 64, 0, "", "docx", ()))


OTHER_SUBJECTS = {
    "repairs with a long report": """
        СУРГУУЛИЙН БАРИЛГЫН ЗАСВАРЫН АЖЛЫН ТАЙЛАН
        | № | Хийгдэх ажил | Төсөвт өртөг | Гүйцэтгэгч | Гүйцэтгэл | Хувь |
        | 1 | Сургуулийн А блокийн дээврийн засвар | 120,500,000 | Өндөр ХХК | Дээврийг бүрэн сольсон. | 100% |
        | 2 | Спорт заалны шал, цонх солих угсралтын ажил | 48,200,000 | Өндөр ХХК | Цонхыг сольсон, шал дутуу. | 60% |
        | 3 | Тохижилт, машины зогсоолын хучилт | 75,000,000 | Зам ХХК | Ажил эхлээгүй байна. | 0% |
    """,
    "appeals": """
        ӨРГӨДӨЛ, ГОМДЛЫН ШИЙДВЭРЛЭЛТИЙН ТАЙЛАН
        | № | Өргөдлийн агуулга | Ирсэн огноо | Шийдвэрлэсэн байдал | Хугацаа |
        | 1 | Орон сууцны дулааны асуудлаар гаргасан хүсэлт | 2024.01.10 | Шилжүүлж, хариу өгсөн. | 5 хоног |
        | 2 | Газар эзэмших эрхийн талаар гаргасан гомдол | 2024.02.01 | Комисс хуралдаж, шийдвэрлэсэн. | 14 хоног |
    """,
    "trainings": """
        СУРГАЛТЫН ТАЙЛАН
        | № | Сургалтын нэр | Огноо | Хамрагдсан хүний тоо | Үр дүн |
        | 1 | Төрийн албан хаагчийн ур чадвар дээшлүүлэх сургалт | 2024.03.01 | 25 | Хамрагдагчид гэрчилгээ авсан. |
        | 2 | Архивын стандартын сургалт | 2024.04.11 | 12 | Мэдлэгийн түвшин дээшилсэн. |
    """,
    "procurement": """
        ХУДАЛДАН АВАХ АЖИЛЛАГААНЫ ТАЙЛАН
        | № | Төсөл, арга хэмжээний нэр | Төсөвт өртөг /сая.төг/ | Гэрээний дүн | Гүйцэтгэлийн хувь |
        | 1 | Автобус худалдан авах | 450.0 | 430.0 | 100% |
        | 2 | Компьютер, тоног төхөөрөмж | 50.0 | 48.5 | 100% |
    """,
    "meeting minutes": """
        | № | Хэлэлцсэн асуудал | Илтгэгч | Шийдвэр |
        | 1 | Ажлын төлөвлөгөөг батлах тухай асуудал | Дарга Б.Номин | Төлөвлөгөөг баталж, үүрэг болгов. |
        | 2 | Төсвийн тодотголын тухай асуудал | Нягтлан Д.Саран | Тодотголыг дэмжив. |
    """,
    "inventory": """
        | № | Хөрөнгийн нэр | Тоо ширхэг | Нэгж үнэ | Нийт үнэ | Тайлбар |
        | 1 | Ширээ | 10 | 150,000 | 1,500,000 | Шинэ |
    """,
}  # fmt: skip


@pytest.mark.parametrize("name", OTHER_SUBJECTS)
def test_reports_on_other_subjects_give_no_rows(name: str) -> None:
    with pytest.raises(NoMeasureTable):
        extract(tables(OTHER_SUBJECTS[name]))


def test_much_text_between_the_parts_of_a_table_is_noted() -> None:
    stray = "Энэ хуудсанд хүснэгтийн шугам танигдаагүй тул мөрийн үгс хүснэгтээс гадуур үлдсэн байж болзошгүй. " * 2
    raw = read(f"""
        {HEAD}
        | 1 | 1.1. {TRAINING} | Сургалт-2 | {DONE} | - | 100% |
        ---- page break
        {stray}
        {HEAD}
        | 2 | 1.2. {BOARD} | Самбар-1 | {SHOWN} | - | 90% |
    """)
    assert [(note.code, note.page) for note in raw.notes] == [("text_between_tables", 2)]


def test_total_in_the_number_column_is_no_part_of_the_last_measure() -> None:
    raw = read(f"""
        {HEAD}
        | 1 | 1.1. {TRAINING} | Сургалт-2 | {DONE} | - | 100% |
        | 2 | 1.2. {BOARD} | Самбар-1 | {SHOWN} | - | 90% |
        | НИЙТ | < |   |   | 3,450,000 | 87.3% |
    """)
    assert [row.text(Role.COMPLETION) for row in raw.rows] == ["100%", "90%"]
    assert kinds(raw) == ["header", "total_row"]


def test_roman_numbers_and_capitals_make_goal_rows_of_texts_alone() -> None:
    numbered = read(f"""
        {HEAD}
        | I | Соён гэгээрүүлэх ажлыг эрчимжүүлэх |   |   |   |   |
        | 1 | {TRAINING} | Сургалт-2 | {DONE} | - | 100% |
        | II | Ил тод байдлыг хангах |   |   |   |   |
        | 2 | {BOARD} | Самбар-1 | {SHOWN} | - | 90% |
    """)
    assert [row.goal for row in numbered.rows] == [
        "I Соён гэгээрүүлэх ажлыг эрчимжүүлэх",
        "II Ил тод байдлыг хангах",
    ]
    shouted = read(f"""
        | Арга хэмжээ | Шалгуур | Хэрэгжилт | Хувь |
        | ИЛ ТОД БАЙДЛЫГ ХАНГАХ |   |   |   |
        | {TRAINING} | Сургалт-2 | {DONE} | 100% |
        | {BOARD} | Самбар-1 | {SHOWN} | 90% |
    """)
    assert [row.goal for row in shouted.rows] == ["ИЛ ТОД БАЙДЛЫГ ХАНГАХ"] * 2


def test_goal_paragraphs_over_tables_without_header() -> None:
    raw = read(f"""
        1. Соён гэгээрүүлэх
        {HEAD}
        | 1 | {TRAINING} | Сургалт-2 | {DONE} | - | 100% |
        2. Ил тод байдал
        | 2 | {BOARD} | Самбар-1 | {SHOWN} | - | 90% |
    """)
    assert [row.goal for row in raw.rows] == ["1. Соён гэгээрүүлэх", "2. Ил тод байдал"]


def test_summary_table_with_as_many_columns_is_no_continuation() -> None:
    raw = read(f"""
        | Арга хэмжээ | Шалгуур | Хэрэгжилт | Хувь |
        | 1.1. {TRAINING} | Сургалт-2 | {DONE} | 100% |
        | 1.2. {BOARD} | Самбар-1 | {SHOWN} | 90% |

        | Зорилго | Арга хэмжээний тоо | Бүрэн хэрэгжсэн | Хэрэгжилтийн дундаж хувь |
        | Зорилго 1 | 4 | 3 | 88% |
        | Зорилго 2 | 2 | 1 | 91% |
    """)
    assert [row.code for row in raw.rows] == ["1.1", "1.2"]


def test_unknown_label_over_long_texts_left_of_the_report_is_the_measure() -> None:
    raw = read(f"""
        | № | Санаачилгын товч утга | Шалгуур | Хэрэгжилт | Хувь |
        | 1 | {TRAINING} | Сургалт-2 | {DONE} | 100% |
        | 2 | {BOARD} | Самбар-1 | {SHOWN} | 90% |
        | 3 | {SURVEY} | Судалгаа-1 | {ASKED} | 90% |
    """)
    assert roles(raw)[1] is Role.MEASURE and raw.columns[1].doubt == "contents"


def test_several_units_of_an_indicator_make_no_percent_column() -> None:
    raw = read(f"""
        | Арга хэмжээ | Шалгуур үзүүлэлт (тоо, хувь) | Тайлант хугацааны биелэлт |
        | 1.1. {TRAINING} | Сургалт-2 | {DONE} |
        | 1.2. {BOARD} | Самбар-1 | {SHOWN} |
    """)
    assert roles(raw) == [Role.MEASURE, Role.INDICATOR, Role.PROGRESS]


def test_title_above_the_columns_of_every_table_is_no_goal() -> None:
    title = "| АВЛИГЫН ЭСРЭГ ТӨЛӨВЛӨГӨӨНИЙ БИЕЛЭЛТ | < | < | < | < | < |"
    raw = read(f"""
        Зорилго 1. Соён гэгээрүүлэх
        {title}
        {HEAD}
        | 1 | 1.1. {TRAINING} | Сургалт-2 | {DONE} | - | 100% |
        Зорилго 2. Ил тод байдал
        {title}
        {HEAD}
        | 2 | 2.1. {BOARD} | Самбар-1 | {SHOWN} | - | 90% |
    """)
    assert [row.goal for row in raw.rows] == ["Зорилго 1. Соён гэгээрүүлэх", "Зорилго 2. Ил тод байдал"]


def test_rest_of_a_row_above_a_sign_off_row_is_not_lost() -> None:
    raw = read(f"""
        {HEAD}
        | 1 | 1.1. {TRAINING} | Сургалт-2 | {DONE} | - | 100% |
        | 2 | 1.2. {BOARD} | Самбар-1 | Самбарыг сар бүр шинэчилж, | - | 90% |
        ---- page break
        |   |   |   | дөрвөн мэдээлэл байршуулав. |   |   |
        | ТАНИЛЦСАН: дарга Б.Номин | < | < | < | < | < |
    """)
    assert raw.rows[1].text(Role.PROGRESS) == "Самбарыг сар бүр шинэчилж, дөрвөн мэдээлэл байршуулав."
    assert kinds(raw)[-1] == "signature"


def test_goal_row_with_an_average_beside_it() -> None:
    raw = read(f"""
        | Арга хэмжээ | Шалгуур | Хариуцах эзэн | Хэрэгжилт | Хувь | Зарцуулсан хөрөнгө |
        | Соён гэгээрүүлэх | < | < | < | 88.5% |   |
        | 1.1. {TRAINING} | Сургалт-2 | Захиргаа | {DONE} | 100% | - |
        | Ил тод байдал | < | < | < | 91% |   |
        | 2.1. {BOARD} | Самбар-1 | Захиргаа | {SHOWN} | 90% | - |
    """)
    assert [row.goal for row in raw.rows] == ["Соён гэгээрүүлэх", "Ил тод байдал"]
    assert [row.text(Role.COMPLETION) for row in raw.rows] == ["100%", "90%"]


def test_needed_and_spent_money_are_told_by_their_side_of_the_report() -> None:
    raw = read(f"""
        | Арга хэмжээ | Шаардагдах хөрөнгө | Хэрэгжилт | Төсөв /төг/ |
        | 1.1. {TRAINING} | 2,000,000 | {DONE} | 150,000 |
        | 1.2. {BOARD} | 2,000,000 | {SHOWN} | 45,000 |
    """)
    assert roles(raw) == [Role.MEASURE, Role.BUDGET, Role.PROGRESS, Role.SPENT]


def test_the_front_of_a_document_without_measures_is_its_paragraphs_and_cells_in_order() -> None:
    table = Table(
        2, 2, tuple(Cell(row, column, f"{row}.{column}", bold=not row) for row, column in ((1, 0), (0, 1), (0, 0)))
    )
    document = Document("а.docx", "", 1, "", "docx", (Paragraph("Гарчиг"), table, Paragraph("Төгсгөл")))
    assert [one.text for one in front(document)] == ["Гарчиг", "0.0", "0.1", "1.0", "Төгсгөл"]
    assert [one.bold for one in front(document)] == [False, True, True, False, False]
    assert len(front(replace(document, blocks=(Paragraph("а"),) * 70))) == 60
