"""Lists of charities of the United Kingdom: by the federation they belong to, and their other names."""

from __future__ import annotations

from typing import Any

from banyan.registry.enums import NameKind, TieKind

from . import convert, identifiers
from .acronyms import is_acronym
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
    other = PartyDraft(
        names=(NameDraft(federation[:300], mapping.language, NameKind.OFFICIAL),),
        country=mapping.country,
        is_network=True,
    )
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


def alternative_name(number: int, fields: dict[str, Any], mapping: Mapping) -> RowDraft:
    """Return the draft of one more name of a charity that is told by its number only."""
    text, said = convert.text(fields["alternative_name"]), convert.text(fields["org_id"])
    found = identifiers.identifier(said, scheme="")
    problems: list[RowProblem] = []
    if not found.value:
        problems.append(RowProblem("identifier_scheme_unknown", value=said[:80], is_fatal=True))
    if not text or len(text) > 300:
        problems.append(RowProblem("name_missing", is_fatal=True))
    kind = NameKind.ACRONYM if is_acronym(text) else NameKind.ALIAS
    return RowDraft(
        number=number,
        kind=DraftKind.ADDITION,
        names=(NameDraft(text, "" if kind == NameKind.ACRONYM else mapping.language, kind),) if text else (),
        identifiers=((found.scheme, found.value),) if found.value else (),
        problems=tuple(problems),
    )
