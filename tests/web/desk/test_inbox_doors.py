"""Who comes into the inbox, and what becomes of what was typed when a session has ended."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.factories import ProposedChangeFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return UserFactory()


def decide(client, proposal, do, **values):
    return client.post(f"/en/desk/changes/{proposal.pk}/decide/", {"do": do, **values})


def test_only_those_who_may_decide_come_in(client):
    proposal = ProposedChangeFactory()
    client.force_login(UserFactory(roles=()))
    assert client.get(f"/en/desk/inbox/{proposal.source.public_id}/").status_code == 403
    assert decide(client, proposal, "accept").status_code == 403
    proposal.refresh_from_db()
    assert proposal.state == "waiting"


def test_a_decision_without_the_token_is_refused(editor):
    proposal = ProposedChangeFactory()
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    assert decide(client, proposal, "accept").status_code == 403
    proposal.refresh_from_db()
    assert proposal.state == "waiting"


def test_what_was_typed_comes_back_after_the_session_has_ended(client, editor):
    proposal = ProposedChangeFactory(payload={"name": "Fery Village", "language": "en"})
    page = f"/en/desk/inbox/{proposal.source.public_id}/"
    prefix = f"change{proposal.pk}"
    response = client.post(
        f"/en/desk/changes/{proposal.pk}/decide/",
        {"do": "edit", f"{prefix}-name": "Ferry Village on the Reach", f"{prefix}-language": "en"},
        headers={"referer": f"http://testserver{page}"},
    )
    assert response["Location"] == f"/en/accounts/login/?next={page}"
    client.force_login(editor)
    html = client.get(page).content.decode()
    assert 'value="Ferry Village on the Reach"' in html
    assert "Your session had ended." in html
    proposal.refresh_from_db()
    assert proposal.state == "waiting"
    assert "Ferry Village on the Reach" not in client.get(page).content.decode()


def test_a_button_pressed_after_the_session_has_ended_decides_nothing_and_says_so(client, editor):
    proposal = ProposedChangeFactory()
    page = f"/en/desk/inbox/{proposal.source.public_id}/"
    client.post(
        f"/en/desk/changes/{proposal.pk}/decide/",
        {"do": "accept"},
        headers={"referer": f"http://testserver{page}"},
    )
    client.force_login(editor)
    assert "nothing was decided" in client.get(page).content.decode()
    proposal.refresh_from_db()
    assert proposal.state == "waiting"
