"""Charities of the United Kingdom by the federation they belong to: federation, number, name."""

from __future__ import annotations

from typing import Any

from banyan.registry.enums import NameKind, TieKind

from . import convert
from .drafts import DraftKind, NameDraft, PartyDraft, RowDraft, RowProblem, TieDraft
from .shapes import Mapping


def membership(number: int, fields: dict[str, Any], mapping: Mapping) -> RowDraft:
    """Return the draft of one membership."""
    name, federation = convert.text(fields["name"]), convert.text(fields["type"])
    said = convert.text(fields["reg_number"])
    identifier = charity_number(said)
    problems: list[RowProblem] = []
    if not name or len(name) > 300 or not federation:
        problems.append(RowProblem("name_missing", is_fatal=True))
    if said and not identifier:
        problems.append(RowProblem("identifier_check_failed", value=said[:80], params={"scheme": "GB-CHC"}))
    other = PartyDraft(names=(NameDraft(federation[:300], mapping.language, NameKind.OFFICIAL),))
    return RowDraft(
        number=number,
        kind=DraftKind.TIE,
        external_key=said[:100],
        names=(NameDraft(name, mapping.language, NameKind.OFFICIAL),) if name else (),
        identifiers=(identifier,) if identifier else (),
        country=mapping.country,
        ties=(TieDraft(TieKind.MEMBER_OF, other),) if federation else (),
        problems=tuple(problems),
    )


def charity_number(text: str) -> tuple[str, str] | None:
    """Return scheme and value of a charity number by its first letters: SC Scotland, NI Northern Ireland."""
    value = text.replace(" ", "").upper()
    for prefix, scheme in (("SC", "GB-SC"), ("NI", "GB-NIC"), ("NIC", "GB-NIC")):
        digits = value.removeprefix(prefix)
        if value.startswith(prefix) and digits.isdecimal() and len(digits) <= 7:
            return scheme, value if scheme == "GB-SC" else digits
    return ("GB-CHC", value) if value.isdecimal() and 5 <= len(value) <= 8 else None
