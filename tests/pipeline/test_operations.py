"""The samples in docs/operations.md work as they stand."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

TEXT = (Path(__file__).parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_the_units_are_accepted_by_systemd(tmp_path: Path) -> None:
    units = re.findall(r"`/etc/systemd/system/(tailan\.\w+)`:\n\n```ini\n(.*?)```", TEXT, re.DOTALL)
    assert [name for name, _ in units] == ["tailan.service", "tailan.timer"]
    for name, body in units:
        (tmp_path / name).write_text(body.replace("/srv/tailan/.venv/bin/tailan", "/bin/true"), encoding="utf-8")
    command = ["systemd-analyze", "verify", *(str(tmp_path / name) for name, _ in units)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    said = [line for line in result.stderr.splitlines() if "tailan" in line]
    assert said == [] and result.returncode == 0


def test_the_crontab_line_has_five_fields_and_a_command() -> None:
    line = next(line for line in TEXT.splitlines() if "--quiet" in line and line[0].isdigit())
    assert re.match(r"^(\S+\s+){5}cd \S+ && \S+/tailan run \S+ \S+ --quiet$", line)


def test_every_setting_named_exists() -> None:
    from pipeline.settings import keys

    names = {key.rpartition(".")[2] for key in keys()} | set(keys())
    named = set(
        re.findall(r"`((?:gates|limits|notify)\.\w+|keep_\w+|log_level|rows_fall_pct|rejected_\w+_pct|state)`", TEXT)
    )
    assert named and named <= names
