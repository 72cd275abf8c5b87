"""The heavy parts of a run, opened from the settings: cache, engine, datasets."""

from __future__ import annotations

from pathlib import Path

from normalizers.catalogue_files import load_catalogues
from pipeline import versions
from pipeline.cache import Cache
from pipeline.collecting import Collected
from pipeline.engine import Engine, LocalEngine
from pipeline.messages import Setup
from pipeline.outputs.dataset import Dataset, build
from pipeline.settings import Settings
from pipeline.survey import Paths

ENTRY = "pipeline.stages:report_work"


def open_cache(paths: Paths, settings: Settings) -> Cache:
    """The cache of this version of program, libraries and reference data."""
    reference = versions.reference(settings.catalogues, settings.agencies)
    return Cache(
        folder=paths.cache,
        reader_version=versions.reader(),
        report_version=versions.digest_of([versions.understanding(), reference]),
        ocr=versions.ocr(),
        limits=settings.limits,
        min_free=settings.min_free_bytes,
    )


def open_engine(settings: Settings, documents: int) -> Engine:
    """Local processes, or the cluster that the settings name. Nothing is started before there is a document."""
    setup = Setup(ENTRY, settings.limits, settings.catalogues, settings.agencies)
    if settings.engine.startswith("dask://") and documents:
        from pipeline.cluster import ClusterEngine

        return ClusterEngine(setup, settings.engine.removeprefix("dask://"))
    return LocalEngine(setup, settings.workers, settings.documents_per_worker)


def build_dataset(collected: Collected, paths: Paths, settings: Settings) -> Dataset:
    """All tables, with people's decisions applied."""
    catalogues = load_catalogues(Path(settings.catalogues) if settings.catalogues else None)
    agencies = Path(settings.agencies) if settings.agencies else None
    return build(collected.outcomes, catalogues, None, agency_list=agencies)
