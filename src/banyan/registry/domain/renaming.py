"""
What a list that knows when a name changed does to the names an organisation has.

Only a dated change counts: "was called X until a day, is called Y". The former name stays to be found and
read; an undated former name changes nothing, since it may be older than what the directory knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from banyan.registry.domain import names as name_rules
from banyan.registry.domain.organisations import NewName
from banyan.registry.enums import NameKind
from banyan.registry.models import OrganisationName

_COLUMNS: Final = ("kind", "valid_from_date", "valid_to_date")
#: Kinds that say less than "official" and "former".
_VAGUE: Final = (NameKind.ALIAS, NameKind.SHORT)
#: A name is not taken apart below this length, as compared.
_SHORTEST: Final = 6


#: Forms of companies behind a name, as it is compared: lists write them or leave them out.
_COMPANY: Final = re.compile(
    r"(?:incorporated|inc|limited|ltd|llc|plc|corporation|corp|ev|asbl|cic|cio|gmbh|stiftung)$"
)


@dataclass(frozen=True, slots=True)
class NameChange:
    """A name that was there, with the columns that change, before and after."""

    row: OrganisationName
    before: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)


def bare(folded: str) -> str:
    """Return a compared name without the form of company behind it: "Reed Bed, Inc." is "Reed Bed"."""
    short = _COMPANY.sub("", folded)
    return short if len(short) >= _SHORTEST else folded


def tells_of_change(names: Iterable[NewName]) -> bool:
    """Whether a list says of these names until when one of them was used."""
    return any(name.kind == NameKind.FORMER and name.valid_to_date for name in names)


def dated_changes(held: Sequence[OrganisationName], wanted: Iterable[NewName]) -> list[NameChange]:
    """
    Set kinds and days of the names an organisation has, as a list states them, and return what changed.

    The rows are changed in memory only. An official name becomes a former one when the list says until when
    it was used and which name is used since, unless that one is itself a former name here: then the list
    tells of an older change. Days are filled in where there are none, never replaced.
    """
    listed = [(name_rules.compared(name.text)[:300], name) for name in wanted]
    current = {key: name for key, name in listed if name.kind == NameKind.OFFICIAL}
    former = {key: name for key, name in listed if name.kind == NameKind.FORMER and name.valid_to_date}
    if not former and not any(name.valid_from_date or name.valid_to_date for _, name in listed):
        return []
    before = {row.pk: {column: getattr(row, column) for column in _COLUMNS} for row in held}
    is_older = any(row.folded in current and row.kind == NameKind.FORMER for row in held)
    if current and not is_older:
        _retire(held, former)
    is_named = any(row.kind == NameKind.OFFICIAL and row.folded not in current for row in held)
    for row in held:
        if row.folded in current and row.kind in _VAGUE and former and not is_named and not is_older:
            row.kind = NameKind.OFFICIAL
        said = next((name for key, name in listed if key == row.folded), None)
        if said is not None:
            _date(row, said)
    found = []
    for row in held:
        changed = [column for column in _COLUMNS if getattr(row, column) != before[row.pk][column]]
        if changed and _is_alone(row, held):
            found.append(
                NameChange(
                    row,
                    {column: str(before[row.pk][column]) for column in changed},
                    {column: str(getattr(row, column)) for column in changed},
                )
            )
        elif changed:  # the same name is there twice, as both kinds
            for column in changed:
                setattr(row, column, before[row.pk][column])
    return found


def _retire(held: Sequence[OrganisationName], former: dict[str, NewName]) -> None:
    without_form = {bare(key): name for key, name in former.items()}
    for row in held:
        said = former.get(row.folded) or without_form.get(bare(row.folded))
        if said is None or row.kind not in (NameKind.OFFICIAL, *_VAGUE):
            continue
        if row.valid_to_date or (row.valid_from_date and row.valid_from_date > said.valid_to_date):
            continue  # the directory knows of a later use of this name
        row.kind, row.valid_to_date = NameKind.FORMER, said.valid_to_date


def _date(row: OrganisationName, said: NewName) -> None:
    """Fill in the days a list gives for a name of the same kind, unless it would end before it begins."""
    if row.kind != said.kind and row.kind != NameKind.FORMER:
        return
    begins = row.valid_from_date or said.valid_from_date
    ends = row.valid_to_date or said.valid_to_date
    if begins and ends and begins > ends:
        return
    row.valid_from_date, row.valid_to_date = begins, ends


def _is_alone(row: OrganisationName, held: Sequence[OrganisationName]) -> bool:
    return not any(
        other.pk != row.pk and (other.text, other.language, other.kind) == (row.text, row.language, row.kind)
        for other in held
    )
