"""python -m benchmarks.corpus OUT --seed N --count K --kinds docx,pdf: OUT/raw and OUT/truth.jsonl."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from benchmarks.corpus.making import GROUPS, KINDS, make
from benchmarks.corpus.producers import Missing


def main() -> None:
    """Write a corpus; kinds whose programs are not installed are left out with a message."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.corpus", description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=20, help="documents of each kind")
    parser.add_argument(
        "--kinds", default="docx,pdf", help=f"comma-separated: {', '.join(KINDS)}, pdf (three of them), all"
    )
    chosen = parser.parse_args()
    wanted = [kind for name in chosen.kinds.split(",") for kind in GROUPS.get(name.strip(), (name.strip(),))]
    if unknown := [kind for kind in wanted if kind not in KINDS]:
        parser.error(f"unknown kind {unknown[0]!r}; choose from {', '.join((*KINDS, *GROUPS))}")
    raw = chosen.out / "raw"
    raw.mkdir(parents=True, exist_ok=True)
    with (chosen.out / "truth.jsonl").open("w", encoding="utf-8") as truths:
        for kind in wanted:
            try:
                for made in make(kind, chosen.count, chosen.seed):
                    (raw / made.truth.file).write_bytes(made.data)
                    truths.write(json.dumps(made.truth.record(), ensure_ascii=False) + "\n")
            except Missing as error:
                print(f"{kind}: left out, {error}", file=sys.stderr)


if __name__ == "__main__":
    main()
