"""The record of an organisation as PDF and Word: the same facts and sources as its page, nothing more."""

from __future__ import annotations

import io
import re
import threading
from typing import Any

import pytest
from django.test import Client
from docx import Document
from pypdf import PdfReader
from tests.factories import (
    ActivityFactory,
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

from banyan.paper.adapters import typesetting
from banyan.registry.domain import sources
from banyan.web.views import papers

pytestmark = pytest.mark.django_db


def pdf_of(answer: Any) -> str:
    pages = PdfReader(io.BytesIO(answer.content)).pages
    return re.sub(r"\s", "", "".join(page.extract_text() for page in pages))


def words_of(answer: Any) -> str:
    document = Document(io.BytesIO(answer.content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return re.sub(r"\s", "", "".join([*(row.text for row in document.paragraphs), *cells]))


@pytest.fixture
def organisation() -> Any:
    made = OrganisationFactory(
        name="Quỹ Sông Trong", language="vi", others={"zh": "清河基金会"}, website="https://song.example.org"
    )
    CitationFactory(subject=made, quote="Quỹ Sông Trong thành lập năm 2009.")
    CitationFactory(
        subject=PostFactory(
            organisation=made, person=PersonFactory(name="Lê Thu An"), titles={"vi": "Chủ tịch"}
        )
    )
    PostFactory(organisation=made, person=PersonFactory(name="Không Ai Biết"))
    TieFactory(
        subject=made, object=OrganisationFactory(name="Mạng lưới Sậy", language="vi"), kind="member_of"
    )
    ActivityFactory(titles={"vi": "Nước sạch cho bản"}, parties=[("operator", made)])
    EventFactory(titles={"vi": "Hội thảo nước"}, organisers=[made])
    StatedFigureFactory(subject=made, measures={"vi": "đối tác"})
    return made


@pytest.mark.parametrize("language", ["vi", "zh-hans", "en"])
@pytest.mark.parametrize(("form", "read"), [("pdf", pdf_of), ("docx", words_of)])
def test_what_the_page_holds_is_in_the_document(
    client: Client, organisation: Any, language: str, form: str, read: Any
) -> None:
    answer = client.get(f"/{language}/organisations/{organisation.public_id}/record.{form}")
    assert answer.status_code == 200
    text = read(answer)
    for words in (
        "QuỹSôngTrong", "清河基金会", "song.example.org", "LêThuAn", "Chủtịch", "MạnglướiSậy", "Nướcsạchchobản",
        "Hộithảonước", "đốitác", "QuỹSôngTrongthànhlậpnăm2009.", organisation.public_id,
    ):  # fmt: skip
        assert words in text, words
    assert "KhôngAiBiết" not in text
    own = {"vi": "Mốiquanhệ", "zh-hans": "机构关系", "en": "Relationships"}[language]
    assert own in text


def test_a_source_taken_down_is_not_in_the_document(client: Client, now: Any) -> None:
    organisation = OrganisationFactory()
    source = SourceFactory(title="A private matter")
    CitationFactory(source=source, subject=organisation, quote="Words nobody should read.")
    sources.take_down(source=source, by=UserFactory(), now=now)
    for form, read in (("pdf", pdf_of), ("docx", words_of)):
        text = read(client.get(f"/en/organisations/{organisation.public_id}/record.{form}"))
        assert "Asourcethatwastakendown" in text
        assert "privatematter" not in text
        assert "nobodyshould" not in text


def test_the_page_leads_to_both(client: Client) -> None:
    organisation = OrganisationFactory()
    page = client.get(organisation.get_absolute_url()).content.decode()
    for form in ("pdf", "docx"):
        assert f"/organisations/{organisation.public_id}/record.{form}" in page


@pytest.mark.parametrize("number", [1, 3])
def test_a_document_asks_the_database_the_same_number_of_times(
    client: Client, django_assert_num_queries: Any, number: int
) -> None:
    organisation = OrganisationFactory()
    for place in range(number):
        CitationFactory(
            subject=PostFactory(organisation=organisation, person=PersonFactory(name=f"P {place}"))
        )
        TieFactory(subject=organisation)
    with django_assert_num_queries(10):
        client.get(f"/en/organisations/{organisation.public_id}/record.docx")


def test_records_that_are_not_there_and_other_files(client: Client) -> None:
    organisation = OrganisationFactory()
    assert client.get("/en/organisations/bn-7k3q-x4mc/record.pdf").status_code == 404
    assert client.get(f"/en/organisations/{organisation.public_id}/record.xlsx").status_code == 404


def test_a_busy_press_and_a_greedy_machine_are_told_to_wait(client: Client, monkeypatch: Any) -> None:
    path = f"/vi/organisations/{OrganisationFactory().public_id}/record.pdf"
    monkeypatch.setattr(typesetting, "_ONE_AT_A_TIME", threading.BoundedSemaphore(1))
    monkeypatch.setattr(typesetting, "_PATIENCE", 0.01)
    with typesetting._ONE_AT_A_TIME:
        busy = client.get(path)
    assert (busy.status_code, busy["Retry-After"]) == (503, "60")
    assert "no-store" in busy["Cache-Control"]
    monkeypatch.setattr(papers, "_MOST_AN_HOUR", 2)
    assert client.get(path).status_code == 200
    assert client.get(path).status_code == 429


@pytest.mark.parametrize(
    ("given", "language", "name"),
    [
        ("", "vi", "Cây Đa"),
        ("Reed Centre", "zh-hans", "Reed Centre"),
        ("vi=Trung tâm Sậy; zh=芦苇中心", "zh-hans", "芦苇中心"),
        ("vi=Trung tâm Sậy; zh=芦苇中心", "en", "Trung tâm Sậy"),
    ],
)
def test_the_letterhead_has_the_name_of_the_centre(
    client: Client, settings: Any, given: str, language: str, name: str
) -> None:
    settings.BANYAN_CENTRE_NAME = given
    answer = client.get(f"/{language}/organisations/{OrganisationFactory().public_id}/record.docx")
    assert Document(io.BytesIO(answer.content)).paragraphs[0].text.startswith(f"{name}\t")
