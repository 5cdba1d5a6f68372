"""What an expression sees when it is worked out, and how many steps it may take."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from .problems import EvaluationIsTooLong

#: Steps for one look at a whole form: answers read and functions called.
MOST_STEPS = 2_000_000


class Source(Protocol):
    """Answers by name. ``rows`` are row numbers from 0, one for each repeat around, outermost first."""

    def one(self, name: str, rows: tuple[int, ...]) -> str:
        """Return the answer in one row as text (a ``Moment`` for dates and times); empty when not asked."""

    def many(self, name: str, rows: tuple[int, ...]) -> Sequence[str]:
        """Return the answers of all rows within those given, leaving out rows where it is not asked."""

    def count(self, repeat: str, rows: tuple[int, ...]) -> int:
        """Return how many rows a repeat has within those given."""


@dataclass(slots=True)
class Budget:
    """Steps left; shared by all expressions of one look at a form."""

    steps: int = MOST_STEPS

    def spend(self, steps: int) -> None:
        """
        Take so many steps.

        :raises EvaluationIsTooLong: when none are left
        """
        self.steps -= steps
        if self.steps < 0:
            raise EvaluationIsTooLong


@dataclass(slots=True)
class Context:
    """
    :param now: the time it is for whoever answers, with its zone
    :param rows: in which row of each repeat around the expression stands, from 0
    :param own: the answer that ``.`` means
    :param before: what the calculation gave the last time, for ``once()``
    :param columns: the cells of the choice that is filtered
    """

    source: Source
    now: datetime.datetime
    rows: tuple[int, ...] = ()
    own: str = ""
    before: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    budget: Budget = field(default_factory=Budget)
