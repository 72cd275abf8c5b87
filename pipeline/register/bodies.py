"""Bodies of the register: read from a CSV with the columns of ``agencies`` (only agency_id and agency are needed)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from normalizers.front.agency_list import Agency
from pipeline.exits import Exit, Stop

NEEDED = ("agency_id", "agency")
_FORMER = re.compile(r"(.+?)\s*\(until (\S+)\)")


@dataclass(frozen=True, slots=True)
class Body:
    """One line of the register. ``aliases`` are as written: a former name is ``name (until 2022-06-30)``. A body stands
    from ``valid_from`` to ``valid_to`` (both included, None where open); ``successor_id`` names who took over."""

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


def load_bodies(file: str) -> tuple[Body, ...]:
    """The bodies in file order; none when no file is configured. Raises Stop(BAD_SETTINGS) with what is wrong."""
    if not file:
        return ()
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
                bodies.append(_body(line))
            except ValueError as error:
                raise _refused(file, f"line {number}: {error}", f"{number}-р мөр: {error}") from error
    _check(file, bodies)
    return tuple(bodies)


def load_agencies(file: str) -> tuple[Agency, ...]:
    """The bodies as the readers of names know them. Raises Stop(BAD_SETTINGS)."""
    return tuple(body.known() for body in load_bodies(file))


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
    )
    body.known()
    if body.valid_from and body.valid_to and body.valid_to < body.valid_from:
        raise ValueError("valid_to lies before valid_from")
    return body


def _check(file: str, bodies: Iterable[Body]) -> None:
    """Ids are unique, and every id that a body names is there."""
    known: set[str] = set()
    for body in bodies:
        if body.id and body.id in known:
            raise _refused(file, f"agency_id {body.id} stands twice", f"agency_id {body.id} давхардсан")
        known.add(body.id)
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
