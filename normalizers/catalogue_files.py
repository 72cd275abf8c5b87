"""Catalogue files: TOML, CSV, JSON and JSON Lines, and the catalogues shipped with the package.

A table needs a measure text and a code; every other column is optional. Column names are understood in several
spellings: ``plan_year, goal_code, goal, measure_code, measure`` as published, or ``code, text``, with ``plan`` (or
``catalogue_id``) where one file holds several plans, and ``id`` where answers should carry the file's own identifiers.
"""

from __future__ import annotations

import csv
import io
import json
import tomllib
from collections.abc import Iterable, Mapping
from importlib import resources
from pathlib import Path
from typing import Any, Final

from normalizers.catalogue import Catalogue, CatalogueError, Catalogues, Goal, Measure, keyed

_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "id": ("id", "measure_id", "key"),
    "code": ("measure_code", "code", "number", "no"),
    "text": ("measure", "text", "measure_text", "name", "title"),
    "goal_code": ("goal_code", "goal_no", "goal_id"),
    "goal": ("goal", "goal_text", "goal_name"),
    "plan": ("plan", "catalogue_id", "catalogue", "plan_id"),
    "plan_year": ("plan_year", "year"),
    "issuer": ("issuer",),
    "aliases": ("aliases", "alias"),
    "deciding": ("deciding", "key_words"),
}
_SUFFIXES: Final = (".toml", ".csv", ".tsv", ".json", ".jsonl")


def shipped() -> Catalogues:
    """The catalogues that come with the package."""
    folder = resources.files("normalizers") / "catalogues"
    files = sorted((item for item in folder.iterdir() if item.name.endswith(_SUFFIXES)), key=lambda item: item.name)
    return Catalogues(tuple(parse(item.name, item.read_text("utf-8")) for item in files))


def load_catalogues(folder: Path | None = None) -> Catalogues:
    """The shipped catalogues and those of a user's folder; one of the user's replaces a shipped one of the same id."""
    items = {item.id: item for item in shipped().items}
    if folder is not None and folder.is_dir():
        for path in sorted(folder.iterdir()):
            if path.suffix.lower() in _SUFFIXES:
                own = load_catalogue(path)
                items[own.id] = own
    return Catalogues(tuple(items[key] for key in sorted(items)))


def load_catalogue(path: Path) -> Catalogue:
    """One catalogue file. CatalogueError says what is wrong with it."""
    try:
        return parse(path.name, path.read_text("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise CatalogueError(f"{path.name}: not UTF-8 text") from error


def parse(name: str, text: str) -> Catalogue:
    """A catalogue from the content of a file; the name tells the format and is the id where the content has none."""
    stem, _, suffix = name.rpartition(".")
    try:
        match suffix.lower():
            case "toml":
                return _from_tree(stem, tomllib.loads(text))
            case "json":
                data = json.loads(text)
                return _from_tree(stem, data) if isinstance(data, dict) else _from_rows(stem, data)
            case "jsonl":
                return _from_rows(stem, [json.loads(line) for line in text.splitlines() if line.strip()])
            case _:
                delimiter = "\t" if suffix.lower() == "tsv" else _delimiter(text)
                return _from_rows(stem, list(csv.DictReader(io.StringIO(text), delimiter=delimiter)))
    except (tomllib.TOMLDecodeError, json.JSONDecodeError, csv.Error) as error:
        raise CatalogueError(f"{name}: {error}") from error


def to_toml(catalogue: Catalogue) -> str:
    """The catalogue as an authored TOML file, ready to edit."""
    lines = [f"id = {quoted(catalogue.id)}"]
    lines += [f"plan_year = {catalogue.plan_year}"] if catalogue.plan_year is not None else []
    named = (("issuer", catalogue.issuer), ("title", catalogue.title))
    lines += [f"{name} = {quoted(value)}" for name, value in named if value]
    last: Goal | None = None
    for measure in catalogue.measures:
        if measure.goal != last:
            lines += ["", "[[goals]]", f"code = {quoted(measure.goal.code)}", f"text = {quoted(measure.goal.text)}"]
            last = measure.goal
        lines += ["", "[[goals.measures]]", f"code = {quoted(measure.code)}", f"text = {quoted(measure.text)}"]
        for label, values in (("aliases", measure.aliases), ("deciding", measure.deciding)):
            if values:
                lines += [f"{label} = [", *(f"    {quoted(value)}," for value in values), "]"]
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """A text as a TOML string."""
    return json.dumps(text, ensure_ascii=False)


def _delimiter(text: str) -> str:
    head = text.partition("\n")[0]
    return max(",;\t", key=head.count)


def _from_tree(stem: str, data: Mapping[str, Any]) -> Catalogue:
    rows: list[dict[str, Any]] = [dict(row) for row in data.get("measures", ())]
    for goal in data.get("goals", ()):
        for row in goal.get("measures", ()):
            rows.append({"goal_code": goal.get("code", ""), "goal": goal.get("text") or goal.get("title", ""), **row})
    head = {name: data[name] for name in ("plan_year", "issuer", "title") if name in data}
    return _from_rows(str(data.get("id", stem)), rows, head)


def _from_rows(identity: str, rows: Iterable[Mapping[str, Any]], head: Mapping[str, Any] | None = None) -> Catalogue:
    given = [_named(row) for row in rows]
    if given and not any(row["text"] for row in given):
        raise CatalogueError(f"{identity}: no measure texts; their column is called measure, text or name")
    listed = [row for row in given if any(row.values())]
    years = {row["plan_year"] for row in listed if row["plan_year"]}
    measures = []
    for number, row in enumerate(listed, start=1):
        if not row["text"]:
            raise CatalogueError(f"{identity}: measure {number} has no text")
        code = row["code"] or row["id"] or str(number)
        plan = row["plan"] or (row["plan_year"] if len(years) > 1 else "")
        if not plan and ":" in code:
            plan, _, _ = code.partition(":")
            row["id"] = row["id"] or code
        bare = code.rpartition(":")[2]
        goal = Goal(row["goal_code"] or _goal_code(bare), row["goal"])
        measures.append(Measure(row["id"], bare, row["text"], goal, plan, row["aliases"], row["deciding"]))
    head = head or {}
    year = head.get("plan_year") or (years.pop() if len(years) == 1 else None)
    issuers = {row["issuer"] for row in listed if row["issuer"]}
    issuer = str(head.get("issuer", "")) or (issuers.pop() if len(issuers) == 1 else "")
    return Catalogue(identity, keyed(measures), int(year) if year else None, issuer, str(head.get("title", "")))


def _goal_code(code: str) -> str:
    return code.partition(".")[0] if "." in code else ""


def _named(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row under our names: texts stripped, lists as tuples (in a table joined by ``;``)."""
    known = {str(name).strip().lower(): value for name, value in row.items() if name is not None}
    named: dict[str, Any] = {}
    for name, spellings in _NAMES.items():
        value = next((known[spelling] for spelling in spellings if known.get(spelling) not in (None, "")), "")
        if name in ("aliases", "deciding"):
            parts = value if isinstance(value, list) else str(value).split(";")
            named[name] = tuple(part.strip() for part in map(str, parts) if part.strip())
        else:
            named[name] = " ".join(str(value).split())
    return named
