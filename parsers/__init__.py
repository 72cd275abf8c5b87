"""From a file to measure rows as printed, each with its place: ``extract(read(source))``. Interprets no value."""
