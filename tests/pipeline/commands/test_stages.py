"""``tailan read``, ``extract`` and ``normalize``: one stage of one file, or why there is none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from parsers.limits import Limits
from pipeline.cli import group
from pipeline.exits import Exit, Stop
from pipeline.run.assembly import setup_of
from pipeline.settings import Settings
from pipeline.workers import engine
from pipeline.workers.failures import failure
from pipeline.workers.messages import Done, Job, Setup
from pipeline.workers.stages import single_work
from tests.builders.submissions import fill


def call(*arguments: str) -> Result:
    return CliRunner().invoke(group, list(arguments), standalone_mode=False)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A submission; what a worker process would do of it is done in this one."""
    fill(tmp_path, 1)
    monkeypatch.setattr(engine, "in_one_process", lambda setup, job: single_work(setup)(job, lambda known: None))
    return next(tmp_path.iterdir())


def test_each_stage_shows_its_records(file: Path) -> None:
    document, raw, reports = (
        json.loads(call(name, str(file), "--json").stdout) for name in ("read", "extract", "normalize")
    )
    assert document["kind"] == "docx" and document["blocks"]
    assert [one["number"] for one in raw] == [1] and len(raw[0]["rows"]) == len(reports[0]["records"]) > 0
    assert {one["sha256"] for one in (document, raw[0], reports[0])} == {document["sha256"]}
    words = call("extract", str(file)).stdout
    assert "{" not in words and len(words.splitlines()) > 5
    assert len({words, call("read", str(file)).stdout, call("normalize", str(file)).stdout}) == 3


@pytest.mark.parametrize(("detail", "told"), [("cut short", "at read (cut short)."), ("", "at read.")])
def test_a_file_that_cannot_be_used_is_told_with_its_reason(
    file: Path, monkeypatch: pytest.MonkeyPatch, detail: str, told: str
) -> None:
    seen: list[Any] = []

    def refuse(setup: Setup, job: Job) -> Done:
        seen.extend([setup.stage, job.file])
        return Done(failure=failure("crashed", detail, trace="frames"), stage="read")

    monkeypatch.setattr(engine, "in_one_process", refuse)
    refused = call("extract", str(file)).exception
    assert isinstance(refused, Stop) and refused.code is Exit.REJECTED and seen == ["extract", file.name]
    assert f"crashed {told} Reading this file" in refused.message and refused.message.endswith("\nframes")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    refused = call("read", str(tmp_path / "none.docx")).exception
    assert isinstance(refused, Stop) and refused.code is Exit.NO_INPUT and "No such file" in refused.message


def test_a_worker_is_told_what_the_settings_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "agencies.csv").write_text("agency_id,agency\nx1,Анхилуун төв\n", encoding="utf-8")
    setup = setup_of(Settings(agencies="agencies.csv", limits=Limits(pages=7), review_confidence=0.9), stage="read")
    assert (setup.agencies, setup.catalogues, setup.weights) == (bytes(tmp_path / "agencies.csv"), b"", b"")
    assert (setup.limits.pages, setup.review_confidence, setup.stage) == (7, 0.9, "read")
    assert set(setup.expected) == {"version of tailan or its libraries", "Tesseract", "reference data"}
