"""Pictures of pages: upright, clean, rules found, read → words and rulings in points (``page.py`` tells the stages).

Lengths are pixels of the picture in hand, whose resolution ``dpi`` (dots an inch) goes with it; constants that hold at any
resolution are in inches, font sizes or shares, as they say. Only what a ``Page`` holds is in points.
"""
