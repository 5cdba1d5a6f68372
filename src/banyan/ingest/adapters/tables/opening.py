"""What sort of table a file is, by its bytes before its name, and opening it."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Final

from . import encodings
from .json_tables import JsonTable
from .shapes import Limits, Table, TableIsUnreadable
from .text_tables import TextTable
from .workbooks import Workbook

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_OLD_WORKBOOK: Final = "Workbook".encode("utf-16-le")
_OLDER_BOOK: Final = "Book".encode("utf-16-le")
_BIFF: Final = (b"\x09\x08\x10\x00", b"\x09\x04\x06\x00", b"\x09\x02\x06\x00", b"\x09\x00\x04\x00")
_MARKUP: Final = re.compile(r"^\s*(?:<\?xml|<!doctype|<html|<table|<meta|<head)", re.I)
_SPREADSHEET_XML: Final = re.compile(r"urn:schemas-microsoft-com:office:spreadsheet", re.I)


def open_table(
    path: Path,
    *,
    filename: str,
    sheet: str = "",
    encoding: str = "",
    header_row: int | None = None,
    limits: Limits | None = None,
) -> Table:
    """
    Open a file as a table.

    :param filename: the name a person knows the file by; only settles what the bytes leave open
    :param sheet: the sheet of a workbook, or the path of a list in a JSON file; empty: the likeliest
    :param encoding: one of ``encodings.ENCODINGS`` if a person has chosen; empty: guessed
    :param header_row: the number of the row with the headings if a person has chosen (0: there are none)
    :raises TableIsUnreadable: if it is no table, is broken, or is larger than ``limits``
    """
    limits = limits or Limits()
    if encoding:
        encodings.check(encoding)
    size = path.stat().st_size
    if size == 0:
        raise TableIsUnreadable("file_empty")
    if size > limits.file_bytes:
        raise TableIsUnreadable("file_too_large", {"size": size, "limit": limits.file_bytes})
    suffix = Path(filename).suffix.lower()
    with path.open("rb") as handle:
        head = handle.read(4096)
    if head.startswith(_OLE):
        raise TableIsUnreadable(_inside_ole(path))
    if head.startswith(_BIFF):
        raise TableIsUnreadable("old_excel")
    if head.startswith(b"PK") and (zipfile.is_zipfile(path) or head[2:4] in (b"\x03\x04", b"\x05\x06")):
        return Workbook(path, sheet=sheet, header_row=header_row, limits=limits)
    if head.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        raise TableIsUnreadable("not_a_table")
    start = encodings.decoded(head, encoding or encodings.guesses(path)[0]).removeprefix("\ufeff").lstrip()
    if not start and size <= len(head):
        raise TableIsUnreadable("file_empty")
    if _SPREADSHEET_XML.search(start):
        raise TableIsUnreadable("old_excel")
    if _MARKUP.match(start):
        raise TableIsUnreadable("web_page")
    if start.startswith(("{", "[")) and (is_lines := _lines_of_json(start, suffix)) is not None:
        return JsonTable(path, is_lines=is_lines, encoding=encoding, sheet=sheet, limits=limits)
    if suffix in (".json", ".jsonl", ".ndjson", ".geojson"):
        raise TableIsUnreadable("json_broken", {"row": 1})
    return TextTable(
        path,
        format="tsv" if suffix in (".tsv", ".tab") else "csv",
        encoding=encoding,
        header_row=header_row,
        limits=limits,
    )


def _inside_ole(path: Path) -> str:
    """The old container holds workbooks of before 2007, and new ones locked with a password."""
    raw = path.read_bytes()
    if _ENCRYPTED in raw:
        return "file_encrypted"
    return "old_excel" if _OLD_WORKBOOK in raw or _OLDER_BOOK in raw else "not_a_table"


def _lines_of_json(start: str, suffix: str) -> bool | None:
    """Whether it is one object a line (True), one JSON value (False), or no JSON at all (None)."""
    if suffix in (".jsonl", ".ndjson"):
        return True
    if suffix in (".csv", ".tsv", ".txt", ".xlsx", ".xls") and not re.match(r"[\[{]\s*[\[{\"\]}]", start):
        return None
    # One object a line: the first line is an object by itself and another follows.
    lines = start.splitlines()
    if start.startswith("{") and len(lines) > 1:
        return lines[0].rstrip().endswith("}") and lines[1].lstrip().startswith("{")
    return False
