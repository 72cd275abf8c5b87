"""What is looked at before anything is read: every change that could change an edition shows in the fingerprint."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from parsers.limits import Limits
from pipeline.register.calendar import Calendar
from pipeline.run import survey as module
from pipeline.run.ledger import RACY_NS, Ledger
from pipeline.run.sources import Found, Ignored, list_folder
from pipeline.run.survey import Paths, Source, Survey, first_of_each, selected, survey
from pipeline.settings import Matching, Settings

SETTINGS = Settings(settle_seconds=0, limits=Limits())
NOON = 1_720_000_000_000_000_000


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A raw folder with one submission, and reference data."""
    for name in ("raw", "catalogue"):
        (tmp_path / name).mkdir()
    (tmp_path / "raw" / "a.docx").write_text("one")
    for name in ("decisions.jsonl", "agencies.csv", "weights.json", "catalogue/2023.toml"):
        (tmp_path / name).write_text("1")
    return tmp_path


def settings(base: Path) -> Settings:
    matching = Matching(weights=str(base / "weights.json"))
    return replace(SETTINGS, catalogues=str(base / "catalogue"), agencies=str(base / "agencies.csv"), matching=matching)


def looked(base: Path, chosen: Settings | None = None, ledger: Ledger | None = None) -> Survey:
    chosen = chosen or settings(base)
    return survey(Paths.of(base / "raw", base / "clean", chosen), chosen, ledger or Ledger(), NOON)


@pytest.mark.parametrize(
    "file",
    [
        *("decisions.jsonl", "agencies.csv", "weights.json", "catalogue/2023.toml", "raw/a.docx", "raw/b.docx"),
        *("raw/facts.csv", "raw/a.docx.tailan.toml"),
    ],
)
def test_another_file_is_another_fingerprint(base: Path, file: str) -> None:
    before = looked(base).fingerprint
    assert looked(base).fingerprint == before
    (base / file).write_text("another")
    assert looked(base).fingerprint != before


@pytest.mark.parametrize(
    "change",
    [
        {"review_confidence": 0.9},
        {"review_threshold": 3},
        {"limits": Limits(pages=7)},
        {"matching": Matching(accept=0.99)},
        {"matching": Matching(propose=0.01)},
        {"matching": Matching(doubt=0.99)},
        {"calendar": Calendar(h1="07-15", first_year=2023)},
    ],
)
def test_another_setting_that_decides_something_is_another_fingerprint(base: Path, change: dict[str, object]) -> None:
    assert looked(base, SETTINGS).fingerprint != looked(base, replace(SETTINGS, **change)).fingerprint  # type: ignore[arg-type]


def test_a_setting_that_decides_nothing_leaves_it(base: Path) -> None:
    before = looked(base, SETTINGS).fingerprint
    for change in ({"workers": 7}, {"log_level": "debug"}, {"keep_editions": 1}):
        assert looked(base, replace(SETTINGS, **change)).fingerprint == before  # type: ignore[arg-type]


def test_another_program_or_recogniser_is_another_fingerprint(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = looked(base)
    assert set(before.inputs) == {"program", "ocr", "settings", "catalogues", "agencies", "decisions", "facts"}
    for name in ("program", "ocr"):
        with monkeypatch.context() as patch:
            patch.setattr(module.versions, name, lambda: "another")
            after = looked(base)
            assert after.inputs[name] == "another" and after.fingerprint != before.fingerprint


def test_the_day_is_that_of_the_look_unless_another_is_asked_for(base: Path) -> None:
    assert looked(base).as_of == date(2024, 7, 3) and looked(base).looked_ns == NOON
    paths = Paths.of(base / "raw", base / "clean", SETTINGS)
    assert survey(paths, SETTINGS, Ledger(), NOON, date(2023, 1, 1)).as_of == date(2023, 1, 1)


def test_where_a_run_keeps_its_things(tmp_path: Path) -> None:
    plain = Paths.of(tmp_path / "raw", tmp_path / "clean", SETTINGS)
    assert (plain.state, plain.cache) == (tmp_path / ".tailan" / "clean", tmp_path / ".tailan" / "cache")
    assert plain.decisions == tmp_path / "decisions.jsonl"
    chosen = replace(SETTINGS, state="/s", decisions="/d.jsonl")
    assert Paths.of(tmp_path / "raw", Path("/"), chosen) == Paths(
        tmp_path / "raw", Path("/"), Path("/s/root"), Path("/s/cache"), Path("/d.jsonl")
    )


def refusing(monkeypatch: pytest.MonkeyPatch, error: OSError) -> None:
    def refuse(path: bytes) -> str:
        raise error

    monkeypatch.setattr(module, "digest", refuse)


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (FileNotFoundError(2, "gone"), "vanished"),
        (PermissionError(13, "not yours"), "no_permission"),
        (OSError(5, "bad disk"), "read_error"),
    ],
)
def test_a_file_that_cannot_be_read_has_its_problem_in_place_of_a_digest(
    base: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, problem: str
) -> None:
    whole = looked(base)
    assert [(one.sha256 != "", one.problem) for one in whole.sources] == [(True, "")]
    refusing(monkeypatch, error)
    seen = looked(base)
    assert [(one.sha256, one.problem, one.detail) for one in seen.sources] == [("", problem, error.strerror)]
    assert seen.fingerprint != whole.fingerprint
    refusing(monkeypatch, type(error)())
    assert looked(base).sources[0].detail == ""


