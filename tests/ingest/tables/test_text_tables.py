"""CSV as people and programs write it, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banyan.ingest.adapters.tables import headers
from banyan.ingest.adapters.tables.drafting import draft
from banyan.ingest.adapters.tables.opening import open_table
from banyan.ingest.adapters.tables.shapes import Limits, Table, TableIsUnreadable


def opened(path: Path, text: str | bytes, filename: str = "list.csv", **options: object) -> Table:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return open_table(path, filename=filename, **options)  # type: ignore[arg-type]


def refusal(
    path: Path, text: str | bytes, filename: str = "list.csv", **options: object
) -> TableIsUnreadable:
    with pytest.raises(TableIsUnreadable) as refused:
        list(opened(path, text, filename, **options).rows())
    return refused.value


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_told(tmp_path: Path, delimiter: str) -> None:
    rows = [["Tên", "Số tiền", "Tỉnh"], ["Hội A", '"1.234,5"', "Huế"], ["Hội B", '"7,5"', "Đà Nẵng"]]
    table = opened(tmp_path / "t", "\n".join(delimiter.join(row) for row in rows))
    assert table.info.delimiter == delimiter
    assert [row.cells for row in table.rows()] == [("Hội A", "1.234,5", "Huế"), ("Hội B", "7,5", "Đà Nẵng")]


def test_the_line_with_which_excel_names_the_delimiter(tmp_path: Path) -> None:
    table = opened(tmp_path / "t", "sep=;\nTên;Tỉnh\nHội A;Huế\n")
    assert table.info.header_row == 2
    assert [(row.number, row.cells) for row in table.rows()] == [(3, ("Hội A", "Huế"))]


def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    table = opened(tmp_path / "t", 'Name,City\n"Two\nlines",Hue\n\nLast,Vinh\n')
    assert [(row.number, row.cells) for row in table.rows()] == [
        (2, ("Two\nlines", "Hue")),
        (4, ("Last", "Vinh")),
    ]


def test_titles_above_the_heading_and_ragged_rows(tmp_path: Path) -> None:
    text = (
        "DANH SÁCH CÁC HỘI NĂM 2024,,,\n,,,\nSTT,Tên tổ chức,Tỉnh/TP,Năm thành lập\n"
        "1,Hội A,Huế\n2,Hội B,Đà Nẵng,2001,thừa\n"
    )
    table = opened(tmp_path / "t", text)
    assert table.info.header_row == 3
    assert [column.header for column in table.info.columns] == [
        "STT",
        "Tên tổ chức",
        "Tỉnh/TP",
        "Năm thành lập",
        "",
    ]
    assert [row.cells for row in table.rows()] == [
        ("1", "Hội A", "Huế", "", ""),
        ("2", "Hội B", "Đà Nẵng", "2001", "thừa"),
    ]


def test_many_titles_above_a_short_list(tmp_path: Path) -> None:
    text = (
        "ỦY BAN NHÂN DÂN TỈNH,,,\nDANH SÁCH HỘI,,,\n(Kèm theo Quyết định số 12),,,\n"
        "TT,TÊN HỘI,NĂM TL,GHI CHÚ\nI,CẤP TỈNH,,\n1,Hội Sao Mai,1995,\n2,Hội Sao Hôm,2001,x\n"
    )
    table = opened(tmp_path / "t", text)
    assert table.info.header_row == 4
    found = [draft(row, headers.guess(table.info).mapping) for row in table.rows()]
    assert [problem.code for one in found for problem in one.problems] == ["row_is_heading"]
    assert [(one.number, one.founded) for one in found if not one.is_fatal] == [(6, "1995"), (7, "2001")]


def test_a_table_without_a_heading(tmp_path: Path) -> None:
    table = opened(tmp_path / "t", "Hội A,2005,https://a.example.org\nHội B,2006,https://b.example.org\n")
    assert table.info.header_row == 0
    assert [row.number for row in table.rows()] == [1, 2]


def test_a_person_may_say_where_the_heading_is(tmp_path: Path) -> None:
    text = "aa,bb\ncc,dd\nee,ff\n"
    assert opened(tmp_path / "t", text, header_row=2).info.columns[0].header == "cc"
    table = opened(tmp_path / "t", text, header_row=0)
    assert [row.number for row in table.rows()] == [1, 2, 3]


def test_reading_goes_on_where_it_stopped(tmp_path: Path) -> None:
    text = "Name,City\n" + "".join(f'"Body {n}\nof many",Hue\n' for n in range(2, 3000)) + "\n\nLast,Vinh\n"
    table = opened(tmp_path / "t", text)
    every = list(table.rows())
    for start in (0, 2, 1500, 2999, 3002, 4000):
        assert list(table.rows(start)) == [row for row in every if row.number >= start]


def test_nul_bytes_become_visible_and_storable(tmp_path: Path) -> None:
    table = opened(tmp_path / "t", b"Name,City\nA\x00B,Hue\nC,Vinh\n")
    assert next(table.rows()).cells == ("A\ufffdB", "Hue")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", "file_empty"),
        (b"  \n \n", "file_empty"),
        (b",,\n,,\n", "no_rows"),
        (bytes(range(256)) * 40, "not_text"),
        (b"%PDF-1.7 ...", "not_a_table"),
        (b"\x89PNG\r\n\x1a\n", "not_a_table"),
        (b"<html><body><table><tr><td>Name</td></tr></table>", "web_page"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "old_excel",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "old_excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "file_encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "not_a_table"),
        (b"\x09\x08\x10\x00\x00\x06\x05\x00", "old_excel"),
        (b'Name,City\nA,"Hue\nB,Vinh\n', "quote_not_closed"),
        (b'Name,City\n"A,Hue\n' + b"B,Vinh\n" * 3000, "quote_not_closed"),
        (b"Name\n" + b"x" * 40_000 + b"\n", "cell_too_long"),
        (b"x" * 5_000_000, "line_too_long"),
        (",".join(f"c{n}" for n in range(201)).encode(), "too_many_columns"),
        (b"a,b\n" + b"1" + b",2" * 300 + b"\n", "too_many_columns"),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(tmp_path: Path, text: bytes, code: str) -> None:
    assert refusal(tmp_path / "t", text).code == code


def test_sizes_are_refused_with_the_figure(tmp_path: Path) -> None:
    text = "Name,City\n" + "A,Hue\n" * 20
    assert refusal(tmp_path / "t", text, limits=Limits(rows=10)).params == {"limit": 10}
    found = refusal(tmp_path / "t", text, limits=Limits(file_bytes=50))
    assert (found.code, found.params) == ("file_too_large", {"size": 130, "limit": 50})


@settings(deadline=None, max_examples=150)
@given(
    raw=st.one_of(
        st.binary(max_size=400),
        st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")),
        st.text(alphabet='a,;"\n\t|{}[]:0é中', max_size=200).map(str.encode),
    ),
    name=st.sampled_from(["a.csv", "a.tsv", "a.json", "a.jsonl", "a.xlsx", "a"]),
)
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes, name: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "any"
    path.write_bytes(raw)
    try:
        table = open_table(path, filename=name)
        rows = list(table.rows())
    except TableIsUnreadable:
        return
    assert all(len(row.cells) >= len(table.info.columns) for row in rows)
    if rows:
        middle = rows[len(rows) // 2].number
        assert list(table.rows(middle)) == [row for row in rows if row.number >= middle]
