"""Dirt from the wild that no program should leave in a list, and offices do."""

from __future__ import annotations

import datetime
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from tests.ingest.tables.test_workbooks import PLAIN, SHEET, changed, part, refusal, rows_of, workbook

from banyan.ingest.adapters.tables import headers
from banyan.ingest.adapters.tables.drafting import drafts
from banyan.ingest.adapters.tables.opening import open_table
from banyan.ingest.adapters.tables.shapes import RowDraft, Table


def table(path: Path, raw: bytes | str, name: str = "list.csv") -> Table:
    path.write_bytes(raw.encode() if isinstance(raw, str) else raw)
    return open_table(path, filename=name)


def read(path: Path, raw: bytes | str, name: str = "list.csv") -> list[RowDraft]:
    found = table(path, raw, name)
    return list(drafts(found, headers.guess(found.info, found.rows()).mapping))


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("Hội\u00a0Sậy\u202fVàng", "Hội Sậy Vàng"),
        ("\u200bHội Sậy\u200b Vàng\u200b", "Hội Sậy Vàng"),
        ("Hội Sậy \u2060Vàng\ufeff", "Hội Sậy Vàng"),
        ("\u202eHội Sậy Vàng\u202c", "Hội Sậy Vàng"),
        ("Hội Sậy Và\u00adng", "Hội Sậy Vàng"),
        ("Hội  Sậy\u3000Vàng ", "Hội Sậy Vàng"),
        ("Ho\u0323\u0302i Sa\u0323\u0302y Va\u0300ng", "Hội Sậy Vàng"),
        ("芦苇\u200b湾\u2060中心", "芦苇湾中心"),
        ("'=Hội Sậy", "=Hội Sậy"),
        ("'@Hội Sậy' Vàng", "'@Hội Sậy' Vàng"),
    ],
)
def test_a_name_without_what_nobody_sees(tmp_path: Path, cell: str, name: str) -> None:
    [row] = read(tmp_path / "t", f"Tên tổ chức,Tỉnh\n{cell},Huế\n")
    assert [one.text for one in row.names] == [name]


def test_a_heading_with_a_mark_of_order_and_spaces_that_do_not_break(tmp_path: Path) -> None:
    [row] = read(tmp_path / "t", "\ufeffTên\u00a0tổ chức\u200b,Mã\u00a0số thuế\nHội A,'0100109106\n")
    assert row.identifiers == (("VN-TIN", "0100109106"),)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_with_its_mark(tmp_path: Path, encoding: str) -> None:
    raw = ("\ufeff" + "名称\t成立日期\r\n芦苇湾中心\t2009年5月\r\n").encode(encoding)
    found = table(tmp_path / "t", raw)
    assert (found.info.encoding, found.info.delimiter) == (encoding, "\t")
    assert [row.cells for row in found.rows()] == [("芦苇湾中心", "2009年5月")]


def test_a_heading_of_two_lines_whose_merged_cells_became_text(tmp_path: Path) -> None:
    found = table(
        tmp_path / "t",
        "DANH SÁCH HỘI,,,,\nSTT,Tên tổ chức,,Tỉnh/TP,Ngày thành lập\n,Tiếng Việt,Tiếng Anh,,\n"
        "1,Hội Sậy Vàng,Golden Reed Society,Huế,2009\n2,Hội Lau,,Vinh,2010\n",
    )
    assert [column.header for column in found.info.columns] == [
        "STT",
        "Tên tổ chức Tiếng Việt",
        "Tên tổ chức Tiếng Anh",
        "Tỉnh/TP",
        "Ngày thành lập",
    ]
    assert [row.number for row in found.rows()] == [4, 5]


def test_a_row_with_gaps_below_a_heading_is_no_second_line_of_it(tmp_path: Path) -> None:
    found = table(tmp_path / "t", "STT,Tên tổ chức,,Tỉnh\n,Hội Sậy Vàng,x,\n2,Hội Lau,,Vinh\n")
    assert [row.number for row in found.rows()] == [2, 3]


