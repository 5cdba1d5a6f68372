"""Two organisations in one record: ticked, taken out, found under its own name, and taken back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.factories import OrganisationFactory, PostFactory

from banyan.accounts.models import User
from banyan.registry.models import Organisation, Post, Split


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_two_in_one_record_are_taken_apart_and_back(visit, editor: User, drain, script: bool) -> None:
    record = OrganisationFactory(name="Clear River Foundation", others={"vi": "Quỹ Sông Sâu"})
    there = OrganisationFactory(name="Deep River Foundation")
    goes = PostFactory(organisation=record, titles={"en": "director"})
    moves = PostFactory(organisation=record, titles={"en": "treasurer"})
    third = PostFactory(organisation=record, titles={"en": "secretary"})
    drain()

    one = visit(script=script, user=editor)
    page = one.open(f"/en/desk/organisations/{record.public_id}/")
    page.locator(f"a[href$='/organisations/{record.public_id}/split/']").click()
    page.get_by_label("Quỹ Sông Sâu").check()
    page.get_by_label("director").check()
    page.get_by_label("Why are these two?").fill("One in each town")
    page.locator("main form.form button.btn-warn").click()
    page.wait_for_url("**/en/desk/organisations/*/")
    expect(page.locator("h1")).to_have_text("Quỹ Sông Sâu")
    expect(page.locator("main")).to_contain_text("director")
    made = Split.objects.get()
    assert made.reason == "One in each town"
    assert Post.objects.get(pk=goes.pk).organisation.public_id == made.to_key

    # Into one that is there: chosen first, then ticked.
    page = one.open(f"/en/desk/organisations/{record.public_id}/split/")
    page.fill("#choose", "Deep River Foundation")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/desk/choose/**")
    page.locator("main ul.plain a", has_text="Deep River Foundation").click()
    page.wait_for_url("**/split/?chosen=**")
    page.get_by_label("treasurer").check()
    page.get_by_label("Why are these two?").fill("She works for the other")
    page.locator("main form.form button.btn-warn").click()
    page.wait_for_url(f"**/en/desk/organisations/{there.public_id}/")
    assert Post.objects.get(pk=moves.pk).organisation == there

    # Into a new one whose name nobody ticked, because the record never had it.
    page = one.open(f"/en/desk/organisations/{record.public_id}/split/")
    page.get_by_label("secretary").check()
    page.get_by_label("Why are these two?").fill("One in each province")
    page.locator("main form.form button.btn-warn").click()
    expect(page.get_by_role("alert")).to_contain_text("tick or write one for the other")
    page.get_by_label("Write its name").fill("Quỹ Sông Trong")
    page.get_by_label("Language of the name").select_option("vi")
    page.locator("main form.form button.btn-warn").click()
    expect(page.locator("h1")).to_have_text("Quỹ Sông Trong")
    expect(page.locator("main")).to_contain_text("secretary")
    assert Post.objects.get(pk=third.pk).organisation.title_vi == "Quỹ Sông Trong"

    page.get_by_role("link", name="Look at it, or take it back").click()
    page.locator(f"form[action$='/splits/{made.pk}/undo/'] button").click()
    expect(page.locator(".notice-success")).to_contain_text("the entries are where they were")
    assert Post.objects.get(pk=goes.pk).organisation == record
    assert Organisation.objects.get(public_id=made.to_key).state == "merged"
    assert one.troubles == []
