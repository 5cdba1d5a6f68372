"""The dashboard: every figure equals the length of the list it leads to."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape
from tests.factories import (
    CitationFactory,
    EventFactory,
    OrganisationFactory,
    PersonFactory,
    ProposedChangeFactory,
    SourceFactory,
    UserFactory,
)

from banyan.registry.domain import coverage, organisations
from banyan.registry.models import Organisation
from banyan.taxonomy.domain import queries, schemes

pytestmark = pytest.mark.django_db

BAR = re.compile(
    r'<a href="([^"]+)"><span class="bar-label">([^<]+)</span> <span class="num">([\d,]+)</span>'
)
FIGURE = re.compile(r'<dt><a href="([^"]+)">([^<]+)</a></dt><dd>([\d,]+)')


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(UserFactory())
    return client


@pytest.fixture
def register(now: datetime.datetime) -> None:
    """A register in which every figure of the dashboard counts something, and most something else."""
    schemes.load_code_lists(now=now)
    place, concept = queries.place_with_code, queries.concept_with_code
    ages = [0, 3, 40, 200, 400, 500, 0]
    for number, age in enumerate(ages):
        made = OrganisationFactory(
            language=("vi", "zh", "en")[number % 3],
            others={"en": f"Reed Group {number}"} if number == 1 else {},
            now=datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=age),
            country=place(("VN", "VN", "CN", "LA", None, "VN", "CN")[number] or ""),
            legal_form=concept("legal_forms", "university") if number < 2 else None,
            registration_state=("registered", "filed", "none", "unknown")[number % 4],
            verification="checked" if number % 2 else "unverified",
            website="https://reed.example.org" if number == 3 else "",
        )
        if number < 3:
            made.topics.set([concept("icnptso", "A10"), concept("sdg", "4")][: number or 2])
            CitationFactory(subject=made)
    written = OrganisationFactory(now=now)
    for text in ("Reeds.", "Reeds and rice."):
        organisations.edit(
            organisation=written,
            values={},
            summary={"en": text, "vi": "Sậy.", "zh": "芦苇。"},
            by=None,
            now=now,
        )
    folded = OrganisationFactory()
    Organisation.objects.filter(pk=folded.pk).update(state="merged")
    PersonFactory()
    EventFactory()
    source = SourceFactory()
    ProposedChangeFactory(source=source)
    ProposedChangeFactory(source=source)


def _length(page: str) -> int:
    found = re.search(r'<p class="small" role="status">(?:(\d+)|One) (?:record|source)', page)
    return int(found[1] or 1) if found else 0


def test_every_figure_equals_the_length_of_the_list_it_leads_to(editor: Client, register: None) -> None:
    page = editor.get("/en/desk/overview/").content.decode()
    shown = {url.replace("&amp;", "&"): int(number) for url, _, number in BAR.findall(page)}
    assert len(shown) == 26
    lengths = {url: _length(editor.get(url).content.decode()) for url in shown}
    assert lengths == shown
    assert shown["/en/desk/organisations/?country=VN"] == 3
    assert shown["/en/desk/organisations/?stale=vi"] == 1
    assert shown["/en/desk/organisations/?lacks=source"] == 5


def test_totals_equal_the_length_of_their_lists(editor: Client, register: None) -> None:
    page = editor.get("/en/desk/overview/").content.decode()
    figures = {label: (url, int(number)) for url, label, number in FIGURE.findall(page)}
    for label in ("Organisations", "People", "Events"):
        url, number = figures[label]
        assert _length(editor.get(url).content.decode()) == number
    assert figures["Organisations"][1] == 8
    inbox, waiting = figures["Pages and notes waiting in the inbox"]
    assert editor.get(inbox).content.decode().count('<ul class="plain inbox-list">') == 1
    assert waiting == 1


@pytest.mark.parametrize("number", [1, 3])
def test_dashboard_asks_the_database_the_same_number_of_times(
    editor: Client, django_assert_num_queries: Any, number: int
) -> None:
    for _ in range(number):
        OrganisationFactory()
    with django_assert_num_queries(22):
        editor.get("/en/desk/overview/")


def test_kept_figures_say_when_they_were_counted(editor: Client, register: None, monkeypatch: Any) -> None:
    monkeypatch.setattr(coverage, "LIVE_UP_TO", 0)
    page = editor.get("/en/desk/overview/").content.decode()
    assert "being counted for the first time" in page
    coverage.recount(now=datetime.datetime(2026, 11, 21, 9, tzinfo=datetime.UTC))
    page = editor.get("/en/desk/overview/").content.decode()
    assert "Counted at 16:00 · 21 November 2026" in page
    assert len(BAR.findall(page)) == 26


def test_a_narrowed_list_says_what_was_chosen_and_takes_it_away(editor: Client, register: None) -> None:
    page = editor.get("/en/desk/organisations/?country=VN&verification=checked").content.decode()
    assert "Country or area: Vietnam" in page
    assert escape("/en/desk/organisations/?verification=checked") in page
    assert '<option value="VN" selected>' in page
    assert _length(page) == 2


def test_a_narrowed_list_is_saved_as_a_file_as_it_is_seen(editor: Client, register: None) -> None:
    page = editor.get("/en/desk/organisations/?country=VN").content.decode()
    assert "/en/desk/export/organisation.csv?country=VN" in page
    rows = b"".join(editor.get("/en/desk/export/organisation.csv?country=VN")).decode().splitlines()
    assert len(rows) == 1 + 3


def test_filters_hold_within_what_was_found_by_words(editor: Client, register: None, index: Any) -> None:
    index()
    page = editor.get("/en/desk/organisations/?q=clear+river&country=VN").content.decode()
    assert _length(page) == 3
    assert 'name="country" value="VN"' in page
    rows = b"".join(editor.get("/en/desk/export/organisation.csv?q=clear+river&country=VN")).decode()
    assert len(rows.splitlines()) == 1 + 3


@pytest.mark.parametrize(
    "query",
    ["country=%00", "country=ZZ", "topic=x", "changed=sometimes", "stale=fr", "form=%27;--", "lacks=name_fr"],
)
def test_anything_may_stand_in_the_address(editor: Client, register: None, query: str) -> None:
    assert editor.get(f"/en/desk/organisations/?{query}").status_code == 200
