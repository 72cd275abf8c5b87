"""The dimension tables: measures of the catalogues that were used, and agencies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field

from normalizers.catalogue.model import Catalogue, Catalogues
from normalizers.report import Report
from pipeline.outputs.tables import cells
from pipeline.outputs.tables.cells import Row
from pipeline.register.bodies import Body
from pipeline.schema.loading import schema


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
    def of(cls, reports: Iterable[Report], known: Catalogues, further: Iterable[str] = ()) -> Dimensions:
        """The catalogues that these reports were mapped to, and ``further`` ones by id. CatalogueError when one is not
        known."""
        used = sorted({report.catalogue_id for report in reports if report.catalogue_id}.union(further))
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


def agencies(reports: Iterable[Report], register: Sequence[Body] = ()) -> Iterator[Row]:
    """Rows of ``agencies``: the register in its order, then the agencies that reported and are not in it, by name."""
    for body in register:
        yield (
            cells.text(body.id),
            cells.text(body.name),
            cells.text("; ".join(body.aliases)),
            *map(cells.text, (body.type, body.parent_id, body.aimag, body.soum, body.district, body.register_number)),
            body.valid_from,
            body.valid_to,
            cells.text(body.successor_id),
        )
    listed = {body.name for body in register}
    others = {name for report in reports if not report.agency_id and (name := cells.text(report.agency))} - listed
    for name in sorted(others):
        yield (None, name, *[None] * (len(schema().table("agencies").columns) - 2))
