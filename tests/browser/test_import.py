"""A secretary brings in a list as lists are: titles above, headings on two lines, doubts, mistakes – and undoes it."""

from __future__ import annotations

import datetime
import io
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Page, expect
from tests.browser.conftest import PHONE
from tests.factories import OrganisationFactory

from banyan.accounts.models import User
from banyan.ingest.models import ImportRun
from banyan.registry.models import Identifier, Merge, Organisation, ProposedChange
from banyan.taxonomy.domain import schemes

#: Title rows, a heading merged over two columns, a name with its translation in one cell, an empty row, a wrong
#: check digit, a day that does not exist, a row without a name, and three rows that somebody has to think about.
ROWS: list[list[Any]] = [
    ["DANH SÁCH CÁC TỔ CHỨC XÃ HỘI XỨ SẬY"],
    ["Cập nhật ngày 15/10/2026"],
    [],
    ["STT", "Tên tổ chức", None, "Mã số thuế", "Ngày thành lập", "Tỉnh/TP", "Trang web"],
    [None, "Tên đầy đủ", "Tên viết tắt", None, None, None, None],
    [
        1,
        "Câu lạc bộ Chèo Thuyền Vàm Sậy / Vam Say Rowing Club",
        "CLBVS",
        None,
        "05/03/2009",
        "Huế",
        "vamsay.example.org",
    ],
    [2, "Quỹ Bến Lau", None, None, "12/11/1998", "Cà Mau", None],
    [],
    [3, "Nhóm Áo Nâu Xóm Chài", None, None, "2011", "Cần Thơ", None],
    [4, "Hội Nuôi Ong Bãi Bồi", None, "0100109106", "2001", "Vĩnh Long", None],
    [5, "Hội Người Chằm Nón", None, "0100109107", "31/02/2010", "Huế", None],
    [6, None, None, None, "2015", "Đồng Tháp", None],
]
MERGED = ("A1:G1", "A2:G2", "B4:C4")


def _list() -> bytes:
    book = Workbook()
    for row in ROWS:
        book.active.append(row)
    for cells in MERGED:
        book.active.merge_cells(cells)
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


@pytest.fixture
def register(now: datetime.datetime) -> None:
    """Two funds of one name, two groups of one name, and an association whose tax number the list has too."""
    schemes.load_code_lists(now=now)
    for name in ("Quỹ Bến Lau", "Quỹ Bến Lau", "Nhóm Áo Nâu Xóm Chài", "Nhóm Áo Nâu Xóm Chài"):
        OrganisationFactory(name=name, language="vi")
    keeper = OrganisationFactory(name="Hội Nuôi Ong Bãi Bồi", language="vi", founded_date="1998")
    Identifier.objects.create(organisation=keeper, scheme="VN-TIN", value="0100109106")


def _sound(page: Page) -> list[str]:
    """Return what is seriously wrong with the page, and how much wider it is than the screen."""
    wrong = [
        item["id"]
        for item in Axe().run(page).response["violations"]
        if item["impact"] in ("serious", "critical")
    ]
    beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wrong + ([f"{beyond} px too wide"] if beyond > 0 else [])


