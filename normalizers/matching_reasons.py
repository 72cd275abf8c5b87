"""Why a row was mapped as it was, in a sentence, English and Mongolian, from the same clues that decided it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from rapidfuzz import fuzz

from normalizers.matching_features import PAIR, ROW
from normalizers.matching_index import CatalogueIndex, plain_code
from normalizers.matching_swaps import Compared, compare
from normalizers.record import Clue
from normalizers.wording import Wording, contrast_names, member_names, wording

if TYPE_CHECKING:
    from normalizers.matching import Judged

_P: Final = {name: number for number, name in enumerate(PAIR)}
_R: Final = {name: number for number, name in enumerate(ROW)}
_FAR: Final = 0.35  # likeness of words below which the nearest measure is only named
_DAMAGED: Final = 0.3  # share of words that are no words from which it is said
_MOST_WORDS: Final = 4
WORTH_TELLING: Final = 0.005  # probability from which a rival of an accepted measure is spoken of


@dataclass(frozen=True, slots=True)
class Told:
    """The sentence for the row in both languages, and the clues of each candidate shown."""

    reason: str
    reason_mn: str
    clues: tuple[tuple[Clue, ...], ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Words of a row beside those of a measure: how many of the measure's words were found (``found`` of ``total``),
    the ones missing, and those that stand in the place of others."""

    found: int
    total: int
    missing: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()


def difference(index: CatalogueIndex, column: int, beside: Compared) -> Difference:
    """The words of a row beside those of a measure text (a column of the index), once both were compared."""
    total = len(set(beside.measure))
    if not beside.unmet and not beside.swaps:
        return Difference(total, total)
    words = zip(index.wordings[column].words, beside.measure, strict=True)
    missing = dict.fromkeys(word for word, number in words if number in beside.unmet)
    replaced = dict.fromkeys(one.word for one in beside.swaps)
    return Difference(total - len(beside.unmet), total, tuple(missing), tuple(replaced))


Pair = tuple[tuple[str, ...], tuple[str, ...]]


def deciding_words(index: CatalogueIndex, text: str, winner: int, rival: int) -> Pair:
    """The words that tell two measure texts apart and stand in the row: those of the winner, those of the rival."""
    row = wording(text)
    one, other = index.wordings[winner], index.wordings[rival]
    return _only(one, other, row), _only(other, one, row)


def _only(of: Wording, without: Wording, row: Wording) -> tuple[str, ...]:
    lacking = set(without.stems)
    words = [w for w, stem in zip(of.words, of.stems, strict=True) if stem not in lacking and stem in set(row.stems)]
    return tuple(dict.fromkeys(words))


def tell(
    index: CatalogueIndex, judged: Sequence[Judged], one: Judged, order: Sequence[int], code: str, status: str
) -> Told:
    """The explanation of one piece of a report: ``order`` are the places of the candidates shown, best first."""
    spoken = [
        _clues(index, one, place) if n == 0 or status == "review" or one.together[place] > WORTH_TELLING else ()
        for n, place in enumerate(order)
    ]
    best = one.reading.measures[one.number, order[0]]
    key = index.catalogue.measures[best].key
    if code:
        english, mongolian = [f"matches {key}: {spoken[0][0].text}"], [f"{key}-тэй тохирно: {spoken[0][0].text_mn}"]
    else:
        english, mongolian = (
            [f"not in the catalogue; nearest {key}: {spoken[0][0].text}"],
            [f"каталогт алга; хамгийн ойр нь {key}: {spoken[0][0].text_mn}"],
        )
        if status == "unmatched" and one.reading.pair[one.number, order[0], _P["words"]] < _FAR:
            return Told("; ".join(english), "; ".join(mongolian), tuple(spoken))
    english += [clue.text for clue in spoken[0][1:]]
    mongolian += [clue.text_mn for clue in spoken[0][1:]]
    if one.chosen < 0 and (taken := _taken_by(judged, one, int(best))) is not None:
        english.append(f"another row ({taken + 1}) fits {key} better")
        mongolian.append(f"{taken + 1} дүгээр мөр {key}-д илүү тохирно")
    if len(order) > 1 and (one.together[order[1]] > WORTH_TELLING or status == "review"):
        rival = index.catalogue.measures[one.reading.measures[one.number, order[1]]].key
        columns = [_column(index, one, place) for place in order[:2]]
        mine, theirs = deciding_words(index, one.piece.text, columns[0], columns[1])
        said, said_mn = "(row has: {mine}; of {rival}: {theirs})", "(мөрөнд: {mine}; {rival}: {theirs})"
        english.append(f"next {rival} {_deciding(said, mine, theirs, rival)}".strip())
        mongolian.append(f"дараагийнх {rival} {_deciding(said_mn, mine, theirs, rival)}".strip())
    return Told("; ".join(english), "; ".join(mongolian), tuple(spoken))


