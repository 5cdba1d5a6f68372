"""XLSX as offices make it, and as nobody should."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from banyan.ingest.adapters.tables.opening import open_table
from banyan.ingest.adapters.tables.shapes import Limits, Table, TableIsUnreadable


def workbook(fill: Callable[[Any], None], *, title: str = "Danh sách") -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    fill(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rows_of(*rows: list[object]) -> Callable[[Any], None]:
    def fill(sheet: Any) -> None:
        for row in rows:
            sheet.append(row)

    return fill


def opened(path: Path, raw: bytes, **options: object) -> Table:
    path.write_bytes(raw)
    return open_table(path, filename="list.xlsx", **options)  # type: ignore[arg-type]


def refusal(path: Path, raw: bytes, **options: object) -> TableIsUnreadable:
    with pytest.raises(TableIsUnreadable) as refused:
        list(opened(path, raw, **options).rows())
    return refused.value


def changed(raw: bytes, **parts: bytes) -> bytes:
    """An archive with some parts replaced or added (names with __ for / and _dot_ for the dot)."""
    named = {name.replace("__", "/").replace("_dot_", "."): value for name, value in parts.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename not in named:
                new.writestr(entry.filename, old.read(entry))
        for name, value in named.items():
            new.writestr(name, value)
    return out.getvalue()


def part(raw: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return archive.read(name)


SHEET = "xl/worksheets/sheet1.xml"
PLAIN = workbook(rows_of(["Tên", "Tỉnh"], ["Hội A", "Huế"], ["Hội B", "Vinh"]))


def test_titles_two_line_headings_and_groups(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        rows_of(
            ["DANH SÁCH HỘI"],
            [],
            ["STT", "Tên tổ chức", None, "Tỉnh/TP", "Mã số thuế"],
            [None, "Tiếng Việt", "Tiếng Anh"],
            [1, "Hội A", "Association A", "Huế", "0100109106"],
            [2, "Hội B", None, None, None],
            [],
            [3, "Hội C", None, "Vinh", None],
        )(sheet)
        for cells in ("A1:E1", "A3:A4", "B3:C3", "D3:D4", "E3:E4", "D5:D6"):
            sheet.merge_cells(cells)

    table = opened(tmp_path / "t", workbook(fill))
    assert table.info.header_row == 3
    assert [column.header for column in table.info.columns] == [
        "STT",
        "Tên tổ chức Tiếng Việt",
        "Tên tổ chức Tiếng Anh",
        "Tỉnh/TP",
        "Mã số thuế",
    ]
    assert [(row.number, row.cells) for row in table.rows()] == [
        (5, (1, "Hội A", "Association A", "Huế", "0100109106")),
        (6, (2, "Hội B", None, "Huế", None)),
        (8, (3, "Hội C", None, "Vinh", None)),
    ]
    assert [row.number for row in table.rows(6)] == [6, 8]


def test_cells_as_excel_keeps_them(tmp_path: Path) -> None:
    raw = workbook(
        rows_of(
            ["Tên", "Ngày", "Mã", "Số", "Công thức"],
            ["Hội A", datetime.date(2019, 3, 4), "0012", 12.5, "=1+1"],
            ["Hội B", datetime.datetime(2019, 3, 4, 9, 30), "91110000123456789X", 3, "#N/A"],
        )
    )
    sheet = (
        part(raw, SHEET)
        .replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>")
        .replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>")
    )
    table = opened(tmp_path / "t", changed(raw, xl__worksheets__sheet1_dot_xml=sheet))
    assert [row.cells for row in table.rows()] == [
        ("Hội A", datetime.datetime(2019, 3, 4), "0012", 12.5, 2),
        ("Hội B", datetime.datetime(2019, 3, 4, 9, 30), "91110000123456789X", 3, "#N/A"),
    ]


def test_sheets_are_named_and_chosen(tmp_path: Path) -> None:
    book = Workbook()
    first = book.active
    assert first is not None
    first.title = "Bìa"
    second = book.create_sheet("名单")
    second.append(["名称", "省份"])
    second.append(["青禾服务中心", "云南"])
    hidden = book.create_sheet("ẩn")
    hidden.append(["Tên", "Tỉnh"])
    hidden.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    table = opened(tmp_path / "t", out.getvalue())
    assert (table.info.sheet_names, table.info.sheet) == (("Bìa", "名单", "ẩn"), "名单")
    assert [sheet.is_hidden for sheet in table.info.sheets] == [False, False, True]
    assert opened(tmp_path / "t", out.getvalue(), sheet="ẩn").info.columns[0].header == "Tên"
    assert refusal(tmp_path / "t", out.getvalue(), sheet="x").code == "sheet_missing"


def test_a_wrong_size_in_the_file_hides_no_rows(tmp_path: Path) -> None:
    sheet = part(PLAIN, SHEET).replace(b'<dimension ref="A1:B3"', b'<dimension ref="A1:A1"')
    assert b'"A1:A1"' in sheet
    table = opened(tmp_path / "t", changed(PLAIN, xl__worksheets__sheet1_dot_xml=sheet))
    assert [row.cells for row in table.rows()] == [("Hội A", "Huế"), ("Hội B", "Vinh")]


def test_a_file_named_csv_that_is_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "t"
    path.write_bytes(PLAIN)
    assert open_table(path, filename="list.csv").info.format == "xlsx"


def test_what_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t"
    sheet = part(PLAIN, SHEET)
    entity = sheet.replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet', 1)
    wide = b'<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x>'.decode().encode("utf-16")
    far = (
        sheet.replace(b'r="3"', b'r="99999999"')
        .replace(b'"A3"', b'"A99999999"')
        .replace(b'"B3"', b'"B99999999"')
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
    for raw, code in (
        (changed(PLAIN, xl__worksheets__sheet1_dot_xml=entity), "file_declares_entities"),
        (changed(PLAIN, xl__worksheets__sheet1_dot_xml=wide), "file_declares_entities"),
        (changed(PLAIN, xl__worksheets__sheet1_dot_xml=b" " * 40_000_000), "file_unpacks_too_large"),
        (changed(PLAIN, xl__worksheets__sheet1_dot_xml=sheet[: len(sheet) // 2]), "file_broken"),
        (changed(PLAIN, xl__worksheets__sheet1_dot_xml=far), "too_many_rows"),
        (changed(PLAIN, xl__workbook_dot_xml=b"<nothing/>"), "no_rows"),
        (changed(PLAIN, xl__workbook_dot_bin=b""), "binary_excel"),
        (PLAIN[: len(PLAIN) // 2], "file_broken"),
        (PLAIN[:-30], "file_broken"),
        (out.getvalue(), "open_document"),
        (workbook(rows_of()), "no_rows"),
        (workbook(rows_of(["Tên"] * 201)), "too_many_columns"),
        (workbook(rows_of(["Tên"], *[["a"]] * 70, ["a", *[None] * 300, "b"])), "too_many_columns"),
    ):
        assert refusal(path, raw).code == code
    assert refusal(path, PLAIN, limits=Limits(rows=2)).params == {"limit": 2}
    assert refusal(path, PLAIN, limits=Limits(archive_entries=3)).code == "file_unpacks_too_large"


@settings(deadline=None, max_examples=40)
@given(
    place=st.integers(0, len(PLAIN) - 1),
    value=st.integers(0, 255),
    cut=st.integers(0, len(PLAIN)),
    junk=st.binary(max_size=20),
)
def test_a_damaged_workbook_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, place: int, value: int, cut: int, junk: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged"
    for raw in (
        PLAIN[:place] + bytes([value]) + PLAIN[place + 1 :],
        PLAIN[:cut] + junk,
        changed(PLAIN, xl__worksheets__sheet1_dot_xml=part(PLAIN, SHEET)[:cut] + junk),
    ):
        try:
            list(opened(path, raw).rows())
        except TableIsUnreadable:
            pass
