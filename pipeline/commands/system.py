"""``tailan config`` and ``tailan doctor``."""

from __future__ import annotations

from operator import attrgetter
from pathlib import Path

import click

from pipeline.commands.common import FOLDERS, Command, folders, loaded, table
from pipeline.exits import Exit
from pipeline.settings import keys, variable


@click.command(cls=Command, epilog="TAILAN_WORKERS=2 tailan config")
@click.option("--toml", is_flag=True, help="As a tailan.toml that can be edited. / Засаж болох tailan.toml хэлбэрээр.")
@click.pass_context
def config(context: click.Context, toml: bool) -> None:
    """Show every setting with its value and origin: default, file, variable or flag.

    Тохиргоо бүрийг утга, эх сурвалжтай нь харуулна: анхны утга, файл, хувьсагч, сонголт.
    """
    found = loaded(context)
    if toml:
        click.echo(_as_toml(found.settings))
        return
    rows = [("setting", "value", "origin", "variable"), ("тохиргоо", "утга", "эх сурвалж", "хувьсагч")]
    for key in keys():
        value = attrgetter(key)(found.settings)
        rows.append((key, _literal(value), found.origin[key], variable(key)))
    click.echo(table(rows, ""))


def _as_toml(settings: object) -> str:
    lines: list[str] = []
    section = ""
    for key in keys():
        head, _, name = key.rpartition(".")
        if head != section:
            section = head
            lines += ["", f"[{head}]"]
        lines.append(f"{name} = {_literal(attrgetter(key)(settings))}")
    return "\n".join(lines)


def _literal(value: object) -> str:
    """A value as TOML writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


@click.command(cls=Command, epilog="tailan doctor\ntailan doctor --raw data/raw --clean data/clean")
@folders("raw", "clean", assumed=False)
@click.pass_context
def doctor(context: click.Context, raw: Path | None, clean: Path | None) -> int:
    """Check this machine and the folders (data/raw and data/clean only where they are) and name what to install or to
    correct.

    Машин, хавтсуудыг шалгаж, юу суулгах, юу засахыг хэлнэ.
    """
    from pipeline.doctor import examine

    used = {name: folder for name, folder in FOLDERS.items() if folder.is_dir()} | {
        name: folder for name, folder in (("raw", raw), ("clean", clean)) if folder
    }
    checks = examine(loaded(context).settings, **used)
    click.echo(table([(check.state, check.what, check.words) for check in checks], ""))
    click.echo()
    click.echo(table([(check.state, check.what_mn, check.words_mn) for check in checks], ""))
    missing = [check for check in checks if check.state == "MISSING"]
    return int(Exit.MISSING_DEPENDENCY if missing else Exit.OK)
