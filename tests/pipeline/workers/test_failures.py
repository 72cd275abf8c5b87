"""Why a file has no report, and how long that holds."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from parsers.errors import DamagedFile, LimitExceeded
from parsers.limits import Limits
from pipeline.workers.cache import Entry
from pipeline.workers.failures import PASSING, REASONS, failure, from_error, limit_reached
from pipeline.workers.outcome import Outcome


def test_a_failure_of_the_process_has_the_words_of_its_code() -> None:
    found = failure("crashed", "signal 11", trace="…")
    assert (found.code, found.detail, found.lasting, found.trace) == ("crashed", "signal 11", True, "…")
    assert found.detail_mn == "signal 11" and failure("killed", "by it", "түүгээр").detail_mn == "түүгээр"
    assert (found.hint, found.hint_mn) == REASONS["crashed"] and not failure("killed", lasting=False).lasting
    assert set(REASONS) >= PASSING


def test_a_limit_says_the_same_in_every_run() -> None:
    found = limit_reached("cpu_seconds", 1200)
    assert found.detail == "cpu_seconds: stopped at the limit of 1,200"
    assert (found.code, found.limit, found.allowed, found.value, found.lasting) == (
        LimitExceeded.code,
        "cpu_seconds",
        1200,
        1200,
        True,
    )


def test_a_refusal_of_a_reader() -> None:
    told = from_error(LimitExceeded("pages", 500, 501))
    assert (told.limit, told.allowed, told.value, told.lasting) == ("pages", 500.0, 501.0, True)
    assert told.detail == str(LimitExceeded("pages", 500, 501))
    assert told.detail_mn == "pages: 501 нь 500 гэсэн хязгаараас их"
    damaged = from_error(DamagedFile("<Reader object at 0x7f00ab12> cut short", "<Reader object at 0x7f00ab12> дутуу"))
    assert damaged.detail_mn == "<Reader object> дутуу"
    assert (damaged.code, damaged.detail, damaged.limit) == (DamagedFile.code, "<Reader object> cut short", "")
    assert damaged.lasting


LIMITS = Limits()


@pytest.mark.parametrize("name", [item.name for item in fields(Limits)])
def test_a_success_stands_under_wider_limits_only(name: str) -> None:
    value = getattr(LIMITS, name)
    entry = Entry(LIMITS, "5.3", "scan")
    assert entry.holds(LIMITS, "5.3") and entry.holds(replace(LIMITS, **{name: value + 1}), "5.3")
    assert not entry.holds(replace(LIMITS, **{name: value - 1}), "5.3")


def test_a_tripped_limit_stands_under_the_same_limits_only() -> None:
    tripped = Entry(LIMITS, "5.3", "scan", failure=limit_reached("pages", 5))
    assert tripped.holds(LIMITS, "5.3") and not tripped.holds(replace(LIMITS, pages=LIMITS.pages + 1), "5.3")
    other = Entry(LIMITS, "5.3", "scan", failure=failure("crashed"))
    assert other.holds(replace(LIMITS, pages=LIMITS.pages + 1), "5.3")


def test_what_was_read_without_ocr_is_not_asked_for_its_version() -> None:
    assert Entry(LIMITS, "5.3", "docx").holds(LIMITS, "5.4")
    assert not Entry(LIMITS, "5.3", "pdf").holds(LIMITS, "5.4")


def test_the_key_of_a_submission() -> None:
    made = Outcome("a", "b" * 64, 1, "ok")
    assert (made.submission_id, replace(made, number=2).submission_id) == ("b" * 16, "b" * 16 + "-2")
    assert replace(made, identity="c" * 64).submission_id == "c" * 16 and replace(made, sha256="").submission_id == ""
