"""The comparisons of a reported row with a measure, each declared once: name, function, levels, sentences.

Takes evidence (what was found out about texts, aligned words, printed codes and headings); each comparison gives one
figure of the comparison vector. The model, the calibration, the explanation and the fit derive their lists from here, so
a new comparison is one declaration (and a refit of the weights).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

import numpy as np

from normalizers.linkage.alignment import MOST_ABSENT
from normalizers.linkage.evidence import AlignedEvidence, PrintedEvidence, RowEvidence, TextEvidence
from normalizers.linkage.records import Booleans, Floats, Ints, Reals, Substitution
from normalizers.linkage.wording import is_structure, noise
from normalizers.report import Clue
from parsers.language.words import is_word

E = TypeVar("E")


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a comparison says to a reviewer; ``{names}`` are filled in. ``side``: for (1), against (-1), neither (0)."""

    english: str
    mongolian: str
    side: int = -1

    def filled(self, **words: object) -> Clue:
        """The sentence with its blanks filled."""
        return Clue(self.english.format(**words), self.mongolian.format(**words), self.side)


@dataclass(frozen=True, slots=True)
class Calibrated:
    """How a comparison enters the calibration: its name in the weights file where that is another one, the levels that
    count of their own, whether it counts the more the closer the words are otherwise (``close``), together with how sure
    the rest is (``with_rest``), and where another row fits the measure better (``if_lost``)."""

    steps: tuple[float, ...] = ()
    name: str = ""
    close: bool = False
    with_rest: bool = False
    if_lost: bool = False


@dataclass(frozen=True, slots=True)
class Comparison(Generic[E]):
    """One comparison: the evidence that it looks at, its name, its function (one figure a text or pair; arrays where the
    evidence is arrays). ``steps``: comparison levels, heights above which it counts of its own; ``close``: it also counts
    by how close the words are otherwise. ``says``: its sentences, none where only the model hears of it."""

    evidence: type[E]
    name: str
    function: Callable[[E], Any]
    steps: tuple[float, ...] = ()
    close: bool = False
    calibrated: Calibrated | None = None
    says: tuple[Sentence, ...] = ()


def of_evidence(evidence: type[E], table: Iterable[Comparison[Any]]) -> list[tuple[int, Comparison[E]]]:
    """The comparisons of a table that look at this evidence, each with its place in the comparison vector."""
    return [(place, one) for place, one in enumerate(table) if one.evidence is evidence]


def names_with_levels(*tables: Iterable[Comparison[Any]]) -> tuple[str, ...]:
    """The names of comparisons, each followed by its levels (``weaker``, ``weaker>0.4``)."""
    return tuple(
        name
        for table in tables
        for one in table
        for name in (one.name, *(f"{one.name}>{step:g}" for step in one.steps))
    )


def with_levels(table: Iterable[Comparison[E]], evidence: E) -> Iterator[Reals]:
    """What comparisons say of the evidence, in the order of :func:`names_with_levels`; a level counts what exceeds it."""
    for one in table:
        value: Reals = np.asarray(one.function(evidence), dtype=np.float64)
        yield value
        for step in one.steps:
            yield np.maximum(value - step, 0)


# Similarities count differently at different heights.
_HEIGHTS: Final = (0.3, 0.5, 0.7, 0.85)
_GONE: Final = (0.3, 0.45)
_FOREIGN: Final = (1, 2)
_MOST: Final = {
    "contrasts": 2,
    "extra": 3,
    "missing": 4,
    "blocks": 3,
    "verbs": 2,
    "words": 4,
    "weight": 0.5,
    "foreign": 3,
}
"""From how many on more of a thing say nothing more."""


def _lead(values: Floats) -> Floats:
    """How far each candidate is ahead of (or behind) its best rival."""
    if values.shape[1] == 1:
        return values
    top = np.sort(values, axis=1)[:, ::-1]
    lead: Floats = values - np.where(values == top[:, :1], top[:, 1:2], top[:, :1])
    return lead


def _groups(found: Booleans, most: float) -> Ints:
    """How many contrast groups, so many at most."""
    count: Ints = np.minimum(found.sum(axis=2), most)
    return count


def _blocks(*some: Sequence[Substitution]) -> int:
    return len({one.block for listed in some for one in listed})


def _gone(some: Iterable[Substitution]) -> float:
    return max((one.gone for one in some), default=0.0)