def _column(index: CatalogueIndex, one: Judged, place: int) -> int:
    """The measure's own text (first column) of a candidate; aliases explain less well."""
    return int(index.first_column[one.reading.measures[one.number, place]])


def _beside(index: CatalogueIndex, one: Judged, column: int) -> Compared:
    """The piece beside a measure text, as it was compared for the clues if it was."""
    if column not in one.score.compared:
        row = wording(one.piece.text)
        (one.score.compared[column],) = compare(index, [row], index.word_rows([row]), [column])
    return one.score.compared[column]


def _deciding(pattern: str, mine: tuple[str, ...], theirs: tuple[str, ...], rival: str) -> str:
    if not mine and not theirs:
        return ""
    return pattern.format(mine=_some(mine) or "-", theirs=_some(theirs) or "-", rival=rival)


def _taken_by(judged: Sequence[Judged], one: Judged, measure: int) -> int | None:
    for other in judged:
        placed = other is not one and other.chosen >= 0
        if placed and int(other.reading.measures[other.number, other.chosen]) == measure:
            return other.piece.rows[0]
    return None


def _some(words: Sequence[str]) -> str:
    listed = [f"«{word}»" for word in words[:_MOST_WORDS]]
    return ", ".join(listed) + (" …" if len(words) > _MOST_WORDS else "")


def _clues(index: CatalogueIndex, one: Judged, place: int) -> tuple[Clue, ...]:
    """What speaks for and against one candidate, the words first."""
    clues = one.reading.pair[one.number, place]
    column = _column(index, one, place)
    words = difference(index, column, _beside(index, one, column))
    said = [
        Clue(
            f"{words.found} of {words.total} words",
            f"{words.total} үгээс {words.found} нь",
            1 if 2 * words.found >= words.total else -1,
        )
    ]
    for label, label_mn, listed in (
        ("instead of its words: ", "оронд нь: ", words.replaced),
        ("missing: ", "дутуу: ", words.missing if len(words.missing) <= 2 * _MOST_WORDS else ()),
    ):
        if listed:
            said.append(Clue(label + _some(listed), label_mn + _some(listed), -1))
    if clues[_P["contrast"]] or column != one.score.columns[place]:
        said += _contrasts(index, one.piece.text, column)
    return (*said, *_printed(one, clues))


def _contrasts(index: CatalogueIndex, text: str, column: int) -> list[Clue]:
    row, measure = wording(text).members, index.members[column]
    found = []
    for group in np.flatnonzero((row != 0) & (measure != 0) & (row & measure == 0)).tolist():
        has, wants = _some(member_names(group, int(row[group]))), _some(member_names(group, int(measure[group])))
        name = contrast_names()[group]
        found.append(Clue(f"other {name}: {has}, catalogue {wants}", f"зөрүү: {has}, каталогт {wants}", -1))
    return found


def _printed(one: Judged, clues: Sequence[float]) -> list[Clue]:
    """What the printed code and heading said, and what was done to the text."""
    found = []
    code = plain_code(one.piece.code)
    if clues[_P["code_same"]]:
        found.append(Clue(f"printed code {code} agrees", f"дугаар {code} таарсан", 1))
    elif code:
        found.append(Clue(f"printed code {code} differs", f"дугаар {code} зөрсөн", -1))
    else:
        found.append(Clue("no printed code", "дугаар байхгүй"))
    if clues[_P["goal"]]:
        found.append(Clue("under its goal", "зорилго таарсан", 1))
    elif clues[_P["goal_other"]]:
        found.append(Clue("under another goal", "өөр зорилгын дор", -1))
    if len(one.piece.rows) > 1:
        found.append(Clue(f"joined from {len(one.piece.rows)} rows", f"{len(one.piece.rows)} мөрийг нийлүүлсэн"))
    noise = float(one.reading.row[one.number, _R["noise"]])
    if noise >= _DAMAGED:
        found.append(Clue(f"damaged words: {noise:.0%}", f"гэмтсэн үг: {noise:.0%}", -1))
    if expanded := wording(one.piece.text).expanded:
        listed = ", ".join(dict.fromkeys(word.upper() for word in expanded))
        found.append(Clue(f"written out: {listed}", f"товчлолыг задалсан: {listed}"))
    return found


def similarity(one: str, other: str) -> float:
    """Likeness of two texts, 0-1, letter by letter without what spelling and scanning confuse."""
    return fuzz.ratio(wording(one).letters, wording(other).letters) / 100
