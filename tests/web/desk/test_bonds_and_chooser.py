"""Positions and relationships: choosing the other end, adding, ending, removing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from tests.factories import (
    CitationFactory,
    OrganisationFactory,
    PersonFactory,
    PostFactory,
    TieFactory,
    UserFactory,
)

from banyan.core.models import AuditEntry
from banyan.registry.models import Citation, Person, Post, Tie
from banyan.web.views.desk import history

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(UserFactory())
    return client


def test_chooser_leads_back_with_the_chosen_record_without_a_script(editor: Client, index: Any) -> None:
    record = OrganisationFactory(name="Delta Network")
    index()
    page = editor.get(
        "/en/desk/choose/?kind=organisation&q=delta&next=/en/desk/somewhere/%3Fat%3D7"
    ).content.decode()
    assert f'href="/en/desk/somewhere/?at=7&amp;chosen={record.public_id}"' in page


def test_chooser_never_leads_to_another_site(editor: Client, index: Any) -> None:
    OrganisationFactory(name="Delta Network")
    index()
    for address in (
        "https://evil.example.org/",
        "//evil.example.org/",
        "/\\evil.example.org",
        "javascript:alert(1)",
    ):
        page = editor.get("/en/desk/choose/", {"kind": "organisation", "q": "delta", "next": address})
        led = re.findall(r'(?:href|value|action)="([^"]*)"', page.content.decode())
        assert [one for one in led if one.startswith(address)] == []


def test_chooser_suggests_while_typing(editor: Client, index: Any) -> None:
    record = PersonFactory(name="Le Thu An")
    Person.objects.filter(pk=record.pk).update(is_hidden=True)
    index()
    found = editor.get("/en/desk/choose/suggest/?kind=person&q=le+th&next=/en/desk/").json()["suggestions"]
    assert [(one["text"], one["url"]) for one in found] == [
        ("Le Thu An", f"/en/desk/?chosen={record.public_id}")
    ]


def test_chooser_names_a_hidden_person_beside_others_of_the_same_name(editor: Client, index: Any) -> None:
    shown, hidden = PersonFactory(name="Le Thu An"), PersonFactory(name="Le Thu An")
    CitationFactory(subject=shown)
    Person.objects.filter(pk=hidden.pk).update(is_hidden=True)
    index()
    found = editor.get("/en/desk/choose/suggest/?kind=person&q=le+th&next=/en/desk/").json()["suggestions"]
    assert {one["url"] for one in found} == {f"/en/desk/?chosen={row.public_id}" for row in (shown, hidden)}


def test_new_record_made_while_choosing_is_chosen(editor: Client) -> None:
    back = "/en/desk/positions/add/organisation/bn-0000-0000/"
    answer = editor.post("/en/desk/people/add/", {"name_en": "Le Thu An", "next": back})
    assert answer["Location"] == f"{back}?chosen={Person.objects.get().public_id}"


def test_position_is_chosen_then_said_and_public_only_with_evidence(editor: Client) -> None:
    organisation, person = OrganisationFactory(), PersonFactory(name="Le Thu An")
    path = f"/en/desk/positions/add/organisation/{organisation.public_id}/"
    assert "Who is it?" in editor.get(path).content.decode()
    assert "Le Thu An" in editor.get(f"{path}?chosen={person.public_id}").content.decode()
    values = {"chosen": person.public_id, "kind": "position", "title_en": "director", "from_date": "2020"}
    assert editor.post(path, values).status_code == 302
    post = Post.objects.get()
    assert (post.title_en, post.from_date) == ("director", "2020")
    assert "Le Thu An" not in Client().get(f"/en/organisations/{organisation.public_id}/").content.decode()
    assert editor.post(path, {**values, "evidence": "Yearbook 2020, page 4"}).status_code == 302
    page = Client().get(f"/en/organisations/{organisation.public_id}/").content.decode()
    assert "Le Thu An" in page
    assert "Yearbook 2020, page 4" in page


def test_position_with_a_wrong_date_keeps_what_was_typed(editor: Client) -> None:
    organisation, person = OrganisationFactory(), PersonFactory()
    path = f"/en/desk/positions/add/person/{person.public_id}/"
    answer = editor.post(
        path,
        {"chosen": organisation.public_id, "kind": "position", "title_vi": "giám đốc", "from_date": "soon"},
    )
    assert answer.status_code == 422
    assert 'value="giám đốc"' in answer.content.decode()
    assert Post.objects.count() == 0


def test_relationship_is_read_from_the_page_it_is_added_on(editor: Client) -> None:
    network, member = OrganisationFactory(), OrganisationFactory()
    path = f"/en/desk/organisations/{network.public_id}/relationships/add/"
    answer = editor.post(path, {"chosen": member.public_id, "relation": "backwards:member_of"})
    assert answer.status_code == 302
    tie = Tie.objects.get()
    assert (tie.subject, tie.object, tie.kind) == (member, network, "member_of")


def test_relationship_with_itself_is_refused(editor: Client) -> None:
    record = OrganisationFactory()
    path = f"/en/desk/organisations/{record.public_id}/relationships/add/"
    answer = editor.post(path, {"chosen": record.public_id, "relation": "forwards:member_of"})
    assert answer.status_code == 422
    assert "Both ends are the same organisation." in answer.content.decode()


@pytest.mark.parametrize(("factory", "word"), [(PostFactory, "positions"), (TieFactory, "relationships")])
def test_ending_keeps_the_row_and_the_log(editor: Client, factory: Any, word: str) -> None:
    row = factory()
    assert editor.post(f"/en/desk/{word}/{row.pk}/end/", {"to_date": "2024-06"}).status_code == 302
    row.refresh_from_db()
    assert row.to_date == "2024-06"
    entry = AuditEntry.objects.latest("id")
    assert entry.key in ("registry.post.ended", "registry.tie.ended")
    assert (entry.before["to_date"], entry.after["to_date"]) == ("", "2024-06")
    assert editor.post(f"/en/desk/{word}/{row.pk}/end/", {"to_date": "in June"}).status_code == 422


@pytest.mark.parametrize(
    ("factory", "word", "model"), [(PostFactory, "positions", Post), (TieFactory, "relationships", Tie)]
)
def test_removing_takes_the_quotes_along_and_stays_in_the_history(
    editor: Client, factory: Any, word: str, model: Any
) -> None:
    row = factory()
    CitationFactory(subject=row)
    home = row.organisation if model is Post else row.subject
    page = editor.get(f"/en/desk/{word}/{row.pk}/remove/")
    assert model.objects.count() == 1
    assert "remove the quotes that were cited for it" in page.content.decode()
    assert editor.post(f"/en/desk/{word}/{row.pk}/remove/").status_code == 302
    assert model.objects.count() == 0
    assert Citation.objects.count() == 0
    history = editor.get(f"/en/desk/history/organisation/{home.public_id}/").content.decode()
    assert "removed" in history


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="another database chooses by what it knows of a table"
)
def test_history_of_a_record_is_found_by_indexes_alone() -> None:
    plan = history._entries("organisation", OrganisationFactory()).explain()
    assert "SCAN" not in plan
    assert all(
        f"USING INDEX {name}" in plan for name in ("audit_object", "audit_first_end", "audit_second_end")
    )
