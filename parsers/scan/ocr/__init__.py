"""Tesseract in the process, its language data, and the letters and type sizes it reports."""
