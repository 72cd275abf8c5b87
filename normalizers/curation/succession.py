"""How one catalogue continues in another: the same measure, reworded, split, merged, dropped, new.

Takes two catalogues; gives links with their kind and likelihood. Codes are not looked at, they are never comparable
across years. First every measure finds its counterpart (one to one, by what the matcher says of their texts); then a
measure without one may be a part of another, when most of its words are there and the other's counterpart lacks them: so
splits and mergers are told from near-duplicates.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler
from scipy.optimize import linear_sum_assignment

from normalizers.catalogue.model import Catalogue, Measure
from normalizers.linkage.matcher import match_report
from normalizers.linkage.records import MatchRow
from normalizers.linkage.wording import wording

LIKELY: Final = 0.5  # probability from which a measure continues another
_PART: Final = 0.6  # share of a part's words that its whole has
_ADDS: Final = 0.2  # share of the whole's words that a part has and its other parts lack
_ALIKE: Final = 0.85  # Jaro-Winkler from which two words are one, inflected
_NEARLY: Final = 85.0  # letters alike (0-100) from which a changed word is looked at by a person
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Link:
    """A measure of one catalogue and one of another that it continues in. ``status``: same, reworded, split (one of
    several that it continues in), merged (the other also continues others), dropped (``to`` is None), new (``of`` is
    None). ``score`` (0-1): how sure this is; for dropped and new, how sure it is that there is none; ``LIKELY`` itself
    means the same words but for one that decides, which a person should look at. ``gone`` and
    ``added`` are words that only ``of`` and only ``to`` have; ``reason`` a sentence in English and Mongolian."""

    of: Measure | None
    to: Measure | None
    status: str
    score: float
    gone: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    reason: str = ""
    reason_mn: str = ""


def links(old: Catalogue, new: Catalogue) -> list[Link]:
    """Every measure of ``old`` with all that it continues in, then the measures of ``new`` that continue none."""
    sure = np.maximum(_probabilities(old, new), _probabilities(new, old).T)
    pairs = {pair: float(sure[pair]) for pair in _one_to_one(sure)}
    pairs |= dict.fromkeys(_one_to_one(_nearly(old, new, pairs)), LIKELY)
    shares = _Shares(old, new)
    pairs |= _parts(pairs, shares.of_old, shares.new_in_old)
    merged = _parts({(n, o): p for (o, n), p in pairs.items()}, shares.of_new, shares.old_in_new)
    pairs |= {(o, n): p for (n, o), p in merged.items()}
    return [*_of_old(old, new, sure, pairs), *_only_new(old, new, sure, pairs)]


def _probabilities(of: Catalogue, to: Catalogue) -> Floats:
    """How probable each measure of ``to`` is for each one of ``of``, every measure read for itself."""
    place = {measure.key: number for number, measure in enumerate(to.measures)}
    letters = np.array([_letters(measure.text) for measure in to.measures])
    found = np.zeros((len(of.measures), len(to.measures)))
    for number, measure in enumerate(of.measures):
        (match,) = match_report([MatchRow(measure.goal.text, "", measure.text)], to)
        for key, probability, _ in match.candidates:
            found[number, place[key]] = probability
        found[number, letters == _letters(measure.text)] = 1.0
    return found


def _one_to_one(sure: Floats) -> list[tuple[int, int]]:
    rows, columns = linear_sum_assignment(-np.where(sure >= LIKELY, sure, 0))
    return [(int(o), int(n)) for o, n in zip(rows, columns, strict=True) if sure[o, n] >= LIKELY]


def _nearly(old: Catalogue, new: Catalogue, pairs: Collection[tuple[int, int]]) -> Floats:
    """How alike (0-1) measures without a counterpart are in their letters, where they differ in hardly more than a word
    that decides: a quarter became a month. Whether that is the same measure is for a person to say."""
    one, other = ([_letters(measure.text) for measure in each.measures] for each in (old, new))
    alike = process.cdist(one, other, scorer=fuzz.ratio, score_cutoff=_NEARLY, dtype=np.float64) / 100
    alike[[o for o, _ in pairs], :] = 0
    alike[:, [n for _, n in pairs]] = 0
    return alike


class _Shares:
    """Which words of each measure stand in each one of the other catalogue, by weight (rare words weigh more)."""

    def __init__(self, old: Catalogue, new: Catalogue) -> None:
        texts = [[tuple(dict.fromkeys(wording(m.text).stems)) for m in one.measures] for one in (old, new)]
        frequency = Counter(stem for listed in texts for stems in listed for stem in stems)
        place = {stem: number for number, stem in enumerate(frequency)}
        total = sum(map(len, texts))
        weight = np.array([np.log((total + 1) / (count + 1)) + 0.1 for count in frequency.values()])
        alike = _alike(list(place))
        ids = [[np.array([place[stem] for stem in stems], dtype=np.int64) for stems in listed] for listed in texts]
        self.of_old = _shared(ids[0], ids[1], alike, weight)
        self.of_new = _shared(ids[1], ids[0], alike, weight)
        self.old_in_new = np.array([[words.share(words.found) for words in row] for row in self.of_old])
        self.new_in_old = np.array([[words.share(words.found) for words in row] for row in self.of_new])


def _alike(stems: Sequence[str]) -> Flags:
    """Which stems are one word, inflected: they begin alike and are like each other."""
    starts = np.array([stem[:2] for stem in stems])
    scores = process.cdist(stems, stems, scorer=JaroWinkler.similarity, dtype=np.float32)
    alike: Flags = (scores >= _ALIKE) & (starts[:, None] == starts[None, :])
    return alike | np.eye(len(stems), dtype=bool)


def _any(table: Flags) -> Flags:
    return np.asarray(table.any(axis=1), dtype=np.bool_)


def _shared(
    of: Sequence[npt.NDArray[np.int64]],
    by: Sequence[npt.NDArray[np.int64]],
    alike: Flags,
    weight: Floats,
) -> list[list[_Words]]:
    return [[_Words(_any(alike[np.ix_(one, other)]), weight[one]) for other in by] for one in of]


@dataclass(frozen=True, slots=True)
class _Words:
    """Which words of a measure were found, and what each weighs."""

    found: Flags
    weight: Floats

    def share(self, which: Flags) -> float:
        total = float(self.weight.sum())
        return float(self.weight[which].sum()) / total if total else 0.0


def _parts(
    pairs: dict[tuple[int, int], float], words: Sequence[Sequence[_Words]], share: Floats
) -> dict[tuple[int, int], float]:
    """Further links: measures without a counterpart that are a part of a whole; it has two parts at least. ``pairs`` are (whole, part);
    ``words[whole][part]`` which words of the whole the part has, ``share[part, whole]`` how much of it the whole has."""
    found: dict[tuple[int, int], float] = {}
    linked = {part for _, part in pairs}
    for part in np.argsort(-share.max(axis=1), kind="stable"):
        whole = int(share[part].argmax())
        if part in linked or share[part, whole] < _PART:
            continue
        has = words[whole][part]
        others = [words[whole][other].found for one, other in (*pairs, *found) if one == whole]
        lacking = ~np.any([np.zeros_like(has.found), *others], axis=0)
        if has.share(has.found & lacking) >= _ADDS:
            found[whole, int(part)] = float(share[part, whole])
    pieces = Counter(whole for whole, _ in (*pairs, *found))
    return {pair: p for pair, p in found.items() if pieces[pair[0]] > 1}


def _of_old(old: Catalogue, new: Catalogue, sure: Floats, pairs: dict[tuple[int, int], float]) -> list[Link]:
    found = []
    into, out_of = Counter(o for o, _ in pairs), Counter(n for _, n in pairs)
    for number, measure in enumerate(old.measures):
        targets = sorted(n for o, n in pairs if o == number)
        if not targets:
            found.append(_ended(measure, None, new, sure[number]))
        for target in targets:
            score = pairs[number, target]
            if into[number] > 1 or out_of[target] > 1:
                status = "split" if into[number] > 1 else "merged"
            else:
                status = "same" if _letters(measure.text) == _letters(new.measures[target].text) else "reworded"
            found.append(_continued(measure, new.measures[target], status, score))
    return found


def _only_new(old: Catalogue, new: Catalogue, sure: Floats, pairs: dict[tuple[int, int], float]) -> list[Link]:
    reached = {n for _, n in pairs}
    return [
        _ended(None, measure, old, sure[:, number])
        for number, measure in enumerate(new.measures)
        if number not in reached
    ]


_SAID: Final = {
    "same": ("the same words", "ижил үгтэй"),
    "reworded": ("the same measure in other words", "өөр үгээр найруулсан ижил арга хэмжээ"),
    "altered": (
        "nearly the same words, but what is asked may have changed",
        "бараг ижил ч агуулга нь өөрчлөгдсөн байж магадгүй",
    ),
    "split": ("continues in several measures", "хэд хэдэн арга хэмжээ болж салсан"),
    "merged": ("several measures were put together", "хэд хэдэн арга хэмжээг нэгтгэсэн"),
}


def _continued(of: Measure, to: Measure, status: str, score: float) -> Link:
    gone, added = _only(of, to), _only(to, of)
    english, mongolian = _SAID["altered" if status == "reworded" and score == LIKELY else status]
    for label, label_mn, words in (("gone: ", "хасагдсан: ", gone), ("added: ", "нэмэгдсэн: ", added)):
        if words and status != "same":
            english, mongolian = f"{english}; {label}{', '.join(words)}", f"{mongolian}; {label_mn}{', '.join(words)}"
    return Link(of, to, status, score, gone, added, english, mongolian)


def _ended(of: Measure | None, to: Measure | None, others: Catalogue, likely: Floats) -> Link:
    """A measure that is in one catalogue only; the nearest one of the other is named, for a person to look at."""
    nearest = others.measures[int(likely.argmax())]
    best = float(likely.max())
    english, mongolian = f"not in {others.id}", f"{others.id}-д алга"
    if best > 0:
        english += f"; nearest {nearest.key} ({best:.2f})"
        mongolian += f"; хамгийн ойр нь {nearest.key} ({best:.2f})"
    return Link(of, to, "dropped" if of else "new", 1 - best, (), (), english, mongolian)


def _only(of: Measure, without: Measure) -> tuple[str, ...]:
    own, other = wording(of.text), wording(without.text)
    alike = _any(_alike([*own.stems, *other.stems])[: len(own.stems), len(own.stems) :])
    return tuple(dict.fromkeys(word for word, known in zip(own.words, alike, strict=True) if not known))


def _letters(text: str) -> str:
    """A plan repeats a measure with its own year in it."""
    return wording(_YEAR.sub("", text)).letters
