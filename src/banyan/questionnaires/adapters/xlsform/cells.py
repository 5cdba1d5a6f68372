"""The sheets of a workbook as texts, each with its place."""

from __future__ import annotations

import datetime
import io
import warnings
from dataclasses import dataclass, field
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from .archive import merges_of
from .problems import Problem, WorkbookIsRefused

#: Bounds of one workbook. The longest known forms have some 2,000 rows; lists of places some 15,000.
MOST_SHEETS: Final = 30
MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 300
MOST_CHARACTERS: Final = 10_000

#: Sheets that make a form. In others formulas and merged cells do no harm.
OURS: Final = frozenset({"survey", "choices", "settings"})


@dataclass(slots=True)
class RawRow:
    """:ivar cells: texts by number of the column, from 0; empty ones are left out"""

    number: int
    cells: dict[int, str]


@dataclass(slots=True)
class RawSheet:
    """
    :ivar headings: texts of the first row by number of the column, from 0
    :ivar rows: what stands below it, empty rows left out
    """

    name: str
    headings: dict[int, str] = field(default_factory=dict)
    rows: list[RawRow] = field(default_factory=list)


def read_sheets(data: bytes, problems: list[Problem]) -> list[RawSheet]:
    """
    Return the sheets of a workbook in their order; formulas and merged cells are added to ``problems``.

    :raises WorkbookIsRefused: if nothing can be read of it, or it is larger than any form
    """
    merges = merges_of(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that hold no data
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    except Exception as error:  # the library documents none: whatever it says, the file is broken
        raise WorkbookIsRefused(Problem("file_broken")) from error
    sheets = [sheet for sheet in book.worksheets if isinstance(sheet, ReadOnlyWorksheet)]
    if len(sheets) > MOST_SHEETS:
        raise WorkbookIsRefused(Problem("too_many_sheets", details={"limit": MOST_SHEETS}))
    found = []
    for sheet in sheets:
        name = str(sheet.title).strip()
        name = name.lower() if name.lower() in OURS else name
        if name in OURS:
            for merged in merges.get(str(sheet._worksheet_path), [])[:20]:
                problems.append(Problem("merged_cells", name, details={"range": merged}))
        found.append(_read(sheet, name, problems))
    return found


def _read(sheet: Any, name: str, problems: list[Problem]) -> RawSheet:
    raw = RawSheet(name)
    sheet.reset_dimensions()  # what a file says of its size is often wrong
    try:
        for number, cells in enumerate(sheet.iter_rows(), 1):
            if number > MOST_ROWS:
                raise WorkbookIsRefused(Problem("too_many_rows", name, details={"limit": MOST_ROWS}))
            row = _row(raw, number, cells, problems)
            if number == 1:
                raw.headings = row.cells
            elif row.cells:
                raw.rows.append(row)
    except WorkbookIsRefused:
        raise
    except Exception as error:  # as above
        raise WorkbookIsRefused(Problem("file_broken", name)) from error
    return raw


def _row(raw: RawSheet, number: int, cells: Any, problems: list[Problem]) -> RawRow:
    row = RawRow(number, {})
    for column, cell in enumerate(cells):
        if (text := _text(cell.value)) == "":
            continue
        heading = raw.headings.get(column, "") or get_column_letter(column + 1)
        if column >= MOST_COLUMNS:
            raise WorkbookIsRefused(
                Problem("too_many_columns", raw.name, number, details={"limit": MOST_COLUMNS})
            )
        if len(text) > MOST_CHARACTERS:
            details = {"limit": MOST_CHARACTERS}
            raise WorkbookIsRefused(Problem("cell_too_long", raw.name, number, heading, details))
        if raw.name in OURS and cell.data_type == "f":
            problems.append(Problem("formula", raw.name, number, heading))
        row.cells[column] = text
    return row


def _text(value: object) -> str:
    """What a cell says. Numbers without a fraction are written without one, as the author sees them."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime.datetime() if value.time() == datetime.time.min:
            return value.date().isoformat()
        case datetime.date() | datetime.time():
            return value.isoformat()
    return str(value).replace("\u00a0", " ").replace("\r\n", "\n").strip()
