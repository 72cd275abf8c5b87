"""Goals and measures of a plan that reports are mapped to: the records that files give and linkage takes.

A catalogue is data (``catalogue/plans/*.toml`` or ``*.csv``; a user's folder beside them): a new year needs no Python.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property


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
    """The measures of a plan, in plan order. ``issuer`` is the body that issued it, for itself and all below it (several
    joined by ``;``; empty: for everybody). Compared by identity: what the matcher prepares for a catalogue is kept
    beside the object."""

    id: str
    measures: tuple[Measure, ...]
    plan_year: int | None = None
    issuer: str = ""
    title: str = ""

    def __post_init__(self) -> None:
        twice = [key for key, count in Counter(measure.key for measure in self.measures).items() if count > 1]
        if twice:
            codes = ", ".join(twice)
            raise CatalogueError(f"catalogue {self.id}: code used twice: {codes} / код давхардсан: {codes}")
        if not self.measures:
            raise CatalogueError(f"catalogue {self.id}: no measures / нэг ч арга хэмжээ алга")

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
class Catalogues:
    """All catalogues known, side by side."""

    items: tuple[Catalogue, ...]

    def __post_init__(self) -> None:
        twice = [key for key, count in Counter(item.id for item in self.items).items() if count > 1]
        if twice:
            raise CatalogueError(
                f"catalogue id used twice: {', '.join(twice)} / лавлахын дугаар давхардсан: {', '.join(twice)}"
            )
        if not self.items:
            raise CatalogueError("there is no catalogue / нэг ч лавлах алга")
        for (year, issuer), rivals in self._by_plan().items():
            if year is not None and len(rivals) > 1:
                names, whose = " and ".join(rivals), issuer or "everybody"
                raise CatalogueError(
                    f"catalogues {names} are both for {year} and {whose}: give one another plan_year or issuer, or the "
                    f"id of the other to replace it / {names} лавлах хоёул {year} оных, гаргагч нь ижил "
                    f"({issuer or 'бүгдэд'}): аль нэгийн plan_year, issuer-ийг өөрчлөх, эсвэл ижил id өгч орлуулна уу"
                )

    def _by_plan(self) -> dict[tuple[int | None, str], list[str]]:
        found: dict[tuple[int | None, str], list[str]] = {}
        for item in self.items:
            found.setdefault((item.plan_year, item.issuer), []).append(item.id)
        return found

    def get(self, identity: str) -> Catalogue:
        """The catalogue with that id; CatalogueError names the known ones when there is none."""
        for item in self.items:
            if item.id == identity:
                return item
        known = ", ".join(item.id for item in self.items)
        raise CatalogueError(f"no catalogue {identity!r}; known: {known} / ийм лавлах алга; байгаа нь: {known}")


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
