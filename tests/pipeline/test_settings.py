"""Settings: three layers, unknown keys answered with the nearest one, every value with its origin."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.exits import Exit, Stop
from pipeline.settings import Settings, keys, load, variable


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "tailan.toml"
    path.write_text("workers = 3\n[limits]\npages = 100\n[gates]\nrows_fall_pct = 5\n", encoding="utf-8")
    return path


def test_later_layers_win_and_origins_are_kept(file: Path) -> None:
    found = load(
        file, {"TAILAN_LIMITS_PAGES": "200", "TAILAN_NOTIFY_PING_URL": "http://x", "HOME": "/"}, {"workers": 4}
    )
    assert (found.settings.workers, found.settings.limits.pages) == (4, 200)
    assert found.settings.gates.rows_fall_pct == 5.0
    assert found.origin["workers"] == "flag"
    assert found.origin["limits.pages"] == "TAILAN_LIMITS_PAGES"
    assert found.origin["gates.rows_fall_pct"] == str(file)
    assert found.origin["engine"] == "default"


def test_flags_that_are_not_given_change_nothing() -> None:
    assert load(None, {}, {"workers": None}).settings == Settings()


@pytest.mark.parametrize(
    ("text", "environment", "words"),
    [
        ("worker = 2", {}, "unknown key worker; did you mean workers?"),
        ("[limits]\npage = 2", {}, "did you mean limits.pages?"),
        ("", {"TAILAN_LIMIT_PAGES": "2"}, "did you mean TAILAN_LIMITS_PAGES?"),
        ("", {"TAILAN_ZZZZZZZZZZZZZZZZZZZZZ": "2"}, "`tailan config` lists all of them"),
        ("workers = 'two'", {}, "workers must be a whole number"),
        ("workers = true", {}, "workers must be a whole number"),
        ("workers = 1.5", {}, "workers must be a whole number"),
        ("workers = -1", {}, "workers must be a whole number, 0 or more, not -1"),
        ("[limits]\npages = 0", {}, "limits.pages must be a whole number, 1 or more, not 0"),
        ("[gates]\nrows_fall_pct = 120", {}, "gates.rows_fall_pct must be a number between 0 and 100, not 120"),
        ("[gates]\nschema_change = 'perhaps'", {}, "must be true or false"),
        ("engine = 'spark'", {}, "must be local or dask://host:port"),
        ("log_level = 'loud'", {}, "must be one of debug, info, warning and error"),
        ("settle_seconds = nan", {}, "must be a number of seconds, 0 or more, not nan"),
        ("keep_runs = 0", {}, "must be a whole number, 1 or more, not 0"),
        ("review_sample = 1.5", {}, "must be a number between 0 and 1, not 1.5"),
        ("", {"TAILAN_WORKERS": "two"}, "TAILAN_WORKERS: workers must be a whole number, 0 or more, not 'two'"),
        ("state = 3", {}, "state must be text"),
        ("workers = [", {}, "tailan.toml"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(
    tmp_path: Path, text: str, environment: dict[str, str], words: str
) -> None:
    path = tmp_path / "tailan.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Stop) as stop:
        load(path, environment)
    assert stop.value.code is Exit.BAD_SETTINGS
    assert words in stop.value.message and "\n" not in stop.value.message.strip()


def test_a_settings_file_that_was_asked_for_must_exist(tmp_path: Path) -> None:
    with pytest.raises(Stop):
        load(tmp_path / "no.toml", {})


def test_every_key_has_its_own_variable() -> None:
    assert len({variable(key) for key in keys()}) == len(keys())


def test_only_our_own_variables_are_settings() -> None:
    environment = {
        "TAILAN_CONFIG": "x",
        "TAILAN_TRACE": "1",
        "TAILAN_CHILD_MARK": "1",
        "PATH": "/",
        "tailan_workers": "9",
    }
    assert load(None, environment).settings == Settings()
    assert load(None, {**environment, "TAILAN_WORKERS": "2"}).settings.workers == 2


def test_a_file_in_the_working_directory_is_found(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(file.parent)
    found = load()
    assert (found.settings.workers, found.origin["workers"]) == (3, "tailan.toml")
    assert load(None, None, {"workers": 0}).origin["workers"] == "flag"
