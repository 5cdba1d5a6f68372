"""
What passes between the readers of tables, the mapping of columns and the import that writes records.

A :class:`Mapping` says what each column of a :class:`Table` means; ``draft(row, mapping)`` gives a
:class:`RowDraft`. All but rows can be kept as JSON (``as_json``, ``from_json``). Codes, never labels:
countries of ISO 3166-1, places and concepts of ``taxonomy/data``, ISO dates, amounts as decimal text.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from .drafts import (
    SHOWN_VALUE,
    ActivityDraft,
    DraftKind,
    FigureDraft,
    NameDraft,
    PartyDraft,
    RowDraft,
    RowProblem,
    TieDraft,
    plain_object,
)

__all__ = [  # the drafts too: one place to import the contract from
    "SHOWN_VALUE",
    "ActivityDraft",
    "Column",
    "ColumnTarget",
    "DateOrder",
    "DraftKind",
    "FigureDraft",
    "Limits",
    "Mapping",
    "NameDraft",
    "PartyDraft",
    "Row",
    "RowDraft",
    "RowProblem",
    "Sheet",
    "Table",
    "TableInfo",
    "TableIsUnreadable",
    "Target",
    "TieDraft",
]


class TableIsUnreadable(Exception):
    """A file cannot be read as a table. ``code`` says why, ``params`` with which figures."""

    def __init__(self, code: str, params: dict[str, object] | None = None) -> None:
        self.code, self.params = code, params or {}
        super().__init__(f"{code} {self.params}" if self.params else code)


class Target(enum.StrEnum):
    """What a column is about. The options of each are named beside it."""

    IGNORE = "ignore"  # reason: "private" for telephone numbers, people and the like
    KEY = "key"  # the file's own number of the row
    NAME = "name"  # language, name_kind
    IDENTIFIER = "identifier"  # scheme; without one it is told from the value
    COUNTRY = "country"
    PLACE = "place"  # a province or a city, or an address with one in it
    LEGAL_FORM = "legal_form"
    FOUNDED = "founded"
    ENDED = "ended"
    STATE = "state"
    REGISTRATION_STATE = "registration_state"
    IS_NETWORK = "is_network"
    WEBSITE = "website"
    SUMMARY = "summary"  # language
    TOPIC = "topic"  # scheme: icnptso or sdg; without one both are tried
    TIE = "tie"  # options: kind; the cell names the other organisation
    TIE_GRADE = "tie_grade"
    TIE_FROM = "tie_from"
    TIE_TO = "tie_to"
    FIGURE = "figure"  # options: measure_vi, measure_zh, measure_en, currency
    FIELD = "field"  # options: name; a column as a preset calls it


class DateOrder(enum.StrEnum):
    """How 03/04/2019 is read; empty while neither the file nor a person has said."""

    UNKNOWN = ""
    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"
    YEAR_FIRST = "ymd"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is read before it is refused; sizes in bytes, unless the name says otherwise."""

    file_bytes: int = 200_000_000
    rows: int = 1_048_576
    columns: int = 200
    cell_characters: int = 32_767
    unpacked_bytes: int = 2_000_000_000
    part_bytes: int = 1_500_000_000
    ratio: int = 300
    archive_entries: int = 2_000
    json_record_characters: int = 4_000_000


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its place (0 first), the words above it, and the first values under it, cut to 80."""

    position: int
    header: str
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """
    One row. ``number`` is what a person sees in the file: its row, 1 first, header included.

    Cells are text, int, float, bool, Decimal, date, datetime, time or None. ``record`` is the object of a
    JSON file as it stands, which presets read instead of the cells.
    """

    number: int
    cells: tuple[object, ...]
    record: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook and the rows it says it has (None: it does not say)."""

    name: str
    row_estimate: int | None = None
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class TableInfo:
    """
    What is known of a table before its rows are read. ``header_row`` is 0 where there are no headings;
    ``encodings`` are those the bytes could be in, the one used first; ``list_path`` is where in a JSON file
    the rows stand.
    """

    format: str
    encoding: str
    sheets: tuple[Sheet, ...]
    sheet: str
    columns: tuple[Column, ...]
    header_row: int
    row_estimate: int | None
    encodings: tuple[str, ...] = ()
    delimiter: str = ""
    list_path: str = ""

    @property
    def sheet_names(self) -> tuple[str, ...]:
        """The sheets in order; none for a file that has no sheets."""
        return tuple(sheet.name for sheet in self.sheets)

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return plain_object(self)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> TableInfo:
        """Return what ``as_json`` was made from."""
        return cls(
            **{
                **value,
                "sheets": tuple(Sheet(**sheet) for sheet in value["sheets"]),
                "columns": tuple(
                    Column(**{**column, "samples": tuple(column["samples"])}) for column in value["columns"]
                ),
                "encodings": tuple(value["encodings"]),
            }
        )


class Table(Protocol):
    """An opened file."""

    @property
    def info(self) -> TableInfo:
        """What is known before the rows are read."""

    def rows(self, start: int = 0, *, has_cells: bool = True) -> Iterator[Row]:
        """
        Yield the rows below the header, one at a time; those numbered below ``start`` are passed over.

        May be called again. ``rows(start=n + 1)`` after a stop at row n gives the same rows as reading on.

        :param has_cells: False where only ``record`` is read: the rows of a JSON file then come without cells
        :raises TableIsUnreadable: where the file turns out broken or too large on the way
        """


@dataclass(frozen=True, slots=True)
class ColumnTarget:
    """
    What one column means. ``language`` is a tag (vi, zh, en…; empty: told from the text), ``name_kind`` a
    ``NameKind``, ``scheme`` an org-id.guide list code or a code list; ``options`` as said at :class:`Target`.
    """

    position: int
    target: str
    language: str = ""
    name_kind: str = ""
    scheme: str = ""
    options: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mapping:
    """
    What the columns of a file mean, or the preset that knows the whole shape.

    ``country`` is used where a row names none; ``language`` for names in Latin letters that are not plainly
    Vietnamese. ``tie_other`` is the organisation that ties lead to where a row names none:
    a pair of scheme and value.
    """

    preset: str = ""
    kind: str = DraftKind.ORGANISATION
    columns: tuple[ColumnTarget, ...] = ()
    country: str = ""
    date_order: str = DateOrder.UNKNOWN
    language: str = "en"
    splits_names: bool = True
    tie_other: tuple[str, str] | None = None

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return plain_object(self)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Mapping:
        """Return what ``as_json`` was made from."""
        other = value.get("tie_other")
        return cls(
            **{
                **value,
                "columns": tuple(ColumnTarget(**column) for column in value.get("columns", ())),
                "tie_other": (str(other[0]), str(other[1])) if other else None,
            }
        )
