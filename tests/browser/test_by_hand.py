"""A secretary writes the register by hand: what no saved page suggested, with the page that says so."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import PAGES
from tests.factories import CitationFactory, EventFactory, OrganisationFactory, PersonFactory

from banyan.accounts.models import User
from banyan.ingest.domain import clippings
from banyan.registry.models import Activity, Citation, StatedFigure
from banyan.taxonomy.domain.schemes import load_code_lists

ARTICLE = (PAGES / "thu-ky.txt").read_text()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_secretary_writes_an_activity_with_its_parties_and_source(
    visit, index, now, editor: User, script: bool
):
    fund = OrganisationFactory(name="Quỹ Sông Trong", language="vi")
    centre = OrganisationFactory(name="Trung tâm Bến Cỏ", language="vi")
    saved = clippings.save_page(raw=ARTICLE.encode(), by=editor, now=now, title="Bến Cỏ", read_later=False)
    source = clippings.read(clipping_id=saved.pk, now=now).source
    index()
    one = visit(script=script, user=editor)
    page = one.open(f"/vi/desk/organisations/{fund.public_id}/")
    page.click("a[href*='/desk/activities/add/']")
    page.fill("[name=title_vi]", "Nước sạch cho mười bản")
    page.select_option("[name=role]", "funder")
    page.fill("[name=start_date]", "tháng 5 năm 2024")
    page.fill("[name=people_reached]", "1.200")
    page.fill("[name=amount]", "1,65 tỷ")
    page.click("main form.form button[type=submit]")
    # The currency is missing: it is said, and nothing typed is lost.
    expect(page.locator(".field.bad")).to_have_count(1)
    expect(page.locator("[name=start_date]")).to_have_value("tháng 5 năm 2024")
    page.fill("[name=currency]", "đồng")
    page.click("main form.form button[type=submit]")
    page.wait_for_url("**/vi/desk/activities/bn-*/")
    made = Activity.objects.get()
    assert (made.start_date, made.people_reached, made.amount, made.currency) == (
        "2024-05",
        1200,
        1_650_000_000,
        "VND",
    )

    page.click("a[href$='/parties/add/']")
    page.fill("#choose", "trung tam ben co")
    page.press("#choose", "Enter")
    page.wait_for_url("**/desk/choose/?**")
    page.click(f"a[href*='chosen={centre.public_id}']")
    page.select_option("[name=role]", "operator")
    page.click("main form.form button[type=submit]")
    page.wait_for_url("**/vi/desk/activities/bn-*/#parties")
    assert set(made.parties.values_list("organisation__names__text", "role")) == {
        ("Quỹ Sông Trong", "funder"),
        ("Trung tâm Bến Cỏ", "operator"),
    }

    page.click("a[href*='/desk/cite/activity/']")
    page.fill("#choose", str(source)[:12])
    page.press("#choose", "Enter")
    page.wait_for_url("**/desk/choose/?**")
    page.click(f"a[href*='chosen={source.public_id}']")
    words = " ".join(saved_words.split()[:8]) if (saved_words := ARTICLE.split(". ")[0]) else ""
    page.fill("[name=quote]", words)
    page.click("main form.form button[type=submit]")
    page.wait_for_url("**/vi/desk/activities/bn-*/#sources")
    cited = Citation.objects.get(subject_type="registry.activity", source=source)
    assert " ".join(cited.quote.split()) == words

    # A visitor reads it on the page of either party, with its source.
    page = visit().open(f"/vi/organisations/{centre.public_id}/")
    expect(page.locator("#activities")).to_contain_text("Nước sạch cho mười bản")
    expect(page.locator("#activities")).to_contain_text("1.200 người thụ hưởng")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_officer_writes_a_figure_with_the_words_of_a_page(visit, index, now, editor: User, script: bool):
    network = OrganisationFactory(name="白鹭合作网络", language="zh")
    saved = clippings.save_page(
        raw="白鹭合作网络目前有193家合作伙伴。".encode(), by=editor, now=now, read_later=False
    )
    source = clippings.read(clipping_id=saved.pk, now=now).source
    CitationFactory(subject=network, source=source, quote="白鹭合作网络")
    index()
    one = visit(script=script, user=editor)
    page = one.open("/zh-hans/desk/figures/add/")
    page.click("a[href*='kind=organisation']")
    page.fill("#choose", "bailu")
    page.press("#choose", "Enter")
    page.wait_for_url("**/desk/choose/?**")
    page.click(f"a[href*='chosen={network.public_id}']")
    page.fill("[name=value]", "193")
    page.fill("[name=measure_zh]", "合作伙伴")
    page.fill("[name=stated_date]", "2024年5月")
    page.select_option("[name=page]", source.public_id)
    page.fill("[name=quote]", "目前有 194 家合作伙伴")
    page.click("main form.form button[type=submit]")
    # The page does not say that: the number in the quote was mistyped.
    expect(page.locator(".field.bad [name=quote]")).to_have_count(1)
    page.fill("[name=quote]", "目前有193家合作伙伴")
    page.click("main form.form button[type=submit]")
    page.wait_for_url("**/zh-hans/desk/figures/*/")
    figure = StatedFigure.objects.get()
    assert (figure.value, figure.measure_zh, figure.stated_date) == (193, "合作伙伴", "2024-05")

    page = visit().open(f"/zh-hans/organisations/{network.public_id}/")
    expect(page.locator(".stated")).to_contain_text("193")
    expect(page.locator(".stated")).to_contain_text("合作伙伴")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_secretary_files_an_organisation_under_topics_and_numbers(
    visit, index, drain, now, editor: User, script: bool
):
    load_code_lists(now=now)
    fund = OrganisationFactory(name="Quỹ Sông Trong", language="vi")
    OrganisationFactory(name="Quỹ Đồi Cỏ", language="vi")
    index()
    one = visit(script=script, user=editor)
    page = one.open(f"/vi/desk/organisations/{fund.public_id}/edit/")
    page.locator(".topics summary", has_text="Bảo vệ môi trường").click()
    page.get_by_label("Quản lý và bảo vệ tài nguyên thiên nhiên").check()
    page.select_option("[name=new_register]", label="Mã số thuế của Việt Nam")
    page.fill("[name=new_value]", "0100109107")
    page.click("main form.form button[type=submit]")
    expect(page.locator(".field.bad [name=new_value]")).to_have_count(1)
    # The group stays open with what was chosen, and the slip is mended.
    expect(page.get_by_label("Quản lý và bảo vệ tài nguyên thiên nhiên")).to_be_checked()
    page.fill("[name=new_value]", "0100 109 106")
    page.click("main form.form button[type=submit]")
    page.wait_for_url(f"**/vi/desk/organisations/{fund.public_id}/")
    assert [str(number) for number in fund.identifiers.all()] == ["VN-TIN-0100109106"]
    assert [topic.code for topic in fund.topics.all()] == ["E10"]
    drain()

    page = visit().open("/vi/organisations/?topic=E10")
    expect(page.locator(".results .result-title a")).to_have_text(["Quỹ Sông Trong"])
    page.locator(".results .result-title a").click()
    page.wait_for_url(f"**/vi/organisations/{fund.public_id}/")
    expect(page.locator("dl.facts").first).to_contain_text("0100109106")


def test_officer_writes_who_held_an_event_and_who_spoke(visit, index, editor: User):
    event = EventFactory(titles={"zh": "乡村饮水座谈会"})
    network = OrganisationFactory(name="白鹭合作网络", language="zh")
    PersonFactory(name="陈小溪", language="zh")
    index()
    page = visit(script=False, user=editor).open(f"/zh-hans/desk/events/{event.public_id}/")
    page.click("a[href$='/organisers/add/']")
    page.fill("#choose", "bailu")
    page.press("#choose", "Enter")
    page.click(f"a[href*='chosen={network.public_id}']")
    page.fill("[name=evidence]", "会议邀请函")
    page.click("main form.form button[type=submit]")
    page.wait_for_url("**/#organisers")
    page.click("a[href$='/people/add/']")
    page.fill("#choose", "陈小溪")
    page.press("#choose", "Enter")
    page.click("a[href*='chosen=']")
    page.select_option("[name=role]", "speaker")
    page.fill("[name=talk_zh]", "山区的水")
    page.fill("[name=evidence]", "会议议程第2页")
    page.click("main form.form button[type=submit]")
    page.wait_for_url("**/#people")

    page = visit().open(f"/zh-hans/events/{event.public_id}/")
    expect(page.locator("dl.facts").first).to_contain_text("白鹭合作网络")
    expect(page.locator("main")).to_contain_text("山区的水")
