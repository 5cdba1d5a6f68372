"""Organisers and appearances written by hand: once each, logged, cited, and taken back."""

from __future__ import annotations

import datetime

import pytest
from tests.factories import (
    AppearanceFactory,
    CitationFactory,
    EventFactory,
    OrganisationFactory,
    PersonFactory,
    UserFactory,
)

from banyan.core.models import AuditEntry
from banyan.events.domain import parts
from banyan.events.models import Appearance, EventOrganiser
from banyan.registry.models import Citation
from banyan.search.models import IndexChange

pytestmark = pytest.mark.django_db


def test_organiser_is_named_once_logged_cited_and_taken_off(now: datetime.datetime) -> None:
    event, organisation, by = EventFactory(), OrganisationFactory(), UserFactory()
    IndexChange.objects.all().delete()
    row, is_new = parts.add_organiser(
        event=event, organisation=organisation, evidence="Programme", by=by, now=now
    )
    again, is_new_again = parts.add_organiser(
        event=event, organisation=organisation, evidence="", by=by, now=now
    )
    assert (is_new, is_new_again, again) == (True, False, row)
    assert event.public_id in set(IndexChange.objects.values_list("key", flat=True))
    assert Citation.objects.get(subject_type="events.eventorganiser").quote == "Programme"
    parts.remove_organiser(organiser=row, by=by, now=now)
    assert (EventOrganiser.objects.count(), Citation.objects.count()) == (0, 0)
    log = AuditEntry.objects.filter(key__startswith="events.organiser").order_by("id")
    said = {"organisation": organisation.public_id}
    assert [(line.key, line.before, line.after) for line in log] == [
        ("events.organiser.added", None, said),
        ("events.organiser.removed", said, None),
    ]


def test_part_is_changed_and_logged_with_both_ends(now: datetime.datetime) -> None:
    row = AppearanceFactory(role="participant", talks={"en": "Water"})
    parts.edit_appearance(
        appearance=row,
        role="speaker",
        talks={"en": "Water", "vi": " Nước "},
        evidence="Programme, page 2",
        by=UserFactory(),
        now=now,
    )
    row.refresh_from_db()
    assert (row.role, row.talk_vi, row.talk_en) == ("speaker", "Nước", "Water")
    ends = {"event": row.event.public_id, "person": row.person.public_id}
    entry = AuditEntry.objects.get(key="events.appearance.edited")
    assert entry.before == {**ends, "role": "participant", "talk_vi": ""}
    assert entry.after == {**ends, "role": "speaker", "talk_vi": "Nước"}
    assert Citation.objects.get(subject_type="events.appearance").quote == "Programme, page 2"


def test_same_part_twice_is_refused_and_nothing_changed(now: datetime.datetime) -> None:
    event, person = EventFactory(), PersonFactory()
    AppearanceFactory(event=event, person=person, role="speaker")
    row = AppearanceFactory(event=event, person=person, role="chair")
    with pytest.raises(parts.AppearanceIsThere):
        parts.edit_appearance(
            appearance=row, role="speaker", talks={}, evidence="x", by=UserFactory(), now=now
        )
    row.refresh_from_db()
    assert row.role == "chair"
    assert Citation.objects.count() == 0


def test_removed_part_leaves_its_words_in_the_log(now: datetime.datetime) -> None:
    row = AppearanceFactory(role="speaker", talks={"zh": "水"})
    CitationFactory(subject=row)
    parts.remove_appearance(appearance=row, by=UserFactory(), now=now)
    assert (Appearance.objects.count(), Citation.objects.count()) == (0, 0)
    assert AuditEntry.objects.get(key="events.appearance.removed").before == {
        "event": row.event.public_id,
        "person": row.person.public_id,
        "role": "speaker",
        "talks": {"zh": "水"},
    }
