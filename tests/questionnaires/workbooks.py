"""Workbooks for tests, from rows written as dictionaries."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook, load_workbook

EN, VI, ZH = "label::English (en)", "label::Tiếng Việt (vi)", "label::中文 (zh)"


def workbook(**sheets: Iterable[dict[str, Any]]) -> bytes:
    """A workbook with these sheets; the headings are all keys in the order they are first met."""
    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    for name, rows in sheets.items():
        rows = list(rows)
        headings = list(dict.fromkeys(key for row in rows for key in row))
        sheet = book.create_sheet(name)
        sheet.append(headings)
        for row in rows:
            sheet.append([row.get(heading) for heading in headings])
    return saved(book)


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def cells_of(data: bytes, sheet: str) -> list[dict[str, str]]:
    """The rows of a sheet by heading, empty cells left out."""
    book = load_workbook(io.BytesIO(data))
    rows = [
        [str(cell) if cell is not None else "" for cell in row]
        for row in book[sheet].iter_rows(values_only=True)
    ]
    return [
        {head: text for head, text in zip(rows[0], row, strict=True) if text} for row in rows[1:] if any(row)
    ]


def q(type: str, name: str = "", label: str = "", **more: Any) -> dict[str, Any]:
    """A row of a survey sheet; the label is in three languages. Write ``__`` for ``::`` in further columns."""
    row: dict[str, Any] = {"type": type}
    if name:
        row["name"] = name
        if not type.startswith("calculate") and type not in {"start", "end", "today", "hidden"}:
            label = label or name
    if label:
        row |= {EN: label, VI: f"{label} (vi)", ZH: f"{label}（中）"}
    return row | {key.replace("__", "::"): value for key, value in more.items()}


def choice(list_name: str, name: str, **more: Any) -> dict[str, Any]:
    """A row of a choices sheet, its label in three languages."""
    return {"list_name": list_name, "name": name, EN: name, VI: f"{name} (vi)", ZH: f"{name}（中）", **more}


SETTINGS = {
    "form_title": "A form",
    "form_id": "a_form",
    "version": "1",
    "default_language": "English (en)",
    "banyan::title::Tiếng Việt (vi)": "Biểu mẫu",
    "banyan::title::中文 (zh)": "表单",
}
YES_NO = [choice("yes_no", "yes"), choice("yes_no", "no")]
END_G, END_R = {"type": "end_group"}, {"type": "end_repeat"}


def form(survey: list[dict[str, Any]], choices: list[dict[str, Any]] | None = None, **sheets: Any) -> bytes:
    """A whole XLSForm."""
    return workbook(
        survey=survey, choices=choices or [], settings=sheets.pop("settings", [SETTINGS]), **sheets
    )
