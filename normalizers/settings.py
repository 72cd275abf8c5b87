"""What a user may set about understanding values; the pipeline fills it from tailan.toml."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from normalizers.front.agency_list import Agency


@dataclass(frozen=True, slots=True)
class MatchSettings:
    """From which probability (0-1) on a row is accepted unseen (``accept``), its best candidate is proposed to a person
    (``propose``); below ``doubt`` the row is taken for one that is in no catalogue."""

    accept: float = 0.95
    propose: float = 0.15
    doubt: float = 0.1


DEFAULT_MATCHING: Final = MatchSettings()


@dataclass(frozen=True, slots=True)
class NormalizerSettings:
    """``agencies``: the configured agency list. ``review_confidence``: scanned rows below it get ``low_ocr_confidence``
    and go to review (0-1; with 0.7 review caught 20 of 21 wrong rows of 82 scans and asked for 13 % of them, with 0.5 19
    and 10 %). ``matching``: thresholds of the matcher; ``weights``: the text of a weights file that learned
    from decisions, empty for the shipped weights."""

    agencies: tuple[Agency, ...] = ()
    review_confidence: float = 0.7
    matching: MatchSettings = DEFAULT_MATCHING
    weights: str = ""


DEFAULT_SETTINGS = NormalizerSettings()
