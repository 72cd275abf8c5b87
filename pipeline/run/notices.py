"""What a run tells the person who keeps it, beside what it says of submissions: trouble with its own inputs."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.review.decisions import BadLine
    from pipeline.run.facts import Trouble

LISTED = 20


@dataclass(frozen=True, slots=True)
class Notice:
    """A finding on the run itself: it stands in ``run.json`` and the log and is said on stderr, ``--quiet`` or not.
    ``value`` holds no words of a report."""

    code: str
    message: str
    message_mn: str
    value: str = ""


def mended(decisions: Path) -> Iterator[Notice]:
    """Repair a torn last line of the decisions file and tell it. Where the file cannot be written, the line is set
    aside like any other that is no decision. Looks at one byte when all is well: nothing is imported for it."""
    try:
        with decisions.open("rb") as stream:
            if stream.seek(0, os.SEEK_END) == 0 or stream.seek(-1, os.SEEK_END) < 0 or stream.read(1) == b"\n":
                return
        from pipeline.review.decisions import repair

        torn = repair(decisions)
    except OSError:
        return
    if torn:
        yield Notice(
            "decision_torn",
            f"{decisions}: the last line (line {torn.number}) was torn by a crash; it was cut off and is kept in "
            f"{decisions.name}.torn; if it was a decision, decide again",
            f"{decisions}: сүүлчийн мөр ({torn.number}-р мөр) дутуу бичигдсэн байсан тул таслан {decisions.name}.torn "
            "файлд хадгаллаа; шийдвэр байсан бол дахин шийдвэрлэнэ үү",
        )


def unusable(troubles: Sequence[Trouble]) -> Iterator[Notice]:
    """A notice for every fact beside the submissions that could not be used."""
    for trouble in troubles:
        english, mongolian = trouble.told
        yield Notice(
            "facts_unusable",
            f"{english}; nothing of it is used",
            f"{mongolian}; үүнээс юуг ч ашиглаагүй",
            trouble.file,
        )


def set_aside(decisions: Path, bad: Sequence[BadLine]) -> Iterator[Notice]:
    """A notice for every line of the decisions file that is no decision; of very many one for all the rest."""
    for line in bad[:LISTED]:
        yield Notice(
            "decision_set_aside",
            f"{decisions}: line {line.number} is no decision and was set aside; correct or remove it",
            f"{decisions}: {line.number}-р мөр нь шийдвэр биш тул тооцоогүй; засах эсвэл устгана уу",
            line.problem,
        )
    if (more := len(bad) - LISTED) > 0:
        yield Notice(
            "decision_set_aside",
            f"{decisions}: {more} more lines are no decisions and were set aside",
            f"{decisions}: өөр {more} мөр шийдвэр биш тул тооцоогүй",
        )