def test_facts_that_cannot_be_read_are_told_once(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    facts = ((("facts.csv", os.fsencode(base / "decisions.jsonl"))),)
    whole = module.facts_digest(facts)
    refusing(monkeypatch, OSError(5, "bad disk"))
    unread = module.facts_digest(facts)
    refusing(monkeypatch, OSError(13, "not yours"))
    assert len({whole, unread, module.facts_digest(facts), module.facts_digest(())}) == 4


def test_a_file_that_is_being_written_waits(base: Path) -> None:
    with (base / "raw" / "busy.docx").open("w") as stream:
        stream.write("half")
        stream.flush()
        seen = {one.found.name: one for one in looked(base).sources}
    assert (seen["busy.docx"].problem, seen["busy.docx"].sha256) == ("still_being_written", "")
    assert seen["a.docx"].problem == ""


def test_a_file_that_must_not_be_opened_keeps_its_problem(base: Path) -> None:
    (base / "raw" / "out.docx").symlink_to(base / "decisions.jsonl")
    (seen,) = (one for one in looked(base).sources if one.found.name == "out.docx")
    assert (seen.problem, seen.sha256) == ("outside_link", "") and seen.detail == seen.found.detail


def test_a_file_that_looks_as_it_did_is_not_read(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (item,) = list_folder(base / "raw").found
    late = max(item.look[1:3]) + RACY_NS + 1
    refusing(monkeypatch, OSError(5, "bad disk"))
    known = Ledger(files={"a.docx": (item.look, "d" * 64)}, written_ns=late)
    assert looked(base, ledger=known).sources[0].sha256 == "d" * 64
    for doubtful in (
        replace(known, written_ns=late - 1),
        replace(known, files={"a.docx": ((0, *item.look[1:]), "d" * 64)}),
        replace(known, files={"b.docx": (item.look, "d" * 64)}),
    ):
        assert looked(base, ledger=doubtful).sources[0].problem == "read_error"


def test_what_is_passed_over_is_told(base: Path) -> None:
    (base / "raw" / "~$a.docx").touch()
    assert looked(base).ignored == (Ignored("~$a.docx", "lock file of Word"),)


@pytest.mark.parametrize(
    ("name", "patterns", "chosen"),
    [
        ("2023/A01.docx", (), True),
        ("2023/A01.docx", ("A01.docx",), True),
        ("2023/A01.docx", ("2023/A01.docx",), True),
        ("2023/A01.docx", ("A??.docx",), True),
        ("2023/A01.docx", ("2023/*",), True),
        ("2023/A01.docx", ("A01.docx#2",), True),
        ("2023/A01.docx", ("a01.docx", "2023"), False),
        ("a[1].pdf", ("a[1].pdf",), True),
        ("%FF.pdf", ("\udcff.pdf",), True),
    ],
)
def test_what_is_asked_for(name: str, patterns: tuple[str, ...], chosen: bool) -> None:
    assert selected(name, patterns) is chosen


def test_the_first_of_each_content() -> None:
    found = [Source(Found(name, b"", (0, 0, 0, 0)), sha256) for name, sha256 in (("a", "1"), ("b", "1"), ("c", ""))]
    assert [one.found.name for one in first_of_each((*found, found[2], replace(found[0], sha256="2")))] == ["a", "a"]
