"""The log in words: what each key means, what columns are called, where a record's page is."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from banyan.events.enums import AppearanceRole
from banyan.registry.enums import (
    NameKind,
    OrganisationState,
    PartyRole,
    PostKind,
    RegistrationState,
    TieKind,
    Verification,
)
from banyan.web.forms.fields import LANGUAGE_NAMES
from banyan.web.forms.figures import EXACTNESS
from banyan.web.presenters import formats

#: Other tables whose log belongs to a record's history.
ENDS: Final[dict[str, tuple[str, ...]]] = {
    "organisation": (
        "registry.post",
        "registry.tie",
        "registry.activity",
        "events.event",
        "registry.statedfigure",
    ),
    "activity": ("registry.statedfigure",),
    "person": ("registry.post", "events.appearance"),
    "event": ("events.appearance", "registry.statedfigure"),
}
#: Values that only say which records a line belongs to.
SILENT: Final = (
    "kept",
    "folded",
    "edits",
    "updated_at",
    "from",
    "into",
    "organisation",
    "person",
    "subject",
    "object",
    "event",
    "of",
    "source",
)

_HAPPENED: Final = {
    "registry.organisation.created": gettext_lazy("Added"),
    "registry.organisation.edited": gettext_lazy("Changed"),
    "registry.organisation.name_added": gettext_lazy("Name added"),
    "registry.organisation.name_removed": gettext_lazy("Name removed"),
    "registry.organisation.identifier_added": gettext_lazy("Number added"),
    "registry.organisation.identifier_removed": gettext_lazy("Number removed"),
    "registry.organisation.completed": gettext_lazy("Completed from a list"),
    "registry.organisation.withdrawn": gettext_lazy("What a list added was taken back"),
    "registry.organisation.removed": gettext_lazy("Removed when its import was undone"),
    "registry.person.created": gettext_lazy("Added"),
    "registry.person.edited": gettext_lazy("Changed"),
    "registry.person.name_added": gettext_lazy("Name added"),
    "registry.person.name_removed": gettext_lazy("Name removed"),
    "registry.organisation.merged": gettext_lazy("Merged with another record"),
    "registry.organisation.unmerged": gettext_lazy("Merge taken back"),
    "registry.organisation.split": gettext_lazy("Taken apart into two records"),
    "registry.organisation.split_undone": gettext_lazy("Taking apart was undone"),
    "registry.person.merged": gettext_lazy("Merged with another record"),
    "registry.person.unmerged": gettext_lazy("Merge taken back"),
    "registry.post.added": gettext_lazy("Position added"),
    "registry.post.ended": gettext_lazy("Position ended"),
    "registry.post.reopened": gettext_lazy("End of the position taken back"),
    "registry.post.removed": gettext_lazy("Position removed"),
    "registry.tie.added": gettext_lazy("Relationship added"),
    "registry.tie.completed": gettext_lazy("Relationship described more exactly"),
    "registry.tie.ended": gettext_lazy("Relationship ended"),
    "registry.tie.reopened": gettext_lazy("End of the relationship taken back"),
    "registry.tie.removed": gettext_lazy("Relationship removed"),
    "registry.activity.added": gettext_lazy("Activity added"),
    "registry.activity.edited": gettext_lazy("Activity changed"),
    "registry.activity.party_added": gettext_lazy("Part in an activity added"),
    "registry.activity.party_removed": gettext_lazy("Part in an activity removed"),
    "registry.activity.removed": gettext_lazy("Activity removed"),
    "registry.figure.stated": gettext_lazy("Figure added"),
    "registry.figure.edited": gettext_lazy("Figure changed"),
    "registry.figure.removed": gettext_lazy("Figure removed"),
    "registry.citation.added": gettext_lazy("Source named"),
    "registry.citation.removed": gettext_lazy("Source taken off"),
    "registry.source.added": gettext_lazy("Added"),
    "registry.source.taken_down": gettext_lazy("Taken down"),
    "registry.source.restored": gettext_lazy("Shown again"),
    "taxonomy.concept.added": gettext_lazy("Added"),
    "taxonomy.concept.worded": gettext_lazy("Put in our own words"),
    "taxonomy.concept.taken_out_of_use": gettext_lazy("Taken out of use"),
    "taxonomy.concept.offered_again": gettext_lazy("Offered again"),
    "taxonomy.place.worded": gettext_lazy("Put in our own words"),
    "events.event.added": gettext_lazy("Added"),
    "events.event.edited": gettext_lazy("Changed"),
    "events.appearance.added": gettext_lazy("Took part in an event"),
    "events.appearance.edited": gettext_lazy("Part in an event changed"),
    "events.appearance.removed": gettext_lazy("Part in an event removed"),
    "events.organiser.added": gettext_lazy("Organiser added"),
    "events.organiser.removed": gettext_lazy("Organiser removed"),
}

_COLUMNS: Final = {
    "names": gettext_lazy("Names"),
    "organisers": gettext_lazy("Organisers"),
    "text": gettext_lazy("Name"),
    "language": gettext_lazy("Language"),
    "kind": gettext_lazy("Kind"),
    "legal_form": gettext_lazy("Legal form"),
    "country": gettext_lazy("Country or area"),
    "place": gettext_lazy("Province or city"),
    "founded_date": gettext_lazy("Founded"),
    "ended_date": gettext_lazy("Ended"),
    "state": gettext_lazy("State"),
    "registration_state": gettext_lazy("Registration"),
    "verification": gettext_lazy("Checked"),
    "is_network": gettext_lazy("Network"),
    "website": gettext_lazy("Website"),
    "titles": gettext_lazy("Title"),
    "to_date": gettext_lazy("Until"),
    "from_date": gettext_lazy("Since"),
    "grade": gettext_lazy("Grade"),
    "role": gettext_lazy("Role"),
    "is_hidden": gettext_lazy("Hidden from the public"),
    "consented_at": gettext_lazy("Agreed to be listed"),
    "private_email": gettext_lazy("E-mail"),
    "private_phone": gettext_lazy("Telephone"),
    "start_date": gettext_lazy("First day"),
    "end_date": gettext_lazy("Last day"),
    "venue": gettext_lazy("Venue"),
    "scheme": gettext_lazy("Register"),
    "value": pgettext_lazy("in a register", "Number"),
    "amount": gettext_lazy("Budget"),
    "currency": gettext_lazy("Currency"),
    "people_reached": gettext_lazy("People reached"),
    "topics": gettext_lazy("Topics"),
    "source": gettext_lazy("Source"),
    "quote": gettext_lazy("The words that say so"),
    "measures": gettext_lazy("Of what"),
    "units": gettext_lazy("Unit"),
    "talks": gettext_lazy("Title of the talk"),
    "qualifier": gettext_lazy("Exactness"),
    "stated_date": gettext_lazy("As of"),
}
_IN_LANGUAGES: Final = {
    "summary": gettext_lazy("Summary"),
    "label": gettext_lazy("Words"),
    "name": gettext_lazy("Name"),
    "title": gettext_lazy("Title"),
    "talk": gettext_lazy("Title of the talk"),
    "measure": gettext_lazy("Of what"),
    "unit": gettext_lazy("Unit"),
}

_CHOICES: Final[dict[str, Any]] = {
    "state": OrganisationState,
    "registration_state": RegistrationState,
    "verification": Verification,
}
#: Columns that hold words of one closed list or another, by the table.
_SEVERAL: Final[dict[str, Any]] = {
    "kind": (NameKind, TieKind, PostKind),
    "role": (PartyRole, AppearanceRole),
}


def happened(key: str) -> str:
    """Return what a key of the log means; an unknown key stands as it is."""
    return str(_HAPPENED.get(key, key))


def column(name: str) -> str:
    """Return what a column is called, with its language where it has one."""
    stem, _dot, code = name.rpartition("_")
    if stem in _IN_LANGUAGES and code in LANGUAGE_NAMES:
        return f"{_IN_LANGUAGES[stem]} ({LANGUAGE_NAMES[code]})"
    return str(_COLUMNS.get(name, name))


def choice(name: str, value: str) -> str:
    """Return a value from a closed list in words; any other as it is."""
    if name == "language":
        return formats.language_name(value)
    if name == "qualifier":
        return str(dict(EXACTNESS).get(value, value))
    if name in _CHOICES and value in _CHOICES[name].values:
        return str(_CHOICES[name](value).label)
    for kinds in _SEVERAL.get(name, ()):
        if value in kinds.values:
            return str(kinds(value).label)
    return value


def home(kind: str, record: Any) -> str:
    """Return the desk's page of a record, or of the list it stands in."""
    if kind == "source":
        return reverse("web:desk-sources")
    if kind in ("concept", "place"):
        return reverse("web:desk-list", args=[record.scheme.code])
    return reverse(f"web:desk-{kind}", args=[record.pk if kind == "figure" else record.public_id])
