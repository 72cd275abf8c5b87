"""Facts supplied beside the submissions: ``NAME.tailan.toml`` beside a file, or lines of one ``facts.csv``.

They are listed like lock files, never read as submissions. A damaged one, and a line that names no file, is a
``Trouble``; it is published as an error finding and the rest goes on.
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from normalizers.report import Finding, Supplied
from normalizers.rows.findings import make
from normalizers.values.period import PERIODS
from pipeline.names import printable, reach
from pipeline.run.sources import FACTS_TABLE, SIDECAR

#: Columns of the table; a sidecar has the same names without ``file``.
COLUMNS: Final = ("file", "agency", "plan_year", "period", "received_at", "counts")
_FIRST_YEAR, _LAST_YEAR = 1990, 2100  # what the schema allows as a plan year
_MOST_BYTES: Final = 16_000_000  # a table of 100,000 lines has some 8 MB
_TRUE: Final = ("true", "1", "yes", "тийм")
_FALSE: Final = ("false", "0", "no", "үгүй")


@dataclass(frozen=True, slots=True)
class Trouble:
    """What could not be used: the file of facts, its line (None for a whole file), the submission that it is about
    (empty when it names none) and what is wrong, in both languages."""

    source: str
    line: int | None
    file: str
    problem: str
    problem_mn: str

    @property
    def told(self) -> tuple[str, str]:
        """Where and what, in both languages."""
        line, line_mn = ("", "") if self.line is None else (f", line {self.line}", f", {self.line}-р мөр")
        return f"{self.source}{line}: {self.problem}", f"{self.source}{line_mn}: {self.problem_mn}"


class Unusable(ValueError):
    """What is wrong with a fact, in English and in Mongolian."""

    def __init__(self, english: str, mongolian: str) -> None:
        super().__init__(english)
        self.both = english, mongolian


def read_facts(
    listed: Iterable[tuple[str, bytes]], files: Container[str]
) -> tuple[dict[str, Supplied], tuple[Trouble, ...]]:
    """Facts by submission, and what could not be used. ``listed``: files of facts by name; ``files``: the submissions
    found. A sidecar stands above a line of the table; two lines for one file are a trouble."""
    found: dict[str, Supplied] = {}
    troubles: list[Trouble] = []
    for name, path in sorted(listed, key=lambda item: (item[0] != FACTS_TABLE, item[0])):
        for line, named, given in _given(path, name, troubles):
            file = named if named in files else printable(named)
            try:
                if file not in files:
                    raise Unusable("names no file of the folder", "хавтаст байхгүй файлыг нэрлэсэн")
                if name == FACTS_TABLE and file in found:
                    raise Unusable("names a file for the second time", "файлыг хоёр дахь удаагаа нэрлэсэн")
                found[file] = supplied(given)
            except Unusable as error:
                troubles.append(Trouble(name, line, file if file in files else "", *error.both))
    return found, tuple(troubles)


def findings(troubles: Iterable[Trouble]) -> dict[str, tuple[Finding, ...]]:
    """By submission an error for every line of facts about it that could not be used."""
    about: dict[str, tuple[Finding, ...]] = {}
    for trouble in troubles:
        english, mongolian = trouble.told  # the sentence in Mongolian has the Mongolian words
        said = make("facts_unusable", value=english, detail=mongolian)
        about[trouble.file] = (*about.get(trouble.file, ()), said)
    return about


def _given(path: bytes, name: str, troubles: list[Trouble]) -> Iterator[tuple[int | None, str, Mapping[str, Any]]]:
    """(line, submission, facts) of one file of facts."""
    about = name.removesuffix(SIDECAR) if name != FACTS_TABLE else ""
    try:
        with reach(path) as near, open(near, "rb") as stream:  # noqa: PTH123 - paths are bytes here
            data = stream.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            raise Unusable(f"larger than {_MOST_BYTES} bytes", f"{_MOST_BYTES} байтаас том")
        text = data.decode("utf-8-sig")
        if about:
            yield None, about, tomllib.loads(text)
            return
        rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        if unknown := [column for column in rows.fieldnames or () if column not in COLUMNS]:
            names = ", ".join(unknown)
            raise Unusable(f"unknown columns {names}", f"үл таних багана {names}")
        if "file" not in (rows.fieldnames or ()):
            raise Unusable("has no column file", "file багана алга")
        for row in rows:
            yield rows.line_num, (row.pop("file") or "").strip(), {k: v for k, v in row.items() if v}
    except (OSError, ValueError, csv.Error) as error:  # TOMLDecodeError and UnicodeDecodeError are ValueErrors
        why, why_mn = error.both if isinstance(error, Unusable) else (str(error), str(error))
        troubles.append(Trouble(name, None, about, f"cannot be read ({why})", f"уншиж чадсангүй ({why_mn})"))


def supplied(given: Mapping[str, Any]) -> Supplied:
    """Checked facts. Raises Unusable with what is wrong.

    >>> supplied({"plan_year": "2024", "period": "h1", "received_at": "2024-07-05", "counts": "true"})
    Supplied(agency='', plan_year=2024, period='H1', received_at=datetime.date(2024, 7, 5), counts=True, source='sidecar')
    """
    if unknown := [name for name in given if name not in COLUMNS[1:]]:
        raise Unusable(f"unknown fact {unknown[0]!r}", f"үл таних мэдээлэл {unknown[0]!r}")
    agency = given.get("agency", "")
    if not isinstance(agency, str):
        raise Unusable(f"agency = {agency!r} is no text", f"agency = {agency!r} нь бичвэр биш")
    return Supplied(
        agency=" ".join(agency.split()),
        plan_year=_year(given.get("plan_year")),
        period=_period(given.get("period", "")),
        received_at=_day(given.get("received_at")),
        counts=_truth(given.get("counts")),
    )


def _year(value: Any) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not str(value).strip().isdecimal() or not _FIRST_YEAR <= int(value) <= _LAST_YEAR:
        raise Unusable(f"plan_year = {value!r} is no year", f"plan_year = {value!r} нь он биш")
    return int(value)


def _period(value: Any) -> str:
    code = str(value).strip().upper()
    if code and code not in PERIODS:
        known = ", ".join(PERIODS)
        raise Unusable(f"period = {value!r} is none of {known}", f"period = {value!r} нь {known}-ийн аль нь ч биш")
    return code


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    try:
        return datetime.fromisoformat(str(value).strip()).date()
    except ValueError:
        raise Unusable(f"received_at = {value!r} is no date", f"received_at = {value!r} нь огноо биш") from None


def _truth(value: Any) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    word = str(value).strip().casefold()
    if word not in (*_TRUE, *_FALSE):
        raise Unusable(
            f"counts = {value!r} is neither true nor false", f"counts = {value!r} нь true ч биш, false ч биш"
        )
    return word in _TRUE
