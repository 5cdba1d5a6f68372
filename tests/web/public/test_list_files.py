"""What a search found, as a file: what is seen and nothing else."""

from __future__ import annotations

import csv
import io
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client
from openpyxl import load_workbook
from tests.factories import (
    CitationFactory,
    EventFactory,
    OrganisationFactory,
    PersonFactory,
    PostFactory,
    SourceFactory,
    UserFactory,
)

from banyan.registry.domain import people
from banyan.search.domain import queries
from banyan.web.views import search_files

pytestmark = pytest.mark.django_db


def rows(client: Client, path: str) -> list[list[str]]:
    text = b"".join(client.get(path).streaming_content).decode().removeprefix("\ufeff")
    return list(csv.reader(io.StringIO(text)))


def test_the_list_of_organisations_is_saved_as_it_is_seen(client: Client, index: Any) -> None:
    clear = OrganisationFactory(name="Clear River Fund", others={"zh": "清河基金"}, founded_date="2009-05-12")
    OrganisationFactory(name="Reed Group")
    index()
    page = client.get("/en/organisations/?q=clear+river").content.decode()
    assert "/en/search/list.xlsx?q=clear+river&amp;kind=organisation" in page
    answer = client.get("/en/search/list.xlsx?q=clear+river&kind=organisation")
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    heads, *found = book.worksheets[0].iter_rows(values_only=True)
    assert len(found) == 1
    row = dict(zip(heads, found[0], strict=True))
    assert row["Number"] == clear.public_id
    assert [row["Name (English)"], row["Name (中文)"]] == ["Clear River Fund", "清河基金"]
    assert row["Founded"].date().isoformat() == "2009-05-12"
    assert row["Address of the page"] == f"http://testserver/en/organisations/{clear.public_id}/"
    assert book.worksheets[1].title == "About this file"
    assert "http://testserver/en/search/?q=clear+river&kind=organisation" in [
        cell.value for cell in book.worksheets[1]["B"]
    ]


def test_the_name_of_the_file_is_in_the_readers_language(client: Client, index: Any) -> None:
    OrganisationFactory()
    index()
    header = client.get("/zh-hans/search/list.csv?kind=organisation")["Content-Disposition"]
    assert 'filename="banyan-organisation-' in header
    assert unquote(header.split("UTF-8''")[1]).startswith("机构 20")


def test_several_kinds_share_their_columns(client: Client, index: Any) -> None:
    OrganisationFactory(name="Clear River Fund")
    EventFactory(titles={"en": "Clear river day"})
    index()
    heads, *found = rows(client, "/en/search/list.csv?q=clear+river")
    assert heads == ["Kind", "Number", "Name", "Other names", "What and where", "Address of the page"]
    assert sorted(row[0] for row in found) == ["Event", "Organisation"]


@pytest.mark.parametrize("kind", ["organisation", "person", "event", "article", "activity", "source"])
def test_every_kind_has_columns(client: Client, index: Any, kind: str) -> None:
    CitationFactory(subject=PostFactory())
    EventFactory()
    SourceFactory()
    index()
    assert rows(client, f"/vi/search/list.csv?kind={kind}")[0][0] != ""


def test_nothing_private_is_in_the_list_of_people(client: Client, index: Any, now: Any) -> None:
    shown, hidden, unproved = (PersonFactory(name=name) for name in ("Le An", "Le Binh", "Le Chi"))
    for person in (shown, hidden):
        CitationFactory(subject=PostFactory(person=person, titles={"en": "Chair"}))
    PostFactory(person=shown, titles={"en": "Secret role"})
    PostFactory(person=unproved)
    editor = UserFactory()
    people.edit(person=hidden, by=editor, now=now, values={"is_hidden": True})
    people.edit(person=shown, by=editor, now=now, values={"private_phone": "0912 345"})
    index()
    for reader in (client, _signed_in(editor)):
        text = str(rows(reader, "/en/search/list.csv?kind=person"))
        assert [word in text for word in ("Le An", "Chair", "Le Binh", "Le Chi", "Secret", "0912")] == [
            True, True, False, False, False, False,
        ]  # fmt: skip


def _signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_list_longer_than_the_search_says_so(client: Client, index: Any, monkeypatch: Any) -> None:
    for number in range(5):
        OrganisationFactory(name=f"Reed Group {number}")
    index()
    monkeypatch.setattr(queries, "MOST_RESULTS", 4)
    monkeypatch.setattr(search_files, "_STRETCH", 2)
    assert "A file holds the first 4:" in client.get("/en/organisations/").content.decode()
    found = rows(client, "/en/search/list.csv?kind=organisation")
    assert len(found) == 1 + 4 + 1
    assert found[-1][0].startswith("Only the first 4 are in this file")
    monkeypatch.setattr(queries, "MOST_RESULTS", 100)
    assert len(rows(client, "/en/search/list.csv?kind=organisation")) == 1 + 5


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_asks_the_database_the_same_number_of_times(
    client: Client, index: Any, django_assert_num_queries: Any, number: int
) -> None:
    for _ in range(number):
        OrganisationFactory()
    index()
    client.get("/en/search/list.csv?kind=organisation")
    with django_assert_num_queries(1):
        rows(client, "/en/search/list.csv?kind=organisation")


def test_machines_are_asked_to_wait_and_staff_are_not(client: Client, index: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(search_files, "_MOST_AN_HOUR", 2)
    answers = [client.get("/vi/search/list.csv") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2]["Retry-After"] == "3600"
    assert _signed_in(UserFactory()).get("/vi/search/list.csv").status_code == 200


@pytest.mark.parametrize("path", ["list.exe", "list.pdf", "list.csv.csv"])
def test_other_kinds_of_files_are_not_there(client: Client, path: str) -> None:
    assert client.get(f"/en/search/{path}").status_code == 404


@pytest.mark.parametrize(
    "query", ["q=%00", "kind=source", "kind=x&kind=%27", "place=%F0%9F%98%80", "page=9e9"]
)
def test_anything_may_stand_in_the_address(client: Client, index: Any, query: str) -> None:
    assert client.get(f"/en/search/list.csv?{query}").status_code == 200
