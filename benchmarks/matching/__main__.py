"""Prints how matching does on reports it was not fitted on, and keeps the table in ``result.txt``.

python -m benchmarks.matching [--reports 30] [--seed TEXT] [--weights FILE] [--keep]
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from benchmarks.matching.catalogues import large, medium, small
from benchmarks.matching.noise import Maker
from benchmarks.matching.noise_hard import HardMaker
from benchmarks.matching.noise_other import OtherMaker
from benchmarks.matching.off_topic import OffTopicMaker, held_out
from benchmarks.matching.scoring import Scored, figures, reliability
from normalizers.catalogue.model import Catalogue
from normalizers.linkage.matcher import match_reports
from normalizers.linkage.model import from_json, shipped_weights
from normalizers.linkage.records import Weights

RESULT = Path(__file__).parent / "result.txt"
SEVERITIES = (0, 1, 2, 3, 4)


def score_maker(maker: Any, count: int, weights: Weights, seed: str) -> tuple[list[Scored], float]:
    """``count`` reports of each severity, matched; and rows a second."""
    reports = [
        maker.report(f"{severity}-{number}", severity, random.Random(f"{seed}-{severity}-{number}"))
        for severity in SEVERITIES
        for number in range(count)
    ]
    given = [[row.asked() for row in rows] for rows in reports]
    start = time.process_time()
    matches = list(match_reports(given, maker.catalogue, weights=weights))
    spent = time.process_time() - start
    scored = [
        Scored(row, match)
        for rows, found in zip(reports, matches, strict=True)
        for row, match in zip(rows, found, strict=True)
    ]
    return scored, len(scored) / spent


def makers() -> Iterator[tuple[str, Any]]:
    """The three makers of reports on the three catalogues, the second also with rows about something else; of the first one
    only texts that fitting never sees."""
    for catalogue in (small(), medium(), large()):
        name = f"{catalogue.id} {len(catalogue.measures)}"
        strangers = () if catalogue.id == "large" else large() if catalogue.id == "medium" else medium()
        yield name, Maker(catalogue, True, hand_written=catalogue.id == "small")
        yield f"{name} (other noise)", OtherMaker(catalogue)
        yield f"{name} (off topic)", held_out(catalogue)
        yield f"{name} (hard)", HardMaker(catalogue, tuple(one.text for one in strangers.measures) if strangers else ())


def lines(name: str, scored: Sequence[Scored], speed: float) -> Iterator[str]:
    """The table of one catalogue: all rows, then by severity, kind of row and kind of code."""
    whole = figures(scored)
    yield f"## {name}: {len(scored)} rows" + (f", {speed:.0f} rows/s" if speed else "")
    yield "  ".join(f"{key} {_say(value)}" for key, value in whole.items())
    groups: dict[str, list[Scored]] = {}
    for one in scored:
        groups.setdefault(f"severity {one.row.severity}", []).append(one)
        groups.setdefault(f"kind {one.row.kind}", []).append(one)
        groups.setdefault(f"codes {one.row.codes}", []).append(one)
    for group in sorted(groups):
        found = figures(groups[group])
        shown = ("rows", "top1", "code right", "auto precision", "auto share", "own F1")
        yield f"{group:22}" + "  ".join(f"{key} {_say(found[key]):>6}" for key in shown)
    yield "reliability  " + "  ".join(f"{said:.2f}:{was:.2f} ({rows})" for rows, said, was in reliability(scored))


def _say(value: float | None) -> str:
    return "-" if value is None else f"{value:.0f}" if value > 1.0001 else f"{value:.3f}"


@click.command()
@click.option("--reports", "count", default=30, help="Reports a catalogue and severity.")
@click.option("--weights", "path", type=click.Path(path_type=Path, exists=True), default=None)
@click.option("--keep", is_flag=True, help="Keep the table in result.txt.")
@click.option("--seed", default="held-out", help="Another seed, other reports.")
@click.option("--wrong", default=0, help="Show so many wrong rows a catalogue.")
def main(count: int, path: Path | None, keep: bool, seed: str, wrong: int) -> None:
    """Score the matcher on made-up reports that it was not fitted on."""
    weights = from_json(path.read_text("utf-8")) if path else shipped_weights()
    table: list[str] = [f"weights fitted on {weights.fitted_on}; {count} reports of each severity, seed {seed}", ""]
    everything: list[Scored] = []
    for name, maker in makers():
        scored, speed = score_maker(maker, count, weights, seed)
        said = [*lines(name, scored, speed), ""]
        click.echo("\n".join(said))
        table += said
        if not isinstance(maker, OffTopicMaker):
            everything += scored
        _show_wrong(scored, wrong, maker.catalogue)
    said = [*lines("all of these but off topic", everything, 0.0), ""]
    click.echo("\n".join(said))
    table += said
    if keep:
        RESULT.write_text("\n".join(table), "utf-8")


def _show_wrong(scored: Sequence[Scored], count: int, catalogue: Catalogue) -> None:
    bad = [one for one in scored if (one.match.status == "auto" and not one.right)]
    bad += [one for one in scored if one.row.truth and one.top not in one.row.truth]
    for one in bad[:count]:
        click.echo(f"  ! {one.row.kind} {one.row.severity} {one.row.truth} -> {one.match.code} top {one.top} "
                   f"{one.match.status} {one.match.score} | {one.row.code} | {one.row.text} | {one.match.reason}")  # fmt: skip


if __name__ == "__main__":
    main()
