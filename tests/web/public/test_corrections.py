""" "This is wrong", in one tap without an account, and hearing what became of it."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.factories import (
    CitationFactory,
    EventFactory,
    OrganisationFactory,
    PersonFactory,
    PostFactory,
    ProposedChangeFactory,
    SourceFactory,
    UserFactory,
)

from banyan.registry.domain import proposals
from banyan.registry.models import ProposedChange
from banyan.web.visitors import MOST, read_reference, reference_of

pytestmark = pytest.mark.django_db


def address(organisation, language="en"):
    return f"/{language}/wrong/organisation/{organisation.public_id}/"


def test_one_tap_on_a_fact_reaches_the_inbox_without_account_or_token():
    organisation = OrganisationFactory(name="Clear River Foundation", founded_date="2009")
    client = Client(enforce_csrf_checks=True)
    html = client.get(f"/en/organisations/{organisation.public_id}/").content.decode()
    assert f'action="{address(organisation)}"' in html
    assert 'form="wrong" name="fact" value="Founded: 2009"' in html
    response = client.post(address(organisation), {"fact": "Founded: 2009", "homepage": ""})
    proposal = ProposedChange.objects.get()
    assert (proposal.kind, proposal.state, proposal.linked_key) == (
        "correction",
        "waiting",
        organisation.public_id,
    )
    assert proposal.payload["field"] == "Founded: 2009"
    assert proposal.payload["language"] == "en"
    assert response["Location"] == f"/en/wrong/{reference_of(proposal.pk)}/?sent=1"
    thanks = client.get(response["Location"]).content.decode()
    assert "Thank you." in thanks
    assert reference_of(proposal.pk) in thanks


def test_every_kind_of_record_can_be_called_wrong(client):
    person = PersonFactory()
    CitationFactory(subject=PostFactory(person=person))
    source = SourceFactory()
    CitationFactory(source=source, subject=person)
    for kind, record in (
        ("organisation", OrganisationFactory()),
        ("person", person),
        ("event", EventFactory()),
        ("article", source),
    ):
        assert client.get(f"/vi/wrong/{kind}/{record.public_id}/").status_code == 200
        assert client.post(f"/vi/wrong/{kind}/{record.public_id}/", {"message": "x"}).status_code == 302
    assert ProposedChange.objects.count() == 4


@pytest.mark.parametrize(
    "path", ["wrong/user/bn-7k3q-x4mc/", "wrong/organisation/nonsense/", "wrong/1-aaaa-bbbb/"]
)
def test_unknown_records_and_references_are_not_found(client, path):
    assert client.get(f"/en/{path}").status_code == 404
    assert ProposedChange.objects.count() == 0


def test_hidden_person_cannot_be_asked_about(client):
    assert client.get(f"/en/wrong/person/{PersonFactory().public_id}/").status_code == 404


def test_empty_message_is_asked_for_and_stays_in_the_language(client):
    response = client.post(address(OrganisationFactory(), "zh-hans"), {"message": "  "})
    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.content.decode()


def test_message_is_optional_only_where_a_fact_is_pointed_at(client):
    page = address(OrganisationFactory())
    needed = client.get(page).content.decode()
    pointed = client.get(page, {"fact": "Founded: 2009"}).content.decode()
    assert (needed.count("(optional)"), pointed.count("(optional)")) == (1, 2)
    assert "Say in a few words what is wrong." in client.post(page, {"message": " "}).content.decode()


def test_machine_that_fills_every_field_is_not_heard(client):
    organisation = OrganisationFactory()
    values = {"message": "buy", "homepage": "https://spam.example"}
    assert client.post(address(organisation), values).status_code == 302
    assert ProposedChange.objects.count() == 0


def test_too_many_messages_from_one_address_wait_and_keep_their_text(client):
    organisation = OrganisationFactory()
    for _ in range(MOST):
        assert client.post(address(organisation), {"fact": "Names"}).status_code == 302
    response = client.post(address(organisation), {"message": "My careful words"})
    assert response.status_code == 429
    assert "My careful words" in response.content.decode()
    assert ProposedChange.objects.count() == MOST


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}]
)
def test_form_of_another_site_is_refused(client, headers):
    response = client.post(address(OrganisationFactory()), {"fact": "Names"}, headers=headers)
    assert response.status_code == 403
    assert ProposedChange.objects.count() == 0


@pytest.mark.parametrize(
    ("decide", "words"),
    [(proposals.accept, "You were right"), (proposals.reject, "It was looked at and left as it is")],
)
def test_visitor_hears_what_became_of_it_and_nothing_private(client, now, decide, words):
    organisation = OrganisationFactory()
    values = {"message": "The director is my cousin", "contact": "me@example.org"}
    answer = client.post(address(organisation), values)["Location"].replace("?sent=1", "")
    proposal = ProposedChange.objects.get()
    decide(proposal_id=proposal.pk, by=UserFactory(name="An Editor"), now=now)
    response = client.get(answer)
    html = response.content.decode()
    assert words in html
    assert "no-store" in response["Cache-Control"]
    for private in ("my cousin", "me@example.org", "An Editor"):
        assert private not in html


def test_reference_of_another_kind_of_suggestion_leads_nowhere(client):
    proposal = ProposedChangeFactory()
    assert client.get(f"/en/wrong/{reference_of(proposal.pk)}/").status_code == 404


def test_reference_is_forgiving_in_case_and_strict_in_letters():
    reference = reference_of(41)
    assert read_reference(f" {reference.upper()} ") == 41
    assert read_reference(reference.replace("41-", "42-")) is None
    assert read_reference("²-aaaa-bbbb") is None
    assert read_reference("") is None
