"""Catalogue files: TOML, CSV, JSON and JSON Lines, and the catalogues shipped with the package.

Takes names and texts of files; gives catalogues, or a :class:`CatalogueError` that says what to mend. A table needs a
measure text and a code; every other column is optional. Column names are understood in several spellings: ``plan_year,
goal_code, goal, measure_code, measure`` as published, or ``code, text``, with ``plan`` (or ``catalogue_id``) where one
file holds several plans, and ``id`` where answers should carry the file's own identifiers.
"""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from importlib import resources
from pathlib import Path
from typing import Any, Final

from normalizers.catalogue.model import Catalogue, CatalogueError, Catalogues, Goal, Measure, keyed

_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "id": ("id", "measure_id", "key"),
    "code": ("measure_code", "code", "number", "no", "код", "арга хэмжээний код"),
    "text": ("measure", "text", "measure_text", "name", "title", "арга хэмжээ"),
    "goal_code": ("goal_code", "goal_no", "goal_id", "зорилгын код"),
    "goal": ("goal", "goal_text", "goal_name", "зорилго"),
    "plan": ("plan", "catalogue_id", "catalogue", "plan_id"),
    "plan_year": ("plan_year", "year", "он"),
    "issuer": ("issuer", "гаргагч"),
    "aliases": ("aliases", "alias", "өөр найруулга"),
    "deciding": ("deciding", "key_words", "ялгагч үг"),
}
_AUTHORED: Final = ("plan_year", "issuer", "goals", "measures", "aliases", "deciding")
"""Keys that would be missed without a word when a slip of the pen spoils them."""
_SUFFIXES: Final = (".toml", ".csv", ".tsv", ".json", ".jsonl")


def shipped() -> Catalogues:
    """The catalogues that come with the package."""
    folder = resources.files("normalizers.catalogue") / "plans"
    files = sorted((item for item in folder.iterdir() if item.name.endswith(_SUFFIXES)), key=lambda item: item.name)
    return Catalogues(tuple(parse(item.name, item.read_text("utf-8")) for item in files))


def load_catalogues(folder: Path | None = None) -> Catalogues:
    """The shipped catalogues and those of a user's folder; one of the user's replaces a shipped one of the same id."""
    items = {item.id: item for item in shipped().items}
    if folder is not None:
        if not folder.is_dir():
            raise CatalogueError(f"{folder}: no such folder / ийм хавтас алга")
        seen: dict[str, str] = {}
        for path in sorted(folder.iterdir()):
            if path.suffix.lower() in _SUFFIXES and not path.name.startswith("."):
                own = load_catalogue(path)
                if own.id in seen:
                    both = f"{seen[own.id]}, {path.name}"
                    raise CatalogueError(f"id {own.id!r} used twice: {both} / id давхардсан: {both}")
                seen[own.id] = path.name
                items[own.id] = own
    return Catalogues(tuple(items[key] for key in sorted(items)))


def load_catalogue(path: Path) -> Catalogue:
    """One catalogue file. CatalogueError says what is wrong with it, in English and Mongolian; OSError when it cannot
    be read."""
    try:
        return parse(path.name, path.read_text("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise CatalogueError(
            f"{path.name}: not UTF-8 text; save it as UTF-8 / UTF-8 биш; UTF-8 хэлбэрээр хадгална уу"
        ) from error


def parse(name: str, text: str) -> Catalogue:
    """A catalogue from the content of a file; the name tells the format and is the id where the content has none."""
    stem, _, suffix = name.rpartition(".")
    try:
        match suffix.lower():
            case "toml":
                return _from_tree(stem, tomllib.loads(text))
            case "json":
                data = json.loads(text)
                return _from_rows(stem, data) if isinstance(data, list) else _from_tree(stem, data)
            case "jsonl":
                return _from_rows(stem, [json.loads(line) for line in text.splitlines() if line.strip()])
            case _:
                delimiter = "\t" if suffix.lower() == "tsv" else _delimiter(text)
                return _from_rows(stem, list(csv.DictReader(io.StringIO(text), delimiter=delimiter, strict=True)))
    except (tomllib.TOMLDecodeError, json.JSONDecodeError, csv.Error) as error:
        raise CatalogueError(f"{name}: {error} / файлын бичиглэл алдаатай") from error
    except CatalogueError as error:
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


def _from_tree(stem: str, data: Any) -> Catalogue:
    head = _checked("catalogue", data)
    rows = [dict(_checked("measure", row)) for row in _list(head, "measures")]
    for given in _list(head, "goals"):
        goal = _checked("goal", given)
        for row in _list(goal, "measures"):
            named = {"goal_code": goal.get("code", ""), "goal": goal.get("text") or goal.get("title", "")}
            rows.append({**named, **_checked("measure", row)})
    return _from_rows(str(head.get("id", stem)), rows, head)


def _checked(kind: str, data: Any) -> Mapping[str, Any]:
    """The table of a file, when it is one and no key in it is nearly, but not quite, one that counts."""
    if not isinstance(data, Mapping):
        raise CatalogueError(f"{_short(data)} is no {kind} / {_short(data)} нь {kind} биш")
    for key in data:
        near = get_close_matches(str(key), _AUTHORED, 1, cutoff=0.8)
        if near and near[0] != key and near[0] not in data:
            raise CatalogueError(f"unknown key {key!r}; did you mean {near[0]!r}? / {key!r} биш, {near[0]!r} байх")
    return data


def _list(data: Mapping[str, Any], key: str) -> list[Any]:
    value = data.get(key, [])
    if not isinstance(value, list):
        raise CatalogueError(f"{key!r} must be a list of tables / {key!r} нь хүснэгтүүдийн дараалал байх ёстой")
    return value


def _short(value: Any) -> str:
    return repr(value)[:40]


def _from_rows(identity: str, rows: Iterable[Any], head: Mapping[str, Any] | None = None) -> Catalogue:
    given = [_named(row) for row in rows]
    if given and not any(row["text"] for row in given):
        raise CatalogueError(
            "no measure texts; their column is called measure, text or name / "
            "арга хэмжээний бичвэр алга; багана нь measure, text эсвэл «арга хэмжээ» гэсэн нэртэй байна"
        )
    listed = [row for row in given if any(row.values())]
    years = {row["plan_year"] for row in listed if row["plan_year"]}
    measures = []
    for number, row in enumerate(listed, start=1):
        if not row["text"]:
            raise CatalogueError(f"measure {number} has no text / {number} дэх арга хэмжээ бичвэргүй")
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
    issuer = _issuer(head.get("issuer", "")) or (issuers.pop() if len(issuers) == 1 else "")
    return Catalogue(identity, keyed(measures), _year(year), issuer, str(head.get("title", "")))


def _issuer(given: Any) -> str:
    return "; ".join(map(str, given)) if isinstance(given, list) else str(given)


def _year(given: Any) -> int | None:
    if given is None:
        return None
    if not re.fullmatch(r"(?:19|20)\d\d", str(given).strip()):
        raise CatalogueError(f"plan_year {given!r} is no year / plan_year {given!r} нь он биш")
    return int(given)


def _goal_code(code: str) -> str:
    return code.partition(".")[0] if "." in code else ""


def _named(row: Any) -> dict[str, Any]:
    """The row under our names: texts stripped, lists as tuples (in a table joined by ``;``)."""
    if not isinstance(row, Mapping):
        raise CatalogueError(f"{_short(row)} is no measure / {_short(row)} нь арга хэмжээ биш")
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
