"""Folders are given to every command in one way, and every help begins with examples."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from pipeline.cli import COMMANDS, group
from pipeline.commands.common import Command, folders, table
from pipeline.exits import Exit, Stop


@click.command(cls=Command)
@folders("raw", "clean")
@click.pass_context
def both(context: click.Context, raw: Path, clean: Path) -> None:
    click.echo(f"{raw} {clean}")


@click.command(cls=Command)
@folders("clean")
@click.argument("a", required=False)
@click.argument("b", required=False)
def one(clean: Path, a: str | None, b: str | None) -> None:
    click.echo(f"{clean} {a} {b}")


@click.command(cls=Command)
@folders("clean", first=False)
@click.argument("what")
def option_only(what: str, clean: Path) -> None:
    click.echo(f"{clean} {what}")


@click.command(cls=Command)
@folders("raw", "clean", assumed=False)
def unassumed(raw: Path | None, clean: Path | None) -> None:
    click.echo(f"{raw} {clean}")


@pytest.mark.parametrize(
    ("command", "arguments", "said"),
    [
        (both, "", "data/raw data/clean"),
        (both, "in", "in data/clean"),
        (both, "in out", "in out"),
        (both, "--raw in", "in data/clean"),
        (both, "--clean out --raw in", "in out"),
        (one, "", "data/clean None None"),
        (one, "out", "out None None"),
        (one, "out 1 2", "out 1 2"),
        (one, "--clean out", "out None None"),
        (one, "--clean out 1", "out 1 None"),
        (one, "1 2 --clean out", "out 1 2"),
        (option_only, "x.pdf", "data/clean x.pdf"),
        (option_only, "x.pdf --clean out", "out x.pdf"),
        (unassumed, "", "None None"),
        (unassumed, "in", "in None"),
        (unassumed, "--clean out", "None out"),
    ],
)
def test_folders_by_argument_or_option(command: click.Command, arguments: str, said: str) -> None:
    assert CliRunner().invoke(command, shlex.split(arguments)).output.strip() == said


@pytest.mark.parametrize(
    ("command", "arguments"),
    [(both, "in --raw in"), (both, "in --clean out"), (one, "out 1 2 --clean out"), (option_only, "x.pdf out")],
)
def test_folders_given_both_ways_are_a_usage_error(command: click.Command, arguments: str) -> None:
    result = CliRunner().invoke(command, shlex.split(arguments))
    told = result.exception
    assert (isinstance(told, Stop) and told.code is Exit.USAGE) or (
        result.exit_code == 2 and "Error: " in result.output
    )


def every_command(above: Any = group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(above)
    for name in above.list_commands(context):
        command = above.get_command(context, name)
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from every_command(command, (*path, name))


def test_commands_that_need_folders_take_them_as_options() -> None:
    needed = {"run": "raw clean", "review": "raw clean", "doctor": "raw clean"}
    needed |= dict.fromkeys(("editions", "rollback", "diff", "explain", "load", "query"), "clean")
    assert set(needed) <= set(COMMANDS)
    for path, command in every_command():
        options = {opt for one in command.params for opt in one.opts} & {"--raw", "--clean"}
        assert options == {f"--{name}" for name in needed.get(path[0], "").split()}, path


def test_every_help_begins_with_examples_that_parse() -> None:
    for path, command in every_command():
        shown = CliRunner().invoke(group, ["help", *path]).output
        assert shown == CliRunner().invoke(group, [*path, "--help"]).output, path
        assert shown.index("Examples / Жишээ:") < shown.index("Options:"), path
        for line in (command.epilog or "").splitlines():
            assert f"tailan {' '.join(path)}" in line or isinstance(command, click.Group), path
            words = shlex.split(line.partition("    (")[0].partition(" > ")[0].partition("tailan ")[2])[len(path) :]
            if not isinstance(command, click.Group) and "--import" not in words:
                command.make_context(path[-1], words)


def test_help_of_an_unknown_command_names_the_nearest() -> None:
    told = CliRunner().invoke(group, ["help", "rum"]).exception
    assert isinstance(told, Stop) and told.code is Exit.USAGE
    assert "did you mean 'run'?" in told.message and "'run' гэх" in told.message_mn
    far = CliRunner().invoke(group, ["xyzzy"]).exception
    assert isinstance(far, Stop) and "`tailan help`" in far.message and "`tailan help`" in far.message_mn


def test_columns_are_as_wide_as_their_widest_text() -> None:
    assert table([("a", "bb"), ("ccc", "")]) == "  a    bb\n  ccc"
    assert (table([("a",)], ""), table([])) == ("a", "")
