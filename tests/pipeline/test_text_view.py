"""The words of a row are declared once: whatever field of type ``Printed`` a record has is shown, published and kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from normalizers.report import PRINTED
from pipeline.outputs.tables.dataset import build
from pipeline.review import applying, decisions, rows
from pipeline.schema.loading import schema
from pipeline.text_view import tell
from tests.pipeline.outputs.making import CATALOGUES, outcome, record


@pytest.mark.parametrize("name", PRINTED)
def test_every_printed_field_is_shown_published_and_kept(name: str) -> None:
    whole = replace(record(1), **{name: "тэмдэгт үг"})
    made = outcome("a.docx", whole)
    assert made.report is not None
    assert "тэмдэгт үг" in tell(made.report)
    assert ("тэмдэгт үг",) in build([made], CATALOGUES).select("measures", name)
    assert schema().table("measures").column(name).type == "text"
    assert name == "goal_reported" or "тэмдэгт үг" in applying._words(whole)


def test_what_is_corrected_and_joined_are_printed_fields() -> None:
    below = record(2, **dict.fromkeys(rows.MERGED, "доод"))
    joined = rows.merged(record(1, **dict.fromkeys(rows.MERGED, "дээд")), below)
    assert {getattr(joined, name) for name in rows.MERGED} == {"дээд доод"}
    assert set(rows.MERGED) < set(decisions.TEXTS) < set(PRINTED)
