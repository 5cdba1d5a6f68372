"""Certain pairs on the desk: looked through, merged together, taken back one by one and all."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from tests.factories import DuplicatePairFactory, OrganisationFactory, UserFactory

from banyan.registry.models import DuplicatePair, Merge, MergeBatch

LIST = "/en/desk/duplicates/certain/"


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(UserFactory(name="Ms Pham"))
    return client


def certain_pair(number: int) -> DuplicatePair:
    site = f"https://tin-kettle-{number}.example.org/"
    name = ("Tin Kettle Hill Orchestra", "Quiet Heron Wetland Trust", "Marsh Lantern Reading Society")[number]
    return DuplicatePairFactory(
        first=OrganisationFactory(name=name, website=site),
        second=OrganisationFactory(name=name, website=site),
    )


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_the_database_the_same_number_of_times(
    editor: Client, django_assert_num_queries: Any, number: int
) -> None:
    for one in range(number):
        certain_pair(one)
    with django_assert_num_queries(9):
        page = editor.get(LIST).content.decode()
    assert page.count('class="pair-and"') == number
    assert "Look at them and merge them together" in editor.get("/en/desk/duplicates/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_listed_pairs_are_merged_and_taken_back(editor: Client) -> None:
    certain_pair(0)
    last = certain_pair(1)
    response = editor.post(LIST, {"until": str(last.pk)})
    batch = MergeBatch.objects.get()
    assert response["Location"] == f"/en/desk/duplicates/batches/{batch.pk}/"
    call_command("work", batch=True)
    page = editor.get(response["Location"]).content.decode()
    assert "2 of 2" in page
    assert page.count("Take this merge back") == 2
    page = editor.post(response["Location"], {"pair": str(last.pk)}, follow=True).content.decode()
    assert "The merge was taken back" in page
    assert Merge.objects.filter(undone_at__isnull=True).count() == 1
    editor.post(response["Location"], {"do": "undo-all"})
    call_command("work", batch=True)
    assert Merge.objects.filter(undone_at__isnull=True).count() == 0
    assert "Take all these merges back" not in editor.get(response["Location"]).content.decode()


@pytest.mark.django_db
def test_nothing_certain_and_nonsense_merge_nothing(editor: Client) -> None:
    assert "No pair is certain" in editor.get(LIST).content.decode()
    for until in ("", "x", "9" * 30, "5"):
        page = editor.post(LIST, {"until": until}, follow=True)
        assert "No pair is certain any more" in page.content.decode()
    assert editor.get("/en/desk/duplicates/batches/99/").status_code == 404
