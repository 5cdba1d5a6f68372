"""
Workbooks of strangers: a few megabytes at most, and all that will be parsed is unpacked and looked at first.

What an archive says of sizes is a claim; the bytes are what counts.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Final

from .problems import Problem, WorkbookIsRefused

#: Bytes of a file, and of all that is unpacked of it. A form of 500 questions in three languages has 80 kB.
MOST_BYTES: Final = 5_000_000
MOST_UNPACKED: Final = 40_000_000
_MOST_ENTRIES: Final = 500
_PIECE: Final = 1 << 18
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED: Final = "EncryptedPackage".encode("utf-16-le")
_DECLARATION: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)
_MERGE: Final = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')


def _refused(code: str, **details: object) -> WorkbookIsRefused:
    return WorkbookIsRefused(Problem(code, details=details))


def merges_of(data: bytes) -> dict[str, list[str]]:
    """
    Look a workbook over, and return the merged cells of each sheet by its path in the archive.

    :raises WorkbookIsRefused: if it is none, or one that no form needs
    """
    if len(data) > MOST_BYTES:
        raise _refused("file_too_large", limit=MOST_BYTES // 1_000_000)
    if data.startswith(_OLE):
        raise _refused("file_locked" if _LOCKED in data else "file_not_xlsx")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _looked_over(archive)
    except RuntimeError as error:
        raise _refused("file_locked") from error
    except zipfile.BadZipFile as error:
        raise _refused("file_broken" if data.startswith(b"PK") else "file_not_xlsx") from error
    except (zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise _refused("file_broken") from error


def _looked_over(archive: zipfile.ZipFile) -> dict[str, list[str]]:
    entries = archive.infolist()
    names = {entry.filename.lower() for entry in entries}
    if "xl/workbook.xml" not in names or "[content_types].xml" not in names:
        raise _refused("file_not_xlsx")
    if len(entries) > _MOST_ENTRIES or len(names) != len(entries):
        raise _refused("file_unpacks_too_large")
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        raise _refused("file_has_macros")
    merges: dict[str, list[str]] = {}
    left = MOST_UNPACKED
    for entry in entries:
        if not entry.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue  # pictures and fonts, never unpacked
        content = _unpacked(archive, entry, left)
        left -= len(content)
        # A declaration may be written in UTF-16 to hide it.
        if _DECLARATION.search(content.replace(b"\x00", b"")):
            raise _refused("file_broken")
        if "/worksheets/" in entry.filename:
            merges[entry.filename] = [found.decode() for found in _MERGE.findall(content)]
    return merges


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
    pieces: list[bytes] = []
    size = 0
    with archive.open(entry) as handle:
        while piece := handle.read(_PIECE):
            size += len(piece)
            if size > left:
                raise _refused("file_unpacks_too_large")
            pieces.append(piece)
    return b"".join(pieces)
