"""A value keeps the words it was read from."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from normalizers.values.value import Value


def test_unknown_is_none_and_never_zero() -> None:
    assert (Value("-").value, Value("-").problem, Value("-").steps) == (None, "", ())


def test_a_value_does_not_change() -> None:
    with pytest.raises((FrozenInstanceError, TypeError)):
        Value("5", 5).value = 6  # type: ignore[misc]
