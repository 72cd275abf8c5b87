"""The reports of a run where they are kept: read one at a time from the cache and as people decided.

What was made of a report for the tables is kept beside them, under everything that it depends on: the digest of the
values, the file's published name, the decisions on its rows, and the program with its settings and reference data (the version of the
stage). The findings of other reports on it are compared by whoever uses it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import msgspec

from normalizers.catalogue.model import Catalogues
from normalizers.report import Finding, Report
from pipeline.exits import Exit, Stop
from pipeline.outputs.building.parts import Made
from pipeline.review.applying import decide
from pipeline.review.decisions import Decision, Standing, standing
from pipeline.workers.cache import Cache, digest
from pipeline.workers.outcome import Kept, Outcome
from pipeline.workers.packing import pack, unpack


@dataclass(frozen=True, slots=True)
class _Entry:
    """What was made, of which values under which name; ``keys`` are those of the report's rows, ``decided`` what people had
    said of them, ``of_texts`` the digest of what they had said of texts wherever they stand; ``further`` findings were
    added."""

    kept: Kept | None
    file: str
    keys: tuple[str, ...]
    decided: tuple[Standing, ...]
    of_texts: str
    further: tuple[Finding, ...]
    made: Made


@dataclass(slots=True)
class KeptReports:
    """Reports from the cache with the decisions that stand. ``further`` are findings by file that the run adds."""

    cache: Cache
    catalogues: Catalogues
    standings: Mapping[str, Standing] = field(default_factory=dict)
    of_texts: str = ""
    further: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    _last: tuple[Outcome, Report] | None = None

    @classmethod
    def of(
        cls,
        cache: Cache,
        catalogues: Catalogues,
        decisions: Sequence[Decision],
        further: Mapping[str, tuple[Finding, ...]],
    ) -> KeptReports:
        standings = standing(decisions)
        texts = {each.text for decision in decisions for each in decision.on_each() if each.scope == "text"}
        of_texts = digest(pack([(text, standings[text]) for text in sorted(texts)])) if texts else ""
        return cls(cache, catalogues, standings, of_texts, further)

    def read(self, outcome: Outcome) -> Report:
        """The report as the program understood it. Raises Stop(NO_INPUT) when somebody took it away meanwhile."""
        if self._last and self._last[0] is outcome:
            return self._last[1]
        found = self.cache.reports(outcome.kept) if outcome.kept else None
        report = next((one for one in found or () if one.number == outcome.number), None)
        if report is None:
            raise Stop(
                Exit.NO_INPUT,
                f"{outcome.file}: its cache entry vanished during the run; nothing is published, run again",
                f"{outcome.file}: завсрын санах ойгоос алга болсон; юу ч нийтлээгүй, дахин ажиллуулна уу",
            )
        findings = (*report.findings, *self.further.get(outcome.file, ()))
        self._last = outcome, replace(report, name=outcome.file, findings=findings)
        return self._last[1]

    def report(self, outcome: Outcome) -> Report:
        """The report as people decided."""
        return decide(self.read(outcome), self.standings, self.catalogues)

    def made(self, outcome: Outcome) -> Made | None:
        """What was made of the report as it is now."""
        data = self.cache.made(_key(outcome))
        if data is None:
            return None
        try:
            entry = unpack(data, _Entry)
        except msgspec.MsgspecError:
            return None
        here = self._entry(outcome, entry.keys, entry.made)
        return entry.made if here == entry else None

    def keep(self, outcome: Outcome, made: Made) -> None:
        """Keep what was made of the report."""
        keys = tuple(record.text_key for record in self.read(outcome).records)
        self.cache.keep_made(_key(outcome), pack(self._entry(outcome, keys, made)))

    def _entry(self, outcome: Outcome, keys: tuple[str, ...], made: Made) -> _Entry:
        """What is true of the report now."""
        decided = tuple(self.standings[key] for key in keys if key in self.standings)
        further = self.further.get(outcome.file, ())
        return _Entry(outcome.kept, outcome.file, keys, decided, self.of_texts, further, made)


def _key(outcome: Outcome) -> str:
    return f"{outcome.kept.key if outcome.kept else ''}-{outcome.number}"
