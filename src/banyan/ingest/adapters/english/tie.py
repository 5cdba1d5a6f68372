"""A tie between two bodies, or between an event and a body, as tokens of the page."""

from __future__ import annotations

from dataclasses import dataclass

from banyan.ingest.adapters.english.organisations import Name


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie between two stretches of tokens, with the stretch that states it."""

    kind: str
    subject: tuple[int, int]
    object: tuple[int, int]
    quote: tuple[int, int]
    confidence: float
    level: str = ""


def tie_of(kind: str, subject: Name, target: Name, confidence: float = 0.7) -> Tie:
    """Return the tie of two bodies of one sentence; what stands between them states it."""
    first, last = min(subject.first, target.first), max(subject.last, target.last)
    return Tie(kind, (subject.first, subject.last), (target.first, target.last), (first, last), confidence)
