"""Measures about something else in the same words: another topic in the place of a measure's own.

Takes the texts of a catalogue; gives rows that are in no catalogue although most of their words are. What fitting sees
(``TRAINING``) and what is measured (``HELD_OUT``) have no topic and no sentence in common.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol

from benchmarks.matching.letters import damage_letters
from benchmarks.matching.noise import LabelledRow, table
from benchmarks.matching.noise_other import OtherMaker
from normalizers.catalogue.model import Catalogue

_TEXTS: Final = table("off_topic")
_ABOUT: Final = [(re.compile(pattern), instead) for pattern, instead in _TEXTS["about"]]
_WHOLE: Final = ("single", "reworded", "reordered", "paraphrase", "truncated")  # rows that are one measure
_IN_PLACE: Final = 0.5  # share of the rows about something else that stand in the place of the measure
_IN_ITS_WORDS: Final = 0.65  # share of rows that are a measure with its topic replaced; the others are short sentences


@dataclass(frozen=True, slots=True)
class Topics:
    """Topics as (genitive, ablative), and sentences about ``{of}`` or ``{from}`` them."""

    topics: tuple[tuple[str, str], ...]
    frames: tuple[str, ...]

    @classmethod
    def of(cls, listed: dict[str, Any]) -> Topics:
        return cls(tuple((of, from_) for of, from_ in listed["topics"]), tuple(listed["frames"]))

    def text(self, measure: str, rng: random.Random) -> str:
        """A row about something else: the measure with another topic, else a sentence of its kind."""
        if rng.random() < _IN_ITS_WORDS and (text := with_topic(measure, rng.choice(self.topics))):
            return text
        text = _filled(rng.choice(self.frames), rng.choice(self.topics))
        return text[:1].upper() + text[1:]


TRAINING: Final = Topics.of(_TEXTS["training"])
HELD_OUT: Final = Topics.of(_TEXTS["held_out"])


def with_topic(text: str, topic: tuple[str, str]) -> str:
    """The text with every mention of what it is about replaced; empty when it mentions nothing of the kind."""
    changed = text
    for pattern, instead in _ABOUT:
        changed = pattern.sub(_filled(instead, topic) + " ", changed)
    changed = re.sub(rf"({re.escape(topic[0])})(?:[\s,]+\1)+", r"\1", re.sub(r"\s+", " ", changed)).strip()
    return "" if changed == text else changed[:1].upper() + changed[1:]


def _filled(frame: str, topic: tuple[str, str]) -> str:
    return frame.replace("{of}", topic[0]).replace("{from}", topic[1])


class ReportMaker(Protocol):
    """What makes reports about a catalogue."""

    @property
    def catalogue(self) -> Catalogue: ...

    def report(self, name: str, severity: int, rng: random.Random) -> list[LabelledRow]:
        """The rows of one report."""


@dataclass(frozen=True, slots=True)
class OffTopicMaker:
    """Reports of another maker in which measures are followed by rows about something else (``off_topic``), some in their
    place; with no code, that of the measure whose words they have, or that of any other row. ``damage``: what a severity does
    to letters."""

    maker: ReportMaker
    topics: Topics
    share: float
    damage: Callable[[str, int, random.Random], str]

    @property
    def catalogue(self) -> Catalogue:
        return self.maker.catalogue

    def report(self, name: str, severity: int, rng: random.Random) -> list[LabelledRow]:
        """The rows of one report."""
        made = self.maker.report(name, severity, rng)
        rows: list[LabelledRow] = []
        for row in made:
            rows.append(row)
            if row.kind in _WHOLE and rng.random() < self.share:
                if rng.random() < _IN_PLACE:
                    rows.pop()
                rows.append(self._off_topic(row, rng.choice(made).code, rng))
        return rows

    def _off_topic(self, row: LabelledRow, other_code: str, rng: random.Random) -> LabelledRow:
        text = self.topics.text(self.catalogue.by_key[row.truth[0]].text, rng)
        code = rng.choice((row.code, "", other_code)) if row.code else ""
        return replace(row, text=self.damage(text, row.severity, rng), code=code, truth=(), kind="off_topic")


def held_out(catalogue: Catalogue) -> OffTopicMaker:
    """What is measured: reports of the second maker, every third measure or so followed by a row about something else."""
    maker = OtherMaker(catalogue)
    return OffTopicMaker(maker, HELD_OUT, 0.3, maker.damaged)


def training(maker: ReportMaker, share: float) -> OffTopicMaker:
    """What fitting sees: the reports of a maker, this share of its measures followed by a row about something else."""
    return OffTopicMaker(maker, TRAINING, share, damage_letters)
