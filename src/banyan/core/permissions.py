"""
The shape of a permission: a name, a plain sentence, and who has it.

Each package keeps one table of these in its ``permissions.py``; `docs/permissions.md` is written from
the tables, and a test walks every route against them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Rule:
    """
    One line of a permission table.

    ``sentence`` is what an administrator reads; ``allows`` takes the person and the object (or None).
    """

    permission: str
    sentence: str
    allows: Callable[[Any, Any], bool]


#: Every table there is, by permission. Filled by `declare` when a package is loaded.
TABLE: dict[str, Rule] = {}


def declare(*rules: Rule) -> None:
    """
    Add the rules of one package to the table.

    :raises ValueError: if a permission is declared twice with different words
    """
    for rule in rules:
        known = TABLE.get(rule.permission)
        if known is not None and known.sentence != rule.sentence:
            raise ValueError(f"Permission declared twice: {rule.permission}")
        TABLE[rule.permission] = rule


def may(person: Any, permission: str, subject: Any = None) -> bool:
    """
    Say whether a person has a permission on an object.

    :raises KeyError: if the permission is in no table: a typing error must not open a door
    """
    return TABLE[str(permission)].allows(person, subject)
