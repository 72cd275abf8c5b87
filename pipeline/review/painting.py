"""The picture worker's side: one page of one file -> PNG, inside the process limits."""

from __future__ import annotations

from parsers.drawing import page_picture
from pipeline.workers.messages import Done, Job, Setup
from pipeline.workers.worker import Keep, Work


def painter(setup: Setup) -> Work:
    """Answer every job with the PNG of ``job.page`` in ``Done.document``."""

    def work(job: Job, keep: Keep) -> Done:
        source = job.load()
        if source.sha256 != job.sha256:
            return Done()  # the file was replaced: its page would stand beside rows of another one
        return Done(document=page_picture(source, job.page, setup.limits))

    return work
