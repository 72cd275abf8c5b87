"""A plugin of pytest that writes which test runs which line: ``pytest -p benchmarks.mutants.recording``.

Tests are named without their parameters. What runs while modules are imported belongs to the test "".
"""

from __future__ import annotations

import importlib
import os
import pkgutil
from collections import defaultdict
from collections.abc import Iterator

import pytest

from benchmarks.mutants.watching import ROOM, Watch

_watch = Watch()
_seconds: dict[str, float] = defaultdict(float)


def pytest_configure(config: pytest.Config) -> None:
    """Import the whole room first: what runs then is no test's own."""
    room = os.environ[ROOM]
    if not _is_controller(config):
        for module in pkgutil.walk_packages([room], f"{room}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    _watch.during(item.nodeid.partition("[")[0])
    return (yield)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    _seconds[report.nodeid.partition("[")[0]] += report.duration


def pytest_unconfigure(config: pytest.Config) -> None:
    if not _is_controller(config):
        _watch.save(_seconds)


def _is_controller(config: pytest.Config) -> bool:
    """Whether this process only hands tests to others (pytest-xdist)."""
    return bool(config.getoption("numprocesses", None)) and not hasattr(config, "workerinput")
