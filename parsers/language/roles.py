"""The roles a column of a reporting form can have: the names under which ``labels.toml`` lists header labels."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a column of a measure table holds."""

    NUMBER = "number"
    CODE = "code"
    GOAL = "goal"
    MEASURE = "measure"
    INDICATOR = "indicator"
    BASELINE = "baseline"
    TARGET = "target"
    PROGRESS = "progress"
    SPENT = "spent"
    BUDGET = "budget"
    FUNDING = "funding"
    COMPLETION = "completion"
    RESPONSIBLE = "responsible"
    CO_RESPONSIBLE = "co_responsible"
    DEADLINE = "deadline"
    EVIDENCE = "evidence"
    NOTE = "note"
    UNKNOWN = "unknown"
