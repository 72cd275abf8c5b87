"""Worker processes seen from the engine: start one, talk to it, end it with everything that it started, name its
end."""

from __future__ import annotations

import contextlib
import os
import re
import resource
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from parsers.limits import Limits
from pipeline.exits import Exit, Stop
from pipeline.workers import failures
from pipeline.workers.leftovers import MARK, PREFIX, kill_marked, new_folder
from pipeline.workers.messages import HEADER, Job, Ready, Setup, write_frame
from pipeline.workers.packing import pack, unpack
from pipeline.workers.versions import differing

START_SECONDS = 120.0
MEMORY_SHARE = 0.8
"""A process that died with this share of its memory in use died of memory (C libraries abort when malloc fails)."""
GROWN_SHARE = 0.4
"""The same for address space: a buffer that doubles fails when it has filled between a quarter and half of the limit."""
INHERITED_SLACK = 8_000_000
"""Bytes: the kernel counts memory in batches a processor, so what a child inherits is known no better."""
LAST_WORDS = 20_000
"""Bytes of stderr that are kept: the frames of a crash in C code, and the long list of loaded libraries behind them."""
ONE_THREAD = dict.fromkeys(
    ("OMP_THREAD_LIMIT", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OPENCV_FOR_THREADS_NUM"), "1"
)
"""Documents are the unit of parallel work; threads below them only double the CPU time."""


class OtherVersion(Stop):
    """A worker process runs another program than the one that started the run. ``version`` is its own."""

    def __init__(self, expected: dict[str, str], version: dict[str, str]) -> None:
        what = differing(expected, version)
        super().__init__(
            Exit.MISSING_DEPENDENCY,
            f"a worker process has another {what}: it was changed during the run; start again",
            f"ажлын процессын хувилбар өөр ({what}): ажиллаж байх үед өөрчлөгджээ; дахин эхлүүлнэ үү",
        )
        self.version = version


@dataclass(frozen=True, slots=True)
class Ending:
    """How a process ended: exit code (negative: signal), peak memory in bytes (0: not known), last lines of what it wrote to
    stderr, how far its address space was seen to grow beyond what it had at the start, and the CPU seconds that it used
    for its last job."""

    code: int
    memory_bytes: int
    words: str
    grown_bytes: int = 0
    cpu_seconds: float = 0.0


class Child:
    """One worker process, alive until ``end``. Not thread-safe; used by the thread that made it, for as long as that
    thread lives (the kernel ties the process to the thread that started it)."""

    def __init__(self, setup: Setup, mark: str, folder: str | None = None) -> None:
        """``mark`` is unique to this process and begins with its owner (leftovers); its temporary folder is made in
        ``folder``."""
        self.mark = mark
        self.handled = 0
        self.setup = setup
        self.folder = tempfile.mkdtemp(prefix=PREFIX, dir=folder) if folder else new_folder()
        self._words = Path(self.folder) / "stderr"
        self._incoming = bytearray()
        self._ending: Ending | None = None
        self._present = self._grown = 0
        self._cpu_before = 0.0
        # Linux hands the peak of the starting process on to the started one; only what exceeds it is the child's own.
        self._inherited = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        theirs_in, self._to = os.pipe()
        self._from, theirs_out = os.pipe()
        try:
            with self._words.open("wb") as words:
                self._process = subprocess.Popen(
                    [
                        sys.executable,
                        "-m",
                        "pipeline.workers.worker",
                        str(theirs_in),
                        str(theirs_out),
                        str(os.getpid()),
                    ],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=words,
                    cwd=self.folder,
                    env=self._environment(),
                    pass_fds=(theirs_in, theirs_out),
                    start_new_session=True,
                )
        finally:
            os.close(theirs_in)
            os.close(theirs_out)
        os.set_blocking(self._from, False)
        self._say(pack(setup))

    def _environment(self) -> dict[str, str]:
        """The module path of this process (it may not be installed) and a temporary folder that goes with the child."""
        path = os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)
        return {**os.environ, **ONE_THREAD, MARK: self.mark, "TMPDIR": self.folder, "PYTHONPATH": path}

    def _say(self, payload: bytes) -> None:
        """A child that died cannot hear it; the engine sees its end by the closed pipe."""
        with contextlib.suppress(BrokenPipeError):
            write_frame(self._to, payload)

    def fileno(self) -> int:
        return self._from

    def send(self, job: Job) -> None:
        self.handled += 1
        self._cpu_before = _cpu_of(self._process.pid)
        self._say(pack(job))

    def wait_until_ready(self) -> dict[str, str]:
        """The worker's version, where one is expected. Raises Stop when it cannot start at all, OtherVersion when it is
        not the program that is expected: that is no document's fault."""
        frame = self.wait(time.monotonic() + START_SECONDS)
        if frame is None:
            ending = self.end()
            last = ending.words.strip().splitlines()[-1:] or [f"exit code {ending.code}"]
            raise Stop(
                Exit.PROGRAM_ERROR,
                f"a worker process could not start: {last[0]}",
                f"ажлын процесс эхэлж чадсангүй: {last[0]}",
            )
        ready = unpack(frame, Ready)
        if ready.missing:
            self.end()
            raise Stop(
                Exit.MISSING_DEPENDENCY,
                f"{ready.missing} cannot be imported; `tailan doctor` tells what to install",
                f"{ready.missing} санг ачаалж чадсангүй; юу суулгахыг `tailan doctor` хэлнэ",
            )
        if differing(self.setup.expected, ready.version):
            self.end()
            raise OtherVersion(self.setup.expected, ready.version)
        self._present = _peak_of(self._process.pid)
        return ready.version

    def watch(self) -> None:
        """Look how far the address space has grown: after its death a process no longer tells."""
        self._grown = max(self._grown, _peak_of(self._process.pid) - self._present)

    def wait(self, until: float) -> bytes | None:
        """The next frame; None when the process ended or ``until`` (monotonic) has passed."""
        with selectors.DefaultSelector() as selector:
            selector.register(self._from, selectors.EVENT_READ)
            while (left := until - time.monotonic()) > 0:
                if selector.select(left):
                    frame, open_ = self.take()
                    if frame is not None or not open_:
                        return frame
        return None

    def take(self) -> tuple[bytes | None, bool]:
        """What has arrived: a whole frame or None, and whether the pipe is still open."""
        while True:
            try:
                block = os.read(self._from, 1 << 20)
            except BlockingIOError:
                return self._frame(), True
            if not block:
                return self._frame(), False
            self._incoming += block

    def _frame(self) -> bytes | None:
        if len(self._incoming) < HEADER.size:
            return None
        end = HEADER.size + int(HEADER.unpack_from(self._incoming)[0])
        if len(self._incoming) < end:
            return None
        frame = bytes(self._incoming[HEADER.size : end])
        del self._incoming[:end]
        return frame

    def end(self) -> Ending:
        """Kill the process and everything it started, however that tried to get away; remove its temporary folder."""
        if self._ending:
            return self._ending
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        code, memory, cpu = self._reap()
        kill_marked(self.mark)
        for descriptor in (self._to, self._from):
            with contextlib.suppress(OSError):
                os.close(descriptor)
        words = self._words.read_bytes()[-LAST_WORDS:].decode("utf-8", "replace") if self._words.exists() else ""
        shutil.rmtree(self.folder, ignore_errors=True)
        self._ending = Ending(code, memory, words, self._grown, cpu)
        return self._ending

    def _reap(self) -> tuple[int, int, float]:
        try:
            _, status, usage = os.wait4(self._process.pid, 0)
        except ChildProcessError:
            return self._process.wait(), 0, 0.0
        self._process.returncode = os.waitstatus_to_exitcode(status)
        peak = usage.ru_maxrss * 1024
        cpu = usage.ru_utime + usage.ru_stime - self._cpu_before
        return self._process.returncode, peak if peak > self._inherited + INHERITED_SLACK else 0, cpu


