"""Stated figures at the desk: choosing what they are about, adding, finding, editing, removing."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.test import Client
from tests.factories import (
    ActivityFactory,
    CitationFactory,
    EventFactory,
    OrganisationFactory,
    StatedFigureFactory,
    UserFactory,
)

from banyan.ingest.domain import clippings
from banyan.registry.models import Citation, StatedFigure

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(UserFactory())
    return client


def _page(client: Client, path: str) -> str:
    return str(client.get(path).content.decode())


def test_what_it_is_about_is_asked_first_and_chosen_without_a_script(editor: Client) -> None:
    page = _page(editor, "/en/desk/figures/add/")
    assert "What is it about?" in page
    activity = ActivityFactory(titles={"vi": "Nước sạch"})
    chooser = _page(
        editor, "/en/desk/choose/?kind=activity&q=nuoc&next=/en/desk/figures/add/%3Fkind%3Dactivity"
    )
    address = f"/en/desk/figures/add/?kind=activity&amp;chosen={activity.public_id}"
    assert f'href="{address}"' in chooser
    assert "Nước sạch" in _page(editor, address.replace("&amp;", "&"))
    assert "What is it about?" in _page(editor, "/en/desk/figures/add/?kind=person&chosen=bn-0000-0000")


@pytest.mark.parametrize("kind", ["organisation", "event", "activity"])
def test_figure_is_added_with_how_one_knows(editor: Client, kind: str) -> None:
    factory = {"organisation": OrganisationFactory, "event": EventFactory, "activity": ActivityFactory}[kind]
    subject = factory()
    values = {
        "kind": kind,
        "chosen": subject.public_id,
        "qualifier": "over",
        "value": "1.200,5",
        "measure_en": "land restored",
        "unit_en": "hectares",
        "stated_date": "2024年5月",
        "evidence": "Yearbook 2024",
    }
    answer = editor.post("/en/desk/figures/add/", values)
    made = StatedFigure.objects.get()
    assert answer["Location"] == f"/en/desk/figures/{made.pk}/"
    assert (made.subject_type, made.subject_key) == (kind, subject.public_id)
    assert (made.value, made.stated_date) == (Decimal("1200.5"), "2024-05")
    page = _page(editor, f"/en/desk/figures/{made.pk}/")
    assert "over 1,200.5 hectares" in page
    assert "Yearbook 2024" in page
    home = {"organisation": "organisations", "event": "events", "activity": "activities"}[kind]
    assert "over 1,200.5 hectares" in _page(editor, f"/en/desk/{home}/{subject.public_id}/")
    assert "Figure added" in _page(editor, f"/en/desk/history/{kind}/{subject.public_id}/")
    assert "Figure added" in _page(editor, f"/en/desk/history/figure/{made.pk}/")
    if kind != "activity":
        assert "over 1,200.5 hectares" in _page(Client(), f"/en/{home}/{subject.public_id}/")


def test_words_of_a_page_that_names_the_subject_are_the_source(
    editor: Client, now: datetime.datetime
) -> None:
    subject = OrganisationFactory()
    raw = b"The fund has 193 partners. Nothing else is said."
    clipping = clippings.save_page(raw=raw, by=UserFactory(), now=now, read_later=False)
    source = clippings.read(clipping_id=clipping.pk, now=now).source
    values = {
        "kind": "organisation",
        "chosen": subject.public_id,
        "value": "193",
        "measure_en": "partners",
        "page": source.public_id,
        "quote": "has 193  partners",
    }
    # A page that does not name the subject is not offered.
    assert editor.post("/en/desk/figures/add/", values).status_code == 302
    StatedFigure.objects.all().delete()
    CitationFactory(subject=subject, source=source)
    for missing, said in (
        ("quote", "Copy the words that say so from the page."),
        ("page", "Which saved page?"),
        ("measure_en", "Say in at least one language what is counted."),
    ):
        answer = editor.post("/en/desk/figures/add/", {**values, missing: ""})
        assert answer.status_code == 422
        assert said in answer.content.decode()
    answer = editor.post("/en/desk/figures/add/", {**values, "quote": "has 194 partners"})
    assert "These words do not stand in the saved page." in answer.content.decode()
    assert editor.post("/en/desk/figures/add/", values).status_code == 302
    cited = Citation.objects.get(subject_type="registry.statedfigure", source=source)
    assert (cited.quote, source.clipping.analysed_text[cited.start : cited.end]) == (
        "has 193 partners",
        "has 193 partners",
    )


def test_list_is_found_and_saved(editor: Client) -> None:
    fund = OrganisationFactory(name="Quỹ Sông Trong", language="vi")
    StatedFigureFactory(subject=fund, measures={"vi": "đối tác"}, stated_date="2024")
    StatedFigureFactory(measures={"en": "wells"}, value=Decimal(7))
    page = _page(editor, "/en/desk/figures/?q=song+trong")
    assert "đối tác" in page
    assert "Quỹ Sông Trong · 2024" in page
    assert "wells" not in page
    lines = b"".join(editor.get("/en/desk/export/figure.csv").streaming_content).decode().splitlines()
    assert len(lines) == 3


def test_editing_and_removing(editor: Client) -> None:
    fund = OrganisationFactory()
    row = StatedFigureFactory(subject=fund)
    path = f"/en/desk/figures/{row.pk}/"
    old = {"seen": "2020-01-01T00:00:00+00:00", "value": "200", "measure_en": "partners"}
    assert "Somebody changed this record" in editor.post(f"{path}edit/", old).content.decode()
    assert editor.post(f"{path}edit/", {**old, "seen": row.updated_at.isoformat()}).status_code == 302
    row.refresh_from_db()
    assert row.value == Decimal(200)
    assert "written again" in _page(editor, f"{path}remove/")
    answer = editor.post(f"{path}remove/")
    assert answer["Location"] == f"/en/desk/organisations/{fund.public_id}/"
    assert StatedFigure.objects.count() == 0
    assert "Figure removed" in _page(editor, f"/en/desk/history/organisation/{fund.public_id}/")


@pytest.mark.parametrize("key", ["x", "9" * 40])
def test_history_of_a_number_that_is_none_is_not_there(editor: Client, key: str) -> None:
    assert editor.get(f"/en/desk/history/figure/{key}/").status_code == 404
    assert editor.get(f"/en/desk/cite/figure/{key}/").status_code == 404
