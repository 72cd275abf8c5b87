"""The commands of ``tailan``, a module for each family; imported when they are used (pipeline.cli)."""
