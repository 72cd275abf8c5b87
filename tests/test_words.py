"""The Mongolian words of the program are those of docs/words.md, one for each thing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "docs" / "words.md"
SAYING = (
    "pipeline/**/*",
    "parsers/errors.py",
    "normalizers/catalogue/*.py",
    "normalizers/curation/*.py",
    "normalizers/linkage/*.py",
    "normalizers/rows/*.py",
    "normalizers/rows/*.toml",
    "docs/*.md",
    "README.md",
)
"""Where texts for people stand; what the readers know of the words of reports is not held to the list."""
KINDS = {".py", ".toml", ".md", ".html", ".js"}


def forbidden() -> list[str]:
    rows = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    return [word for row in rows for word in re.findall(r"`([^`]+)`", row.rstrip("| ").rpartition("|")[2])]


def texts() -> Iterator[Path]:
    for pattern in SAYING:
        found = [path for path in sorted(ROOT.glob(pattern)) if path.suffix in KINDS]
        assert found, pattern
        yield from (path for path in found if path != TABLE)


def uses(word: str, text: str) -> list[str]:
    """The lines of a text that hold a word, in whatever case and inflection."""
    pattern = re.compile(rf"(?<!\w){re.escape(word)}", re.IGNORECASE)
    return [line.strip() for line in text.splitlines() if pattern.search(line)]


def test_the_table_names_words_and_a_use_of_one_is_seen() -> None:
    assert {"каталог", "жагсаалт", "программ", "хуудасны чимэг"} <= set(forbidden())
    assert uses("каталог", "Тайлангийн нэг ч мөр Каталогт алга.") and not uses("каталог", "лавлахад алга")


@pytest.mark.parametrize("word", forbidden())
def test_no_text_of_the_program_holds_a_word_that_has_a_better_one(word: str) -> None:
    found = {str(path.relative_to(ROOT)): uses(word, path.read_text(encoding="utf-8")) for path in texts()}
    assert {name: lines for name, lines in found.items() if lines} == {}
