"""Ruling lines and shaded areas in a page picture, in pixels."""