@pytest.mark.parametrize(
    ("language", "script"), [("vi", True), ("vi", False), ("zh-hans", True), ("en", True)]
)
def test_a_messy_list_is_brought_in_and_undone(
    visit, editor: User, register: None, run_jobs, language: str, script: bool
):
    one = visit(viewport=PHONE, script=script, user=editor)
    page = one.open(f"/{language}/desk/imports/")
    before = set(Organisation.objects.values_list("pk", flat=True))
    looked_at = []

    def look() -> None:
        if script:
            looked_at.append((one.path, _sound(page)))

    look()
    page.click(".page-head a.btn")
    page.wait_for_url("**/desk/imports/add/")
    page.set_input_files(
        "[name=file]",
        {"name": "danh-sach.xlsx", "mimeType": "application/vnd.ms-excel", "buffer": _list()},
    )
    page.fill("[name=publisher]", "Sở Nội vụ Xứ Sậy")
    look()
    page.click(".form > .row button")

    # The heading is found below the titles, on two lines; the first rows are shown.
    page.wait_for_url("**/desk/imports/files/*/")
    expect(page.locator(".sheet th").nth(2)).to_have_text("Tên tổ chức Tên viết tắt")
    expect(page.locator(".sheet td").nth(1)).to_contain_text("Câu lạc bộ Chèo Thuyền")
    look()
    page.click(".wide-form > .row button")

    # Columns are guessed; a name and its translation are taken apart.
    page.wait_for_url("**/columns/")
    expect(page.locator("[name=column1]")).to_have_value("name|vi|official")
    expect(page.locator("[name=column3]")).to_have_value("identifier|||VN-TIN")
    expect(page.locator("[name=column4]")).to_have_value("founded")
    expect(page.locator("[name=date_order]")).to_have_value("dmy")
    expect(page.locator(".import-cards > li").first).to_contain_text("Vam Say Rowing Club")
    look()
    page.click(".columns-form > .row button")

    # The check finds the mistakes, each with its row, its column and what stands there.
    page.wait_for_url("**/desk/imports/runs/*/")
    one.leave_and_come_back(run_jobs)
    expect(page.locator(".problem-table tbody tr")).to_have_count(3)
    expect(page.locator(".problem-table tbody tr").nth(1)).to_contain_text("31/02/2010")
    assert set(Organisation.objects.values_list("pk", flat=True)) == before
    look()
    if script:
        with page.expect_download() as download:
            page.click("a[href$='problems.xlsx']")
        saved = load_workbook(io.BytesIO(download.value.path().read_bytes())).worksheets[0]
        # Each row as it stands in the list, with what is wrong beside it, to be mended and brought in alone.
        assert [(row[1].value, row[7].value) for row in saved.iter_rows(min_row=2)] == [
            ("Hội Người Chằm Nón", 11),
            (None, 12),
        ]
    page.locator(".import-counts a").first.click()
    page.wait_for_url("**/rows/?outcome=new")
    expect(page.locator(".import-cards > li").first).to_contain_text("Câu lạc bộ Chèo Thuyền Vàm Sậy")
    look()
    page.locator(".chips a[href$='outcome=refused']").click()
    expect(page.locator(".import-cards > li")).to_have_count(1)
    page.locator(".chips a").first.click()
    expect(page.locator(".import-cards > li")).to_have_count(6)
    look()
    page.locator("p > a.btn-text").click()

    page.click("button[value=start]")
    page.wait_for_selector("button[value=pause]")
    one.leave_and_come_back(run_jobs)
    assert ImportRun.objects.get().state == "finished"

    # Three doubts: it is this one, it is a new one, keep what the directory says.
    page.locator(".waiting-doubts a").click()
    page.wait_for_url("**/doubts/")
    expect(page.locator(".doubt")).to_have_count(3)
    look()
    for wanted in ("button:not([name])", "button[value=new]", "button[value=keep]"):
        left = page.locator(".doubt").count()
        page.locator(".doubt").first.locator(wanted).first.click()
        page.wait_for_url("**last=*")
        expect(page.locator(".doubt")).to_have_count(left - 1)
    assert [row.state for row in ProposedChange.objects.order_by("position")] == [
        "accepted",
        "accepted",
        "rejected",
    ]
    assert Organisation.objects.filter(title_vi="Quỹ Bến Lau").count() == 2
    assert Organisation.objects.filter(title_vi="Quỹ Bến Lau", founded_date="1998-11-12").count() == 1
    assert Organisation.objects.filter(title_vi="Nhóm Áo Nâu Xóm Chài").count() == 3
    assert Organisation.objects.get(title_vi="Hội Nuôi Ong Bãi Bồi").founded_date == "1998"
    club = Organisation.objects.get(title_en="Vam Say Rowing Club")
    assert (club.title_vi, club.founded_date) == ("Câu lạc bộ Chèo Thuyền Vàm Sậy", "2009-03-05")
    look()

    if language == "zh-hans":
        OrganisationFactory(name="Câu lạc bộ chèo thuyền Vàm Sậy", language="vi")
        _find_merge_and_take_back(visit, one, club, run_jobs, look)

    # All of it is undone, after a page that says what that means.
    page.locator(".done a").click()
    page.locator("a.btn-warn").click()
    page.wait_for_url("**/undo/")
    expect(page.locator(".confirm li").first).to_be_visible()
    look()
    page.click(".confirm button")
    page.wait_for_url("**/desk/imports/runs/*/")
    one.leave_and_come_back(run_jobs)
    assert ImportRun.objects.get().state == "undone"
    assert Organisation.objects.filter(title_en="Vam Say Rowing Club").count() == 0
    assert set(Organisation.objects.values_list("pk", flat=True)) >= before
    look()
    assert [finding for finding in looked_at if finding[1]] == []


def _find_merge_and_take_back(visit, one, club: Organisation, run_jobs, look) -> None:
    """Somebody had added the club by hand: it is found beside it, merged, taken back, and all is as it was."""
    page, doubts = one.page, one.page.url
    one.open("/zh-hans/desk/duplicates/")
    page.locator("#duplicate-search button[value=yes]").click()
    one.leave_and_come_back(run_jobs)
    one.open(f"/zh-hans/desk/organisations/{club.public_id}/")
    look()
    page.locator("main .notice a[href*='/duplicates/pair/']").click()
    page.wait_for_url("**/desk/duplicates/pair/**")
    expect(page.locator(".pair-table thead th")).to_have_count(3)
    look()
    page.keyboard.press("s")
    page.wait_for_url("**/desk/compare/organisation/*/?chosen=*")
    look()
    page.locator("main form.form button.btn-warn").click()
    page.wait_for_url("**/desk/merges/*/")
    merge = Merge.objects.get()
    assert club.public_id in (merge.kept_key, merge.folded_key)
    reader = visit()
    reader.open(f"/zh-hans/organisations/{merge.folded_key}/")
    assert reader.path == f"/zh-hans/organisations/{merge.kept_key}/"
    page.locator("main form.confirm button.btn-warn").click()
    expect(page.locator("#stays")).to_be_visible()
    look()
    reader = visit()  # the first one's browser may keep for a minute where the address led
    for key in (merge.kept_key, merge.folded_key):
        reader.open(f"/zh-hans/organisations/{key}/")
        assert reader.path == f"/zh-hans/organisations/{key}/"
    page.goto(doubts)


def test_a_page_left_open_sees_the_check_come_to_its_end(visit, editor: User, register: None, run_jobs):
    one = visit(user=editor)
    page = one.open("/en/desk/imports/add/")
    page.fill("[name=text]", "Name\tWebsite\nReed Bed Trust\treeds.example.org\n")
    page.click(".form > .row button")
    page.click(".wide-form > .row button")
    page.wait_for_url("**/columns/")
    page.select_option("[name=column1]", "ignore")
    page.click("button[name=look]")
    expect(page.locator(".import-cards > li").first).not_to_contain_text("reeds.example.org")
    assert one.path.endswith("/columns/")
    page.click(".columns-form > .row button")
    page.wait_for_selector("#run[hx-trigger]")
    run_jobs()
    expect(page.locator("button[value=start]")).to_be_visible(timeout=60_000)
