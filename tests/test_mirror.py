"""Every module has a test file of its own, or is named here with the test that holds its rule.

Some are held where their package is asked, because they will go or only carry records and words; the list may only
get shorter.
"""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[1]
ROOMS = ("parsers", "normalizers", "pipeline")
SKIPPED = {"__init__.py", "__main__.py"}

#: Test file -> the modules whose rules it holds.
HELD_BY: dict[str, tuple[str, ...]] = {
    # borderless tables: one mechanism will take the place of these modules, and the drawn tables are what it must keep
    "tests/parsers/layout/test_borderless.py": tuple(
        f"parsers/layout/{name}.py"
        for name in (
            *("areas", "column_separators", "extent", "line_columns", "numbered_rows", "open_heads", "open_parts"),
            *("open_shades", "open_tables", "row_separators", "text_lines"),
        )
    ),
    "tests/parsers/layout/test_cells.py": (
        "parsers/layout/hyphenation.py",
        "parsers/layout/lattice.py",
        "parsers/layout/regions.py",
    ),
    # what is believed of a second look: one vote will take the place of the private verdicts
    "tests/parsers/scan/recheck/test_recheck.py": tuple(
        f"parsers/scan/recheck/{name}.py" for name in ("budget", "crops", "figures", "words")
    ),
    "tests/parsers/scan/test_page.py": ("parsers/scan/ocr/letters.py",),
    "tests/parsers/scan/rules/test_candidates.py": ("parsers/scan/rules/rule_lines.py",),
    "tests/parsers/docx/test_reader.py": ("parsers/docx/text.py", "parsers/docx/styles.py"),
    "tests/parsers/docx/test_tables.py": ("parsers/docx/rows.py",),
    "tests/parsers/pdf/test_reader.py": ("parsers/pdf/pdfium.py", "parsers/reading.py", "parsers/limits.py"),
    "tests/parsers/pdf/test_text_layer.py": ("parsers/pdf/characters.py",),
    "tests/parsers/language/test_labels.py": ("parsers/language/roles.py",),
    "tests/parsers/test_extraction.py": (
        *("parsers/document.py", "parsers/report.py", "parsers/errors.py"),
        *(
            f"parsers/measures/{name}.py"
            for name in ("assembly", "ledger", "leftover_tables", "reading", "sections", "surroundings")
        ),
    ),
    "tests/pipeline/test_cli.py": (
        *("parsers/drawing.py", "pipeline/doctor.py", "pipeline/exits.py", "pipeline/text_view.py"),
        *("pipeline/user_files.py", "pipeline/agencies.py"),
        *(
            f"pipeline/commands/{name}.py"
            for name in (
                "common",
                "databases",
                "editions",
                "explaining",
                "looking",
                "review",
                "run",
                "stages",
                "system",
            )
        ),
    ),
    "tests/normalizers/catalogue/test_files.py": (
        "normalizers/catalogue/choice.py",
        "normalizers/catalogue/goals.py",
        "normalizers/catalogue/model.py",
    ),
    "tests/normalizers/curation/test_draft.py": (
        "normalizers/curation/clusters.py",
        "normalizers/curation/draft_file.py",
        "normalizers/curation/fitness.py",
    ),
    "tests/normalizers/front/test_front_matter.py": ("normalizers/front/spelling.py",),
    "tests/normalizers/linkage/test_matcher.py": tuple(
        f"normalizers/linkage/{name}.py"
        for name in ("candidates", "evidence", "explanation", "records", "scoring", "segmentation", "splitting")
    ),
    "tests/normalizers/test_normalize.py": (
        *("normalizers/report.py", "normalizers/settings.py", "normalizers/rows/row.py"),
        *("normalizers/rows/row_joining.py", "normalizers/rows/scan_text.py"),
    ),
    "tests/normalizers/rows/test_checks.py": ("normalizers/rows/checks_between.py", "normalizers/rows/findings.py"),
    "tests/pipeline/commands/test_matching.py": tuple(
        f"pipeline/commands/{name}.py" for name in ("catalogue", "drafting", "learning")
    ),
    "tests/pipeline/outputs/test_round_trips.py": (
        "pipeline/outputs/csv_files.py",
        "pipeline/outputs/opening.py",
        "pipeline/outputs/parquet_files.py",
    ),
    "tests/pipeline/outputs/test_package.py": ("pipeline/outputs/codebook.py", "pipeline/outputs/notebook.py"),
    "tests/pipeline/outputs/test_workbook.py": ("pipeline/outputs/sheet.py",),
    "tests/pipeline/outputs/databases/test_databases.py": tuple(
        f"pipeline/outputs/databases/{name}.py"
        for name in ("ddl", "duckdb_file", "edition", "loading", "querying", "sqlite_file", "sqlite_load")
    ),
    "tests/pipeline/outputs/tables/test_dataset.py": tuple(
        f"pipeline/outputs/tables/{name}.py"
        for name in (
            *("catalogue_links", "cells", "coverage", "dimensions", "figures", "rows", "submissions", "summary"),
            "superseding",
        )
    ),
    "tests/pipeline/review/test_app.py": tuple(
        f"pipeline/review/{name}.py"
        for name in ("desk", "documents", "guard", "painting", "pictures", "queue", "rows", "sampling", "text", "views")
    ),
    "tests/pipeline/review/test_decisions.py": ("pipeline/review/applying.py",),
    "tests/pipeline/run/test_run.py": tuple(
        f"pipeline/run/{name}.py" for name in ("assembly", "collect", "gates", "ledger", "log", "publish", "survey")
    ),
    "tests/pipeline/run/test_editions.py": ("pipeline/run/comparison.py",),
    "tests/pipeline/run/test_survival.py": ("pipeline/run/lock.py", "pipeline/durable.py"),
    "tests/pipeline/witness/test_comparison.py": (
        *("pipeline/commands/witness.py", "pipeline/witness/tables.py", "pipeline/witness/work.py"),
    ),
    "tests/pipeline/workers/test_engine.py": tuple(
        f"pipeline/workers/{name}.py"
        for name in ("children", "failures", "janitor", "messages", "outcome", "packing", "worker")
    ),
}
MOST_HELD_ELSEWHERE = 129


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
