"""The inbox: who may decide, what a decision does, and that nothing typed is lost."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import (
    OrganisationFactory,
    ProposedChangeFactory,
    SourceFactory,
    UserFactory,
)

from banyan.ingest.domain import clippings
from banyan.registry.models import Organisation, ProposedChange, Source

pytestmark = pytest.mark.django_db

TEXT = (
    "On 12 March 2026 the Ferry Village Foundation opened a library in Lower Reach. "
    "Anna Greenwood, director of the Ferry Village Foundation, thanked the Reed Bank Association."
)


@pytest.fixture
def editor():
    return UserFactory()


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def decide(desk, proposal, do, **values):
    return desk.post(f"/en/desk/changes/{proposal.pk}/decide/", {"do": do, **values})


def place(proposal):
    return f"/en/desk/inbox/{proposal.source.public_id}/?at={proposal.pk}#change-{proposal.pk}"


def html_of(desk, proposal):
    return desk.get(f"/en/desk/inbox/{proposal.source.public_id}/").content.decode()


def test_accepting_makes_the_record_and_leads_to_the_next(desk, editor):
    first = ProposedChangeFactory(payload={"name": "Ferry Village Group", "language": "en"})
    second = ProposedChangeFactory(source=first.source, position=1)
    response = decide(desk, first, "accept")
    assert response["Location"] == place(second)
    first.refresh_from_db()
    assert (first.state, first.decided_by) == ("accepted", editor)
    assert Organisation.objects.get().public_id == first.result_key
    html = html_of(desk, first)
    assert "Accepted: Ferry Village Group" in html
    assert f'<article class="change change-current" id="change-{second.pk}"' in html


def test_the_last_decision_leads_to_the_thanks_and_on_to_the_next_page(desk):
    proposal = ProposedChangeFactory()
    later = ProposedChangeFactory()
    response = decide(desk, proposal, "reject")
    assert response["Location"] == f"/en/desk/inbox/{proposal.source.public_id}/#done"
    assert Organisation.objects.count() == 0
    html = html_of(desk, proposal)
    assert 'id="done"' in html
    assert f'href="/en/desk/inbox/{later.source.public_id}/"' in html


def test_editing_replaces_what_was_suggested(desk):
    proposal = ProposedChangeFactory(payload={"name": "Fery Village", "language": "en"})
    prefix = f"change{proposal.pk}"
    decide(desk, proposal, "edit", **{f"{prefix}-name": "Ferry Village", f"{prefix}-language": "en"})
    proposal.refresh_from_db()
    assert proposal.as_suggested["payload"]["name"] == "Fery Village"
    assert str(Organisation.objects.get()) == "Ferry Village"


def test_an_edit_that_is_refused_keeps_what_was_typed(desk):
    proposal = ProposedChangeFactory(kind="event", payload={"name": "Opening", "language": "en"})
    prefix = f"change{proposal.pk}"
    typed = {f"{prefix}-name": "Opening day", f"{prefix}-language": "en", f"{prefix}-start_date": "yesterday"}
    response = decide(desk, proposal, "edit", **typed)
    html = response.content.decode()
    assert response.status_code == 422
    assert 'value="Opening day"' in html
    assert 'value="yesterday"' in html
    assert 'aria-invalid="true"' in html
    assert f'<article class="change change-current" id="change-{proposal.pk}"' in html
    proposal.refresh_from_db()
    assert proposal.state == "waiting"


def test_linking_takes_the_record_chosen(desk):
    here = OrganisationFactory(name="Ferry Village Foundation")
    proposal = ProposedChangeFactory()
    decide(desk, proposal, "link", key=here.public_id)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.result_key) == ("accepted", here.public_id)
    assert Organisation.objects.count() == 1


def test_a_linked_suggestion_can_become_a_new_record_after_all(desk):
    here = OrganisationFactory(name="Ferry Village Foundation")
    proposal = ProposedChangeFactory(
        linked_key=here.public_id,
        candidates=[{"key": here.public_id, "name": "Ferry Village Foundation", "reasons": ["similar_name"]}],
    )
    html = html_of(desk, proposal)
    assert "stands for Ferry Village Foundation in the directory" in html
    assert 'value="new"' in html
    decide(desk, proposal, "new")
    assert Organisation.objects.count() == 2


def test_undo_puts_back_and_leads_to_the_suggestion(desk):
    proposal = ProposedChangeFactory()
    decide(desk, proposal, "accept")
    response = decide(desk, proposal, "undo")
    assert response["Location"] == place(proposal)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by, Organisation.objects.count()) == ("waiting", None, 0)
    assert "1 decision taken back" in html_of(desk, proposal)


def test_all_that_is_certain_is_accepted_as_one_step(desk):
    certain = ProposedChangeFactory(is_certain=True)
    another = ProposedChangeFactory(source=certain.source, position=1, is_certain=True)
    doubtful = ProposedChangeFactory(source=certain.source, position=2)
    response = desk.post(f"/en/desk/inbox/{certain.source.public_id}/certain/")
    assert response["Location"] == place(doubtful)
    states = {row.pk: row.state for row in ProposedChange.objects.all()}
    assert states == {certain.pk: "accepted", another.pk: "accepted", doubtful.pk: "waiting"}
    decide(desk, certain, "undo")
    assert set(ProposedChange.objects.values_list("state", flat=True)) == {"waiting"}


@pytest.mark.parametrize(
    ("before", "do", "values", "words"),
    [
        ("accept", "reject", {}, "Somebody has decided on this already."),
        ("", "undo", {}, "There is no decision to take back."),
        ("", "link", {"key": "bn-0000-0000"}, "The record you chose is no longer there."),
    ],
)
def test_a_refusal_says_why(desk, before, do, values, words):
    proposal = ProposedChangeFactory()
    if before:
        decide(desk, proposal, before)
        desk.get("/en/desk/inbox/")
        html_of(desk, proposal)
    response = decide(desk, proposal, do, **values)
    assert response["Location"] == place(proposal)
    html = html_of(desk, proposal)
    assert words in html
    assert 'class="notice notice-error"' in html


def test_what_rests_on_something_rejected_says_on_what(desk):
    group = ProposedChangeFactory(group="o1", payload={"name": "Reed Bank", "language": "en"})
    figure = ProposedChangeFactory(
        source=group.source,
        kind="figure",
        position=1,
        payload={
            "value": "12",
            "measure": "members",
            "currency": "",
            "language": "en",
            "subject": {"type": "organisation", "group": "o1", "name": "Reed Bank"},
        },
    )
    decide(desk, group, "reject")
    html_of(desk, group)
    decide(desk, figure, "accept")
    assert "This rests on “Reed Bank”, which was rejected." in html_of(desk, figure)


def test_opened_by_its_address_a_decision_changes_nothing(desk):
    proposal = ProposedChangeFactory(is_certain=True)
    assert desk.get(f"/en/desk/changes/{proposal.pk}/decide/")["Location"] == place(proposal)
    address = f"/en/desk/inbox/{proposal.source.public_id}/"
    assert desk.get(f"{address}certain/")["Location"] == address
    proposal.refresh_from_db()
    assert proposal.state == "waiting"


def test_a_visitors_note_shows_their_words_and_leads_to_the_record(desk):
    here = OrganisationFactory(name="Ferry Village Foundation")
    proposal = ProposedChangeFactory(
        kind="correction",
        quote="It was founded in 2008.",
        linked_key=here.public_id,
        payload={
            "name": "Ferry Village Foundation",
            "subject_type": "organisation",
            "subject_key": here.public_id,
            "field": "Founded: 2009",
            "contact": "",
            "language": "en",
        },
    )
    html = html_of(desk, proposal)
    assert "It was founded in 2008." in html
    assert "Founded: 2009" in html
    assert f'href="/en/organisations/{here.public_id}/"' in html
    assert "Read the saved page" not in html


def test_the_list_takes_the_same_queries_for_one_page_and_for_three(desk):
    counts = []
    for number in (1, 2):
        for _ in range(number):
            source = SourceFactory()
            for _ in range(number + 1):
                ProposedChangeFactory(source=source)
        with CaptureQueriesContext(connection) as queries:
            assert desk.get("/en/desk/inbox/").status_code == 200
        counts.append(len(queries))
    assert Source.objects.count() == 3
    assert counts == [LIST_QUERIES, LIST_QUERIES]


def test_a_page_takes_the_same_queries_for_one_suggestion_and_for_three(desk, editor, now, index):
    index()
    counts = []
    for text in ("The Ferry Village Foundation opened a library.", TEXT):
        clipping = clippings.save_page(
            raw=text.encode(), by=editor, now=now, media_type="text/plain", language="en", read_later=False
        )
        clippings.read(clipping_id=clipping.pk, now=now, language="en")
        waiting = clipping.source.proposals.count()
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(f"/en/desk/inbox/{clipping.source.public_id}/").status_code == 200
        counts.append((waiting >= 3, len(queries)))
    assert counts == [(False, PAGE_QUERIES), (True, PAGE_QUERIES)]


#: Session, user and role; the count in the menu; the count of pages; the pages.
LIST_QUERIES = 6
#: Session, user and role; source, suggestions, clipping and mentions; the count in the menu.
PAGE_QUERIES = 8


def test_what_a_page_says_of_itself_stands_beside_the_article(desk, now):
    clipping = clippings.save_page(
        raw=TEXT.encode(), by=None, now=now, media_type="text/plain", language="en", read_later=False
    )
    clippings.read(clipping_id=clipping.pk, now=now, language="en")
    address = f"/en/desk/inbox/{clipping.source.public_id}/"
    assert "Beside the article" not in desk.get(address).content.decode()
    clipping.refresh_from_db()
    clipping.furniture = [{"kind": "contact", "text": "12 Ferry Lane <b>"}, {"kind": "cut", "text": "…"}]
    clipping.save(update_fields=["furniture"])
    html = desk.get(address).content.decode()
    beside = html[html.index('<section class="beside"') :]
    assert "<li" in beside
    assert "12 Ferry Lane &lt;b&gt;</li>" in beside
    assert "…</li>" not in beside[: beside.index("</section>")]
