"""Two ``tailan review`` of one folder at once, as two people start them: nothing is lost, what meets is told, and nothing
stays of one that was killed."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from benchmarks.corpus.making import make
from pipeline.commands.review import open_desk
from pipeline.review.decisions import read
from pipeline.review.desk import Desk
from pipeline.run.survey import Paths
from pipeline.settings import Settings
from tests.pipeline.processes import VARIABLE, left_behind, wait_until_gone

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[3]
PEOPLE = 12
TOLD, IMPOSSIBLE, TAKEN = 409, 422, 303


@dataclass(frozen=True)
class Reviewing:
    """A process with its page, and the browser of the person that it was started for."""

    process: subprocess.Popen[str]
    browser: httpx.Client

    def correct(self, key: str, base: str, value: str, field: str = "spent_mnt") -> int:
        """The status of the answer."""
        form = {"action": "correct", "base": base, "field": field, "value": value}
        return self.browser.post(f"/row/{key}", data=form).status_code


@contextmanager
def reviewing(base: Path, name: str) -> Iterator[Reviewing]:
    command = [sys.executable, "-m", "pipeline", "review", str(base / "raw"), str(base / "clean"), "--no-browser"]
    environment = {**os.environ, VARIABLE: str(base), "TMPDIR": str(base / "tmp"), "TAILAN_SETTLE_SECONDS": "0"}
    process = subprocess.Popen([*command, "--by", name], cwd=ROOT, env=environment, stdout=-1, text=True)
    try:
        assert process.stdout
        found = re.fullmatch(rf"{name}: (http://\S+?)(/enter\?token=\S+)", process.stdout.readline().strip())
        assert found
        with httpx.Client(base_url=found[1], headers={"Sec-Fetch-Site": "same-origin"}, timeout=60) as browser:
            assert browser.get(found[2]).status_code == TAKEN
            yield Reviewing(process, browser)
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two reports of invented agencies, published once, and a folder for what is temporary."""
    folder = tmp_path_factory.mktemp("reviews")
    for place in ("raw", "tmp"):
        (folder / place).mkdir()
    for made in make("docx", 2, 2028):
        (folder / "raw" / made.truth.file).write_bytes(made.data)
    command = [sys.executable, "-m", "pipeline", "run", str(folder / "raw"), str(folder / "clean"), "--quiet"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "TAILAN_SETTLE_SECONDS": "0"}, check=False)
    return folder


def desk_of(base: Path) -> Desk:
    settings = Settings(settle_seconds=0)
    return open_desk(Paths.of(base / "raw", base / "clean", settings), settings)[0]


def test_twelve_corrections_at_once_on_two_pages(base: Path) -> None:
    keys = list(dict.fromkeys(record.text_key for report in desk_of(base).reports for record in report.records))
    assert len(keys) > PEOPLE + 1
    same, others, last = keys[0], keys[1 : PEOPLE + 1], keys[PEOPLE + 1]
    with ExitStack() as opened, ThreadPoolExecutor(PEOPLE) as people:
        pages = [opened.enter_context(reviewing(base, name)) for name in ("Дорж", "Сараа")]

        def at_once(asked: list[str]) -> list[int]:
            tries = [people.submit(pages[n % 2].correct, key, "", str(n + 1)) for n, key in enumerate(asked)]
            return [one.result() for one in tries]

        assert Counter(at_once([same] * PEOPLE)) == {TAKEN: 1, TOLD: PEOPLE - 1}
        assert at_once(others) == [TAKEN] * PEOPLE
        for field, value in (("spent_mnt", "-5"), ("spent_mnt", "1e400"), ("completion_pct", "300 %")):
            assert pages[0].correct(last, "", value, field) == IMPOSSIBLE
    taken, bad = read(base / "decisions.jsonl")
    assert bad == () and Counter(one.key for one in taken) == Counter([same, *others])
    desk = desk_of(base)
    amounts = {row.text_key: row.spent_mnt for report in desk.reports for row in report.records}
    assert [amounts[key] for key in others] == list(range(1, PEOPLE + 1))


def test_nothing_stays_of_a_killed_page_after_the_next_start(base: Path) -> None:
    with reviewing(base, "Дорж") as first:
        os.kill(first.process.pid, signal.SIGKILL)
        first.process.wait()
    with reviewing(base, "Сараа") as second:
        assert second.browser.get("/").status_code == httpx.codes.OK
        second.process.send_signal(signal.SIGTERM)
        second.process.wait(30)
    assert wait_until_gone(base) == left_behind(base) == []
    assert list((base / "tmp").iterdir()) == []
    assert [path.name for path in base.iterdir() if path.name.startswith(".") and path.name != ".tailan"] == []
