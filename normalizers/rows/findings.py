"""Findings with their severity and sentences, all from ``findings.toml``.

Takes a code with its particulars; gives the finding in English and Mongolian.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from normalizers.report import Finding
from normalizers.values.text import folded

_LONGEST = 120


@cache
def known_findings() -> dict[str, dict[str, str]]:
    """Every finding code with ``severity``, ``en`` and ``mn``."""
    return tomllib.loads(files("normalizers.rows").joinpath("findings.toml").read_text(encoding="utf-8"))


def severity(code: str) -> str:
    """How bad a finding of that code is. Raises KeyError for a code that ``findings.toml`` does not have."""
    return known_findings()[code]["severity"]


def make(
    code: str, row: int | None = None, *, column: str = "", value: str = "", detail: str = "", page: int | None = None
) -> Finding:
    """A finding with its sentences filled in. Raises KeyError for a code that ``findings.toml`` does not have.

    >>> make("percent_out_of_range", 3, column="completion_pct", value="120").message
    'Completion 120 is over 100.'
    """
    known = known_findings()[code]
    words = {"value": _short(value), "detail": _short(detail)}
    return Finding(
        code, known["severity"], row, column, folded(value), page, _fill(known["en"], words), _fill(known["mn"], words)
    )


def of_note(code: str, text: str, page: int | None) -> Finding:
    """The finding of a reader's note; a code without sentences of its own is published with the reader's words."""
    if code in known_findings():
        return make(code, value=text, page=page)
    said = make("reader_note", value=text, page=page)
    return Finding(code, said.severity, None, "", said.value, page, said.message, said.message_mn)


def _fill(sentence: str, words: dict[str, str]) -> str:
    for name, text in words.items():
        sentence = sentence.replace("{" + name + "}", text)
    return sentence


def _short(text: str) -> str:
    text = folded(text)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
