"""Lists as CSV and XLSX: what was put in is what a spreadsheet reads back, and nothing in them runs."""

from __future__ import annotations

import csv
import datetime
import io
import tracemalloc
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from banyan.paper.exports import delimited, workbooks
from banyan.paper.exports.sheets import Column, Sheet, dated

NOW = datetime.datetime(2026, 11, 22, 9, 0, tzinfo=datetime.UTC)


def sheet(rows: list[list[Any]], *, most: int = 1000, when_cut: str = "") -> Sheet:
    width = len(rows[0]) if rows else 1
    columns = tuple(Column(f"C{place}", lambda row, place=place: row[place]) for place in range(width))
    return Sheet(title="Tổ chức 机构", columns=columns, records=rows, most=most, when_cut=when_cut)


def from_csv(one: Sheet) -> list[list[str]]:
    text = b"".join(delimited.stream(one)).decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))[1:]


def from_xlsx(one: Sheet) -> list[list[Any]]:
    with workbooks.write(one, about_title="About", now=NOW) as file:
        book = load_workbook(io.BytesIO(file.read()))
    return [[cell.value for cell in row] for row in book.worksheets[0].iter_rows(min_row=2)]


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1", "+84 24 39a", "=", "-"]
)
def test_what_a_spreadsheet_would_run_is_a_text(text: str) -> None:
    assert from_csv(sheet([[text]])) == [[f"'{text}"]]
    assert from_xlsx(sheet([[text]])) == [[text.replace("\r", "\n")]]


@pytest.mark.parametrize(
    "text",
    ["+84 24 3936 1234", "+86-10-6532 1234", "+(84) 24.3936", "-12.5", "-1,250", "- 3", "0912 345 678"],
)
def test_telephone_and_negative_numbers_stay_as_they_are_written(text: str) -> None:
    assert from_csv(sheet([[text]])) == [[text]]
    assert from_xlsx(sheet([[text]])) == [[text]]


def test_a_text_like_a_formula_stays_one_when_its_cell_is_edited() -> None:
    with workbooks.write(sheet([["=1+1", "plain"]]), about_title="About", now=NOW) as file:
        row = next(load_workbook(io.BytesIO(file.read())).worksheets[0].iter_rows(min_row=2))
    assert [(cell.data_type, cell.quotePrefix) for cell in row] == [("s", True), ("s", False)]


def test_values_keep_their_kind() -> None:
    day = datetime.date(2021, 4, 9)
    row = [day, -5, Decimal("1650000.25"), None, "2021-04", True]
    assert from_xlsx(sheet([row])) == [[datetime.datetime(2021, 4, 9), -5, 1650000.25, None, "2021-04", True]]
    assert from_csv(sheet([row])) == [["2021-04-09", "-5", "1650000.25", "", "2021-04", "True"]]


def test_what_a_spreadsheet_would_round_is_a_text() -> None:
    row = [12345678901234567, Decimal("0.1234567890123456"), Decimal("NaN"), datetime.date(1899, 5, 6)]
    assert from_xlsx(sheet([row])) == [["12345678901234567", "0.1234567890123456", "NaN", "1899-05-06"]]
    assert from_csv(sheet([row])) == [["12345678901234567", "0.1234567890123456", "NaN", "1899-05-06"]]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2021-04-09", datetime.date(2021, 4, 9)),
        ("2021-04", "2021-04"),
        ("2021", "2021"),
        ("2021-02-31", "2021-02-31"),
        ("", ""),
        ("about 2021-04-09", "about 2021-04-09"),
    ],
)
def test_only_a_whole_day_is_a_date(text: str, value: Any) -> None:
    assert dated(text) == value


READABLE = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=60
).filter(lambda text: "_x" not in text) | st.sampled_from(
    ["Nguyễn Thị Hường", "Nguye\u0302\u0303n", "𠮷野家", "㐂", "a\nb", '"; --', "x,y", "''"]
)


@settings(max_examples=40)
@given(st.lists(READABLE, min_size=1, max_size=4))
def test_any_text_comes_back_from_both(texts: list[str]) -> None:
    texts = ["a", *(text for text in texts if not delimited.is_like_a_formula(text))]
    assert from_csv(sheet([texts])) == [texts]
    assert from_xlsx(sheet([texts])) == [[text or None for text in texts]]


def test_what_no_file_can_hold_is_left_out_and_a_long_text_is_cut() -> None:
    long = "x" * 40_000
    assert from_xlsx(sheet([["a\x00\x0b\ud800b", long]])) == [["ab", "x" * 32_766 + "…"]]
    assert from_csv(sheet([["a\x00b\ud800", "c"]])) == [["ab?", "c"]]


def test_a_list_that_is_too_long_says_so() -> None:
    rows = [["a"], ["b"], ["c"]]
    assert from_csv(sheet(rows, most=2, when_cut="Only two.")) == [["a"], ["b"], ["Only two."]]
    assert from_csv(sheet(rows, most=3, when_cut="Only three.")) == rows
    with workbooks.write(sheet(rows, most=2, when_cut="Only two."), about_title="About", now=NOW) as file:
        book = load_workbook(io.BytesIO(file.read()))
    assert [cell.value for cell in book.worksheets[0]["A"]] == ["C0", "a", "b"]
    assert book.worksheets[1]["B1"].value == "Only two."
    with pytest.raises(ValueError, match="1048575"):
        workbooks.write(sheet([], most=2_000_000), about_title="About", now=NOW)


def test_heads_stay_in_sight_and_the_file_says_what_it_is() -> None:
    one = Sheet(
        title="A/B: [x]*? 'long title that no tab can hold at all",
        columns=(Column("Tên", lambda row: row, 40),),
        records=["x"],
        most=9,
        about=(("From", "https://example.org"),),
    )
    with workbooks.write(one, about_title="About this file", now=NOW) as file:
        book = load_workbook(io.BytesIO(file.read()))
    first, second = book.worksheets
    assert first.title == "A B   x    'long title that no"
    assert (first.freeze_panes, first.auto_filter.ref, first.print_title_rows) == ("A2", "A1:A2", "$1:$1")
    assert round(first.column_dimensions["A"].width) == 41
    assert [second["A1"].value, second["B1"].value] == ["From", "https://example.org"]


def rows_of(number: int) -> Iterator[list[str]]:
    return (["bn-7k3q-x4mc", f"Hội Bảo vệ Nguồn nước {place}"] for place in range(number))


@pytest.mark.parametrize("write", [delimited.stream, None], ids=["csv", "xlsx"])
def test_memory_does_not_grow_with_the_list(write: Any) -> None:
    def peak(number: int) -> int:
        columns = tuple(Column(f"C{place}", lambda row, place=place: row[place]) for place in range(2))
        one = Sheet(title="x", columns=columns, records=rows_of(number), most=10**6)
        tracemalloc.start()
        if write:
            for _ in write(one):
                pass
        else:
            workbooks.write(one, about_title="About", now=NOW).close()
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    peak(10)
    assert peak(6_000) < peak(1_000) + 200_000
