"""What the program says to a person it says in English and in Mongolian."""

from __future__ import annotations

import ast
import pickle
import re
from pathlib import Path

import pytest

import pipeline
from parsers import errors
from parsers.errors import ParseError
from pipeline import exits
from pipeline.cli import main
from pipeline.doctor import examine
from pipeline.exits import Exit, Stop
from pipeline.settings import Settings
from pipeline.workers.failures import REASONS

CYRILLIC = re.compile("[А-Яа-яӨөҮү]")
NAMES = {"Python", "Tesseract"}
MODULES = sorted(Path(pipeline.__file__).parent.rglob("*.py"))


def stops() -> list[tuple[str, list[ast.expr]]]:
    return [
        (f"{path.name}:{node.lineno}", node.args)
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Stop"
    ]


def test_every_ending_has_its_mongolian_sentence() -> None:
    found = stops()
    assert len(found) > 60
    for place, arguments in found:
        assert len(arguments) == 3, place
        english, mongolian = (ast.unparse(argument) for argument in arguments[1:])
        assert mongolian != english, place
        if isinstance(arguments[2], ast.JoinedStr | ast.Constant) and "hint_mn" not in mongolian:
            assert CYRILLIC.search(mongolian), place


REFUSALS = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, ParseError)}


def refusals() -> list[tuple[str, ast.Call]]:
    """Where a reader refuses a file and says what it saw."""
    folder = Path(errors.__file__).parent
    return [
        (f"{path.name}:{node.lineno}", node)
        for path in sorted(folder.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in REFUSALS - {"LimitExceeded"}
    ]


def test_what_a_reader_saw_in_a_file_is_told_in_both() -> None:
    found = refusals()
    assert len(found) > 25
    for place, call in found:
        if isinstance(call.args[0], ast.Starred | ast.Name):  # a pair, or two names of a loop over pairs
            continue
        assert len(call.args) == 2 and not call.keywords, place
        english, mongolian = map(ast.unparse, call.args)
        assert CYRILLIC.search(mongolian) and not CYRILLIC.search(english), place
    limit = errors.LimitExceeded("pages", 500, 501)
    assert "500" in limit.detail_mn and CYRILLIC.search(limit.detail_mn) and limit.detail == str(limit)


@pytest.mark.parametrize("kind", [errors.ParseError, *errors.ParseError.__subclasses__()])
def test_every_reason_of_a_reader_has_both(kind: type[ParseError]) -> None:
    assert kind.hint and CYRILLIC.search(kind.hint_mn)


def test_every_reason_of_a_process_has_both() -> None:
    assert all(english and CYRILLIC.search(mongolian) for english, mongolian in REASONS.values())


def test_every_exit_code_has_a_meaning_in_both_languages() -> None:
    assert set(exits.MEANING_MN) == set(exits.MEANING) == set(Exit)
    assert all(CYRILLIC.search(meaning) for meaning in exits.MEANING_MN.values())


def test_both_sentences_come_back_from_another_process() -> None:
    one = pickle.loads(pickle.dumps(Stop(Exit.LOCKED, "busy", "завгүй")))
    assert (one.code, one.message, one.message_mn) == (Exit.LOCKED, "busy", "завгүй")


@pytest.mark.parametrize("found", [True, False])
def test_every_check_of_the_machine_has_both(found: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not found:
        monkeypatch.setenv("PATH", str(tmp_path))
        monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    settings = Settings() if found else Settings(agencies=str(tmp_path / "none.csv"))
    checks = examine(settings, tmp_path if found else tmp_path / "none", tmp_path / "clean")
    assert len(checks) > 10
    for check in checks:
        assert check.what_mn and check.words_mn and check.what and check.words
        assert check.what in NAMES or CYRILLIC.search(check.what_mn), check
        same = check.words == check.words_mn
        assert same or CYRILLIC.search(check.words_mn), check


@pytest.mark.parametrize("arguments", [["rum"], ["run", "no-such-folder", "out"], ["run", "a", "--raw", "b"]])
def test_an_error_is_told_in_two_lines(
    arguments: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TAILAN_STATE", str(tmp_path))
    monkeypatch.setattr("pipeline.signals.ignore", lambda: None)
    with pytest.raises(SystemExit):
        main(arguments)
    english, mongolian = capsys.readouterr().err.splitlines()[-2:]
    assert not CYRILLIC.search(english) and CYRILLIC.search(mongolian)
