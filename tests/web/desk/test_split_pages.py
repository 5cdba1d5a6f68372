"""The desk's pages for two organisations in one record."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.factories import (
    ActivityFactory,
    OrganisationFactory,
    PostFactory,
    StatedFigureFactory,
    TieFactory,
    UserFactory,
)

from banyan.registry.domain import judgements, merges, splits
from banyan.registry.models import Citation, Identifier, Organisation, Split

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(UserFactory())
    return client


def ticks(*rows) -> list[str]:
    return [f"{row._meta.label_lower}:{row.pk}" for row in rows]


def address(record) -> str:
    return f"/en/desk/organisations/{record.public_id}/split/"


def test_what_is_ticked_becomes_a_new_record_and_is_taken_back(desk) -> None:
    record = OrganisationFactory(name="Clear River", others={"vi": "Sông Trong"})
    post, stays = PostFactory(organisation=record), PostFactory(organisation=record)
    name = record.names.get(language="vi")
    assert address(record) in desk.get(f"/en/desk/organisations/{record.public_id}/").content.decode()
    assert str(post.person) in desk.get(address(record)).content.decode()
    answer = desk.post(address(record), {"take": ticks(name, post), "reason": "Two towns"})
    made = Split.objects.get()
    assert answer["Location"] == f"/en/desk/organisations/{made.to_key}/"
    page = desk.get(answer["Location"]).content.decode()
    assert "belong to this record: 2." in page
    assert 'href="/en/desk/splits/"' in page
    post.refresh_from_db()
    stays.refresh_from_db()
    assert (post.organisation.public_id, stays.organisation) == (made.to_key, record)
    assert str(post.organisation) == "Sông Trong"
    assert judgements.of_pair(first_key=made.from_key, second_key=made.to_key) == "different"
    assert "Two towns" in desk.get("/en/desk/splits/").content.decode()
    answer = desk.post(f"/en/desk/splits/{made.pk}/undo/", follow=True)
    assert "the entries are where they were" in answer.content.decode()
    post.refresh_from_db()
    assert post.organisation == record
    again = desk.post(f"/en/desk/splits/{made.pk}/undo/", follow=True)
    assert "taken back already" in again.content.decode()


def test_new_record_is_given_the_name_that_was_typed(desk) -> None:
    record = OrganisationFactory(name="Clear River")
    post = PostFactory(organisation=record)
    asked = {"take": ticks(post), "name": " Quỹ  Sông Sâu ", "name_language": "vi"}
    page = desk.post(address(record), asked).content.decode()
    assert "Quỹ  Sông Sâu" in page
    assert '<option value="vi" selected>' in page
    answer = desk.post(address(record), {**asked, "reason": "Two towns"})
    made = Organisation.objects.get(public_id=Split.objects.get().to_key)
    assert answer["Location"] == f"/en/desk/organisations/{made.public_id}/"
    assert list(made.names.values_list("text", "language", "kind")) == [("Quỹ Sông Sâu", "vi", "official")]
    assert Citation.objects.get(subject_type="registry.organisationname").source.kind == "staff"
    assert list(record.names.values_list("text", flat=True)) == ["Clear River"]


def test_both_may_go_by_one_name(desk) -> None:
    record = OrganisationFactory(name="Clear River")
    post = PostFactory(organisation=record)
    asked = {"take": ticks(post), "reason": "Two towns", "name": "Clear River", "name_language": "en"}
    assert desk.post(address(record), asked).status_code == 302
    made = Organisation.objects.get(public_id=Split.objects.get().to_key)
    assert [str(made.title), str(record.title)] == ["Clear River", "Clear River"]


@pytest.mark.parametrize("typed", ["Sông Trong", "Quỹ Sông Trong"], ids=["the one ticked", "another"])
def test_typed_and_ticked_names_are_both_there_once(desk, typed: str) -> None:
    record = OrganisationFactory(name="Clear River", others={"vi": "Sông Trong"})
    ticked = record.names.get(language="vi")
    asked = {"take": ticks(ticked), "reason": "Two", "name": typed, "name_language": "vi"}
    assert desk.post(address(record), asked).status_code == 302
    made = Organisation.objects.get(public_id=Split.objects.get().to_key)
    assert sorted(made.names.values_list("text", flat=True)) == sorted({typed, "Sông Trong"})


def test_no_letter_in_the_name_is_no_name_and_a_language_must_be_one_of_ours(desk) -> None:
    record = OrganisationFactory()
    asked = {"take": ticks(PostFactory(organisation=record)), "reason": "Two"}
    for typed, said in (
        ({"name": "…!?", "name_language": "vi"}, "needs a name"),
        ({"name": "x" * 301, "name_language": "vi"}, "at most 300"),
        ({"name": "Deep River", "name_language": "tlh"}, "Select a valid choice"),
    ):
        answer = desk.post(address(record), {**asked, **typed})
        assert answer.status_code == 422
        assert said in answer.content.decode()
    assert Split.objects.count() == 0


def test_into_a_record_that_is_there(desk) -> None:
    record, other = OrganisationFactory(), OrganisationFactory(name="Deep River")
    tie = TieFactory(subject=record)
    page = desk.get(address(record), {"chosen": other.public_id}).content.decode()
    assert "Deep River" in page
    desk.post(address(record), {"chosen": other.public_id, "take": ticks(tie), "reason": "Two"})
    tie.refresh_from_db()
    assert tie.subject == other
    assert not Split.objects.get().is_new


def test_refused_with_the_reason_said_and_what_was_ticked_kept(desk) -> None:
    record, other = OrganisationFactory(), OrganisationFactory()
    tie, foreign = TieFactory(subject=record), PostFactory(organisation=other)
    TieFactory(subject=other, object=tie.object)
    chosen = {"chosen": other.public_id}
    name = record.names.get()
    for asked, said in (
        ({"reason": "x", "take": "nonsense"}, "Tick at least one"),
        ({"reason": "  ", "take": ticks(tie)}, "Write why these are two"),
        ({"reason": "x", "take": ticks(foreign)}, "moved or removed meanwhile"),
        ({"reason": "x", "take": ticks(tie), **chosen}, "says this already"),
        ({"reason": "x", "take": ticks(tie)}, "needs a name"),
        ({"reason": "x", "take": ticks(name)}, "needs a name"),
        ({"reason": "x", "take": ticks(tie), "chosen": record.public_id}, "the very record"),
    ):
        answer = desk.post(address(record), asked)
        assert answer.status_code == 422
        assert said in answer.content.decode()
    assert f'value="{ticks(tie)[0]}" checked' in answer.content.decode()
    assert Split.objects.count() == 0
    assert Organisation.objects.filter(pk=record.pk).exists()
    assert desk.get(address(record), {"chosen": "nobody"}).status_code == 404


def test_later_merge_comes_first(desk, now) -> None:
    record, other, third = OrganisationFactory(), OrganisationFactory(), OrganisationFactory()
    rows = [("registry.post", PostFactory(organisation=record).pk)]
    made = splits.split(organisation=record, rows=rows, reason="two", into=other, by=None, now=now)
    merge = merges.merge(kept=third, folded=other, choices={}, by=None, now=now)
    answer = desk.post(f"/en/desk/splits/{made.pk}/undo/")
    assert answer["Location"] == f"/en/desk/merges/{merge.pk}/"


def test_long_tables_have_pages(desk) -> None:
    record = OrganisationFactory()
    posts = [PostFactory(organisation=record) for _ in range(101)]
    first, second = (desk.get(address(record), {"page": page}).content.decode() for page in (1, 2))
    last = ticks(posts[-1])[0]
    assert (f'value="{last}"' in first, f'value="{last}"' in second) == (False, True)
    assert "Page 1 of 2" in first


@pytest.mark.parametrize("rows", [1, 3])
def test_page_needs_the_same_number_of_queries_for_any_number_of_rows(desk, rows) -> None:
    record = OrganisationFactory()
    for number in range(rows):
        PostFactory(organisation=record)
        TieFactory(subject=record)
        TieFactory(object=record)
        Identifier.objects.create(organisation=record, scheme=f"TEST-{number}", value="1")
        StatedFigureFactory(subject=record)
        ActivityFactory(parties=[("operator", record)])
    with CaptureQueriesContext(connection) as queries:
        assert desk.get(address(record)).status_code == 200
    assert len(queries) == 32


@pytest.mark.parametrize("rows", [1, 3])
def test_list_needs_the_same_number_of_queries_for_any_number_of_rows(desk, now, rows) -> None:
    for _ in range(rows):
        record = OrganisationFactory()
        splits.split(
            organisation=record,
            rows=[("registry.post", PostFactory(organisation=record).pk)],
            reason="two",
            into=OrganisationFactory(),
            by=None,
            now=now,
        )
    with CaptureQueriesContext(connection) as queries:
        assert desk.get("/en/desk/splits/").status_code == 200
    assert len(queries) == 7
