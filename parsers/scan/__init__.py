"""Pictures of pages: upright, clean, rules found, read → words and rulings in points (``page.py`` tells the stages)."""
