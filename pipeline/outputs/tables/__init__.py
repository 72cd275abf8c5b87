"""The published tables as records, made from reports: rows, submissions, coverage, changes, figures."""
