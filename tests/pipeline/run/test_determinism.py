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
from pipeline.run.collect import Options
from pipeline.run.editions import digests
from pipeline.run.run import run
from pipeline.run.survey import Paths
from pipeline.settings import Settings
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


def damaged(data: bytes, choose: random.Random, how: str) -> bytes:
    """The bytes of a file after a flipped bit, a torn or zeroed end, or a zeroed page."""
    at = choose.randrange(len(data))
    match how:
        case "flip":
            return data[:at] + bytes([data[at] ^ 1 << choose.randrange(8)]) + data[at + 1 :]
        case "torn":
            return data[:at]
        case "zeroed end":
            return data[:at] + bytes(len(data) - at)
    page = at // PAGE * PAGE
    return data[:page] + bytes(len(data[page : page + PAGE])) + data[page + PAGE :]


PAGE = 4096


@pytest.mark.parametrize(("how", "rounds"), [("flip", 12), ("torn", 2), ("zeroed end", 2), ("zeroed page", 2)])
def test_damage_of_what_is_remembered_changes_nothing_but_time(tmp_path: Path, how: str, rounds: int) -> None:
    """Everything that a whole run keeps (cache, ledger) is damaged, and the next run publishes the same bytes."""
    fill(tmp_path / "raw", 6)
    settings = Settings(settle_seconds=0, workers=2)
    paths = Paths.of(tmp_path / "raw", tmp_path / "clean", settings)

    def publish() -> tuple[bool, int, dict[str, str]]:
        account = run(paths, settings, Options(), lambda done, all_: None)
        return account.new_edition, account.read, digests((tmp_path / "clean" / "current").resolve())

    new, read, first = publish()
    assert (new, read) == (True, 6) and len(first) > 20
    choose = random.Random(f"{how} 20261130")
    hurt = 0
    for _ in range(rounds):
        kept = [path for path in (*paths.cache.rglob("*"), paths.state / "ledger.msgpack") if path.is_file()]
        assert len(kept) > 12
        for path in kept:
            whole = path.read_bytes()
            path.write_bytes(damaged(whole, choose, how))
            hurt += path.read_bytes() != whole
        new, read, again = publish()
        assert not new and read == 6 and again == first
    assert hurt > 12 * rounds * 0.9
