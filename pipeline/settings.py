"""Settings: one frozen record from defaults < ``tailan.toml`` < environment (``TAILAN_*``) < flags.

Keys are written with a dot below their section: ``workers``, ``limits.pages``, ``gates.rows_fall_pct``; the environment
variable of a key is the key in capitals with ``_`` for the dot (``TAILAN_LIMITS_PAGES``). An unknown key is an error.

A field's type says what it may be and, in the words of its description, what a person is told otherwise; msgspec checks
and converts.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_type_hints

import msgspec
from msgspec import Meta

from parsers.limits import Limits
from pipeline.exits import Exit, Stop
from pipeline.register.calendar import Calendar

FILE_NAME = "tailan.toml"
PREFIX = "TAILAN_"
NOT_SETTINGS = {"TAILAN_CONFIG", "TAILAN_TRACE"}

Text = Annotated[str, Meta(description="text")]
Switch = Annotated[bool, Meta(description="true or false")]
Whole = Annotated[int, Meta(description="a whole number")]
Natural = Annotated[int, Meta(ge=0, description="a whole number, 0 or more")]
Positive = Annotated[int, Meta(ge=1, description="a whole number, 1 or more")]
Seconds = Annotated[float, Meta(ge=0, description="a number of seconds, 0 or more")]
Share = Annotated[float, Meta(ge=0, le=1, description="a number between 0 and 1")]
Percent = Annotated[float, Meta(ge=0, le=100, description="a number between 0 and 100")]
Engine = Annotated[str, Meta(pattern="^(local|dask://.+)$", description="local or dask://host:port")]
Level = Annotated[
    Literal["debug", "info", "warning", "error"], Meta(description="one of debug, info, warning and error")
]


@dataclass(frozen=True, slots=True)
class Gates:
    """When a new edition is refused, against the current one; percentages are 0-100. They apply once the current
    edition has at least ``from_submissions`` submissions, so that a first handful of files never trips them; an edition
    without any submission is refused at any size."""

    from_submissions: Natural = 20
    submissions_fall_pct: Percent = 5.0
    rows_fall_pct: Percent = 30.0
    agencies_fall_pct: Percent = 20.0
    rejected_rise_pct: Percent = 30.0
    rejected_pct: Percent = 100.0
    schema_change: Switch = False


@dataclass(frozen=True, slots=True)
class Matching:
    """Probabilities (0-1) from which a row is accepted unseen (``accept``) and from which its best measure is proposed to
    a person (``propose``); below ``doubt`` it is taken for a measure of no catalogue. ``weights`` is a weights file that
    ``tailan learn`` wrote; empty uses those of the program."""

    accept: Share = 0.95
    propose: Share = 0.15
    doubt: Share = 0.1
    weights: Text = ""


@dataclass(frozen=True, slots=True)
class Notify:
    """Who hears of a finished run. ``ping_url`` gets a POST with the summary (``/fail`` appended when nothing was
    published); the summary goes by mail to ``mail_to`` (commas between addresses) through ``smtp`` (host:port)."""

    ping_url: Text = ""
    mail_to: Text = ""
    mail_from: Text = "tailan@localhost"
    smtp: Text = "localhost:25"
    timeout_seconds: Seconds = 10.0


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set. Only ``limits``, ``matching``, ``review_confidence``, ``calendar`` and the paths of
    reference data can change what is published."""

    workers: Natural = 0
    """Worker processes; 0 is one for each processor this process may use."""
    engine: Engine = "local"
    """``local``, or ``dask://host:port`` for an existing scheduler."""
    state: Text = ""
    """Folder of cache, ledgers and logs; empty is ``.tailan`` beside the output folder."""
    catalogues: Text = ""
    """Folder of further catalogue files; empty uses only those that come with the program."""
    agencies: Text = ""
    """CSV of your own bodies (columns of agencies.csv), on top of the register that comes with the program."""
    decisions: Text = ""
    """File of review decisions; empty is ``decisions.jsonl`` beside the raw folder."""
    settle_seconds: Seconds = 1.0
    """Pause between two looks at files that changed a moment ago."""
    keep_editions: Positive = 10
    """Editions kept for rollback, the current one included."""
    keep_runs: Positive = 50
    """Run ledgers and logs kept."""
    documents_per_worker: Positive = 100
    """Documents after which a worker process is replaced by a fresh one."""
    min_free_bytes: Natural = 100_000_000
    """The cache is not written when less disk than this is free, so that there is room for the edition."""
    review_confidence: Share = 0.7
    """Rows of scans read with less confidence (0-1) wait for review."""
    review_sample: Share = 0.01
    """Share (0-1) of rows accepted by the program that a person checks all the same, to measure their precision."""
    review_threshold: Whole = -1
    """Submissions waiting for review above which the exit code says so; -1 never."""
    log_level: Level = "info"
    """``debug`` (may hold words of the reports), ``info``, ``warning`` or ``error``."""
    limits: Limits = field(default_factory=Limits)
    matching: Matching = field(default_factory=Matching)
    gates: Gates = field(default_factory=Gates)
    notify: Notify = field(default_factory=Notify)
    calendar: Calendar = field(default_factory=Calendar)


