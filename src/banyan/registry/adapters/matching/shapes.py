"""What is compared, and what a comparison says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Name:
    """One name: its text, its language ("vi", "zh", "en", "" where unknown) and its kind."""

    text: str
    language: str = ""
    #: official, short, acronym, alias or former.
    kind: str = "official"


@dataclass(frozen=True, slots=True)
class Profile:
    """
    What is known of a body or a person, as far as it helps to tell it from others.

    ``country`` is an ISO 3166-1 code of two letters, ``places`` are codes of places, ``seats`` names of the
    places it sits in, as written (city, province), ``identifiers`` pairs of scheme and value, ``websites``
    addresses or domains, ``founded`` a date that begins with the year.
    """

    key: str
    names: tuple[Name, ...]
    country: str = ""
    places: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    identifiers: frozenset[tuple[str, str]] = frozenset()
    websites: tuple[str, ...] = ()
    legal_form: str = ""
    founded: str = ""
    #: organisation or person.
    kind: str = "organisation"


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for (``effect`` above 0) or against two being one; ``detail`` names the words."""

    code: str
    effect: float
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """
    How far two profiles stand for one: ``score`` from 0 to 1, why, and what rules it out.

    ``vetoes`` are codes of reasons that forbid a match however high the score. ``best_pair`` are the two
    names that agree best, in the order of the call.
    """

    score: float
    reasons: tuple[Reason, ...]
    vetoes: tuple[str, ...]
    best_pair: tuple[str, str]
