"""Who spoke at an event of the page."""

from __future__ import annotations

from bisect import bisect_left

from banyan.ingest.adapters.reading import Relation
from banyan.ingest.adapters.vietnamese.events import Event
from banyan.ingest.adapters.vietnamese.reader import Reading

_SPEAKING = ("phát biểu", "trình bày", "khai mạc", "diễn giả", "tham luận", "chủ trì")


def find_speakers(reading: Reading, events: list[Event]) -> list[Relation]:
    """Return ``spoke_at`` ties: a sentence of speaking names a person, the event is the last one told."""
    found: list[Relation] = []
    told: set[tuple[str, int]] = set()
    for person in reading.people:
        first, last = reading.sentence(person.first)
        words = reading.key(first, last)
        if not any(verb in words for verb in _SPEAKING):
            continue
        before = events[: bisect_left(events, last, key=lambda event: event.first)]
        if not before or not any(
            noun in words for noun in ("hội", "lễ", "tọa đàm", "buổi", "diễn đàn", "đại hội")
        ):
            continue
        event = before[-1]
        if (person.canonical, event.first) in told or not _near(
            reading, person.first, person.last, first, last
        ):
            continue
        told.add((person.canonical, event.first))
        found.append(
            Relation(
                kind="spoke_at",
                subject=reading.span(person.first, person.last),
                object=reading.span(event.first, event.last),
                quote=reading.span(first, last).text,
                confidence=0.65,
                attributes={"from": person.canonical, "to": reading.text(event.first, event.last)},
            )
        )
    return found


def _near(reading: Reading, start: int, end: int, first: int, last: int) -> bool:
    """Whether the verb of speaking stands within reach of the person."""
    window = reading.key(max(first, start - 12), min(last, end + 25))
    return any(verb in window for verb in _SPEAKING)
