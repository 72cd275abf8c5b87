"""``python -m pipeline`` is ``tailan``."""

from pipeline.start import main

main()
