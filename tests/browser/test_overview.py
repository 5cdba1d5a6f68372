"""From a figure of the overview to the records behind it, with and without script."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import PHONE
from tests.factories import OrganisationFactory

from banyan.accounts.models import User


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_figure_leads_to_its_records_and_the_list_is_narrowed_further(visit, editor: User, script: bool):
    OrganisationFactory(name="Hội Sậy Vàng", language="vi", website="https://say.example.org")
    OrganisationFactory(name="Nhóm Bến Lau", language="vi")
    OrganisationFactory(name="Reed Group")
    one = visit(viewport=PHONE, script=script, user=editor)
    page = one.open("/vi/desk/overview/")
    page.locator(".bars a", has_text="Chưa có tên tiếng Trung").click()
    page.wait_for_url("**/vi/desk/organisations/?lacks=name_zh")
    expect(page.locator("tbody tr")).to_have_count(3)
    page.locator(".narrowing summary").click()
    page.select_option("select[name=lacks]", "name_en")
    page.locator(".narrowing button").click()
    page.wait_for_url("**lacks=name_en**")
    expect(page.locator("tbody tr")).to_have_count(2)
    page.locator(".chips a").click()
    page.wait_for_url("**/vi/desk/organisations/")
    expect(page.locator("tbody tr")).to_have_count(3)
