"""The command line's commands, one module a group; each parses, calls, prints."""
