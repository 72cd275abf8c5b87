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
