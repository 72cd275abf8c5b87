"""Field readers on forms written after them: right, and wrong without a word; facts, indicators: precision, recall.

    python -m benchmarks.fields [--worst N]

Every file of cases says how many were right at the first try. ``second`` and ``third`` were used for repairs afterwards;
``fourth`` was not looked at since it was written, so its figures are those of the first try until somebody opens it.
Damaged letters are copies of all forms as a scan would read them.
A reading is silently wrong when a value is published that is not the true one and no finding says so.
"""

from __future__ import annotations

import argparse

from benchmarks.field_cases import PARTS, cases, is_silent, is_wrong
from benchmarks.field_noise import FIELDS, shares
from benchmarks.field_readers import READERS
from tests.normalizers.labelled import indicator_precision_recall, precision_recall

MENTIONS = ("mentions_dev", "mentions_held", "mentions_second")
INDICATORS = ("indicators_dev", "indicators_held", "indicators_second")
NOISE_SEED = 20


def main() -> None:
    """Print one line a field and file and, with ``--worst``, what went wrong; the unseen file is never shown."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fields", description=__doc__)
    parser.add_argument("--worst", type=int, default=0)
    worst = parser.parse_args().worst
    print(f"{'field':<12}{'file':<8}{'forms':>6}{'right':>8}{'silently wrong':>16}{'empty or doubted':>18}")
    for name in (*READERS, "headers"):
        for part in PARTS:
            found = list(cases(name, part))
            wrong = [case for case in found if is_wrong(case)]
            silent = sum(map(is_silent, wrong))
            if found:
                rates = (1 - len(wrong) / len(found), silent / len(found), (len(wrong) - silent) / len(found))
                print(f"{name:<12}{part:<8}{len(found):>6}{rates[0]:>8.3f}{rates[1]:>16.3f}{rates[2]:>18.3f}")
            for form, value, state, said in wrong[: worst if part != PARTS[-1] else 0]:
                print(f"    {form!r}: {value} {state}, read {said}")
    print(f"\n{'damaged letters':<22}{'forms':>8}{'right':>8}{'silently wrong':>16}")
    for name in FIELDS:
        for severity in (1, 2, 3):
            count, right, silently = shares(name, severity, NOISE_SEED)
            print(f"{name:<12}severity {severity}{count:>8}{right:>8.3f}{silently:>16.3f}")
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
