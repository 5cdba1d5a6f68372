"""Bringing in a list: the file, how it is read, its columns, the check, the import, and undoing it."""

from __future__ import annotations

import datetime
import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook
from tests.factories import OrganisationFactory, UserFactory

from banyan.ingest.domain import checking, imports, undoing
from banyan.ingest.models import Dataset, ImportRun, SavedMapping
from banyan.registry.domain import organisations
from banyan.registry.models import Organisation
from banyan.taxonomy.domain import schemes

pytestmark = pytest.mark.django_db

HOME = "/en/desk/imports/"
LIST = "Tên tổ chức,Ngày thành lập,Trang web\n"
OPTION = re.compile(r'<option value="([^"]*)" selected>')


@pytest.fixture
def editor(now: datetime.datetime) -> Client:
    schemes.load_code_lists(now=now)
    client = Client()
    client.force_login(UserFactory(name="Ms Pham"))
    return client


def _clock() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def _upload(editor: Client, raw: bytes | str, name: str = "list.csv", **fields: str) -> Any:
    content = raw.encode() if isinstance(raw, str) else raw
    return editor.post(f"{HOME}add/", {"file": SimpleUploadedFile(name, content), **fields})


def _brought(editor: Client, raw: bytes | str, name: str = "list.csv") -> str:
    """Return the address of the page of a file that was taken."""
    answer = _upload(editor, raw, name)
    assert answer.status_code == 302
    return str(answer["Location"])


def _columns(page: str) -> dict[str, str]:
    """Return what the page of the columns would send if nothing were changed."""
    fields = {}
    for name, inner in re.findall(r'<select name="(\w+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = OPTION.findall(inner)
        fields[name] = chosen[0] if chosen else ""
    return {**fields, "splits_names": "on", "matched_on": "names", "when_unsure": "suggest"}


def _checked(editor: Client, raw: bytes | str, **changes: str) -> ImportRun:
    """Bring in a list, leave the guesses as they are but for ``changes``, and have it checked."""
    place = _brought(editor, raw)
    page = editor.get(f"{place}columns/").content.decode()
    answer = editor.post(f"{place}columns/", {**_columns(page), **changes})
    assert answer.status_code == 302, answer.content.decode()
    run = ImportRun.objects.latest("pk")
    assert answer["Location"] == f"{HOME}runs/{run.public_id}/"
    assert checking.work(run_id=run.pk, clock=_clock) == "checked"
    run.refresh_from_db()
    return run


def _imported(editor: Client, raw: bytes | str, **changes: str) -> ImportRun:
    run = _checked(editor, raw, **changes)
    editor.post(f"{HOME}runs/{run.public_id}/", {"do": "start"})
    assert imports.work(run_id=run.pk, clock=_clock) == "finished"
    run.refresh_from_db()
    return run


def _text(editor: Client, run: ImportRun, rest: str = "") -> str:
    return str(editor.get(f"{HOME}runs/{run.public_id}/{rest}").content.decode())


def test_a_file_is_kept_with_what_was_said_of_it_and_its_first_rows_are_shown(editor: Client) -> None:
    answer = _upload(
        editor,
        LIST + "Hội Sậy Vàng,2009,\n",
        title="Danh sách hội",
        publisher="Sở Nội vụ",
        published_date="2026-10",
    )
    dataset = Dataset.objects.get()
    assert answer["Location"] == f"{HOME}files/{dataset.public_id}/"
    assert (str(dataset.source), dataset.source.publisher) == ("Danh sách hội", "Sở Nội vụ")
    page = editor.get(answer["Location"]).content.decode()
    assert "<td>Hội Sậy Vàng</td>" in page
    assert '<th scope="col">Tên tổ chức</th>' in page
    assert Organisation.objects.count() == 0


def test_rows_pasted_from_a_spreadsheet_are_a_list_too(editor: Client) -> None:
    answer = editor.post(f"{HOME}add/", {"text": "名称\t成立日期\n芦苇湾中心\t2009\n白鹭学会\t2011\n"})
    page = editor.get(answer["Location"]).content.decode()
    assert "<td>白鹭学会</td>" in page
    assert str(Dataset.objects.get().source) == "Pasted rows"


@pytest.mark.parametrize(
    ("raw", "name", "words"),
    [
        (b"%PDF-1.7 nothing", "list.csv", "This is not a table."),
        (b"", "list.csv", "There is nothing in the file."),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 Workbook".replace(b"Workbook", "Workbook".encode("utf-16-le")),
            "old.xls",
            "old Excel",
        ),
    ],
)
def test_what_is_no_table_is_refused_in_words_and_nothing_is_kept(
    editor: Client, raw: bytes, name: str, words: str
) -> None:
    answer = _upload(editor, raw, name, title="Kept title")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert 'value="Kept title"' in page
    assert Dataset.objects.count() == 0


