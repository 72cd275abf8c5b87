"""Two ways to try the laws: the same examples every time, so that a green suite stays green until the code changes
(``make test``), and new ones at every call, many of them (``make laws``). What the second finds becomes a test of its own.
"""

from hypothesis import HealthCheck, settings

settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("search", max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("same")
