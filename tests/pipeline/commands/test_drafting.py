"""The rows of many submissions: copies count once, what cannot be read is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from normalizers.report import submission_id
from parsers.document import SourceFile
from parsers.extraction import extract
from parsers.reading import read
from parsers.report import RawReport
from pipeline.commands.drafting import reported
from pipeline.exits import Exit, Stop
from tests.builders.submissions import fill


def extracted(file: Path) -> tuple[RawReport, ...]:
    if file.suffix != ".docx":
        raise Stop(Exit.REJECTED, f"{file.name}: cut short", "таслагдсан")
    return extract(read(SourceFile.load(file, file.name)))


def test_the_rows_of_a_folder_and_of_a_file(tmp_path: Path) -> None:
    fill(tmp_path / "raw", 2)
    first, second = sorted((tmp_path / "raw").iterdir())
    (tmp_path / "raw" / "z copy.docx").write_bytes(second.read_bytes())
    (tmp_path / "raw" / "z.pdf").write_bytes(b"%PDF")
    found = reported([tmp_path / "raw", first], extracted)
    assert found.submissions == 2
    assert [(path.name, why) for path, why in found.left_out] == [
        ("z copy.docx", ("a copy of another file", "өөр файлын хуулбар")),
        ("z.pdf", ("z.pdf: cut short", "таслагдсан")),
        (first.name, ("a copy of another file", "өөр файлын хуулбар")),
    ]
    raws = [extracted(path)[0] for path in (first, second)]
    expected = [
        (submission_id(raw.sha256, raw.number), number, row.goal, row.code)
        for raw in raws
        for number, row in enumerate(raw.rows)
    ]
    assert [(one.submission, one.place, one.goal, one.code) for one in found.rows] == expected != []
    assert all(one.text for one in found.rows)


def test_a_file_is_taken_as_it_is_and_a_folder_must_be_one(tmp_path: Path) -> None:
    fill(tmp_path / "raw", 1)
    (file,) = (tmp_path / "raw").iterdir()
    assert reported([file], extracted).submissions == 1
    with pytest.raises(FileNotFoundError):
        reported([tmp_path / "none.docx"], extracted)
