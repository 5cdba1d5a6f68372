"""What one row of a table says, ready to be written. Part of the contract in ``shapes``."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

#: A value that was not understood is shown to this length.
SHOWN_VALUE = 80
#: Why a row is left out although nothing is wrong with it: nobody has to mend these.
LEFT_OUT = frozenset(
    ["decision_not_kept", "nobody_to_add_to", "record_withdrawn", "row_is_heading", "row_is_total"]
)


class DraftKind(enum.StrEnum):
    """What one row of the file is about."""

    ORGANISATION = "organisation"
    ADDITION = "addition"  # more about organisations that are there; makes none
    TIE = "tie"
    ACTIVITY = "activity"


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
    is_network: bool | None = None


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

    For ``kind`` organisation: an organisation with its names. For addition: the same of one that is told by
    its identifiers and not made. For tie: ``ties`` of an organisation that is only referred to (by key,
    identifiers or names) and made only if nothing else is found. For activity: ``activities``; the row is no
    organisation itself.

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

    @property
    def is_left_out(self) -> bool:
        """Whether the row is not written although nothing is wrong with it."""
        codes = {problem.code for problem in self.problems if problem.is_fatal}
        return bool(codes) and codes <= LEFT_OUT

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