def name_ending(ending: Ending, limits: Limits) -> failures.Failure:
    """Why a process ended by itself in the middle of a document. Says the same in every run."""
    if ending.code == -signal.SIGXCPU:
        return _out_of_cpu(ending.cpu_seconds, limits)
    out_of_memory = ending.memory_bytes > MEMORY_SHARE * limits.memory_bytes
    if out_of_memory or ending.grown_bytes > GROWN_SHARE * limits.memory_bytes:
        return failures.limit_reached("memory_bytes", limits.memory_bytes)
    if ending.code == -signal.SIGKILL:
        return failures.failure("killed", lasting=False)
    what = signal.Signals(-ending.code).name if ending.code < 0 else f"exit code {ending.code}"
    return failures.failure("crashed", what, trace=ending.words)


def _out_of_cpu(used: float, limits: Limits) -> failures.Failure:
    """Which limit it was; the kernel counts whole seconds and ends a process within one of them."""
    if used > limits.cpu_seconds - 1:
        return failures.limit_reached("cpu_seconds", limits.cpu_seconds)
    if used < limits.plain_cpu_seconds + 2:
        return failures.limit_reached("plain_cpu_seconds", limits.plain_cpu_seconds)
    return failures.limit_reached("ocr_page_cpu_seconds", limits.ocr_page_cpu_seconds)


def _cpu_of(pid: int) -> float:
    """CPU seconds that a process and the ended ones that it started have used; 0 when it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def _peak_of(pid: int) -> int:
    """Peak address space of a process in bytes; 0 when it is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    found = re.search(r"VmPeak:\s+(\d+) kB", status)
    return int(found[1]) * 1024 if found else 0


def usable_processors() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0))
