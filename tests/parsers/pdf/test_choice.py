"""A text layer is read unless it is none, is hidden, or is no language."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from parsers.document import BBox, Note, Page, Word
from parsers.errors import OcrUnavailable
from parsers.limits import DEFAULT_LIMITS
from parsers.pdf import choice
from parsers.pdf.choice import _distrust, _refuted, _with_better_words, is_read_from_picture, page_of
from parsers.pdf.text_layer import read_text_page
from tests.parsers.pdf.drawing import page, write

SOUND = "Төрийн байгууллагын албан хаагчдад авлигын эсрэг сургалт зохион байгуулсан"


def from_picture(draw: Callable[[Any], None]) -> bool:
    with page(draw) as pdf_page:
        return is_read_from_picture(pdf_page, read_text_page(pdf_page, 1, DEFAULT_LIMITS), DEFAULT_LIMITS)


def lines(*texts: str, mode: int = 0) -> Callable[[Any], None]:
    def draw(canvas: Any) -> None:
        for number, text in enumerate(texts):
            write(canvas, 20, 270 - 14 * number, text, size=7, mode=mode)

    return draw


def test_a_layer_of_mongolian_is_kept() -> None:
    assert not from_picture(lines(SOUND))
    with page(lines(SOUND)) as pdf_page:
        kept = page_of(pdf_page, 1, DEFAULT_LIMITS)
    assert (kept.origin, " ".join(word.text for word in kept.words)) == ("text", SOUND)


def test_old_letters_are_language_too() -> None:
    assert not from_picture(lines(SOUND.replace("ө", "є").replace("ү", "ї")))


def test_few_letters_do_not_tell() -> None:
    assert not from_picture(lines("Шкзд бвгр 12"))


def test_a_page_without_text_is_read_from_its_picture_unless_nothing_is_drawn() -> None:
    assert from_picture(lambda canvas: canvas.rect(20, 20, 100, 100))
    assert not from_picture(lambda canvas: None)


def test_a_hidden_layer_is_not_trusted() -> None:
    assert from_picture(lines(SOUND, mode=3))


def test_letters_of_no_code_are_not_language() -> None:
    strange = "".join(chr(0xE000 + ord(letter) % 200) for letter in SOUND)
    assert from_picture(lines(strange))
    assert not from_picture(lines(SOUND, SOUND, "\ue001\ue002"))


def test_single_letters_in_place_of_words_are_not_language() -> None:
    spaced = "     ".join(SOUND[:60])
    assert from_picture(lines(spaced[:150], spaced[150:]))
    assert not from_picture(lines(SOUND, "а б в г д е ж з и к"))


def test_a_page_picture_with_a_line_of_text_is_read_whole() -> None:
    image_module = pytest.importorskip("PIL.Image")
    utils = pytest.importorskip("reportlab.lib.utils")
    buffer = io.BytesIO()
    image_module.new("L", (8, 8), 200).save(buffer, "PNG")

    def pictured(*texts: str) -> Callable[[Any], None]:
        def draw(canvas: Any) -> None:
            canvas.drawImage(utils.ImageReader(buffer), 0, 0, 400, 300)
            lines(*texts)(canvas)

        return draw

    assert from_picture(pictured("Хуудас 1"))
    assert not from_picture(pictured(SOUND, SOUND))


# with a recogniser that says what the test wants


def words(*texts: str, note: str = "") -> Page:
    made = tuple(Word(text, BBox(10.0 * n, 0.0, 10.0 * n + 9, 10.0)) for n, text in enumerate(texts))
    return Page(1, 400, 300, made, notes=(Note(note, ""),) if note else ())


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (words(), "no_text"),
        (words("а" * 50, note="hidden_text"), "hidden_text"),
        (words("а" * 39, "1", note="page_picture"), "no_text"),
        (words("а" * 40, note="page_picture"), ""),
        (words("а" * 39), ""),
        (words(*"а" * 15, "б" * 25), "spaced_letters"),
        (words(*"а" * 14, "б" * 26), ""),  # so few may be anything
        (words(*"а" * 15, "б" * 24), ""),  # too few letters
        (words(*"а" * 35, *["бб"] * 65), ""),
        (words(*"а" * 36, *["бб"] * 64), "spaced_letters"),
        (words(*"1" * 60, *["бб"] * 65), ""),  # figures are no letters
    ],
)
def test_what_a_layer_itself_says_against_it(page: Page, reason: str) -> None:
    assert _distrust(page) == reason


NAMES = "Шкздбв гргжптт хцчшлт бвгджз прстфх ктмнлп жзквгб"
"""Words of no list."""


class Band:
    """Stands for the look at a band of the page."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *texts: str, missing: bool = False) -> None:
        def read_band(*_: object) -> tuple[tuple[float, float], list[str]]:
            if missing:
                raise OcrUnavailable("no Tesseract")
            return (0.0, 1.0), list(texts)

        monkeypatch.setattr(choice, "read_band", read_band)


