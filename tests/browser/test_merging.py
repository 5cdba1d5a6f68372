"""The same organisation twice: compare, choose, merge; the old address leads on; taken back, both are there."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.factories import CitationFactory, OrganisationFactory, PostFactory

from banyan.accounts.models import User
from banyan.registry.models import Merge, Organisation, Post


@pytest.mark.parametrize("language", ["vi", "zh-hans", "en"])
def test_duplicates_are_merged_and_taken_back(visit, editor: User, drain, language: str) -> None:
    kept = OrganisationFactory(name="Clear River Foundation", website="https://a.example.org")
    folded = OrganisationFactory(name="Foundation of the Clear River", website="https://b.example.org")
    post = PostFactory(organisation=folded, titles={"en": "director"})
    for row in (kept, folded, post):
        CitationFactory(subject=row)
    drain()

    one = visit(user=editor)
    page = one.open(f"/{language}/desk/organisations/{kept.public_id}/")
    page.locator(f"a[href$='/desk/compare/organisation/{kept.public_id}/']").click()
    page.fill("#choose", "Foundation of the Clear River")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{language}/desk/choose/**")
    page.locator("main ul.plain a", has_text="Foundation of the Clear River").click()
    page.wait_for_url("**/desk/compare/**chosen=**")

    # Everything that will move is listed before the one red button.
    expect(page.locator("main")).to_contain_text("director")
    page.check("input[name=take-website][value=folded]")
    page.locator("main form.form button.btn-warn").click()
    page.wait_for_url(f"**/{language}/desk/merges/*/")
    kept.refresh_from_db()
    assert kept.website == "https://b.example.org"
    assert Post.objects.get().organisation == kept

    # The old address leads on, for everybody.
    reader = visit()
    public = reader.open(f"/{language}/organisations/{folded.public_id}/")
    assert reader.path == f"/{language}/organisations/{kept.public_id}/"
    expect(public.locator("h1")).to_have_text("Clear River Foundation")
    expect(public.locator("main")).to_contain_text("Foundation of the Clear River")

    page.locator("main form.confirm button.btn-warn").click()
    expect(page.locator("#stays")).to_be_visible()
    assert Merge.objects.get().undone_by == editor
    reader = visit()  # the first one's browser may keep for a minute where the address led
    for record in (kept, folded):
        page = reader.open(f"/{language}/organisations/{record.public_id}/")
        assert reader.path == f"/{language}/organisations/{record.public_id}/"
        expect(page.locator("h1")).to_have_text(str(record))
    assert Organisation.objects.get(pk=kept.pk).website == "https://a.example.org"
    assert one.troubles == []
