"""The review page in a real browser: a queue cleared by keyboard, undo, conflict, hostile text, foreign pages."""

from __future__ import annotations

import io
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from parsers.document import BBox, PageSummary, Place
from pipeline.review.app import create_app
from pipeline.review.decisions import Action
from pipeline.review.desk import Desk, Wish
from tests.pipeline.outputs.test_report_browser import browser  # noqa: F401 - the shared fixture
from tests.pipeline.review.test_decisions import CATALOGUES, report, row

uvicorn = pytest.importorskip("uvicorn")
pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.slow

HOSTILE = '<img src=x onerror="document.title=1"> =cmd|x'
SECONDS_TO_NEXT = 0.2
"""The next row must appear in less time (issue of the review page)."""


def page_picture() -> bytes:
    """A page with lines where the rows are."""
    picture = Image.new("RGB", (1240, 1754), "white")
    pen = ImageDraw.Draw(picture)
    for top in range(200, 1500, 100):
        pen.rectangle((100, top, 1140, top + 80), outline="black")
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()


class Painted:
    """Pictures that are there already."""

    def __init__(self) -> None:
        self.data = page_picture()

    def get(self, sha256: str, page: int) -> bytes:
        return self.data

    def prepare(self, sha256: str, pages: Sequence[int], soon: bool = True) -> None:
        """Nothing to prepare."""


@dataclass(frozen=True)
class Served:
    """A running page."""

    desk: Desk
    address: str

    def link(self, token: str = "first") -> str:
        return f"{self.address}/enter?token={token}"


def places(number: int) -> tuple[Place, ...]:
    """Where the row stands; the second row goes on on the next page."""
    first = Place(1, BBox(50.0, 96.0 + 48 * number, 547.0, 134.0 + 48 * number))
    return (first, Place(2, BBox(50.0, 50.0, 547.0, 90.0))) if number == 2 else (first,)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    rows = [
        row(n, f"Мөр {n}: {HOSTILE if n == 3 else 'сургалт хийх'}", text_key=f"key-{n}",
            places=places(n))
        for n in range(1, 9)
    ]  # fmt: skip
    whole = replace(report(*rows), kind="pdf", pages=(PageSummary(1, 595, 842), PageSummary(2, 595, 842)))
    desk = Desk([whole], CATALOGUES, tmp_path / "decisions.jsonl", 0.0, "test")
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    host = f"127.0.0.1:{listener.getsockname()[1]}"
    app = create_app(desk, Painted(), "127.0.0.1", {"first": "Болд", "second": "Сараа"})  # type: ignore[arg-type]
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield Served(desk, f"http://{host}")
    server.should_exit = True
    thread.join(5)


@pytest.fixture
def page(browser: Any, served: Served) -> Iterator[Any]:  # noqa: F811
    """Болд's page; script errors and broken rules of the content policy fail the test."""
    wrong: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    opened = context.new_page()
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on(
        "console", lambda message: message.type == "error" and "409" not in message.text and wrong.append(message.text)
    )
    opened.goto(served.link())
    yield opened
    context.close()
    assert wrong == []


def ready(page: Any) -> None:
    """The row is there and the keys are heard."""
    page.wait_for_selector("[data-key=s]")
    page.wait_for_load_state("load")


def test_a_queue_is_cleared_by_keyboard(page: Any, served: Served) -> None:
    page.keyboard.press("Enter")
    keys = ["a", "1", "2", "0", "x", "a", "a", "a"]
    for count, key in enumerate(keys, 1):
        ready(page)
        begun = time.monotonic()
        with page.expect_navigation():
            page.keyboard.press(key)
        assert time.monotonic() - begun < SECONDS_TO_NEXT * 5, "a person waits"
        assert len(served.desk.decisions) == count
    assert served.desk.waiting() == ()
    assert {d.action for d in served.desk.decisions} == {
        Action.ACCEPT, Action.REASSIGN, Action.NOT_IN_CATALOGUE, Action.NOT_A_ROW,
    }  # fmt: skip


