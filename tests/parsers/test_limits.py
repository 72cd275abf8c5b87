"""The CPU budget of a process: in a program of its own, because the kernel keeps it for as long as it lives."""

from __future__ import annotations

import signal
import subprocess
import sys

BEGIN = """
import resource
from dataclasses import replace
from parsers import limits
from parsers.limits import DEFAULT_LIMITS, begin_document, cpu_left, grant_cpu

def soft():
    return resource.getrlimit(resource.RLIMIT_CPU)[0]

used = 50
limits._own_cpu = lambda: used
print(cpu_left())
grant_cpu(5)
print(soft() == resource.RLIM_INFINITY or soft() > 10_000)
begin_document(replace(DEFAULT_LIMITS, cpu_seconds=100, plain_cpu_seconds=30))
print(soft(), cpu_left())
"""


def said(code: str) -> list[str]:
    """What a program says that has begun a document (100 CPU seconds, 30 for the plain work) after 50 seconds."""
    done = subprocess.run([sys.executable, "-c", BEGIN + code], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_a_document_has_the_seconds_of_its_plain_work_from_when_it_begins() -> None:
    assert said("") == ["None", "True", "80 30"]
    assert said("used = 70; print(cpu_left()); used = 90; print(cpu_left())")[3:] == ["10", "1"]


def test_pages_have_seconds_of_their_own_but_never_more_than_a_document() -> None:
    assert said("grant_cpu(20); print(soft()); grant_cpu(40); print(soft()); grant_cpu(40); print(soft())")[3:] == [
        *("100", "140", "150"),
    ]
    assert said("begin_document(DEFAULT_LIMITS); print(soft())")[3:] == ["290"]


def test_what_another_program_used_is_taken_away() -> None:
    assert said("grant_cpu(-10); print(soft()); grant_cpu(200); print(soft())")[3:] == ["70", "140"]
    assert said("grant_cpu(-30); print(soft())")[3:] == ["50"]


def test_where_others_used_up_the_budget_the_process_ends() -> None:
    done = subprocess.run([sys.executable, "-c", f"{BEGIN}grant_cpu(-31)\nprint('on')"], capture_output=True, text=True)
    assert done.returncode == -signal.SIGXCPU and "on" not in done.stdout.splitlines()


def test_seconds_are_counted_up() -> None:
    code = "import time\nfrom parsers.limits import _own_cpu\nprint(_own_cpu() - time.process_time())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert 0 < float(done.stdout) <= 1.01
