"""``python -m benchmarks.hostile OUT [--seed N]``: hostile files below OUT/raw and what is right for each in
OUT/expected.json."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

from benchmarks.hostile import odd, pictures, portable, word
from benchmarks.hostile.records import CANARY, Hostile

MAKERS = (word, portable, pictures, odd)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--canary", default=CANARY)
    options = parser.parse_args()
    print(f"{len(write(options.out, options.seed, options.canary))} hostile files below {options.out / 'raw'}")


def every(seed: int, canary: str = CANARY) -> Iterator[Hostile]:
    """All hostile files. Sizes, depths and places vary with the seed; ``canary`` is a URL that nobody may fetch."""
    random = Random(seed)
    for maker in MAKERS:
        yield from maker.make(random, canary)


def write(out: Path, seed: int, canary: str = CANARY) -> dict[str, tuple[str, ...]]:
    """Write the files, links out of the folder and a pipe; return the right reasons by name."""
    expected: dict[str, tuple[str, ...]] = {}
    for item in every(seed, canary):
        path = out / "raw" / item.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(item.data)
        expected[item.name] = item.expected
    links = out / "raw" / "links"
    links.mkdir()
    (links / "passwd.docx").symlink_to("/etc/passwd")
    (links / "up.pdf").symlink_to(out / "expected.json")
    (links / "root").symlink_to("/")
    (links / "again").symlink_to(out / "raw")
    expected |= dict.fromkeys(("links/passwd.docx", "links/up.pdf", "links/root"), ("outside_link",))
    (out / "expected.json").write_text(json.dumps(expected, ensure_ascii=False, indent=1), encoding="utf-8")
    return expected


if __name__ == "__main__":
    main()
