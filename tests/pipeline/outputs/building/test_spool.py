"""What is set aside comes back, and leaves nothing behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.outputs.building.spool import Aside, Spool, nameless


def test_what_is_set_aside_comes_back_in_any_order(tmp_path: Path) -> None:
    with nameless(tmp_path) as file:
        aside = Spool(file)
        places = [aside.keep(data) for data in (b"first", b"", b"third")]
        assert [aside.get(place) for place in reversed(places)] == [b"third", b"", b"first"]
        assert aside.keep(b"later") == Aside(10, 5) and aside.get(Aside(8, 7)) == b"rdlater"
        assert list(tmp_path.iterdir()) == []


def test_what_does_not_come_back_whole_is_an_error(tmp_path: Path) -> None:
    with nameless(tmp_path) as file, pytest.raises(OSError, match="2 of 3 bytes"):
        aside = Spool(file)
        aside.keep(b"ab")
        aside.get(Aside(0, 3))
