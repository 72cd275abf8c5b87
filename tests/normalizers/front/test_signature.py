"""Sign-off blocks: who acknowledged, who prepared."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.front.person import cleaned, find_people, full_name
from normalizers.front.signature import Signature, acknowledged, prepared, read_signatures
from parsers.document import Paragraph
from parsers.language.letters import repair
from tests.normalizers.forms import table

BLOCKS = tomllib.loads((Path(__file__).parents[1] / "cases" / "signoffs.toml").read_text("utf-8"))["block"]
NOBODY = Signature("", "", "")
KNOWN_WRONG = "ТАНИЛЦСАН: БОЛОВСРУУЛСАН:\nДАРГА МЭРГЭЖИЛ"


def name_in(text: str) -> str | None:
    """The one person that a signature line names."""
    clean = cleaned(text)
    people = find_people(clean)
    return people[-1].name if people else full_name(clean)


@pytest.mark.parametrize(
    ("line", "name"),
    [("Доржийн Бат", "Д.БАТ"), ("…… / Ю . ХҮСЛЭН /", "Ю.ХҮСЛЭН"), ("Дорж овогтой Бат", "Д.БАТ"), ("Дарга ____", None)],
)
def test_names_in_their_normal_form(line: str, name: str | None) -> None:
    assert name_in(line) == name


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block["lines"][0][:30])
def test_who_signed(block: dict[str, Any]) -> None:
    signatures = read_signatures([Paragraph(repair(line).text) for line in block["lines"]])
    first, second = acknowledged(signatures) or NOBODY, prepared(signatures) or NOBODY
    assert [first.person, first.title] == block["acknowledged"]
    assert [second.person, second.title] == block["prepared"]


@pytest.mark.parametrize(("block", "told"), table("signoffs_third"))
def test_blocks_of_other_writers(block: str, told: list[str]) -> None:
    signatures = read_signatures([Paragraph(line) for line in block.split("\n")])
    people = (acknowledged(signatures) or NOBODY, prepared(signatures) or NOBODY)
    read = " ; ".join(f"{one.person}|{one.title}" for one in people)
    same = read.replace(" ", "") == "|".join(told).replace(" ", "")
    assert same is (not block.startswith(KNOWN_WRONG))


@given(st.lists(st.text(alphabet="ТАНИЛЦСАН:хянасан БЭЛТГЭСЭН.П/_() Дэлгэр\n", max_size=40), max_size=6))
def test_sign_off_reads_anything(lines: list[str]) -> None:
    for signature in read_signatures([Paragraph(line) for line in lines]):
        assert signature.acknowledges or signature.prepares or signature.role == "бусад"
        assert not signature.person or name_in(signature.person) == signature.person


@given(st.sampled_from("АБДӨҮ"), st.sampled_from(["ДЭЛГЭР", "Хүслэн", "Мөнх-Оргил", "Ану"]))
def test_normal_form_is_kept(initial: str, surname: str) -> None:
    name = f"{initial}.{surname.upper()}"
    assert name_in(f"{initial} . {surname}") == name == name_in(name)
    assert [p.name for p in find_people(name)] == [name]


def test_strokes_that_a_scan_took_for_letters_are_no_part_of_a_name() -> None:
    texts = ("Хянасан: Дарга", "ГҮ.ЧИМЭДЦЭРЭН/", "Тайлан гаргасан: Мэргэжилтэн", "/Ж.БатбаярІ")
    found = read_signatures([Paragraph(text, confidence=0.2) for text in texts])
    assert [signature.person for signature in found] == ["Ү.ЧИМЭДЦЭРЭН", "Ж.БАТБАЯР"]


def signed(*texts: str, confidence: float | None = None) -> list[tuple[str, str, str]]:
    found = read_signatures([Paragraph(text, confidence=confidence) for text in texts])
    return [(one.role, one.title, one.person) for one in found]


def test_the_stronger_role_counts_and_a_named_one_before_it() -> None:
    seen, checked = Signature("танилцсан", "", "А.БАТ"), Signature("хянасан", "", "Б.БОЛД")
    nameless = Signature("танилцсан", "Дарга", "")
    assert acknowledged([checked, seen]) is seen and acknowledged([nameless, checked]) is checked
    assert acknowledged([nameless]) is nameless and acknowledged([]) is None is prepared([seen])
    made, empty = Signature("бэлтгэсэн", "", "В.САР"), Signature("бэлтгэсэн", "Ахлах", "")
    assert prepared([empty, made]) is made and prepared([seen, empty]) is empty
    assert Signature("батлав", "", "").approves and not seen.approves
    assert Signature("тайлан", "", "").prepares and not Signature("тайлан", "", "").acknowledges


@pytest.mark.parametrize(
    ("texts", "read"),
    [
        (("ТАНИЛЦСАН: ДАРГА П.ДЭЛГЭР",), [("танилцсан", "ДАРГА", "П.ДЭЛГЭР")]),
        (("Т А Н И Л Ц С А Н: ДАРГА П.ДЭЛГЭР",), [("танилцсан", "ДАРГА", "П.ДЭЛГЭР")]),
        (("Сургалттай танилцсан байна", "П.ДЭЛГЭР"), []),
        (("Танилцсан байна", "П.ДЭЛГЭР"), []),
        (("ТАЙЛАН", "БЭЛТГЭСЭН: П.ДЭЛГЭР"), [("бэлтгэсэн", "", "П.ДЭЛГЭР")]),
        (("ХЯНАСАН: П.ДЭЛГЭР", "ТАЙЛАН", "БЭЛТГЭСЭН: Ю.ХҮСЛЭН"), [("хянасан", "", "П.ДЭЛГЭР"), ("бэлтгэсэн", "", "Ю.ХҮСЛЭН")]),
        (("ТАНИЛЦСАН:", "ХЯНАСАН:", "ДАРГА", "АХЛАХ", "П.ДЭЛГЭР", "Ю.ХҮСЛЭН"),
         [("танилцсан", "ДАРГА", "П.ДЭЛГЭР"), ("хянасан", "АХЛАХ", "Ю.ХҮСЛЭН")]),
        (("ТАНИЛЦСАН: ДАРГА П.ДЭЛГЭР 2023.06.16",), [("танилцсан", "ДАРГА", "П.ДЭЛГЭР")]),
        (("ТАНИЛЦСАН: ДАРГА", "2023.06.16", "П.ДЭЛГЭР"), [("танилцсан", "ДАРГА", "")]),
        (("ТАНИЛЦСАН: ДАРГА", "Утас: 70112233", "П.ДЭЛГЭР"), [("танилцсан", "ДАРГА", "")]),
        (("ТАНИЛЦСАН: Доржийн Бат",), [("танилцсан", "", "Д.БАТ")]),
        (("ТАНИЛЦСАН: дарга /Доржийн Бат/",), [("танилцсан", "дарга", "Д.БАТ")]),
        (("ТАНИЛЦЗАН: ДАРГА П.ДЭЛГЭР",), [("танилцсан", "ДАРГА", "П.ДЭЛГЭР")]),
        (("ТОДОРХОЙ: ДАРГА П.ДЭЛГЭР",), []),
        (("ТАНИЛЦСАН:", "ДАРГА", "Қ.СЕРІКЖАН", "БЭЛТГЭСЭН: Ғ. Әйгерім"),
         [("танилцсан", "ДАРГА", "Қ.СЕРІКЖАН"), ("бэлтгэсэн", "", "Ғ.ӘЙГЕРІМ")]),
        (("ТАНИЛЦСАН: дарга Серік Жанболат", "БЭЛТГЭСЭН: БАТ-ЭРДЭНЭ Д."),
         [("танилцсан", "дарга Серік Жанболат", ""), ("бэлтгэсэн", "", "Д.БАТ-ЭРДЭНЭ")]),
        (("БЭЛТГЭСЭН: ажилтан ТАНИЛЦСАН: дарга П.ДЭЛГЭР",),
         [("бэлтгэсэн", "ажилтан", ""), ("танилцсан", "дарга", "П.ДЭЛГЭР")]),
        (("ТАНИЛЦСАН:", "БЭЛТГЭСЭН: ажилтан П.ДЭЛГЭР"), [("танилцсан", "", ""), ("бэлтгэсэн", "ажилтан", "П.ДЭЛГЭР")]),
        (("“ТАНИЛЦСАН”", "ДАРГА П.ДЭЛГЭР"), [("танилцсан", "ДАРГА", "П.ДЭЛГЭР")]),
        (("ТАНИЛЦСАН:ДАРГАП.ДЭЛГЭР",), [("танилцсан", "ДАРГА", "П.ДЭЛГЭР")]),
        (("Бэлтгэсэн Ю.Хүслэн / Танилцсан П.Дэлгэр",),
         [("бэлтгэсэн", "", "Ю.ХҮСЛЭН"), ("танилцсан", "", "П.ДЭЛГЭР")]),
        (("ТАНИЛЦСАН: дарга Б.Гал-", "сүрэн"), [("танилцсан", "дарга", "Б.ГАЛСҮРЭН")]),
        (("ТАНИЛЦУУЛСАН: П.ДЭЛГЭР",), []),
        (("Сургалтын материал бэлтгэсэн: П.ДЭЛГЭР",), [("бусад", "Сургалтын материал", "П.ДЭЛГЭР")]),
        (("ТАНИЛЦСАН: дарга Ю.ХҮСЛЭН-ИЙН өмнөөс П.ДЭЛГЭР",),
         [("танилцсан", "дарга Ю.ХҮСЛЭН-ИЙН өмнөөс", "П.ДЭЛГЭР")]),
        (("ТАНИЛЦСАН: дарга Ts.Enkhbayar", "БЭЛТГЭСЭН: B. BOLD"),
         [("танилцсан", "дарга", "TS.ENKHBAYAR"), ("бэлтгэсэн", "", "B.BOLD")]),
        (("ТАНИЛЦСАН: Ахлах Мэргэжилтэн", "БЭЛТГЭСЭН: Бат Сайн"),
         [("танилцсан", "Ахлах Мэргэжилтэн", ""), ("бэлтгэсэн", "Бат Сайн", "")]),
        ((), []),
    ],
)  # fmt: skip
def test_blocks(texts: tuple[str, ...], read: list[tuple[str, str, str]]) -> None:
    assert signed(*texts) == read


def test_a_line_that_a_scan_could_not_read_leaves_the_position_open() -> None:
    assert signed("ТАНИЛЦСАН:", "ДАРГА", "П.ДЭЛГЭР", confidence=0.3) == [("танилцсан", "ДАРГА", "П.ДЭЛГЭР")]
    assert signed("ТАНИЛЦСАН:", "ДАРГА", "П.ДЭЛГЭР", confidence=0.29) == [("танилцсан", "", "П.ДЭЛГЭР")]


def test_who_made_the_plan_made_the_report_only_where_nobody_else_did() -> None:
    plan, report = Paragraph("Төлөвлөгөөг боловсруулсан: Б.Болд"), Paragraph("Тайланг боловсруулсан: П.Дэлгэр")
    made = prepared(read_signatures([plan, report]))
    alone = prepared(read_signatures([plan]))
    assert made and made.person == "П.ДЭЛГЭР" and alone and alone.person == "Б.БОЛД"
