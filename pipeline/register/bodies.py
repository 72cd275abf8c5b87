"""Bodies of the register: those that come with the program (aimags, districts, the capital; aimags by their ISO 3166-2
codes), and the user's own CSV on top, with the columns of ``agencies`` (only agency_id and agency are needed)."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib.resources import files
from pathlib import Path

from normalizers.front.agency_list import Agency
from pipeline.exits import Exit, Stop

NEEDED = ("agency_id", "agency")
_FORMER = re.compile(r"(.+?)\s*\(until (\S+)\)")


@dataclass(frozen=True, slots=True)
class Body:
    """One line of the register. ``aliases`` are as written: a former name is ``name (until 2022-06-30)``. A body stands
    from ``valid_from`` to ``valid_to`` (both included, None where open); ``successor_id`` names who took over. Bodies
    ``of_user`` owe reports for periods that end between ``due_from`` and ``due_to``."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    type: str = ""
    parent_id: str = ""
    aimag: str = ""
    soum: str = ""
    district: str = ""
    register_number: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    successor_id: str = ""
    due_from: date | None = None
    due_to: date | None = None
    of_user: bool = False

    def owes(self, last: date) -> bool:
        """Whether it owes a report for a period that ends on ``last``."""
        spans = ((self.valid_from, self.valid_to), (self.due_from, self.due_to))
        return all((start or last) <= last <= (end or last) for start, end in spans)

    def known(self) -> Agency:
        """The body as the readers of names know it. Raises ValueError for an impossible date behind ``until``."""
        parted = [_former(alias) for alias in self.aliases]
        return Agency(
            self.id,
            self.name,
            tuple(name for name, until in parted if until is None),
            tuple((name, until) for name, until in parted if until is not None),
            self.valid_from,
            self.valid_to,
            self.successor_id,
        )


def _former(alias: str) -> tuple[str, date | None]:
    """Name and last day of a former name; no day for a name in use.

    >>> _former("Хуучин төв (until 2022-06-30)")
    ('Хуучин төв', datetime.date(2022, 6, 30))
    """
    found = _FORMER.fullmatch(alias)
    return (found[1], date.fromisoformat(found[2])) if found else (alias, None)


def load_register(file: str) -> tuple[Body, ...]:
    """The bodies of the program, then those of ``file`` (none when empty): a line with the id of a known body stands in its
    place. Raises Stop(BAD_SETTINGS) with what is wrong."""
    starter = files("pipeline.register").joinpath("starter.csv").read_text(encoding="utf-8")
    bodies = [_body(line) for line in csv.DictReader(starter.splitlines())]
    if not file:
        return tuple(bodies)
    places = {body.id: place for place, body in enumerate(bodies)}
    own: set[str] = set()
    for body in _read(file):
        if body.id and body.id in own:
            raise _refused(file, f"agency_id {body.id} stands twice", f"agency_id {body.id} давхардсан")
        own.add(body.id)
        if body.id in places:
            bodies[places[body.id]] = body
        else:
            bodies.append(body)
    _check(file, bodies)
    return tuple(bodies)


def _read(file: str) -> list[Body]:
    """The lines of the user's list that name a body. Raises Stop(BAD_SETTINGS)."""
    try:
        with Path(file).open(encoding="utf-8-sig", newline="") as stream:
            lines = list(csv.DictReader(stream))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise _refused(file, f"cannot be read ({error})", f"уншиж чадсангүй ({error})") from error
    if lines and not set(NEEDED) <= set(lines[0]):
        raise _refused(file, f"needs the columns {' and '.join(NEEDED)}", f"{' ба '.join(NEEDED)} багана хэрэгтэй")
    bodies: list[Body] = []
    for number, line in enumerate(lines, 2):
        if (line["agency"] or "").strip():
            try:
                bodies.append(replace(_body(line), of_user=True))
            except ValueError as error:
                raise _refused(file, f"line {number}: {error}", f"{number}-р мөр: {error}") from error
    return bodies


def load_agencies(file: str) -> tuple[Agency, ...]:
    """The register as the readers of names know it. Raises Stop(BAD_SETTINGS)."""
    register = load_register(file)
    by_id = {body.id: body for body in register}
    return tuple(
        replace(body.known(), above=tuple(name for one in above(body, by_id) for name in one.known().names))
        for body in register
    )


def above(body: Body, register: Mapping[str, Body]) -> tuple[Body, ...]:
    """The bodies that it belongs to, nearest first; ``register`` by id."""
    found: dict[str, Body] = {}
    parent = register.get(body.parent_id)
    while parent is not None and parent.id not in found:
        found[parent.id] = parent
        parent = register.get(parent.parent_id)
    return tuple(found.values())


def _body(line: Mapping[str, str | None]) -> Body:
    """Raises ValueError for a date that is none, also behind ``until``."""
    text = {name: " ".join(value.split()) for name, value in line.items() if name and isinstance(value, str)}

    def day(column: str) -> date | None:
        return date.fromisoformat(text[column]) if text.get(column) else None

    body = Body(
        text["agency_id"],
        text["agency"],
        tuple(part.strip() for part in text.get("aliases", "").split(";") if part.strip()),
        type=text.get("type", ""),
        parent_id=text.get("parent_id", ""),
        aimag=text.get("aimag", ""),
        soum=text.get("soum", ""),
        district=text.get("district", ""),
        register_number=text.get("register_number", ""),
        valid_from=day("valid_from"),
        valid_to=day("valid_to"),
        successor_id=text.get("successor_id", ""),
        due_from=day("due_from"),
        due_to=day("due_to"),
    )
    body.known()
    if body.valid_from and body.valid_to and body.valid_to < body.valid_from:
        raise ValueError("valid_to lies before valid_from")
    return body


def _check(file: str, bodies: Sequence[Body]) -> None:
    """Every id that a body names is there."""
    known = {body.id for body in bodies}
    for body in bodies:
        for column, named in (("parent_id", body.parent_id), ("successor_id", body.successor_id)):
            if named and named not in known:
                raise _refused(
                    file,
                    f"{column} {named} of {body.id or body.name} is no agency_id of the register",
                    f"{body.id or body.name}: {column} {named} бүртгэлд байхгүй",
                )


def _refused(file: str, why: str, why_mn: str) -> Stop:
    return Stop(
        Exit.BAD_SETTINGS,
        f"agencies = {file}: {why}",
        f"agencies = {file}: байгууллагын бүртгэлийг хэрэглэх боломжгүй: {why_mn}",
    )
