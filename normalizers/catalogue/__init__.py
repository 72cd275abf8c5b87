"""Catalogues of goals and measures: their model, their files, the choice of one for a report."""
