"""``tailan config`` and ``tailan doctor``: settings as TOML reads them, and which folders are looked at."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pipeline import doctor
from pipeline.cli import group
from pipeline.doctor import MISSING, OK, OPTIONAL, WARNING, Check
from pipeline.exits import Exit
from pipeline.settings import keys


def call(*arguments: str) -> Result:
    return CliRunner().invoke(group, list(arguments), standalone_mode=False)


def test_the_settings_file_says_what_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAILAN_GATES_SCHEMA_CHANGE", "true")
    monkeypatch.setenv("TAILAN_NOTIFY_MAIL_TO", "a@example.org")
    told = call("config", "--toml").stdout
    content = tomllib.loads(told)
    flat = {
        name if section is None else f"{section}.{name}"
        for section, names in [(None, content), *((k, v) for k, v in content.items() if isinstance(v, dict))]
        for name, value in names.items()
        if not isinstance(value, dict)
    }
    assert flat == set(keys())
    assert content["gates"]["schema_change"] is True and content["notify"]["mail_to"] == "a@example.org"
    assert content["workers"] == 0
    assert told.count("[gates]") == told.count("[limits]") == 1


def test_every_setting_is_listed_with_its_origin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAILAN_WORKERS", "3")
    lines = [line.split() for line in call("config").stdout.splitlines()]
    assert lines[0] == ["setting", "value", "origin", "variable"] and len(lines) == len(keys()) + 2
    assert ["workers", "3", "TAILAN_WORKERS", "TAILAN_WORKERS"] in lines
    assert ["gates.schema_change", "false", "default", "TAILAN_GATES_SCHEMA_CHANGE"] in lines


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, Any]:
    """The folders that the doctor is asked to look at, and what it finds."""
    seen: dict[str, Any] = {"checks": []}

    def examine(settings: object, **folders: Path) -> list[Check]:
        seen["folders"] = folders
        return seen["checks"]  # type: ignore[no-any-return]

    monkeypatch.setattr(doctor, "examine", examine)
    monkeypatch.chdir(tmp_path)
    return seen


def test_folders_are_looked_at_where_they_are_or_when_named(looked: dict[str, Any], tmp_path: Path) -> None:
    call("doctor")
    assert looked["folders"] == {}
    (tmp_path / "data" / "clean").mkdir(parents=True)
    call("doctor")
    assert looked["folders"] == {"clean": Path("data/clean")}
    call("doctor", "--raw", "there", "--clean", "else")
    assert looked["folders"] == {"raw": Path("there"), "clean": Path("else")}


def test_only_what_is_missing_fails(looked: dict[str, Any]) -> None:
    looked["checks"] = [Check(state, state, "words", "юу", "үг") for state in (OK, OPTIONAL, WARNING)]
    told = call("doctor")
    assert told.return_value == Exit.OK
    assert told.stdout.splitlines()[0].split() == ["ok", "ok", "words"] and "юу  үг" in told.stdout
    looked["checks"].append(Check(MISSING, "Tesseract", "words", "юу", "үг"))
    assert call("doctor").return_value == Exit.MISSING_DEPENDENCY
