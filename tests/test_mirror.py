"""Every module has a test file of its own, or is named here with the test that holds its rule.

Some are held where their package is asked, because they will go or only carry records and words; the list may only
get shorter.
"""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[1]
ROOMS = ("parsers", "normalizers", "pipeline")
SKIPPED = {"__init__.py", "__main__.py"}


def _of(package: str, *names: str) -> tuple[str, ...]:
    return tuple(f"{package}/{name}.py" for name in names)


#: Test file -> the modules whose rules it holds.
HELD_BY: dict[str, tuple[str, ...]] = {
    "tests/parsers/scan/rules/test_candidates.py": _of("parsers/scan/rules", "rule_lines"),
    "tests/parsers/pdf/test_reader.py": _of("parsers/pdf", "pdfium"),
    "tests/parsers/language/test_labels.py": _of("parsers/language", "roles"),
    "tests/parsers/test_extraction.py": (
        *_of("parsers", "errors", "report"),
        *_of("parsers/measures", "reading"),
    ),
    "tests/normalizers/curation/test_draft.py": _of("normalizers/curation", "draft_file"),
    "tests/normalizers/linkage/test_matcher.py": _of(
        "normalizers/linkage", "evidence", "records", "scoring", "segmentation"
    ),
    "tests/normalizers/test_normalize.py": _of("normalizers", "report", "settings"),
    "tests/pipeline/test_cli.py": (
        *_of("pipeline", "exits", "owner", "user_files"),
        *_of(
            "pipeline/commands",
            *("databases", "explaining"),
        ),
    ),
    "tests/pipeline/test_signals.py": _of("pipeline", "start"),
    "tests/pipeline/commands/test_matching.py": (
        *_of("pipeline/commands", "catalogue"),
        *_of("pipeline/outputs/tables", "catalogue_links"),
    ),
    "tests/pipeline/outputs/test_package.py": _of("pipeline/outputs", "codebook"),
    "tests/pipeline/outputs/test_round_trips.py": _of("pipeline/outputs", "checks", "parquet_files"),
    "tests/pipeline/outputs/test_workbook.py": (
        *_of("pipeline/outputs", "sheet"),
        *_of("pipeline/outputs/tables", "summary"),
    ),
    "tests/pipeline/outputs/databases/test_databases.py": _of(
        "pipeline/outputs/databases", *("duckdb_file", "edition", "loading", "querying", "sqlite_file", "sqlite_load")
    ),
    "tests/pipeline/outputs/tables/test_dataset.py": _of("pipeline/outputs/tables", *("review", "submissions")),
    "tests/pipeline/review/test_queue.py": _of("pipeline/review", "desk"),
    "tests/pipeline/review/test_pictures.py": _of("pipeline/review", "painting"),
    "tests/pipeline/review/test_decisions.py": _of("pipeline/review", "applying"),
    "tests/pipeline/run/test_whole_runs.py": _of("pipeline/run", "publish"),
    "tests/pipeline/witness/test_comparison.py": (
        *_of("pipeline/commands", "witness"),
        *_of("pipeline/witness", "tables", "work"),
    ),
    "tests/pipeline/workers/test_processes.py": _of("pipeline/workers", "messages", "outcome", "packing"),
}
MOST_HELD_ELSEWHERE = 44


def modules() -> set[str]:
    files = (path for room in ROOMS for path in (ROOT / room).rglob("*.py") if path.name not in SKIPPED)
    return {path.relative_to(ROOT).as_posix() for path in files}


def own_test(module: str) -> Path:
    path = Path(module)
    return ROOT / "tests" / path.parent / f"test_{path.name}"


def test_every_module_has_its_test() -> None:
    held = {module for named in HELD_BY.values() for module in named}
    missing = {module for module in modules() if not own_test(module).exists()}
    assert missing - held == set(), (
        "write tests/<room>/<package>/test_<module>.py, or say here which test holds its rule"
    )
    assert held - missing == set(), "these have a test of their own, or are gone: take them off the list"
    assert len(held) <= MOST_HELD_ELSEWHERE


def test_the_tests_that_hold_others_exist() -> None:
    assert [name for name in HELD_BY if not (ROOT / name).is_file()] == []
