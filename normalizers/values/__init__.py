"""A cell's text → ``Value``: one reader for each kind (percent, money, date, period, indicator, mention)."""
