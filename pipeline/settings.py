"""Settings: one frozen record from defaults < ``tailan.toml`` < environment (``TAILAN_*``) < flags.

Keys are written with a dot below their section: ``workers``, ``limits.pages``, ``gates.rows_fall_pct``; the environment
variable of a key is the key in capitals with ``_`` for the dot (``TAILAN_LIMITS_PAGES``). An unknown key is an error.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any, get_type_hints

from parsers.limits import Limits
from pipeline.exits import Exit, Stop

FILE_NAME = "tailan.toml"
PREFIX = "TAILAN_"
NOT_SETTINGS = {"TAILAN_CONFIG", "TAILAN_TRACE"}


@dataclass(frozen=True, slots=True)
class Gates:
    """When a new edition is refused, against the current one; percentages are 0-100. They apply once the current
    edition has at least ``from_submissions`` submissions, so that a first handful of files never trips them."""

    from_submissions: int = 20
    rows_fall_pct: float = 30.0
    agencies_fall_pct: float = 20.0
    rejected_rise_pct: float = 30.0
    rejected_pct: float = 100.0
    schema_change: bool = False


@dataclass(frozen=True, slots=True)
class Matching:
    """Probabilities (0-1) from which a row is accepted unseen (``accept``) and from which its best measure is proposed to
    a person (``propose``); below ``doubt`` it is taken for a measure of no catalogue. ``weights`` is a weights file that
    ``tailan learn`` wrote; empty uses those of the program."""

    accept: float = 0.95
    propose: float = 0.15
    doubt: float = 0.1
    weights: str = ""


@dataclass(frozen=True, slots=True)
class Notify:
    """Who hears of a finished run. ``ping_url`` gets a POST with the summary (``/fail`` appended when nothing was
    published); the summary goes by mail to ``mail_to`` (commas between addresses) through ``smtp`` (host:port)."""

    ping_url: str = ""
    mail_to: str = ""
    mail_from: str = "tailan@localhost"
    smtp: str = "localhost:25"
    timeout_seconds: float = 10.0


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set. Only ``limits``, ``matching``, ``review_confidence`` and the paths of reference data
    can change what is published."""

    workers: int = 0
    """Worker processes; 0 is one for each processor this process may use."""
    engine: str = "local"
    """``local``, or ``dask://host:port`` for an existing scheduler."""
    state: str = ""
    """Folder of cache, ledgers and logs; empty is ``.tailan`` beside the output folder."""
    catalogues: str = ""
    """Folder of further catalogue files; empty uses only those that come with the program."""
    agencies: str = ""
    """CSV of known agencies (agency_id, agency, aliases); empty uses none."""
    decisions: str = ""
    """File of review decisions; empty is ``decisions.jsonl`` beside the raw folder."""
    settle_seconds: float = 1.0
    """Pause between two looks at files that changed a moment ago."""
    keep_editions: int = 10
    """Editions kept for rollback, the current one included."""
    keep_runs: int = 50
    """Run ledgers and logs kept."""
    documents_per_worker: int = 100
    """Documents after which a worker process is replaced by a fresh one."""
    min_free_bytes: int = 100_000_000
    """The cache is not written when less disk than this is free, so that there is room for the edition."""
    review_confidence: float = 0.7
    """Rows of scans read with less confidence (0-1) wait for review."""
    review_sample: float = 0.01
    """Share (0-1) of rows accepted by the program that a person checks all the same, to measure their precision."""
    review_threshold: int = -1
    """Submissions waiting for review above which the exit code says so; -1 never."""
    log_level: str = "info"
    """``debug`` (may hold words of the reports), ``info``, ``warning`` or ``error``."""
    limits: Limits = field(default_factory=Limits)
    matching: Matching = field(default_factory=Matching)
    gates: Gates = field(default_factory=Gates)
    notify: Notify = field(default_factory=Notify)


@dataclass(frozen=True, slots=True)
class Loaded:
    """Settings with the origin of every key: ``default``, the file's path, the variable's name or ``flag``."""

    settings: Settings
    origin: dict[str, str]


def keys() -> dict[str, type]:
    """Every dotted key with its type, in the order of the record.

    >>> keys()["limits.pages"]
    <class 'int'>
    """
    return dict(_keys_of(Settings, ""))


def _keys_of(record: Any, prefix: str) -> Iterator[tuple[str, type]]:
    hints = get_type_hints(record)
    for item in fields(record):
        kind = hints[item.name]
        if is_dataclass(kind):
            yield from _keys_of(kind, f"{item.name}.")
        else:
            yield prefix + item.name, kind


