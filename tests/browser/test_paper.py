"""Files that people save: opened and read back, by a visitor and at the desk, with and without script."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader
from tests.browser.conftest import DESK, PHONE
from tests.factories import CitationFactory, OrganisationFactory, PersonFactory, PostFactory

from banyan.accounts.models import User


def saved(page: Any, selector: str, folder: Path) -> Path:
    """Press something that saves a file, and return the file under the name the browser gave it."""
    with page.expect_download() as waiting:
        page.locator(selector).first.click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_visitor_saves_a_list_and_a_record(visit, index, tmp_path: Path, script: bool):
    organisation = OrganisationFactory(name="Quỹ Sông Trong", language="vi", others={"zh": "清河基金会"})
    OrganisationFactory(name="Hội Sậy Vàng", language="vi")
    CitationFactory(subject=PostFactory(organisation=organisation, person=PersonFactory(name="Lê Thu An")))
    index()
    one = visit(viewport=PHONE, script=script)
    page = one.open("/vi/organisations/?q=song+trong")
    book = saved(page, ".list-files a[href*='xlsx']", tmp_path)
    assert book.name.startswith("Tổ chức song trong 20")
    rows = list(load_workbook(book).worksheets[0].iter_rows(min_row=2, values_only=True))
    assert [row[:3] for row in rows] == [(organisation.public_id, "Quỹ Sông Trong", "清河基金会")]
    page = one.open(f"/vi/organisations/{organisation.public_id}/")
    pdf = saved(page, "a[href$='record.pdf']", tmp_path)
    assert pdf.name.startswith("Quỹ Sông Trong 20")
    text = PdfReader(pdf).pages[0].extract_text()
    assert "Lê Thu An" in text
    assert "清河基金会" in text
    document = Document(str(saved(page, "a[href$='record.docx']", tmp_path)))
    assert document.paragraphs[1].text == "Quỹ Sông Trong"


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_the_desk_reads_charts_and_sends_the_report(visit, editor: User, tmp_path: Path, script: bool):
    OrganisationFactory(name="Hội Sậy Vàng", language="vi")
    one = visit(viewport=PHONE if script else DESK, script=script, user=editor)
    page = one.open("/zh-hans/desk/overview/")
    page.locator("a.btn", has_text="图表").click()
    page.wait_for_url("**/zh-hans/desk/overview/charts/")
    shown = [row.is_visible() for row in page.locator("#language svg").all()]
    assert shown == ([False, True] if script else [True, False])
    page.locator("#language summary").click()
    assert page.locator("#language tbody tr").first.is_visible()
    if script:
        assert [item["id"] for item in Axe().run(page).response["violations"]] == []
    report = saved(page, "a[href$='report.pdf']", tmp_path)
    assert report.name.startswith("机构库现状 20")
    assert "机构库现有 1 家机构" in PdfReader(report).pages[0].extract_text()