@pytest.mark.parametrize(
    "cells",
    [
        "Tổng cộng,,,35",
        "Tổng cộng: 35 hội,,,",
        ",Tổng số,35,",
        "合计,,,35",
        "共计35家,,,",
        "Total,,2,35",
        "Grand total: 35,,,",
        "小计,,,12人",
    ],
)
def test_a_row_that_adds_up_the_others_is_left_out(tmp_path: Path, cells: str) -> None:
    found = read(tmp_path / "t", f"STT,Tên tổ chức,Tỉnh,Số hội viên\n1,Hội Sậy Vàng,Huế,35\n{cells}\n")
    assert (found[0].is_fatal, found[1].is_left_out) == (False, True)
    assert [problem.code for problem in found[1].problems] == ["row_is_total"]


@pytest.mark.parametrize(
    "name", ["Tổng hội Sậy Vàng", "Total Reed Society", "合计社区服务中心", "Cộng đồng Lau"]
)
def test_a_name_that_begins_like_a_sum_is_a_name(tmp_path: Path, name: str) -> None:
    [row] = read(tmp_path / "t", f"Tên tổ chức,Tỉnh\n{name},Huế\n")
    assert (row.is_fatal, row.names[0].text) == (False, name)


def test_a_workbook_that_counts_its_days_from_1904(tmp_path: Path) -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    rows_of(
        ["Tên tổ chức", "Ngày thành lập", "Số hội viên"],
        ["Hội Sậy Vàng", datetime.date(2019, 4, 3), 42096],
        ["Hội Lau", 42096, 1],
        ["Hội Tràm", 2005, 1],
    )(book.active)
    found = read(tmp_path / "t", saved(book), "list.xlsx")
    assert [row.founded for row in found] == ["2019-04-03", "2019-04-03", "2005"]
    assert found[0].figures[0].value == "42096"


def test_thousands_of_rows_with_borders_only_are_neither_counted_nor_read(tmp_path: Path) -> None:
    sheet = part(PLAIN, SHEET)
    empty = "".join(
        f'<row r="{n}" ht="15"><c r="A{n}" s="1"/><c r="B{n}" s="1"/></row>' for n in range(4, 30_000)
    )
    raw = changed(
        PLAIN,
        xl__worksheets__sheet1_dot_xml=sheet.replace(
            b"</sheetData>", f'{empty}<row r="30000"/></sheetData>'.encode()
        ),
    )
    found = table(tmp_path / "t", raw, "list.xlsx")
    assert found.info.row_estimate is not None
    assert found.info.row_estimate < 250  # where a piece of the file ends, a row may be cut in two
    assert [row.cells for row in found.rows()] == [("Hội A", "Huế"), ("Hội B", "Vinh")]


def test_two_hundred_megabytes_in_a_small_archive_are_not_unpacked(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, old.read(entry))
        with new.open("xl/sharedStrings2.xml", "w") as bomb:
            for _ in range(200):
                bomb.write(b" " * 1_000_000)
    assert len(out.getvalue()) < 1_000_000
    assert refusal(tmp_path / "t", out.getvalue()).code == "file_unpacks_too_large"


