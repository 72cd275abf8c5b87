"""The sentence of the house, as the work of one process: [normalize(raw, catalogues) for raw in extract(read(source))]."""

from __future__ import annotations

import os
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from normalizers.catalogue.files import load_catalogues
from normalizers.normalize import facts, normalize
from normalizers.settings import MatchSettings, NormalizerSettings
from parsers.document import SourceFile
from parsers.errors import LimitExceeded, NoMeasureTable, ParseError
from parsers.extraction import extract, front
from parsers.limits import Limits
from parsers.reading import read
from parsers.report import RawReport
from parsers.scan.ocr.memory import Memory, remembered
from pipeline.names import printable
from pipeline.register.bodies import load_agencies
from pipeline.user_files import load_weights
from pipeline.workers.cache import Rows, Values, Words, digest
from pipeline.workers.failures import REASONS, from_error
from pipeline.workers.messages import Done, Job, Setup
from pipeline.workers.packing import pack, pack_document, unpack, unpack_document
from pipeline.workers.worker import Keep, Work


class StillBeingWritten(ParseError):
    """The bytes are no longer those that were listed."""

    code = "still_being_written"
    hint, hint_mn = REASONS[code]


def report_work(setup: Setup) -> Work:
    """What a worker process does for every submission; catalogues are loaded once."""
    catalogues = load_catalogues(Path(os.fsdecode(setup.catalogues)) if setup.catalogues else None)
    chosen = setup.matching
    settings = NormalizerSettings(
        load_agencies(os.fsdecode(setup.agencies)),
        setup.review_confidence,
        MatchSettings(chosen.accept, chosen.propose, chosen.doubt),
        load_weights(os.fsdecode(setup.weights)),
    )

    def work(job: Job, keep: Keep) -> Done:
        known = Done(rows=job.rows) if job.rows else _with_rows(job, keep, setup.limits)
        rows = unpack(known.rows, Rows)
        known = replace(
            known,
            rows=b"" if job.rows else known.rows,
            made_from=digest(known.rows),
            media_type=rows.media_type,
            kind=rows.kind,
            pages=rows.pages,
            stage="normalize",
        )
        keep(known)
        if rows.refused:
            return replace(
                known, stage="extract", failure=rows.refused, values=pack(Values((), facts(rows.front, settings)))
            )
        reports = tuple(
            normalize(replace(raw, name=job.file), catalogues, settings, job.supplied) for raw in rows.reports
        )
        return replace(known, stage="", values=pack(Values(reports)))

    return work


def _with_rows(job: Job, keep: Keep, limits: Limits) -> Done:
    """Words and rows of a file; what the recogniser said is kept whatever comes of it."""
    memory = Memory(dict(unpack(job.words, Words).answers) if job.words else {})
    known = Done(stage="read")
    try:
        with remembered(memory):
            document = read(_source(job, limits), _limits(job, limits))
    finally:
        if memory.asked:
            known = replace(known, words=pack(Words(memory.used)))
            keep(known)
    known = replace(
        known, stage="extract", media_type=document.media_type, kind=document.kind, pages=len(document.pages) or None
    )
    keep(known)
    rows = Rows(document.media_type, document.kind, known.pages)
    try:
        rows = replace(rows, reports=extract(document))
    except NoMeasureTable as error:
        rows = replace(rows, front=front(document), refused=from_error(error))
    return replace(known, rows=pack(rows))


def single_work(setup: Setup) -> Work:
    """The work up to ``setup.stage`` (read, extract or normalize), for the commands that show one stage."""
    if setup.stage == "normalize":
        return report_work(setup)

    def work(job: Job, keep: Keep) -> Done:
        document = read(_source(job, setup.limits), _limits(job, setup.limits))
        if setup.stage == "read":
            return Done(document=pack_document(document))
        keep(Done(stage="extract"))
        return Done(document=pack(extract(document)))

    return work


def records_of(stage: str, done: Done) -> tuple[Any, ...]:
    """The records that ``single_work`` made: one Document, RawReports or Reports."""
    if stage == "read":
        return (unpack_document(done.document),)
    if stage == "extract":
        return unpack(done.document, tuple[RawReport, ...])
    return unpack(done.values, Values).reports


def job_of(file: Path) -> Job:
    """One file outside any raw folder as a job. Raises OSError."""
    path = os.fsencode(file.absolute())
    source = Job(printable(file.name), path, "", 0).load()
    return Job(source.name, path, source.sha256, len(source.data))


def drawing_work(setup: Setup) -> Work:
    """Answer every job with the PNG of ``job.page``, everything that was found drawn over it."""
    from parsers.drawing import page_drawing

    def work(job: Job, keep: Keep) -> Done:
        return Done(document=page_drawing(_source(job, setup.limits), job.page, setup.limits))

    return work


def _limits(job: Job, limits: Limits) -> Limits:
    return replace(limits, page_looks=0) if job.once else limits


def _source(job: Job, limits: Limits) -> SourceFile:
    if job.size > limits.file_bytes:
        raise LimitExceeded("file_bytes", limits.file_bytes, job.size)
    source = SourceFile(job.file, job.data, sha256(job.data).hexdigest()) if job.data else job.load()
    if source.sha256 != job.sha256:
        raise StillBeingWritten
    return source
