"""Markup in names, titles, quotes and suggestions is shown as the text it is, on every kind of page."""

from __future__ import annotations

import pytest
from tests.factories import (
    AppearanceFactory,
    CitationFactory,
    EventFactory,
    OrganisationFactory,
    PersonFactory,
    PostFactory,
    ProposedChangeFactory,
    SourceFactory,
    StatedFigureFactory,
    TieFactory,
    UserFactory,
)

from banyan.ingest.enums import ClippingState
from banyan.ingest.models import Clipping

pytestmark = pytest.mark.django_db

MARKUP = "</script><img src=x onerror=alert(1)>'\"><svg onload=alert(1)>"
#: None of these stands in a page of ours unless markup got through.
FORBIDDEN = ("<img src=x", "<svg onload", "</script><img", 'href="javascript:')


def broken_pages(client, addresses) -> list[tuple[str, int, str]]:
    found = []
    for address in addresses:
        answer = client.get(address)
        text = answer.content.decode()
        found += [
            (address, answer.status_code, words)
            for words in FORBIDDEN
            if words in text or answer.status_code != 200
        ]
    return found


@pytest.fixture
def records(index, now):
    source = SourceFactory(title=MARKUP, publisher=MARKUP, author=MARKUP, reposted_by=MARKUP)
    organisation, other = OrganisationFactory(name=MARKUP), OrganisationFactory(name=f"{MARKUP} 2")
    person = PersonFactory(name=MARKUP)
    event = EventFactory(titles={"en": MARKUP}, organisers=[organisation], venue=MARKUP)
    rows = [
        organisation,
        person,
        event,
        PostFactory(person=person, organisation=organisation, titles={"en": MARKUP}),
        TieFactory(subject=organisation, object=other),
        AppearanceFactory(event=event, person=person, talks={"en": MARKUP}),
        StatedFigureFactory(subject=organisation, measures={"en": MARKUP}),
    ]
    for row in rows:
        CitationFactory(source=source, subject=row, quote=MARKUP)
    index()
    return {"source": source, "organisation": organisation, "person": person, "event": event}


def test_public_pages_show_markup_as_text(client, records):
    organisation = records["organisation"].get_absolute_url()
    source = records["source"].get_absolute_url()
    addresses = [
        "/en/",
        "/en/search/?q=onerror",
        "/en/organisations/",
        organisation,
        f"{organisation}ties.svg",
        f"{organisation}people/",
        f"{organisation}relationships/",
        records["person"].get_absolute_url(),
        records["event"].get_absolute_url(),
        source,
        f"{source}takedown/",
        f"/en/wrong/organisation/{records['organisation'].public_id}/?fact={MARKUP}",
    ]
    assert broken_pages(client, addresses) == []


def test_desk_pages_show_markup_as_text(client, records):
    client.force_login(UserFactory(roles=("administrator",), name=MARKUP))
    organisation, source = records["organisation"].public_id, records["source"].public_id
    addresses = [
        "/en/desk/",
        "/en/desk/organisations/",
        f"/en/desk/organisations/{organisation}/",
        f"/en/desk/organisations/{organisation}/edit/",
        f"/en/desk/people/{records['person'].public_id}/",
        f"/en/desk/events/{records['event'].public_id}/",
        f"/en/desk/history/organisation/{organisation}/?next=javascript:alert(1)",
        f"/en/desk/history/source/{source}/",
        "/en/desk/choose/?kind=organisation&q=onerror&next=//evil.example",
        "/en/desk/sources/",
        "/en/desk/users/",
    ]
    assert broken_pages(client, addresses) == []


def test_inbox_shows_markup_of_a_page_and_its_suggestions_as_text(client, records, now):
    client.force_login(UserFactory())
    source = records["source"]
    item = {"kind": MARKUP, "text": MARKUP, "why": MARKUP, "restores_to": MARKUP}
    Clipping.objects.create(
        source=source,
        analysed_text=f"{MARKUP}\n{MARKUP}",
        source_text=MARKUP,
        state=ClippingState.READ,
        article=[[0, 50]],
        suspicions=[{**item, "start": 0, "end": 20}, {**item, "start": None, "end": None}],
        created_at=now,
        updated_at=now,
    )
    payload = {"name": MARKUP, "language": "en", "names": [{"text": MARKUP, "kind": "acronym"}]}
    proposal = ProposedChangeFactory(
        source=source,
        payload=payload,
        quote=MARKUP,
        candidates=[
            {
                "key": records["organisation"].public_id,
                "name": MARKUP,
                "score": 0.9,
                "reasons": ["similar_name"],
            }
        ],
    )
    address = f"/en/desk/inbox/{source.public_id}/"
    assert (
        broken_pages(
            client, ["/en/desk/inbox/", address, f"/en/desk/changes/{proposal.pk}/choose/?q=onerror"]
        )
        == []
    )


@pytest.mark.parametrize("elsewhere", ["//evil.example/", "https://evil.example/", "/\\evil.example/"])
def test_choosing_a_record_never_leads_to_another_host(client, records, elsewhere):
    client.force_login(UserFactory())
    page = client.get("/en/desk/choose/", {"kind": "organisation", "q": "onerror", "next": elsewhere})
    assert "evil.example" not in page.content.decode().split("<main")[1]
