"""``report.html``: one light page on the run: what came in, coverage, progress, changes, review load, findings.

It needs no network and no other file; English and Mongolian; the coverage map is drawn by a small script from compact
data, so that 300 agencies x 40 measures stay far below 300 kB.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jinja2
from markupsafe import Markup

from pipeline.names import original
from pipeline.outputs.tables import changes, figures
from pipeline.outputs.tables.dataset import Dataset
from pipeline.outputs.tables.summary import EXPECTED_MN, MATCH_MN, SEVERITY_MN, STATUS_MN

NAME = "report.html"
# The reports stand beside the published folder (data/raw, data/clean); the page lets people name another folder.
RAW = "../raw/"
LEGEND = (
    ("c", "✓", "complete (100 %)", "биелсэн (100 %)"),
    ("p", "50", "partly done (percent)", "хэсэгчлэн (хувь)"),
    ("z", "0", "not started (0 %)", "эхлээгүй (0 %)"),
    ("o", "→", "in progress, no percent", "хэрэгжиж байгаа, хувьгүй"),
    ("d", "…", "not due yet", "хугацаа болоогүй"),
    ("n", "–", "reported without a percent", "хувь заагаагүй"),
    ("r", "?", "waits for a person", "шийдвэр хүлээж буй"),
    ("m", "✕", "not reported", "тайлагнаагүй"),
    ("s", "∅", "no report was received", "тайлан ирээгүй"),
)
# Files named in the page; all of them stand in submissions.csv.
_LISTED = 100
_TOTALS = {
    "files": ("files", "файл"),
    "ok": ("files: ok", "файл: хэвийн"),
    "review": ("files: review", "файл: шалгах шаардлагатай"),
    "rejected": ("files: rejected", "файл: боловсруулах боломжгүй"),
    "agencies": ("agencies", "байгууллага"),
    "measures": ("measure rows", "арга хэмжээний мөр"),
    "matched": ("rows in the catalogue", "лавлахтай таарсан мөр"),
    "waiting": ("rows that wait for a person", "шийдвэр хүлээж буй мөр"),
    "reported": ("catalogue measures reported", "тайлагнасан арга хэмжээ"),
    "missing": ("catalogue measures missing", "дутуу арга хэмжээ"),
    "not_received": (
        "catalogue measures of agencies that sent no report",
        "тайлан ирүүлээгүй байгууллагын арга хэмжээ",
    ),
}


def write(dataset: Dataset, folder: Path) -> None:
    """Write ``report.html``; ``changes.json`` must stand in the folder already."""
    (folder / NAME).write_text(page(dataset, changes.read(folder)), encoding="utf-8")


def page(dataset: Dataset, changed: dict[str, Any]) -> str:
    """The page as HTML."""
    template, style, script = _parts()
    map_data = figures.heat_map(dataset)
    map_data |= {"legend": {letter: [glyph, en, mn] for letter, glyph, en, mn in LEGEND}, "raw": RAW}
    return template.render(
        style=Markup(style),
        script=Markup(script),
        data=Markup(_inline(map_data)),
        tiles=_tiles(dataset),
        changes=changed,
        totals=[(*_TOTALS[name], *pair) for name, pair in changed.get("totals", {}).items()],
        moved=_moved(changed),
        legend=LEGEND,
        goals=figures.goals(dataset),
        load=_load(dataset),
        precision=dataset.precision if dataset.precision and dataset.precision.checked else None,
        waiting=figures.waiting(dataset),
        expected=figures.expected(dataset),
        late=figures.late(dataset),
        as_of=dataset.as_of,
        expectations=EXPECTED_MN,
        kinds=figures.kinds(dataset),
        files=figures.not_ok(dataset),
        listed=_LISTED,
        severities={name: (name, mn) for name, mn in SEVERITY_MN.items()},
        statuses={name: (name, mn) for name, mn in STATUS_MN.items()},
        address=_address,
        amount=amount,
        schema_version=dataset.schema.schema_version,
    )


def amount(value: int) -> str:
    """A sum with blanks between thousands.

    >>> amount(1500000)
    '1\\u202f500\\u202f000'
    """
    return f"{value:,}".replace(",", "\u202f")


@cache
def _parts() -> tuple[jinja2.Template, str, str]:
    where = files("pipeline.outputs").joinpath("page")
    text, style, script = (
        where.joinpath(name).read_text(encoding="utf-8") for name in ("report.html", "report.css", "report.js")
    )
    rules = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return rules.from_string(text), style, script


def _inline(data: Any) -> str:
    """JSON that can stand inside a script element, whatever its texts hold."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _address(file: str, number: int | None = None) -> str:
    return RAW + quote(original(file)) + (f"#page={number}" if number else "")


def _tiles(dataset: Dataset) -> list[tuple[str, str, str, str]]:
    agencies = {agency for (agency,) in dataset.select("submissions", "agency") if agency}
    reported = [value for value, status in dataset.select("coverage", "reported", "status") if status != "not_received"]
    share = f"{100 * sum(reported) / len(reported):.0f} %" if reported else "–"
    status = dataset.statuses.items()
    return [
        ("files", "файл", amount(len(dataset.rows("submissions"))), ""),
        *((f"files: {name}", f"файл: {STATUS_MN[name]}", amount(count), name) for name, count in status),
        ("agencies", "байгууллага", amount(len(agencies)), ""),
        ("measure rows", "арга хэмжээний мөр", amount(len(dataset.rows("measures"))), ""),
        ("of the catalogue measures reported", "лавлахын арга хэмжээг тайлагнасан", share, ""),
    ]


def _moved(changed: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    counts = {name: {"count": count, "names": []} for name, count in changed.get("coverage", {}).items()}
    return [(*changes.KINDS[name], part) for name, part in {**changed.get("files", {}), **counts}.items()]


def _load(dataset: Dataset) -> list[tuple[str, str, str, str]]:
    matches = figures.matches(dataset)
    rows = sum(matches.values())
    return [
        (name, MATCH_MN[name], amount(count), f"{100 * count / rows:.1f} %" if rows else "")
        for name, count in matches.items()
    ]
