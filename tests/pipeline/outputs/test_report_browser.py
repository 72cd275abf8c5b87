"""The report page in a real browser: three sizes, two languages, keyboard, print, accessibility, no network."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.pipeline.outputs.making import CATALOGUES, built, finding, outcome, record, rejected, written
from tests.pipeline.outputs.test_report import large

playwright = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.slow

SIZES = {"desk": (1280, 900), "tablet": (820, 1180), "phone": (375, 740)}
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("no Chromium is installed (Debian: apt-get install chromium)")
    with playwright.sync_playwright() as player:
        opened = player.chromium.launch(executable_path=program, args=list(FLAGS))
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A second edition, so that every part of the page has something to show."""
    folder = tmp_path_factory.mktemp("report")
    before = written(built([outcome("a.docx", record(1, "1.1", "50"))], CATALOGUES), folder / "before")
    paged = outcome(
        "б/№ 2.pdf", record(1, "1.1", "70"), record(2, "2.1", None), agency="Номгон сум", findings=(finding(),)
    )
    made = [outcome("a.docx", record(1, "1.1", "80")), paged, rejected()]
    return (written(built(made, CATALOGUES, previous=before), folder / "after") / "report.html").as_uri()


@pytest.fixture(scope="module")
def large_address(tmp_path_factory: pytest.TempPathFactory) -> str:
    return (written(large(320), tmp_path_factory.mktemp("large") / "one") / "report.html").as_uri()


@pytest.fixture
def visit(browser: Any) -> Iterator[Any]:
    """Open a page of some size; errors, messages and requests to anywhere fail the test."""
    pages: list[Any] = []
    wrong: list[str] = []

    def open_page(address: str, size: str = "desk") -> Any:
        width, height = SIZES[size]
        page = browser.new_page(viewport={"width": width, "height": height})
        pages.append(page)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.append(message.text))
        page.on("request", lambda request: request.url.startswith("file:") or wrong.append(request.url))
        page.goto(address)
        return page

    yield open_page
    for page in pages:
        page.close()
    assert wrong == []


@pytest.mark.parametrize("language", ["mn", "en"])
@pytest.mark.parametrize("size", SIZES)
def test_no_accessibility_violations(visit: Any, address: str, size: str, language: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = visit(address, size)
    page.click(f"[data-set={language}]")
    found = axe.Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("size", SIZES)
def test_the_page_never_scrolls_sideways(visit: Any, large_address: str, size: str) -> None:
    page = visit(large_address, size)
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0]
    marks = page.locator("#grid td a").first.bounding_box()
    assert min(marks["width"], marks["height"]) >= 24


def test_every_mark_leads_to_the_report_and_its_page(visit: Any, address: str) -> None:
    page = visit(address)
    links = [link.get_attribute("href") for link in page.locator("#grid td a").all()]
    assert links == ["../raw/%D0%B1/%E2%84%96%202.pdf#page=1"] * 2 + ["../raw/a.docx#page=1"]
    page.fill("#raw", "file:///reports/")
    page.keyboard.press("Tab")
    assert page.locator("#grid td a").last.get_attribute("href") == "file:///reports/a.docx#page=1"


def test_languages_search_order_and_words_below(visit: Any, address: str) -> None:
    page = visit(address)
    assert page.locator("h1").inner_text().startswith("Авлигын")
    page.click("[data-set=en]")
    assert page.locator("h1").inner_text().startswith("Anti-corruption")
    assert page.evaluate("document.documentElement.lang") == "en"
    page.locator("#grid td a").first.focus()
    told = page.locator("#told").inner_text()
    assert re.fullmatch(
        r"Номгон сум · 1\.1: partly done \(percent\) 70 %, row 1, page 1 · Сургалт зохион байгуулах", told
    )
    page.select_option("#order", "missing")
    assert page.locator("#grid tbody th").first.inner_text() == "Хангай сумын сургууль"
    page.fill("#find", "номгон")
    assert page.locator("#grid tbody tr").count() == 1


def test_colour_is_never_alone(visit: Any, address: str) -> None:
    page = visit(address)
    marks = {mark.get_attribute("class"): mark.inner_text() for mark in page.locator("#grid td a, #grid td b").all()}
    assert len(set(marks.values())) == len(marks)
    assert all(marks.values())


def test_many_agencies_are_drawn_in_two_steps_and_all_are_printed(
    visit: Any, large_address: str, tmp_path: Path
) -> None:
    page = visit(large_address)
    assert page.locator("#grid tbody tr").count() == 300
    page.click("#all")
    assert page.locator("#grid tbody tr").count() == 320
    other = visit(large_address)
    other.pdf(path=tmp_path / "report.pdf", prefer_css_page_size=True)
    assert other.locator("#grid tbody tr").count() == 320
    assert (tmp_path / "report.pdf").stat().st_size > 20_000


def test_without_scripts_the_facts_still_stand(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert page.locator("noscript").count() == 1
    assert page.locator("#goals").is_visible()
    assert "percent_unreadable" in page.content()
    context.close()
