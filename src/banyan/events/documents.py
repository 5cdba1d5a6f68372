"""How events become documents of the index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from banyan.core.i18n import LANGUAGES
from banyan.events.models import Event
from banyan.registry.enums import OrganisationState
from banyan.search.documents import SearchDocument, SearchName, register_builder


def event_documents(keys: Sequence[str]) -> Iterable[SearchDocument]:
    """Build the documents of several events with a constant number of queries."""
    events = (
        Event.objects.filter(public_id__in=keys)
        .select_related("place")
        .prefetch_related("organisers__organisation")
    )
    for event in events:
        organisers = [
            row.organisation
            for row in event.organisers.all()
            if row.organisation.state != OrganisationState.MERGED
        ]
        yield SearchDocument(
            kind="event",
            key=event.public_id,
            names=tuple(
                SearchName(text=getattr(event, f"title_{code}"), language=code, kind="official")
                for code in LANGUAGES
                if getattr(event, f"title_{code}")
            ),
            text={
                **{
                    code: " ".join(getattr(item, f"title_{code}") for item in organisers).strip()
                    for code in LANGUAGES
                },
                "": event.venue,
            },
            facets={
                "place": (event.place.code,) if event.place else (),
                "language": tuple(code for code in LANGUAGES if getattr(event, f"title_{code}")),
                "year": (event.start_date[:4],) if event.start_date else (),
            },
        )


def _event(key: str) -> SearchDocument | None:
    return next(iter(event_documents([key])), None)


def _keys() -> Iterator[str]:
    yield from Event.objects.values_list("public_id", flat=True).iterator()


def register() -> None:
    """Tell the index how to build events; called once when the application starts."""
    register_builder("event", build=_event, keys=_keys, build_many=event_documents)
