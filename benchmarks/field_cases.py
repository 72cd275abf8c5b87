"""The cases of the field readers: forms with their true values, and what is read of them.

Takes the ``<field>_<part>.txt`` of the tests; gives for each form the true value and state beside the reading.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.field_readers import READERS, Reading, header_readings
from parsers.language.letters import repair
from tests.normalizers.labelled import CASES

PARTS = ("second", "third", "fourth")
HEADERS = CASES.parents[1] / "parsers" / "cases"
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
            yield form, value.strip(), state.strip(), READERS[name](repair(form).text)


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
