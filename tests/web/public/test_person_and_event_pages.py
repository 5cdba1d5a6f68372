"""The pages of people and events."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import (
    AppearanceFactory,
    CitationFactory,
    EventFactory,
    OrganisationFactory,
    PersonFactory,
    PostFactory,
    StatedFigureFactory,
    UserFactory,
)

from banyan.registry.domain import people

pytestmark = pytest.mark.django_db


def shown_person(rows=1):
    person = PersonFactory(name="林舒安", language="zh", others={"en": "Lin Shu'an"})
    for number in range(rows):
        post = PostFactory(
            person=person, organisation=OrganisationFactory(), titles={"en": f"director {number}"}
        )
        CitationFactory(subject=post, quote=f"Lin Shu'an, director {number}")
        CitationFactory(subject=AppearanceFactory(person=person))
    return person


def shown_event(rows=1):
    event = EventFactory(
        titles={"en": "Round table", "zh": "圆桌会"},
        organisers=[OrganisationFactory() for _ in range(rows)],
        start_date="2026-06-09",
        end_date="2026-06-11",
    )
    CitationFactory(subject=event)
    for _ in range(rows):
        CitationFactory(subject=AppearanceFactory(event=event))
        CitationFactory(subject=StatedFigureFactory(subject=event, value=Decimal(104)))
    return event


@pytest.mark.parametrize("rows", [1, 3])
def test_person_needs_the_same_number_of_queries_for_any_number_of_roles(client, rows):
    person = shown_person(rows)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/en/people/{person.public_id}/").status_code == 200
    assert len(queries) == 6


@pytest.mark.parametrize("rows", [1, 3])
def test_event_needs_the_same_number_of_queries_for_any_number_of_rows(client, rows):
    event = shown_event(rows)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/en/events/{event.public_id}/").status_code == 200
    assert len(queries) == 6


def test_person_shows_roles_of_sources_only_and_nothing_private(client, now):
    person = shown_person()
    PostFactory(
        person=person, organisation=OrganisationFactory(name="Secret Society"), titles={"en": "agent"}
    )
    values = {"private_email": "lin@example.org", "private_phone": "+84 912"}
    people.edit(person=person, by=UserFactory(), now=now, values=values)
    html = client.get(f"/en/people/{person.public_id}/").content.decode()
    assert "director 0" in html
    assert "Secret Society" not in html
    assert "lin@example.org" not in html
    assert "+84 912" not in html


def test_hidden_person_has_no_page(client, now):
    person = shown_person()
    people.edit(person=person, by=UserFactory(), now=now, values={"is_hidden": True})
    assert client.get(f"/en/people/{person.public_id}/").status_code == 404


def test_person_whom_no_source_names_has_no_page_until_they_agree(client, now):
    person = PersonFactory()
    address = f"/en/people/{person.public_id}/"
    assert client.get(address).status_code == 404
    people.edit(person=person, by=UserFactory(), now=now, values={"consented_at": now})
    assert client.get(address).status_code == 200


def test_hidden_speaker_is_left_out_of_the_event(client, now):
    event = shown_event()
    person = PersonFactory(name="Hidden Speaker")
    CitationFactory(subject=AppearanceFactory(event=event, person=person))
    address = f"/en/events/{event.public_id}/"
    assert "Hidden Speaker" in client.get(address).content.decode()
    people.edit(person=person, by=UserFactory(), now=now, values={"is_hidden": True})
    assert "Hidden Speaker" not in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("language", "when"),
    [("en", "9–11 Jun 2026"), ("vi", "9–11/6/2026"), ("zh-hans", "2026年6月9日至11日")],
)
def test_event_says_when_in_the_language_of_the_reader(client, language, when):
    event = shown_event()
    assert when in client.get(f"/{language}/events/{event.public_id}/").content.decode()
