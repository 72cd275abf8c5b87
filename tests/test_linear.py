"""No text is too long: every public function that takes one is linear in its length, whatever it is made of."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from normalizers.normalize import LONGEST_COMPARED, normalize
from normalizers.report import Report
from parsers.document import Cell, Document, Paragraph, Table
from parsers.extraction import extract
from pipeline.commands.stages import at_stage
from pipeline.settings import Settings
from tests.builders.docx import p, tbl, tc, tr
from tests.builders.docx import package as word_package
from tests.normalizers.reports import CATALOGUES, MEASURES, TITLE

PACKAGES = ("normalizers.values", "normalizers.front", "normalizers.rows", "parsers.language", "parsers.measures")
MODULES = ("normalizers.linkage.wording", "normalizers.catalogue.goals")
NO_TEXTS = {"make", "severity", "of_note", "period_days", "phrases", "member_names", "path_scores"}
"""Functions whose first parameter is a name, not a text."""

PIECES = {
    "digits": "1", "dots": ".", "dates": "2024.05.12 ", "written dates": "2024 оны 5 дугаар сарын 12-ны өдөр, ",
    "people": "5 хүн, ", "blanks": " ", "brackets": "(", "strokes": "/", "levels": "1.1.1.", "commas": ",",
    "letters": "а", "capitals": "А", "Latin letters": "a", "words": "сургалт ", "mixed": "аa", "dashes": "-",
    "percents": "50% ", "amounts": "1 000 000 төгрөг ", "line ends": "\n", "quotes": "«", "upright strokes": "|",
}  # fmt: skip


def functions() -> Iterator[Callable[..., Any]]:
    names = list(MODULES)
    for package in PACKAGES:
        names += [
            f"{package}.{found.name}" for found in pkgutil.iter_modules(importlib.import_module(package).__path__)
        ]
    for name in names:
        for key, value in vars(importlib.import_module(name)).items():
            made = inspect.unwrap(value) if callable(value) else None
            if key.startswith("_") or key in NO_TEXTS or not inspect.isfunction(made) or made.__module__ != name:
                continue
            first, *others = [*inspect.signature(made).parameters.values(), None]
            if first and first.annotation == "str" and all(o is None or o.default is not o.empty for o in others):
                yield value


ALL = {f"{one.__module__}.{one.__name__}": one for one in functions()}


def seconds(function: Callable[..., Any], text: str) -> float:
    if hasattr(function, "cache_clear"):
        function.cache_clear()
    begun = time.process_time()
    found = function(text)
    if inspect.isgenerator(found):
        list(found)
    return time.process_time() - begun


def test_all_of_them_are_found() -> None:
    assert len(ALL) > 50
    assert {"normalizers.values.money.read_money", "parsers.language.codes.split_code"} <= set(ALL)


@pytest.mark.parametrize("name", ALL)
def test_long_texts_cost_little(name: str) -> None:
    """A quadratic one takes a second and more for 20,000 letters."""
    for what, piece in PIECES.items():
        text = (piece * 20_000)[:20_000]
        assert seconds(ALL[name], text) < 0.5 or seconds(ALL[name], text) < 0.5, what


@pytest.mark.slow
@pytest.mark.parametrize("name", ALL)
def test_cells_of_400_kilobytes(name: str) -> None:
    """Each costs less than two seconds on an idle core, most a fraction of one; where the machine is slow or busy, no more
    than six times what a quarter of it costs."""
    for what, piece in PIECES.items():
        text = (piece * 400_000)[:400_000]
        spent = seconds(ALL[name], text)
        assert spent < 2 or (spent < 10 and spent < 6 * seconds(ALL[name], text[1:100_001])), (what, spent)


FORM = {
    "№": "1", "Хэрэгжүүлэх арга хэмжээ": MEASURES[0].text, "Шалгуур үзүүлэлт": "Сургалт-1", "Хэрэгжилтийн явц": "Хийв.",
    "Зарцуулсан хөрөнгө": "1 сая", "Хүрсэн түвшин": "100%", "Хариуцах нэгж": "Захиргаа", "Хугацаа": "2024.06.01",
    "Тайлбар": "Үгүй", "Бусад зүйл": "а",
}  # fmt: skip
FRONT, SIGN_OFF = "front matter", "sign-off"
PLACES = (*list(FORM)[1:], FRONT, SIGN_OFF)


def whole(text: str, place: str) -> tuple[Report, float]:
    """A report of three measures in which the text stands in one place, and the seconds that it cost."""
    rows = [{**FORM, "№": str(number), "Хэрэгжүүлэх арга хэмжээ": one.text} for number, one in enumerate(MEASURES, 1)]
    if place in FORM:
        rows[1][place] = text
    cells = tuple(
        Cell(line, column, said)
        for line, row in enumerate((list(FORM), *(list(row.values()) for row in rows)))
        for column, said in enumerate(row)
    )
    before = [TITLE.format(year=2024, period="ЭХНИЙ ХАГАС ЖИЛИЙН"), "2024.06.20", *([text] if place == FRONT else [])]
    after = ["Тайлан гаргасан: дарга Б.Наран", *([text] if place == SIGN_OFF else [])]
    table = Table(len(rows) + 1, len(FORM), cells)
    blocks = (*map(Paragraph, before), table, *map(Paragraph, after))
    document = Document("тайлан.docx", "0" * 64, 1, "", "docx", blocks)
    begun = time.process_time()
    (raw,) = extract(document)
    report = normalize(raw, CATALOGUES)
    return report, time.process_time() - begun


def test_what_is_not_compared_is_published_and_told() -> None:
    report, _ = whole("сургалт " * LONGEST_COMPARED, "Хэрэгжүүлэх арга хэмжээ")
    assert [len(record.measure_reported) for record in report.records] == [
        len(MEASURES[0].text), 8 * LONGEST_COMPARED - 1, len(MEASURES[2].text),
    ]  # fmt: skip
    assert [one.row for one in report.findings if one.code == "compared_in_part"] == [2]


@pytest.mark.slow
@pytest.mark.parametrize("what", ["digits", "dots", "dates", "people", "words"])
def test_whole_reports_with_400_kilobytes_in_one_place(what: str) -> None:
    whole("а", FRONT)
    for place in PLACES:
        text = PIECES[what] * 400_000
        short = max(whole(text[:100_000], place)[1], 0.3)
        spent = whole(text[:400_000], place)[1]
        assert spent < 10 and spent < 6 * short, (place, short, spent)


HEADS = list(FORM)[:2] + list(FORM)[3:6] + ["Тайлбар"]


def word_file(file: Path, rows: Iterable[tuple[str, ...]]) -> Path:
    """A Word file with a report of these rows."""
    table = tbl(*(tr(*map(tc, row)) for row in (HEADS, *rows)))
    file.write_bytes(word_package(p(TITLE.format(year=2024, period="ЭХНИЙ ХАГАС ЖИЛИЙН")) + table))
    return file


def understood(file: Path) -> Report:
    """The report as a run makes it: in a process of its own, under the limits of the settings. Raises Stop."""
    (report,) = at_stage("normalize", file, Settings())
    assert isinstance(report, Report)
    return report


@pytest.mark.slow
def test_a_word_file_with_400_kilobytes_of_every_kind_of_text(tmp_path: Path) -> None:
    texts = [(piece * 400_000)[:400_000] for piece in PIECES.values()]
    named = [MEASURES[number % len(MEASURES)].text for number in range(len(texts))]
    rows = [
        (str(number), name, text, "1 сая", "100%", "Үгүй")
        for number, (name, text) in enumerate(zip(named, texts, strict=True), 1)
    ]
    report = understood(word_file(tmp_path / "тайлан.docx", rows))
    assert [record.measure_reported for record in report.records] == named


@pytest.mark.slow
def test_a_word_file_of_very_many_rows(tmp_path: Path) -> None:
    rows = [
        (str(number), f"{MEASURES[number % 3].text} {number}", f"{number} удаа сургалт хийв.", "1 сая", "50%", "Үгүй")
        for number in range(1, MANY_ROWS + 1)
    ]
    report = understood(word_file(tmp_path / "тайлан.docx", rows))
    assert [record.measure_reported for record in report.records] == [row[1] for row in rows]


MANY_ROWS = 10_000
"""A third of what may stand in one Word file (limit: 200,000 cells, 30,000 rows of six), in a third of its time."""
