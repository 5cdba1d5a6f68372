"""A form as an XLSForm workbook."""

from __future__ import annotations

import io

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from banyan.questionnaires.adapters.form import Form

from .tables import tables_of


def write(form: Form) -> bytes:
    """Return the bytes of a workbook that reads back as the same form, with the sheets kept beside it."""
    book = Workbook(write_only=True)
    for table in tables_of(form):
        sheet = book.create_sheet(table.name)
        sheet.freeze_panes = "A2"
        _append(sheet, table.headings, is_heading=True)
        for row in table.rows:
            _append(sheet, [row.get(heading, "") for heading in table.headings])
    for kept in form.sheets:
        sheet = book.create_sheet(kept.name)
        for cells in kept.rows:
            _append(sheet, cells)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _append(
    sheet: WriteOnlyWorksheet, texts: list[str] | tuple[str, ...], *, is_heading: bool = False
) -> None:
    cells = []
    for text in texts:
        cell = WriteOnlyCell(sheet, value=text or None)
        if text:
            cell.data_type = "s"  # never a formula, whatever it begins with
        if is_heading:
            cell.font = Font(bold=True)
        cells.append(cell)
    sheet.append(cells)
