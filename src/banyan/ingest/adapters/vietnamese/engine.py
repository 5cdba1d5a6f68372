"""The reader of Vietnamese pages: own rules over word lists, no model."""

from __future__ import annotations

from typing import Any

from banyan.ingest.adapters.reading import Found, Mention, Page, Relation
from banyan.ingest.adapters.vietnamese.aliases import join_definitions, spread
from banyan.ingest.adapters.vietnamese.dates import Date, find_dates
from banyan.ingest.adapters.vietnamese.events import Event, find_events, find_places
from banyan.ingest.adapters.vietnamese.figures import find_figures
from banyan.ingest.adapters.vietnamese.known import find_known
from banyan.ingest.adapters.vietnamese.organisations import find_named
from banyan.ingest.adapters.vietnamese.people import find_people
from banyan.ingest.adapters.vietnamese.posts import find_posts
from banyan.ingest.adapters.vietnamese.reader import Reading, reading_of
from banyan.ingest.adapters.vietnamese.relations import find_relations
from banyan.ingest.adapters.vietnamese.shortenings import settle
from banyan.ingest.adapters.vietnamese.speakers import find_speakers
from banyan.ingest.adapters.vietnamese.stands import find_stands
from banyan.ingest.adapters.vietnamese.titles import address_at, titles_of


class VietnameseEngine:
    """Finds organisations, people, events, figures and ties in Vietnamese text."""

    language = "vi"
    name = "vietnamese-rules"

    def find(self, *, page: Page) -> Found:
        """Return what the page tells, in the order of the text; nothing from blocked stretches."""
        reading = reading_of(page)
        if not reading.tokens:
            return Found()
        titles, titles_by_end = titles_of(reading)
        for title in titles.values():
            if title.department:
                for at in range(title.first + 1, title.last):
                    reading.covered[at] = True
        addresses = {address_at(reading, at) for at in range(len(reading.tokens)) if not reading.closed(at)}
        find_known(reading)
        find_named(reading, titles_by_end)
        short = join_definitions(reading)
        spread(reading, short, titles_by_end, addresses)
        short |= join_definitions(reading)
        spread(reading, short, titles_by_end, addresses)
        settle(reading)
        reading.index_names()
        find_people(reading, titles, titles_by_end)
        reading.index_people()
        reading.title_ends = frozenset(titles_by_end)
        find_stands(reading)
        posts = find_posts(reading, titles, titles_by_end)
        dates = [date for date in find_dates(reading.view.text, page.date) if _open(reading, date)]
        places = find_places(reading)
        events = find_events(reading, dates, places)
        figures = find_figures(reading, [(date.start, date.end) for date in dates])
        relations = posts + find_relations(reading, events) + find_speakers(reading, events)
        mentions = [
            *_organisations(reading),
            *_people(reading),
            *_dates(reading, dates),
            *_places(reading, places),
            *_events(reading, events),
            *figures,
        ]
        return Found(
            mentions=tuple(sorted(mentions, key=lambda mention: (mention.start, -mention.end))),
            relations=tuple(sorted(relations, key=_order)),
        )


def _order(relation: Relation) -> tuple[int, int]:
    return relation.subject.start, relation.object.start


def _open(reading: Reading, date: Date) -> bool:
    """Whether a date lies outside blocked stretches."""
    start, end = reading.view.raw_span(date.start, date.end)
    return not any(first < end and start < last for first, last in reading.page.blocked)


def _organisations(reading: Reading) -> list[Mention]:
    found: list[Mention] = []
    for name in reading.names():
        span = reading.span(name.first, name.last)
        attributes: dict[str, Any] = {
            "canonical": name.canonical,
            "name_kind": name.kind,
            "evidence": name.evidence,
        }
        if name.inferred:
            attributes["inferred"] = True
        found.append(
            Mention("organisation", span.text, span.start, span.end, name.confidence, name.type, attributes)
        )
    return found


def _people(reading: Reading) -> list[Mention]:
    found: list[Mention] = []
    for person in reading.people:
        span = reading.span(person.first, person.last)
        attributes: dict[str, Any] = {
            "canonical": person.canonical,
            "position": person.position,
            "organisation": person.organisation,
            "honorific": person.honorific,
        }
        found.append(Mention("person", span.text, span.start, span.end, person.confidence, "", attributes))
    return found


def _dates(reading: Reading, dates: list[Date]) -> list[Mention]:
    found: list[Mention] = []
    for date in dates:
        span = reading.stretch(date.start, date.end)
        attributes: dict[str, Any] = {"value": date.value, "inferred": date.inferred}
        found.append(Mention("date", span.text, span.start, span.end, 0.9, "", attributes))
    return found


def _places(reading: Reading, places: list[tuple[int, int]]) -> list[Mention]:
    found: list[Mention] = []
    for first, last in places:
        span = reading.span(first, last)
        found.append(Mention("place", span.text, span.start, span.end, 0.8))
    return found


def _events(reading: Reading, events: list[Event]) -> list[Mention]:
    found: list[Mention] = []
    for event in events:
        span = reading.span(event.first, event.last)
        attributes: dict[str, Any] = {
            "name": reading.text(event.first, event.last),
            "date": event.date.value if event.date else "",
            "date_inferred": bool(event.date and event.date.inferred),
            "place": reading.text(*event.place) if event.place else "",
            "organisers": [name.canonical for name in event.organisers],
        }
        found.append(Mention("event", span.text, span.start, span.end, 0.75, "", attributes))
    return found
