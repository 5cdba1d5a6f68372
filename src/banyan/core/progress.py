"""
What long work looks like from outside: the little that a page needs to show it, stop it and start it again.

A package registers its kinds of long work, and says in words what its jobs in the queue are, when it is
loaded. Whoever shows them imports no package for it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from django.utils.functional import Promise

PAUSE: Final = "pause"
RESUME: Final = "resume"
STOP: Final = "stop"


class WorkIsElsewhere(Exception):
    """The work is not in a state in which this can be done to it; it may have changed meanwhile."""


@dataclass(frozen=True, slots=True)
class Shown:
    """
    One piece of long work, in the reader's language.

    ``key`` names it within its kind. ``counted`` says what ``done`` and ``total`` count; a ``total`` of 0 is
    not known. ``can`` holds what may be done now: ``PAUSE``, ``RESUME``, ``STOP``. ``trouble`` says why it
    failed.
    """

    key: str
    title: str
    url: str
    state: str
    begun_at: datetime.datetime
    by: str
    counted: str = ""
    done: int = 0
    total: int = 0
    is_moving: bool = False
    is_failed: bool = False
    trouble: str = ""
    can: tuple[str, ...] = ()


class LongWork(Protocol):
    """A kind of long work: ``permission`` is who may do something to it."""

    permission: str

    def under_way(self, *, owner_id: int | None, most: int) -> Sequence[Shown]:
        """
        Return what runs, waits, rests or failed, newest first: all, or what this person began.

        In a number of queries that does not grow with the rows.
        """

    def act(self, *, key: str, owner_id: int | None, do: str, by: Any, now: datetime.datetime) -> None:
        """
        Do ``PAUSE``, ``RESUME`` or ``STOP`` to one piece: of all, or of what this person began.

        :raises WorkIsElsewhere: if there is none, or it cannot be done
        """


#: Returns for each of several jobs, by their arguments, what it is about and the page of that, or None.
Subjects = Callable[[Sequence[Mapping[str, Any]]], Sequence[tuple[str, str] | None]]


@dataclass(frozen=True, slots=True)
class Described:
    """
    A job of the queue in words; ``subjects`` asks the database at most once for several of them.

    ``is_work``: while it waits or runs, it is part of a piece of long work that is shown anyway.
    """

    title: str | Promise
    subjects: Subjects | None = None
    is_work: bool = False


#: Kinds of long work by a name of their own; jobs in words by ``package.task``. Filled when packages load.
KINDS: Final[dict[str, LongWork]] = {}
JOBS: Final[dict[str, Described]] = {}


def register(name: str, work: LongWork) -> None:
    """Have a kind of long work shown."""
    KINDS[name] = work


def describe(
    job: str, *, title: str | Promise, subjects: Subjects | None = None, is_work: bool = False
) -> None:
    """Say in words what a job of the queue does, and what it is about."""
    JOBS[job] = Described(title, subjects, is_work)
