"""Workbooks that are none, are far too large, or carry what no form needs: refused politely, and soon."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import Workbook, load_workbook
from tests.questionnaires.workbooks import form, q, saved

from banyan.questionnaires.adapters.xlsform import Problem, read
from banyan.questionnaires.adapters.xlsform import archive as archive_module

GOOD = form([q("text", "a")])


def codes(data: bytes) -> list[str]:
    reading = read(data, language="en")
    assert reading.form is None
    return [one.code for one in reading.errors]


def changed(data: bytes, **files: bytes) -> bytes:
    """The workbook with files added or replaced; ``__`` stands for ``/`` and ``_dot_`` for ``.``."""
    added = {name.replace("__", "/").replace("_dot_", "."): content for name, content in files.items()}
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in added:
                new.writestr(name, old.read(name))
        for name, content in added.items():
            new.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_not_xlsx"),
        (b"type,name,label\ntext,a,A\n", "file_not_xlsx"),
        (b"%PDF-1.7", "file_not_xlsx"),
        (b"PK\x03\x04" + b"\x00" * 100, "file_broken"),
        (GOOD[: len(GOOD) // 2], "file_broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "file_not_xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "file_locked"),
        (changed(GOOD, xl__vbaProject_dot_bin=b"x"), "file_has_macros"),
        (changed(GOOD, xl__macrosheets__sheet1_dot_xml=b"<x/>"), "file_has_macros"),
        (changed(GOOD, xl__workbook_dot_xml=b"<workbook"), "file_broken"),
        (changed(GOOD, xl__styles_dot_xml=b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), "file_broken"),
        (changed(GOOD, xl__styles_dot_xml='<!DOCTYPE x [<!ENTITY a "b">]>'.encode("utf-16")), "file_broken"),
    ],
)
def test_what_is_no_workbook_is_refused(data: bytes, code: str) -> None:
    assert codes(data) == [code]


def test_bomb_is_not_unpacked() -> None:
    assert codes(changed(GOOD, xl__sharedStrings_dot_xml=b"\x20" * 60_000_000)) == ["file_unpacks_too_large"]


def test_thousands_of_parts_are_refused() -> None:
    assert codes(changed(GOOD, **{f"xl__x{n}_dot_xml": b"<x/>" for n in range(600)})) == [
        "file_unpacks_too_large"
    ]


def test_large_file_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_module, "MOST_BYTES", 1000)
    assert codes(GOOD) == ["file_too_large"]


def test_huge_sheets_are_refused() -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("survey")
    for _ in range(20_002):
        sheet.append(["text", "a"])
    assert codes(saved(book)) == ["too_many_rows"]
    book = Workbook(write_only=True)
    book.create_sheet("survey").append(["x"] * 301)
    assert codes(saved(book)) == ["too_many_columns"]
    assert codes(form([q("text", "a", "x" * 10_001)])) == ["cell_too_long"]
    book = Workbook(write_only=True)
    for number in range(31):
        book.create_sheet(f"s{number}")
    assert codes(saved(book)) == ["too_many_sheets"]


def test_formulas_and_merged_cells_are_told_with_their_place() -> None:
    book = load_workbook(io.BytesIO(GOOD))
    book["survey"]["C2"] = '=HYPERLINK("http://example.org","x")'
    book["survey"].merge_cells("A3:B3")
    found = read(saved(book), language="en").errors
    assert [(one.code, one.sheet, one.row, one.column) for one in found] == [
        ("merged_cells", "survey", 0, ""),
        ("formula", "survey", 2, "label::English (en)"),
    ]
    assert found[0].details == {"range": "A3:B3"}


def test_deep_groups_are_refused() -> None:
    rows = (
        [q("begin_group", f"g{n}") for n in range(2000)] + [q("text", "a")] + [{"type": "end_group"}] * 2000
    )
    assert "too_deep" in codes(form(rows))


def test_every_sentence_fits_its_details() -> None:
    """A code without a sentence, or a sentence that asks for a detail nobody gives, would fail here."""
    reading = read(form([q("text", "a"), q("text", "a"), q("txt", "b")]), language="en")
    assert all(isinstance(one, Problem) and str(one) for one in reading.errors)
