"""What a user may set about understanding values; the pipeline fills it from tailan.toml."""

from __future__ import annotations

from dataclasses import dataclass

from normalizers.organisations import Agency


@dataclass(frozen=True, slots=True)
class NormalizerSettings:
    """``agencies``: the configured agency list. ``review_confidence``: scanned rows below it get ``low_ocr_confidence``
    and go to review (0-1)."""

    agencies: tuple[Agency, ...] = ()
    review_confidence: float = 0.5


DEFAULT_SETTINGS = NormalizerSettings()
