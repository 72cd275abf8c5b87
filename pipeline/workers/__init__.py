"""Processes that read submissions inside limits, what travels to and from them, and the cache of what they made."""