def test_a_file_that_is_too_large_is_refused_with_the_figures(editor: Client, settings: Any) -> None:
    settings.BANYAN_IMPORT_LIMIT = 2_000_000
    answer = _upload(editor, b"x" * 2_000_001)
    assert answer.status_code == 422
    assert "up to 2 MB can be read" in answer.content.decode()


def test_nothing_and_both_are_refused(editor: Client) -> None:
    assert "Choose a file, or paste the rows." in editor.post(f"{HOME}add/", {}).content.decode()
    both = _upload(editor, LIST + "A,1,\n", text="a\tb\n")
    assert "Give only one of the two" in both.content.decode()


def test_the_same_file_again_leads_to_the_first(editor: Client) -> None:
    first = _brought(editor, LIST + "Hội Sậy Vàng,2009,\n")
    assert _upload(editor, LIST + "Hội Sậy Vàng,2009,\n", "other.csv")["Location"] == first
    assert Dataset.objects.count() == 1


def test_another_encoding_can_be_chosen(editor: Client) -> None:
    place = _brought(editor, (LIST.replace("Tên tổ chức", "名称") + "白鹭学会,2011,\n").encode("gb18030"))
    assert "白鹭学会" in editor.get(place).content.decode()
    answer = editor.post(place, {"encoding": "cp1252", "header_row": "1", "again": "1"})
    assert answer["Location"] == place
    page = editor.get(place).content.decode()
    assert "白鹭学会" not in page
    assert '<option value="cp1252" selected>' in page
    editor.post(place, {"encoding": "gb18030", "header_row": "1", "again": "1"})
    assert "白鹭学会" in editor.get(place).content.decode()


def _workbook() -> bytes:
    book = Workbook()
    book.active.title = "Notes"
    book.active.append(["Read me"])
    sheet = book.create_sheet("2026")
    sheet.append(["Name", "Website"])
    sheet.append(["Reed Bed Trust", "reeds.example.org"])
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def test_another_sheet_and_another_row_of_headings_can_be_chosen(editor: Client) -> None:
    place = _brought(editor, _workbook(), "book.xlsx")
    editor.post(place, {"sheet": "2026", "again": "1"})
    assert "<td>Reed Bed Trust</td>" in editor.get(place).content.decode()
    answer = editor.post(place, {"sheet": "2026", "header_row": "0"})
    assert answer["Location"] == f"{place}columns/"
    assert "<td>Name</td>" in editor.get(place).content.decode()


def test_columns_are_guessed_and_doubtful_guesses_are_said_so(editor: Client) -> None:
    place = _brought(editor, "Tên tổ chức,Mã số thuế,Zzz\nHội Sậy Vàng,0100109106,12 34\n")
    page = editor.get(f"{place}columns/").content.decode()
    fields = _columns(page)
    assert fields["column0"].startswith("name|")
    assert fields["column1"] == "identifier|||VN-TIN"
    assert fields["column2"] == "ignore"
    assert page.count("please check") == 1
    assert "0100109106 (VN-TIN)" in page


