"""What commands share: help with the examples first, the folders, settings from file, environment and flags, texts on
the terminal."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.exits import Exit, Stop

if TYPE_CHECKING:
    from pipeline.settings import Loaded, Settings

FOLDERS = {"raw": Path("data/raw"), "clean": Path("data/clean")}
"""The folders that commands work on, and where they are when nobody says otherwise."""
MEANT = {
    "raw": ("Folder of the submitted files", "Ирүүлсэн файлын хавтас"),
    "clean": ("Published folder", "Нийтэлсэн хавтас"),
}
Function = Callable[..., Any]


class Command(click.Command):
    """A command whose help begins with its examples, the lines of ``epilog``. Help is in English and Mongolian: two
    paragraphs of the docstring, ``English / монгол`` of an option."""

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.format_usage(ctx, formatter)
        if self.epilog:
            with formatter.section("Examples / Жишээ"):
                formatter.write(
                    "".join(f"{'':{formatter.current_indent}}{line}\n" for line in self.epilog.splitlines())
                )
        self.format_help_text(ctx, formatter)
        self.format_options(ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Show this help. / Энэ тусламжийг харуулна."
        return option


class Group(Command, click.Group):
    """A group of such commands."""

    command_class = Command


def folders(*names: str, assumed: bool = True, first: bool = True) -> Callable[[Function], Function]:
    """Give a command ``--raw`` and ``--clean`` (those of ``names``) and, with ``first``, the same as its first
    arguments. Its function gets them as Paths; without ``assumed`` None for a folder that nobody named.

    Given both ways they are a usage error; behind an option, arguments name no folders.
    """

    def decorate(function: Function) -> Function:
        parameters: list[click.Parameter] = getattr(function, "__click_params__", [])
        others = [one for one in reversed(parameters) if isinstance(one, click.Argument)] if first else []

        @functools.wraps(function)
        def called(*args: Any, **values: Any) -> Any:
            given = {name: values.pop(f"{name}_folder") for name in names}
            arguments = [str(name) for name in names] + [str(one.name) for one in others] if first else []
            if any(given.values()) and arguments:
                _shift(arguments, len(names), values)
            for name in names:
                chosen = given[name] or values.get(name)
                values[name] = chosen or (FOLDERS[name] if assumed else None)
            return function(*args, **values)

        for name in reversed(names):
            default = f" [{FOLDERS[name]}]" if assumed else ""
            words = " / ".join(f"{what}{default}." for what in MEANT[name])
            called = click.option(f"--{name}", f"{name}_folder", type=click.Path(path_type=Path), help=words)(called)
        if first:
            for name in reversed(names):
                called = click.argument(name, type=click.Path(path_type=Path), required=False)(called)
        return called

    return decorate


def _shift(arguments: Sequence[str], folders: int, values: dict[str, Any]) -> None:
    """The arguments of a command whose folders are named by options: each moves up by the places of the folders.
    Raises Stop(USAGE) where one is left over."""
    given = [values.get(name) for name in arguments]
    while given and given[-1] is None:
        given.pop()
    if len(given) > len(arguments) - folders:
        raise Stop(
            Exit.USAGE,
            "folders are given as arguments or as --raw and --clean, not both",
            "хавтсыг нэг бол шууд, нэг бол --raw, --clean гэж өгнө, хоёуланг нь зэрэг өгөхгүй",
        )
    for name in arguments:
        values[name] = None
    for name, value in zip(arguments[folders:], given, strict=False):
        values[name] = None if value is None else str(value)


def loaded(context: click.Context, **flags: Any) -> Loaded:
    """All settings with their origin. Raises Stop(BAD_SETTINGS)."""
    from pipeline.settings import load  # not needed to show help, and slow to import

    root = context.find_root()
    file = (
        Path(root.obj) if root.obj else Path(os.environ["TAILAN_CONFIG"]) if os.environ.get("TAILAN_CONFIG") else None
    )
    return load(file, os.environ, {key.replace("__", "."): value for key, value in flags.items()})


def settings_of(context: click.Context, **flags: Any) -> Settings:
    """The settings alone. Raises Stop(BAD_SETTINGS)."""
    return loaded(context, **flags).settings


def say(english: str, mongolian: str, *, err: bool = False) -> None:
    """A message to a person: a line in each language. What is not said to people goes through ``click.echo``."""
    click.echo(f"{english}\n{mongolian}", err=err)


def both(pair: Sequence[str]) -> str:
    """The two languages on one line."""
    english, mongolian = pair
    return english if english == mongolian else f"{english} / {mongolian}"


def table(rows: Sequence[tuple[str, ...]], indent: str = "  ") -> str:
    """Columns padded to their widest text."""
    if not rows:
        return ""
    widths = [max(len(row[index]) for row in rows) for index in range(len(rows[0]))]
    return "\n".join(
        indent + "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