def load(
    file: Path | None = None, environment: Mapping[str, str] | None = None, flags: Mapping[str, Any] | None = None
) -> Loaded:
    """Read the three layers. ``file`` None looks for ``tailan.toml`` in the working directory; flags that are None are
    not given. Raises Stop(BAD_SETTINGS) with one sentence."""
    known = keys()
    values: dict[str, Any] = {}
    origin = dict.fromkeys(known, "default")
    for source, layer in (
        *_from_file(file),
        *_from_environment(environment or {}, known),
        *(("flag", {key: value}) for key, value in (flags or {}).items() if value is not None),
    ):
        for key, value in layer.items():
            values[key] = _checked(key, value, source, known)
            origin[key] = source
    return Loaded(_assemble(Settings, "", values), origin)


def _from_file(file: Path | None) -> Iterator[tuple[str, dict[str, Any]]]:
    path = file or Path(FILE_NAME)
    if file is None and not path.is_file():
        return
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Stop(Exit.BAD_SETTINGS, f"{path}: {error}") from error
    yield str(path), dict(_flat(content, ""))


def _flat(content: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    for key, value in content.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


def _from_environment(
    environment: Mapping[str, str], known: Mapping[str, type]
) -> Iterator[tuple[str, dict[str, Any]]]:
    by_variable = {variable(key): key for key in known}
    for name, value in sorted(environment.items()):
        if not name.startswith(PREFIX) or name in NOT_SETTINGS or name.startswith(PREFIX + "CHILD_"):
            continue
        if name not in by_variable:
            raise Stop(Exit.BAD_SETTINGS, f"{name}: unknown variable{_suggestion(name, by_variable)}")
        yield name, {by_variable[name]: value}


def variable(key: str) -> str:
    """The environment variable of a key.

    >>> variable("limits.pages")
    'TAILAN_LIMITS_PAGES'
    """
    return PREFIX + key.replace(".", "_").upper()


def _suggestion(name: str, among: Mapping[str, Any]) -> str:
    bare = {candidate.removeprefix(PREFIX): candidate for candidate in among}
    near = difflib.get_close_matches(name.removeprefix(PREFIX), list(bare), 1, 0.5)
    return f"; did you mean {bare[near[0]]}?" if near else "; `tailan config` lists all of them"


def _checked(key: str, value: Any, source: str, known: Mapping[str, type]) -> Any:
    if key not in known:
        raise Stop(Exit.BAD_SETTINGS, f"{source}: unknown key {key}{_suggestion(key, known)}")
    kind = known[key]
    try:
        result = _convert(value, kind)
    except ValueError:
        raise Stop(Exit.BAD_SETTINGS, f"{source}: {key} must be {_WORDS[kind]}, not {value!r}") from None
    problem = _out_of_range(key, result)
    if problem:
        raise Stop(Exit.BAD_SETTINGS, f"{source}: {key} {problem}, not {value!r}")
    return result


_WORDS = {int: "a whole number", float: "a number", bool: "true or false", str: "text"}
_BOOLEANS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


def _convert(value: Any, kind: type) -> Any:
    if kind is bool:
        text = str(value).lower()
        if text not in _BOOLEANS:
            raise ValueError
        return _BOOLEANS[text]
    if kind is str:
        if not isinstance(value, str):
            raise ValueError
        return value
    if isinstance(value, bool) or (kind is int and isinstance(value, float) and not value.is_integer()):
        raise ValueError
    return kind(value.replace("_", "") if isinstance(value, str) else value)


def _out_of_range(key: str, value: Any) -> str:
    if key.startswith("limits.") and value <= 0:
        return "must be above 0"
    if key in ("workers", "settle_seconds", "min_free_bytes", "gates.from_submissions") and value < 0:
        return "must not be negative"
    if key in ("keep_editions", "keep_runs", "documents_per_worker") and value < 1:
        return "must be at least 1"
    if key.endswith("_pct") and not 0 <= value <= 100:
        return "must be between 0 and 100"
    if key == "review_confidence" and not 0 <= value <= 1:
        return "must be between 0 and 1"
    if key in ("review_sample", "matching.accept", "matching.propose", "matching.doubt") and not 0 <= value <= 1:
        return "must be between 0 and 1"
    if key == "log_level" and value not in ("debug", "info", "warning", "error"):
        return "must be debug, info, warning or error"
    if key == "engine" and value != "local" and not value.startswith("dask://"):
        return "must be local or dask://host:port"
    return ""


def _assemble(record: Any, prefix: str, values: Mapping[str, Any]) -> Any:
    hints = get_type_hints(record)
    given: dict[str, Any] = {}
    for item in fields(record):
        if is_dataclass(hints[item.name]):
            given[item.name] = _assemble(hints[item.name], f"{item.name}.", values)
        elif prefix + item.name in values:
            given[item.name] = values[prefix + item.name]
    return record(**given)
