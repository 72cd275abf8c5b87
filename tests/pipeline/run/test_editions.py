"""Editions: one shown, switched in one step; plain folders adopted; foreign files untouched."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.exits import Exit, Stop
from pipeline.run.editions import Edition, Shelf, digests


def publish(shelf: Shelf, identity: str, **files: str) -> None:
    with shelf.building() as folder:
        for name, text in files.items():
            (folder / f"{name}.csv").write_text(text)
        shelf.publish(folder, Edition(identity, "", "", ""))


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "clean")


def test_stable_paths_show_the_current_edition(shelf: Shelf) -> None:
    publish(shelf, "1", submissions="one", measures="uno")
    publish(shelf, "2", submissions="two", measures="dos")
    assert (shelf.clean / "submissions.csv").read_text() == "two"
    assert shelf.current() == "2" and shelf.ids() == ["1", "2"]
    shelf.show("1")
    assert (shelf.clean / "measures.csv").read_text() == "uno"


def test_who_resolved_the_edition_once_keeps_reading_it(shelf: Shelf) -> None:
    publish(shelf, "1", submissions="one", measures="uno")
    resolved = (shelf.clean / "current").resolve()
    publish(shelf, "2", submissions="two", measures="dos")
    assert (resolved / "submissions.csv").read_text() == "one" and (resolved / "measures.csv").read_text() == "uno"


def test_a_table_that_is_gone_loses_its_path(shelf: Shelf) -> None:
    publish(shelf, "1", submissions="one", old="x")
    publish(shelf, "2", submissions="two", new="y")
    assert {path.name for path in shelf.clean.iterdir()} == {".editions", "current", "submissions.csv", "new.csv"}


def test_a_folder_with_other_things_is_not_taken_over(shelf: Shelf) -> None:
    shelf.check_own()
    shelf.clean.mkdir()
    (shelf.clean / ".hidden").touch()
    shelf.check_own()
    (shelf.clean / "letters").mkdir()
    with pytest.raises(Stop, match=r"letters.*--accept") as stop:
        shelf.check_own()
    assert stop.value.code is Exit.GATE_REFUSED
    publish(shelf, "1", submissions="one")
    shelf.check_own()


def test_tables_of_an_early_version_are_ours(shelf: Shelf) -> None:
    shelf.clean.mkdir()
    for name in ("submissions.csv", "notes of a person.txt"):
        (shelf.clean / name).write_text("by hand")
    shelf.check_own()


def test_a_plain_folder_is_adopted_and_foreign_files_stay(shelf: Shelf) -> None:
    shelf.clean.mkdir()
    for name in ("submissions.csv", "measures.csv", "notes of a person.txt"):
        (shelf.clean / name).write_text("by hand")
    publish(shelf, "99999999T000000Z", submissions="new", measures="new")
    assert (shelf.clean / "submissions.csv").read_text() == "new"
    assert (shelf.clean / "notes of a person.txt").read_text() == "by hand"
    adopted = next(identity for identity in shelf.ids() if identity.endswith("-adopted"))
    assert (shelf.home / adopted / "measures.csv").read_text() == "by hand"
    assert shelf.ids()[0] == adopted
    shelf.show(adopted)
    assert (shelf.clean / "measures.csv").read_text() == "by hand"


def test_a_copy_that_followed_the_links_still_works(shelf: Shelf, tmp_path: Path) -> None:
    publish(shelf, "1", submissions="one")
    copy = Shelf(tmp_path / "copy")
    shutil.copytree(shelf.clean, copy.clean)
    assert copy.current() is None
    publish(copy, "99999999T000000Z", submissions="two")
    assert (copy.clean / "submissions.csv").read_text() == "two"
    assert (copy.clean / "current").is_symlink()


def test_half_built_editions_are_never_shown_and_swept(shelf: Shelf) -> None:
    publish(shelf, "1", submissions="one")
    (shelf.home / ".building-123").mkdir()
    (shelf.home / ".building-123" / "submissions.csv").write_text("half")
    assert shelf.ids() == ["1"]
    shelf.sweep()
    with shelf.building() as folder:
        assert list(folder.iterdir()) == []
    assert {path.name for path in shelf.home.iterdir()} == {"1", "1.json"}


def test_old_editions_go_but_never_the_one_shown(shelf: Shelf) -> None:
    for number in range(5):
        publish(shelf, str(number), submissions=str(number))
    shelf.show("0")
    assert shelf.prune(2) == ["1", "2"]
    assert shelf.ids() == ["0", "3", "4"]


def test_the_beginning_of_an_id_is_enough_when_it_is_the_only_one(shelf: Shelf) -> None:
    publish(shelf, "20250701T01-a", submissions="1")
    publish(shelf, "20250702T01-b", submissions="2")
    assert shelf.folder("20250702").name == "20250702T01-b"
    for text in ("2025070", "2026", ""):
        with pytest.raises(Stop) as stop:
            shelf.folder(text)
        assert stop.value.code is Exit.NO_INPUT


def test_a_touched_edition_is_noticed(shelf: Shelf) -> None:
    publish(shelf, "1", submissions="one")
    before = shelf.looks()
    (shelf.clean / "submissions.csv").write_text("edited by hand")
    assert shelf.looks() != before
    (shelf.clean / "submissions.csv").unlink()
    assert shelf.looks() == {}


def test_digests_name_every_file(shelf: Shelf) -> None:
    publish(shelf, "1", submissions="one", measures="uno")
    assert set(digests(shelf.home / "1")) == {"submissions.csv", "measures.csv"}


def test_ids_stay_in_the_order_of_publication(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    assert shelf.stamp(1_750_000_000) == "20250615T150640Z"
    (shelf.home / "20250615T150640Z-ffffffff").mkdir(parents=True)
    assert shelf.stamp(1_750_000_000) == "20250615T150641Z"
    assert shelf.stamp(1_000_000_000) == "20250615T150641Z"
    assert shelf.stamp(1_750_000_002) == "20250615T150642Z"


def test_what_a_killed_run_left_is_swept(shelf: Shelf) -> None:
    """An edition that was never shown, a record without an edition, links on their way and to nothing."""
    publish(shelf, "1", measures="a")
    before = sorted(str(path.relative_to(shelf.clean)) for path in shelf.clean.rglob("*"))
    (shelf.home / "20990101T000000Z-never").mkdir()
    (shelf.home / "20990101T000000Z-never.json").write_text("{}")
    (shelf.home / ".showing-20990101T000000Z-never").touch()
    (shelf.home / ".building-77").mkdir()
    (shelf.home / "20990101T000000Z-none.json").write_text("{}")
    (shelf.clean / ".link-current").symlink_to(".editions/x")
    (shelf.clean / "new.csv").symlink_to("current/new.csv")
    shelf.sweep()
    assert sorted(str(path.relative_to(shelf.clean)) for path in shelf.clean.rglob("*")) == before


def test_an_edition_that_was_shown_stays_when_its_mark_was_left(shelf: Shelf) -> None:
    publish(shelf, "1", measures="a")
    (shelf.home / ".showing-1").touch()
    shelf.sweep()
    assert shelf.current() == "1" and not list(shelf.home.glob(".showing-*"))
