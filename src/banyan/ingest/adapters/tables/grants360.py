"""
Grants in the JSON of the 360Giving Data Standard: one activity a grant, with funder and grantee.

An organisation's own number in the standard's form (GB-CHC-1136419) is an identifier; other numbers (360G-…)
are the publisher's and only tell its rows apart.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from banyan.registry.enums import NameKind, PartyRole

from . import convert, dates, identifiers, value_lists
from .drafts import ActivityDraft, DraftKind, NameDraft, PartyDraft, RowDraft, RowProblem
from .federations import charity_number
from .shapes import Mapping


def grant(number: int, fields: dict[str, Any], mapping: Mapping) -> RowDraft:
    """Return the draft of one grant."""
    problems: list[RowProblem] = []
    parties = [
        party
        for key, role in (
            ("fundingOrganization", PartyRole.FUNDER),
            ("recipientOrganization", PartyRole.RECIPIENT),
        )
        for one in fields.get(key) or ()
        if (party := _party(one, role, mapping)) is not None
    ]
    if not {str(PartyRole.FUNDER), str(PartyRole.RECIPIENT)} <= {party.role for party in parties}:
        problems.append(RowProblem("party_missing", is_fatal=True))
    title = convert.text(fields.get("title")) or convert.text(fields.get("description"))
    if not title:
        problems.append(RowProblem("title_missing", is_fatal=True))
    amount, currency = _amount(fields), convert.text(fields.get("currency")).upper()
    if fields.get("amountAwarded") not in (None, "") and (not amount or len(currency) != 3):
        problems.append(RowProblem("number_unreadable", value=str(fields.get("amountAwarded"))[:80]))
        amount, currency = "", ""
    start, end = _period(fields)
    key = convert.text(fields.get("id"))[:100]
    activity = ActivityDraft(
        external_key=key,
        title={mapping.language: title[:300]},
        parties=tuple(parties),
        start_date=start,
        end_date=end,
        amount=amount,
        currency=currency if amount else "",
    )
    return RowDraft(
        number=number,
        kind=DraftKind.ACTIVITY,
        external_key=key,
        activities=(activity,),
        problems=tuple(problems),
    )


def _party(fields: dict[str, Any], role: str, mapping: Mapping) -> PartyDraft | None:
    name = convert.text(fields.get("name"))
    if not name or len(name) > 300:
        return None
    key = convert.text(fields.get("id"))[:100]
    found = [(one.scheme, one.value) for one in [identifiers.identifier(key, scheme="")] if one.value]
    if number := charity_number(convert.text(fields.get("charityNumber"))):
        found.append(number)
    said = convert.text(fields.get("addressCountry"))
    country = value_lists.country(said) if said else ""
    return PartyDraft(
        names=(NameDraft(name, mapping.language, NameKind.OFFICIAL),),
        identifiers=tuple(dict.fromkeys(found)),
        key=key,
        role=str(role),
        # The registers of the United Kingdom are the ones whose numbers are told without a country.
        country=country or ("GB" if any(scheme.startswith("GB-") for scheme, _ in found) else ""),
        website=convert.website(fields.get("url")),
    )


def _amount(fields: dict[str, Any]) -> str:
    try:
        amount = Decimal(str(fields.get("amountAwarded"))).quantize(Decimal("0.01"))
    except InvalidOperation:
        return ""
    return f"{amount:f}" if 0 <= amount < 10**15 else ""


def _period(fields: dict[str, Any]) -> tuple[str, str]:
    """The planned dates; without them the day of the award as the beginning."""
    planned = (fields.get("plannedDates") or [{}])[0]
    start = dates.read(str(planned.get("startDate") or "")[:10]).value
    end = dates.read(str(planned.get("endDate") or "")[:10]).value
    if not start:
        start = dates.read(str(fields.get("awardDate") or "")[:10]).value
    return start, end if not start or end >= start[: len(end)] else ""
