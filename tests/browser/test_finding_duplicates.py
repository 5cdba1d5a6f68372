"""Somebody tidies up the directory: search, look at two side by side, decide, and never be asked again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.factories import OrganisationFactory

from banyan.accounts.models import User
from banyan.registry.models import DuplicateRun, Judgement


@pytest.fixture
def twice() -> None:
    for name in (
        "Quỹ Hoà Tâm Bình Sơn",
        "Quỹ Hòa Tâm Bình Sơn",
        "Hội Làm vườn Lan Hồng",
        "Hoi Lam vuon Lan Hong",
    ):
        OrganisationFactory(name=name, language="vi")


def test_search_decide_by_letters_undo_and_never_again(
    visit: Any, twice: None, editor: User, run_jobs: Callable[[], None]
) -> None:
    one = visit(user=editor)
    page = one.open("/en/desk/duplicates/")
    expect(page.get_by_text("Nobody has searched yet")).to_be_visible()
    page.get_by_role("button", name="Search the whole directory").click()
    expect(page.get_by_text("The search is under way")).to_be_visible()
    one.leave_and_come_back(run_jobs)
    expect(page.locator(".pairs li")).to_have_count(2)

    page.locator(".pairs a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Are these two one organisation?")
    first = one.path
    page.keyboard.press("d")
    expect(page.locator(".undo")).to_contain_text("Different")
    second = one.path
    assert second != first
    page.keyboard.press("u")
    expect(page.get_by_text("Taken back")).to_be_visible()
    assert one.path == first
    assert Judgement.objects.count() == 0
    page.keyboard.press("x")
    expect(page).to_have_url(f"{one.server}{second}")
    page.keyboard.press("n")
    expect(page).not_to_have_url(f"{one.server}{second}")
    page.keyboard.press("d")
    expect(page.get_by_text("That was the last pair")).to_be_visible()
    assert sorted(row.verdict for row in Judgement.objects.all()) == ["different", "unsure"]

    page.get_by_role("button", name="Search the whole directory").click()
    one.leave_and_come_back(run_jobs)
    expect(page.get_by_text("Everything that was found has been decided")).to_be_visible()
    assert DuplicateRun.objects.filter(state="finished").count() == 2


def test_everything_works_without_a_script_on_a_phone(
    visit: Any, twice: None, editor: User, run_jobs: Callable[[], None]
) -> None:
    one = visit(user=editor, script=False, viewport={"width": 360, "height": 740})
    page = one.open("/vi/desk/duplicates/")
    page.locator("#duplicate-search button[value=yes]").click()
    one.leave_and_come_back(run_jobs)
    page.locator(".pairs a").first.click()
    page.locator("button[value=different]").click()
    assert Judgement.objects.get().verdict == "different"
    page.locator(".undo button").click()
    assert Judgement.objects.count() == 0
