"""
What passes between the readers of tables, the mapping of columns and the import that writes records.

A file is a :class:`Table` of :class:`Row`; a :class:`Mapping` says what each column means; ``draft(row,
mapping)`` gives one :class:`RowDraft`. All but rows can be kept as JSON: ``as_json`` and ``from_json`` are
the inverse of each other. Codes, never labels: countries by ISO 3166-1, places and concepts by the codes of
``taxonomy/data``, dates as ISO days, months or years, amounts as decimal text.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, Protocol

#: A value that was not understood is shown to this length.
SHOWN_VALUE = 80


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


class DateOrder(enum.StrEnum):
    """How 03/04/2019 is read; empty while neither the file nor a person has said."""

    UNKNOWN = ""
    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"
    YEAR_FIRST = "ymd"


class DraftKind(enum.StrEnum):
    """What one row of the file is about."""

    ORGANISATION = "organisation"
    TIE = "tie"
    ACTIVITY = "activity"


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
    One row. ``number`` is what a person sees in the file: its line or row, 1 first, header included.

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
    What is known of a table before its rows are read.

    ``header_row`` is the number of the row with the headings, 0 where there is none. ``encodings`` are the
    encodings the bytes could be in, the one used first. ``list_path`` is where in a JSON file the rows stand.
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

    def rows(self, start: int = 0) -> Iterator[Row]:
        """
        Yield the rows below the header, one at a time; those numbered below ``start`` are passed over.

        May be called again. ``rows(start=n + 1)`` after a stop at row n gives the same rows as reading on.

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


@dataclass(frozen=True, slots=True)
class NameDraft:
    """A name to be written. ``language`` is a tag, empty where nobody can tell; ``kind`` a ``NameKind``."""

    text: str
    language: str
    kind: str
    valid_from: str = ""
    valid_to: str = ""


@dataclass(frozen=True, slots=True)
class PartyDraft:
    """
    Another organisation a row speaks of, by whatever the row gives: the first key that finds one decides.

    ``key`` is its number in the same file (see ``RowDraft.external_key``); ``role`` a ``PartyRole`` for the
    parties of an activity.
    """

    names: tuple[NameDraft, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    key: str = ""
    role: str = ""
    country: str = ""
    place: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True)
class TieDraft:
    """
    A relationship of the row's organisation with another. ``kind`` is a ``TieKind`` read from the row's
    side, or from the other's where ``is_from_other`` (the other is part of this one).
    """

    kind: str
    other: PartyDraft
    grade: str = ""
    from_date: str = ""
    to_date: str = ""
    is_from_other: bool = False


@dataclass(frozen=True, slots=True)
class FigureDraft:
    """A number the file states of the organisation; ``measure`` is what is counted, by language."""

    measure: dict[str, str]
    value: str
    currency: str = ""
    qualifier: str = ""
    stated_date: str = ""


@dataclass(frozen=True, slots=True)
class ActivityDraft:
    """A reported activity, such as a grant, with its parties. ``amount`` is decimal text in ``currency``."""

    external_key: str
    title: dict[str, str]
    parties: tuple[PartyDraft, ...] = ()
    start_date: str = ""
    end_date: str = ""
    amount: str = ""
    currency: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What a row has that was not understood. With a fatal one the row cannot be written at all."""

    code: str
    column: int | None = None
    value: str = ""
    is_fatal: bool = False
    params: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RowDraft:
    """
    What one row says.

    For ``kind`` organisation: an organisation with its names. For tie: ``ties`` of an organisation that is
    only referred to (by key, identifiers or names) and made only if nothing else is found. For activity:
    ``activities``; the row is no organisation itself.

    ``topics`` are pairs written scheme:code (icnptso:A10, sdg:4). Empty text: the row does not say.
    """

    number: int
    kind: str = DraftKind.ORGANISATION
    external_key: str = ""
    names: tuple[NameDraft, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    country: str = ""
    place: str = ""
    legal_form: str = ""
    founded: str = ""
    ended: str = ""
    state: str = ""
    registration_state: str = ""
    is_network: bool | None = None
    website: str = ""
    summary: dict[str, str] = field(default_factory=dict)
    topics: tuple[str, ...] = ()
    ties: tuple[TieDraft, ...] = ()
    activities: tuple[ActivityDraft, ...] = ()
    figures: tuple[FigureDraft, ...] = ()
    problems: tuple[RowProblem, ...] = ()

    @property
    def is_fatal(self) -> bool:
        """Whether the row cannot be written."""
        return any(problem.is_fatal for problem in self.problems)

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return plain_object(self)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> RowDraft:
        """Return what ``as_json`` was made from."""
        return cls(
            **{
                **value,
                "names": _names(value["names"]),
                "identifiers": _pairs(value["identifiers"]),
                "topics": tuple(value["topics"]),
                "ties": tuple(TieDraft(**{**tie, "other": _party(tie["other"])}) for tie in value["ties"]),
                "activities": tuple(
                    ActivityDraft(**{**one, "parties": tuple(map(_party, one["parties"]))})
                    for one in value["activities"]
                ),
                "figures": tuple(FigureDraft(**figure) for figure in value["figures"]),
                "problems": tuple(RowProblem(**problem) for problem in value["problems"]),
            }
        )


def plain_object(value: Any) -> dict[str, Any]:
    """Return a dataclass of this module as plain values: dicts, lists, text, numbers."""
    return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}


def _plain(value: Any) -> Any:
    """Dataclasses as dicts, tuples as lists, enumerations as their text."""
    if is_dataclass(value):
        return plain_object(value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    return str(value) if isinstance(value, str) else value


def _names(values: list[dict[str, str]]) -> tuple[NameDraft, ...]:
    return tuple(NameDraft(**name) for name in values)


def _pairs(values: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((first, second) for first, second in values)


def _party(value: dict[str, Any]) -> PartyDraft:
    return PartyDraft(
        **{**value, "names": _names(value["names"]), "identifiers": _pairs(value["identifiers"])}
    )