# fmt: off
PAIRS: Final = (
    Comparison(TextEvidence, "letters", lambda e: e.letters, _HEIGHTS, calibrated=Calibrated((0.4, 0.6, 0.8, 0.9))),
    Comparison(TextEvidence, "letters_row", lambda e: e.letters_row, _HEIGHTS),
    Comparison(TextEvidence, "letters_measure", lambda e: e.letters_measure, _HEIGHTS),
    Comparison(
        TextEvidence, "words", lambda e: e.words, _HEIGHTS, calibrated=Calibrated((0.4, 0.6, 0.8, 0.9), if_lost=True),
        says=(
            Sentence("all its {total} words are in the row", "{total} үг нь бүгд мөрөнд бий", 1),
            Sentence("{found} of its {total} words are in the row", "{total} үгээс нь {found} нь мөрөнд бий", 1),
            Sentence("{found} of its {total} words are in the row", "{total} үгээс нь {found} нь мөрөнд бий"),
            Sentence("none of its {total} words is in the row", "{total} үгийн аль нь ч мөрөнд алга"),
        ),
    ),
    Comparison(TextEvidence, "words_row", lambda e: e.words_row, _HEIGHTS, calibrated=Calibrated((0.4, 0.6, 0.8))),
    Comparison(TextEvidence, "words_measure", lambda e: e.words_measure, _HEIGHTS, calibrated=Calibrated((0.3, 0.5, 0.7))),
    Comparison(TextEvidence, "lead_letters", lambda e: _lead(e.letters)),
    Comparison(TextEvidence, "lead_words", lambda e: _lead(e.words)),
    Comparison(
        TextEvidence, "contrast", lambda e: _groups(e.shared_groups & (e.members & e.wanted == 0), _MOST["contrasts"]),
        close=True, calibrated=Calibrated(close=True, with_rest=True),
        says=(Sentence("other {group}: {has}, catalogue {wants}", "зөрүү: {has}, лавлахад {wants}"),),
    ),
    Comparison(
        TextEvidence, "contrast_extra",
        lambda e: _groups(e.shared_groups & (e.members & e.wanted != 0) & (e.members & ~e.wanted != 0), _MOST["extra"]),
        close=True, calibrated=Calibrated(close=True, with_rest=True),
    ),
    Comparison(
        TextEvidence, "contrast_missing",
        lambda e: _groups((e.members == 0) & (e.wanted != 0), _MOST["missing"]) / _MOST["missing"],
    ),
    Comparison(
        TextEvidence, "off_topic", lambda e: np.minimum(e.off_topic, _MOST["foreign"]), _FOREIGN,
        close=True, calibrated=Calibrated(_FOREIGN, with_rest=True),
    ),
    Comparison(
        AlignedEvidence, "replaced", lambda e: min(_blocks(e.plain), _MOST["blocks"]),
        close=True, calibrated=Calibrated(close=True, with_rest=True),
        says=(
            Sentence("{instead} instead of {missing}", "{missing} гэхийн оронд {instead}"),
            Sentence("other words: {instead}", "өөр үг: {instead}"),
        ),
    ),
    Comparison(
        AlignedEvidence, "replaced_verb", lambda e: min(_blocks(e.verbs), _MOST["verbs"]),
        close=True, calibrated=Calibrated(close=True, with_rest=True),
    ),
    Comparison(
        AlignedEvidence, "replaced_known",
        lambda e: any(e.index.is_listed(one.stem) for one in e.alignment.substitutions),
        close=True, calibrated=Calibrated(close=True),
    ),
    Comparison(
        AlignedEvidence, "replaced_weight", lambda e: min(e.weight_replaced(), _MOST["weight"]),
        close=True, calibrated=Calibrated(close=True),
    ),
    Comparison(
        AlignedEvidence, "gone", lambda e: _gone(e.plain),
        close=True, calibrated=Calibrated(_GONE, with_rest=True, if_lost=True),
    ),
    Comparison(
        AlignedEvidence, "gone_real", lambda e: _gone(one for one in e.plain if is_word(one.word)),
        close=True, calibrated=Calibrated(_GONE, with_rest=True, if_lost=True),
    ),
    Comparison(
        AlignedEvidence, "gone_verb", lambda e: _gone(e.verbs), close=True, calibrated=Calibrated(_GONE, with_rest=True),
    ),
    Comparison(
        AlignedEvidence, "absent", lambda e: e.alignment.gone,
        close=True, calibrated=Calibrated((0.3, 0.42, 0.5), with_rest=True),
    ),
    Comparison(
        AlignedEvidence, "absent_words", lambda e: e.alignment.absent / MOST_ABSENT,
        close=True, calibrated=Calibrated((0.25, 0.5), with_rest=True),
        says=(Sentence("missing: {missing}", "дутуу: {missing}"),),
    ),
    Comparison(
        AlignedEvidence, "inserted", lambda e: min(e.alignment.inserted, _MOST["words"]) / _MOST["words"],
        close=True, calibrated=Calibrated(with_rest=True),
    ),
    Comparison(
        AlignedEvidence, "intruder",
        lambda e: e.alignment.inserted == 1 and not (e.alignment.dropped or e.alignment.substitutions or e.alignment.absent),
        close=True, calibrated=Calibrated(with_rest=True),
    ),
    Comparison(
        AlignedEvidence, "dropped", lambda e: min(e.alignment.dropped, _MOST["words"]) / _MOST["words"],
        close=True, calibrated=Calibrated(with_rest=True),
    ),
    Comparison(
        AlignedEvidence, "lonely", lambda e: e.untouched and 0 < _blocks(e.plain, e.verbs) <= 2,
        close=True, calibrated=Calibrated(with_rest=True, if_lost=True),
    ),
    Comparison(
        AlignedEvidence, "verbatim", lambda e: e.untouched and not e.alignment.substitutions and not e.alignment.absent,
        calibrated=Calibrated(if_lost=True),
    ),
    Comparison(AlignedEvidence, "number", lambda e: e.other_numbers, close=True, calibrated=Calibrated()),
    Comparison(
        AlignedEvidence, "undecided", lambda e: e.share_undecided(), close=True, calibrated=Calibrated(),
        says=(Sentence("deciding word missing: {lacking}", "ялгагч үг алга: {lacking}"),),
    ),
    Comparison(
        PrintedEvidence, "code_same", lambda e: e.same, calibrated=Calibrated(with_rest=True),
        says=(Sentence("printed code {code} agrees", "бичсэн код {code} таарсан", 1),),
    ),
    Comparison(PrintedEvidence, "code_goal", lambda e: e.given & ~e.same & e.same_goal),
    Comparison(
        PrintedEvidence, "code_other", lambda e: e.given & ~e.same,
        says=(
            Sentence("printed code {code} is that of another measure", "бичсэн код {code} өөр арга хэмжээнийх"),
            Sentence("printed code {code} is not in the catalogue", "бичсэн код {code} лавлахад алга"),
        ),
    ),
    Comparison(PrintedEvidence, "code_same_trusted", lambda e: e.same * e.trust),
    Comparison(PrintedEvidence, "code_other_trusted", lambda e: (e.given & ~e.same) * e.trust, calibrated=Calibrated()),
    Comparison(
        PrintedEvidence, "goal", lambda e: np.where(e.fits, e.own_goal, 0),
        says=(Sentence("under its goal", "өөрийн зорилгын дор", 1),),
    ),
    Comparison(
        PrintedEvidence, "goal_other", lambda e: e.named & ~e.fits,
        says=(Sentence("under another goal", "өөр зорилгын дор"),),
    ),
    Comparison(PrintedEvidence, "goal_none", lambda e: ~e.named),
)
"""Of a row with a candidate, in the order of the weights file."""

