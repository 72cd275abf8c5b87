"""The run in a few lines: what came in and what became of it. Nothing here depends on time or machine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pipeline.outputs.tables.dataset import Dataset

STATUS_MN = {
    "ok": "хэвийн",
    "review": "шалгах шаардлагатай",
    "rejected": "боловсруулах боломжгүй",
    "duplicate": "давхардсан",
    "container": "архив, захидал",
    "page": "үргэлжлэх хуудас",
}
MATCH_MN = {
    "auto": "програм хүлээн авсан",
    "confirmed": "хүн баталсан",
    "reassigned": "хүн өөрчилсөн",
    "rejected": "лавлахад байхгүй гэж хүн үзсэн",
    "review": "шийдвэр хүлээж буй",
    "unmatched": "лавлахад байхгүй",
}
EXPECTED_MN = {
    "received": "ирсэн",
    "late": "хоцорч ирсэн",
    "review": "шалгах шаардлагатай",
    "rejected": "боловсруулах боломжгүй",
    "missing": "ирээгүй",
}
SEVERITY_MN = {"error": "алдаа", "warning": "анхааруулга", "note": "тэмдэглэл"}


def summary(dataset: Dataset) -> Iterator[tuple[str, str, str | int]]:
    """Lines of (what, what in Mongolian, value)."""
    yield ("schema version", "схемийн хувилбар", dataset.schema.schema_version)
    yield ("files", "файл", len(dataset.rows("submissions")))
    for status, count in dataset.statuses.items():
        yield (f"files: {status}", f"файл: {STATUS_MN[status]}", count)
    for reason, count in sorted(_count(dataset, "submissions", "reason").items(), key=lambda item: (-item[1], item[0])):
        yield (f"reason: {reason}", f"шалтгаан: {reason}", count)
    yield ("measure rows", "арга хэмжээний мөр", len(dataset.rows("measures")))
    statuses = _count(dataset, "measures", "match_status")
    for status in dataset.schema.table("measures").column("match_status").enum:
        yield (f"measure rows: {status}", f"мөр: {MATCH_MN[status]}", statuses[status])
    severities = _count(dataset, "findings", "severity")
    for severity in dataset.schema.table("findings").column("severity").enum:
        yield (f"findings: {severity}", f"илрүүлэлт: {SEVERITY_MN[severity]}", severities[severity])
    due = _count(dataset, "expected", "status")
    for status in dataset.schema.table("expected").column("status").enum if due else ():
        yield (f"expected reports: {status}", f"ирэх ёстой тайлан: {EXPECTED_MN[status]}", due[status])
    for table in dataset.schema.tables:
        yield (f"rows of {table.name}", f"{table.title_mn}: мөр", len(dataset.rows(table.name)))


def _count(dataset: Dataset, table: str, column: str) -> Counter[str]:
    return Counter(str(value) for (value,) in dataset.select(table, column) if value is not None)
