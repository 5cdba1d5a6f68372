"""Activities at the desk: adding, finding, editing, parties, sources, removing, and their history."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from tests.factories import ActivityFactory, CitationFactory, OrganisationFactory, SourceFactory, UserFactory

from banyan.ingest.domain import clippings
from banyan.registry.models import Activity, ActivityParty, Citation, Source

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(UserFactory(name="Ms Pham"))
    return client


def _page(client: Client, path: str) -> str:
    return str(client.get(path).content.decode())


def test_activity_is_added_from_an_organisation_with_its_part(editor: Client) -> None:
    organisation = OrganisationFactory(name="Clear River Fund")
    path = f"/en/desk/activities/add/?chosen={organisation.public_id}"
    assert "Clear River Fund" in _page(editor, path)
    answer = editor.post(
        path,
        {
            "chosen": organisation.public_id,
            "role": "funder",
            "title_en": "Clean water",
            "start_date": "5/2024",
            "end_date": "tháng 6 năm 2025",
            "people_reached": "1.200",
            "amount": "165万",
            "currency": "cny",
            "evidence": "Report of 2024",
        },
    )
    made = Activity.objects.get()
    assert answer["Location"] == f"/en/desk/activities/{made.public_id}/"
    assert (made.start_date, made.end_date, made.people_reached) == ("2024-05", "2025-06", 1200)
    assert (made.amount, made.currency) == (Decimal(1650000), "CNY")
    assert ActivityParty.objects.get().role == "funder"
    public = _page(Client(), f"/en/organisations/{organisation.public_id}/")
    assert "Clean water" in public
    assert "reached 1,200 people" in public
    assert "Report of 2024" in public


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Write the title in at least one language."),
        ({"title_en": "Water", "start_date": "soon"}, "Write a day, a month or a year"),
        ({"title_en": "Water", "start_date": "2025", "end_date": "2024"}, "The end is before the beginning."),
        ({"title_en": "Water", "amount": "much"}, "Write a number, for example"),
        ({"title_en": "Water", "amount": "9" * 40}, "no more than 18 digits"),
        ({"title_en": "Water", "amount": "5"}, "Which currency?"),
        ({"title_en": "Water", "amount": "5", "currency": "XQZ"}, "Write the three letters of the currency"),
        ({"title_en": "Water", "topics": "999999"}, "999999 is not one of the available choices"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(editor: Client, typed: dict[str, str], said: str) -> None:
    answer = editor.post("/en/desk/activities/add/", {**typed, "title_vi": "", "evidence": "kept words"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert 'value="kept words"' in page
    assert Activity.objects.count() == 0


def test_list_finds_without_accents_and_saves_what_is_seen(editor: Client) -> None:
    operator = OrganisationFactory(name="Quỹ Sông Trong", language="vi")
    ActivityFactory(titles={"vi": "Nước sạch"}, parties=[("operator", operator)], start_date="2024")
    ActivityFactory(titles={"en": "Round table"})
    page = _page(editor, "/en/desk/activities/?q=nuoc+sach")
    assert "Nước sạch" in page
    assert "Round table" not in page
    assert "2024 · Quỹ Sông Trong" in page
    lines = (
        b"".join(editor.get("/en/desk/export/activity.csv?q=nuoc").streaming_content).decode().splitlines()
    )
    assert len(lines) == 2
    assert "Nước sạch" in lines[1]
    assert "Quỹ Sông Trong (Operator)" in lines[1]


def test_editing_keeps_a_newer_change_of_somebody_else(editor: Client) -> None:
    record = ActivityFactory(titles={"en": "Clean water"})
    path = f"/en/desk/activities/{record.public_id}/edit/"
    answer = editor.post(path, {"seen": "2020-01-01T00:00:00+00:00", "title_en": "Mine"})
    assert answer.status_code == 422
    assert "Somebody changed this record while you were writing." in answer.content.decode()
    answer = editor.post(path, {"seen": record.updated_at.isoformat(), "title_en": "Mine"})
    assert answer.status_code == 302
    record.refresh_from_db()
    assert record.title_en == "Mine"


def test_party_is_added_and_removed_and_both_histories_say_so(editor: Client) -> None:
    record, organisation = ActivityFactory(), OrganisationFactory(name="Clear River Fund")
    path = f"/en/desk/activities/{record.public_id}/parties/add/"
    assert "Which organisation?" in _page(editor, path)
    values = {"chosen": organisation.public_id, "role": "guiding_authority"}
    assert editor.post(path, values).status_code == 302
    party = ActivityParty.objects.get()
    assert "Guiding authority" in _page(editor, f"/en/desk/activities/{record.public_id}/")
    assert editor.post(f"/en/desk/parties/{party.pk}/remove/").status_code == 302
    assert ActivityParty.objects.count() == 0
    for kind, key in (("activity", record.public_id), ("organisation", organisation.public_id)):
        history = _page(editor, f"/en/desk/history/{kind}/{key}/")
        assert "Part in an activity added" in history
        assert "Part in an activity removed" in history
        assert "Guiding authority" in history


def test_removing_asks_first_and_stays_in_the_history_of_a_party(editor: Client) -> None:
    organisation = OrganisationFactory()
    record = ActivityFactory(titles={"en": "Clean water"}, parties=[("operator", organisation)])
    path = f"/en/desk/activities/{record.public_id}/remove/"
    assert "written again" in _page(editor, path)
    assert Activity.objects.count() == 1
    assert editor.post(path)["Location"] == "/en/desk/activities/"
    assert Activity.objects.count() == 0
    history = _page(editor, f"/en/desk/history/organisation/{organisation.public_id}/")
    assert "Activity removed" in history
    assert "Clean water" in history


@pytest.fixture
def saved_page(now: datetime.datetime) -> Source:
    raw = "The fund brought\nclean water to ten villages. 基金会为十个村庄带来 清洁的水。".encode()
    clipping = clippings.save_page(raw=raw, by=UserFactory(), now=now, title="Ten villages", read_later=False)
    return clippings.read(clipping_id=clipping.pk, now=now).source


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("brought clean  water", "brought\nclean water"),
        ("十个村庄带来清洁的水", "十个村庄带来 清洁的水"),
    ],
)
def test_words_of_a_saved_page_are_named_with_their_place(
    editor: Client, saved_page: Source, typed: str, kept: str
) -> None:
    record = ActivityFactory()
    path = f"/en/desk/cite/activity/{record.public_id}/"
    chooser = _page(editor, f"/en/desk/choose/?kind=source&q=ten&next={path}")
    assert f'href="{path}?chosen={saved_page.public_id}"' in chooser
    refused = editor.post(path, {"chosen": saved_page.public_id, "quote": "nowhere written"})
    assert refused.status_code == 422
    assert "These words do not stand in the saved page." in refused.content.decode()
    assert editor.post(path, {"chosen": saved_page.public_id, "quote": typed}).status_code == 302
    cited = Citation.objects.get(subject_type="registry.activity")
    text = saved_page.clipping.analysed_text
    assert (cited.quote, text[cited.start : cited.end]) == (kept, kept)
    assert str(saved_page) in _page(editor, f"/en/desk/activities/{record.public_id}/")
    assert editor.post(f"/en/desk/citations/{cited.pk}/remove/").status_code == 302
    assert Citation.objects.filter(pk=cited.pk).count() == 0
    history = _page(editor, f"/en/desk/history/activity/{record.public_id}/")
    assert "Source named" in history
    assert "Source taken off" in history


def test_words_of_other_records_are_not_taken_back_here(editor: Client) -> None:
    cited = CitationFactory(subject=OrganisationFactory())
    assert editor.get(f"/en/desk/citations/{cited.pk}/remove/").status_code == 404
    record: Any = ActivityFactory()
    down = SourceFactory()
    Source.objects.filter(pk=down.pk).update(taken_down_at=record.created_at)
    page = _page(editor, f"/en/desk/cite/activity/{record.public_id}/?chosen={down.public_id}")
    assert "Which saved page?" in page
