"""A file is read by its content: exactly one reader must claim it."""

from __future__ import annotations

import pytest

from parsers import reading
from parsers.document import SourceFile
from parsers.errors import AmbiguousFile, EmptyFile, UnsupportedFile
from parsers.reading import read
from tests.builders.docx import p, package


def source(data: bytes, name: str = "а.docx") -> SourceFile:
    return SourceFile(name, data, "0" * 64)


def test_the_name_does_not_matter() -> None:
    assert read(source(package(p("а")), "а.pdf")).kind == "docx"


@pytest.mark.parametrize("data", [b"", b"\x00" * 50, b" \n\r\t"])
def test_a_file_without_content_says_so(data: bytes) -> None:
    with pytest.raises(EmptyFile):
        read(source(data))


def test_a_file_that_no_reader_knows_or_that_several_claim(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnsupportedFile, match="no reader knows this content"):
        read(source(b"hello"))
    monkeypatch.setattr(reading, "READERS", (reading.docx, reading.docx))
    with pytest.raises(AmbiguousFile, match=r"claimed by .*, "):
        read(source(package(p("а"))))
