"""What the program says to a person it says in English and in Mongolian."""

from __future__ import annotations

import ast
import inspect
import pickle
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import pipeline
from normalizers.rows.findings import known_findings
from parsers import errors
from parsers.errors import ParseError
from pipeline import exits
from pipeline.cli import COMMANDS, group, main
from pipeline.doctor import examine
from pipeline.exits import Exit, Stop
from pipeline.run import comparison
from pipeline.run.comparison import reason_mn
from pipeline.settings import Settings
from pipeline.workers.failures import REASONS

CYRILLIC = re.compile("[А-Яа-яӨөҮү]")
WORDS = re.compile("[a-z]{3,}")
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


def every_command(above: click.Command = group, path: str = "tailan") -> Iterator[tuple[str, click.Command]]:
    yield path, above
    if isinstance(above, click.Group):
        context = click.Context(above)
        for name in above.list_commands(context):
            below = above.get_command(context, name)
            assert below is not None
            yield from every_command(below, f"{path} {name}")


def in_both(text: str, between: str) -> bool:
    english, _, mongolian = text.partition(between)
    return bool(english and mongolian) and not CYRILLIC.search(english) and bool(CYRILLIC.search(mongolian))


def test_every_command_and_option_is_explained_in_both() -> None:
    found = dict(every_command())
    assert len(found) > 20
    for path, command in found.items():
        *english, mongolian = inspect.cleandoc(command.help or "").split("\n\n")
        assert in_both("".join(english) + "|" + mongolian, "|"), path
        for one in command.get_params(click.Context(command)):
            if isinstance(one, click.Option):
                assert in_both(one.help or "", " / "), (path, one.opts)
    assert all(in_both(f"{english}|{mongolian}", "|") for _, english, mongolian in COMMANDS.values())


def calls(name: str) -> Iterator[tuple[str, ast.Call]]:
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == name:
                yield f"{path.name}:{node.lineno}", node


def literal(node: ast.AST) -> str:
    """The words that stand in an expression as they are, without keys and the name of the program."""
    if isinstance(node, ast.Subscript):
        return literal(node.value)
    if isinstance(node, ast.Constant):
        return node.value.removeprefix("tailan: ") if isinstance(node.value, str) else ""
    return " ".join(map(literal, ast.iter_child_nodes(node)))


def test_what_commands_say_they_say_in_both() -> None:
    """``say`` gets a sentence in each language; ``click.echo`` shows data, or words of which both stand in one line."""
    said = list(calls("say"))
    assert len(said) > 20
    for place, call in said:
        if not isinstance(call.args[0], ast.Starred):  # a pair, looked at where it is made
            assert len(call.args) == 2, place
            english, mongolian = map(literal, call.args)
            assert not CYRILLIC.search(english), place
            assert CYRILLIC.search(mongolian) or not WORDS.search(english), place
    for place, call in calls("click.echo"):
        words = " ".join(literal(one) for one in call.args)
        assert not WORDS.search(words) or CYRILLIC.search(words) or "enter?token" in words, place


def test_words_on_one_line_are_in_both() -> None:
    told = [(place, call.args[0]) for place, call in calls("both") if isinstance(call.args[0], ast.Tuple)]
    assert len(told) > 8
    for place, pair in told:
        english, mongolian = map(literal, pair.elts)
        assert not CYRILLIC.search(english), place
        assert CYRILLIC.search(mongolian) or not WORDS.search(english), place


def test_every_finding_and_cause_is_told_in_both() -> None:
    told = {code: one for code, one in known_findings().items() if code != "reader_note"}  # the reader's own words
    assert all(one["en"] != one["mn"] and CYRILLIC.search(one["mn"]) for one in told.values())
    causes = {"file", "other file", "waited", *comparison.CAUSES.values()}
    assert set(comparison.CAUSES_MN) == causes and reason_mn("file or settings") == "файл эсвэл тохиргоо"


@pytest.mark.parametrize(
    ("arguments", "mongolian"),
    [
        (["run", "--nonsense"], "--nonsense сонголт буруу"),
        (["run", "--workers", "many"], "workers: утга буруу"),
        (["explain"], "FILE[:ROW] дутуу"),
        (["help", "run", "x"], "tailan run тушаалд дэд тушаал байхгүй"),
    ],
)
def test_a_mistake_on_the_command_line_is_named_in_both(
    arguments: list[str], mongolian: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.signals.ignore", lambda: None)
    with pytest.raises(SystemExit):
        main(arguments)
    assert mongolian in capsys.readouterr().err.splitlines()[-1]


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