@dataclass(frozen=True, slots=True)
class Loaded:
    """Settings with the origin of every key: ``default``, the file's path, the variable's name or ``flag``."""

    settings: Settings
    origin: dict[str, str]


def keys() -> dict[str, Any]:
    """Every dotted key with its annotated type, in the order of the record.

    >>> get_args(keys()["limits.pages"])[0]
    <class 'int'>
    """
    return dict(_keys_of(Settings, ""))


def _keys_of(record: Any, prefix: str) -> Iterator[tuple[str, Any]]:
    hints = get_type_hints(record, include_extras=True)
    for item in fields(record):
        kind = hints[item.name]
        if is_dataclass(kind):
            yield from _keys_of(kind, f"{item.name}.")
        else:
            yield prefix + item.name, Positive if record is Limits else kind


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
    return Loaded(msgspec.convert(_nested(values), Settings), origin)


def _from_file(file: Path | None) -> Iterator[tuple[str, dict[str, Any]]]:
    path = file or Path(FILE_NAME)
    if file is None and not path.is_file():
        return
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Stop(
            Exit.BAD_SETTINGS, f"{path}: {error}", f"{path}: тохиргооны файлыг уншиж чадсангүй: {error}"
        ) from error
    yield str(path), dict(_flat(content, ""))


def _flat(content: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    for key, value in content.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


def _from_environment(environment: Mapping[str, str], known: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    by_variable = {variable(key): key for key in known}
    for name, value in sorted(environment.items()):
        if not name.startswith(PREFIX) or name in NOT_SETTINGS or name.startswith(PREFIX + "CHILD_"):
            continue
        if name not in by_variable:
            raise Stop(
                Exit.BAD_SETTINGS,
                f"{name}: unknown variable{_suggestion(name, by_variable)}",
                f"{name}: ийм хувьсагч алга; бүгдийг `tailan config` харуулна",
            )
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


def _checked(key: str, value: Any, source: str, known: Mapping[str, Any]) -> Any:
    if key not in known:
        raise Stop(
            Exit.BAD_SETTINGS,
            f"{source}: unknown key {key}{_suggestion(key, known)}",
            f"{source}: {key} гэсэн тохиргоо алга; бүгдийг `tailan config` харуулна",
        )
    try:
        return msgspec.convert(value, known[key], strict=False)
    except msgspec.ValidationError:
        words = get_args(known[key])[1].description
        raise Stop(
            Exit.BAD_SETTINGS,
            f"{source}: {key} must be {words}, not {value!r}",
            f"{source}: {key} тохиргооны утга буруу ({value!r})",
        ) from None


def _nested(values: Mapping[str, Any]) -> dict[str, Any]:
    """Dotted keys as the record has them.

    >>> _nested({"workers": 2, "limits.pages": 10})
    {'workers': 2, 'limits': {'pages': 10}}
    """
    nested: dict[str, Any] = {}
    for key, value in values.items():
        section, _, name = key.rpartition(".")
        (nested.setdefault(section, {}) if section else nested)[name] = value
    return nested