@pytest.mark.parametrize(("seen", "refuted"), [(NAMES, False), ("Хэрэгжилтийн тайлан гаргав", True), ("", False)])
def test_words_of_no_list_are_compared_with_the_picture(
    seen: str, refuted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    Band(monkeypatch, *seen.split())
    assert from_picture(lines(NAMES, NAMES.upper()) if not seen else lines(NAMES)) is refuted


def test_only_the_words_of_the_band_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    def band(*_: object) -> tuple[tuple[float, float], list[str]]:
        return (0.0, 0.1), NAMES.split()

    monkeypatch.setattr(choice, "read_band", band)
    other = NAMES.translate(str.maketrans("шкздбвгр", "лмнпстфх"))
    assert not from_picture(lines(NAMES, "", "", "", other, other, other))
    assert from_picture(lines(other, "", "", "", NAMES, NAMES, NAMES))


def test_lines_are_compared_in_reading_order(monkeypatch: pytest.MonkeyPatch) -> None:
    Band(monkeypatch, *NAMES.split())
    parts = NAMES.split()

    def shuffled(canvas: Any) -> None:
        for number in (5, 3, 6, 0, 2, 4, 1):
            write(canvas, 20 + 50 * number, 270 + number % 2, parts[number], size=7)

    assert not from_picture(shuffled)


def test_without_a_recogniser_letters_that_are_not_cyrillic_are_no_language(monkeypatch: pytest.MonkeyPatch) -> None:
    Band(monkeypatch, missing=True)
    assert not from_picture(lines(NAMES))
    assert from_picture(lines("Shkzdbv grgzhptt htschlt bvgdjz prstfh ktmnlp zhzkvgb"))


def test_strange_signs_are_a_tenth_at_most() -> None:
    letters = sum(map(str.isalpha, SOUND))
    most = letters // 9
    with page(lambda canvas: None) as pdf_page:
        for count, refuted in ((most, ""), (most + 1, "not_language")):
            assert _refuted(pdf_page, words(*SOUND.split(), "\ue001" * count), DEFAULT_LIMITS) == refuted
        assert _refuted(pdf_page, words("\ue001" * 39), DEFAULT_LIMITS) == ""
        assert _refuted(pdf_page, words("\ue001" * 40), DEFAULT_LIMITS) == "not_language"


def read_as(monkeypatch: pytest.MonkeyPatch, seen: Page | None) -> None:
    def read_picture(*_: object) -> Page:
        if seen is None:
            raise OcrUnavailable("no Tesseract")
        return seen

    monkeypatch.setattr(choice, "read_picture", read_picture)


def codes(page: Page) -> list[str]:
    return [note.code for note in page.notes]


def test_a_page_read_from_its_picture_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = Page(1, 400, 300, words("хувь").words, origin="ocr", notes=(Note("skewed", ""),))
    read_as(monkeypatch, seen)
    with page(lambda canvas: canvas.rect(20, 20, 100, 100)) as pdf_page:
        found = page_of(pdf_page, 1, DEFAULT_LIMITS)
    assert (found.words, found.origin, codes(found)) == (seen.words, "ocr", ["read_from_picture", "skewed"])
    assert found.notes[0].text == "the page has no text layer" and found.notes[0].page == 1
    with page(lambda canvas: None) as pdf_page:
        assert page_of(pdf_page, 1, DEFAULT_LIMITS).notes == ()  # nothing is drawn


def test_without_a_recogniser_a_page_stays_unread_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    read_as(monkeypatch, None)
    with page(lines(SOUND, mode=3)) as pdf_page:
        found = page_of(pdf_page, 1, DEFAULT_LIMITS)
    assert codes(found) == ["hidden_text", "page_unread"] and found.origin == "text"
    assert "an invisible one under a scan" in found.notes[1].text and "no Tesseract" in found.notes[1].text


def test_words_of_a_hidden_layer_are_kept_where_they_are_better_language(monkeypatch: pytest.MonkeyPatch) -> None:
    read_as(monkeypatch, Page(1, 400, 300, words(*NAMES.split()).words, origin="ocr"))
    with page(lines(SOUND, mode=3)) as pdf_page:
        found = page_of(pdf_page, 1, DEFAULT_LIMITS)
    assert " ".join(word.text for word in found.words) == SOUND
    assert codes(found) == ["read_from_picture", "hidden_text_kept"]
    with page(lines(NAMES, mode=3)) as pdf_page:
        read_as(monkeypatch, Page(1, 400, 300, words(*SOUND.split()).words, origin="ocr"))
        assert codes(page_of(pdf_page, 1, DEFAULT_LIMITS)) == ["read_from_picture"]


@pytest.mark.parametrize(
    ("width", "height", "kept"),
    [
        (400, 300, True),
        (402.9, 297.1, True),
        (403, 300, False),
        (397, 300, False),
        (400, 303, False),
        (400, 297, False),
    ],
)
def test_a_hidden_layer_that_lies_otherwise_is_not_kept(width: float, height: float, kept: bool) -> None:
    seen = Page(1, width, height, words(*NAMES.split()).words, origin="ocr")
    better = _with_better_words(seen, words(*SOUND.split()))
    assert (better.words != seen.words) is kept and (better is seen) is not kept
    assert _with_better_words(words(*SOUND.split()), words(*SOUND.split())).notes == ()  # no better
