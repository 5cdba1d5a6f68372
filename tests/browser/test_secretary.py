"""A secretary, in Vietnamese: pastes an article, mends a position, accepts, finds it without accents."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import PAGES, PASSWORD

from banyan.accounts.models import User
from banyan.ingest.models import Clipping
from banyan.registry.models import Citation, Organisation, Person, Post, ProposedChange

ARTICLE = (PAGES / "thu-ky.txt").read_text()
CENTRE = "Trung tâm Hỗ trợ Cộng đồng Bến Cỏ"


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_secretary_pastes_mends_accepts_and_finds(visit, editor: User, run_jobs, drain, script: bool):
    one = visit(script=script)
    page = one.open("/vi/desk/clip/")
    # The desk asks her to sign in, and leads back to where she wanted to go.
    assert one.path == "/vi/accounts/login/"
    page.fill("[name=login]", "editor@example.org")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/vi/desk/clip/")

    page.fill("textarea[name=text]", ARTICLE)
    page.click(".clip-form button[type=submit]")
    page.wait_for_url("**/vi/desk/clip/*/")
    clipping = Clipping.objects.get()
    assert (clipping.state, clipping.created_by) == ("queued", editor)
    one.leave_and_come_back(run_jobs)
    page.wait_for_url(f"**/vi/desk/inbox/{clipping.source.public_id}/")
    clipping.refresh_from_db()
    assert (clipping.state, clipping.source.language) == ("read", "vi")

    # Each name is marked in the article, and stands beside the sentence it came from.
    expect(page.locator("mark.person", has_text="Nguyễn Thị Thu Lam")).to_have_count(1)
    current = page.locator(".change-current")
    assert current.locator("blockquote").inner_text() in " ".join(ARTICLE.split())

    # She mends a position before accepting it; the people it rests on are accepted with it.
    post = ProposedChange.objects.get(kind="post", payload__person__name="Trần Văn Định")
    page.locator(f"#change-{post.pk} [data-make-current]").click()
    page.wait_for_selector(f"#change-{post.pk}.change-current")
    page.locator("summary[data-key=E]").click()
    page.fill(f"[name=change{post.pk}-title]", "Phó Giám đốc thường trực")
    page.click("button[value=edit]")
    page.wait_for_selector(f"#change-{post.pk}.change-accepted")
    post.refresh_from_db()
    assert (post.state, post.decided_by) == ("accepted", editor)
    assert Post.objects.get().title_vi == "Phó Giám đốc thường trực"
    assert [str(person) for person in Person.objects.all()] == ["Trần Văn Định"]
    assert str(Organisation.objects.get()) == "Quỹ Phù Sa"
    assert Citation.objects.filter(quote__contains="Phó Giám đốc Quỹ Phù Sa").exists()

    page.locator(".all-certain button").click()
    page.wait_for_selector(".all-certain", state="detached")
    assert set(map(str, Organisation.objects.all())) >= {CENTRE, "Quỹ Phù Sa"}
    drain()

    # A visitor finds it, typing as people type.
    page = one.open("/vi/")
    page.fill("main [name=q]", "trung tam ho tro cong dong ben co")
    page.press("main [name=q]", "Enter")
    page.wait_for_url("**/vi/search/**")
    first = page.locator(".results .result-title a").first
    assert first.inner_text() == CENTRE
    assert (
        first.get_attribute("href")
        == f"/vi/organisations/{Organisation.objects.get(names__text=CENTRE).public_id}/"
    )
