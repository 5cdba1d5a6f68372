"""All rows of a check and an import, and the file of those that have to be mended."""

from __future__ import annotations

import csv
import datetime
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook
from tests.factories import OrganisationFactory, UserFactory
from tests.web.desk.test_imports import HOME, LIST, _checked, _imported, _text

from banyan.ingest.domain import checking
from banyan.ingest.models import Dataset, ForeseenRow, ImportProblem, ImportRun
from banyan.ingest.tasks import run_import
from banyan.registry.models import Organisation
from banyan.taxonomy.domain import schemes

pytestmark = pytest.mark.django_db

ITEM = '<p class="import-name">'


@pytest.fixture
def editor(now: datetime.datetime) -> Client:
    schemes.load_code_lists(now=now)
    client = Client()
    client.force_login(UserFactory(name="Ms Pham"))
    return client


def _many(number: int) -> str:
    return LIST + "".join(f"Nhóm Bến Lau số {place},2009,\n" for place in range(number))


def test_every_row_of_a_check_can_be_reached_and_narrowed_by_what_becomes_of_it(editor: Client) -> None:
    held = OrganisationFactory(name="Hội Sậy Vàng", language="vi")
    funds = [OrganisationFactory(name="Quỹ Tràm Chim", language="vi") for _ in range(2)]
    run = _checked(editor, _many(300) + "Hội Sậy Vàng,2009,\nQuỹ Tràm Chim,2001,\n,2011,\nTổng cộng,,300\n")
    page = _text(editor, run, "rows/")
    assert (page.count(ITEM), "Page 1 of 13" in page) == (25, True)
    for label, number in (("All rows", 304), ("New: will be added", 300), ("Will be left out", 1)):
        assert f">{label}</a> <span>{number}</span>" in page
    last = _text(editor, run, "rows/?outcome=new&page=12")
    assert (last.count(ITEM), "Nhóm Bến Lau số 299" in last) == (25, True)
    known = _text(editor, run, "rows/?outcome=updated")
    assert known.count(ITEM) == 1
    assert f"/organisations/{held.public_id}/" in known
    asked = _text(editor, run, "rows/?outcome=suggested")
    assert all(f"/organisations/{fund.public_id}/" in asked for fund in funds)
    assert "There is no name in this row." in _text(editor, run, "rows/?outcome=refused")
    assert "adds up the others" in _text(editor, run, "rows/?outcome=skipped")
    assert "adds up the others" not in _text(editor, run, "problems/")
    assert "None of the rows would end so." in _text(editor, run, "rows/?outcome=unchanged")


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("outcome", ["", "new", "updated", "suggested"])
def test_rows_of_a_check_ask_the_same_number_of_times(
    editor: Client, django_assert_num_queries: Any, number: int, outcome: str
) -> None:
    names = ["Trung tâm Nước sạch Đồng Tháp", "Quỹ Hỗ trợ Xóm Chài Bến Lau", "Hội Bảo vệ Rừng Tràm"][:number]
    for name in names:
        for _copy in range(2):
            OrganisationFactory(name=name, language="vi")
        OrganisationFactory(name=f"{name} tỉnh Bến Tre", language="vi")
    rows = "".join(f"{name},31/02/2015,\n{name} tỉnh Bến Tre,2001,\n" for name in names)
    run = _checked(editor, _many(number) + rows)
    with django_assert_num_queries({"": 9, "new": 7, "updated": 9, "suggested": 8}[outcome]):
        _text(editor, run, f"rows/?outcome={outcome}")


def test_what_was_foreseen_is_forgotten_with_the_next_check_and_after_the_import(editor: Client) -> None:
    run = _checked(editor, _many(30) + ",2011,\n")
    assert ForeseenRow.objects.filter(run=run).count() == 31
    editor.post(f"{HOME}runs/{run.public_id}/", {"do": "start"})
    run_import.func(run.pk)
    assert ForeseenRow.objects.filter(run=run).count() == 0
    assert ImportProblem.objects.filter(run=run, is_check=False).count() == 1
    again = _checked(editor, _many(2))
    ImportRun.objects.filter(pk=again.pk).update(state="checking")
    assert checking.work(run_id=again.pk, clock=lambda: datetime.datetime.now(datetime.UTC)) == "checked"
    assert ForeseenRow.objects.filter(run=again).count() == 2


