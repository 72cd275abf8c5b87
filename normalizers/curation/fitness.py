"""Is a catalogue fit to match with?

Takes a catalogue; gives its problems: measures too alike to be told apart, too few telling words, texts that would not
be recognised, deciding words that do not stand in their measure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from rapidfuzz import fuzz, process

from normalizers.catalogue.model import Catalogue, Measure
from normalizers.linkage.matcher import match_report
from normalizers.linkage.records import MatchRow
from normalizers.linkage.wording import topics_of, wording, words_only_of
from parsers.language.keys import squashed

ALIKE: Final = 88.0  # letters alike from which two measures are hard to tell apart
_ELSE: Final = "гадаад хэлний"  # what a plan against corruption is not about: foreign languages
_SHORTEST: Final = 3  # telling words below which a measure can hardly be recognised


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a catalogue: ``error`` (cannot be told apart or used) or ``warning`` (will go to review)."""

    severity: str
    keys: tuple[str, ...]
    message: str
    message_mn: str


@dataclass(frozen=True, slots=True)
class NearPair:
    """Two measures that are nearly alike, and the words that only the one and only the other has."""

    one: Measure
    other: Measure
    words: tuple[str, ...]
    other_words: tuple[str, ...]


def check(catalogue: Catalogue) -> list[Problem]:
    """Problems of a catalogue, errors first: measures that cannot be told apart, texts that the matcher does not take
    for their own measure, or takes for it whatever they are about, thin texts, deciding words that are in no text, missing
    goals."""
    found = [
        *_alike(catalogue),
        *_thin(catalogue),
        *_deciding(catalogue),
        *_not_recognised(catalogue),
        *_about_anything(catalogue),
    ]
    return sorted(found, key=lambda problem: (problem.severity, problem.keys))


def near_pairs(catalogue: Catalogue) -> Iterator[NearPair]:
    """Measures of one plan whose letters are hard to tell apart, with the words that only one of the two has."""
    letters = [wording(measure.text).letters for measure in catalogue.measures]
    table = process.cdist(letters, letters, scorer=fuzz.ratio, score_cutoff=ALIKE, dtype=np.float32)
    for first, second in zip(*np.nonzero(np.triu(table, 1)), strict=True):
        one, other = catalogue.measures[first], catalogue.measures[second]
        if one.plan == other.plan:
            mine, theirs = wording(one.text), wording(other.text)
            yield NearPair(one, other, tuple(words_only_of(mine, theirs)), tuple(words_only_of(theirs, mine)))


def _alike(catalogue: Catalogue) -> Iterator[Problem]:
    for pair in near_pairs(catalogue):
        keys = (pair.one.key, pair.other.key)
        if not pair.words and not pair.other_words:
            yield Problem("error", keys, "say the same in the same words", "ижил үгтэй, ялгах боломжгүй")
        elif not pair.one.deciding or not pair.other.deciding:
            differ = f"{', '.join(pair.words) or '-'} / {', '.join(pair.other_words) or '-'}"
            yield Problem(
                "warning", keys, f"differ only in: {differ}; name these as deciding words",
                f"зөвхөн дараах үгээр ялгаатай: {differ}; эдгээрийг ялгагч үг (deciding) болгож бичнэ үү",
            )  # fmt: skip


def _thin(catalogue: Catalogue) -> Iterator[Problem]:
    for measure in catalogue.measures:
        if len(wording(measure.text).stems) < _SHORTEST:
            yield Problem("warning", (measure.key,), "has fewer than three telling words", "ялгагч үг хэт цөөн")
        if not measure.goal.text:
            yield Problem("warning", (measure.key,), "has no goal text", "зорилгын бичвэргүй")


def _not_recognised(catalogue: Catalogue) -> Iterator[Problem]:
    """Every text of a measure as a report would print it, without its code: is it taken for this measure?"""
    for measure in catalogue.measures:
        for text in (measure.text, *measure.aliases):
            (match,) = match_report([MatchRow(measure.goal.text, "", text)], catalogue)
            if match.code and match.code != measure.key:
                yield Problem(
                    "error", (measure.key, match.code), f"«{text}» of the first is read as the second",
                    f"эхнийх нь «{text}» бичвэрийг хоёр дахь гэж уншина",
                )  # fmt: skip
            elif match.status != "auto" or match.code != measure.key:
                yield Problem(
                    "warning", (measure.key,), f"«{text}» is not recognised without its code and will go to review",
                    f"«{text}» бичвэрийг кодгүйгээр таних боломжгүй тул хүний шийдвэр хүлээнэ",
                )  # fmt: skip


def _about_anything(catalogue: Catalogue) -> Iterator[Problem]:
    """Every measure as a report would print it with another topic: if it is taken for the measure all the same, the words
    that name its topic should decide."""
    for measure in catalogue.measures:
        words = measure.text.split()
        named = [any(map(topics_of, wording(word).stems)) for word in words]
        if not any(named):
            continue
        first = named.index(True)
        other = " ".join(
            [*words[:first], _ELSE, *(w for w, topic in zip(words[first:], named[first:], strict=True) if not topic)]
        )
        (match,) = match_report([MatchRow(measure.goal.text, measure.code, other)], catalogue)
        if match.status == "auto":
            word = wording(words[first]).words[0]
            yield Problem(
                "warning", (measure.key,), f"«{other}» would be taken for it; name {word} as a deciding word",
                f"«{other}» гэсэн мөрийг энэ арга хэмжээ гэж үзнэ; «{word}» гэснийг ялгагч үг (deciding) болгож бичнэ үү",
            )  # fmt: skip


def _deciding(catalogue: Catalogue) -> Iterator[Problem]:
    for measure in catalogue.measures:
        texts = [squashed(text) for text in (measure.text, *measure.aliases)]
        for word in measure.deciding:
            if not any(squashed(word) in text for text in texts):
                yield Problem(
                    "error", (measure.key,), f"deciding word {word!r} is in none of its texts",
                    f"ялгагч үг «{word}» бичвэрт нь алга",
                )  # fmt: skip
