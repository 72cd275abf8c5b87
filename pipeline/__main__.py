"""``python -m pipeline`` is ``tailan``."""

from pipeline.cli import main

main()
