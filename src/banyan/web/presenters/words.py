"""The words of relationships, names and moments, read from the side of the record on the page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.registry.enums import PartyRole, TieKind

#: A relationship read from the other end.
BACKWARDS = {
    TieKind.MEMBER_OF: _("Has as member"),
    TieKind.OBSERVER_OF: _("Has as observer"),
    TieKind.PARTNER_OF: _("Partner of"),
    TieKind.PART_OF: _("Has as part"),
    TieKind.GUIDED_BY: _("Guides"),
    TieKind.OPERATED_BY: _("Operates"),
    TieKind.INITIATED_WITH: _("Initiated together with"),
    TieKind.FUNDED_BY: _("Funds"),
    TieKind.SUPPORTED_BY: _("Supports"),
    TieKind.HOSTED_BY: _("Receives money for"),
    TieKind.SUCCEEDED_BY: _("Succeeds"),
    TieKind.CONSULTATIVE_STATUS: _("Grants consultative status to"),
}

GRADES = {
    "general": _("general"),
    "special": _("special"),
    "roster": pgettext_lazy("ECOSOC consultative status", "roster"),
}

QUALIFIERS = {
    "over": pgettext_lazy("before a number", "over %s"),
    "about": pgettext_lazy("before a number", "about %s"),
    "under": pgettext_lazy("before a number", "under %s"),
}

#: Kinds of findable records: one, and the page that lists them.
KINDS = {
    "organisation": _("Organisation"),
    "person": _("Person"),
    "event": _("Event"),
    "article": _("Article"),
    "activity": _("Activity"),
    "source": _("Saved page"),
}
KINDS_MANY = {
    "organisation": _("Organisations"),
    "person": _("People"),
    "event": _("Events"),
    "article": _("Articles"),
}

#: What a quote supports, by the table of the fact.
FACTS = {
    "registry.organisation": _("the organisation"),
    "registry.organisationname": _("a name"),
    "registry.identifier": _("a number in a register"),
    "registry.person": _("the person"),
    "registry.personname": _("a name"),
    "registry.post": _("a position"),
    "registry.tie": _("a relationship"),
    "registry.activity": _("an activity"),
    "registry.activityparty": _("a part in an activity"),
    "registry.statedfigure": _("a figure"),
    "events.event": _("the event"),
    "events.eventorganiser": _("an organiser"),
    "events.appearance": _("a part in an event"),
}


def tie(kind: str, *, is_subject: bool, grade: str = "") -> str:
    """Return a relationship in words, read from the side of the page it stands on."""
    known = TieKind(kind)
    label = str(known.label if is_subject else BACKWARDS[known])
    return f"{label} ({GRADES.get(grade, grade)})" if grade else label


def party(role: str) -> str:
    """Return the part an organisation has in an activity."""
    return str(PartyRole(role).label)
