"""The overview as charts with their tables, and as a report to send."""

from __future__ import annotations

import datetime
import io
import re
from typing import Any

import pytest
from django.test import Client
from docx import Document
from pypdf import PdfReader
from tests.factories import OrganisationFactory, PersonFactory, UserFactory

from banyan.registry.domain import coverage
from banyan.taxonomy.domain import queries, schemes

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(now: datetime.datetime) -> Client:
    schemes.load_code_lists(now=now)
    for code in ("VN", "VN", "CN", None):
        OrganisationFactory(
            country=queries.place_with_code(code or ""),
            legal_form=queries.concept_with_code("legal_forms", "university"),
        )
    PersonFactory()
    client = Client()
    client.force_login(UserFactory())
    return client


def test_every_chart_has_its_table_and_its_file(editor: Client) -> None:
    page = editor.get("/en/desk/overview/charts/").content.decode()
    assert (
        page.count('class="wide chart"')
        == page.count('class="tall chart"')
        == page.count("<details") - 1
        == 6
    )
    table = page.split('id="country"')[1].split("</section>")[0]
    cells = re.findall(r"<(?:th scope=\"row\"|td)[^>]*><span>([^<]+)</span>", table)
    assert cells == ["Vietnam", "2", "50.0 %", "China", "1", "25.0 %", "Not given", "1", "25.0 %"]
    for key in ("country", "topic", "form", "language", "verification", "grown"):
        answer = editor.get(f"/en/desk/overview/charts/{key}.svg")
        assert answer["Content-Type"] == "image/svg+xml; charset=utf-8"
        assert answer.content.startswith(b'<svg xmlns="http://www.w3.org/2000/svg" viewBox')
    assert editor.get("/en/desk/overview/charts/secret.svg").status_code == 404


@pytest.mark.parametrize(
    ("language", "title", "country"),
    [("vi", "Hiện trạng cơ sở dữ liệu tổ chức", "Việt Nam"), ("zh-hans", "机构库现状", "越南"), ("en", "State of the directory", "Vietnam")],
)  # fmt: skip
def test_the_report_holds_the_figures_of_the_overview(
    editor: Client, language: str, title: str, country: str
) -> None:
    raw = editor.get(f"/{language}/desk/overview/report.pdf")
    reader = PdfReader(io.BytesIO(raw.content))
    text = re.sub(r"\s", "", "".join(page.extract_text() for page in reader.pages))
    document = Document(io.BytesIO(editor.get(f"/{language}/desk/overview/report.docx").content))
    tables = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    assert reader.metadata is not None
    assert reader.metadata.title == document.core_properties.title == title
    assert [country, "2", "50.0 %"] in tables
    assert f"{country}250.0%".replace(" ", "") in text
    assert len(document.inline_shapes) == 6
    assert raw["Cache-Control"] == "private, no-store"


def test_growth_is_counted_to_the_end_of_each_month(editor: Client) -> None:
    now = datetime.datetime(2027, 1, 10, tzinfo=datetime.UTC)
    grown = coverage.count(now=now)["grown"]
    assert len(grown) == 24
    assert next(iter(grown)) == "2025-02"
    assert {month: grown[month] for month in ("2026-10", "2026-11", "2026-12", "2027-01")} == {
        "2026-10": 0, "2026-11": 4, "2026-12": 4, "2027-01": 4,
    }  # fmt: skip


def test_a_report_that_is_not_counted_yet_says_so(editor: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(coverage, "LIVE_UP_TO", 0)
    answer = editor.get("/en/desk/overview/report.pdf")
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "counted for the first time" in editor.get("/en/desk/overview/charts/").content.decode()
    assert editor.get("/en/desk/overview/charts/country.svg").status_code == 404
    assert editor.get("/en/desk/overview/report.xlsx").status_code == 404