def test_a_list_on_a_sheet_behind_hidden_ones(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "danh mục"
    book.active.append(["Mã", "Loại"])
    book.active.sheet_state = "hidden"
    rows_of(["Tên tổ chức", "Tỉnh"], ["Hội Sậy Vàng", "Huế"])(book.create_sheet("DS"))
    found = table(tmp_path / "t", saved(book), "list.xlsx")
    assert (found.info.sheet, [row.cells[0] for row in found.rows()]) == ("DS", ["Hội Sậy Vàng"])


def test_the_list_behind_a_cover_is_found(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "封面"
    rows_of(["芦苇湾名录"], ["芦苇湾办公室"])(book.active)
    rows_of(["说明", "各单位如实填写"], ["一", "二"])(book.create_sheet("说明"))
    rows_of(["序号", "机构名称", "成立日期"], [1, "芦苇湾中心", 2009])(book.create_sheet("名单"))
    raw = saved(book)
    found = table(tmp_path / "t", raw, "list.xlsx")
    assert (found.info.sheet, [row.cells[1] for row in found.rows()]) == ("名单", ["芦苇湾中心"])
    chosen = open_table(tmp_path / "t", filename="list.xlsx", sheet="封面")
    assert chosen.info.sheet == "封面"


def test_headings_on_two_lines_tell_the_language(tmp_path: Path) -> None:
    raw = "序号,机构名称,,成立日期\n,中文名称,英文名称,\n1,芦苇湾中心,Reed Bay Centre,2009\n"
    found = table(tmp_path / "t", raw)
    columns = headers.guess(found.info, found.rows()).mapping.columns
    assert [(column.target, column.language) for column in columns[1:3]] == [("name", "zh"), ("name", "en")]


def test_columns_that_are_empty_mean_nothing(tmp_path: Path) -> None:
    raw = workbook(rows_of([None, "Tên tổ chức", None, "Tỉnh"], [None, "Hội Sậy Vàng", None, "Huế"]))
    found = table(tmp_path / "t", raw, "list.xlsx")
    mapping = headers.guess(found.info, found.rows()).mapping
    assert [column.target for column in mapping.columns] == ["ignore", "name", "ignore", "place"]


@pytest.mark.parametrize(
    ("dates", "founded"),
    [
        (["03/04/2019", "25/03/2019"], ["2019-04-03", "2019-03-25"]),
        (["03/04/2019", "03/25/2019"], ["2019-03-04", "2019-03-25"]),
        (["03/04/2019", "05/06/2019"], ["", ""]),
    ],
)
def test_one_date_of_a_column_tells_the_order_of_all(
    tmp_path: Path, dates: list[str], founded: list[str]
) -> None:
    rows = "".join(f"Reed {place},{date}\n" for place, date in enumerate(dates))
    assert [row.founded for row in read(tmp_path / "t", f"Name,Founded\n{rows}")] == founded


@pytest.mark.parametrize(
    ("heading", "name", "acronym", "language"),
    [
        ("Tên tổ chức,Tên viết tắt", "Câu lạc bộ Chèo Thuyền", "CLBCT", "vi"),
        ("Tên tổ chức,Tên viết tắt", "Quỹ Vì trẻ em", "VCF", ""),
        ("组织名称,缩写", "芦苇湾中心", "RBC", ""),
        ("Name,Acronym", "Reed Bed Centre", "RBC", "en"),
    ],
)
def test_initials_have_the_language_of_the_name_they_fit_or_none(
    tmp_path: Path, heading: str, name: str, acronym: str, language: str
) -> None:
    [row] = read(tmp_path / "t", f"{heading}\n{name},{acronym}\n")
    said: Any = {(one.text, one.kind): one.language for one in row.names}
    assert said[(acronym, "acronym")] == language


def test_titles_and_groups_over_the_whole_width_say_nothing_of_columns(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        rows_of(
            ["芦苇湾名录"],
            ["序号", "机构名称", "成立日期"],
            ["一、社会团体"],
            [1, "芦苇湾中心\nReed Bay Centre", 2009],
        )(sheet)
        sheet.merge_cells("A1:C1")
        sheet.merge_cells("A3:C3")

    found = table(tmp_path / "t", workbook(fill), "list.xlsx")
    assert [column.samples for column in found.info.columns] == [
        ("一、社会团体", "1"),
        ("芦苇湾中心 Reed Bay Centre",),
        ("2009",),
    ]


def test_a_translation_in_a_column_of_chinese_names_is_no_chinese(tmp_path: Path) -> None:
    [row] = read(tmp_path / "t", '中文名称,成立日期\n"芦苇湾中心\nReed Bay Centre",2009\n')
    assert [(one.text, one.language, str(one.kind)) for one in row.names] == [
        ("芦苇湾中心", "zh", "official"),
        ("Reed Bay Centre", "en", "official"),
    ]
