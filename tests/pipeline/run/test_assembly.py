"""What a run opens from its settings: the cache under the versions of what is used, the engine, decisions, catalogues."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from parsers.limits import Limits
from pipeline.exits import Exit, Stop
from pipeline.run.assembly import open_cache, open_catalogues, open_decisions, open_engine, setup_of
from pipeline.run.survey import Paths
from pipeline.settings import Matching, Settings
from pipeline.workers.cluster import ClusterEngine
from pipeline.workers.engine import LocalEngine

SETTINGS = Settings(limits=Limits(pages=7), min_free_bytes=5, workers=3, documents_per_worker=9)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths.of(tmp_path / "raw", tmp_path / "clean", SETTINGS)


def test_a_cache_knows_what_its_entries_are_made_by(paths: Paths, tmp_path: Path) -> None:
    plain = open_cache(paths, SETTINGS)
    assert (plain.folder, plain.limits.pages, plain.min_free) == (paths.cache, 7, 5)
    assert len({plain.words, plain.rows, plain.values}) == 3
    (tmp_path / "agencies.csv").write_text("1", encoding="utf-8")
    for changed in (
        {"review_confidence": 0.99},
        {"matching": Matching(accept=0.99)},
        {"agencies": str(tmp_path / "agencies.csv")},
    ):
        other = open_cache(paths, replace(SETTINGS, **changed))  # type: ignore[arg-type]
        assert (other.words, other.rows) == (plain.words, plain.rows) and other.values != plain.values


def test_documents_go_to_processes_here_or_to_the_cluster_that_is_named() -> None:
    local = open_engine(SETTINGS, 5)
    assert isinstance(local, LocalEngine) and (local.workers, local.documents_per_worker) == (3, 9)
    there = replace(SETTINGS, engine="dask://h:8786")
    cluster = open_engine(there, 1)
    assert isinstance(cluster, ClusterEngine) and cluster.address == "h:8786"
    assert isinstance(open_engine(there, 0), LocalEngine), "nobody is asked where there is nothing to do"


def test_weights_are_named_to_workers_once(tmp_path: Path) -> None:
    from normalizers.linkage.model import shipped_weights, to_json

    (tmp_path / "weights.json").write_text(to_json(shipped_weights()), encoding="utf-8")
    setup = setup_of(replace(SETTINGS, matching=Matching(accept=0.9, weights=str(tmp_path / "weights.json"))))
    assert setup.weights == bytes(tmp_path / "weights.json") and setup.matching == Matching(accept=0.9)
    (tmp_path / "weights.json").write_text("{", encoding="utf-8")
    with pytest.raises(Stop) as stop:
        setup_of(replace(SETTINGS, matching=Matching(weights=str(tmp_path / "weights.json"))))
    assert stop.value.code is Exit.BAD_SETTINGS


def test_decisions_that_cannot_be_read_stop_the_run(tmp_path: Path) -> None:
    assert open_decisions(tmp_path / "none.jsonl") == ((), ())
    (tmp_path / "folder.jsonl").mkdir()
    with pytest.raises(Stop, match="the decisions cannot be read") as stop:
        open_decisions(tmp_path / "folder.jsonl")
    assert stop.value.code is Exit.BAD_SETTINGS


def test_catalogues_that_cannot_be_read_stop_the_run(tmp_path: Path) -> None:
    assert open_catalogues(SETTINGS).get("ub-2023").measures
    (tmp_path / "broken.toml").write_text("= 1", encoding="utf-8")
    with pytest.raises(Stop, match="catalogues: ") as stop:
        open_catalogues(replace(SETTINGS, catalogues=str(tmp_path)))
    assert stop.value.code is Exit.BAD_SETTINGS
