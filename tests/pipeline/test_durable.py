"""Files that are there whole or as they were."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from pipeline.durable import BESIDE, free_bytes, sealed, sweep_beside, unsealed, write_whole
from pipeline.owner import owner

GONE = owner().replace(str(os.getpid()), "999999999", 1)


def test_a_seal_is_of_the_name_and_of_every_bit() -> None:
    data = sealed("a", b"value")
    assert data == hashlib.sha256(b"a\0value").digest() + b"value"
    assert unsealed("a", data) == b"value" and unsealed("a", sealed("a", b"")) == b""
    for other in (data[:-1], data + b"\0", data[1:], b"\0" * len(data), bytes([data[0] ^ 1]) + data[1:]):
        assert unsealed("a", other) is None


def test_a_file_is_written_whole_and_nothing_is_left_beside(tmp_path: Path) -> None:
    path = tmp_path / "inner" / "a.json"
    write_whole(path, b"one")
    write_whole(path, b"two")
    assert path.read_bytes() == b"two" and list(path.parent.iterdir()) == [path]


def test_a_file_that_cannot_be_replaced_leaves_nothing_beside(tmp_path: Path) -> None:
    (tmp_path / "a" / "inner").mkdir(parents=True)
    with pytest.raises(OSError):
        write_whole(tmp_path / "a", b"one")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_only_what_a_process_that_is_gone_left_is_swept(tmp_path: Path) -> None:
    kept = [f".a.json.{owner()}.1", ".hidden", "a.json", f"a.json.{GONE}.1"]
    for name in (*kept, f".a.json.{GONE}.1"):
        (tmp_path / name).write_bytes(b"x")
    assert BESIDE.fullmatch(f".a.json.{GONE}.1")
    sweep_beside(tmp_path, tmp_path / "none")
    assert {path.name for path in tmp_path.iterdir()} == set(kept)


def test_free_space_is_that_of_the_nearest_folder_that_is_there(tmp_path: Path) -> None:
    assert free_bytes(tmp_path / "a" / "b") == pytest.approx(free_bytes(tmp_path), rel=0.1) and free_bytes(tmp_path) > 0
