"""One run at a time on an output folder; the second one is told who is at work."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from pipeline.exits import Exit, Stop
from pipeline.run.lock import NAME, holder, locked


def test_a_second_holder_is_refused_with_the_name_of_the_first(tmp_path: Path) -> None:
    with locked(tmp_path / "clean", "tailan run"):
        with pytest.raises(Stop) as refused, locked(tmp_path / "clean", "tailan load"):
            pass
        assert refused.value.code is Exit.LOCKED
        assert "`tailan run`" in refused.value.message and str(os.getpid()) in refused.value.message
    with locked(tmp_path / "clean", "tailan load"):
        assert json.loads((tmp_path / "clean" / NAME).read_text())["command"] == "tailan load"


def test_the_lock_is_free_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError), locked(tmp_path, "a"):
        raise ValueError
    with locked(tmp_path, "b"):
        pass


def test_a_folder_that_cannot_be_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Stop) as refused, locked(tmp_path / "file" / "clean", "a"):
        pass
    assert refused.value.code is Exit.OUTPUT_NOT_WRITABLE


def test_an_unreadable_name_is_another_run(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("{}")
    assert holder(tmp_path) == holder(tmp_path / "none") == "another run is at work here"
