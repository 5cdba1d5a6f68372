"""The home page, what search engines read, and that every page stands in three languages."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import (
    AppearanceFactory,
    CitationFactory,
    EventFactory,
    OrganisationFactory,
    PersonFactory,
    PostFactory,
    SourceFactory,
)

from banyan.registry.domain.organisations import NewName, add_name

pytestmark = pytest.mark.django_db
LANGUAGES = ("vi", "zh-hans", "en")


def filled(rows):
    for _ in range(rows):
        CitationFactory(subject=OrganisationFactory())
        CitationFactory(subject=EventFactory())


@pytest.mark.parametrize("rows", [1, 3])
def test_home_needs_the_same_number_of_queries_for_any_number_of_records(client, rows):
    filled(rows)
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/en/").status_code == 200
    assert len(queries) == 10


def test_home_of_an_empty_centre_invents_nothing(client):
    html = client.get("/en/").content.decode()
    assert "<h1>Who does what, where, and with whom</h1>" in html
    assert 'class="figures"' not in html
    assert 'class="tries"' not in html


def test_home_counts_what_is_there_and_names_where_it_comes_from(client, now):
    organisation = OrganisationFactory(name="Clear River Foundation")
    add_name(organisation=organisation, name=NewName("CRF", "en", "acronym"), by=None, now=now)
    CitationFactory(source=SourceFactory(title="Nine projects"), subject=organisation)
    html = client.get("/en/").content.decode()
    assert "Nine projects</a>" in html
    assert 'href="/en/search/?q=CRF"' in html
    assert html.count("<dd>1</dd>") == 2  # one organisation, one source; nobody, no event, no relationship


def test_every_public_page_stands_in_three_languages_and_switches_in_place(client, index):
    organisation = OrganisationFactory()
    person, event, source = PersonFactory(), EventFactory(organisers=[organisation]), SourceFactory()
    CitationFactory(source=source, subject=PostFactory(person=person, organisation=organisation))
    CitationFactory(source=source, subject=AppearanceFactory(event=event, person=person))
    index()
    paths = [
        "", "search/?q=river", "organisations/", "people/", "events/", "sources/",
        f"organisations/{organisation.public_id}/", f"people/{person.public_id}/",
        f"events/{event.public_id}/",
        f"sources/{source.public_id}/", f"sources/{source.public_id}/takedown/",
        f"wrong/organisation/{organisation.public_id}/",
    ]  # fmt: skip
    for path in paths:
        for language in LANGUAGES:
            response = client.get(f"/{language}/{path}")
            html = response.content.decode()
            assert response.status_code == 200, path
            for other in LANGUAGES:
                assert f'href="/{other}/{path}"' in html, (path, other)
            assert "style=" not in html.replace("stylesheet", "")
            assert "onclick" not in html
            assert len(response.content) < 60_000


def test_sitemap_lists_every_record_with_its_other_languages(client):
    organisation = OrganisationFactory()
    index = ElementTree.fromstring(client.get("/vi/sitemap.xml").content)
    assert len(index) == 4
    parts = ElementTree.fromstring(client.get("/vi/sitemap/organisation/1.xml").content)
    assert parts[0][0].text == (f"http://testserver/vi/organisations/{organisation.public_id}/")
    assert [link.get("hreflang") for link in parts[0][2:]] == list(LANGUAGES)


@pytest.mark.parametrize("part", ["user/1", "organisation/2", "organisation/99999999"])
def test_unknown_parts_of_the_sitemap_are_not_found(client, part):
    assert client.get(f"/en/sitemap/{part}.xml").status_code == 404


def test_about_is_written_by_an_editor_and_read_in_three_languages(client):
    assert client.get("/en/about/").status_code == 404
    call_command("make_first_pages", verbosity=0)
    for language in LANGUAGES:
        response = client.get(f"/{language}/about/")
        assert response.status_code == 200
        assert '<div class="prose">' in response.content.decode()
