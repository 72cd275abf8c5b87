"""Cached results hold exactly as long as the same would come out again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from parsers.document import Cell, Document, Paragraph, Place, Table
from parsers.errors import LimitExceeded
from parsers.limits import Limits
from pipeline.workers.cache import Cache
from pipeline.workers.failures import failure, from_error
from pipeline.workers.messages import Done
from pipeline.workers.packing import pack_document, unpack_document

LIMITS = Limits()
SCAN = Done(document=b"d", report=b"r", kind="scan", pages=2)


def cache(
    folder: Path, reader: str = "1" * 16, report: str = "1" * 16, ocr: str = "5.3", limits: Limits = LIMITS
) -> Cache:
    return Cache(folder, reader, report, ocr, limits)


def test_a_document_comes_back_with_all_its_parts() -> None:
    table = Table(1, 2, (Cell(0, 0, "а", places=(Place(1, (0.0, 1.0, 2.0, 3.0)),)), Cell(0, 1, "б", confidence=0.5)))
    document = Document("a", "0", 1, "m", "pdf", (Paragraph("өвөл"), table, Paragraph("")))
    assert unpack_document(pack_document(document)) == document


def test_what_was_kept_is_found_under_the_same_conditions(tmp_path: Path) -> None:
    cache(tmp_path).keep("s", "a.pdf", SCAN)
    found = cache(tmp_path).report("s", "a.pdf")
    assert found and (found.body, found.pages) == (b"r", 2)
    document = cache(tmp_path).document("s")
    assert document and document.body == b"d"


@pytest.mark.parametrize(
    "other",
    [{"report": "2" * 16}, {"ocr": "5.4"}, {"limits": replace(LIMITS, pages=1)}],
    ids=["program", "OCR", "tighter limits"],
)
def test_another_version_is_another_result(tmp_path: Path, other: dict[str, str]) -> None:
    cache(tmp_path).keep("s", "a.pdf", SCAN)
    assert cache(tmp_path, **other).report("s", "a.pdf") is None  # type: ignore[arg-type]


def test_wider_limits_change_no_success_but_every_tripped_limit(tmp_path: Path) -> None:
    wider = replace(LIMITS, pages=LIMITS.pages + 1)
    cache(tmp_path).keep("good", "a.pdf", SCAN)
    cache(tmp_path).keep("bad", "b.pdf", Done(failure=from_error(LimitExceeded("pages", 500, 501)), stage="read"))
    assert cache(tmp_path, limits=wider).report("good", "a.pdf")
    assert cache(tmp_path, limits=wider).report("bad", "b.pdf") is None
    assert cache(tmp_path).report("bad", "b.pdf")


def test_files_read_without_ocr_do_not_ask_for_its_version(tmp_path: Path) -> None:
    cache(tmp_path).keep("s", "a.docx", replace(SCAN, kind="docx"))
    assert cache(tmp_path, ocr="none").report("s", "a.docx")


def test_a_renamed_file_is_understood_again_but_not_read_again(tmp_path: Path) -> None:
    cache(tmp_path).keep("s", "a.pdf", SCAN)
    assert cache(tmp_path).report("s", "b.pdf") is None and cache(tmp_path).document("s")


def test_passing_failures_are_not_kept(tmp_path: Path) -> None:
    cache(tmp_path).keep("s", "a.pdf", Done(failure=failure("killed", lasting=False)))
    assert cache(tmp_path).report("s", "a.pdf") is None


def test_no_space_means_no_cache(tmp_path: Path) -> None:
    full = Cache(tmp_path, "1", "1", "", LIMITS, min_free=1 << 60)
    full.keep("s", "a.pdf", SCAN)
    assert list(tmp_path.iterdir()) == []
