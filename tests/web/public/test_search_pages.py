"""Results, lists, suggestions: found however it is typed, whatever is typed."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import CitationFactory, OrganisationFactory, PersonFactory, PostFactory, UserFactory

from banyan.registry.domain import people
from banyan.taxonomy.domain.schemes import load_code_lists
from banyan.taxonomy.models import Place

pytestmark = pytest.mark.django_db


def html(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_finds_without_accents_and_shows_the_readers_name_first(client, index):
    OrganisationFactory(name="Liên hiệp các Hội Nước sạch", language="vi", others={"en": "Union of Water"})
    index()
    found = html(client, "/en/search/?q=lien+hiep+cac+hoi")
    assert ">Union of Water</a>" in found
    assert '<span lang="vi">Liên hiệp các Hội Nước sạch</span>' in found


def test_typing_slip_is_answered_with_did_you_mean(client, index):
    OrganisationFactory(name="Clear River Foundation")
    index()
    found = html(client, "/en/search/?q=Claer+Rivr+Fundation")
    assert "Did you mean" in found
    assert ">Clear River Foundation</a>?" in found


def test_nothing_found_offers_help(client, index):
    index()
    assert "Nothing was found." in html(client, "/en/search/?q=zzzqqq")


def test_without_an_index_the_page_still_answers(client, settings, tmp_path):
    settings.BANYAN_INDEX_DIR = tmp_path / "none"
    assert "Nothing was found." in html(client, "/en/search/?q=river")


def test_facet_narrows_by_link_and_is_taken_away_by_link(client, index, now):
    load_code_lists(now=now)
    vietnam, china = (Place.objects.get(code=code) for code in ("VN", "CN"))
    OrganisationFactory(name="River one", country=vietnam)
    OrganisationFactory(name="River two", country=china)
    index()
    everything = html(client, "/en/search/?q=river")
    assert 'href="/en/search/?q=river&amp;country=VN"' in everything
    narrowed = html(client, "/en/search/?q=river&country=VN")
    assert "River one" in narrowed
    assert "River two" not in narrowed
    assert 'href="/en/search/?q=river" aria-current="true"' in narrowed


@pytest.mark.parametrize("rows", [1, 3])
def test_number_of_queries_does_not_grow_with_results(client, index, rows):
    for number in range(rows):
        organisation = OrganisationFactory(name=f"River {number}")
        CitationFactory(
            subject=PostFactory(person=PersonFactory(name=f"River {number}"), organisation=organisation)
        )
    index()
    with CaptureQueriesContext(connection) as queries:
        html(client, "/en/search/?q=river&kind=organisation&kind=person")
    assert len(queries) == 3


def test_pages_are_turned_and_a_page_beyond_the_last_is_the_last(client, index):
    for number in range(23):
        OrganisationFactory(name=f"River {number:02}")
    index()
    assert html(client, "/en/organisations/").count('<li class="result">') == 20
    assert html(client, "/en/organisations/?page=2").count('<li class="result">') == 3
    assert html(client, "/en/organisations/?page=999").count('<li class="result">') == 3


@pytest.mark.parametrize(
    "query",
    [
        "q=%00", "q=%27%22%3Cscript%3E", "q=" + "a" * 5000, "q=((((", "q=AND+OR+NOT", "q=*", "q=%F0%9F%8C%B3",
        "page=-1", "page=abc", "page=%C2%B2", "page=99999999999", "kind=user", "country=%00&topic=%27--",
        "year=%EF%BF%BD", "&".join(f"country={number}" for number in range(400)), "q=%ff%fe",
    ],
)  # fmt: skip
def test_hostile_addresses_are_answered(client, index, query):
    OrganisationFactory(name="Clear River Foundation")
    index()
    page = html(client, f"/en/search/?{query}")
    assert "<script>" not in page.replace("<script type", "")
    assert client.get(f"/en/search/suggest/?{query}").status_code == 200


def test_person_hidden_after_indexing_is_not_shown(client, index, now):
    person = PersonFactory(name="Nguyen River")
    CitationFactory(subject=PostFactory(person=person))
    index()
    people.edit(person=person, by=UserFactory(), now=now, values={"is_hidden": True})
    assert "Nguyen River" not in html(client, "/en/people/").replace("Nguyen River</option>", "")


def test_suggestions_lead_to_records_and_name_what_matched(client, index):
    organisation = OrganisationFactory(
        name="清河公益基金会", language="zh", others={"en": "Clear River Foundation"}
    )
    index()
    answer = json.loads(client.get("/en/search/suggest/?q=清河").content)
    assert answer == {
        "suggestions": [
            {
                "text": "Clear River Foundation",
                "url": f"/en/organisations/{organisation.public_id}/",
                "kind": "Organisation",
                "note": "清河公益基金会",
                "lang": "",
            }
        ]
    }


def test_search_is_a_plain_form_that_needs_no_script(client, index):
    index()
    page = html(client, "/vi/search/?q=song")
    assert 'role="search" action="/vi/search/" method="get"' in page
    assert 'value="song"' in page


@pytest.mark.parametrize(
    "path", ["search/", "organisations/", "people/", "events/", "sources/", "search/suggest/"]
)
def test_only_reading_is_allowed(client, path):
    assert client.post(f"/en/{path}").status_code == 405


def test_what_the_index_knows_of_a_person_is_not_shown_before_a_source_says_it(client, index):
    known, unknown = PersonFactory(name="Nguyen River"), PersonFactory(name="Tran River")
    CitationFactory(subject=PostFactory(person=known))
    PostFactory(person=known, titles={"en": "secret river adviser"})
    PostFactory(person=unknown)
    index()
    found = html(client, "/en/search/?q=river")
    assert "Nguyen River" in found
    assert "secret river adviser" not in found
    assert "Tran River" not in found
    suggested = json.loads(client.get("/en/search/suggest/?q=river&kind=person").content)["suggestions"]
    assert [one["text"] for one in suggested] == ["Nguyen River"]
