"""Rows that nothing sets apart but their numbers, which stand at the beginning of the row or in its middle."""

from __future__ import annotations

from parsers.layout.text_lines import Line


def level(line: Line) -> float:
    """The line's middle down the page."""
    return (line.top + line.bottom) / 2


def numbered_rows(band: list[Line], numbered: list[bool], parted: list[bool], turned: list[bool]) -> set[int]:
    """First lines of the rows, one number a row. Where no white parts two numbers, the row begins at its number, or, if
    numbers stand in the middle of their rows, as far below the last number as the row before reaches above it."""
    opens = [n == 0 or parted[n] or turned[n] for n in range(len(band))]
    middling = any(
        numbered[n] and any(opens[k] and (parted[k] or turned[k]) for k in range(n, 0, -1)) and not opens[n]
        and not any(numbered[k] for k in range(max(j for j in range(n + 1) if opens[j]), n))
        for n in range(1, len(band))
    )  # fmt: skip
    starts = {n for n in range(1, len(band)) if turned[n]}
    begun, number = 0, -1
    for n in range(1, len(band)):
        if turned[n]:
            begun, number = n, -1
        if not numbered[n]:
            continue
        white = [k for k in range(max(begun, number) + 1, n + 1) if parted[k]]
        if white:
            begun = white[-1]
            starts.add(begun)
        elif middling and number >= 0:
            foot = 2 * level(band[number]) - band[begun].top
            begun = next((k for k in range(number + 1, n + 1) if level(band[k]) > foot), n)
            starts.add(begun)
        elif not middling and not turned[n]:
            begun = n
            starts.add(n)
        number = n
    return starts


def _white(band: list[Line]) -> list[float]:
    """The white strip above every line, over the whole width of the table."""
    strips, lowest = [0.0], band[0].bottom
    for line in band[1:]:
        strips.append(line.top - lowest)
        lowest = max(lowest, line.bottom)
    return strips
