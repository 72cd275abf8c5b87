"""From raw files to signed data: run, review in a real browser, run again. Also makes the pictures of the reviewers' guide."""

from __future__ import annotations

import io
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from benchmarks.corpus.making import make
from pipeline.commands.review import open_desk
from pipeline.review.app import create_app
from pipeline.review.decisions import Action
from pipeline.review.desk import Desk, Wish
from pipeline.review.pictures import Pictures
from pipeline.run.survey import Paths
from pipeline.settings import Settings
from tests.pipeline.outputs.test_report_browser import browser  # noqa: F401 - the shared fixture
from tests.pipeline.review.test_browser import SECONDS_TO_NEXT, ready

uvicorn = pytest.importorskip("uvicorn")
pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
PICTURES = ROOT / "docs" / "pictures"
UPDATE = "MAKE_PICTURES"
"""Set to 1 to replace the pictures in docs/pictures by what this test makes."""
BYTES_MOST = 150_000
SETTINGS = replace(Settings(), review_sample=0.15)
COLOURS = 200
SEED = 2028


@dataclass(frozen=True)
class Stage:
    """A raw folder with its datasets, and the page over both."""

    raw: Path
    clean: Path

    @property
    def paths(self) -> Paths:
        return Paths.of(self.raw, self.clean, SETTINGS)

    def run(self) -> None:
        command = [sys.executable, "-m", "pipeline", "run", str(self.raw), str(self.clean), "--quiet"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0 or 10 <= done.returncode < 20, done.stderr

    def desk(self) -> Desk:
        return open_desk(self.paths, SETTINGS)[0]

    def published(self, question: str) -> list[tuple[Any, ...]]:
        with sqlite3.connect(self.clean / "tailan.sqlite") as base:
            return base.execute(question).fetchall()


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """Six PDF and two DOCX reports of invented agencies, published once."""
    raw = tmp_path / "raw"
    raw.mkdir()
    for kind, count in (("rl", 6), ("docx", 2)):
        for made in make(kind, count, SEED):
            (raw / made.truth.file).write_bytes(made.data)
    (raw / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    made_stage = Stage(raw, tmp_path / "clean")
    made_stage.run()
    return made_stage


@pytest.fixture
def served(stage: Stage) -> Iterator[tuple[Stage, Desk, str]]:
    desk, files = open_desk(stage.paths, SETTINGS)
    pictures = Pictures(files, SETTINGS.limits)
    for question in desk.waiting():
        pictures.prepare(question.report.sha256, question.pages, soon=False)
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    host = f"127.0.0.1:{listener.getsockname()[1]}"
    app = create_app(desk, pictures, "127.0.0.1", {"first": "Дорж"})
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield stage, desk, f"http://{host}"
    server.should_exit = True
    thread.join(5)
    pictures.close()


def test_a_cleared_queue_is_published_and_never_asked_again(
    browser: Any,  # noqa: F811
    served: tuple[Stage, Desk, str],
) -> None:
    stage, desk, address = served
    waiting = len(desk.waiting())
    assert waiting >= 5
    page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="mn-MN")
    page.goto(f"{address}/enter?token=first")
    page.keyboard.press("Enter")
    page.wait_for_url("**/row/*")
    taken = []
    for key in ["a", "0", "x", "1", *["a"] * (waiting - 4)]:
        ready(page)
        with page.expect_response(lambda answer: answer.request.method == "GET" and ".png" not in answer.url) as answer:
            page.keyboard.press(key)
        answer.value.finished()
        timing = answer.value.request.timing
        taken.append((timing["responseStart"] - timing["requestStart"]) / 1000)
        page.wait_for_load_state("load")
    page.close()
    assert sorted(taken)[len(taken) // 2] < SECONDS_TO_NEXT
    assert desk.waiting() == () and len(desk.decisions) == waiting
    removed = next(d for d in desk.decisions if d.action is Action.NOT_A_ROW)

    stage.run()
    statuses = dict(stage.published("select match_status, count(*) from measures group by 1"))
    shown = Counter(record.match.status for report in desk.reports for record in report.records)
    assert statuses == shown and shown["rejected"] >= 1 and shown["confirmed"] >= 1 and not shown["review"]
    assert stage.published("select count(*) from leftovers where kind = 'not_a_row'") == [(1,)]
    assert removed.shown.text[:20] in stage.published("select text from leftovers where kind = 'not_a_row'")[0][0]

    for number, file in enumerate(sorted(stage.raw.glob("*.*"))):
        (stage.raw / "шинэ").mkdir(exist_ok=True)
        file.rename(stage.raw / "шинэ" / f"тайлан {number}{file.suffix}")
    assert stage.desk().waiting() == ()
    before = stage.published("select submission_id, row, match_status, measure_code from measures order by 1, 2")
    stage.run()
    assert (
        stage.published("select submission_id, row, match_status, measure_code from measures order by 1, 2") == before
    )


def _kept(page: Any, name: str, folder: Path) -> Path:
    """The window as a picture of few colours: sharp letters, small file."""
    page.mouse.move(0, 0)
    page.wait_for_load_state("networkidle")
    with Image.open(io.BytesIO(page.screenshot())) as shot:
        path = folder / f"{name}.png"
        shot.convert("RGB").quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
            path, optimize=True
        )
    return path


def test_the_pictures_of_the_guide(browser: Any, served: tuple[Stage, Desk, str], tmp_path: Path) -> None:  # noqa: F811
    _, desk, address = served
    rows = [record for report in desk.reports for record in report.records]
    over_two = next(row.text_key for row in rows if len({place.page for place in row.places if place.page}) == 2)
    paged = next(q for q in desk.waiting() if len(set(q.pages)) == 1 and "match" in q.why)
    made = []
    for language, locale in (("en", "en-GB"), ("mn", "mn-MN")):
        context = browser.new_context(viewport={"width": 1280, "height": 860}, locale=locale)
        page = context.new_page()
        if language == "en":
            page.goto(f"{address}/enter?token=first")
            cookies = context.cookies()
        else:
            context.add_cookies(cookies)
        for name, path in (
            ("queue", "/"),
            ("row", f"/row/{paged.key}"),
            ("document", f"/document/{paged.report.sha256[:16]}"),
        ):
            page.goto(address + path)
            made.append(_kept(page, f"{name}-{language}", tmp_path))
        if language == "en":
            desk.decide(Wish(over_two, Action.NOTE, "Сараа", note="хоёр хуудас дээр байна"))
            page.set_viewport_size({"width": 820, "height": 1180})
            page.goto(f"{address}/row/{over_two}")
            made.append(_kept(page, "tablet", tmp_path))
        context.close()
    if os.environ.get(UPDATE):
        PICTURES.mkdir(exist_ok=True)
        for picture in made:
            shutil.copy(picture, PICTURES / picture.name)
    guide = (ROOT / "docs" / "for-reviewers.md").read_text(encoding="utf-8")
    for picture in made:
        assert picture.stat().st_size < BYTES_MOST, picture.name
        assert f"pictures/{picture.name}" in guide
        with Image.open(PICTURES / picture.name) as kept, Image.open(picture) as new:
            assert kept.size == new.size, f"make the pictures again: {UPDATE}=1"
