"""
CSV that opens in any spreadsheet, streamed.

A cell that a spreadsheet would run gets an apostrophe in front, as OWASP advises ("CSV Injection"). What
consists of digits and the signs of numbers only – a negative number, a telephone number – names no function
and no cell, so it can do no harm and stays as it was written.
"""

from __future__ import annotations

import csv
import datetime
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from banyan.paper.exports.sheets import Sheet

#: Spreadsheets take a cell that begins so for a formula; the full-width forms too, where they are typed.
_FORMULA_STARTS: Final = frozenset("=+-@\t\r\n＝＋－＠")
_NUMBER_OR_TELEPHONE: Final = re.compile(r"[+-] ?\(?\d[\d .,()/-]*\Z", re.ASCII)
#: Says to Excel that the file is UTF-8.
_BYTE_ORDER_MARK: Final = "\ufeff"
#: Rows handed on together: a packet holds a few hundred anyway.
_STRETCH: Final = 200


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, value: str) -> str:
        """Return the text instead of keeping it."""
        return value


def is_like_a_formula(text: str) -> bool:
    """Say whether a spreadsheet might run a cell with this text."""
    return text[:1] in _FORMULA_STARTS and not _NUMBER_OR_TELEPHONE.match(text)


def cell(value: Any) -> str:
    """Return a value as it stands in a CSV file: dates in ISO, numbers with a point, no text that is run."""
    if isinstance(value, str):
        text = value.replace("\x00", "") if "\x00" in value else value
        return f"'{text}" if is_like_a_formula(text) else text
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    return cell(str(value))


def stream(sheet: Sheet) -> Iterator[bytes]:
    """
    Yield the file piece by piece, the headings first, at once; a list that was cut says so in its last row.
    """
    writer = csv.writer(_Echo())
    yield (_BYTE_ORDER_MARK + writer.writerow([cell(column.heading) for column in sheet.columns])).encode()
    held: list[str] = []
    for row in sheet.rows():
        held.append(writer.writerow([sheet.when_cut] if row is None else [cell(value) for value in row]))
        if len(held) == _STRETCH:
            yield "".join(held).encode("utf-8", "replace")
            held.clear()
    if held:
        yield "".join(held).encode("utf-8", "replace")
