"""Events as sources report them, and accepting a suggestion of one."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models, transaction

from banyan.accounts.models import User
from banyan.core import audit
from banyan.core.i18n import LANGUAGES, language_of
from banyan.events.enums import AppearanceRole
from banyan.events.models import Appearance, Event, EventOrganiser
from banyan.registry.domain import living
from banyan.registry.domain.appliers import Decision, ProposalIsIncomplete, register
from banyan.registry.models import Organisation, Person, ProposedChange
from banyan.search.domain import outbox


class EventHasNoTitle(ValueError):
    """An event needs a title in at least one language."""


#: The columns that `edit` may set.
EDITABLE = ("start_date", "end_date", "venue", "place")


@transaction.atomic
def add(
    *,
    titles: Mapping[str, str],
    organisers: Iterable[Organisation],
    by: User | None,
    now: datetime.datetime,
    start_date: str = "",
    end_date: str = "",
    venue: str = "",
) -> Event:
    """
    Add an event.

    :param titles: the title by column code
    :raises EventHasNoTitle: if every title is empty
    :raises ValidationError: if a date is malformed
    """
    if not any(title.strip() for title in titles.values()):
        raise EventHasNoTitle
    event = Event(
        start_date=start_date,
        end_date=end_date,
        venue=venue[:200],
        created_at=now,
        created_by=by,
        updated_at=now,
        updated_by=by,
        **{f"title_{language}": titles.get(language, "").strip()[:300] for language in LANGUAGES},
    )
    event.full_clean(exclude=["created_by", "updated_by"])
    event.save()
    for organisation in organisers:
        add_organiser(event=event, organisation=organisation)
    audit.record(key="events.event.added", subject=event, by=by, now=now, after={"titles": dict(titles)})
    outbox.enqueue(kind="event", key=event.public_id)
    return event


@transaction.atomic
def edit(
    *,
    event: Event,
    by: User | None,
    now: datetime.datetime,
    titles: Mapping[str, str],
    values: Mapping[str, object],
) -> Event:
    """
    Change an event; what is not given stays.

    :param values: columns listed in :data:`EDITABLE`
    :raises EventHasNoTitle: if every title would be empty
    :raises ValidationError: if a value is malformed; nothing is then changed
    """
    event = Event.objects.select_for_update().get(pk=event.pk)
    wanted = {
        **{f"title_{code}": text.strip() for code, text in titles.items()},
        **{column: values[column] for column in EDITABLE if column in values},
    }
    before = {column: getattr(event, column) for column in wanted}
    for column, value in wanted.items():
        setattr(event, column, value)
    if not any(getattr(event, f"title_{code}") for code in LANGUAGES):
        raise EventHasNoTitle
    event.full_clean(exclude=["created_by", "updated_by"])
    after = {column: value for column, value in wanted.items() if before[column] != value}
    if after:
        event.updated_at, event.updated_by = now, by
        event.save(update_fields=[*after, "updated_at", "updated_by"])
        audit.record(
            key="events.event.edited",
            subject=event,
            by=by,
            now=now,
            before={column: before[column] for column in after},
            after=after,
        )
        outbox.enqueue(kind="event", key=event.public_id)
    return event


def add_organiser(*, event: Event, organisation: Organisation) -> tuple[EventOrganiser, bool]:
    """Name an organisation as organiser, once; the caller holds the transaction and the log."""
    organisation = living.organisation(organisation)
    outbox.enqueue(kind="event", key=event.public_id)
    return EventOrganiser.objects.get_or_create(event=event, organisation=organisation)


@transaction.atomic
def add_appearance(
    *,
    event: Event,
    person: Person,
    role: str,
    talks: Mapping[str, str],
    by: User | None,
    now: datetime.datetime,
) -> tuple[Appearance, bool]:
    """
    Note somebody's part in an event, once per role.

    :param talks: the title of the talk by column code; may be empty
    :return: the row, and whether it is new
    """
    person = living.person(person)
    row, is_new = Appearance.objects.get_or_create(
        event=event,
        person=person,
        role=AppearanceRole(role),
        defaults={
            "created_at": now,
            "created_by": by,
            "updated_at": now,
            "updated_by": by,
            **{f"talk_{language}": talks.get(language, "")[:300] for language in LANGUAGES},
        },
    )
    if not is_new:
        return row, False
    audit.record(
        key="events.appearance.added",
        subject=row,
        by=by,
        now=now,
        after={"event": event.public_id, "person": person.public_id, "role": role},
    )
    return row, True


def _dates_lacking(event: Event, payload: Mapping[str, Any]) -> dict[str, str]:
    """Return the dates an event has not got, unless those it has got say another time."""
    held = {"start_date": event.start_date, "end_date": event.end_date}
    given = {column: payload.get(column, "") for column in held}
    if any(held[column] and given[column] not in ("", held[column]) for column in held):
        return {}
    whole = {column: held[column] or given[column] for column in held}
    if whole["end_date"] and not whole["start_date"] <= whole["end_date"]:
        return {}
    return {column: given[column] for column in held if given[column] and not held[column]}


def _complete(
    event: Event, organisers: Iterable[Any], payload: Mapping[str, Any], decision: Decision
) -> None:
    """Give an event the title in a language, the dates, the venue and the organisers that it lacks."""
    values = _dates_lacking(event, payload)
    if payload.get("venue") and not event.venue:
        values["venue"] = payload["venue"][:200]
    code = language_of(payload.get("language", "en"))
    title = payload.get("name", "").strip()[:300]
    titles = {code: title} if title and not getattr(event, f"title_{code}") else {}
    after = {**{f"title_{language}": text for language, text in titles.items()}, **values}
    if after:
        before = {column: getattr(event, column) for column in after}
        edit(event=event, by=decision.by, now=decision.now, titles=titles, values=values)
        decision.effects.changed(event, before, after)
    new: list[str] = []
    for organisation in organisers:
        assert isinstance(organisation, Organisation)
        row, is_new = add_organiser(event=event, organisation=organisation)
        if is_new:
            decision.effects.made(row)
            new.append(str(organisation))
    if new:
        audit.record(
            key="events.event.edited",
            subject=event,
            by=decision.by,
            now=decision.now,
            after={"organisers": new},
        )


def apply_event(proposal: ProposedChange, decision: Decision) -> Event:
    """Make an event from an accepted suggestion, or give the one it is linked to what that one lacks."""
    payload = proposal.payload
    organisers = [decision.resolve(reference) for reference in payload.get("organisers", [])]
    if proposal.linked_key:
        event = decision.resolve({"type": "event", "key": proposal.linked_key})
        assert isinstance(event, Event)
        _complete(event, organisers, payload, decision)
    else:
        if not payload.get("name", "").strip():
            raise ProposalIsIncomplete("name")
        event = add(
            titles={language_of(payload.get("language", "en")): payload["name"]},
            organisers=[item for item in organisers if isinstance(item, Organisation)],
            start_date=payload.get("start_date", ""),
            end_date=payload.get("end_date", ""),
            venue=payload.get("venue", ""),
            by=decision.by,
            now=decision.now,
        )
        decision.effects.made(event)
        for row in event.organisers.all():
            decision.effects.made(row)
    decision.cite(proposal, event)
    return event


def apply_appearance(proposal: ProposedChange, decision: Decision) -> Appearance:
    """Note that somebody took part."""
    payload = proposal.payload
    role = payload.get("role") or AppearanceRole.PARTICIPANT
    if role not in AppearanceRole.values:
        raise ProposalIsIncomplete("role")
    event = decision.resolve(payload["event"])
    person = decision.resolve(payload["person"])
    assert isinstance(event, Event)
    assert isinstance(person, Person)
    row, is_new = add_appearance(
        event=event,
        person=person,
        role=role,
        talks={language_of(payload.get("language", "en")): payload.get("talk", "")},
        by=decision.by,
        now=decision.now,
    )
    if is_new:
        decision.effects.made(row)
    decision.cite(proposal, row)
    return row


def _find(public_id: str) -> models.Model | None:
    return Event.objects.filter(public_id=public_id).first()


def register_appliers() -> None:
    """Tell the inbox how our kinds are applied; called once when the application starts."""
    register("event", apply_event, find=_find)
    register("appearance", apply_appearance)