def test_rows_are_shown_anew_with_other_meanings_and_nothing_is_written(editor: Client) -> None:
    place = _brought(editor, "One,Two\nHội Sậy Vàng,2009\n")
    values = {"column0": "name||official", "column1": "founded", "look": "1", "when_unsure": "suggest"}
    page = editor.post(f"{place}columns/", values).content.decode()
    assert "New: will be added" in page
    assert "<dd>2009</dd>" in page
    assert (ImportRun.objects.count(), Organisation.objects.count()) == (0, 0)


@pytest.mark.parametrize("code", ["evil", "name|xx|evil", "ignore|||'--"])
def test_a_meaning_that_nobody_offered_is_refused(editor: Client, code: str) -> None:
    place = _brought(editor, LIST + "Hội Sậy Vàng,2009,\n")
    answer = editor.post(f"{place}columns/", {"column0": code})
    assert answer.status_code == 422
    assert ImportRun.objects.count() == 0


def test_a_list_without_a_name_is_not_checked(editor: Client) -> None:
    place = _brought(editor, LIST + "Hội Sậy Vàng,2009,\n")
    answer = editor.post(f"{place}columns/", {"column0": "ignore", "column1": "founded"})
    assert answer.status_code == 422
    assert "Say which column holds the name." in answer.content.decode()


def test_settings_are_kept_and_used_for_the_next_list(editor: Client) -> None:
    _checked(
        editor, "Aa,Bb\nHội Sậy Vàng,2009\n", column0="name||official", column1="ended", save_as="Sở Nội vụ"
    )
    assert SavedMapping.objects.get().name == "Sở Nội vụ"
    place = _brought(editor, "Cc,Dd\nNhóm Bến Lau,2011\n")
    page = editor.get(f"{place}columns/?like=S%E1%BB%9F+N%E1%BB%99i+v%E1%BB%A5").content.decode()
    assert (_columns(page)["column0"], _columns(page)["column1"]) == ("name||official", "ended")


def test_the_check_says_what_would_happen_and_writes_nothing(editor: Client) -> None:
    OrganisationFactory(name="Hội Sậy Vàng", language="vi")
    run = _checked(editor, LIST + "Hội Sậy Vàng,2009,\nNhóm Bến Lau,31/02/2010,\n,2011,\n")
    page = _text(editor, run)
    assert "This is what would happen" in page
    bars = dict(re.findall(r'<span class="bar-label">([^<]+)</span> <span class="num">(\d+)</span>', page))
    assert bars == {
        "New: will be added": "1",
        "In the directory already: gaps will be filled": "1",
        "Doubtful: you will be asked": "0",
        "Cannot be taken: please mend them in the file": "1",
    }
    assert "31/02/2010" in page
    assert "B · Ngày thành lập" in page
    assert "There is no such day." in page
    assert "Nhóm Bến Lau" in _text(editor, run, "rows/?outcome=new")
    assert "Nhóm Bến Lau" not in _text(editor, run, "rows/?outcome=updated")
    assert Organisation.objects.count() == 1


def test_an_import_runs_pauses_goes_on_and_shows_its_rows(editor: Client) -> None:
    run = _checked(editor, LIST + "Hội Sậy Vàng,2009,\nNhóm Bến Lau,2011,\n")
    place = f"{HOME}runs/{run.public_id}/"
    editor.post(place, {"do": "start"})
    assert 'hx-trigger="every 2s"' in _text(editor, run)
    editor.post(place, {"do": "pause"})
    assert imports.work(run_id=run.pk, clock=_clock) == "paused"
    assert "The import is paused" in _text(editor, run)
    editor.post(place, {"do": "resume"})
    assert imports.work(run_id=run.pk, clock=_clock) == "finished"
    page = _text(editor, run)
    assert "The list is in the directory" in page
    assert "hx-trigger" not in page
    assert set(map(str, Organisation.objects.all())) == {"Hội Sậy Vàng", "Nhóm Bến Lau"}
    assert "Nhóm Bến Lau" in _text(editor, run, "rows/?outcome=new")


