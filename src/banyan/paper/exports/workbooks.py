"""
XLSX written row by row (xlsxwriter in constant memory) into a temporary file.

Every value keeps its kind: a text is a text whatever it begins with, so no cell can be a formula and nothing
has to be put in front of it; a date is a date; a number is a number as long as a spreadsheet can hold all of
its digits.
"""

from __future__ import annotations

import datetime
import math
import re
import tempfile
from collections.abc import Iterable
from decimal import Decimal
from typing import IO, Any, Final

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from banyan.paper.exports.delimited import is_like_a_formula
from banyan.paper.exports.sheets import Column, Sheet

#: Rows a sheet of Excel holds, without its headings ("Excel specifications and limits").
MOST_ROWS: Final = 1_048_575
#: Characters a cell holds, and digits of a number that are kept, by the same page.
_LONGEST_TEXT: Final = 32_767
_MOST_DIGITS: Final = 15
#: The first day Excel can tell from others; its own year 1900 has a 29 February.
_FIRST_DAY: Final = datetime.date(1900, 3, 1)
_LONGEST_TITLE: Final = 31
_NOT_IN_A_TITLE: Final = re.compile(r"[\[\]:*?/\\]")
#: What XML 1.0 cannot carry.
_NOT_IN_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _title(text: str) -> str:
    """Return a title as the tab of a sheet may have it."""
    bare = _NOT_IN_A_TITLE.sub(" ", _NOT_IN_XML.sub("", text)).strip().strip("'")
    return bare[:_LONGEST_TITLE].strip().strip("'") or "1"


def _is_exact(value: Any) -> bool:
    """Say whether a spreadsheet keeps every digit of a number."""
    if isinstance(value, int):
        return abs(value) < 10**_MOST_DIGITS
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, Decimal) and not value.is_finite():
        return False
    number = Decimal(value)
    return len(number.normalize().as_tuple().digits) <= _MOST_DIGITS and abs(number) < 10**_MOST_DIGITS


class _Writer:
    """One workbook under way, with its formats."""

    def __init__(self, file: IO[bytes], title: str, now: datetime.datetime) -> None:
        self.book = Workbook(
            file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        self.book.set_properties({"title": title, "created": now.replace(tzinfo=None)})
        self.head = self.book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.day = self.book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        self.quoted = self.book.add_format({"quote_prefix": True})

    def put(self, sheet: Worksheet, row: int, column: int, value: Any) -> None:
        """Write one value as what it is."""
        if isinstance(value, str):
            if value:
                self._text(sheet, row, column, value)
        elif value is None:
            return
        elif isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        elif isinstance(value, int | float | Decimal) and _is_exact(value):
            sheet.write_number(row, column, float(value))
        elif isinstance(value, datetime.date) and value >= _FIRST_DAY:
            sheet.write_datetime(row, column, value, self.day)
        else:
            self._text(sheet, row, column, str(value))

    def _text(self, sheet: Worksheet, row: int, column: int, text: str) -> None:
        clean = text
        if not text.isprintable():
            clean = _NOT_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
        if len(clean) > _LONGEST_TEXT:
            clean = clean[: _LONGEST_TEXT - 1] + "…"
        # The mark keeps it a text when somebody edits the cell.
        sheet.write_string(row, column, clean, self.quoted if is_like_a_formula(clean) else None)

    def heads(self, sheet: Worksheet, columns: Iterable[Column]) -> None:
        """Write the headings, which stay in sight and on every printed page."""
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
            sheet.write_string(0, place, _NOT_IN_XML.sub("", column.heading), self.head)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)

    def about(self, title: str, pairs: Iterable[tuple[str, str]]) -> None:
        """Write what there is to know about the file, on a sheet of its own."""
        sheet = self.book.add_worksheet(_title(title))
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 90)
        for row, (label, text) in enumerate(pairs):
            self._text(sheet, row, 0, label)
            self._text(sheet, row, 1, text)


def write(sheet: Sheet, *, about_title: str, now: datetime.datetime) -> IO[bytes]:
    """
    Return an open temporary file that holds the list as a workbook; closing it removes it.

    :param about_title: the name of the second sheet, which says what the file is
    :raises ValueError: if ``sheet.most`` is beyond what a sheet can hold
    """
    if sheet.most > MOST_ROWS:
        raise ValueError(f"A sheet holds {MOST_ROWS} rows, not {sheet.most}.")
    file = tempfile.TemporaryFile()  # noqa: SIM115 – whoever sends it closes it
    writer = _Writer(file, sheet.title, now)
    page = writer.book.add_worksheet(_title(sheet.title))
    writer.heads(page, sheet.columns)
    number, about = 0, sheet.about
    for row in sheet.rows():
        if row is None:
            about = (("", sheet.when_cut), *about)
            break
        number += 1
        for column, value in enumerate(row):
            writer.put(page, number, column, value)
    if sheet.columns:
        page.autofilter(0, 0, number, len(sheet.columns) - 1)
    if about:
        writer.about(about_title, about)
    writer.book.close()
    file.seek(0)
    return file
