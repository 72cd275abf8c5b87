"""The command line as a person and cron see it: help, errors in one sentence, exit codes, editions, settings."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from pipeline import cli, exits
from pipeline.cli import COMMANDS, group
from pipeline.exits import Exit, Stop
from tests.builders.docx import p, package
from tests.pipeline import plans
from tests.pipeline.run.running_plans import run

ROOT = Path(__file__).parents[2]


def call(*arguments: str) -> Result:
    return CliRunner().invoke(group, list(arguments), standalone_mode=False, catch_exceptions=True)


def tailan(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )


@pytest.fixture
def two_editions(tmp_path: Path) -> Path:
    plans.write(tmp_path / "raw", a="good one", b="damaged")
    run(tmp_path)
    plans.write(tmp_path / "raw", a="good two", c="good three")
    run(tmp_path)
    return tmp_path / "clean"


def test_help_is_quick_and_names_every_command() -> None:
    begun = time.process_time(), time.monotonic()
    result = tailan("--help")
    assert result.returncode == Exit.OK
    assert all(f"  {name} " in result.stdout for name in COMMANDS)
    code = "import sys; from pipeline.cli import group; print(sorted(m for m in sys.modules if m in HEAVY))"
    heavy = {"numpy", "pandas", "lxml", "docx", "pdfplumber", "scipy", "cv2", "pyarrow", "msgspec"}
    seen = subprocess.run(
        [sys.executable, "-c", code.replace("HEAVY", repr(heavy))], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert seen.stdout.strip() == "[]"
    assert time.monotonic() - begun[1] < 10


def test_the_documented_exit_codes_are_those_of_the_program() -> None:
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert exits.table() in text
    assert set(exits.MEANING) == set(Exit)


@pytest.mark.parametrize("command", [("run", "raw", "clean"), ("doctor",)], ids=lambda command: command[0])
def test_too_few_open_files_are_told_in_both_languages(command: tuple[str, ...]) -> None:
    words = ["sh", "-c", 'ulimit -n 14; exec "$0" -m pipeline "$@"', sys.executable, *command]
    told = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert told.returncode == Exit.MISSING_DEPENDENCY
    assert told.stderr.count("\n") == 2 and "allows 14 open files" in told.stderr


def test_every_command_is_documented_and_has_help() -> None:
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8") + (ROOT / "README.md").read_text(
        encoding="utf-8"
    )
    for name in COMMANDS:
        assert f"tailan {name}" in text, name


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("rum",), Exit.USAGE, "did you mean 'run'?"),
        (("run", "raw", "--raw", "raw"), Exit.USAGE, "not both"),
        (("run", "no-such-folder", "out"), Exit.NO_INPUT, "there is no such folder"),
        (("--config", "no.toml", "config"), Exit.BAD_SETTINGS, "no.toml"),
        (("editions", "no-such-folder"), Exit.NO_INPUT, "holds no edition"),
        (("explain", "x.pdf", "--clean", "no-such-folder"), Exit.NO_INPUT, "holds no edition"),
        (("read", "no-such-file.pdf"), Exit.NO_INPUT, "No such file"),
    ],
)
def test_errors_are_one_sentence_with_an_exit_code(
    tmp_path: Path, arguments: tuple[str, ...], code: Exit, words: str
) -> None:
    result = tailan(*arguments, TAILAN_STATE=str(tmp_path))
    assert result.returncode == code
    assert words in result.stderr and "Traceback" not in result.stderr
    (ROOT / "out").exists() and pytest.fail("something was written")


def test_an_unknown_variable_is_answered() -> None:
    result = tailan("config", TAILAN_WORKER="2")
    assert result.returncode == Exit.BAD_SETTINGS and "did you mean TAILAN_WORKERS?" in result.stderr


def test_config_shows_value_and_origin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAILAN_LIMITS_PAGES", "77")
    lines = call("config").output.splitlines()
    line = next(line for line in lines if line.startswith("limits.pages"))
    assert line.split()[1:3] == ["77", "TAILAN_LIMITS_PAGES"]


def test_config_can_be_written_as_a_settings_file(tmp_path: Path) -> None:
    (tmp_path / "tailan.toml").write_text(call("config", "--toml").output, encoding="utf-8")
    assert call("--config", str(tmp_path / "tailan.toml"), "config").exception is None


def test_editions_rollback_and_diff(two_editions: Path) -> None:
    listed = call("editions", str(two_editions)).output.splitlines()
    assert len(listed) == 4 and listed[3].startswith("*")
    said = call("diff", str(two_editions), "--rows").output
    assert "because of file" in said and "'one a' -> 'two a'" in said
    assert "c.txt added / нэмэгдсэн (file / файл)" in said
    content = json.loads(call("diff", str(two_editions), "--json").output)
    assert {change["reason"] for change in content["changes"]} == {"file"}
    assert call("rollback", str(two_editions)).exception is None
    assert call("editions", str(two_editions)).output.splitlines()[2].startswith("*")
    assert "one a" in (two_editions / "measures.csv").read_text(encoding="utf-8")
    again = run(two_editions.parent)
    assert again.unchanged and "rolled back from" in again.message and "2 submissions" in again.message
    refused = call("rollback", str(two_editions)).exception
    assert isinstance(refused, Stop) and "no edition before" in refused.message


def test_explain_tells_status_reason_and_row(two_editions: Path) -> None:
    rejected = call("explain", "raw/b.txt", "--clean", str(two_editions)).output
    assert "damaged" in rejected and "cut short" in rejected
    row = call("explain", "a.txt:1", "--clean", str(two_editions)).output
    assert plans.FIRST_MEASURE in row and "match_status" in row
    whole = json.loads(call("explain", "b.txt", "--clean", str(two_editions), "--json").output)
    assert whole["submission"]["reason"] == "damaged" and whole["run"]["file"] == "b.txt" and whole["row"] == {}
    one = json.loads(call("explain", "a.txt:1", "--clean", str(two_editions), "--json").output)
    assert one["row"]["measure_reported"] == plans.FIRST_MEASURE
    missing = call("explain", "a.txt:9", "--clean", str(two_editions)).exception
    assert isinstance(missing, Stop) and "has no measure row 9" in missing.message


def test_doctor_names_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    result = call("doctor", str(tmp_path / "none"), str(tmp_path / "clean"))
    assert result.return_value == Exit.MISSING_DEPENDENCY
    assert "apt-get install tesseract-ocr" in result.output
    assert f"{tmp_path / 'none'} does not exist" in result.output


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    plans.write(tmp_path / "raw", a="good")
    result = call("run", str(tmp_path / "raw"), str(tmp_path / "clean"), "--dry-run")
    assert "would read a.txt" in result.output
    assert {path.name for path in tmp_path.iterdir()} == {"raw"}


def test_show_tells_that_a_word_file_has_no_fixed_pages(tmp_path: Path) -> None:
    (tmp_path / "тайлан.docx").write_bytes(package(p("Тайлан")))
    refused = call("show", str(tmp_path / "тайлан.docx"), "--page", "1").exception
    assert isinstance(refused, Stop) and refused.code is Exit.NO_INPUT
    assert "no fixed pages" in refused.message and "tailan read FILE" in refused.message


def test_show_tells_that_there_is_no_such_page(tmp_path: Path) -> None:
    Image.new("L", (300, 200), 255).save(tmp_path / "тайлан.png")
    refused = call("show", str(tmp_path / "тайлан.png"), "--page", "7").exception
    assert isinstance(refused, Stop) and refused.code is Exit.NO_INPUT
    assert "page 7 of 1" in refused.message


@pytest.mark.parametrize(
    ("ending", "code", "said"),
    [
        (None, Exit.OK, ""),
        (11, Exit.REVIEW, ""),
        (Stop(Exit.LOCKED, "busy", "завгүй"), Exit.LOCKED, "tailan: busy\ntailan: завгүй\n"),
        (click.exceptions.Exit(0), Exit.OK, ""),
        (click.exceptions.Exit(1), Exit.USAGE, ""),
        (click.NoSuchOption("--fast"), Exit.USAGE, "--fast сонголт буруу"),
        (KeyboardInterrupt(), Exit.INTERRUPTED, "tailan: interrupted"),
        (click.Abort(), Exit.INTERRUPTED, "tailan: тасалдлаа"),
        (ModuleNotFoundError("no", name="duckdb"), Exit.MISSING_DEPENDENCY, "duckdb is not installed"),
        (BrokenPipeError(), Exit.OK, ""),
    ],
)
def test_every_ending_has_its_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], ending: object, code: Exit, said: str
) -> None:
    def run(arguments: list[str] | None, **_: object) -> object:
        if isinstance(ending, BaseException):
            raise ending
        return ending

    for name in ("end_at_once", "ignore"):
        monkeypatch.setattr(cli.signals, name, lambda: None)
    monkeypatch.setattr(cli, "allow_files", lambda: None)
    monkeypatch.setattr(group, "main", run)
    with pytest.raises(SystemExit) as ended:
        cli.main([])
    assert ended.value.code == code
    told = capsys.readouterr().err
    assert said in told and bool(told) is bool(said)


@pytest.mark.parametrize(
    ("soft", "hard", "asked"),
    [
        (1024, 4096, (4096, 4096)),
        (1024, resource.RLIM_INFINITY, (4096, resource.RLIM_INFINITY)),
        (1024, 2000, (2000, 2000)),
        (63, 64, (64, 64)),
        (4096, 9999, None),
        (resource.RLIM_INFINITY, resource.RLIM_INFINITY, None),
    ],
)
def test_as_many_files_as_the_system_allows(
    monkeypatch: pytest.MonkeyPatch, soft: int, hard: int, asked: tuple[int, int] | None
) -> None:
    seen: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (soft, hard))
    monkeypatch.setattr(resource, "setrlimit", lambda kind, limits: seen.append(limits))
    cli.allow_files()
    assert seen == ([asked] if asked else [])


def test_too_few_files_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (63, 63))
    with pytest.raises(Stop, match="allows 63 open files") as stop:
        cli.allow_files()
    assert stop.value.code is Exit.MISSING_DEPENDENCY