def test_who_comes_second_is_told_how_the_import_stands(editor: Client) -> None:
    run = _imported(editor, LIST + "Hội Sậy Vàng,2009,\n")
    answer = editor.post(f"{HOME}runs/{run.public_id}/", {"do": "start"}, follow=True)
    assert "This had changed meanwhile." in answer.content.decode()


@pytest.fixture
def doubtful(editor: Client) -> ImportRun:
    """An import one row of which could be either of two records, and one says otherwise than its record."""
    for website in ("https://one.example.org", "https://two.example.org"):
        OrganisationFactory(name="Quỹ Bến Lau", language="vi", website=website)
    OrganisationFactory(name="Hội Sậy Vàng", language="vi", founded_date="1998")
    return _imported(editor, LIST + "Quỹ Bến Lau,2015,\nHội Sậy Vàng,2001,\n")


def _answer(editor: Client, run: ImportRun, name: str, **fields: str) -> Any:
    from banyan.registry.models import ProposedChange

    row = ProposedChange.objects.get(payload__name=name)
    return editor.post(
        f"{HOME}runs/{run.public_id}/doubts/", {"doubt": str(row.pk), **fields}, follow=True
    ).content.decode()


def test_doubts_are_asked_with_what_resembles(editor: Client, doubtful: ImportRun) -> None:
    assert "2 rows wait for your answer" in _text(editor, doubtful)
    page = _text(editor, doubtful, "doubts/")
    assert page.count('class="doubt"') == 2
    assert page.count("It is this one") == 2
    assert "<span>1998</span>" in page
    assert "<span>2001</span>" in page


def test_a_doubt_is_the_same_and_what_was_missing_is_filled_in(editor: Client, doubtful: ImportRun) -> None:
    there = Organisation.objects.get(website="https://two.example.org")
    page = _answer(editor, doubtful, "Quỹ Bến Lau", do="same", key=there.public_id)
    assert "The same: Quỹ Bến Lau." in page
    there.refresh_from_db()
    assert there.founded_date == "2015"
    assert Organisation.objects.count() == 3


def test_a_doubt_is_a_new_one_and_that_can_be_taken_back(editor: Client, doubtful: ImportRun) -> None:
    assert "Added as new" in _answer(editor, doubtful, "Quỹ Bến Lau", do="new")
    assert Organisation.objects.filter(title_vi="Quỹ Bến Lau").count() == 3
    assert "Taken back" in _answer(editor, doubtful, "Quỹ Bến Lau", do="undo")
    assert Organisation.objects.count() == 3


def test_a_doubt_is_left_out(editor: Client, doubtful: ImportRun) -> None:
    _answer(editor, doubtful, "Quỹ Bến Lau", do="leave")
    assert Organisation.objects.count() == 3
    assert "1 row waits for your answer" in _text(editor, doubtful)


def test_a_record_that_is_gone_is_said_so(editor: Client, doubtful: ImportRun) -> None:
    page = _answer(editor, doubtful, "Quỹ Bến Lau", do="same", key="bn-none-none")
    assert "The record you chose is no longer there." in page


@pytest.mark.parametrize(("do", "founded"), [("keep", "1998"), ("take", "2001")])
def test_where_the_list_says_otherwise_a_person_decides(
    editor: Client, doubtful: ImportRun, do: str, founded: str
) -> None:
    _answer(editor, doubtful, "Hội Sậy Vàng", do=do)
    assert Organisation.objects.get(title_vi="Hội Sậy Vàng").founded_date == founded


def test_undoing_says_what_it_will_do_and_keeps_what_was_changed_since(
    editor: Client, now: datetime.datetime
) -> None:
    run = _imported(editor, LIST + "Hội Sậy Vàng,2009,\nNhóm Bến Lau,2011,\n")
    page = _text(editor, run, "undo/")
    assert "remove 2 organisations that this import added" in page
    changed = Organisation.objects.get(title_vi="Nhóm Bến Lau")
    organisations.edit(
        organisation=changed, values={"website": "https://benlau.example.org"}, by=UserFactory(), now=_clock()
    )
    editor.post(f"{HOME}runs/{run.public_id}/undo/")
    assert undoing.work(run_id=run.pk, clock=_clock) == "undone"
    assert [str(one) for one in Organisation.objects.all()] == ["Nhóm Bến Lau"]
    assert "1 row was left as it is" in _text(editor, run)
    kept = _text(editor, run, "rows/?fate=kept")
    assert "Nhóm Bến Lau" in kept
    assert "Hội Sậy Vàng" not in kept


