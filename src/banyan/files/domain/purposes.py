"""What a file may be sent for: each upper package names its own, with who may and how large."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Purpose:
    """
    One reason for which something may be sent.

    ``permission`` is in a permission table; ``most_bytes`` is asked anew each time, for settings change.
    """

    name: str
    permission: str
    most_bytes: Callable[[], int]


_PURPOSES: dict[str, Purpose] = {}


def declare(purpose: Purpose) -> None:
    """Add a purpose; called once, when a package is loaded."""
    _PURPOSES[purpose.name] = purpose


def named(name: str) -> Purpose | None:
    """Return a purpose by its name."""
    return _PURPOSES.get(name)
