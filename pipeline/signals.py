"""Ctrl-C, SIGTERM and SIGHUP from the first moment: before a command is at work they end the program at once, then in
order. Imports nothing that takes time."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
INTERRUPTED = 130
"""Exit.INTERRUPTED, without the import."""


class Interruption(KeyboardInterrupt):
    """Raised in place of KeyboardInterrupt itself: Python remembers that one where it passes an ``exec`` (which many
    imports do) and then ends by a signal in place of the exit code."""


def end_at_once() -> None:
    """For the time of imports and arguments, when nothing has to be put away (and an exception may be lost)."""
    _handle(_leave)


def at_work() -> None:
    """A command begins: let the first of them end the program in order. Does nothing where ``end_at_once`` was not
    called, as in a program that calls a command as a function."""
    if signal.getsignal(signal.SIGTERM) is _leave:
        listen()


def listen() -> None:
    """Let the first of them end the program in order, as an Interruption."""
    _handle(_interrupt)


def ignore() -> None:
    """Nothing is left to be interrupted."""
    for number in ENDING:
        signal.signal(number, signal.SIG_IGN)


@contextmanager
def held() -> Iterator[None]:
    """Put them off while modules are imported: what is raised inside an import may be swallowed there."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _handle(action: Any) -> None:
    """A hang-up that the starting program wants ignored (nohup) stays ignored."""
    for number in ENDING:
        if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, action)


def _leave(number: int, frame: FrameType | None) -> None:
    os.write(2, "tailan: interrupted\ntailan: тасалдлаа\n".encode())
    os._exit(INTERRUPTED)


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Once is enough: while everything is put away, further signals are ignored."""
    ignore()
    raise Interruption
