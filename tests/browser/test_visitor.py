"""A visitor with a phone, in English: finds a fact, reads its quote, says that it is wrong, and hears the answer."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import PHONE
from tests.factories import CitationFactory, OrganisationFactory, SourceFactory

from banyan.accounts.models import User
from banyan.registry.models import ProposedChange

NAME = "Reed Bank Library Network"
QUOTE = "The Reed Bank Library Network was founded in 2009."


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_visitor_finds_doubts_and_hears_the_answer(visit, index, editor: User, script: bool):
    organisation = OrganisationFactory(name=NAME, founded_date="2009", others={"zh": "芦岸图书馆网络"})
    source = SourceFactory(title="Forty years of reading")
    CitationFactory(source=source, subject=organisation, field="founded_date", quote=QUOTE)
    CitationFactory(source=source, subject=organisation.names.first(), quote=QUOTE)
    index()
    visitor = visit(viewport=PHONE, script=script)
    page = visitor.open("/en/")
    page.fill("main [name=q]", "reed bnak libary")
    page.press("main [name=q]", "Enter")
    page.wait_for_url("**/en/search/**")
    page.locator(".results .result-title a", has_text=NAME).first.click()
    page.wait_for_url(f"**/en/organisations/{organisation.public_id}/")

    # The number beside the fact leads to the very words.
    fact = page.locator(".fact", has_text="2009").first
    fact.locator(".ref").first.click()
    expect(page.locator(".quote", has_text=QUOTE).first).to_be_in_viewport()

    # Another language, the same page.
    page.locator("header .langs a[lang=zh-Hans]").click()
    page.wait_for_url(f"**/zh-hans/organisations/{organisation.public_id}/")
    expect(page.locator("h1")).to_contain_text("芦岸图书馆网络")
    page.locator("header .langs a[lang=en]").click()
    page.wait_for_url(f"**/en/organisations/{organisation.public_id}/")

    # One tap, no account.
    page.locator(".fact", has_text="2009").locator("button.wrong").first.click()
    page.wait_for_url("**/en/wrong/**")
    proposal = ProposedChange.objects.get()
    assert (proposal.kind, proposal.state, proposal.linked_key) == (
        "correction",
        "waiting",
        organisation.public_id,
    )
    assert "2009" in proposal.payload["field"]
    answer = page.url

    # Somebody at the centre sees it and decides.
    staff = visit(user=editor, script=script)
    desk = staff.open("/en/desk/inbox/")
    desk.locator(".inbox-list a", has_text=NAME).click()
    card = desk.locator(f"#change-{proposal.pk}")
    expect(card).to_contain_text("2009")
    card.locator("button[value=accept]").click()
    desk.wait_for_selector(f"#change-{proposal.pk}.change-accepted")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by) == ("accepted", editor)

    # The visitor's own page says so.
    page.goto(answer.split("?")[0])
    expect(page.locator("h1")).to_have_text("You were right; it has been dealt with")
