"""A programme officer, in Chinese: uploads a page, sees the figures, accepts, rejects, undoes, searches in pinyin."""

from __future__ import annotations

from playwright.sync_api import expect
from tests.browser.conftest import PAGES

from banyan.accounts.models import User
from banyan.ingest.models import Clipping
from banyan.registry.models import Organisation, ProposedChange, StatedFigure, Tie

OPERATOR = "武汉市同舟社会工作发展中心"


def test_programme_officer_uploads_accepts_rejects_undoes_and_finds(visit, editor: User, run_jobs, drain):
    one = visit(user=editor)
    page = one.open("/zh-hans/desk/clip/")
    page.set_input_files("[name=file]", PAGES / "lv-an.html")
    page.click(".clip-form button[type=submit]")
    page.wait_for_url("**/zh-hans/desk/clip/*/")
    one.leave_and_come_back(run_jobs)
    clipping = Clipping.objects.get()
    source = clipping.source
    page.wait_for_url(f"**/zh-hans/desk/inbox/{source.public_id}/")

    # The noise of the page is not in the article; what was planted is shown struck through, and named.
    text = page.locator(".article-body").inner_text()
    assert "骑行路线" not in text
    expect(page.locator(".article-body mark.spam")).to_have_text("w99手机下载App")
    expect(page.locator("#planted li")).to_have_count(1)
    figures = page.locator(".article-body mark.figure").all_inner_texts()
    assert {"项目书96份", "32家社会组织"} <= set(figures)

    # The operator: both organisations are accepted with the relationship.
    tie = ProposedChange.objects.get(kind="tie", payload__kind="operated_by")
    page.locator(f"#change-{tie.pk} [data-make-current]").click()
    page.locator(f"#change-{tie.pk} button[value=accept]").click()
    page.wait_for_selector(f"#change-{tie.pk}.change-accepted")
    made = Tie.objects.get()
    assert (made.kind, str(made.object)) == ("operated_by", OPERATOR)

    # One is rejected, then taken back.
    figure = ProposedChange.objects.get(kind="figure", payload__value="96")
    page.locator(f"#change-{figure.pk} [data-make-current]").click()
    page.locator(f"#change-{figure.pk} button[value=reject]").click()
    page.wait_for_selector(f"#change-{figure.pk}.change-rejected")
    figure.refresh_from_db()
    assert (figure.state, figure.decided_by) == ("rejected", editor)
    page.locator(".undo-bar button").click()
    page.wait_for_selector(f"#change-{figure.pk}.change-current")
    figure.refresh_from_db()
    assert (figure.state, figure.decided_by) == ("waiting", None)
    page.locator(f"#change-{figure.pk} button[value=accept]").click()
    page.wait_for_selector(f"#change-{figure.pk}.change-accepted")
    assert [(row.value, row.measure_zh) for row in StatedFigure.objects.all()] == [(96, "项目书")]
    drain()

    page = one.open("/zh-hans/search/?q=tongzhou+shehui+gongzuo")
    first = page.locator(".results .result-title a").first
    assert first.inner_text() == OPERATOR
    first.click()
    page.wait_for_url(f"**/zh-hans/organisations/{Organisation.objects.get(names__text=OPERATOR).public_id}/")
    expect(page.locator("h1")).to_have_text(OPERATOR)
    expect(page.locator("main")).to_contain_text("武汉市滨江社会组织服务中心")
