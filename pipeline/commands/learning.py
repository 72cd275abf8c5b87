"""Decisions as lessons for the matcher."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from normalizers.catalogue.model import CatalogueError, Catalogues
from normalizers.linkage.training import Lesson
from pipeline.review.decisions import SETTLING, Action, Decision, read, standing

_CHOSEN = (Action.ACCEPT, Action.REASSIGN)


def taught(file: Path, catalogues: Catalogues) -> list[Lesson]:
    """What stands in a decisions file about which measure a row is. Undone, disputed and unreadable decisions teach
    nothing; neither do those on rows whose words were not kept or whose catalogue is unknown. A decision on several
    rows teaches once."""
    decisions, _ = read(file)
    return list(_lessons(decisions, catalogues))


def _lessons(decisions: tuple[Decision, ...], catalogues: Catalogues) -> Iterator[Lesson]:
    taken: set[str] = set()
    for stand in standing(decisions).values():
        said = stand.settled
        if said is not None and said.id in taken:
            continue
        if said is None or stand.conflict or said.action not in SETTLING or not said.shown.text:
            continue
        if said.action not in (*_CHOSEN, Action.NOT_IN_CATALOGUE):
            continue
        try:
            catalogue = catalogues.get(said.catalogue_id)
        except CatalogueError:
            continue
        key = said.code if said.action in _CHOSEN else ""
        taken.add(said.id)
        yield Lesson(catalogue, said.shown.goal, said.shown.code_reported, said.shown.text, key)