ROWS: Final = (
    Comparison(RowEvidence, "best_letters", lambda e: e.most("letters"), _HEIGHTS),
    Comparison(RowEvidence, "best_words", lambda e: e.most("words"), _HEIGHTS),
    Comparison(RowEvidence, "best_covered", lambda e: e.most("words_row", "words_measure"), _HEIGHTS),
    Comparison(
        RowEvidence, "unknown_words", lambda e: e.unknown, calibrated=Calibrated((0.3, 0.5), name="unknown")
    ),
    Comparison(RowEvidence, "length", lambda e: [np.log1p(len(one.stems)) for one in e.worded]),
    Comparison(
        RowEvidence, "structure", lambda e: list(map(is_structure, e.texts, e.worded)), calibrated=Calibrated()
    ),
    Comparison(
        PrintedEvidence, "code_none", lambda e: ~e.given[:, 0],
        says=(Sentence("no printed code", "код бичээгүй", 0),),
    ),
    Comparison(RowEvidence, "like_goal", lambda e: e.like_goal()),
    Comparison(
        RowEvidence, "noise", lambda e: list(map(noise, e.worded)), calibrated=Calibrated((0.2, 0.4)),
        says=(Sentence("{share:.0%} of its words are damaged", "үгийн {share:.0%} гэмтсэн"),),
    ),
    Comparison(RowEvidence, "best_contrast", lambda e: e.first("contrast"), close=True),
    Comparison(RowEvidence, "best_replaced", lambda e: e.first("replaced"), close=True),
    Comparison(RowEvidence, "best_number", lambda e: e.first("number"), close=True),
    Comparison(PrintedEvidence, "goal_none", lambda e: ~e.named[:, 0]),
)
"""Of a row with the catalogue as a whole: what speaks for "not in the catalogue"."""
# fmt: on

PAIR: Final = tuple(one.name for one in PAIRS)
ROW: Final = tuple(one.name for one in ROWS)
PAIR_AT: Final = {name: place for place, name in enumerate(PAIR)}
ROW_AT: Final = {name: place for place, name in enumerate(ROW)}
SENTENCES: Final = {one.name: one.says for one in (*PAIRS, *ROWS) if one.says}
