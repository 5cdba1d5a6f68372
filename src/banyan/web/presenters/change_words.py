"""What a suggested change says, in the reader's words: its kind, its title, its summary."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from banyan.registry.enums import NameKind, PartyRole, TieKind
from banyan.registry.models import ProposedChange
from banyan.web.presenters import formats

_ORGANISATION_TYPES = {
    "ngo": gettext_lazy("social organisation"),
    "foundation": gettext_lazy("foundation"),
    "government": gettext_lazy("authority"),
    "academic": gettext_lazy("university or institute"),
    "media": gettext_lazy("media"),
    "intergovernmental": gettext_lazy("intergovernmental body"),
    "company": gettext_lazy("company"),
    "network": gettext_lazy("network"),
    "umbrella": gettext_lazy("umbrella body"),
}
_QUALIFIERS = {
    "over": gettext_lazy("more than"),
    "about": gettext_lazy("about"),
    "nearly": gettext_lazy("nearly"),
    "under": gettext_lazy("fewer than"),
    "at_least": gettext_lazy("at least"),
    "up_to": gettext_lazy("up to"),
}


def figure_words(payload: dict[str, Any]) -> str:
    """Return a figure in words: more than 140 cases; 1,650,000 CNY."""
    try:
        value = formats.number(Decimal(str(payload.get("value", ""))))
    except InvalidOperation:
        value = str(payload.get("value", ""))
    qualifier = str(_QUALIFIERS.get(payload.get("qualifier", ""), ""))
    unit = payload.get("currency") or payload.get("measure", "")
    return " ".join(part for part in (qualifier, value, unit) if part)


def kind_of(proposal: ProposedChange) -> str:
    """Return what kind of change it is: a new organisation and of what type, a position, a figure."""
    payload = proposal.payload
    words = str(proposal.get_kind_display())
    if proposal.kind == "organisation":
        new = _("New organisation") if not proposal.linked_key else _("In the directory already")
        sort = str(_ORGANISATION_TYPES.get(payload.get("type", ""), ""))
        return f"{new} · {sort}" if sort else new
    if proposal.kind == "person":
        return _("New person") if not proposal.linked_key else _("In the directory already")
    return words


def _name(reference: Any) -> str:
    return reference.get("name", "") if isinstance(reference, dict) else ""


def title_of(proposal: ProposedChange) -> str:
    """Return what the card is headed with; may be empty."""
    payload = proposal.payload
    if proposal.kind == "post":
        return payload.get("title") or pgettext("no title of a position is known", "works with")
    if proposal.kind == "tie":
        return _name(payload.get("object"))
    if proposal.kind == "figure":
        return figure_words(payload)
    if proposal.kind == "appearance":
        return _name(payload.get("event"))
    return payload.get("name", "")


def summary_of(proposal: ProposedChange) -> str:
    """Return the rest of what it says, in one line; may be empty."""
    payload = proposal.payload
    if proposal.kind == "post":
        return f"{_name(payload.get('person'))} – {_name(payload.get('organisation'))}"
    if proposal.kind == "tie":
        label = TieKind(payload["kind"]).label if payload.get("kind") in TieKind.values else ""
        return f"{_name(payload.get('subject'))} – {label} – {_name(payload.get('object'))}"
    if proposal.kind == "figure":
        return _name(payload.get("subject"))
    if proposal.kind == "appearance":
        return f"{_name(payload.get('person'))} – {_name(payload.get('event'))}"
    if proposal.kind == "event":
        when = formats.period(payload.get("start_date", ""), payload.get("end_date", ""))
        if payload.get("date_inferred") and when:
            when = _("%(date)s (worked out from the page)") % {"date": when}
        hosts = ", ".join(_name(item) for item in payload.get("organisers", []))
        return " · ".join(part for part in (when, payload.get("venue", ""), hosts) if part)
    if proposal.kind == "activity":
        return _activity_words(payload)
    if proposal.kind == "organisation":
        others = [name for name in payload.get("names", []) if name.get("text") != payload.get("name")]
        return " · ".join(
            f"{name['text']} ({NameKind(name['kind']).label})"
            for name in others
            if name.get("kind") in NameKind.values
        )
    if proposal.kind == "correction":
        return " – ".join(part for part in (payload.get("field", ""), payload.get("contact", "")) if part)
    return ""


def short_of(proposal: ProposedChange) -> str:
    """Return what a line under the heading of its record says: the summary without that record."""
    payload = proposal.payload
    if proposal.kind == "post":
        return _name(payload.get("organisation"))
    if proposal.kind == "tie" and payload.get("kind") in TieKind.values:
        return str(TieKind(payload["kind"]).label)
    return "" if proposal.kind == "figure" else summary_of(proposal)


def _activity_words(payload: dict[str, Any]) -> str:
    parts = [
        f"{PartyRole(party['role']).label}: {_name(party.get('organisation'))}"
        for party in payload.get("parties", [])
        if party.get("role") in PartyRole.values
    ]
    if payload.get("amount"):
        parts.insert(0, figure_words({"value": payload["amount"], "currency": payload.get("currency", "")}))
    return " · ".join(parts)