def test_the_next_row_appears_at_once(page: Any) -> None:
    page.keyboard.press("Enter")
    taken = []
    for _ in range(6):
        ready(page)
        with page.expect_response(lambda answer: "/row/" in answer.url and answer.request.method == "GET") as answer:
            page.keyboard.press("s")
        timing = answer.value.request.timing
        answer.value.finished()
        taken.append((timing["responseStart"] - timing["requestStart"]) / 1000)
    assert sorted(taken)[len(taken) // 2] < SECONDS_TO_NEXT


def test_undo_takes_back_the_last_decision(page: Any, served: Served) -> None:
    page.keyboard.press("Enter")
    ready(page)
    with page.expect_navigation():
        page.keyboard.press("a")
    ready(page)
    with page.expect_navigation():
        page.keyboard.press("z")
    assert [d.action for d in served.desk.decisions] == [Action.ACCEPT, Action.UNDO]
    assert len(served.desk.waiting()) == 8


def test_two_reviewers_are_shown_both_decisions(browser: Any, page: Any, served: Served) -> None:  # noqa: F811
    page.goto(f"{served.address}/row/key-1")
    other = browser.new_context(locale="en-GB").new_page()
    other.goto(served.link("second"))
    other.goto(f"{served.address}/row/key-1")
    with other.expect_navigation():
        other.keyboard.press("0")
    with page.expect_navigation() as answer:
        page.keyboard.press("a")
    assert answer.value.status == 409
    text = page.inner_text("main")
    assert "Their decision: Сараа" in text and "Your decision: Accept" in text
    assert [d.by for d in served.desk.decisions] == ["Сараа"]
    other.context.close()


def test_a_value_is_corrected_and_a_measure_searched(page: Any, served: Served) -> None:
    page.goto(f"{served.address}/row/key-4")
    page.select_option("select[name=field]", "completion_pct")
    page.fill("[name=value]", "65")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert served.desk.reports[0].records[3].completion_pct == 65
    page.keyboard.press("/")
    page.keyboard.type("ёс зүй")
    with page.expect_navigation():
        page.click("#found button")
    assert served.desk.reports[0].records[3].match.code == "1.2"


def test_a_row_over_two_pages_shows_both(page: Any, served: Served) -> None:
    page.goto(f"{served.address}/row/key-2")
    assert page.locator(".picture").count() == 2
    assert page.locator(".picture rect.here").count() == 2
    page.keyboard.press("+")
    assert page.locator(".picture.zoom2").count() == 2


def test_hostile_text_is_only_text(page: Any, served: Served) -> None:
    for path in ("/", "/row/key-3", f"/document/{served.desk.reports[0].sha256[:16]}"):
        page.goto(served.address + path)
        assert page.title() != "1" and page.locator("img").count() == 0
        assert "onerror" in page.inner_text("main")


def test_a_foreign_page_can_neither_read_nor_decide(browser: Any, served: Served, tmp_path: Path) -> None:  # noqa: F811
    context = browser.new_context()
    inside = context.new_page()
    inside.goto(served.link())
    attack = tmp_path / "attack.html"
    attack.write_text(
        f'<form method="post" action="{served.address}/row/key-1"><input name="action" value="accept">'
        f'<button>x</button></form><img src="{served.address}/picture/abababababababab/1.png">'
    )
    foreign = context.new_page()
    seen: list[int] = []
    foreign.on("response", lambda answer: answer.url.startswith("http") and seen.append(answer.status))
    foreign.goto(attack.as_uri())
    foreign.click("button")
    foreign.wait_for_timeout(300)
    assert served.desk.decisions == () and seen and all(status in (401, 403) for status in seen)
    context.close()


@pytest.mark.parametrize("width", [1280, 820])
@pytest.mark.parametrize("language", ["en", "mn"])
def test_no_accessibility_violations(page: Any, served: Served, width: int, language: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page.set_viewport_size({"width": width, "height": 1000})
    if language == "mn":
        page.click("form[action='/language'] button")
        assert page.get_attribute("html", "lang") == "mn"
    served.desk.decide(Wish("key-2", Action.NOTE, "Сараа", note="Дахин харах"))
    whole = f"/document/{served.desk.reports[0].sha256[:16]}"
    for path in ("/", "/row/key-2", "/row/key-3?find=сургалт", "/documents", whole, f"{whole}?page=2"):
        page.goto(served.address + path)
        found = axe.Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_script_the_buttons_decide(browser: Any, served: Served) -> None:  # noqa: F811
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    plain = context.new_page()
    plain.goto(served.link())
    plain.goto(f"{served.address}/row/key-1")
    plain.click("[data-key=a]")
    assert len(served.desk.decisions) == 1
    context.close()


def test_a_decision_of_another_process_is_seen(page: Any, served: Served) -> None:
    other = Desk([served.desk.reports[0]], CATALOGUES, served.desk.path, 0.0, "test")
    other.decide(Wish("key-1", Action.ACCEPT, "Сараа"))
    page.goto(served.address)
    assert "1 of 8 decided" in page.inner_text("header")
