"""A real PostgreSQL server in a folder of its own, for the time of a test."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path


def programs() -> Path | None:
    """The folder of the newest server's programs; None where none is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if found:
        return found[-1].parent
    program = shutil.which("initdb")
    return Path(program).parent if program else None


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """Address of a server that listens on a socket only; it is stopped and removed afterwards."""
    where = programs()
    assert where is not None, "no PostgreSQL server is installed"
    with tempfile.TemporaryDirectory(prefix="tailan-pg-") as name:
        home = Path(name)
        user = _owner(home)
        start = f"-k {home} -c listen_addresses= -c fsync=off"
        _as(
            user, where / "initdb", "-D", home / "data", "-U", "tailan", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"
        )
        _as(user, where / "pg_ctl", "-D", home / "data", "-l", home / "log", "-w", "-o", start, "start")
        try:
            yield f"postgresql://tailan@/postgres?host={home}"
        finally:
            _as(user, where / "pg_ctl", "-D", home / "data", "-m", "immediate", "-w", "stop")


def _owner(home: Path) -> pwd.struct_passwd | None:
    """The server refuses to run as root: then another user must own the folder."""
    if os.geteuid() != 0:
        return None
    user = next(
        (pwd.getpwnam(name) for name in ("postgres", "nobody") if any(each.pw_name == name for each in pwd.getpwall())),
        None,
    )
    assert user is not None, "the server cannot run as root and there is no other user"
    os.chown(home, user.pw_uid, user.pw_gid)
    return user


def _as(user: pwd.struct_passwd | None, *command: str | Path) -> None:
    options = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    done = subprocess.run(
        list(map(str, command)), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd="/", **options
    )
    assert done.returncode == 0, done.stderr
