"""The dimension tables: measures of the catalogues that were used, and agencies."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, field
from pathlib import Path

from normalizers.catalogue.model import Catalogue, Catalogues
from normalizers.report import Report
from pipeline.outputs.tables import cells
from pipeline.outputs.tables.cells import Row


@dataclass(frozen=True, slots=True)
class Entry:
    """A measure of a catalogue, as published."""

    measure_id: str | None = None
    catalogue_id: str = ""
    plan_year: int | None = None
    goal_code: str | None = None
    goal: str | None = None
    measure_code: str | None = None
    measure: str | None = None

    @property
    def row(self) -> Row:
        """Row of ``catalogue``."""
        return astuple(self)


NO_ENTRY = Entry()


def _entries(catalogue: Catalogue) -> dict[str, Entry]:
    return {
        measure.key: Entry(
            catalogue.measure_id(measure.key),
            catalogue.id,
            catalogue.plan_year,
            cells.text(measure.goal.code),
            cells.text(measure.goal.text),
            cells.text(measure.code),
            cells.text(measure.text),
        )
        for measure in catalogue.measures
    }


@dataclass(frozen=True, slots=True)
class Dimensions:
    """Measures of the catalogues in use, by catalogue id and key (``Match.code``), in catalogue order."""

    catalogues: Mapping[str, Mapping[str, Entry]] = field(default_factory=dict)

    @classmethod
    def of(cls, reports: Iterable[Report], known: Catalogues) -> Dimensions:
        """The catalogues that these reports were mapped to. CatalogueError when one is not known."""
        used = sorted({report.catalogue_id for report in reports if report.catalogue_id})
        return cls({identity: _entries(known.get(identity)) for identity in used})

    def rows(self) -> Iterator[Row]:
        """Rows of ``catalogue``, by catalogue id, in catalogue order."""
        return (entry.row for entries in self.catalogues.values() for entry in entries.values())

    def entry(self, catalogue_id: str, code: str) -> Entry:
        """The measure of that key; an empty entry when the key is empty."""
        return self.catalogues[catalogue_id][code] if code else NO_ENTRY

    def goal(self, catalogue_id: str, code: str) -> str | None:
        """The text of the goal of that code; None when the code is empty or unknown."""
        entries = self.measures(catalogue_id).values() if code else ()
        return next((entry.goal for entry in entries if entry.goal_code == code), None)

    def measures(self, catalogue_id: str) -> Mapping[str, Entry]:
        """All measures of a catalogue; empty when none was used."""
        return self.catalogues.get(catalogue_id, {})


def agencies(reports: Iterable[Report], known: Path | None = None) -> Iterator[Row]:
    """Rows of ``agencies``: the configured list in its order, then the other agencies that reported, by name.

    ``known`` is a CSV with the columns agency_id, agency and (optional) aliases.
    """
    listed: set[tuple[str | None, str | None]] = set()
    if known is not None:
        with known.open(encoding="utf-8-sig", newline="") as lines:
            for line in csv.DictReader(lines):
                key = cells.text(line.get("agency_id")), cells.text(line.get("agency"))
                if key[1] is not None and key not in listed:
                    listed.add(key)
                    yield (*key, cells.text(line.get("aliases")))
    seen = {(cells.text(report.agency_id), name) for report in reports if (name := cells.text(report.agency))}
    for agency_id, name in sorted(seen - listed, key=lambda pair: (pair[1], pair[0] or "")):
        yield (agency_id, name, None)
