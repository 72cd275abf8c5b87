"""Goals and measures of a plan that reports are mapped to, and which plan to use for a report.

A catalogue is data (``catalogues/*.toml`` or ``*.csv``; a user's folder beside them): a new year needs no Python.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from parsers.lettering import squashed


class CatalogueError(ValueError):
    """A catalogue file that cannot be used; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal of the plan: its code within the catalogue (``1``) and its text."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure. ``key`` names it within its catalogue: the code, or ``plan:code`` where plans share a catalogue and
    their codes collide. ``aliases`` are other wordings that mean it; ``deciding`` are the words that tell it from its
    neighbours (a row without them, or with others in their place, goes to review)."""

    key: str
    code: str
    text: str
    goal: Goal = Goal("", "")
    plan: str = ""
    aliases: tuple[str, ...] = ()
    deciding: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Catalogue:
    """The measures of a plan, in plan order. ``issuer`` is the body that issued it (empty: for everybody).
    Compared by identity: what the matcher prepares for a catalogue is kept beside the object."""

    id: str
    measures: tuple[Measure, ...]
    plan_year: int | None = None
    issuer: str = ""
    title: str = ""

    def __post_init__(self) -> None:
        twice = [key for key, count in Counter(measure.key for measure in self.measures).items() if count > 1]
        if twice:
            raise CatalogueError(f"catalogue {self.id}: code used twice: {', '.join(twice)}")
        if not self.measures:
            raise CatalogueError(f"catalogue {self.id}: no measures")

    @cached_property
    def by_key(self) -> dict[str, Measure]:
        """Measures by ``key``."""
        return {measure.key: measure for measure in self.measures}

    @cached_property
    def goals(self) -> tuple[Goal, ...]:
        """The distinct goals in plan order."""
        return tuple(dict.fromkeys(measure.goal for measure in self.measures if measure.goal.code or measure.goal.text))

    def measure_id(self, key: str) -> str:
        """Unique over catalogues: ``ub-2023/1.1``; empty for an empty key."""
        return f"{self.id}/{key}" if key else ""


@dataclass(frozen=True, slots=True)
class Choice:
    """The catalogue to use for a report and why. ``exact`` is False when the plan year has none of its own."""

    catalogue: Catalogue
    exact: bool
    reason: str
    reason_mn: str


@dataclass(frozen=True, slots=True)
class Catalogues:
    """All catalogues known, side by side."""

    items: tuple[Catalogue, ...]

    def __post_init__(self) -> None:
        twice = [key for key, count in Counter(item.id for item in self.items).items() if count > 1]
        if twice:
            raise CatalogueError(f"catalogue id used twice: {', '.join(twice)}")
        if not self.items:
            raise CatalogueError("there is no catalogue")

    def get(self, identity: str) -> Catalogue:
        """The catalogue with that id; CatalogueError names the known ones when there is none."""
        for item in self.items:
            if item.id == identity:
                return item
        raise CatalogueError(f"no catalogue {identity!r}; known: {', '.join(item.id for item in self.items)}")

    def choose(self, plan_year: int | None, agency: str = "") -> Choice:
        """The catalogue of the plan year whose issuer the agency belongs to; else the nearest earlier year, else the
        nearest. An issuer belongs when its name stands in the agency's; catalogues without issuer suit everybody."""
        name = squashed(agency)
        suited = [item for item in self.items if item.issuer and squashed(item.issuer) in name]
        pool = suited or [item for item in self.items if not item.issuer] or list(self.items)
        found = min(pool, key=lambda item: (_distance(item.plan_year, plan_year), item.id))
        exact = plan_year is not None and found.plan_year == plan_year
        if plan_year is None:
            unknown = f"төлөвлөгөөний он тодорхойгүй: {found.id} ашиглав"
            return Choice(found, False, f"plan year unknown: {found.id} used", unknown)
        if exact:
            return Choice(found, True, f"catalogue of {plan_year}", f"{plan_year} оны каталог")
        return Choice(
            found,
            False,
            f"no catalogue for {plan_year}: {found.id} ({found.plan_year}) used",
            f"{plan_year} оны каталог алга: {found.id} ({found.plan_year}) ашиглав",
        )


def _distance(year: int | None, wanted: int | None) -> tuple[int, int]:
    """Order of preference: the year itself, earlier years from near to far, later years from near to far, no year."""
    if year is None:
        return (3, 0)
    if wanted is None:
        return (0, -year)
    if year == wanted:
        return (0, 0)
    return (1, wanted - year) if year < wanted else (2, year - wanted)


def keyed(measures: Iterable[Measure]) -> tuple[Measure, ...]:
    """Measures with ``key`` set where empty: the code, or ``plan:code`` for all when codes of several plans collide."""
    listed = tuple(measures)
    collide = len({measure.code for measure in listed}) < len(listed)
    return tuple(
        measure
        if measure.key
        else replace(measure, key=f"{measure.plan}:{measure.code}" if collide and measure.plan else measure.code)
        for measure in listed
    )
