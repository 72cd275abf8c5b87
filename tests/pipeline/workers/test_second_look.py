"""A document whose second look fails is read again without it, and says so."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PIL import Image

from normalizers.rows.findings import known_findings
from parsers.limits import Limits
from pipeline.run.sources import digest
from pipeline.workers.engine import LocalEngine
from pipeline.workers.messages import Job, Setup
from pipeline.workers.packing import unpack_document


@pytest.mark.slow
def test_a_second_look_that_fails_is_left_out(tmp_path: Path) -> None:
    listed = []
    for number, name in enumerate(("good.png", "error.png", "crash.png")):
        path = tmp_path / name
        Image.new("L", (200, 120 + number), 255).save(path)
        listed.append(Job(name, os.fsencode(path), digest(os.fsencode(path)), path.stat().st_size))
    engine = LocalEngine(Setup("tests.pipeline.workers.second_look:work", Limits()), 1)
    try:
        results = {job.file: done for job, done in engine.run(listed)}
    finally:
        engine.close()
    assert {name: done.failure for name, done in results.items()} == dict.fromkeys(results)
    documents = {name: unpack_document(done.document) for name, done in results.items()}
    notes = {name: [note.code for note in document.notes] for name, document in documents.items()}
    assert notes == {"good.png": [], "error.png": ["no_second_look"], "crash.png": ["no_second_look"]}
    assert all("хэрэгжилт" in str(document.blocks) for document in documents.values())
    assert known_findings()["no_second_look"]["severity"] == "warning"
