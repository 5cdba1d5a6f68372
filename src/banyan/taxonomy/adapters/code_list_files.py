"""
Code lists as files: one CSV per list and a manifest that names each list's source.

Everything is read and checked before anything is stored; the first fault stops the reading and says in
which line of which file it stands.
"""

from __future__ import annotations

import csv
import hashlib
import io
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final

from banyan.taxonomy.enums import Confidence, ListKind

MANIFEST: Final = "manifest.toml"
_LANGUAGES: Final = ("vi", "zh", "en")

COLUMNS: Final[Mapping[ListKind, tuple[str, ...]]] = {
    ListKind.CONCEPTS: (
        "code",
        "parent",
        "label_vi",
        "label_zh",
        "label_en",
        "country",
        "note",
        "confidence",
    ),
    ListKind.COUNTRIES: ("code",),
    ListKind.PLACES: (
        "code",
        "kind",
        "parent",
        "name_vi",
        "name_zh",
        "name_en",
        "latitude",
        "longitude",
        "is_active",
    ),
    ListKind.PLACE_NAMES: ("code", "name_vi", "name_zh", "name_en", "reason"),
}
#: Cells that may not be empty.
_REQUIRED: Final = {"code", "kind", "confidence", "is_active", "reason"} | {
    f"{field}_{language}" for field in ("label", "name") for language in _LANGUAGES
}
_DESCRIPTION: Final = (
    "code",
    "kind",
    "file",
    "title_vi",
    "title_zh",
    "title_en",
    "source",
    "source_url",
    "edition",
    "licence",
    "confidence",
)


class CodeListIsMalformed(Exception):
    """A data file cannot be read. Says the file, the line (1 is the header; 0 the whole file) and why."""

    def __init__(self, *, file: str, line: int, reason: str) -> None:
        self.file, self.line, self.reason = file, line, reason
        where = f"{file}, line {line}" if line else file
        super().__init__(f"{where}: {reason}")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list: its cells by column, stripped, and where it stands."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


@dataclass(frozen=True, slots=True)
class CodeList:
    """One list with what the manifest says of it."""

    code: str
    kind: ListKind
    file: str
    description: Mapping[str, str]
    sha256: str
    rows: tuple[Row, ...]


def read_folder(*, folder: Path) -> tuple[CodeList, ...]:
    """
    Return every list the manifest of ``folder`` names, in its order.

    :raises CodeListIsMalformed: at the first fault in the manifest or in a list
    """
    lists: list[CodeList] = []
    for entry in _manifest(folder=folder):
        lists.append(_read_list(folder=folder, entry=entry))
    _check_parents(lists)
    return tuple(lists)


def point_of(row: Row) -> tuple[Decimal | None, Decimal | None]:
    """Return latitude and longitude of a checked place row."""
    if not row["latitude"]:
        return None, None
    return Decimal(row["latitude"]), Decimal(row["longitude"])


def _manifest(*, folder: Path) -> Iterator[Mapping[str, str]]:
    path = folder / MANIFEST
    try:
        entries: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["lists"]
    except FileNotFoundError:
        raise CodeListIsMalformed(file=MANIFEST, line=0, reason="the file is missing") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CodeListIsMalformed(file=MANIFEST, line=0, reason=str(error)) from error
    except KeyError:
        raise CodeListIsMalformed(file=MANIFEST, line=0, reason="it has no [[lists]]") from None
    seen: set[str] = set()
    for entry in entries:
        name = str(entry.get("code", "a list without a code"))
        absent = [key for key in _DESCRIPTION if not isinstance(entry.get(key), str)]
        empty = [key for key in _DESCRIPTION if entry.get(key) == "" and key != "source_url"]
        if absent or empty:
            raise CodeListIsMalformed(
                file=MANIFEST, line=0, reason=f"{name} lacks {', '.join(absent + empty)}"
            )
        if entry["kind"] not in list(ListKind):
            raise CodeListIsMalformed(file=MANIFEST, line=0, reason=f"{name} has no kind we know")
        if entry["confidence"] not in list(Confidence):
            raise CodeListIsMalformed(file=MANIFEST, line=0, reason=f"{name} has no confidence we know")
        if name in seen:
            raise CodeListIsMalformed(file=MANIFEST, line=0, reason=f"{name} is named twice")
        seen.add(name)
        yield entry


