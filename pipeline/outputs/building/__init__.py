"""From what became of every file to the tables of an edition: what others need of a report, its rows, and all together."""
