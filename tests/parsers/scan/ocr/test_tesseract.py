"""Tesseract keeps to one thread, in this process and in those it starts."""

from __future__ import annotations

import os
import subprocess
import sys


def test_one_thread_also_for_children() -> None:
    code = (
        "import os, subprocess, sys, parsers.scan.ocr.tesseract; "
        "print(subprocess.check_output([sys.executable, '-c', 'import os; print(os.environ[\"OMP_THREAD_LIMIT\"])'], text=True))"
    )
    bare = {name: value for name, value in os.environ.items() if name != "OMP_THREAD_LIMIT"}
    said = subprocess.check_output([sys.executable, "-c", code], text=True, env=bare)
    assert said.strip() == "1"
