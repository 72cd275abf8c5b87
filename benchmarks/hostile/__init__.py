"""Hostile submissions made on the spot: bombs, cycles, lies, references outward, names that try to escape."""
