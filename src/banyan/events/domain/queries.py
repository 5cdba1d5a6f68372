"""What the public may read about events, gathered with a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, When

from banyan.events.enums import AppearanceRole
from banyan.events.models import Appearance, Event, EventOrganiser
from banyan.registry.domain.profiles import MOST_ROWS, RecordIsUnknown, figures_of
from banyan.registry.domain.timelines import Moment
from banyan.registry.enums import OrganisationState, PersonState
from banyan.registry.models import Citation, StatedFigure

#: Speakers first, then who led the meeting, then the others.
_BY_ROLE = Case(
    *(When(role=role, then=rank) for rank, role in enumerate(AppearanceRole.values)),
    output_field=IntegerField(),
)


@dataclass(frozen=True, slots=True)
class EventProfile:
    """An event and everything that is held about it and may be shown."""

    event: Event
    organisers: tuple[EventOrganiser, ...]
    appearances: tuple[Appearance, ...]
    figures: tuple[StatedFigure, ...]


def shown_appearances() -> QuerySet[Appearance]:
    """Return the parts people took that a source made public, or that they agreed to show."""
    cited = Citation.objects.filter(subject_type="events.appearance", subject_id=OuterRef("pk"))
    standing = Appearance.objects.exclude(person__state=PersonState.MERGED)
    return standing.filter(person__is_hidden=False).filter(
        Q(person__consented_at__isnull=False) | Q(Exists(cited))
    )


def of_event(*, public_id: str) -> EventProfile:
    """
    Gather an event.

    :raises RecordIsUnknown: if there is none
    """
    event = Event.objects.filter(public_id=public_id).select_related("place").first()
    if event is None:
        raise RecordIsUnknown(public_id)
    return EventProfile(
        event=event,
        organisers=tuple(
            EventOrganiser.objects.filter(event=event)
            .exclude(organisation__state=OrganisationState.MERGED)
            .select_related("organisation")
            .order_by("pk")[:MOST_ROWS]
        ),
        appearances=tuple(
            shown_appearances()
            .filter(event=event)
            .select_related("person")
            .order_by(_BY_ROLE, "pk")[:MOST_ROWS]
        ),
        figures=figures_of(subject_type="event", subject_key=public_id),
    )


def organised_by(*, organisation_id: int) -> tuple[EventOrganiser, ...]:
    """Return the events an organisation held, the latest first."""
    return tuple(
        EventOrganiser.objects.filter(organisation_id=organisation_id)
        .select_related("event__place")
        .order_by("-event__start_date", "pk")[:MOST_ROWS]
    )


def attended_by(*, person_ids: Iterable[int]) -> tuple[Appearance, ...]:
    """Return the public parts of these people in events, the latest first."""
    return tuple(
        shown_appearances()
        .filter(person_id__in=list(person_ids))
        .select_related("event__place", "person")
        .order_by("-event__start_date", "pk")[:MOST_ROWS]
    )


def latest(*, limit: int) -> tuple[Event, ...]:
    """Return the events with the latest dates."""
    dated = Event.objects.exclude(start_date="").select_related("place")
    return tuple(dated.order_by("-start_date", "-pk")[:limit])


def moments(
    organised: Iterable[EventOrganiser], appearances: Iterable[Appearance] = ()
) -> tuple[Moment, ...]:
    """Return events as moments of a timeline, each once; holding one goes before taking part in it."""
    told: dict[int, Moment] = {}
    for row in organised:
        told.setdefault(
            row.event_id, Moment(row.event.start_date, "organised", row.event, row.event.end_date)
        )
    for part in appearances:
        told.setdefault(part.event_id, Moment(part.event.start_date, "took_part", part, part.event.end_date))
    return tuple(told.values())
