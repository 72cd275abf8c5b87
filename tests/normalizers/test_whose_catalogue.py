"""Reports and the catalogue of a body that their agency does not belong to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from normalizers.catalogue.files import parse
from normalizers.catalogue.model import Catalogue, Catalogues
from normalizers.curation.draft import Reported, draft
from normalizers.curation.draft_file import to_toml
from normalizers.front.agency_list import Agency
from normalizers.normalize import normalize
from normalizers.report import Report, Supplied
from normalizers.settings import NormalizerSettings
from parsers.report import Role
from tests.normalizers.reports import MEASURES, raw_report

ISSUED = Catalogues((Catalogue("ulaan-2024", MEASURES, 2024, "Дорнод аймаг"),))
OPEN = Catalogues((Catalogue("open-2024", MEASURES, 2024),))
OWN_ROWS = """
| Бүтээгдэхүүний чанарын хяналтыг сайжруулж лаборатори байгуулах | Явц. | 100% |
| Агуулахын камерын системийг шинэчлэх | Явц. | 100% |
| Хөдөлмөрийн гэрээг цахимаар байгуулах | Явц. | 50% |
""".strip()
HEAD = "| measure | progress | percent |\n"
FEW = f"{HEAD}{OWN_ROWS}\n| {MEASURES[0].text} | Явц. | 90% |"
MANY = f"{FEW}\n| {MEASURES[1].text} | Явц. | 90% |\n| {MEASURES[2].text} | Явц. | 90% |"
COMPANY = "АНХИЛУУН ХХК-ИЙН 2024 ОНЫ АВЛИГЫН ЭСРЭГ ТӨЛӨВЛӨГӨӨНИЙ ЭХНИЙ ХАГАС ЖИЛИЙН ТАЙЛАН"
NOBODY = "2024 ОНЫ АВЛИГЫН ЭСРЭГ ТӨЛӨВЛӨГӨӨНИЙ ЭХНИЙ ХАГАС ЖИЛИЙН ТАЙЛАН"


def codes(report: Report) -> set[str]:
    return {finding.code for finding in report.findings}


def test_a_company_is_not_asked_for_the_measures_of_an_aimag() -> None:
    report = normalize(raw_report(FEW, title=COMPANY), ISSUED)
    assert report.agency == "Анхилуун ХХК" and report.catalogue_id == ""
    assert {record.match.status for record in report.records} == {"unmatched"}
    assert not any(record.match.code or record.match.candidates or record.goal_code for record in report.records)
    assert "no_catalogue" in codes(report)
    assert not codes(report) & {"measure_missing", "no_measures", "catalogue_of_other_issuer", "measures_hardly_known"}
    (finding,) = (finding for finding in report.findings if finding.severity == "error")
    assert (finding.code, finding.value) == ("no_catalogue", "ulaan-2024")
    for said in (finding.message, finding.message_mn):
        assert "`tailan catalogue draft`" in said and "Дорнод аймаг" in said


def test_a_scan_without_a_catalogue_is_no_strange_scan() -> None:
    report = normalize(raw_report(FEW, title=COMPANY, confidence=0.95), ISSUED)
    assert report.catalogue_id == "" and "measures_hardly_known" not in codes(report)


def test_half_of_the_rows_are_enough() -> None:
    report = normalize(raw_report(MANY, title=COMPANY), ISSUED)
    assert report.catalogue_id == "ulaan-2024" and "catalogue_of_other_issuer" in codes(report)
    assert [record.match.status for record in report.records[3:]] == ["auto"] * 3


def test_the_draft_from_its_report_is_its_catalogue() -> None:
    raw = raw_report(FEW, title=COMPANY)
    rows = [Reported("a", number, row.goal, row.code, row.text(Role.MEASURE)) for number, row in enumerate(raw.rows)]
    drafted = parse("a1.toml", to_toml(draft(rows, 1), "a1", 2024, 1, "Анхилуун ХХК"))
    report = normalize(raw, Catalogues((*ISSUED.items, drafted)))
    assert report.catalogue_id == "a1" and {record.match.status for record in report.records} == {"auto"}
    assert not codes(report) & {"no_catalogue", "catalogue_of_other_issuer", "measure_missing"}


@pytest.mark.parametrize("title", [COMPANY.replace("АНХИЛУУН ХХК", "ДОРНОД АЙМГИЙН МУЗЕЙ"), COMPANY, NOBODY])
def test_what_belongs_to_the_agency_or_to_everybody_is_never_in_question(title: str) -> None:
    own = "ДОРНОД" in title
    report = normalize(raw_report(FEW, title=title), ISSUED if own else OPEN)
    assert report.catalogue_id and "no_catalogue" not in codes(report)
    assert report.records[3].match.status == "auto" and "measure_missing" in codes(report)


def test_the_register_says_whom_a_company_belongs_to() -> None:
    listed = Agency("A1", "Анхилуун ХХК", above=("Дэнжийн төв", "Дорнод аймаг"))
    report = normalize(raw_report(FEW, title=COMPANY), ISSUED, NormalizerSettings(agencies=(listed,)))
    assert report.catalogue_id == "ulaan-2024" and report.records[3].match.status == "auto"


def test_of_an_unknown_agency_codes_are_proposals() -> None:
    report = normalize(raw_report(FEW, title=NOBODY), ISSUED)
    assert report.agency == "" and report.catalogue_id == "ulaan-2024"
    assert (report.records[3].match.status, report.records[3].match.code) == ("review", "1.1")
    assert "no_catalogue" not in codes(report)


@pytest.mark.parametrize(("source", "kept"), [("sidecar", False), ("reviewer", False), ("mail", True)])
def test_a_persons_word_is_sure_and_a_mail_is_weak_evidence(source: str, kept: bool) -> None:
    said = Supplied("Анхилуун ХХК", source=source)
    report = normalize(raw_report(FEW, title=NOBODY), ISSUED, supplied=said)
    assert report.agency == "Анхилуун ХХК" and bool(report.catalogue_id) is kept
    assert report.records[3].match.status == ("review" if kept else "unmatched")


def test_a_doubtful_name_is_weak_evidence() -> None:
    report = normalize(raw_report(FEW, title=COMPANY.replace("ХХК-ИЙН", "ДЭНЖИЙН")), ISSUED)
    assert "agency_doubtful" in codes(report) and report.records[3].match.status == "review"


def test_illegible_rows_do_not_count() -> None:
    raw = raw_report(FEW, title=COMPANY, confidence=0.95)
    dim = tuple(
        replace(row, cells=tuple(replace(cell, confidence=0.3) for cell in row.cells)) if row.row < 4 else row
        for row in raw.rows
    )
    assert normalize(replace(raw, rows=dim), ISSUED).catalogue_id == "ulaan-2024"
