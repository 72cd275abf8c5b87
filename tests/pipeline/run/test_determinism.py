"""The same files give the same bytes: any number of workers, any order on disk, any order of Python's sets."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.exits import Exit
from pipeline.run.editions import digests
from tests.builders.submissions import fill

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.slow


def test_workers_order_and_hash_seeds_change_no_byte(tmp_path: Path) -> None:
    model = tmp_path / "model"
    fill(model, 8)
    sample = [path for path in (ROOT / "data" / "raw").rglob("*") if path.suffix in (".docx", ".pdf")]
    small = sorted(sample, key=lambda path: (path.stat().st_size, path.name))[:8]
    for number, path in enumerate(small):
        shutil.copyfile(path, model / f"{number} {path.name}")
    shutil.copyfile(small[0], model / "copy.docx")
    (model / "cut.pdf").write_bytes(b"%PDF-1.7\n1 0 obj")
    editions = []
    for workers, seed in ((1, 0), (2, 1), (4, 4_294_967_295)):
        base = tmp_path / f"{workers}"
        (base / "raw").mkdir(parents=True)
        names = sorted(path.name for path in model.iterdir())
        random.Random(seed).shuffle(names)
        for name in names:
            shutil.copyfile(model / name, base / "raw" / name)
        command = [sys.executable, "-m", "pipeline", "run", str(base / "raw"), str(base / "clean"), "--quiet"]
        settings = {"TAILAN_WORKERS": str(workers), "PYTHONHASHSEED": str(seed), "TAILAN_SETTLE_SECONDS": "0"}
        done = subprocess.run(command, cwd=ROOT, env={**os.environ, **settings}, check=False)
        assert done.returncode == Exit.REJECTED
        editions.append(digests((base / "clean" / "current").resolve()))
    assert len(editions[0]) > 20
    assert editions[0] == editions[1] == editions[2]