def _saved(editor: Client, run: ImportRun, form: str, language: str = "en") -> bytes:
    answer = editor.get(f"/{language}/desk/imports/runs/{run.public_id}/problems.{form}")
    return b"".join(answer.streaming_content)


def test_rows_with_problems_are_a_file_in_the_readers_language_that_no_spreadsheet_runs(
    editor: Client,
) -> None:
    run = _checked(
        editor,
        "Tên tổ chức,Ngày thành lập,Trang web,Điện thoại\n"
        'Hội Sậy Vàng,31/02/2009,"=HYPERLINK(""http://x"")",0901 234 567\n'
        "Nhóm Bến Lau,2009,,\n"
        ",2011,,\n",
    )
    raw = _saved(editor, run, "csv", "vi").decode()
    assert raw.startswith("\ufeff")
    lines = list(csv.reader(io.StringIO(raw.removeprefix("\ufeff"))))
    assert lines[0] == [
        "Tên tổ chức",
        "Ngày thành lập",
        "Trang web",
        "Điện thoại",
        "Dòng",
        "Sai ở đâu và cần làm gì",
    ]
    assert [line[:5] for line in lines[1:]] == [
        ["Hội Sậy Vàng", "31/02/2009", '\'=HYPERLINK("http://x")', "0901 234 567", "2"],
        ["", "2011", "", "", "4"],
    ]
    assert len(lines[1][5].splitlines()) == 2
    sheet = load_workbook(io.BytesIO(_saved(editor, run, "xlsx"))).worksheets[0]
    cells = next(iter(sheet.iter_rows(min_row=2, max_row=2)))
    assert (cells[2].data_type, cells[4].value) == ("s", 2)
    assert editor.get(f"{HOME}runs/{run.public_id}/problems.exe").status_code == 404


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_only_the_mended_rows_are_brought_in_again(editor: Client, form: str) -> None:
    book = Workbook()
    for row in (
        ["Tên tổ chức", "Ngày thành lập", "Trang web"],
        ["Hội Sậy Vàng", datetime.date(2009, 4, 3), "không rõ"],
        [None, "2011", "lau.example.org"],
        ["Nhóm Tràm", 2012, None],
    ):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    run = _imported(editor, out.getvalue())
    assert {str(one) for one in Organisation.objects.all()} == {"Hội Sậy Vàng", "Nhóm Tràm"}
    saved = _saved(editor, run, form)
    if form == "csv":
        mended = (
            saved.decode().replace("\n,2011", "\nNhóm Bến Lau,2011").replace("không rõ", "say.example.org")
        )
        raw: bytes | str = mended
    else:
        book = load_workbook(io.BytesIO(saved))
        sheet = book.worksheets[0]
        assert [cell.value for cell in sheet["D"]] == ["Row", 2, 3]
        sheet["A3"], sheet["C2"] = "Nhóm Bến Lau", "say.example.org"
        out = io.BytesIO()
        book.save(out)
        raw = out.getvalue()
    second = _imported(editor, raw)
    assert (second.counts.get("new"), second.counts.get("updated"), second.problem_count) == (1, 1, 0)
    found = {str(one): (one.founded_date, one.website) for one in Organisation.objects.all()}
    assert found == {
        "Hội Sậy Vàng": ("2009-04-03", "https://say.example.org"),
        "Nhóm Tràm": ("2012", ""),
        "Nhóm Bến Lau": ("2011", "https://lau.example.org"),
    }


def test_a_list_whose_file_is_gone_still_says_what_was_wrong(editor: Client) -> None:
    run = _checked(editor, LIST + "Hội Sậy Vàng,31/02/2009,\n")
    dataset = Dataset.objects.get()
    dataset.file.storage.delete(dataset.file.name)
    lines = list(csv.reader(io.StringIO(_saved(editor, run, "csv").decode().removeprefix("\ufeff"))))
    assert lines[1] == ["", "", "", "2", "B · Ngày thành lập: There is no such day."]


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Save as"), ("vi", "Lưu thành"), ("zh-hans", "另存为")],
)
def test_an_old_workbook_is_refused_with_what_to_do_in_the_readers_language(
    editor: Client, language: str, words: str
) -> None:
    raw = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le")
    answer = editor.post(f"/{language}/desk/imports/add/", {"file": SimpleUploadedFile("danh-sach.xls", raw)})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Dataset.objects.count() == 0
