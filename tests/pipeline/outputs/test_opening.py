"""Where the published edition stands: found once, whatever its folder is called."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from pipeline.exits import Exit, Stop
from pipeline.outputs.opening import described, edition, plain
from pipeline.outputs.package import NAME
from pipeline.schema.loading import schema


def published(folder: Path, version: str) -> Path:
    folder.mkdir(parents=True)
    (folder / NAME).write_text(json.dumps({"schema_version": version}), encoding="utf-8")
    return folder


def test_the_edition_shown_is_read_and_a_plain_copy_too(tmp_path: Path) -> None:
    stands = published(tmp_path / "clean" / ".editions" / "e1", "2")
    (tmp_path / "clean" / "current").symlink_to(".editions/e1")
    assert edition(tmp_path / "clean") == stands.resolve()
    assert edition(published(tmp_path / "copy", "2")) == tmp_path / "copy"


@pytest.mark.parametrize("make", [lambda folder: None, Path.mkdir])
def test_nothing_published_is_said(tmp_path: Path, make: object) -> None:
    make(tmp_path / "clean")  # type: ignore[operator]
    with pytest.raises(Stop, match="no published tables here") as stop:
        edition(tmp_path / "clean")
    assert stop.value.code is Exit.NO_INPUT


def test_a_folder_whose_name_is_not_utf_8_is_reached_by_another_way(tmp_path: Path) -> None:
    strange = tmp_path / os.fsdecode(b"\xff")
    published(strange, "2")
    assert plain(tmp_path) == tmp_path
    reached = plain(strange)
    assert str(reached).isascii() and (reached / NAME).is_file() and plain(strange) == reached


def test_tables_of_another_schema_are_not_read(tmp_path: Path) -> None:
    known = schema()
    assert described(published(tmp_path / "ours", known.schema_version)) is known
    with pytest.raises(Stop, match=r"tables of schema version 1\.0\.0, this program knows ") as stop:
        described(published(tmp_path / "old", "1.0.0"))
    assert stop.value.code is Exit.NO_INPUT
