"""Facts that somebody gave beside a file: they stand above print, and where print says otherwise it is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from normalizers.front.agency import read_agency
from normalizers.front.agency_list import Agency
from normalizers.front.front_matter import Front
from normalizers.report import Supplied
from normalizers.values.value import Value
from parsers.language.keys import bare


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Print says otherwise: the published column, what is printed and what was given."""

    column: str
    printed: str
    given: str


def with_supplied(front: Front, supplied: Supplied, agencies: tuple[Agency, ...] = ()) -> Front:
    """The front with the supplied facts in the place of the printed ones; ``steps`` of such a value is its source."""
    steps = (supplied.source,)
    agency, year, period = front.agency, front.plan_year, front.period
    if supplied.agency:
        agency = Value(agency.raw, agency_named(supplied.agency, agencies), steps)
    if supplied.plan_year is not None:
        year = Value(year.raw, supplied.plan_year, steps)
    if supplied.period:
        period = Value(period.raw, supplied.period, steps)
    given = {"agency": supplied.agency, "plan_year": supplied.plan_year, "period": supplied.period}
    told = tuple((column, other) for column, other in front.contradicted if not given[column])
    return replace(front, agency=agency, plan_year=year, period=period, contradicted=told)


def contradictions(printed: Front, used: Front) -> Iterator[Contradiction]:
    """Where print says plainly something else than what is used; a doubtful reading contradicts nothing.

    >>> read = Front("", Value("", "Сангийн яам"), Value("", 2023), Value("", None), Value(""))
    >>> [c.column for c in contradictions(read, with_supplied(read, Supplied("САНГИЙН ЯАМ", 2024, "H1")))]
    ['plan_year']
    """
    for column in ("agency", "plan_year", "period"):
        said: Value[object] = getattr(printed, column)
        given: Value[object] = getattr(used, column)
        if said.value is None or said.problem or bare(str(said.value)) == bare(str(given.value)):
            continue
        yield Contradiction(column, str(said.value), str(given.value))


def agency_named(text: str, agencies: tuple[Agency, ...]) -> str:
    """The canonical name of a body given by its id, its name or an alias; a name that nobody knows stays as given.

    >>> agency_named("a1", (Agency("a1", "Сангийн яам"),)), agency_named("Анхилуун төв", ())
    ('Сангийн яам', 'Анхилуун төв')
    """
    by_id = next((agency.name for agency in agencies if agency.id and agency.id == text), "")
    return by_id or read_agency(text, agencies, mend=False).value or text
