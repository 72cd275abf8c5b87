"""``datapackage.json``: a Frictionless Data Package (v2) that describes the CSV files, in English and Mongolian."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.outputs.tables.dataset import Dataset
from pipeline.schema.loading import Column, ForeignKey, Schema, Table

NAME = "datapackage.json"
_PROFILE = "https://datapackage.org/profiles/2.0/"
_TYPES: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "json": {"type": "object"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "score": {"type": "number"},
    "boolean": {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]},
    "date": {"type": "date"},
}


def write(dataset: Dataset, folder: Path) -> None:
    """Write ``datapackage.json``; the CSV files must stand in the folder already (their size and hash are noted)."""
    text = json.dumps(package(dataset.schema, folder, dataset.as_of), ensure_ascii=False, indent=2) + "\n"
    (folder / NAME).write_text(text, encoding="utf-8")


def package(schema: Schema, folder: Path, as_of: date | None = None) -> dict[str, Any]:
    """The descriptor as plain data; ``as_of`` is the day that due dates were compared with."""
    return {
        "$schema": f"{_PROFILE}datapackage.json",
        "name": "tailan",
        "title": "Anti-corruption plan reports of Mongolian public bodies",
        "title_mn": "Төрийн байгууллагуудын авлигын эсрэг төлөвлөгөөний тайлан",
        "description": "What agencies reported on their yearly anti-corruption plans, one table for each kind of fact.",
        "description_mn": "Байгууллагуудын авлигын эсрэг жилийн төлөвлөгөөний хэрэгжилтийн тайлангийн өгөгдөл.",
        "version": schema.schema_version,
        "schema_version": schema.schema_version,
        **({"as_of": as_of.isoformat()} if as_of else {}),
        "resources": [_resource(table, folder) for table in schema.tables],
    }


def _resource(table: Table, folder: Path) -> dict[str, Any]:
    path = folder / f"{table.name}.csv"
    with path.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    return {
        "$schema": f"{_PROFILE}dataresource.json",
        "name": table.name,
        "type": "table",
        "path": path.name,
        "title": table.title,
        "title_mn": table.title_mn,
        "description": table.description,
        "description_mn": table.description_mn,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
        "dialect": {"$schema": f"{_PROFILE}tabledialect.json", "delimiter": ",", "lineTerminator": "\r\n"},
        "schema": _table_schema(table),
    }


def _table_schema(table: Table) -> dict[str, Any]:
    described: dict[str, Any] = {
        "$schema": f"{_PROFILE}tableschema.json",
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
    }
    if table.key:
        described["primaryKey"] = list(table.key)
    if table.foreign_keys:
        described["foreignKeys"] = [_foreign_key(key) for key in table.foreign_keys]
    return described


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    for name, value in (("required", column.required), ("unique", column.unique)):
        if value:
            constraints[name] = True
    for name, bound in (("minimum", column.minimum), ("maximum", column.maximum)):
        if bound is not None:
            constraints[name] = bound
    if column.enum:
        constraints["enum"] = list(column.enum)
    if column.pattern:
        constraints["pattern"] = column.pattern
    described: dict[str, Any] = {
        "name": column.name,
        **_TYPES[column.type],
        "title": column.title,
        "title_mn": column.title_mn,
        "description": column.description,
        "description_mn": column.description_mn,
    }
    return {**described, "constraints": constraints} if constraints else described


def _foreign_key(key: ForeignKey) -> dict[str, Any]:
    return {"fields": list(key.columns), "reference": {"resource": key.table, "fields": list(key.references)}}
