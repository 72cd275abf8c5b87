"""The heavy parts of a run, opened from the settings: cache, engine, datasets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from normalizers.catalogue.files import load_catalogues
from normalizers.catalogue.model import CatalogueError, Catalogues
from pipeline.exits import Exit, Stop
from pipeline.outputs.building.build import build
from pipeline.outputs.building.kept import KeptReports
from pipeline.outputs.tables.dataset import Dataset
from pipeline.register.bodies import load_register
from pipeline.review.decisions import BadLine, Decision
from pipeline.review.decisions import read as read_decisions
from pipeline.review.sampling import precision
from pipeline.run.collect import Collected
from pipeline.run.editions import Shelf
from pipeline.run.survey import Paths, matching_digest
from pipeline.settings import Settings
from pipeline.user_files import load_weights
from pipeline.workers import versions
from pipeline.workers.cache import Cache
from pipeline.workers.engine import Engine, LocalEngine
from pipeline.workers.messages import Setup

ENTRY = "pipeline.workers.stages:report_work"


def open_cache(paths: Paths, settings: Settings) -> Cache:
    """The cache, each stage under the version of what makes it."""
    reference = versions.reference(settings.catalogues, settings.agencies)
    parts = [versions.values(), reference, f"{settings.review_confidence}", matching_digest(settings)]
    return Cache(
        folder=paths.cache,
        words=versions.digest_of([versions.words(), versions.ocr()]),
        rows=versions.rows(),
        values=versions.digest_of(parts),
        tables=versions.digest_of([versions.program(), *parts]),
        ocr=versions.ocr(),
        limits=settings.limits,
        min_free=settings.min_free_bytes,
    )


def open_engine(settings: Settings, documents: int) -> Engine:
    """Local processes, or the cluster that the settings name. Nothing is started before there is a document."""
    setup = setup_of(settings)
    if settings.engine.startswith("dask://") and documents:
        from pipeline.workers.cluster import ClusterEngine

        return ClusterEngine(setup, settings.engine.removeprefix("dask://"))
    return LocalEngine(setup, settings.workers, settings.documents_per_worker)


def setup_of(settings: Settings, entry: str = ENTRY, stage: str = "") -> Setup:
    """What the settings tell a worker. Raises Stop(BAD_SETTINGS) when agency list or weights cannot be read."""
    load_register(settings.agencies)
    load_weights(settings.matching.weights)
    setup = Setup(
        entry,
        settings.limits,
        _absolute(settings.catalogues),
        _absolute(settings.agencies),
        _absolute(settings.matching.weights),
        settings.review_confidence,
        stage,
        replace(settings.matching, weights=""),
    )
    return replace(setup, expected=versions.of_work(setup))


def _absolute(path: str) -> bytes:
    """A path of the settings as a worker sees it, which works in a folder of its own."""
    return bytes(Path(path).absolute()) if path else b""


def open_catalogues(settings: Settings) -> Catalogues:
    """The catalogues of the program and of the settings. Raises Stop(BAD_SETTINGS)."""
    try:
        return load_catalogues(Path(settings.catalogues) if settings.catalogues else None)
    except (CatalogueError, OSError) as error:
        raise Stop(Exit.BAD_SETTINGS, f"catalogues: {error}", f"лавлах: {error}") from error


def open_decisions(file: Path) -> tuple[tuple[Decision, ...], tuple[BadLine, ...]]:
    """What people decided, and lines that are no decision. Raises Stop(BAD_SETTINGS) when the file is there and cannot
    be read: an edition without people's decisions must not pass for one with them."""
    try:
        return read_decisions(file)
    except OSError as error:
        raise Stop(
            Exit.BAD_SETTINGS,
            f"{file}: the decisions cannot be read ({error.strerror})",
            f"{file}: шийдвэрийн файлыг уншиж чадсангүй ({error.strerror})",
        ) from error


def build_dataset(
    collected: Collected,
    reports: KeptReports,
    decisions: Sequence[Decision],
    folder: Path,
    paths: Paths,
    settings: Settings,
    as_of: date,
) -> Dataset:
    """All tables on the day ``as_of`` in ``folder``, beside the edition shown now. Raises Stop(BAD_SETTINGS), OSError."""
    shelf = Shelf(paths.clean)
    shown = shelf.current()
    try:
        return build(
            collected.outcomes,
            reports.catalogues,
            folder,
            reports,
            register=load_register(settings.agencies),
            calendar=settings.calendar,
            as_of=as_of,
            previous=shelf.home / shown if shown else None,
            precision=precision(decisions),
        )
    finally:
        reports.cache.settle()