def _rows(number: int) -> str:
    return LIST + "".join(f"Nhóm Bến Lau {letter},x,y\n" for letter in "ABC"[:number])


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("page", "queries"), [("", 7), ("rows/?outcome=new", 8), ("problems/", 7)])
def test_pages_of_an_import_ask_the_database_the_same_number_of_times(
    editor: Client, django_assert_num_queries: Any, number: int, page: str, queries: int
) -> None:
    run = _imported(editor, _rows(number), column1="founded", column2="website")
    with django_assert_num_queries(queries):
        assert "Bến Lau" in _text(editor, run, page) or page != "rows/?outcome=new"


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_imports_asks_the_same_number_of_times(
    editor: Client, django_assert_num_queries: Any, number: int
) -> None:
    for place in range(number):
        _imported(editor, LIST + f"Nhóm số {place},2009,\n")
    with django_assert_num_queries(7):
        page = editor.get(HOME).content.decode()
    assert page.count("Finished") == number


@pytest.mark.parametrize("number", [1, 3])
def test_doubts_ask_the_same_number_of_times(
    editor: Client, django_assert_num_queries: Any, number: int
) -> None:
    names = ["Trung tâm Nước sạch Đồng Tháp", "Quỹ Hỗ trợ Xóm Chài Bến Lau", "Hội Bảo vệ Rừng Tràm"][:number]
    for name in names:
        for _copy in range(2):
            OrganisationFactory(name=name, language="vi")
    run = _imported(editor, LIST + "".join(f"{name},2015,\n" for name in names))
    with django_assert_num_queries(8):
        assert _text(editor, run, "doubts/").count('class="doubt"') == number


def test_imports_under_way_are_the_length_of_their_list(editor: Client) -> None:
    run = _checked(editor, LIST + "Hội Sậy Vàng,2009,\n")
    _imported(editor, LIST + "Nhóm Bến Lau,2009,\n")
    editor.post(f"{HOME}runs/{run.public_id}/", {"do": "start"})
    page = editor.get(f"{HOME}?under_way=1").content.decode()
    assert page.count("<strong>") == 1
    overview = editor.get("/en/desk/overview/").content.decode()
    assert re.search(r">Imports under way</a></dt><dd>1", overview)


def test_a_file_of_a_known_shape_needs_no_explaining(editor: Client) -> None:
    decisions = (
        "ngo_name,decision,session_date\nReed Bed Trust,granted,2019-01\nHeron Society,granted,2019-05\n"
    )
    place = _brought(editor, decisions, "decisions.csv")
    page = editor.get(f"{place}columns/").content.decode()
    assert "ECOSOC consultative status: decisions" in page
    assert "column0" not in page
    assert "Consultative status with" in page
    run = _checked(editor, decisions.replace("Heron", "Egret"))
    assert run.mapping["preset"] == "ecosoc_decisions"
    assert len(run.mapping["columns"]) == 3


def test_the_inbox_leads_to_the_doubts_of_a_list(editor: Client, doubtful: ImportRun) -> None:
    answer = editor.get(f"/en/desk/inbox/{doubtful.dataset.source.public_id}/")
    assert answer["Location"] == f"{HOME}runs/{doubtful.public_id}/doubts/"


def test_a_kept_file_that_is_gone_is_said_so(editor: Client) -> None:
    place = _brought(editor, LIST + "Hội Sậy Vàng,2009,\n")
    Dataset.objects.get().file.storage.delete(Dataset.objects.get().file.name)
    assert "restore it from the backup" in editor.get(place).content.decode()
    assert editor.get(f"{place}columns/")["Location"] == place
