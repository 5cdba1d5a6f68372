"""The parts of an expression once it is parsed. ``at`` is the place in its text, from 1."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Number:
    value: float
    at: int


@dataclass(frozen=True, slots=True)
class Literal:
    value: str
    at: int


@dataclass(frozen=True, slots=True)
class Reference:
    """``${name}``."""

    name: str
    at: int


@dataclass(frozen=True, slots=True)
class Path:
    """``.``, ``..``, ``../name``, ``name/name`` or ``/data/name``; steps are names, ``.`` and ``..``."""

    steps: tuple[str, ...]
    is_absolute: bool
    at: int

    def __str__(self) -> str:
        return ("/" if self.is_absolute else "") + "/".join(self.steps)


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    arguments: tuple[Node, ...]
    at: int


@dataclass(frozen=True, slots=True)
class Chain:
    """Values joined by operators of one rank, from left to right: a chain however long is one level deep."""

    first: Node
    rest: tuple[tuple[str, Node], ...]
    at: int


@dataclass(frozen=True, slots=True)
class Negation:
    operand: Node
    at: int


Node: TypeAlias = Number | Literal | Reference | Path | Call | Chain | Negation


def each(node: Node) -> Iterator[Node]:
    """Yield a node and everything below it."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield one
        if isinstance(one, Chain):
            waiting += (*(value for _, value in reversed(one.rest)), one.first)
        elif isinstance(one, Negation):
            waiting.append(one.operand)
        elif isinstance(one, Call):
            waiting += reversed(one.arguments)
