"""Hostile files: each classified within its limits; nothing fetched, written outside or executed; nothing left behind."""

from __future__ import annotations

import csv
import io
import os
import socket
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.hostile.__main__ import write
from parsers.limits import Limits
from pipeline.names import printable
from pipeline.run.collect import Options
from pipeline.run.run import run
from pipeline.run.sources import digest
from pipeline.run.survey import Paths
from pipeline.settings import Settings
from pipeline.workers.engine import LocalEngine
from pipeline.workers.messages import Job, Setup
from tests.builders.submissions import submission
from tests.pipeline.processes import VARIABLE, wait_until_gone

pytestmark = pytest.mark.slow
LIMITS = replace(Limits(), cpu_seconds=30, wall_seconds=240, memory_bytes=1_500_000_000)


@pytest.fixture
def canary() -> Iterator[tuple[str, list[object]]]:
    """An address that nobody may call, and who called it."""
    calls: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        stop = threading.Event()

        def listen() -> None:
            while not stop.is_set():
                try:
                    connection, caller = server.accept()
                except TimeoutError:
                    continue
                calls.append(caller)
                connection.close()

        thread = threading.Thread(target=listen)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", calls
        stop.set()
        thread.join()


@pytest.mark.parametrize("seed", [1])
def test_every_hostile_file_is_classified(
    tmp_path: Path, canary: tuple[str, list[object]], seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    address, calls = canary
    expected = write(tmp_path, seed, address)
    outside = {path: digest(os.fsencode(path)) for path in (Path("/etc/passwd"), tmp_path / "expected.json")}
    settings_ = Settings(settle_seconds=0, limits=LIMITS)
    paths = Paths.of(tmp_path / "raw", tmp_path / "clean", settings_)
    run(paths, settings_, Options(), lambda done, total: None)
    csv.field_size_limit(1 << 30)
    with (tmp_path / "clean" / "submissions.csv").open(encoding="utf-8", newline="") as stream:
        rows = {row["file"]: row for row in csv.DictReader(stream)}
    assert len(rows) == len(expected)
    wrong = {}
    for name, reasons in expected.items():
        row = rows[printable(name)]
        reason = row["reason"] if row["status"] in ("rejected", "duplicate") else ""
        if reason not in reasons:
            wrong[name] = reason
    assert wrong == {}
    assert calls == []
    assert {path: digest(os.fsencode(path)) for path in outside} == outside
    assert not Path("/tmp/tailan-escaped").exists() and not Path("tailan-escaped").exists()
    assert {path.name for path in tmp_path.iterdir()} == {"raw", "clean", ".tailan", "expected.json"}
    assert wait_until_gone(tmp_path) == []


def _pdf() -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(400, 300), invariant=True, pageCompression=0)
    for row in range(5):
        for column in range(4):
            canvas.rect(20 + 80 * column, 40 + 40 * row, 80, 40)
            canvas.drawString(24 + 80 * column, 60 + 40 * row, f"1.{row} {column}")
    canvas.save()
    return stream.getvalue()


def _picture(kind: str) -> bytes:
    from PIL import Image, ImageDraw

    image = Image.new("L", (300, 200), 255)
    ImageDraw.Draw(image).rectangle((20, 20, 280, 180), outline=0)
    stream = io.BytesIO()
    image.save(stream, kind)
    return stream.getvalue()


@pytest.fixture(scope="module")
def engine() -> Iterator[LocalEngine]:
    working = LocalEngine(Setup("pipeline.workers.stages:report_work", LIMITS), workers=1)
    yield working
    working.close()


changes = st.lists(
    st.tuples(
        st.sampled_from(["set", "cut", "copy", "drop"]), st.floats(0, 1), st.integers(0, 255), st.integers(1, 40)
    ),
    min_size=1,
    max_size=12,
)


def mutated(data: bytes, steps: list[tuple[str, float, int, int]]) -> bytes:
    """The bytes with some set, cut off, doubled or dropped."""
    result = bytearray(data)
    for what, where, value, length in steps:
        at = int(where * len(result))
        if what == "set":
            result[at : at + 1] = bytes([value])
        elif what == "cut" and at > 100:
            del result[at:]
        elif what == "copy":
            result[at:at] = result[max(at - length, 0) : at]
        else:
            del result[at : at + length]
    return bytes(result)


def _inside(data: bytes, steps: list[tuple[str, float, int, int]]) -> bytes:
    """A whole package whose document is mutated: what a broken archive would keep from the reader."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for item in old.infolist():
            content = old.read(item)
            new.writestr(item, mutated(content, steps) if item.filename == "word/document.xml" else content)
    return made.getvalue()


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (lambda: submission(1), mutated),
        (lambda: submission(1), _inside),
        (_pdf, mutated),
        (lambda: _picture("PNG"), mutated),
        (lambda: _picture("JPEG"), mutated),
        (lambda: _picture("TIFF"), mutated),
    ],
    ids=["docx", "inside docx", "pdf", "png", "jpeg", "tiff"],
)
def test_mutations_of_good_files_end_in_a_named_state(
    tmp_path: Path, engine: LocalEngine, model: Callable[[], bytes], change: Callable[..., bytes]
) -> None:
    original = model()
    path = tmp_path / "fuzzed"

    @settings(max_examples=100, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(changes)
    def check(steps: list[tuple[str, float, int, int]]) -> None:
        path.write_bytes(change(original, steps))
        job = Job("fuzzed", os.fsencode(path), digest(os.fsencode(path)), path.stat().st_size)
        done = next(done for _, done in engine.run([job]))
        assert done.values or done.failure
        assert done.failure is None or done.failure.code != "program_error", done.failure

    check()
