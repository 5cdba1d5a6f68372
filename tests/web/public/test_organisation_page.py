"""The page of an organisation: every fact with its source, nothing private, in three languages."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import (
    ActivityFactory,
    AppearanceFactory,
    CitationFactory,
    EventFactory,
    OrganisationFactory,
    PersonFactory,
    PostFactory,
    SourceFactory,
    StatedFigureFactory,
    TieFactory,
    UserFactory,
)

from banyan.registry.domain import people, redirects, sources
from banyan.registry.models import Organisation

pytestmark = pytest.mark.django_db


def body(response):
    return response.content.decode()


def page(client, organisation, language="en"):
    return client.get(f"/{language}/organisations/{organisation.public_id}/")


def with_rows(count):
    """Return an organisation with ``count`` cited rows of every kind."""
    organisation = OrganisationFactory(name="Clear River Foundation", others={"zh": "清河公益基金会"})
    CitationFactory(subject=organisation)
    source = SourceFactory()
    for number in range(count):
        post = PostFactory(organisation=organisation)
        tie = TieFactory(subject=organisation, kind="partner_of")
        back = TieFactory(object=organisation, kind="funded_by")
        figure = StatedFigureFactory(subject=organisation)
        activity = ActivityFactory(parties=[("funder", organisation)], start_date="2026-04")
        event = EventFactory(organisers=[organisation])
        part = AppearanceFactory(event=EventFactory(), person=post.person)
        for row in (post, tie, back, figure, activity, event, part):
            CitationFactory(source=source, subject=row, quote=f"Quote {number}")
    return organisation


@pytest.mark.parametrize("rows", [1, 3])
def test_number_of_queries_does_not_grow_with_rows(client, rows):
    organisation = with_rows(rows)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = page(client, organisation)
    assert response.status_code == 200
    assert len(queries) == 11


def test_a_network_of_many_takes_one_query_more_which_counts_people_and_relationships(client):
    network = with_rows(1)
    for _ in range(61):
        TieFactory(object=network)
    with CaptureQueriesContext(connection) as queries:
        html = body(page(client, network))
    assert len(queries) == 12
    assert "and 3 more" in html


def test_title_is_in_the_language_of_the_reader_and_other_names_keep_their_script(client):
    organisation = OrganisationFactory(
        name="清河公益基金会", language="zh", others={"en": "Clear River Foundation"}
    )
    english, chinese = body(page(client, organisation)), body(page(client, organisation, "zh-hans"))
    assert "<h1>Clear River Foundation</h1>" in english
    assert '<li lang="zh-Hans">清河公益基金会</li>' in english
    assert "<h1>清河公益基金会</h1>" in chinese
    assert '<li lang="en">Clear River Foundation</li>' in chinese


def test_name_missing_in_a_language_is_shown_with_its_own_language(client):
    organisation = OrganisationFactory(name="清河公益基金会", language="zh")
    html = body(page(client, organisation, "vi"))
    assert '<h1><span lang="zh-Hans">清河公益基金会</span></h1>' in html
    assert html.count('class="tag tag-hot"') == 2  # names missing in Vietnamese and in English


def test_number_beside_a_fact_leads_to_the_words_that_say_it(client):
    organisation = OrganisationFactory(founded_date="2009-06")
    source = SourceFactory()
    CitationFactory(source=source, subject=organisation, quote="The foundation exists.")
    CitationFactory(source=source, subject=organisation, field="founded_date", quote="Founded in June 2009.")
    html = body(page(client, organisation))
    assert '<a class="ref" href="#quote-1-2">' in html
    assert '<blockquote class="quote" id="quote-1-2" lang="en">Founded in June 2009.</blockquote>' in html


def test_hidden_and_uncited_people_are_not_shown(client, now):
    organisation = OrganisationFactory()
    editor = UserFactory()
    cited, uncited, hidden, willing = (
        PersonFactory(name=name) for name in ("Cited One", "Uncited One", "Hidden One", "Willing One")
    )
    for person in (cited, uncited, hidden, willing):
        post = PostFactory(person=person, organisation=organisation)
        if person in (cited, hidden):
            CitationFactory(subject=post)
    people.edit(person=hidden, by=editor, now=now, values={"is_hidden": True})
    people.edit(person=willing, by=editor, now=now, values={"consented_at": now})
    html = body(page(client, organisation))
    assert [name in html for name in ("Cited One", "Uncited One", "Hidden One", "Willing One")] == [
        True,
        False,
        False,
        True,
    ]


def test_source_taken_down_keeps_the_fact_and_loses_its_words(client, now):
    organisation = OrganisationFactory()
    source = SourceFactory(title="A private matter")
    CitationFactory(source=source, subject=organisation, quote="Words nobody should read.")
    sources.take_down(source=source, by=UserFactory(), now=now)
    html = body(page(client, organisation))
    assert "A source that was taken down" in html
    assert "A private matter" not in html
    assert "Words nobody should read." not in html


def test_relationship_is_worded_from_the_side_of_the_page(client):
    funder, grantee = OrganisationFactory(name="Funder One"), OrganisationFactory(name="Grantee One")
    CitationFactory(subject=TieFactory(subject=grantee, object=funder, kind="funded_by"))
    assert "Funded by" in body(page(client, grantee))
    assert "Funds" in body(page(client, funder))


def test_id_written_otherwise_leads_to_the_one_address(client):
    organisation = OrganisationFactory()
    loose = organisation.public_id.upper().removeprefix("BN-").replace("-", "")
    response = client.get(f"/vi/organisations/{loose}/?from=letter")
    assert (response.status_code, response["Location"]) == (
        301,
        f"/vi/organisations/{organisation.public_id}/?from=letter",
    )


def test_old_id_leads_to_the_present_record(client, now):
    organisation = OrganisationFactory()
    redirects.add(old_public_id="bn-0000-0000", new_public_id=organisation.public_id, now=now)
    response = client.get("/en/organisations/bn-0000-0000/")
    assert (response.status_code, response["Location"]) == (
        301,
        f"/en/organisations/{organisation.public_id}/",
    )


@pytest.mark.parametrize(
    "key", ["bn-7k3q-x4mc", "x", "bn-'%20OR%201=1", "..%2f..%2fetc", "%00", "bn-" + "0" * 300, "榕树"]
)
def test_hostile_ids_are_not_found(client, key):
    assert client.get(f"/en/organisations/{key}/").status_code == 404


def test_record_folded_into_another_is_not_shown(client):
    organisation = OrganisationFactory()
    Organisation.objects.filter(pk=organisation.pk).update(state="merged")
    assert page(client, organisation).status_code == 404


def test_markup_in_names_is_text(client):
    organisation = OrganisationFactory(name="</script><script>alert(1)</script> Trust")
    html = body(page(client, organisation))
    assert "<script>alert(1)" not in html
    assert "\\u003C/script\\u003E" in html


def test_page_may_be_kept_a_minute_by_visitors_and_never_by_staff(client):
    organisation = OrganisationFactory()
    response = page(client, organisation)
    assert response["Cache-Control"] == "public, max-age=60"
    assert response["Vary"] == "Cookie"
    assert not response.cookies
    client.force_login(UserFactory())
    assert "no-store" in page(client, organisation)["Cache-Control"]


def test_picture_is_a_file_of_its_own_without_styles(client):
    organisation = OrganisationFactory(name="Clear <River>")
    TieFactory(subject=organisation, object=OrganisationFactory(name="Clean Water Network"))
    response = client.get(f"/en/organisations/{organisation.public_id}/ties.svg")
    svg = body(response)
    assert response["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert svg.startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    assert "Clear &lt;River&gt;" in svg
    assert "Clean Water Network" in svg
    assert "style=" not in svg


def test_what_a_page_cannot_hold_is_counted_and_found_page_by_page(client):
    organisation = OrganisationFactory()
    for number in range(62):
        CitationFactory(
            subject=PostFactory(organisation=organisation, person=PersonFactory(name=f"Person {number}"))
        )
    html = body(page(client, organisation))
    everybody = f"/en/organisations/{organisation.public_id}/people/"
    assert f'<a class="more" href="{everybody}">and 2 more</a>' in html
    with CaptureQueriesContext(connection) as queries:
        first = body(client.get(everybody))
    assert len(queries) == 4
    assert first.count('<li class="tie">') == 50
    assert body(client.get(everybody + "?page=2")).count('<li class="tie">') == 12


def test_all_relationships_stand_on_a_page_of_their_own(client):
    organisation = OrganisationFactory()
    CitationFactory(subject=TieFactory(subject=organisation, kind="member_of"))
    html = body(client.get(f"/vi/organisations/{organisation.public_id}/relationships/"))
    assert html.count('<li class="tie">') == 1
    assert client.get("/vi/organisations/bn-7k3q-x4mc/relationships/").status_code == 404
