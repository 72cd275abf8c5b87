"""Words by position: pieces in any order of the stream, joined and parted by how far apart they are printed."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import numpy as np
import pytest

from parsers.document import Word
from parsers.pdf.characters import TextPieces
from parsers.pdf.words import words

SIZE = 10.0


@dataclass
class Piece:
    """A stretch of letters from ``x`` on, half a font size wide each; every piece is a text run of its own."""

    text: str
    x: float
    base: float = 100.0
    size: float = SIZE
    bold: bool = False
    blank_before: bool = False
    blank_after: bool = False
    run: int | None = None
    broken: bool = False

    @property
    def end(self) -> float:
        return self.x + len(self.text) * self.size / 2


def found(*pieces: Piece, walls: list[tuple[float, float, float, float]] | None = None) -> list[Word]:
    boxes = np.array([[piece.x, piece.base - 8, piece.end, piece.base + 2] for piece in pieces])
    bases = np.array([piece.base for piece in pieces])
    texts = np.empty(len(pieces), dtype=object)
    texts[:] = [piece.text for piece in pieces]
    columns = TextPieces(
        texts=texts,
        boxes=boxes,
        runs=np.array([number if piece.run is None else piece.run for number, piece in enumerate(pieces)]),
        base=np.column_stack([boxes[:, 0], bases]),
        angle=np.zeros(len(pieces)),
        size=np.array([piece.size for piece in pieces]),
        bold=np.array([piece.bold for piece in pieces]),
        hidden=np.zeros(len(pieces), dtype=np.bool_),
        blank_before=np.array([piece.blank_before for piece in pieces]),
        blank_after=np.array([piece.blank_after for piece in pieces]),
        broken=np.array([piece.broken for piece in pieces]),
        letters=np.array([len(piece.text) for piece in pieces]),
    )
    return words(columns, boxes, bases, np.array(walls, dtype=float).reshape(-1, 4) if walls else np.empty((0, 4)))


def texts(*pieces: Piece, walls: list[tuple[float, float, float, float]] | None = None) -> list[str]:
    return [word.text for word in found(*pieces, walls=walls)]


def gapped(gap: float, **how: bool) -> list[str]:
    """Two pieces of one text run, ``gap`` font sizes apart."""
    return texts(Piece("аж", 0, run=1), Piece("ил", SIZE * (1 + gap), run=1, **how))


def test_a_letter_drawn_late_still_stands_in_its_word() -> None:
    assert texts(Piece("т", 0), Piece("рийн", 10), Piece("ө", 5)) == ["төрийн"]


def test_the_order_of_the_stream_does_not_matter() -> None:
    line = [Piece("төр", 0), Piece("ийн", 15), Piece("ажил", 40), Piece("дор", 0, base=115)]
    for seed in range(6):
        assert texts(*Random(seed).sample(line, len(line))) == ["төрийн", "ажил", "дор"]


@pytest.mark.parametrize(("gap", "whole"), [(0.0, True), (0.2, True), (0.3, False), (-0.5, True)])
def test_a_gap_wide_for_the_font_parts_words(gap: float, whole: bool) -> None:
    assert gapped(gap) == (["ажил"] if whole else ["аж", "ил"])


def test_what_is_printed_across_a_word_is_no_part_of_it() -> None:
    assert texts(Piece("ажиллагаа", 0, run=1), Piece("ил", 30, run=1)) == ["ажиллагаа", "ил"]


def test_a_blank_parts_at_a_smaller_gap_but_not_within_a_kerned_pair() -> None:
    assert gapped(0.1, blank_before=True) == ["аж", "ил"]
    assert gapped(0.02, blank_before=True) == ["ажил"]
    assert texts(Piece("аж", 0, run=1, blank_after=True), Piece("ил", 11, run=1)) == ["аж", "ил"]


def test_the_seam_of_two_text_runs_parts_at_half_the_gap() -> None:
    assert gapped(0.18) == ["ажил"]
    assert texts(Piece("аж", 0), Piece("ил", 11.8)) == ["аж", "ил"]
    assert texts(Piece("аж", 0, run=1, broken=True), Piece("ил", 11.8, run=1)) == ["аж", "ил"]
    assert texts(Piece("аж", 0), Piece("ил", 10.8)) == ["ажил"]


def test_no_word_crosses_an_upright_rule() -> None:
    apart = (Piece("аж", 0), Piece("ил", 10.5))
    assert texts(*apart, walls=[(10.2, 90, 10.2, 110)]) == ["аж", "ил"]
    assert texts(*apart, walls=[(10.2, 101, 10.2, 120)]) == ["ажил"]  # it begins below the line
    assert texts(*apart, walls=[(10.2, 50, 10.2, 90)]) == ["ажил"]  # it ends above
    assert texts(*apart, walls=[(14.0, 90, 14.0, 110)]) == ["ажил"]  # it runs through the letters
    assert texts(*apart, walls=[(200, 90, 200, 110), (10.2, 90, 10.2, 110)]) == ["аж", "ил"]


def test_letters_printed_twice_are_bold_and_stand_once() -> None:
    twice = found(Piece("дүн", 0), Piece("дүн", 0.5))
    assert [(word.text, word.bold) for word in twice] == [("дүн", True)]
    assert texts(Piece("дд", 0), Piece("дд", 10)) == ["дддд"]  # beside each other: four letters
    assert texts(Piece("д", 0), Piece("д", 0.5, base=115)) == ["д", "д"]  # on two lines
    assert texts(Piece("дү", 0, run=1), Piece("дү", 0.5, run=1)) == ["дүдү"]  # one run never prints twice
    assert [word.bold for word in found(Piece("дүн", 0))] == [False]


def test_baselines_of_one_line_may_differ_by_rounding_only() -> None:
    assert texts(Piece("аж", 0), Piece("ил", 10, base=100.7)) == ["ажил"]
    assert texts(Piece("аж", 0), Piece("ил", 10, base=100.8)) == ["аж", "ил"]


def test_spaced_letters_are_measured_by_their_own_distance() -> None:
    spaced = [Piece(letter, n * 9.0, run=1) for n, letter in enumerate("ТАЙЛАН")]
    assert texts(*spaced) == ["ТАЙЛАН"]
    later = [Piece(letter, 70 + n * 9.0, run=1) for n, letter in enumerate("ДҮНД")]
    assert texts(*spaced, *later) == ["ТАЙЛАН", "ДҮНД"]
    assert texts(*[Piece(letter, n * 9.0, run=1) for n, letter in enumerate("ОН")]) == ["О", "Н"]  # two are no stretch


def test_a_word_says_where_it_stands_how_large_and_how_heavy_it_is() -> None:
    word, other = found(
        Piece("аж", 5, bold=True), Piece("ил", 15, size=12.0, bold=True, blank_after=True), Piece("хийв", 60)
    )
    assert word.bbox == pytest.approx((5, 100 - 0.78 * 12, 27, 100 + 0.22 * 12))
    assert (word.size, word.bold, word.blank_after, word.confidence) == (12.0, True, True, None)
    assert (other.text, other.bold, other.blank_after) == ("хийв", False, False)
    assert [w.bold for w in found(Piece("аж", 0, bold=True), Piece("ил", 10))] == [False]  # half of a word is not it


def test_nothing_gives_no_words() -> None:
    empty = np.empty((0, 4))
    nothing = TextPieces(*(np.array([], dtype=object) for _ in TextPieces.__slots__))
    assert words(nothing, empty, np.array([]), empty) == []


# to the number; fonts of 10 points


def test_gaps_part_words_only_where_they_are_wider() -> None:
    assert gapped(0.25) == ["ажил"] and gapped(0.26) == ["аж", "ил"]
    assert gapped(0.05, blank_before=True) == ["ажил"] and gapped(0.06, blank_before=True) == ["аж", "ил"]
    assert texts(Piece("аж", 0), Piece("ил", 11.25)) == ["аж", "ил"] and texts(Piece("аж", 0), Piece("ил", 11.1)) == [
        "ажил"
    ]
    assert gapped(-1.0) == ["ажил"] and texts(Piece("ажл", 0, run=1), Piece("ил", 4.9, run=1)) == ["ажл", "ил"]
    larger = texts(Piece("аж", 0, run=1), Piece("ил", 14, size=20.0, run=1))
    assert larger == ["ажил"]  # measured by the larger font


def test_letters_printed_twice_lie_just_beside_each_other() -> None:
    assert texts(Piece("д", 0), Piece("д", 1.4)) == ["д"] and texts(Piece("д", 0), Piece("д", 1.5)) == ["дд"]
    assert texts(Piece("д", 0), Piece("ү", 0.5)) == ["дү"]
    assert [word.bold for word in found(Piece("д", 0), Piece("д", 1.0), Piece("үн", 7))] == [True, False]


def test_a_rule_parts_only_what_it_passes_between() -> None:
    def parted(x: float, top: float = 90, bottom: float = 110, gap: float = 1.0) -> bool:
        return texts(Piece("аж", 0), Piece("ил", 10 + gap), walls=[(x, top, x, bottom)]) == ["аж", "ил"]

    assert parted(10.5) and parted(9.5) and parted(11.5) and not parted(9.4) and not parted(11.6)
    assert parted(10.5, top=97) and not parted(10.5, top=97.1)  # at the height of small letters
    assert parted(10.5, bottom=97) and not parted(10.5, bottom=96.9)
    assert parted(9.75, gap=-0.5) and not parted(9.4, gap=-1.2)
    one_run = texts(Piece("аж", 0, run=1), Piece("ил", 11, run=1), walls=[(10.5, 90, 10.5, 110)])
    assert one_run == ["ажил"]  # a text run is drawn in one go
    three = texts(Piece("аж", 0), Piece("ил", 11), Piece("ын", 22), walls=[(21.5, 90, 21.5, 110)])
    assert three == ["ажил", "ын"]


def test_only_stretches_of_single_letters_are_spaced() -> None:
    def spaced(pitch: float, text: str = "ТАЙЛАН") -> list[str]:
        return texts(*[Piece(letter, n * pitch, run=1) for n, letter in enumerate(text)])

    assert spaced(19.9) == ["ТАЙЛАН"] and spaced(20.1) == list("ТАЙЛАН") and spaced(8.0, "ОНД") == list("ОНД")
    assert spaced(8.0, "ОНДО") == ["ОНДО"]
    double = [Piece(text, n * 14.0, run=1) for n, text in enumerate(("ТА", "ЙЛ", "АН", "ГИ"))]
    assert texts(*double) == ["ТА", "ЙЛ", "АН", "ГИ"]
    typed = [Piece(letter, n * 9.0, run=1, blank_after=True) for n, letter in enumerate("ОНДО")]
    assert texts(*typed) == list("ОНДО")
    rows = [Piece(letter, n * 9.0, base=base, run=1) for base in (100, 115) for n, letter in enumerate("ТАЙЛАН")]
    assert texts(*rows) == ["ТАЙЛАН", "ТАЙЛАН"]
    uneven = [Piece(letter, x, run=1) for letter, x in zip("ТАЙЛАН", (0, 9, 18, 27, 36, 48), strict=True)]
    assert texts(*uneven) == ["ТАЙЛА", "Н"]  # measured by its median


def test_a_word_is_heavy_where_most_of_its_pieces_are() -> None:
    pieces = [Piece("а", 0, bold=True), Piece("ж", 5, bold=True), Piece("и", 10)]
    assert [word.bold for word in found(*pieces)] == [True] and [word.bold for word in found(*pieces[1:])] == [False]
    assert [word.text for word in found(Piece("аж", 0, size=0.4), Piece("ил", 20))] == ["аж", "ил"]
