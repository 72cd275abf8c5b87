"""The comparison as the work of a limited process: a hostile file harms nobody here either."""

from __future__ import annotations

from pipeline.witness.comparison import compare
from pipeline.workers.messages import Done, Job, Setup
from pipeline.workers.packing import pack
from pipeline.workers.worker import Keep, Work

ENTRY = f"{__name__}:witness_work"


def witness_work(setup: Setup) -> Work:
    """Answer every job with the packed Comparison of its file."""

    def work(job: Job, keep: Keep) -> Done:
        return Done(document=pack(compare(job.load(), setup.limits)))

    return work
