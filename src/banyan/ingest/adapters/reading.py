"""
The shapes that pass between readers: what an engine is given and what it finds.

Offsets are Unicode code points into ``Page.text``, end exclusive, so ``page.text[start:end] == text``
for every span.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the analysed text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """
    One occurrence of something worth knowing.

    ``kind`` is organisation, person, event, place, date, money or count. ``confidence`` lies between
    0 and 1. ``type`` says what sort of organisation it is, and is empty for everything else.
    """

    kind: str
    text: str
    start: int
    end: int
    confidence: float
    type: str = ""
    attributes: dict[str, Any] = field(default_factory=dict)

    @property
    def span(self) -> Span:
        """The stretch this mention covers."""
        return Span(text=self.text, start=self.start, end=self.end)


@dataclass(frozen=True, slots=True)
class Relation:
    """A tie between two mentions, with the words of the text that say so."""

    kind: str
    subject: Span
    object: Span
    quote: str
    confidence: float
    attributes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Suspicion:
    """
    Something an intruder seems to have planted.

    ``restores_to`` suggests what stood there before; it is empty when unknown, and nothing is ever
    replaced without a person.
    """

    kind: str
    start: int
    end: int
    text: str
    why: str
    restores_to: str = ""


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name the register already holds, and the record it belongs to."""

    text: str
    record: str
    kind: str = "organisation"


@dataclass(frozen=True, slots=True)
class Page:
    """
    What an engine is given to read.

    ``date`` is the day of publication, against which "the 9th of November" is resolved.
    ``blocked`` lists stretches from which nothing may be proposed: planted content and page furniture.
    """

    text: str
    language: str
    title: str = ""
    date: datetime.date | None = None
    known_names: tuple[KnownName, ...] = ()
    blocked: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What an engine found, in the order of the text."""

    mentions: tuple[Mention, ...] = ()
    relations: tuple[Relation, ...] = ()


class Engine(Protocol):
    """Finds names and facts in the text of one language."""

    language: str
    name: str

    def find(self, *, page: Page) -> Found:
        """Return every mention and relation found outside the blocked stretches."""
        ...
