"""Which lines of a room this process runs, and for which test: in pytest and in the programs that tests start."""

from __future__ import annotations

import atexit
import json
import os
from pathlib import Path

import coverage

ROOM, FOLDER, TEST = "MUTANTS_ROOM", "MUTANTS_RECORD", "MUTANTS_TEST"

#: Python runs this when it starts in the copy of the project, in every program that a test starts there.
SITE = f'import os\nif os.environ.get("{TEST}"):\n    from benchmarks.mutants import watching\n    watching.watch_program()\n'


class Watch:
    """Notes the lines that run; each belongs to the test that ``during`` named last, before any to none ("")."""

    def __init__(self) -> None:
        self._coverage = coverage.Coverage(data_file=None, source=[os.environ[ROOM]], config_file=False)
        self._coverage.start()

    def during(self, test: str) -> None:
        """What follows is done by this test, also in programs that start from now on."""
        self._coverage.switch_context(test)
        os.environ[TEST] = test

    def save(self, seconds: dict[str, float]) -> None:
        """Write what was seen: ``{"lines": {path: {line: [tests]}}, "seconds": {test: seconds}}``."""
        self._coverage.stop()
        data, root = self._coverage.get_data(), Path(__file__).parents[2]
        files = {path: Path(path).relative_to(root).as_posix() for path in data.measured_files()}
        record = {"lines": {files[path]: data.contexts_by_lineno(path) for path in files}, "seconds": seconds}
        target = Path(os.environ[FOLDER]) / f"{os.getpid()}.json"
        target.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")


def watch_program() -> None:
    """Watch this program until it ends; one that is killed leaves no record."""
    watch = Watch()
    watch.during(os.environ[TEST])
    atexit.register(watch.save, {})
