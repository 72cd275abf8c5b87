"""The worker process: one file -> Done, and the only place in the program that traps every error.

Run as ``python -m pipeline.workers.worker IN OUT PARENT``. It may be killed at any moment and answers with plain data only, so
nothing that a document does to it (crash, endless loop, memory, an error that cannot be pickled) reaches anybody else.
"""

from __future__ import annotations

import ctypes
import faulthandler
import importlib
import os
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from parsers.errors import LimitExceeded, ParseError
from parsers.limits import Limits, begin_document
from pipeline.workers import failures, versions
from pipeline.workers.messages import Done, Job, Ready, Setup, read_frame, write_frame
from pipeline.workers.packing import pack, unpack

PR_SET_PDEATHSIG = 1
CV2_NO_MEMORY = ("cv2", -4)
"""Module and code of OpenCV's error when it gets no memory (cv::Error::StsNoMem)."""
Keep = Callable[[Done], None]
Work = Callable[[Job, Keep], Done]
"""Does one job; tells ``Keep`` after every stage what must not be lost when a later stage fails."""


def main(arguments: list[str]) -> None:
    """Serve jobs until the parent closes the pipe or dies."""
    source, sink, parent = (int(argument) for argument in arguments)
    _die_with(parent)
    faulthandler.enable()
    setup_frame = read_frame(source)
    if setup_frame is None:
        return
    setup = unpack(setup_frame, Setup)
    try:
        module, function = setup.entry.split(":")
        work: Work = getattr(importlib.import_module(module), function)(setup)
    except ImportError as error:
        write_frame(sink, pack(Ready(missing=error.name or str(error))))
        return
    _limit_memory(setup.limits)
    write_frame(sink, pack(Ready(version=versions.of_work(setup) if setup.expected else {})))
    while (frame := read_frame(source)) is not None:
        write_frame(sink, answer(work, unpack(frame, Job), setup.limits, lambda known: write_frame(sink, pack(known))))


def answer(work: Work, job: Job, limits: Limits, tell: Keep) -> bytes:
    """Do one job and account for it; whatever happens inside becomes a Failure beside what was kept so far. What is kept
    is told at once: this process may not live to the end of the job."""
    begin_document(limits)
    cpu, wall = _cpu_used(), time.monotonic()
    kept = [Done(stage="read")]

    def keep(known: Done) -> None:
        kept.append(known)
        tell(replace(known, more=True))

    try:
        return pack(_with_costs(work(job, keep), cpu, wall))
    except BaseException as error:
        return pack(_with_costs(replace(kept[-1], failure=classify(error, limits)), cpu, wall))


def classify(error: BaseException, limits: Limits) -> failures.Failure:
    """Name what went wrong: the reader's own refusal, memory, nesting, or an error of the program."""
    if isinstance(error, LimitExceeded | ParseError):
        return failures.from_error(error)
    if _out_of_memory(error):
        return failures.limit_reached("memory_bytes", limits.memory_bytes)
    if isinstance(error, RecursionError):
        return failures.limit_reached("nesting", sys.getrecursionlimit())
    if isinstance(error, OSError):
        return failures.failure("read_error", error.strerror or type(error).__name__, lasting=False)
    return failures.failure("program_error", f"{type(error).__name__}: {_where(error)}", trace=_trace(error))


def _out_of_memory(error: BaseException | None) -> bool:
    """Libraries wrap a MemoryError in errors of their own; OpenCV has its own for it."""
    while error is not None:
        if isinstance(error, MemoryError) or (type(error).__module__, getattr(error, "code", 0)) == CV2_NO_MEMORY:
            return True
        error = error.__cause__ or error.__context__
    return False


def _where(error: BaseException) -> str:
    """The innermost line of our own rooms, else of any library: module and line, never a path of this machine."""
    frames = traceback.extract_tb(error.__traceback__)
    root = str(Path(__file__).parents[2])
    own = [
        frame
        for frame in frames
        if frame.filename.startswith(root) and "site-packages" not in frame.filename[len(root) :]
    ]
    candidates = own or list(frames)
    if not candidates:
        return "unknown place"
    return f"{Path(candidates[-1].filename).name}:{candidates[-1].lineno}"


def _trace(error: BaseException) -> str:
    """The frames without the message, which may hold words of the report."""
    return "".join(traceback.format_tb(error.__traceback__)) + type(error).__name__


def _with_costs(done: Done, cpu: float, wall: float) -> Done:
    """``cpu`` and ``wall`` are the readings at the start."""
    return replace(
        done,
        cpu_seconds=round(_cpu_used() - cpu, 6),
        wall_seconds=round(time.monotonic() - wall, 6),
        memory_bytes=_peak_memory(),
    )


def _peak_memory() -> int:
    """Bytes. Not ``getrusage``: that starts from the peak of the process that started this one."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split(maxsplit=1)[0]) * 1024


def _cpu_used() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def _limit_memory(limits: Limits) -> None:
    """Address space beyond what the imports took, files beyond what a document may unpack, no core files."""
    present = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (present + limits.memory_bytes, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.unpacked_bytes, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _die_with(parent: int) -> None:
    """Ask the kernel to kill this process when its parent dies; the check closes the race at the start."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
