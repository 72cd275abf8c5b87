"""One page of a PDF drawn by a few calls of reportlab, opened."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2
import pytest

from tests.builders.pdf import fonts

SIZE = (400.0, 300.0)


@contextmanager
def page(draw: Callable[[Any], None]) -> Iterator[pypdfium2.PdfPage]:
    """A page of 400 x 300 points on which ``draw(canvas)`` has drawn."""
    canvas_module = pytest.importorskip("reportlab.pdfgen.canvas")
    buffer = io.BytesIO()
    canvas = canvas_module.Canvas(buffer, pagesize=SIZE, invariant=1)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    with pypdfium2.PdfDocument(buffer.getvalue()) as document:
        found = document[0]
        try:
            yield found
        finally:
            found.close()


def write(canvas: Any, x: float, y: float, text: str, size: float = 10.0, mode: int = 0) -> None:
    """Text of a font that has ө and ү, its baseline ``y`` points above the lower edge; mode 3 is invisible."""
    plain, _ = fonts("sans")
    text_object = canvas.beginText(x, y)
    text_object.setFont(plain, size)
    text_object.setTextRenderMode(mode)
    text_object.textOut(text)
    canvas.drawText(text_object)
