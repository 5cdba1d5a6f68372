"""A request to take a source down: an administrator grants it in the inbox, and can undo that."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from tests.factories import CitationFactory, OrganisationFactory, SourceFactory, UserFactory

from banyan.ingest.domain import takedowns
from banyan.registry.models import ProposedChange, Source

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 21, 9, tzinfo=datetime.UTC)


@pytest.fixture
def request_row() -> ProposedChange:
    source = SourceFactory()
    return takedowns.request(source=source, reason="This is my text.", language="en", now=NOW)


def decide(client, row: ProposedChange, do: str) -> None:
    assert client.post(reverse("web:desk-decide", args=[row.pk]), {"do": do}).status_code == 302
    row.refresh_from_db()


def test_editor_may_not_grant_it(client, request_row) -> None:
    client.force_login(UserFactory(roles=("editor",)))
    decide(client, request_row, "accept")
    assert request_row.state == "waiting"
    assert Source.objects.get(public_id=request_row.payload["subject_key"]).taken_down_at is None


def test_administrator_grants_it_and_undo_shows_the_source_again(client, request_row) -> None:
    administrator = UserFactory(roles=("administrator",))
    client.force_login(administrator)
    source = Source.objects.get(public_id=request_row.payload["subject_key"])
    CitationFactory(source=source, subject=OrganisationFactory())
    assert client.get(source.get_absolute_url()).status_code == 200
    decide(client, request_row, "accept")
    source.refresh_from_db()
    assert (request_row.state, source.taken_down_by) == ("accepted", administrator)
    assert client.get(source.get_absolute_url()).status_code == 410

    decide(client, request_row, "undo")
    source.refresh_from_db()
    assert (request_row.state, source.taken_down_at, source.taken_down_by) == ("waiting", None, None)
    assert client.get(source.get_absolute_url()).status_code == 200
