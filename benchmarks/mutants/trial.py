"""The process that tries mutants: ``python -m benchmarks.mutants.trial`` in a copy of the project.

It reads one JSON line for each mutant, ``{"path": ..., "source": ..., "tests": [...], "seconds": ...}``, and answers
with "killed", "survived" or "late". Heavy libraries are imported once; each mutant then costs a fork. The copy holds
the mutated module while its tests run, so that programs which a test starts see it too.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

_LIBRARIES = (
    *("click", "cv2", "docx", "hypothesis", "jinja2", "lxml.etree", "msgspec", "numpy", "openpyxl", "pandas"),
    *("pdfplumber", "PIL.Image", "pyarrow", "pypdfium2", "rapidfuzz", "reportlab.pdfgen.canvas", "scipy.optimize"),
    *("starlette.testclient", "tesserocr", "xlsxwriter"),
)
_OPTIONS = ("-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:rerunfailures", "--hypothesis-profile=ci")
#: A clock may run this many times longer than the processor works: other programs run beside.
_PATIENCE = 4.0


def main() -> None:
    sys.dont_write_bytecode = True
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    for name in _LIBRARIES:
        importlib.import_module(name)
    answers = os.fdopen(os.dup(1), "w")
    for line in sys.stdin:
        task = json.loads(line)
        answers.write(_tried(task["path"], task["source"], task["tests"], task["seconds"]) + "\n")
        answers.flush()


def _tried(path: str, source: str, tests: list[str], seconds: float) -> str:
    """Put the module into the copy, run the tests in a child, put the old module back."""
    file = Path(path)
    old, times = file.read_bytes(), file.stat()
    try:
        file.write_text(source, encoding="utf-8")
        os.utime(file, (times.st_atime, times.st_mtime + 7))  # so that no compiled file of the old module fits
        return _run(tests, seconds)
    finally:
        file.write_bytes(old)
        os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))


def _run(tests: list[str], seconds: float) -> str:
    child = os.fork()
    if child == 0:
        os.setsid()
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 3))
        with Path("trial.log").open("w") as log:
            os.dup2(log.fileno(), 1)
            os.dup2(log.fileno(), 2)
        code = 2
        try:
            code = int(pytest.main([*_OPTIONS, *tests]))
        finally:
            os._exit(code)
    end = time.monotonic() + seconds * _PATIENCE
    done, status = os.waitpid(child, os.WNOHANG)
    while not done and time.monotonic() < end:
        time.sleep(0.02)
        done, status = os.waitpid(child, os.WNOHANG)
    with suppress(ProcessLookupError):  # what the tests left running ends with them
        os.killpg(child, signal.SIGKILL)
    if not done:
        os.waitpid(child, 0)
        return "late"
    if os.WIFSIGNALED(status):
        return "late" if os.WTERMSIG(status) in {signal.SIGXCPU, signal.SIGKILL} else "killed"
    return "survived" if os.WEXITSTATUS(status) == 0 else "killed"


if __name__ == "__main__":
    main()
