"""The queue of pairs, two records side by side, and what a press of a button does."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.factories import DuplicatePairFactory, OrganisationFactory, PersonFactory, PostFactory, UserFactory

from banyan.registry.domain import duplicates, merges
from banyan.registry.enums import OrganisationState, PairState, RunState
from banyan.registry.models import DuplicatePair, DuplicateRun, Judgement, Organisation

pytestmark = pytest.mark.django_db
QUEUE = "/en/desk/duplicates/"


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(UserFactory(name="Ms Pham"))
    return client


def address(pair: DuplicatePair) -> str:
    return f"{QUEUE}pair/{pair.first_key}/{pair.second_key}/"


@pytest.mark.parametrize("number", [1, 3])
def test_queue_asks_the_database_the_same_number_of_times(
    editor: Client, django_assert_num_queries: Any, number: int
) -> None:
    for _ in range(number):
        DuplicatePairFactory()
    with django_assert_num_queries(14):
        page = editor.get(QUEUE).content.decode()
    assert page.count('class="pair-and"') == number
    assert f"{number} pair" in page


@pytest.mark.parametrize("number", [1, 3])
def test_pair_asks_the_database_the_same_number_of_times(
    editor: Client, django_assert_num_queries: Any, number: int
) -> None:
    pairs = [DuplicatePairFactory() for _ in range(number)]
    for organisation in Organisation.objects.all():
        for _ in range(number):
            PostFactory(organisation=organisation)
    with django_assert_num_queries(22 if number == 1 else 23):  # with more there is a next pair to look up
        page = editor.get(address(pairs[0])).content.decode()
    assert "Hòa Tâm Mutual Aid Group" in page
    assert f"{number} position" in page


def test_queue_is_narrowed_by_what_the_address_says(editor: Client) -> None:
    DuplicatePairFactory()
    assert 'class="pair-and"' in editor.get(f"{QUEUE}?band=ask").content.decode()
    assert 'class="pair-and"' not in editor.get(f"{QUEUE}?band=certain").content.decode()
    assert 'class="pair-and"' not in editor.get(f"{QUEUE}?kind=person").content.decode()
    assert (
        'class="pair-and"' in editor.get(f"{QUEUE}?country=%00&reason=nonsense&page=99999").content.decode()
    )


def test_what_differs_is_marked(editor: Client) -> None:
    pair = DuplicatePairFactory(
        first=OrganisationFactory(name="Sao Mai", founded_date="1999"),
        second=OrganisationFactory(name="Sao Mai", founded_date="2003"),
    )
    page = editor.get(address(pair)).content.decode()
    assert page.count('class="differs"') == 1
    assert "the same name" in page


def test_different_leads_to_the_next_pair_and_can_be_undone(editor: Client) -> None:
    first, second = DuplicatePairFactory(), DuplicatePairFactory()
    response = editor.post(address(first), {"do": "different"})
    assert response["Location"] == f"{address(second)}?last={first.pk}"
    page = editor.get(response["Location"]).content.decode()
    assert "Undo the last step" in page
    assert 'class="pair-and"' in editor.get(QUEUE).content.decode()
    assert Judgement.objects.get().verdict == "different"
    editor.post(address(first), {"do": "undo"})
    assert Judgement.objects.count() == 0
    assert duplicates.queue(kind="organisation").count() == 2


def test_last_pair_leads_back_to_the_queue(editor: Client) -> None:
    pair = DuplicatePairFactory()
    page = editor.post(f"{address(pair)}?band=ask", {"do": "unsure"}, follow=True)
    assert page.redirect_chain[-1][0] == f"{QUEUE}?band=ask"
    assert "That was the last pair" in page.content.decode()
    assert "Decided: Unsure" in editor.get(address(pair)).content.decode()


def test_nonsense_decides_nothing(editor: Client) -> None:
    pair = DuplicatePairFactory()
    assert editor.post(address(pair), {"do": "merge everything"}).status_code == 302
    assert Judgement.objects.count() == 0
    assert editor.get(f"{QUEUE}pair/{pair.first_key}/{pair.first_key}/").status_code == 404
    assert editor.get(f"{QUEUE}pair/no/such/").status_code == 404
    assert editor.get(f"{address(pair)}?last={'9' * 30}").status_code == 200
    assert editor.get(f"{address(pair)}?last=999").status_code == 200


def test_pair_in_the_other_order_is_the_same_page(editor: Client) -> None:
    pair = DuplicatePairFactory()
    assert editor.get(f"{QUEUE}pair/{pair.second_key}/{pair.first_key}/").status_code == 200


def test_merged_record_has_nothing_to_decide(editor: Client) -> None:
    pair = DuplicatePairFactory()
    Organisation.objects.filter(public_id=pair.first_key).update(state=OrganisationState.MERGED)
    page = editor.get(address(pair)).content.decode()
    assert "There is nothing to decide" in page
    assert 'name="do" value="different"' not in page


def test_two_people_side_by_side(editor: Client) -> None:
    one, other = PersonFactory(name="Đào Sông Thao"), PersonFactory(name="Đào Sông Thao")
    post = PostFactory(person=one)
    pair = DuplicatePairFactory(first=one, second=other, kind="person")
    page = editor.get(address(pair)).content.decode()
    assert str(post.organisation) in page
    assert "Many people share a name" in page
    assert 'class="pair-and"' in editor.get(f"{QUEUE}?kind=person").content.decode()


def test_hostile_names_are_shown_as_text(editor: Client) -> None:
    name = "<script>alert(1)</script>\u202e & Sons"
    pair = DuplicatePairFactory(first=OrganisationFactory(name=name), second=OrganisationFactory(name=name))
    for page in (editor.get(QUEUE), editor.get(address(pair))):
        assert "<script>alert" not in page.content.decode()
        assert "&lt;script&gt;alert" in page.content.decode()


def test_search_is_begun_paused_taken_up_and_given_up(editor: Client) -> None:
    page = editor.post(f"{QUEUE}find/", {"kind": "person", "all": "yes"}, follow=True)
    assert page.redirect_chain[-1][0] == f"{QUEUE}?kind=person"
    assert "The search is under way" in page.content.decode()
    run = DuplicateRun.objects.get()
    assert "running already" in editor.post(f"{QUEUE}find/", {"kind": "person"}, follow=True).content.decode()
    for do, state in (("pause", RunState.PAUSED), ("resume", RunState.WAITING), ("stop", RunState.FAILED)):
        editor.post(f"{QUEUE}searches/{run.pk}/", {"do": do})
        run.refresh_from_db()
        assert run.state == state
    assert "did not come to its end" in editor.get(f"{QUEUE}?kind=person").content.decode()


def test_pair_decided_through_others_is_not_listed(editor: Client) -> None:
    pair = DuplicatePairFactory()
    third = OrganisationFactory(name="Hòa Tâm Mutual Aid Group")
    user = UserFactory()
    first = Organisation.objects.get(public_id=pair.first_key)
    second = Organisation.objects.get(public_id=pair.second_key)
    one = DuplicatePairFactory(first=first, second=third)
    other = DuplicatePairFactory(first=second, second=third)
    duplicates.decide(pair=one, verdict="same", by=user, now=pair.found_at)
    duplicates.decide(pair=other, verdict="different", by=user, now=pair.found_at)
    DuplicatePair.objects.update(state=PairState.WAITING)  # as if it had been found again meanwhile
    page = editor.get(QUEUE).content.decode()
    assert 'class="pair-and"' not in page
    assert "decided through other pairs" in page


def test_record_page_says_that_it_may_be_there_twice(editor: Client) -> None:
    pair = DuplicatePairFactory()
    link = f'href="{address(pair)}"'
    for key in (pair.first_key, pair.second_key):
        assert link in editor.get(f"/en/desk/organisations/{key}/").content.decode()
    editor.post(address(pair), {"do": "different"})
    for key in (pair.first_key, pair.second_key):
        assert link not in editor.get(f"/en/desk/organisations/{key}/").content.decode()


def test_the_same_leads_to_comparing_and_merging(editor: Client) -> None:
    pair = DuplicatePairFactory()
    there = f"/en/desk/compare/organisation/{pair.first_key}/?chosen={pair.second_key}"
    assert f'href="{there}"' in editor.get(address(pair)).content.decode()
    assert editor.get(there).status_code == 200


def test_page_of_a_merge_whose_record_is_gone_leads_to_the_list(editor: Client) -> None:
    kept, folded = OrganisationFactory(), OrganisationFactory()
    by, now = UserFactory(), kept.created_at
    merge = merges.merge(kept=kept, folded=folded, choices={}, by=by, now=now)
    merges.unmerge(merge=merge, by=by, now=now)
    Organisation.objects.filter(pk=folded.pk).update(public_id="bn-gone-gone")
    answer = editor.get(f"/en/desk/merges/{merge.pk}/", follow=True)
    assert answer.redirect_chain == [("/en/desk/merges/", 302)]
    assert "no longer in the directory" in answer.content.decode()
