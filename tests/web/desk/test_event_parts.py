"""Organisers and those who took part, at the desk's page of an event."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.factories import AppearanceFactory, EventFactory, OrganisationFactory, PersonFactory, UserFactory

from banyan.events.models import Appearance, EventOrganiser

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(UserFactory())
    return client


def _page(client: Client, path: str) -> str:
    return str(client.get(path).content.decode())


def test_organiser_is_added_and_removed_and_both_histories_say_so(editor: Client) -> None:
    event, fund = EventFactory(), OrganisationFactory(name="Clear River Fund")
    path = f"/en/desk/events/{event.public_id}/organisers/add/"
    assert "Which organisation?" in _page(editor, path)
    values = {"chosen": fund.public_id, "evidence": "Invitation of 3 May"}
    answer = editor.post(path, values)
    assert answer["Location"] == f"/en/desk/events/{event.public_id}/#organisers"
    public = _page(Client(), f"/en/events/{event.public_id}/")
    assert "Clear River Fund" in public
    assert "Invitation of 3 May" in public
    row = EventOrganiser.objects.get()
    assert "Clear River Fund" in _page(editor, f"/en/desk/organisers/{row.pk}/remove/")
    assert editor.post(f"/en/desk/organisers/{row.pk}/remove/").status_code == 302
    assert EventOrganiser.objects.count() == 0
    for kind, key in (("event", event.public_id), ("organisation", fund.public_id)):
        history = _page(editor, f"/en/desk/history/{kind}/{key}/")
        assert "Organiser added" in history
        assert "Organiser removed" in history


def test_part_is_public_only_with_evidence_and_can_be_mended_and_removed(editor: Client) -> None:
    event, person = EventFactory(), PersonFactory(name="Le Thu An")
    path = f"/en/desk/events/{event.public_id}/people/add/"
    assert "Who is it?" in _page(editor, path)
    values: dict[str, Any] = {"chosen": person.public_id, "role": "speaker", "talk_en": "Rural water"}
    assert editor.post(path, values).status_code == 302
    row = Appearance.objects.get()
    assert (row.role, row.talk_en) == ("speaker", "Rural water")
    assert "Rural water" in _page(editor, f"/en/desk/events/{event.public_id}/")
    assert "Le Thu An" not in _page(Client(), f"/en/events/{event.public_id}/")
    edit = f"/en/desk/appearances/{row.pk}/edit/"
    values = {"role": "chair", "talk_en": "Rural water", "evidence": "Programme, page 2"}
    assert editor.post(edit, values).status_code == 302
    public = _page(Client(), f"/en/events/{event.public_id}/")
    assert "Le Thu An" in public
    assert "Programme, page 2" in public
    AppearanceFactory(event=event, person=person, role="speaker")
    refused = editor.post(edit, {**values, "role": "speaker"})
    assert refused.status_code == 422
    assert "Le Thu An has this part already." in refused.content.decode()
    assert editor.post(f"/en/desk/appearances/{row.pk}/remove/").status_code == 302
    assert list(Appearance.objects.values_list("role", flat=True)) == ["speaker"]
    history = _page(editor, f"/en/desk/history/person/{person.public_id}/")
    assert "Part in an event changed" in history
    assert "Part in an event removed" in history


@pytest.mark.parametrize("number", [1, 3])
def test_page_of_an_event_asks_the_database_the_same_number_of_times(
    editor: Client, django_assert_num_queries: Any, number: int
) -> None:
    event = EventFactory(organisers=[OrganisationFactory() for _ in range(number)])
    for _ in range(number):
        AppearanceFactory(event=event)
    with django_assert_num_queries(8):
        editor.get(f"/en/desk/events/{event.public_id}/")
