"""From the tables of a document to measure rows as printed: table grids, parts of one form, header detection, column roles, row
grouping, and the account of every row."""
