"""The picture of the architecture is that of the code; ``make picture`` draws it anew."""

from __future__ import annotations

import runpy
from pathlib import Path

SCRIPT = Path(__file__).parents[1] / "docs" / "picture.py"


def test_the_picture_shows_the_code_as_it_is() -> None:
    drawn = runpy.run_path(str(SCRIPT), run_name="picture")
    assert drawn["PICTURE"].read_text(encoding="utf-8") == drawn["picture"](), "run make picture"
