"""The program ``tailan`` from its first moment: signals, then the command line, which takes a while to import."""

from __future__ import annotations

from pipeline.signals import end_at_once


def main() -> None:
    end_at_once()
    from pipeline import cli

    cli.main()
