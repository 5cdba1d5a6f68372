"""Who held an event and who took part, written down by hand."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from banyan.accounts.models import User
from banyan.core import audit
from banyan.core.i18n import LANGUAGES
from banyan.events.domain import events
from banyan.events.enums import AppearanceRole
from banyan.events.models import Appearance, Event, EventOrganiser
from banyan.registry.domain import living, staff_facts
from banyan.registry.models import Citation, Organisation, Person
from banyan.search.domain import outbox


class AppearanceIsThere(ValueError):
    """The same person already has this part in the event."""


@transaction.atomic
def add_organiser(
    *, event: Event, organisation: Organisation, evidence: str, by: User, now: datetime.datetime
) -> tuple[EventOrganiser, bool]:
    """
    Name an organisation as organiser, once; staff are named as the source.

    :param evidence: how they know, in their words; published with the event
    :return: the row, and whether it is new
    """
    row, is_new = events.add_organiser(event=event, organisation=organisation)
    if is_new:
        audit.record(
            key="events.organiser.added",
            subject=event,
            by=by,
            now=now,
            after={"organisation": organisation.public_id},
        )
    if is_new or evidence:
        staff_facts.cite(subject=row, by=by, now=now, evidence=evidence)
    return row, is_new


@transaction.atomic
def remove_organiser(*, organiser: EventOrganiser, by: User, now: datetime.datetime) -> None:
    """Take an organiser off an event, with the words cited for it; the log keeps the line."""
    organiser = living.row(organiser)
    audit.record(
        key="events.organiser.removed",
        subject=organiser.event,
        by=by,
        now=now,
        before={"organisation": organiser.organisation.public_id},
    )
    _uncite(organiser)
    outbox.enqueue(kind="event", key=organiser.event.public_id)
    organiser.delete()


@transaction.atomic
def add_appearance(
    *,
    event: Event,
    person: Person,
    role: str,
    talks: Mapping[str, str],
    evidence: str,
    by: User,
    now: datetime.datetime,
) -> tuple[Appearance, bool]:
    """
    Note somebody's part in an event, once per role.

    :param evidence: where it was made public; without it, it is seen by staff only, unless the person
        agreed to be listed
    :return: the row, and whether it is new
    """
    row, is_new = events.add_appearance(event=event, person=person, role=role, talks=talks, by=by, now=now)
    if evidence:
        staff_facts.cite(subject=row, by=by, now=now, evidence=evidence)
    return row, is_new


@transaction.atomic
def edit_appearance(
    *,
    appearance: Appearance,
    role: str,
    talks: Mapping[str, str],
    evidence: str,
    by: User,
    now: datetime.datetime,
) -> Appearance:
    """
    Change somebody's role or the title of their talk.

    :param evidence: where it was made public, if that is still to be said
    :raises AppearanceIsThere: if the person already has this role in the event
    """
    row = (
        Appearance.objects.select_for_update()
        .select_related("event", "person")
        .get(pk=living.row(appearance).pk)
    )
    wanted: dict[str, Any] = {
        "role": str(AppearanceRole(role)),
        **{f"talk_{code}": talks.get(code, "").strip()[:300] for code in LANGUAGES},
    }
    before = {column: getattr(row, column) for column in wanted if getattr(row, column) != wanted[column]}
    if before:
        for column in before:
            setattr(row, column, wanted[column])
        row.updated_at, row.updated_by = now, by
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            raise AppearanceIsThere from None
        audit.record(
            key="events.appearance.edited",
            subject=row,
            by=by,
            now=now,
            before={**_ends(row), **before},
            after={**_ends(row), **{column: wanted[column] for column in before}},
        )
    if evidence:
        staff_facts.cite(subject=row, by=by, now=now, evidence=evidence)
    return row


@transaction.atomic
def remove_appearance(*, appearance: Appearance, by: User, now: datetime.datetime) -> None:
    """Remove a part that somebody never took, with the words cited for it; the log keeps what it said."""
    appearance = living.row(appearance)
    talks = {code: text for code, text in Appearance.talk.values_of(appearance).items() if text}
    before = {**_ends(appearance), "role": str(appearance.role), **({"talks": talks} if talks else {})}
    audit.record(key="events.appearance.removed", subject=appearance, by=by, now=now, before=before)
    _uncite(appearance)
    outbox.enqueue(kind="person", key=appearance.person.public_id)
    appearance.delete()


def _ends(row: Appearance) -> dict[str, str]:
    """Return the public ids of both, by which the histories of both find the line."""
    return {"event": row.event.public_id, "person": row.person.public_id}


def _uncite(row: EventOrganiser | Appearance) -> None:
    Citation.objects.filter(subject_type=row._meta.label_lower, subject_id=row.pk).delete()
