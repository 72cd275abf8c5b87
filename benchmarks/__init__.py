"""Figures of the program on documents made here: accuracy, speed, nights, matching, hostile files."""
