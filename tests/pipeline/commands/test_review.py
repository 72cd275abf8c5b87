"""``tailan review``: what is opened, for whom, and what is said of it."""

from __future__ import annotations

import socket
import sys
import webbrowser
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import openpyxl
import pytest
from click.testing import CliRunner, Result

pytest.importorskip("starlette")
from pipeline.cli import group
from pipeline.commands import review as module
from pipeline.exits import Exit, Stop
from pipeline.review.decisions import Action, Decision, append, read
from pipeline.review.workbook import COLUMNS, NOT_IN_CATALOGUE
from pipeline.run import assembly
from pipeline.run.survey import Paths
from pipeline.settings import Settings
from tests.pipeline import plans
from tests.pipeline.run import running_plans


def call(*arguments: str) -> Result:
    return CliRunner().invoke(group, ["review", *arguments], standalone_mode=False)


class Pictures:
    """Nothing is painted; ``asked`` is what would be."""

    asked: ClassVar[list[tuple[int, ...]]] = []
    closed = 0

    def __init__(self, paths: dict[str, bytes], limits: object) -> None:
        Pictures.asked, self.paths = [], paths

    def prepare(self, sha256: str, pages: tuple[int, ...], soon: bool) -> None:
        assert sha256 in self.paths and not soon
        self.asked.append(pages)

    def get(self, sha256: str, page: int) -> None:
        return None

    def close(self) -> None:
        Pictures.closed += 1


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    plans.write(tmp_path / "raw", a="good doubtful", b="good doubtful", c="good", d="damaged")
    monkeypatch.setattr(assembly, "open_engine", running_plans.engine)
    monkeypatch.setattr(module, "Pictures", Pictures)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """What would be served and which address a browser would be sent to."""
    seen: dict[str, Any] = {"opened": []}

    class Server:
        def __init__(self, config: Any) -> None:
            seen["app"] = config.app

        def run(self, sockets: list[socket.socket]) -> None:
            seen["address"] = sockets[0].getsockname()
            sockets[0].close()

    fake = SimpleNamespace(Server=Server, Config=lambda app, **_: SimpleNamespace(app=app))
    monkeypatch.setitem(sys.modules, "uvicorn", fake)
    monkeypatch.setattr(webbrowser, "open", seen["opened"].append)
    return seen


def test_the_page_has_a_link_for_each_reviewer(base: Path, served: dict[str, Any]) -> None:
    closed = Pictures.closed
    told = call("raw", "clean", "--by", "Дорж", "--by", "Сараа")
    assert told.exception is None and told.return_value == Exit.OK and Pictures.closed == closed + 1
    first, second, waiting, waiting_mn = told.stdout.splitlines()
    port = served["address"][1]
    assert first.startswith(f"Дорж: http://127.0.0.1:{port}/enter?token=") and second.startswith("Сараа: http://")
    assert first.rpartition("=")[2] != second.rpartition("=")[2] and served["opened"] == []
    assert waiting.startswith("2 rows wait;") and waiting.endswith(str(base / "decisions.jsonl"))
    assert waiting_mn.startswith("2 мөр хүлээж байна;") and str(base / "decisions.jsonl") in waiting_mn
    assert len(Pictures.asked) == 2


def test_the_page_of_one_reviewer_is_opened_unless_told_otherwise(base: Path, served: dict[str, Any]) -> None:
    told = call("raw", "clean", "--by", "Дорж")
    assert served["opened"] == [told.stdout.splitlines()[0].removeprefix("Дорж: ")]
    call("raw", "clean", "--by", "Дорж", "--no-browser")
    assert len(served["opened"]) == 1


def test_a_port_that_is_taken_is_said(base: Path, served: dict[str, Any]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = call("raw", "clean", "--port", str(port)).exception
    assert isinstance(refused, Stop) and refused.code is Exit.USAGE and f"127.0.0.1:{port} cannot be" in refused.message


def test_an_address_of_this_machine_in_the_sixth_version_has_brackets(base: Path, served: dict[str, Any]) -> None:
    try:
        with socket.socket(socket.AF_INET6) as own:
            own.bind(("::1", 0))
    except OSError:
        pytest.skip("this machine has no address of the sixth version")
    told = call("raw", "clean", "--host", "::1", "--by", "Дорж")
    assert f"Дорж: http://[::1]:{served['address'][1]}/enter" in told.stdout


def test_an_address_that_no_browser_can_name_is_refused(base: Path) -> None:
    refused = call("raw", "clean", "--host", "0.0.0.0", "--allow-remote").exception
    assert isinstance(refused, Stop) and "no address that a browser can name" in refused.message
    named = call("raw", "clean", "--host", "review.example.org").exception
    assert isinstance(named, Stop) and "add --allow-remote" in named.message


def test_what_stands_on_the_desk(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (base / "decisions.jsonl").write_text("no decision\n")
    append(base / "decisions.jsonl", [Decision("1", "2024-07-01T10:00:00+00:00", "Болд", Action.SKIP, "key")])
    settings = Settings(settle_seconds=0)
    desk, files = module.open_desk(Paths.of(base / "raw", base / "clean", settings), settings)
    assert sorted(report.name for report in desk.reports) == ["a.txt", "b.txt", "c.txt"]
    assert [(one.file, one.reason) for one in desk.rejected] == [("d.txt", "damaged")]
    assert len(files) == 4 and {Path(path.decode()).parent for path in files.values()} == {base / "raw"}
    assert [decision.id for decision in desk.decisions] == ["1"] and len(desk.waiting()) == 2
    said = capsys.readouterr().err
    assert said.count("tailan: ") == 2 and "decisions.jsonl" in said


@pytest.mark.slow
def test_a_workbook_goes_out_and_comes_back(base: Path) -> None:
    made = call("raw", "clean", "--export", "r.xlsx", "--by", "Дорж")
    assert made.stdout.splitlines() == [
        "r.xlsx: 2 rows; fill in 'decision', then `tailan review --import r.xlsx`",
        "r.xlsx: 2 мөр; 'decision' баганыг бөглөөд `tailan review --import r.xlsx` ажиллуулна уу",
    ]
    book = openpyxl.load_workbook("r.xlsx")
    column = [title for title, _ in COLUMNS].index("decision") + 1
    book["review"].cell(2, column, NOT_IN_CATALOGUE)
    book["review"].cell(3, column, "9.9.9")
    book.save("r.xlsx")
    told = call("raw", "clean", "--import", "r.xlsx")
    assert told.exception is None and told.return_value == Exit.OK
    lines = told.stdout.splitlines()
    assert lines[:2] == ["r.xlsx: 1 decisions taken, 1 rows refused", "r.xlsx: 1 шийдвэр авсан, 1 мөрийг аваагүй"]
    assert lines[2].startswith("  row 3: ") and lines[3].startswith("  3-р мөр: ") and len(lines) == 4
    assert [decision.action for decision in read(base / "decisions.jsonl")[0]] == [Action.NOT_IN_CATALOGUE]


def test_a_workbook_that_cannot_be_written_is_said(base: Path) -> None:
    (base / "taken").mkdir()
    refused = call("raw", "clean", "--export", str(base / "taken")).exception
    assert isinstance(refused, Stop) and refused.code is Exit.OUTPUT_NOT_WRITABLE
    assert [path.name for path in base.iterdir() if path.name.startswith(".taken")] == []


def test_another_workbook_is_refused(base: Path) -> None:
    openpyxl.Workbook().save("other.xlsx")
    refused = call("raw", "clean", "--import", "other.xlsx").exception
    assert isinstance(refused, Stop) and refused.code is Exit.USAGE and refused.message.startswith("other.xlsx: ")
