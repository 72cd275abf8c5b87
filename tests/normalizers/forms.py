"""Written forms and what they mean, from ``cases/``; and any text at all."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.normalizers.labelled import CASES

#: The letters that the readers of values look at, in any order.
ANYTHING = st.text(
    alphabet="0123456789 .,'-–%/()оОоЗзlІ₮абгдзмнрсяөүхувьсаятөгмян\n\u00a0\u00adоны сарын өдөр улирал IVX газрын",
    max_size=40,
)


def table(*names: str) -> list[tuple[str, list[str]]]:
    """The lines ``form => part | part`` of these files; ``⏎`` is a line end inside a form."""
    lines = [line for name in names for line in (CASES / f"{name}.txt").read_text("utf-8").splitlines()]
    pairs = [line.partition(" =>") for line in lines if line.strip() and not line.startswith("#")]
    return [(left.replace("⏎", "\n"), [part.strip() for part in right.strip().split("|")]) for left, _, right in pairs]
