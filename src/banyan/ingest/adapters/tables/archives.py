"""
XLSX files from strangers: everything that will be parsed is unpacked once, counted and looked at before.

What an archive's directory says of sizes is a claim; the bytes are what counts. On the way the rows of each
sheet and its merged cells are noted, which the streaming reader does not tell.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from .shapes import Limits, TableIsUnreadable

_PIECE: Final = 1 << 18
_DECLARATION: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)
_ROW: Final = re.compile(rb"<(?:\w+:)?row[\s>]")
#: A row that has only borders and colours, as files are full of behind their last one.
_EMPTY_ROW: Final = re.compile(
    rb"<(?:\w+:)?row(?:\s[^>]*)?(?:/>|>(?:<(?:\w+:)?c(?:\s[^>]*)?(?:/>|></(?:\w+:)?c>))*</(?:\w+:)?row>)"
)
_MERGE: Final = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
#: Bytes kept from one piece to the next, longer than the marks looked for and than most empty rows.
_OVERLAP: Final = 4_000
#: More merged cells than this is no list of organisations; the others stay as they stand in the file.
_MERGES: Final = 50_000
#: Texts of all sheets are held in memory while a workbook is read.
_SHARED_STRINGS: Final = 150_000_000
_SMALL: Final = 10_000_000
_OLD_BINARY: Final = "xl/workbook.bin"


@dataclass(frozen=True, slots=True)
class Merge:
    """A range of merged cells, rows and columns 1 first, both ends included."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(slots=True)
class Part:
    """What was noted of one sheet."""

    rows: int = 0
    merges: list[Merge] = field(default_factory=list)


def check(path: Path, limits: Limits) -> dict[str, Part]:
    """
    Return what was noted of each sheet, by its path in the archive.

    :raises TableIsUnreadable: ``file_broken``, ``file_encrypted``, ``file_unpacks_too_large``,
        ``file_declares_entities``, ``binary_excel``, ``open_document``, ``not_a_table``
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return _checked(archive, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise TableIsUnreadable("file_broken") from error
    except RuntimeError as error:
        raise TableIsUnreadable("file_encrypted") from error


def _checked(archive: zipfile.ZipFile, limits: Limits) -> dict[str, Part]:
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    if len(entries) > limits.archive_entries or len(names) != len(entries):
        raise TableIsUnreadable("file_unpacks_too_large", {"count": len(entries)})
    if any(entry.flag_bits & 1 for entry in entries):
        raise TableIsUnreadable("file_encrypted")
    if _OLD_BINARY in names:
        raise TableIsUnreadable("binary_excel")
    if "content.xml" in names and "mimetype" in names:
        raise TableIsUnreadable("open_document")
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in {name.lower() for name in names}:
        raise TableIsUnreadable("not_a_table")
    sheets: dict[str, Part] = {}
    total = 0
    for entry in entries:
        name = entry.filename.lower()
        if not name.endswith((".xml", ".rels", ".vml")):
            continue  # pictures and fonts, never unpacked
        part = sheets.setdefault(entry.filename, Part()) if "/worksheets/sheet" in name else None
        limit = _limit_of(name, entry, limits)
        with archive.open(entry) as handle:
            total += _look(handle.read, part, limit)
        if total > limits.unpacked_bytes:
            raise TableIsUnreadable("file_unpacks_too_large", {"limit": limits.unpacked_bytes})
    return sheets


def _limit_of(name: str, entry: zipfile.ZipInfo, limits: Limits) -> int:
    by_ratio = max(_SMALL, entry.compress_size * limits.ratio)
    if name.endswith("sharedstrings.xml"):
        return min(_SHARED_STRINGS, by_ratio)
    return min(limits.part_bytes, by_ratio)


def _look(read: Callable[[int], bytes], part: Part | None, limit: int) -> int:
    size, tail = 0, b""
    while piece := read(_PIECE):
        size += len(piece)
        if size > limit:
            raise TableIsUnreadable("file_unpacks_too_large", {"limit": limit})
        window = tail + piece
        # A declaration may be written in UTF-16 to hide it.
        squeezed = window.replace(b"\x00", b"") if b"\x00" in window else window
        if _DECLARATION.search(squeezed):
            raise TableIsUnreadable("file_declares_entities")
        if part is not None:
            seen = len(tail)
            part.rows += sum(match.end() > seen for match in _ROW.finditer(window))
            part.rows -= sum(match.end() > seen for match in _EMPTY_ROW.finditer(window))
            if b"mergeCell" in window and len(part.merges) < _MERGES:
                part.merges += [_merge(match) for match in _MERGE.finditer(window) if match.end() > seen]
        tail = window[-_OVERLAP:]
    return size


def _merge(match: re.Match[bytes]) -> Merge:
    left, top, right, bottom = match.groups()
    return Merge(int(top), int(bottom), _column(left), _column(right))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
