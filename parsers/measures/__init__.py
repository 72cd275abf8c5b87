"""From a document's tables to measure rows as printed: parts of a table, header, column roles, row grouping, account."""
