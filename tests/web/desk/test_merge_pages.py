"""The desk's pages for one record that is there twice."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.factories import OrganisationFactory, PersonFactory, PostFactory, TieFactory, UserFactory

from banyan.registry.domain import merges, posts
from banyan.registry.models import Merge, Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(UserFactory())
    return client


def fold(now, kept=None, folded=None) -> Merge:
    return merges.merge(
        kept=kept or OrganisationFactory(),
        folded=folded or OrganisationFactory(),
        choices={},
        by=None,
        now=now,
    )


def test_compare_lists_what_moves_and_merges_what_was_chosen(desk, now) -> None:
    kept = OrganisationFactory(name="Clear River", website="https://a.example.org")
    folded = OrganisationFactory(name="Pure River", website="https://b.example.org")
    post = PostFactory(organisation=folded)
    address = f"/en/desk/compare/organisation/{kept.public_id}/"
    page = desk.get(address, {"chosen": folded.public_id})
    html = page.content.decode()
    assert "https://b.example.org" in html
    assert str(post.person) in html
    answer = desk.post(
        address,
        {
            "chosen": folded.public_id,
            "take-website": "folded",
            "names_as": "former",
            "seen": page.context["digest"],
        },
    )
    merge = Merge.objects.get()
    assert answer["Location"] == f"/en/desk/merges/{merge.pk}/"
    kept.refresh_from_db()
    assert kept.website == "https://b.example.org"
    assert kept.names.get(text="Pure River").kind == "former"


def test_what_changed_meanwhile_is_shown_again(desk, now) -> None:
    kept, folded = OrganisationFactory(), OrganisationFactory()
    address = f"/en/desk/compare/organisation/{kept.public_id}/"
    digest = desk.get(address, {"chosen": folded.public_id}).context["digest"]
    PostFactory(organisation=folded)
    answer = desk.post(address, {"chosen": folded.public_id, "seen": digest})
    assert answer.status_code == 422
    assert "changed meanwhile" in answer.content.decode()
    assert Merge.objects.count() == 0


def test_one_record_is_not_merged_with_itself(desk) -> None:
    record = OrganisationFactory()
    address = f"/en/desk/compare/organisation/{record.public_id}/"
    assert "one and the same" in desk.get(address, {"chosen": record.public_id}).content.decode()
    assert desk.post(address, {"chosen": record.public_id}).status_code == 422


def test_unknown_kinds_and_numbers_are_not_there(desk) -> None:
    record = OrganisationFactory()
    assert desk.get(f"/en/desk/compare/event/{record.public_id}/").status_code == 404
    assert desk.get(f"/en/desk/compare/person/{record.public_id}/").status_code == 404
    assert desk.get(f"/en/desk/compare/organisation/{record.public_id}/?chosen=x").status_code == 404


def test_merge_is_taken_back_with_what_stays(desk, now) -> None:
    kept, folded = PersonFactory(name="Le Thu An"), PersonFactory(name="Le Thu Anh")
    post = PostFactory(person=folded)
    merge = fold(now, kept, folded)
    posts.end(post=post, to_date="2020", by=None, now=now)
    answer = desk.post(f"/en/desk/merges/{merge.pk}/", {"are_different": "1"})
    assert "edited since: the edit stays" in answer.content.decode()
    post.refresh_from_db()
    assert (post.person, post.to_date) == (folded, "2020")
    again = desk.post(f"/en/desk/merges/{merge.pk}/")
    assert again["Location"] == f"/en/desk/merges/{merge.pk}/"


def test_later_merge_is_shown_first(desk, now) -> None:
    first, second, third = (OrganisationFactory() for _ in range(3))
    one, two = fold(now, second, first), fold(now, third, Organisation.objects.get(pk=second.pk))
    assert f"/en/desk/merges/{two.pk}/" in desk.get(f"/en/desk/merges/{one.pk}/").content.decode()
    assert desk.post(f"/en/desk/merges/{one.pk}/")["Location"] == f"/en/desk/merges/{two.pk}/"


@pytest.mark.parametrize("language", ["vi", "zh-hans", "en"])
def test_old_addresses_lead_on_at_the_desk_and_outside(desk, now, language) -> None:
    merge = fold(now)
    answer = Client().get(f"/{language}/organisations/{merge.folded_key}/")
    assert (answer.status_code, answer["Location"]) == (301, f"/{language}/organisations/{merge.kept_key}/")
    for page in ("", "edit/"):
        answer = desk.get(f"/{language}/desk/organisations/{merge.folded_key}/{page}")
        assert (answer.status_code, answer["Location"]) == (
            302,
            f"/{language}/desk/organisations/{merge.kept_key}/{page}",
        )


def test_folded_people_lead_on(desk, now) -> None:
    merge = fold(now, PersonFactory(), PersonFactory())
    assert Client().get(f"/en/people/{merge.folded_key}/").status_code == 301
    answer = desk.get(f"/en/desk/people/{merge.folded_key}/")
    assert answer["Location"] == f"/en/desk/people/{merge.kept_key}/"


@pytest.mark.parametrize("rows", [1, 3])
def test_list_needs_the_same_number_of_queries_for_any_number_of_rows(desk, now, rows) -> None:
    for _ in range(rows):
        fold(now)
        fold(now, PersonFactory(), PersonFactory())
    with CaptureQueriesContext(connection) as queries:
        assert desk.get("/en/desk/merges/").status_code == 200
    assert len(queries) == 8


@pytest.mark.parametrize("rows", [1, 3])
def test_compare_needs_the_same_number_of_queries_for_any_number_of_rows(desk, now, rows) -> None:
    kept, folded = OrganisationFactory(), OrganisationFactory()
    for _ in range(rows):
        PostFactory(organisation=folded)
        TieFactory(subject=folded)
    address = f"/en/desk/compare/organisation/{kept.public_id}/?chosen={folded.public_id}"
    with CaptureQueriesContext(connection) as queries:
        assert desk.get(address).status_code == 200
    assert len(queries) == 34
