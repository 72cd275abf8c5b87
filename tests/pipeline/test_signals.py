"""A signal ends the program in every moment with its exit code, without a trace."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EARLY = """
import os, signal, sys
from pipeline import start
{before}
class Slow:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            os.kill(os.getpid(), {number})
sys.meta_path.insert(0, Slow())
sys.argv = ["tailan", "run", "none", "clean"]
start.main()
"""
"""The program, hit by a signal while it imports a module."""


def ended(module: str, number: int, before: str = "") -> subprocess.CompletedProcess[str]:
    code = EARLY.format(module=module, number=int(number), before=before)
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("module", ["pipeline.cli", "click.core", "pipeline.commands.run"])
def test_a_signal_during_imports_ends_at_once(module: str) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        done = ended(module, number)
        said = "tailan: interrupted\ntailan: тасалдлаа\n"
        assert (done.returncode, done.stderr, done.stdout) == (130, said, "")


def test_a_hang_up_that_nohup_ignores_stays_ignored() -> None:
    done = ended("click.core", signal.SIGHUP, "signal.signal(signal.SIGHUP, signal.SIG_IGN)")
    assert done.returncode == 8 and "there is no such folder" in done.stderr


def test_a_signal_waits_until_an_import_is_done() -> None:
    code = (
        "import os, signal\nfrom pipeline.signals import held, listen\nlisten()\ntry:\n    with held():\n"
        "        os.kill(os.getpid(), signal.SIGTERM); print('imported', flush=True)\n    print('lost')\n"
        "except KeyboardInterrupt:\n    print('interrupted')"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["imported", "interrupted"]


def test_the_exit_code_is_ours_also_when_an_import_was_interrupted() -> None:
    code = (
        "import os, signal, sys\nfrom pipeline.signals import listen\nlisten()\n"
        "try:\n    exec('os.kill(os.getpid(), signal.SIGTERM)')\nexcept KeyboardInterrupt:\n    sys.exit(130)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 130


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signals_at_many_moments_of_the_start(tmp_path: Path, number: int) -> None:
    """Before Python has started the program there is nobody to listen; from then on the exit code is 130, and a first
    run that was stopped leaves no table."""
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text("no report")
    for milliseconds in range(60, 1500, 40):
        process = subprocess.Popen(
            [sys.executable, "-m", "pipeline", "run", str(tmp_path / "raw"), str(tmp_path / "clean")],
            cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            process.wait(milliseconds / 1000)
        except subprocess.TimeoutExpired:
            process.send_signal(number)
        _, words = process.communicate(timeout=30)
        if "Traceback" in words and str(ROOT / "pipeline") not in words:
            continue  # Python itself was still starting
        assert "Traceback" not in words or process.returncode == -number, words
        assert process.returncode in (130, 10, -number), (milliseconds, words)
        if process.returncode == 10:
            return
        assert not (tmp_path / "clean" / "current").exists() or process.returncode == 130
