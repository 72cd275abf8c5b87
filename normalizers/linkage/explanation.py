"""Why a row was mapped as it was, in a sentence, English and Mongolian, from the same clues that decided it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from normalizers.linkage.alignment import align
from normalizers.linkage.candidates import CatalogueIndex, plain_code
from normalizers.linkage.comparisons import PAIR, ROW
from normalizers.linkage.records import Alignment, Decision, Posterior
from normalizers.linkage.required_words import undecided
from normalizers.linkage.wording import Wording, contrast_names, member_names, wording
from normalizers.report import Clue
from parsers.language.letters import repair

_P: Final = {name: number for number, name in enumerate(PAIR)}
_R: Final = {name: number for number, name in enumerate(ROW)}
_FAR: Final = 0.35  # likeness of words below which the nearest measure is only named
_DAMAGED: Final = 0.3  # share of words that are no words from which it is said
_MOST_WORDS: Final = 4
_FOREIGN: Final = re.compile(r"[A-Za-zÀ-ÿєїЄЇіІ]")  # letters without which nothing is repaired
_REPAIRS: Final = {
    "legacy_letters": ("letters of an old font", "хуучин фонтын үсэг"),
    "latin1_letters": ("letters read in the wrong encoding", "буруу кодчилсон үсэг"),
    "look_alikes": ("Latin letters inside words", "үг доторх латин үсэг"),
}
WORTH_EXPLAINING: Final = 0.005  # probability from which a rival of an accepted measure is spoken of


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
    return _only(one, other, row), _only(other, one, row)


def _only(of: Wording, without: Wording, row: Wording) -> tuple[str, ...]:
    lacking = set(without.stems)
    words = [w for w, stem in zip(of.words, of.stems, strict=True) if stem not in lacking and stem in set(row.stems)]
    return tuple(dict.fromkeys(words))


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


def explain(index: CatalogueIndex, report: Sequence[Decision], decided: Decision) -> Explanation:
    """The explanation of one segment of a report (see :func:`align_explained`)."""
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
        mongolian = [f"каталогт алга; хамгийн ойр нь {key}: {words.text_mn}"]
        if status == "unmatched" and one.vectors.pair[one.number, order[0], _P["words"]] < _FAR:
            return Explanation("; ".join(english), "; ".join(mongolian), tuple(spoken))
    english += [clue.text for clue in spoken[0][1:]]
    mongolian += [clue.text_mn for clue in spoken[0][1:]]
    if one.chosen < 0 and (taken := _taken_by(report, one, int(best))) is not None:
        english.append(f"another row («{taken}») fits {key} better")
        mongolian.append(f"өөр мөр («{taken}») {key} арга хэмжээнд илүү тохирно")
    if len(order) > 1 and (one.together[order[1]] > WORTH_EXPLAINING or status == "review"):
        said, said_mn = _rival(index, one, order, key)
        english.append(said)
        mongolian.append(said_mn)
    return Explanation("; ".join(english), "; ".join(mongolian), tuple(spoken))


def _rival(index: CatalogueIndex, one: Posterior, order: Sequence[int], key: str) -> tuple[str, str]:
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


def _taken_by(report: Sequence[Decision], one: Posterior, measure: int) -> str | None:
    """The first words of the row that has this measure."""
    for other in (decided.posterior for decided in report):
        placed = other is not one and other.chosen >= 0
        if placed and int(other.vectors.measures[other.number, other.chosen]) == measure:
            words = other.segment.text.split()
            return " ".join(words[:_MOST_WORDS]) + (" …" if len(words) > _MOST_WORDS else "")
    return None


def _some(words: Sequence[str]) -> str:
    listed = [f"«{word}»" for word in words[:_MOST_WORDS]]
    return ", ".join(listed) + (" …" if len(words) > _MOST_WORDS else "")


def _clues(index: CatalogueIndex, one: Posterior, place: int) -> tuple[Clue, ...]:
    """What speaks for and against one candidate, the words first."""
    column = read_as(one, place)
    measure = one.vectors.measures[one.number, place]
    words = difference(index, column, one.score.aligned[column])
    said = [Clue(*_share(words.found, words.total), 1 if 2 * words.found >= words.total else -1)]
    if column != index.first_column[measure]:
        said.append(
            Clue(f"by its other wording “{index.texts[column]}”", f"өөр найруулгаар нь: “{index.texts[column]}”", 1)
        )
    missing = words.missing if len(words.missing) <= 2 * _MOST_WORDS else ()
    if words.replaced and missing:
        said.append(Clue(f"{_some(words.replaced)} instead of {_some(missing)}",
                         f"{_some(missing)} гэхийн оронд {_some(words.replaced)}", -1))  # fmt: skip
    elif words.replaced or missing:
        label, label_mn = ("other words: ", "өөр үг: ") if words.replaced else ("missing: ", "дутуу: ")
        listed = _some(words.replaced or missing)
        said.append(Clue(label + listed, label_mn + listed, -1))
    if lacking := undecided(index.catalogue.measures[measure], one.segment.text, index.texts[column]):
        said.append(Clue(f"deciding word missing: {_some(lacking)}", f"ялгагч үг алга: {_some(lacking)}", -1))
    if one.vectors.pair[one.number, place, _P["contrast"]]:
        said += _contrasts(index, one.segment.text, column)
    return (*said, *_printed(index, one, place))


def _share(found: int, total: int) -> tuple[str, str]:
    if found == total:
        return f"all its {total} words are in the row", f"{total} үг нь бүгд мөрөнд бий"
    if not found:
        return f"none of its {total} words is in the row", f"{total} үгийн аль нь ч мөрөнд алга"
    return f"{found} of its {total} words are in the row", f"{total} үгээс нь {found} нь мөрөнд бий"


def _contrasts(index: CatalogueIndex, text: str, column: int) -> list[Clue]:
    row, measure = wording(text).members, index.members[column]
    found = []
    for group in np.flatnonzero((row != 0) & (measure != 0) & (row & measure == 0)).tolist():
        has, wants = _some(member_names(group, int(row[group]))), _some(member_names(group, int(measure[group])))
        name = contrast_names()[group]
        found.append(Clue(f"other {name}: {has}, catalogue {wants}", f"зөрүү: {has}, каталогт {wants}", -1))
    return found


def _printed(index: CatalogueIndex, one: Posterior, place: int) -> list[Clue]:
    """What the printed code and heading said."""
    clues = one.vectors.pair[one.number, place]
    found = []
    code = plain_code(one.segment.code)
    if clues[_P["code_same"]]:
        found.append(Clue(f"printed code {code} agrees", f"бичсэн код {code} таарсан", 1))
    elif code in index.known_codes:
        found.append(
            Clue(f"printed code {code} is that of another measure", f"бичсэн код {code} өөр арга хэмжээнийх", -1)
        )
    elif code:
        found.append(Clue(f"printed code {code} is not in the catalogue", f"бичсэн код {code} каталогт алга", -1))
    else:
        found.append(Clue("no printed code", "код бичээгүй"))
    if clues[_P["goal"]]:
        found.append(Clue("under its goal", "өөрийн зорилгын дор", 1))
    elif clues[_P["goal_other"]]:
        found.append(Clue("under another goal", "өөр зорилгын дор", -1))
    return found


def _done(one: Posterior) -> list[Clue]:
    """What was done to the text, whatever it is compared with."""
    found = []
    if len(one.segment.rows) > 1:
        found.append(Clue(f"joined from {len(one.segment.rows)} rows", f"{len(one.segment.rows)} мөрийг нийлүүлсэн"))
    noise = float(one.vectors.row[one.number, _R["noise"]])
    if noise >= _DAMAGED:
        found.append(Clue(f"{noise:.0%} of its words are damaged", f"үгийн {noise:.0%} гэмтсэн", -1))
    if expanded := wording(one.segment.text).expanded:
        listed = ", ".join(dict.fromkeys(word.upper() for word in expanded))
        found.append(Clue(f"abbreviations written out: {listed}", f"товчлолыг задалсан: {listed}"))
    if _FOREIGN.search(one.segment.text) and (steps := repair(one.segment.text).steps):
        names, names_mn = zip(*(_REPAIRS[step] for step in steps), strict=True)
        found.append(Clue(f"repaired: {', '.join(names)}", f"зассан: {', '.join(names_mn)}"))
    return found
