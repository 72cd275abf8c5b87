"""The configured list of agencies: a CSV with the columns agency_id, agency and aliases (``; `` between them)."""

from __future__ import annotations

import csv
from pathlib import Path

from normalizers.front.agency_list import Agency
from pipeline.exits import Exit, Stop


def load_agencies(file: str) -> tuple[Agency, ...]:
    """The agencies in file order; none when no file is configured. Raises Stop(BAD_SETTINGS) with what is wrong."""
    if not file:
        return ()
    try:
        with Path(file).open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise Stop(Exit.BAD_SETTINGS, f"agencies = {file}: cannot be read ({error})") from error
    if rows and not {"agency_id", "agency"} <= set(rows[0]):
        raise Stop(Exit.BAD_SETTINGS, f"agencies = {file}: needs the columns agency_id and agency")
    return tuple(
        Agency(
            row["agency_id"],
            row["agency"],
            tuple(part.strip() for part in (row.get("aliases") or "").split(";") if part.strip()),
        )
        for row in rows
        if row["agency"]
    )
