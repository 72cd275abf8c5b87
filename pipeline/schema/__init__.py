"""The published tables as data: names, types, keys, allowed values and descriptions (``datasets.toml``)."""