def _read_list(*, folder: Path, entry: Mapping[str, str]) -> CodeList:
    file = entry["file"]
    kind = ListKind(entry["kind"])
    try:
        raw = (folder / file).read_bytes()
    except FileNotFoundError:
        raise CodeListIsMalformed(file=file, line=0, reason="the file is missing") from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise CodeListIsMalformed(file=file, line=line, reason="it is not UTF-8") from error
    return CodeList(
        code=entry["code"],
        kind=kind,
        file=file,
        description={key: entry[key] for key in _DESCRIPTION},
        sha256=hashlib.sha256(raw).hexdigest(),
        rows=tuple(_rows(file=file, kind=kind, text=text)),
    )


def _rows(*, file: str, kind: ListKind, text: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    columns = COLUMNS[kind]
    codes: set[str] = set()
    try:
        if tuple(next(reader, ())) != columns:
            raise CodeListIsMalformed(file=file, line=1, reason=f"the columns must be {','.join(columns)}")
        for cells in reader:
            row = Row(line=reader.line_num, cells=dict(zip(columns, map(str.strip, cells), strict=False)))
            fault = _fault_of(row=row, width=len(cells), columns=columns, codes=codes)
            if fault:
                raise CodeListIsMalformed(file=file, line=row.line, reason=fault)
            codes.add(row["code"])
            yield row
    except csv.Error as error:
        raise CodeListIsMalformed(file=file, line=reader.line_num, reason=str(error)) from error


def _fault_of(*, row: Row, width: int, columns: tuple[str, ...], codes: set[str]) -> str:
    """Return what is wrong with a row by itself, or an empty string."""
    if width != len(columns):
        return f"{width} cells where {len(columns)} are needed"
    for column in columns:
        if column in _REQUIRED and not row[column]:
            return f"{column} is empty"
    if row["code"] in codes:
        return f"the code {row['code']} stands twice"
    if "confidence" in columns and row["confidence"] not in list(Confidence):
        return f"{row['confidence']} is no confidence we know"
    if "kind" in columns and row["kind"] not in ("province", "city"):
        return f"{row['kind']} is no kind of place for this list"
    if "is_active" in columns and row["is_active"] not in ("yes", "no"):
        return "is_active must be yes or no"
    if "latitude" in columns:
        return _point_fault(row)
    return ""


def _point_fault(row: Row) -> str:
    if bool(row["latitude"]) != bool(row["longitude"]):
        return "a point needs both latitude and longitude"
    if not row["latitude"]:
        return ""
    try:
        latitude, longitude = Decimal(row["latitude"]), Decimal(row["longitude"])
    except InvalidOperation:
        return "latitude and longitude must be decimal degrees"
    if not (latitude.is_finite() and longitude.is_finite()) or abs(latitude) > 90 or abs(longitude) > 180:
        return "the point is not on earth"
    return ""


def _check_parents(lists: list[CodeList]) -> None:
    """A parent must stand above: concepts in their own file, places in any list before."""
    places: set[str] = set()
    for code_list in lists:
        known = set() if code_list.kind == ListKind.CONCEPTS else places
        for row in code_list.rows:
            fault = _fault_among(row=row, kind=code_list.kind, known=known)
            if fault:
                raise CodeListIsMalformed(file=code_list.file, line=row.line, reason=fault)
            known.add(row["code"])


def _fault_among(*, row: Row, kind: ListKind, known: set[str]) -> str:
    """Return what is wrong with a row beside the codes above it, or an empty string."""
    if kind == ListKind.PLACE_NAMES:
        return "" if row["code"] in known else f"no place has the code {row['code']}"
    if row["code"] in known:
        return f"another list of places has the code {row['code']}"
    if kind == ListKind.COUNTRIES:
        return ""
    if kind == ListKind.PLACES and not row["parent"]:
        return "parent is empty"
    if row["parent"] and row["parent"] not in known:
        return f"no row above has the code {row['parent']}"
    return ""
