"""PDFium behind one door: raw handles have one owner here and are closed in the reverse order of opening.

pypdfium2 opens documents and pages (passwords, set-up, shut-down). Its ctypes calls cost 0.5 microseconds each and a
page needs some ten thousand, so the calls made for every character go through cffi (already installed with pdfminer)
to the very same library. PDFium is not thread-safe: one process, one thread.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import cffi
import pypdfium2
import pypdfium2.raw as pdfium_c
from pypdfium2_raw import bindings

from parsers.document import SourceFile
from parsers.errors import DamagedFile, EncryptedFile, LimitExceeded, NoPages
from parsers.limits import Limits
from parsers.pdf.coordinates import PdfBox

TEXT, PATH, IMAGE, FORM = 1, 2, 3, 5
"""FPDF_PAGEOBJ_* kinds of page objects (fpdf_edit.h)."""

_DECLARATIONS = """
typedef struct { float left, top, right, bottom; } RECTF;
typedef struct { float a, b, c, d, e, f; } MATRIX;
int FPDFText_CountChars(void*);
int FPDFText_GetText(void*, int, int, unsigned short*);
unsigned int FPDFText_GetUnicode(void*, int);
int FPDFText_GetLooseCharBox(void*, int, RECTF*);
int FPDFText_GetMatrix(void*, int, MATRIX*);
double FPDFText_GetFontSize(void*, int);
void* FPDFText_GetTextObject(void*, int);
int FPDFTextObj_GetTextRenderMode(void*);
void* FPDFTextObj_GetFont(void*);
size_t FPDFFont_GetBaseFontName(void*, char*, size_t);
int FPDFFont_GetWeight(void*);
int FPDFPage_CountObjects(void*);
void* FPDFPage_GetObject(void*, int);
int FPDFPage_GetRotation(void*);
int FPDF_GetPageBoundingBox(void*, RECTF*);
int FPDFPageObj_GetType(void*);
int FPDFPageObj_GetBounds(void*, float*, float*, float*, float*);
int FPDFPageObj_GetMatrix(void*, MATRIX*);
int FPDFPageObj_GetFillColor(void*, unsigned int*, unsigned int*, unsigned int*, unsigned int*);
int FPDFPageObj_GetStrokeColor(void*, unsigned int*, unsigned int*, unsigned int*, unsigned int*);
int FPDFPageObj_GetStrokeWidth(void*, float*);
void* FPDFPageObj_GetClipPath(void*);
int FPDFClipPath_CountPaths(void*);
int FPDFClipPath_CountPathSegments(void*, int);
void* FPDFClipPath_GetPathSegment(void*, int, int);
int FPDFPageObj_CountMarks(void*);
void* FPDFPageObj_GetMark(void*, unsigned long);
int FPDFPageObjMark_GetParamStringValue(void*, const char*, void*, unsigned long, unsigned long*);
int FPDFPath_CountSegments(void*);
void* FPDFPath_GetPathSegment(void*, int);
int FPDFPathSegment_GetPoint(void*, float*, float*);
int FPDFPathSegment_GetType(void*);
int FPDFPathSegment_GetClose(void*);
int FPDFPath_GetDrawMode(void*, int*, int*);
int FPDFFormObj_CountObjects(void*);
void* FPDFFormObj_GetObject(void*, unsigned long);
"""

ffi: Any = cffi.FFI()
ffi.cdef(_DECLARATIONS)
lib: Any = ffi.dlopen(bindings._libs["pdfium"]._name)


def pointer(handle: Any) -> Any:
    """The cffi view of a pypdfium2 helper's raw handle; it lives as long as the helper."""
    return ffi.cast("void *", ctypes.cast(handle.raw, ctypes.c_void_p).value)


@contextmanager
def opened(source: SourceFile, limits: Limits) -> Iterator[pypdfium2.PdfDocument]:
    """The document, closed afterwards. Files protected with an empty password open like any other.

    Raises EncryptedFile, DamagedFile, NoPages or LimitExceeded.
    """
    if len(source.data) > limits.file_bytes:
        raise LimitExceeded("file_bytes", limits.file_bytes, len(source.data))
    try:
        document = pypdfium2.PdfDocument(source.data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium_c.FPDF_ERR_PASSWORD:
            raise EncryptedFile(str(error), f"нууц үгтэй PDF ({error})") from error
        raise DamagedFile(str(error), f"PDF-ийг нээж чадсангүй ({error})") from error
    try:
        if len(document) == 0:
            raise NoPages("the document has no pages", "баримтад хуудас алга")
        if len(document) > limits.pages:
            raise LimitExceeded("pages", limits.pages, len(document))
        yield document
    finally:
        document.close()


@contextmanager
def opened_page(document: pypdfium2.PdfDocument, number: int) -> Iterator[pypdfium2.PdfPage]:
    """Page ``number`` (1-based), closed afterwards. Raises DamagedFile when PDFium cannot load it."""
    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError as error:
        raise DamagedFile(f"page {number}: {error}", f"{number}-р хуудас: {error}") from error
    try:
        yield page
    finally:
        page.close()


def visible_box(page: Any) -> PdfBox:
    """The crop box in the page's own coordinates."""
    box = ffi.new("RECTF *")
    lib.FPDF_GetPageBoundingBox(page, box)
    return PdfBox(box.left, box.bottom, box.right, box.top)
