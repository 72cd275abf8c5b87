"""Field readers on forms written after them: right, and wrong without a word; facts, indicators: precision, recall.

    python -m benchmarks.fields [--worst N]

Each file of cases says how many were right at the first try; what is printed is how many are right now.
A reading is silently wrong when a value is published that is not the true one and no finding says so.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from normalizers.dates import find_dates
from normalizers.money import read_money
from normalizers.percents import read_percent
from normalizers.periods import read_period
from tests.normalizers.labelled import CASES, PLAN_YEAR, indicator_precision_recall, precision_recall

MENTIONS = ("mentions_dev", "mentions_held", "mentions_second")
INDICATORS = ("indicators_dev", "indicators_held", "indicators_second")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader said of a form: the value as text (empty for none) and whether a finding goes with it."""

    value: str
    flagged: bool
    state: str = ""


def _percent(form: str) -> Reading:
    read = read_percent(form)
    return Reading("" if read.value is None else f"{read.value.normalize():f}", bool(read.problem), read.state)


def _money(form: str) -> Reading:
    header, cell = form.split("|", 1)
    read = read_money(cell.strip(), header.strip())
    whole = None if read.value is None else read.value.quantize(Decimal(1), ROUND_HALF_UP)
    return Reading("" if whole is None else f"{whole:f}", bool(read.problem), read.state)


def _dates(form: str) -> Reading:
    spans = find_dates(form, PLAN_YEAR)
    texts = [f"{span.first or ''}|{span.last or ''}|{span.precision}" for span in spans]
    return Reading(" ; ".join(texts), any(span.problem for span in spans))


def _period(form: str) -> Reading:
    read = read_period(form)
    return Reading(read.value or "", bool(read.problem))


READERS: dict[str, Callable[[str], Reading]] = {
    "percents": _percent,
    "money": _money,
    "dates": _dates,
    "periods": _period,
}


def forms(name: str) -> Iterator[tuple[str, str, str]]:
    """The forms of ``cases/<name>_second.txt``: form, true value, true state (empty where the field has none)."""
    for line in (CASES / f"{name}_second.txt").read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            form, _, said = line.partition(" =>")
            value, state = (said.strip(), "") if name in ("dates", "periods") else said.strip().split("|")[:2]
            yield form.replace("⏎", "\n"), value.strip(), state


Wrong = tuple[str, str, str, Reading]


def compare(name: str) -> tuple[int, list[Wrong], list[Wrong]]:
    """How many forms a field has, those read wrong (form, value, state, reading), and those of them without a word."""
    cases = list(forms(name))
    read = [READERS[name](form) for form, _, _ in cases]
    wrong = [
        (form, value, state, said)
        for (form, value, state), said in zip(cases, read, strict=True)
        if said.value != value or (state and said.state != state)
    ]
    return len(cases), wrong, [one for one in wrong if one[3].value and not one[3].flagged]


def main() -> None:
    """Print one line a field and, with ``--worst``, what went wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fields", description=__doc__)
    parser.add_argument("--worst", type=int, default=0)
    worst = parser.parse_args().worst
    print(f"{'field':<12}{'forms':>7}{'right':>8}{'silently wrong':>16}")
    for name in READERS:
        count, wrong, silent = compare(name)
        print(f"{name:<12}{count:>7}{1 - len(wrong) / count:>8.3f}{len(silent) / count:>16.3f}")
        for form, value, state, said in wrong[:worst]:
            print(f"    {form!r}: {value} {state}, read {said}")
    print(f"\n{'facts':<22}{'precision':>10}{'recall':>8}")
    for name in MENTIONS:
        precision, recall, errors = precision_recall(name)
        print(f"{name:<22}{precision:>10.3f}{recall:>8.3f}")
        for kind, fact, text in errors[:worst]:
            print(f"    {kind} {fact} in {text!r}")
    for name in INDICATORS:
        precision, recall, items = indicator_precision_recall(name)
        print(f"{name:<22}{precision:>10.3f}{recall:>8.3f}")
        for kind, item, text in items[:worst]:
            print(f"    {kind} {item} in {text!r}")


if __name__ == "__main__":
    main()
