"""catalogue_links.csv: the measures of one catalogue and what they continue in, for following a measure over years."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import Final, TextIO

from normalizers.catalogue.model import Catalogue, Measure
from normalizers.curation.succession import Link

COLUMNS: Final = (
    "catalogue_id", "measure_id", "goal", "measure_code", "measure",
    "to_catalogue_id", "to_measure_id", "to_goal", "to_measure_code", "to_measure",
    "status", "score", "words_gone", "words_added", "reason", "reason_mn",
)  # fmt: skip


def write(stream: TextIO, old: Catalogue, new: Catalogue, links: Iterable[Link]) -> None:
    """Write the links as CSV (RFC 4180 with plain line ends). Raises OSError."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for link in links:
        words = ("; ".join(link.gone), "; ".join(link.added)) if link.status != "same" else ("", "")
        told = (link.status, f"{link.score:.4f}", *words, link.reason, link.reason_mn)
        writer.writerow((*_measure(old, link.of), *_measure(new, link.to), *told))


def _measure(catalogue: Catalogue, measure: Measure | None) -> tuple[str, ...]:
    """The columns of one side; only the catalogue's id where it has no such measure."""
    if measure is None:
        return catalogue.id, "", "", "", ""
    return catalogue.id, catalogue.measure_id(measure.key), measure.goal.text, measure.code, measure.text
