"""Why a row was mapped as it was, in a sentence, English and Mongolian, from the comparisons that decided it.

Takes decisions of a report; gives each its sentence and, of every candidate shown, what speaks for and against it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from normalizers.linkage.alignment import align
from normalizers.linkage.candidates import CatalogueIndex, plain_code
from normalizers.linkage.comparisons import PAIR_AT, PAIRS, ROW_AT, ROWS, SENTENCES, Comparison
from normalizers.linkage.records import Alignment, Decision, Posterior
from normalizers.linkage.wording import contrast_names, member_names, undecided, wording, words_only_of
from normalizers.report import Clue

_IN_WORDS: Final = frozenset({"words", "replaced", "absent_words", "undecided", "contrast", "noise"})
"""Comparisons whose sentences need the words themselves; all others with a sentence are said where they hold."""
_ALL, _MOST, _FEW, _NONE = range(4)  # the sentences on words in common
_FAR: Final = 0.35  # likeness of words below which the nearest measure is only named
_DAMAGED: Final = 0.3  # share of words that are no words from which it is said
_MOST_WORDS: Final = 4
_REPAIRS: Final = {
    "legacy_letters": ("letters of an old font", "хуучин фонтын үсэг"),
    "latin1_letters": ("letters read in the wrong encoding", "буруу кодчилсон үсэг"),
    "look_alikes": ("Latin letters inside words", "үг доторх латин үсэг"),
}
WORTH_EXPLAINING: Final = 0.005  # probability from which the runner-up of an accepted measure is spoken of


def _plain(table: Sequence[Comparison[Any]]) -> list[tuple[int, str]]:
    return [(at, one.name) for at, one in enumerate(table) if one.says and one.name not in _IN_WORDS]


_PLAIN_OF_PAIR: Final = _plain(PAIRS)
_PLAIN_OF_ROW: Final = _plain(ROWS)


@dataclass(frozen=True, slots=True)
class Explanation:
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


def difference(index: CatalogueIndex, column: int, beside: Alignment) -> Difference:
    """The words of a row beside those of a measure text (a column of the index), once both were aligned."""
    total = len(index.word_ids[column])
    if not beside.unmet and not beside.substitutions:
        return Difference(total, total)
    words = zip(index.wordings[column].words, beside.measure, strict=True)
    missing = dict.fromkeys(word for word, number in words if number in beside.unmet)
    replaced = dict.fromkeys(one.word for one in beside.substitutions)
    return Difference(total - len(beside.unmet), total, tuple(missing), tuple(replaced))


Pair = tuple[tuple[str, ...], tuple[str, ...]]


def deciding_words(index: CatalogueIndex, text: str, winner: int, rival: int) -> Pair:
    """The words that tell two measure texts apart and stand in the row: those of the winner, those of the rival."""
    row = wording(text)
    one, other = index.wordings[winner], index.wordings[rival]
    mine, theirs = (
        tuple(word for word, stem in words_only_of(*pair).items() if stem in row.stems)
        for pair in ((one, other), (other, one))
    )
    return mine, theirs


def align_explained(index: CatalogueIndex, decided: Sequence[Decision]) -> None:
    """Aligns segments with the candidates that will be spoken of, all at once, where the comparisons did not need it."""
    wanted = {
        (one.posterior.segment.text, column): one.posterior.score.aligned
        for one in decided
        for place in one.order
        if _is_explained(one, place) and (column := read_as(one.posterior, place)) not in one.posterior.score.aligned
    }
    rows = [wording(text) for text, _ in wanted]
    found = align(index, rows, index.word_rows(rows), [column for _, column in wanted])
    for ((_, column), aligned), beside in zip(wanted.items(), found, strict=True):
        aligned[column] = beside


def _is_explained(one: Decision, place: int) -> bool:
    """Whether a candidate shown is also spoken of."""
    return place == one.order[0] or one.status == "review" or one.posterior.together[place] > WORTH_EXPLAINING


def explain(index: CatalogueIndex, placed: Mapping[int, Posterior], decided: Decision) -> Explanation:
    """The explanation of one segment of a report (see :func:`align_explained`); ``placed``: its ``first_rows``."""
    one, order, code, status = decided.posterior, decided.order, decided.code, decided.status
    done = _done(one)
    spoken = [(*_clues(index, one, place), *done) if _is_explained(decided, place) else () for place in order]
    best = one.vectors.measures[one.number, order[0]]
    key = index.catalogue.measures[best].key
    words = spoken[0][0]
    if code:
        english, mongolian = [f"matches {key}: {words.text}"], [f"{key} арга хэмжээтэй тохирно: {words.text_mn}"]
    else:
        english = [f"not in the catalogue; nearest {key}: {words.text}"]
        mongolian = [f"лавлахад алга; хамгийн ойр нь {key}: {words.text_mn}"]
        if status == "unmatched" and one.vectors.pair[one.number, order[0], PAIR_AT["words"]] < _FAR:
            return Explanation("; ".join(english), "; ".join(mongolian), tuple(spoken))
    english += [clue.text for clue in spoken[0][1:]]
    mongolian += [clue.text_mn for clue in spoken[0][1:]]
    if one.chosen < 0 and (other := placed.get(int(best))) is not None:
        taken = _first_words(other)
        english.append(f"another row («{taken}») fits {key} better")
        mongolian.append(f"өөр мөр («{taken}») {key} арга хэмжээнд илүү тохирно")
    if len(order) > 1 and (one.together[order[1]] > WORTH_EXPLAINING or status == "review"):
        said, said_mn = _runner_up(index, one, order, key)
        english.append(said)
        mongolian.append(said_mn)
    return Explanation("; ".join(english), "; ".join(mongolian), tuple(spoken))


def _runner_up(index: CatalogueIndex, one: Posterior, order: Sequence[int], key: str) -> tuple[str, str]:
    """The runner-up, and the words of the row that only it or only the winner has."""
    rival = index.catalogue.measures[one.vectors.measures[one.number, order[1]]].key
    mine, theirs = deciding_words(index, one.segment.text, *(read_as(one, place) for place in order[:2]))
    if not mine and not theirs:
        return f"next {rival}, no word in the row tells them apart", f"дараагийнх {rival}, мөрөнд хоёрыг ялгах үг алга"
    return (
        f"next {rival} (in the row: only of {key} {_some(mine) or 'none'}, only of {rival} {_some(theirs) or 'none'})",
        f"дараагийнх {rival} (мөрөнд зөвхөн {key}: {_some(mine) or 'байхгүй'}; зөвхөн {rival}: {_some(theirs) or 'байхгүй'})",
    )


def read_as(one: Posterior, place: int) -> int:
    """The wording of a candidate (its own text or an alias, a column of the index) that the row was read by."""
    return int(one.score.columns[place])


def first_rows(report: Sequence[Decision]) -> dict[int, Posterior]:
    """By measure the first row that was placed there."""
    found: dict[int, Posterior] = {}
    for one in (decided.posterior for decided in report):
        if one.chosen >= 0:
            found.setdefault(int(one.vectors.measures[one.number, one.chosen]), one)
    return found


def _first_words(one: Posterior) -> str:
    words = one.segment.text.split()
    return " ".join(words[:_MOST_WORDS]) + (" …" if len(words) > _MOST_WORDS else "")


def _some(words: Sequence[str]) -> str:
    listed = [f"«{word}»" for word in words[:_MOST_WORDS]]
    return ", ".join(listed) + (" …" if len(words) > _MOST_WORDS else "")


def _clues(index: CatalogueIndex, one: Posterior, place: int) -> Iterator[Clue]:
    """What speaks for and against one candidate, the words first."""
    column = read_as(one, place)
    measure = one.vectors.measures[one.number, place]
    words = difference(index, column, one.score.aligned[column])
    yield _share(words.found, words.total)
    if column != index.first_column[measure]:
        other = index.texts[column]
        yield Clue(f"by its other wording “{other}”", f"өөр найруулгаар нь: “{other}”", 1)
    yield from _differences(words)
    if lacking := undecided(index.catalogue.measures[measure], one.segment.text, index.texts[column]):
        yield _say("undecided", lacking=_some(lacking))
    if one.vectors.pair[one.number, place, PAIR_AT["contrast"]]:
        yield from _contrasts(index, one.segment.text, column)
    yield from _plainly(index, one, place)


def _say(name: str, sentence: int = 0, **words: object) -> Clue:
    """One of the sentences that a comparison is declared with."""
    return SENTENCES[name][sentence].filled(**words)


def _share(found: int, total: int) -> Clue:
    sentence = _ALL if found == total else _NONE if not found else _MOST if 2 * found >= total else _FEW
    return _say("words", sentence, found=found, total=total)


def _differences(words: Difference) -> Iterator[Clue]:
    missing = words.missing if len(words.missing) <= 2 * _MOST_WORDS else ()
    if words.replaced:
        yield _say("replaced", 0 if missing else 1, instead=_some(words.replaced), missing=_some(missing))
    elif missing:
        yield _say("absent_words", missing=_some(missing))


def _contrasts(index: CatalogueIndex, text: str, column: int) -> Iterator[Clue]:
    row, measure = wording(text).members, index.members[column]
    for group in np.flatnonzero((row != 0) & (measure != 0) & (row & measure == 0)).tolist():
        has, wants = _some(member_names(group, int(row[group]))), _some(member_names(group, int(measure[group])))
        yield _say("contrast", group=contrast_names()[group], has=has, wants=wants)


def _plainly(index: CatalogueIndex, one: Posterior, place: int) -> Iterator[Clue]:
    """Every other comparison that has a sentence and holds, as of printed code and heading."""
    code = plain_code(one.segment.code)
    sentence = {"code_other": int(code not in index.known_codes)}
    of_row = ((one.vectors.row[one.number, at], name) for at, name in _PLAIN_OF_ROW)
    of_pair = ((one.vectors.pair[one.number, place, at], name) for at, name in _PLAIN_OF_PAIR)
    for holds, name in (*of_row, *of_pair):
        if holds:
            yield _say(name, sentence.get(name, 0), code=code)


def _done(one: Posterior) -> list[Clue]:
    """What was done to the text, whatever it is compared with."""
    found = []
    if len(one.segment.rows) > 1:
        found.append(Clue(f"joined from {len(one.segment.rows)} rows", f"{len(one.segment.rows)} мөрийг нийлүүлсэн"))
    noise = float(one.vectors.row[one.number, ROW_AT["noise"]])
    if noise >= _DAMAGED:
        found.append(_say("noise", share=noise))
    if expanded := wording(one.segment.text).expanded:
        listed = ", ".join(dict.fromkeys(word.upper() for word in expanded))
        found.append(Clue(f"abbreviations written out: {listed}", f"товчлолыг задалсан: {listed}"))
    if one.segment.repairs:
        names, names_mn = zip(*(_REPAIRS[kind] for kind in one.segment.repairs), strict=True)
        found.append(Clue(f"repaired: {', '.join(names)}", f"зассан: {', '.join(names_mn)}"))
    return found
