"""The measure code printed before the text or in a column of its own: ``1.1.АТГ-аас`` -> ``("1.1", "АТГ-аас")``.

Only the start of a cell can hold a code, and what looks like one in a sentence is none: dates, sums, law references.
"""

from __future__ import annotations

import re

from parsers.language.confusions import DIGITS
from parsers.language.words import is_word

_LEVEL = r"\d{1,2}(?!\d)"
_YEAR = re.compile(r"(?:19|20)\d\d(?!\d)\s*\D")
_MULTI = re.compile(
    rf"^[\s(\[№]*((?:[IVX]{{1,4}}|{_LEVEL})(?:\s?[.,]\s?{_LEVEL}){{1,3}}|{_LEVEL}-{_LEVEL}(?:-{_LEVEL})?)\s?(?P<end>[.,)\]:/]*)(?P<rest>.*)$",
    re.S,
)
_SINGLE = re.compile(rf"^\s*({_LEVEL})(?:\s?[.)]\s*|,\s+)(?P<rest>(?!\d).*)$", re.S)
_NOT_AFTER = re.compile(
    r"^\s*(?:[-–](?:[а-яөүёa-z]{1,4}\b)|(?:дэх|дахь|дугаар|дүгээр|д[үу]г|зүйл|заалт|хэсэг|хэсг|дэх|сая|мян|тэрбум|төг|₮|%|хув|оны|он\b|сар|"
    r"өдөр|цаг|минут|дахин|удаа|метр|кг|км|га\b|м2|хүн|р\s|-р\b))",
    re.I,
)
_OF_YEAR = re.compile(r"(?:19|20)\d\d\s+он")  # 5.1 2024 оны төлөвлөгөө
_UNKNOWN = re.compile(r"\s*([^\W\d_]{2,})")  # behind a figure it may be a damaged unit: 2.5 гэрбум
_RANGE = re.compile(r"\s*[-–—]\s*\d")  # 09.30-10.30, 7.1.1-7.1.3
_DASH = re.compile(r"^[-–—]\s+(?=\S)")  # 3.2 - Тайлан
_CAPITALISED = re.compile(r"^\s*[А-ЯӨҮЁ][а-яөүё]")  # a sentence begins: its first word is no unit of the number
# An OCR reading confuses these in a code; a text layer never does.
_FIGURE = rf"[0-9{''.join(map(chr, DIGITS))}]{{1,2}}"
_NOISY = re.compile(rf"^\s*((?:{_FIGURE}\s?[.,]\s?){{1,3}}{_FIGURE})(?=[.,\s)]|[А-ЯӨҮЁ]|$)")


def split_code(text: str, read_by_ocr: bool = False) -> tuple[str, str]:
    """``(code as printed without trailing point, rest)``; the code is empty when the text does not begin with one.

    >>> split_code("1.1.АТГ-аас бэлтгэсэн"), split_code("2.3. Сургалт")
    (('1.1', 'АТГ-аас бэлтгэсэн'), ('2.3', 'Сургалт'))
    >>> split_code("2023.06.14-ний өдөр"), split_code("1.5 сая төгрөг"), split_code("6.1.9-д заасан")
    (('', '2023.06.14-ний өдөр'), ('', '1.5 сая төгрөг'), ('', '6.1.9-д заасан'))
    >>> split_code("5.1.2023 оны төлөвлөгөө"), split_code("1.3 Хүний нөөц"), split_code("1.3 хүн ам")
    (('5.1', '2023 оны төлөвлөгөө'), ('1.3', 'Хүний нөөц'), ('', '1.3 хүн ам'))
    """
    if read_by_ocr and (noisy := _NOISY.match(text)) and any(letter.isdigit() for letter in noisy[1]):
        text = noisy[1].translate(DIGITS).replace(",", ".") + text[noisy.end(1) :]
    match = _MULTI.match(text)
    if not match:
        return "", text
    rest = match["rest"]
    closed = bool(match["end"]) or (text[match.start("rest") - 1].isspace() and _OF_YEAR.match(rest) is not None)
    if (
        _RANGE.match(rest)
        or (rest[:1].isdigit() and not (closed and _YEAR.match(rest)))
        or (_NOT_AFTER.match(rest) and not _CAPITALISED.match(rest) and not (closed and rest.lstrip()[:1].isupper()))
    ):
        return "", text
    if not closed and (word := _UNKNOWN.match(rest)) and word[1].islower() and not is_word(word[1]):
        return "", text
    if "-" in match[1] and not (closed or not rest.strip() or (rest[:1].isspace() and rest.lstrip()[:1].isupper())):
        return "", text
    if not closed and rest and rest.lstrip()[:1].islower() and rest[:1].isspace() and "," in match[1]:
        return "", text
    return re.sub(r"\s+", "", match[1]), _DASH.sub("", rest.strip())


def split_single(text: str) -> tuple[str, str]:
    """The one-level form ``3. Сургалт``: only a code where every measure of the table is numbered so.

    >>> split_single("3. Сургалт зохион байгуулах"), split_single("3 сургалт")
    (('3', 'Сургалт зохион байгуулах'), ('', '3 сургалт'))
    """
    match = _SINGLE.match(text)
    return (match[1], match["rest"].strip()) if match and match["rest"].strip() else ("", text)


def is_code(text: str) -> bool:
    """True when the whole text is a code of two levels or more: ``1.1``, ``2.3.``, ``1-2``.

    >>> is_code("1.10."), is_code("12"), is_code("1.5 сая")
    (True, False, False)
    """
    code, rest = split_code(text)
    return bool(code) and not rest


def bare(text: str, read_by_ocr: bool = False) -> str:
    """A code cell without its trailing point or bracket; as letters and commas are read for digits and points.

    >>> bare("1.10."), bare("2,З", read_by_ocr=True)
    ('1.10', '2.3')
    """
    code = re.sub(r"\s+", "", text).strip("().:/, ")
    if read_by_ocr and any(letter.isdigit() for letter in code):
        return code.translate(DIGITS).replace(",", ".")
    return code
