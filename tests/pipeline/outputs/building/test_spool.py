"""What is set aside comes back, and leaves nothing behind."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryFile

import pytest

from pipeline.outputs.building.spool import Aside, Spool


def test_what_is_set_aside_comes_back_in_any_order(tmp_path: Path) -> None:
    with TemporaryFile(dir=tmp_path, buffering=0) as file:
        aside = Spool(file)
        places = [aside.keep(data) for data in (b"first", b"", b"third")]
        assert [aside.get(place) for place in reversed(places)] == [b"third", b"", b"first"]
        assert places[2] == Aside(5, 5) and list(tmp_path.iterdir()) == []


def test_a_disk_that_takes_a_part_at_a_time_gets_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.pwrite
    monkeypatch.setattr(os, "pwrite", lambda number, data, at: write(number, data[:2], at))
    with TemporaryFile(dir=tmp_path, buffering=0) as file:
        aside = Spool(file)
        assert aside.get(aside.keep(b"a whole report")) == b"a whole report"


def test_what_does_not_come_back_whole_is_an_error(tmp_path: Path) -> None:
    with TemporaryFile(dir=tmp_path, buffering=0) as file, pytest.raises(OSError, match="2 of 3 bytes"):
        file.write(b"ab")
        Spool(file).get(Aside(0, 3))
