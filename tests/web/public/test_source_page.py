"""The page of a source: what it is, which words were used, never its text; and taking it down."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import (
    CitationFactory,
    OrganisationFactory,
    PersonFactory,
    PostFactory,
    ProposedChangeFactory,
    SourceFactory,
    StatedFigureFactory,
    TieFactory,
    UserFactory,
)

from banyan.ingest.domain import takedowns
from banyan.ingest.domain.takedowns import RequestIsNoTakedown
from banyan.ingest.enums import ClippingState
from banyan.ingest.models import Clipping
from banyan.registry.domain import people, sources
from banyan.registry.models import ProposedChange, Source

pytestmark = pytest.mark.django_db


def page(client, source):
    return client.get(f"/en/sources/{source.public_id}/")


def clipped(source, now):
    return Clipping.objects.create(
        source=source,
        analysed_text="The whole text of the article, which belongs to others.",
        source_text="The whole text of the article, which belongs to others.",
        state=ClippingState.READ,
        created_at=now,
        updated_at=now,
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_number_of_queries_does_not_grow_with_quotes(client, rows):
    source = SourceFactory()
    for number in range(rows):
        for subject in (OrganisationFactory(), PostFactory(), TieFactory(), StatedFigureFactory()):
            CitationFactory(source=source, subject=subject, quote=f"Quote {number}")
    with CaptureQueriesContext(connection) as queries:
        assert page(client, source).status_code == 200
    assert len(queries) == 7


def test_of_a_list_with_very_many_rows_the_first_are_read_and_the_page_says_so(client, monkeypatch):
    monkeypatch.setattr("banyan.registry.domain.quotations.MOST_CITATIONS", 31)
    source, subject = SourceFactory(), OrganisationFactory()
    for number in range(32):
        CitationFactory(
            source=source, subject=subject, quote=f"Row {number:02}", start=number, end=number + 1
        )
    last = client.get(f"/en/sources/{source.public_id}/?page=2").content.decode()
    assert re.findall(r"Row \d\d", last) == ["Row 30"]
    assert "More facts rest on this source than are listed here." in last
    Source.objects.get().citations.filter(quote="Row 00").delete()
    assert "More facts" not in client.get(f"/en/sources/{source.public_id}/?page=2").content.decode()


def test_shows_quotes_with_what_they_support_and_never_the_text(client, now):
    source = SourceFactory(publisher="North Bank Daily", reposted_by="River portal")
    clipped(source, now)
    organisation = OrganisationFactory(name="Clear River Foundation")
    CitationFactory(source=source, subject=organisation, quote="Clear River Foundation took part.")
    html = page(client, source).content.decode()
    assert "Clear River Foundation took part." in html
    assert f"/en/organisations/{organisation.public_id}/" in html
    assert "North Bank Daily" in html
    assert "River portal" in html
    assert f'href="{source.address}" rel="nofollow noopener noreferrer"' in html
    assert "The whole text" not in html


def test_relationship_stands_between_its_two_ends(client):
    source = SourceFactory()
    tie = TieFactory(
        subject=OrganisationFactory(name="Clear River Foundation"),
        object=OrganisationFactory(name="Delta Network"),
    )
    CitationFactory(source=source, subject=tie, quote="Clear River Foundation belongs to it.")
    html = page(client, source).content.decode()
    row = re.sub(r"<[^>]+>", "", html.split('<ul class="supports">')[1].split("</ul>")[0])
    assert " ".join(row.split()) == "Clear River Foundation – Member of – Delta Network"


def test_long_quote_is_cut(client):
    source = SourceFactory()
    organisation = OrganisationFactory(name="Clear River Foundation")
    quote = "word " * 200 + "Clear River Foundation" + " word" * 200
    CitationFactory(source=source, subject=organisation, quote=quote)
    html = page(client, source).content.decode()
    assert html.count("word") < 30
    assert "word Clear River Foundation word" in html


def test_quote_about_a_hidden_person_is_left_out(client, now):
    source = SourceFactory()
    person = PersonFactory()
    CitationFactory(source=source, subject=PostFactory(person=person), quote="Somebody is director.")
    CitationFactory(source=source, subject=OrganisationFactory(), quote="Another sentence.")
    assert "Somebody is director." in page(client, source).content.decode()
    people.edit(person=person, by=UserFactory(), now=now, values={"is_hidden": True})
    html = page(client, source).content.decode()
    assert "Somebody is director." not in html
    assert "Another sentence." in html


@pytest.mark.parametrize("kind", ["clipping", "public"])
def test_source_without_a_fact_and_a_visitors_note_have_no_page(client, kind):
    source = SourceFactory(kind=kind)
    if kind == "public":
        CitationFactory(source=source, subject=OrganisationFactory())
    assert page(client, source).status_code == 404


def test_source_taken_down_answers_gone_and_says_so(client, now):
    source = SourceFactory(title="A private matter")
    CitationFactory(source=source, subject=OrganisationFactory(), quote="Words nobody should read.")
    sources.take_down(source=source, by=UserFactory(), now=now)
    response = page(client, source)
    html = response.content.decode()
    assert response.status_code == 410
    assert "This source was taken down" in html
    assert "A private matter" not in html
    assert "Words nobody should read." not in html


def ask(client, source, **values):
    return client.post(f"/en/sources/{source.public_id}/takedown/", {"reason": "It names me.", **values})


def cited_source():
    source = SourceFactory()
    CitationFactory(source=source, subject=OrganisationFactory())
    return source


def test_request_waits_in_the_inbox_and_is_granted_by_a_person(client, now):
    source = cited_source()
    clipping = clipped(source, now)
    response = ask(client, source, contact="me@example.org")
    proposal = ProposedChange.objects.get(kind="correction")
    assert response.status_code == 302
    assert takedowns.is_request(proposal)
    assert (proposal.payload["message"], proposal.payload["contact"]) == ("It names me.", "me@example.org")
    assert page(client, source).status_code == 200
    takedowns.decide(proposal_id=proposal.pk, is_granted=True, by=UserFactory(), now=now)
    clipping.refresh_from_db()
    assert clipping.state == ClippingState.TAKEN_DOWN
    assert page(client, source).status_code == 410
    html = client.get(response["Location"]).content.decode()
    assert "The source has been taken down" in html
    assert "me@example.org" not in html
    assert source.title not in html


def test_refused_request_leaves_the_source(client, now):
    source = cited_source()
    ask(client, source)
    proposal = ProposedChange.objects.get(kind="correction")
    decided = takedowns.decide(proposal_id=proposal.pk, is_granted=False, by=UserFactory(), now=now)
    assert decided.state == "rejected"
    assert Source.objects.get(pk=source.pk).taken_down_at is None


def test_deciding_on_something_else_is_refused(now):
    with pytest.raises(RequestIsNoTakedown):
        takedowns.decide(proposal_id=ProposedChangeFactory().pk, is_granted=True, by=UserFactory(), now=now)


def test_request_without_a_reason_asks_for_one(client):
    response = ask(client, cited_source(), reason="  ")
    assert response.status_code == 422
    assert not ProposedChange.objects.exists()


def test_request_for_a_source_that_is_down_says_so(client, now):
    source = cited_source()
    sources.take_down(source=source, by=UserFactory(), now=now)
    assert ask(client, source).status_code == 410
