"""Field readers on forms written after them: right, and wrong without a word; facts, indicators: precision, recall.

    python -m benchmarks.fields [--worst N]

Every file of cases says how many were right at the first try. ``second`` and ``third`` were used for repairs afterwards;
``fourth`` was not looked at since it was written, so its figures are those of the first try until somebody opens it.
Damaged letters are copies of all forms as a scan would read them.
A reading is silently wrong when a value is published that is not the true one and no finding says so.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from benchmarks.field_readers import READERS, Reading, header_readings
from tests.normalizers.labelled import CASES, indicator_precision_recall, precision_recall

PARTS = ("second", "third", "fourth")
HEADERS = CASES.parents[1] / "parsers" / "cases"
MENTIONS = ("mentions_dev", "mentions_held", "mentions_second")
INDICATORS = ("indicators_dev", "indicators_held", "indicators_second")
NOISE_SEED = 20
_STATED = ("percents", "money")  # fields whose cases also say the state

Case = tuple[str, str, str, Reading]
"""A form, its true value and state (empty where the field has none), and the reading."""


def cases(name: str, part: str) -> Iterator[Case]:
    """The forms of ``<name>_<part>.txt`` with what is read of them; nothing when there is no such file."""
    if name == "headers":
        path = HEADERS / f"{name}_{part}.txt"
        blocks = _lines(path) if path.is_file() else ""
        for block in filter(str.strip, blocks.split("\n\n")):
            yield from ((form, value, "", said) for form, value, said in header_readings(block))
        return
    path = CASES / f"{name}_{part}.txt"
    for line in _lines(path).splitlines() if path.is_file() else ():
        if line.strip():
            form, _, told = line.partition(" =>")
            value, state = (*told.strip().split("|"), "")[:2] if name in _STATED else (told.strip(), "")
            value = "" if value.startswith("|") and name == "codes" else value
            form = form.replace("⏎", "\n")
            yield form, value.strip(), state.strip(), READERS[name](form)


def _lines(path: Path) -> str:
    return "\n".join(line for line in path.read_text("utf-8").splitlines() if not line.startswith("#"))


def is_wrong(case: Case) -> bool:
    """Whether the value, or the state where it is known, is not the true one."""
    _, value, state, said = case
    return said.value != value or bool(state and said.state != state)


def is_silent(case: Case) -> bool:
    """Whether a wrong value is published and nothing says that it is doubtful."""
    _, value, _, said = case
    return said.value != value and bool(said.value.strip(" |;")) and not said.flagged


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
                shares = (1 - len(wrong) / len(found), silent / len(found), (len(wrong) - silent) / len(found))
                print(f"{name:<12}{part:<8}{len(found):>6}{shares[0]:>8.3f}{shares[1]:>16.3f}{shares[2]:>18.3f}")
            for form, value, state, said in wrong[: worst if part != PARTS[-1] else 0]:
                print(f"    {form!r}: {value} {state}, read {said}")
    from benchmarks.field_noise import FIELDS, shares

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
