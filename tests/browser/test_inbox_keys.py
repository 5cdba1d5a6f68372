"""The inbox without a mouse: by letters, and by Tab and Enter alone."""

from __future__ import annotations

from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect
from tests.factories import OrganisationFactory, ProposedChangeFactory, SourceFactory

from banyan.accounts.models import User
from banyan.registry.models import Organisation, ProposedChange, Source

NAMES = ("Ferry Village Group", "Reed Bank Network", "Lower Reach Fund", "Heron Trust")


@pytest.fixture
def source() -> Source:
    source = SourceFactory()
    for position, name in enumerate(NAMES):
        ProposedChangeFactory(
            source=source, position=position, group=f"o{position}", payload={"name": name, "language": "en"}
        )
    return source


def states() -> list[str]:
    return [row.state for row in ProposedChange.objects.order_by("position")]


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def now_on(page: Page, row: ProposedChange) -> None:
    """Wait until a suggestion is the one to decide, and has the focus."""
    expect(page.locator(f"#change-{row.pk}.change-current")).to_be_focused()


def test_letters_decide_undo_move_and_unfold(visit, source: Source, editor: User):
    second, third = ProposedChange.objects.order_by("position")[1:3]
    one = visit(user=editor)
    page = one.open(f"/en/desk/inbox/{source.public_id}/")
    page.keyboard.press("a")
    now_on(page, second)
    assert states() == ["accepted", "waiting", "waiting", "waiting"]
    expect(page.locator("#inbox-said")).to_contain_text("Ferry Village Group")
    page.keyboard.press("r")
    now_on(page, third)
    assert states() == ["accepted", "rejected", "waiting", "waiting"]
    page.keyboard.press("u")
    now_on(page, second)
    assert states() == ["accepted", "waiting", "waiting", "waiting"]

    # J and K move; a letter on a card that is not open opens it, and decides nothing.
    page.keyboard.press("j")
    assert focused(page) == f"change-{third.pk}"
    page.keyboard.press("a")
    now_on(page, third)
    assert states() == ["accepted", "waiting", "waiting", "waiting"]
    page.keyboard.press("k")
    assert focused(page) == f"change-{second.pk}"
    page.keyboard.press("r")
    now_on(page, second)

    # E unfolds the form with the focus in it; letters are then letters.
    page.keyboard.press("e")
    expect(page.locator(f"[name=change{second.pk}-name]")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type(" areluk")
    page.keyboard.press("Enter")
    now_on(page, third)
    second.refresh_from_db()
    assert (second.state, second.payload["name"]) == ("accepted", "Reed Bank Network areluk")
    assert page.evaluate("localStorage.length") == 0

    # L, where nothing in the directory is near, leads to the search.
    page.keyboard.press("l")
    page.wait_for_url(f"**/en/desk/changes/{third.pk}/choose/")


def test_l_unfolds_the_records_that_are_near(visit, source: Source, editor: User):
    here = OrganisationFactory(name="Ferry Village Society")
    first, second, *_rest = ProposedChange.objects.order_by("position")
    first.candidates = [{"key": here.public_id, "name": "Ferry Village Society", "reasons": ["similar_name"]}]
    first.save()
    page = visit(user=editor).open(f"/en/desk/inbox/{source.public_id}/")
    page.keyboard.press("l")
    expect(page.locator("button[value=link]")).to_be_focused()
    page.keyboard.press("Enter")
    now_on(page, second)
    first.refresh_from_db()
    assert (first.state, first.result_key) == ("accepted", here.public_id)


def test_letters_can_be_switched_off_and_a_key_held_down_decides_once(visit, source: Source, editor: User):
    second = ProposedChange.objects.order_by("position")[1]
    page = visit(user=editor).open(f"/en/desk/inbox/{source.public_id}/")
    for _ in range(4):
        page.keyboard.down("a")
    page.keyboard.up("a")
    now_on(page, second)
    assert states() == ["accepted", "waiting", "waiting", "waiting"]
    page.keyboard.press("?")
    expect(page.locator("[data-keys-switch]")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("a")
    page.wait_for_timeout(300)
    assert states() == ["accepted", "waiting", "waiting", "waiting"]


def test_a_composition_is_not_a_letter(visit, source: Source, editor: User):
    page = visit(user=editor).open(f"/en/desk/inbox/{source.public_id}/")
    page.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'a', isComposing: true, bubbles: true}))"
    )
    page.wait_for_timeout(300)
    assert states() == ["waiting"] * 4


def test_tab_and_enter_alone_go_through_the_inbox(visit, source: Source, editor: User):
    rows = list(ProposedChange.objects.order_by("position"))
    page = visit(user=editor).open("/en/desk/inbox/")

    def tab_to(selector: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"Tab never reaches {selector}")

    tab_to(".inbox-list a")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/en/desk/inbox/{source.public_id}/")
    for row, after in pairwise(rows):
        tab_to(f"#change-{row.pk} button[value={'reject' if row is rows[1] else 'accept'}]")
        page.keyboard.press("Enter")
        now_on(page, after)
    tab_to(f"#change-{rows[-1].pk} button[value=accept]")
    page.keyboard.press("Enter")
    expect(page.locator("#done")).to_be_focused()
    assert states() == ["accepted", "rejected", "accepted", "accepted"]
    assert Organisation.objects.count() == 3
    assert page.locator("#done .tag").all_inner_texts() == [NAMES[0], NAMES[2], NAMES[3]]


def test_what_is_typed_stays_in_the_browser_until_it_has_arrived(visit, editor: User):
    one = visit(user=editor)
    page = one.open("/en/desk/clip/")
    page.fill("textarea[name=text]", "The Heron Trust opened a school.")
    expect(page.locator("[data-kept-now]")).to_be_visible()
    page.reload()
    assert page.input_value("textarea[name=text]") == "The Heron Trust opened a school."
    expect(page.locator("[data-kept-back]")).to_be_visible()

    # Refused: it stays. Arrived: it goes.
    page.fill("[name=address]", "example.org/page")
    page.click(".clip-form button[type=submit]")
    page.wait_for_selector(".error-summary")
    assert page.input_value("textarea[name=text]") == "The Heron Trust opened a school."
    assert page.evaluate("Object.keys(localStorage)") == ["kept:clip"]
    page.fill("[name=address]", "")
    page.click(".clip-form button[type=submit]")
    page.wait_for_url("**/en/desk/clip/*/")
    assert page.evaluate("Object.keys(localStorage)") == []
    one.open("/en/desk/clip/")
    assert page.input_value("textarea[name=text]") == ""


def test_signing_out_elsewhere_loses_nothing_that_was_typed(visit, source: Source, editor: User):
    first = ProposedChange.objects.order_by("position")[0]
    one = visit(user=editor)
    page = one.open(f"/en/desk/inbox/{source.public_id}/")
    page.keyboard.press("e")
    page.fill(f"[name=change{first.pk}-name]", "Ferry Village on the Reach")
    one.context.clear_cookies(name="sessionid")
    page.click("button[value=edit]")
    page.wait_for_url("**/en/accounts/login/**")
    assert states() == ["waiting"] * 4
    page.fill("[name=login]", "editor@example.org")
    page.fill("[name=password]", "quiet-river-74")
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"**/en/desk/inbox/{source.public_id}/**")
    assert page.input_value(f"[name=change{first.pk}-name]") == "Ferry Village on the Reach"
