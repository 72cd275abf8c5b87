"""A plugin of pytest that writes which test runs which line: ``pytest -p benchmarks.mutants.recording``.

``MUTANTS_RECORD`` names the folder of the records, ``MUTANTS_ROOM`` the package that is watched. One file a process:
``{"lines": {path: {line: [tests]}}, "seconds": {test: seconds}}``. Tests are named without their parameters. What runs
while modules are imported belongs to the test "".
"""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import coverage
import pytest

_ROOM = os.environ["MUTANTS_ROOM"]
_FOLDER = Path(os.environ["MUTANTS_RECORD"])
_watch = coverage.Coverage(data_file=None, source=[_ROOM], config_file=False)
_seconds: dict[str, float] = defaultdict(float)


def pytest_configure(config: pytest.Config) -> None:
    """Import the whole room first: what runs then is no test's own."""
    if not _is_controller(config):
        _watch.start()
        for module in pkgutil.walk_packages([_ROOM], f"{_ROOM}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    _watch.switch_context(item.nodeid.partition("[")[0])
    return (yield)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    _seconds[report.nodeid.partition("[")[0]] += report.duration


def pytest_unconfigure(config: pytest.Config) -> None:
    if _is_controller(config):
        return
    _watch.stop()
    data, root = _watch.get_data(), Path.cwd()
    lines = {str(Path(path).relative_to(root)): data.contexts_by_lineno(path) for path in data.measured_files()}
    record = {"lines": lines, "seconds": _seconds}
    (_FOLDER / f"{os.getpid()}.json").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")


def _is_controller(config: pytest.Config) -> bool:
    """Whether this process only hands tests to others (pytest-xdist)."""
    return bool(config.getoption("numprocesses", None)) and not hasattr(config, "workerinput")
