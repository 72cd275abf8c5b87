"""How right a published edition is: measures.csv and submissions.csv against the truth of a corpus.

A value is right when a careful reader would call it the same: white space, dashes, bullets, quotes and soft hyphens
do not count. Rows are paired by the likeness of their texts; a pair below half likeness is no pair.

    python -m benchmarks.scoring CLEAN CORPUS [--worst N]
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process
from scipy.optimize import linear_sum_assignment

Record = dict[str, Any]

TEXTS = ("measure_reported", "indicator", "progress")
OTHERS = ("responsible", "deadline", "baseline", "target", "evidence", "note")
METADATA = ("agency", "plan_year", "period", "report_date", "acknowledged_by", "prepared_by")
# A row is perfect when code, completion and money are right and its texts are at least so alike.
ALIKE = {"scan": 0.90}
ALIKE_TEXT = 0.98
PAIRED = 0.5

_SAME = str.maketrans(
    dict.fromkeys("“”„«»″", '"') | dict.fromkeys("‘’`´", "'") | dict.fromkeys("‐‑‒–—―−•·●▪◦∙\uf0b7", "-")
    | dict.fromkeys("\u00ad\u200b\ufeff\u2060", None)
)  # fmt: skip
_LOOKALIKES = str.maketrans("aeopcxyABEKMHOPCTXєїЄЇ", "аеорсхуАВЕКМНОРСТХөүӨҮ")
_CODE = re.compile(r"^\s*\d{1,2}(?:\s?[.,]\s?\d{1,2}){1,3}(?:[.)]+|(?=\D|$))\s*")


@dataclass(slots=True)
class Score:
    """Counts of one group of documents; ``faults`` are sentences about one document."""

    counts: Counter[str] = field(default_factory=Counter)
    sums: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def note(self, name: str, right: float, of: float = 1) -> None:
        self.sums[name] += right  # type: ignore[assignment]
        self.counts[name] += of  # type: ignore[assignment]

    def add(self, other: Score) -> None:
        self.sums.update(other.sums)
        self.counts.update(other.counts)

    def share(self, name: str) -> float | None:
        return self.sums[name] / self.counts[name] if self.counts[name] else None


def folded(text: object) -> str:
    """A text as it is compared."""
    plain = unicodedata.normalize("NFC", "" if text is None else str(text)).translate(_SAME).replace("…", "...")
    plain = " ".join(plain.split())
    return "" if plain in ("-", "--", "---", "_") else plain


def score_edition(clean: Path, corpus: Path) -> dict[str, Score]:
    """Scores by document; groups are summed by ``grouped``."""
    truths = [json.loads(line) for line in (corpus / "truth.jsonl").read_text(encoding="utf-8").splitlines() if line]
    submissions = {Path(row["file"]).name: row for row in _table(clean / "submissions.csv")}
    rows: dict[str, list[Record]] = {}
    for row in _table(clean / "measures.csv"):
        rows.setdefault(row["submission_id"], []).append(row)
    return {truth["doc"]: score_document(truth, submissions.get(Path(truth["file"]).name), rows) for truth in truths}


def _table(path: Path) -> list[Record]:
    csv.field_size_limit(10**8)
    with path.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def score_document(truth: Record, submission: Record | None, rows: dict[str, list[Record]]) -> Score:
    """Compare one document; without a submission everything is missing."""
    score = Score()
    status = submission["status"] if submission else "absent"
    right = status == "rejected" if truth["expected_status"] == "rejected" else status in ("ok", "review")
    score.note("status", right)
    score.note("review_documents", status == "review")
    if not right:
        score.faults.append(f"status {status} {submission['reason'] if submission else ''}".strip())
    found = sorted(rows.get(submission["submission_id"], []), key=lambda row: int(row["row"])) if submission else []
    if truth["expected_status"] != "rejected":
        for name in METADATA:
            expected, given = truth[name], submission[name] if submission else ""
            same = _same_metadata(name, expected, given)
            score.note(name, same)
            score.note("metadata", same)
            if not same:
                score.faults.append(f"{name}: {expected!r} read as {given!r}")
    _score_rows(truth, found, score)
    return score


def _same_metadata(name: str, expected: object, given: str) -> bool:
    a, b = (folded(text).translate(_LOOKALIKES).casefold() for text in (expected, given))
    if name.endswith("_by"):
        a, b = (re.sub(r"[\s_/.,]", "", text) for text in (a, b))
    return a.replace('"', "") == b.replace('"', "")


def _score_rows(truth: Record, found: list[Record], score: Score) -> None:
    expected = truth["rows"]
    pairs = row_pairs(expected, found)
    score.note("row_recall", len(pairs), len(expected))
    score.note("row_precision", len(pairs), len(found))
    partner = {b: a for a, b in pairs}
    for index, row in enumerate(found):
        if row["match_status"] == "auto":
            right = index in partner and row["measure_code"] == (expected[partner[index]]["measure_code"] or "")
            score.note("auto_precision", right)
            score.note("auto_wrong", not right, 0)
        score.note("auto_share", row["match_status"] == "auto")
        if index not in partner:
            score.faults.append(f"row {row['row']} is none: {folded(row['measure_reported'])[:60]!r}")
    missing = set(range(len(expected))) - {a for a, _ in pairs}
    score.faults += [
        f"row {expected[a]['row']} is missing: {expected[a]['measure_reported'][:60]!r}" for a in sorted(missing)
    ]
    limit = ALIKE.get(truth["format"], ALIKE_TEXT)
    perfect = sum(_score_row(expected[a], found[b], limit, score) for a, b in pairs)
    score.note("row_perfect", perfect, len(expected))


def row_pairs(expected: list[Record], found: list[Record]) -> list[tuple[int, int]]:
    """The likeliest partners, each row once; among equals those in the same order."""
    if not expected or not found:
        return []
    wanted = [f"{_measure(row['measure_reported'])} {folded(row['progress'])}" for row in expected]
    given = [f"{_measure(row['measure_reported'])} {folded(row['progress'])}" for row in found]
    alike = process.cdist(wanted, given, scorer=fuzz.ratio) / 100
    order = np.abs(np.linspace(0, 1, len(wanted))[:, None] - np.linspace(0, 1, len(given))[None, :])
    left, right = linear_sum_assignment(1e-3 * order - alike)
    return [(int(a), int(b)) for a, b in zip(left, right, strict=True) if alike[a, b] >= PAIRED]


def _score_row(truth: Record, row: Record, limit: float, score: Score) -> bool:
    wrong = []
    checks = {
        "measure_code": row["measure_code"] == (truth["measure_code"] or ""),
        "completion": number(row["completion_pct"]) == number(truth["completion_pct"]),
        "spent": number(row["spent_mnt"]) == number(truth["spent_mnt"]),
    }
    for name, right in checks.items():
        score.note(name, right)
        if not right:
            wrong.append(name)
    score.note("goal_code", row["goal_code"] == truth["goal_code"])
    score.note("code_reported", _same_code(row["code_reported"], truth))
    for name in (*TEXTS, *OTHERS):
        if name not in truth:
            continue
        alike = _likeness(name, truth, row.get(name, ""))
        if alike is None:
            continue
        kind = name if name in TEXTS else "other_cells"
        score.note(f"{kind}_exact", alike == 1)
        score.note(f"{kind}_alike", alike)
        if alike < limit:
            wrong.append(f"{name} {alike:.2f}")
    if wrong:
        score.faults.append(f"row {truth['row']} [{truth['code_reported']}]: {', '.join(wrong)}")
    return not any(name in checks or name.split()[0] in TEXTS for name in wrong)


def _likeness(name: str, truth: Record, given: object) -> float | None:
    """0-1 against the nearest accepted wording; None when both are empty."""
    fold = _measure if name == "measure_reported" else folded
    accepted = [fold(text) for text in (truth.get(name), *truth.get("alt", {}).get(name, ()))]
    text = fold(given)
    if not text and not accepted[0]:
        return None
    return max(1.0 if text == each else fuzz.ratio(text, each) / 100 for each in accepted)


def _measure(text: object) -> str:
    return _CODE.sub("", folded(text), count=1)


def _same_code(given: str, truth: Record) -> bool:
    accepted = (truth["code_reported"], *truth.get("alt", {}).get("code_reported", ()))
    return folded(given).strip(".() ") in [folded(code).strip(".() ") for code in accepted]


def number(value: object) -> Decimal | None:
    try:
        return round(Decimal(str(value)), 2) if value not in (None, "") else None
    except InvalidOperation:
        return Decimal("NaN")


def grouped(scores: dict[str, Score], corpus: Path) -> dict[str, Score]:
    """Summed by kind of source, and over everything."""
    groups: dict[str, Score] = {}
    for line in (corpus / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        truth = json.loads(line)
        for name in (truth["kind"], "all"):
            groups.setdefault(name, Score()).add(scores[truth["doc"]])
    return groups


MEASURES = (
    "status", "review_documents", "metadata", *METADATA, "row_precision", "row_recall", "measure_code", "goal_code",
    "code_reported", "auto_share", "auto_precision", "completion", "spent", *(f"{name}_exact" for name in TEXTS),
    *(f"{name}_alike" for name in TEXTS), "other_cells_exact", "row_perfect",
)  # fmt: skip


def report(groups: dict[str, Score]) -> str:
    """A table: one line a measure, one column a group."""
    lines = [f"{'':24}" + "".join(f"{name:>10}" for name in groups)]
    for name in MEASURES:
        shares = [score.share(name) for score in groups.values()]
        lines.append(f"{name:24}" + "".join(f"{'-' if share is None else f'{share:.3f}':>10}" for share in shares))
    lines.append(f"{'auto_wrong':24}" + "".join(f"{int(score.sums['auto_wrong']):>10}" for score in groups.values()))
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scoring", description=__doc__)
    parser.add_argument("clean", type=Path)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--worst", type=int, default=0, help="the documents with most faults, and which")
    chosen = parser.parse_args()
    scores = score_edition(chosen.clean, chosen.corpus)
    sys.stdout.write(report(grouped(scores, chosen.corpus)) + "\n")
    for name, score in sorted(scores.items(), key=lambda item: -len(item[1].faults))[: chosen.worst]:
        sys.stdout.write("\n".join([f"\n{name}", *(f"  {fault}" for fault in score.faults)]) + "\n")


if __name__ == "__main__":
    main()
