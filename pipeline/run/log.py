"""The log of a run: one JSON object a line. Above ``debug`` it holds names of files, codes and figures, never words
of a report."""

from __future__ import annotations

import contextlib
import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

LEVELS = ("debug", "info", "warning", "error")


@dataclass(slots=True)
class Log:
    """Appends to ``path`` from the first line on; without a path, or on a full disk, it says nothing. Every line has the
    seconds since the run began, of the clock and of this process's CPU."""

    run: str
    path: Path | None = None
    level: str = "info"
    _begun: float = field(default_factory=time.monotonic, repr=False)
    _stream: IO[str] | None = field(default=None, repr=False)

    def say(self, level: str, event: str, **facts: Any) -> None:
        """One line: time (UTC), level, run, event and facts."""
        if self.path is None or LEVELS.index(level) < LEVELS.index(self.level):
            return
        stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        spent = {"seconds": round(time.monotonic() - self._begun, 3), "cpu_seconds": round(time.process_time(), 3)}
        line = {"time": stamp, "level": level, "run": self.run, "event": event, **spent, **facts}
        try:
            if self._stream is None:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self._stream = self.path.open("a", encoding="utf-8", errors="backslashreplace", buffering=1)
            self._stream.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
        except OSError:
            self.path = None

    def close(self) -> None:
        if self._stream:
            with contextlib.suppress(OSError):
                self._stream.close()
            self._stream = None
