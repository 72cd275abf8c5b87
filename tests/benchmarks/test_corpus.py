"""The labelled corpus: the same from the same seed, and its truth is what its documents show."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from benchmarks.corpus import docx_writer, invalid
from benchmarks.corpus.content import catalogue, sentences
from benchmarks.corpus.making import draft, make, refused, reportlab, scan
from benchmarks.corpus.pdf_reportlab import families
from benchmarks.scoring import folded, grouped, score_edition
from parsers.document import Paragraph
from parsers.docx import reader
from parsers.errors import ParseError
from parsers.limits import DEFAULT_LIMITS
from tests.builders.docx import source


def letters(text: str) -> Counter[str]:
    return Counter(re.sub(r"\W", "", text))


def docx_text(data: bytes) -> str:
    blocks = reader.read(source(data), DEFAULT_LIMITS).blocks
    return "\n".join(
        block.text if isinstance(block, Paragraph) else "\n".join(cell.text for cell in block.cells) for block in blocks
    )


def test_the_same_seed_gives_the_same_bytes() -> None:
    first, second = (list(make("docx", 2, 5)) for _ in range(2))
    assert [made.data for made in first] == [made.data for made in second]
    assert [made.truth.record() for made in first] == [made.truth.record() for made in second]
    assert next(make("docx", 1, 6)).data != first[0].data


@pytest.mark.parametrize("quirk", ("", *docx_writer.QUIRKS))
def test_each_quirk_shows_what_the_truth_says(quirk: str) -> None:
    each = draft("t", 1, "docx", {"quirk": quirk, "letters": "", "length": 3, "author_split": 0})
    text = docx_text(docx_writer.write(each.sheet, quirk, each.chance))
    plain = docx_text(docx_writer.write(each.sheet, "", each.chance))
    assert letters(text) == letters(plain)
    for row in each.content.rows:
        assert folded(row.text) in folded(text)
        assert not letters(" ".join(row.cells["progress"])) - letters(text)


@pytest.mark.skipif(not families(), reason="no font with Ө and Ү is installed")
@pytest.mark.parametrize("rules", ["strokes", "none"])
def test_a_pdf_shows_what_the_truth_says(rules: str) -> None:
    made = reportlab(draft("t", 2, "rl", {"rules": rules, "letters": "", "header": "once", "watermark": False}))
    document = pdfium.PdfDocument(io.BytesIO(made.data))
    seen = letters("".join(page.get_textpage().get_text_bounded() for page in document))
    for row in made.truth.rows:
        assert not letters(row["measure_reported"]) - seen
        assert 1 <= row["page_start"] <= row["page_end"] <= len(document)


@pytest.mark.skipif(not families(), reason="no font with Ө and Ү is installed")
def test_a_scan_has_pictures_only() -> None:
    each = draft("t", 3, "rl", {"turned": False, "length": 1, "missing": 8})
    document = pdfium.PdfDocument(io.BytesIO(scan(each, "desk-150").data))
    assert not document[0].get_textpage().get_text_bounded().strip()


@pytest.mark.skipif(not families(), reason="no font with Ө and Ү is installed")
@pytest.mark.parametrize("kind", invalid.KINDS)
def test_refused_files(kind: str) -> None:
    made = refused(draft("t", 4, "docx"), kind)
    assert made.truth.expected_status == "rejected" and not made.truth.rows
    if made.truth.file.endswith("docx") and kind not in ("letter", "unrelated"):
        with pytest.raises(ParseError):
            reader.read(source(made.data), DEFAULT_LIMITS)


def test_every_measure_has_words() -> None:
    for measure in catalogue().measures:
        words = sentences()["measures"][measure.key]
        assert words["progress"] and words["indicators"] and words["paraphrases"]


def test_scoring_counts_faults(tmp_path: Path) -> None:
    """The truth published as it is scores 1; a wrong code, a lost row and an invented one are found."""
    truth = next(make("docx", 1, 7)).truth
    (tmp_path / "truth.jsonl").write_text(json.dumps(truth.record(), ensure_ascii=False) + "\n", encoding="utf-8")
    right = _published(tmp_path / "right", truth.record())
    assert set(grouped(score_edition(right, tmp_path), tmp_path)["all"].faults) == set()
    assert grouped(score_edition(right, tmp_path), tmp_path)["all"].share("row_perfect") == 1
    record = truth.record()
    record["rows"] = [dict(row) for row in record["rows"][1:]]
    record["rows"][0] |= {"measure_code": "9.9"}
    record["rows"].append({**record["rows"][-1], "measure_reported": "Нийт", "progress": "гурван зуун жаран тав"})
    score = score_edition(_published(tmp_path / "wrong", record), tmp_path)[truth.doc]
    assert any("is none" in fault for fault in score.faults)
    assert any("is missing" in fault for fault in score.faults)
    assert score.sums["auto_wrong"] == 2
    assert score.share("row_perfect") < 1  # type: ignore[operator]


def _published(folder: Path, record: dict[str, object]) -> Path:
    folder.mkdir()
    fields = ("agency", "plan_year", "period", "report_date", "acknowledged_by", "prepared_by")
    submission = {"file": record["file"], "submission_id": "1", "status": "ok", "reason": ""} | {
        name: record[name] for name in fields
    }
    rows = [dict(row, submission_id="1", match_status="auto", row=index) for index, row in enumerate(record["rows"], 1)]  # type: ignore[call-overload, arg-type]
    for name, table in (("submissions", [submission]), ("measures", rows)):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, fieldnames=sorted({key for row in table for key in row}))
            writer.writeheader()
            writer.writerows(table)
    return folder
