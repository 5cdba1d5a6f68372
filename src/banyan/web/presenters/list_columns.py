"""
The columns of a list that is saved as a file, in the reader's words.

What a column shows, its records' loader must let through: the public's loaders bring nothing that is not
public. Private contact details are in no column.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from banyan.core.i18n import LANGUAGES
from banyan.paper.exports.sheets import Column, dated
from banyan.registry.enums import OrganisationState, RegistrationState, Verification
from banyan.web.forms.fields import LANGUAGE_NAMES
from banyan.web.presenters import formats, words

Columns = tuple[Column, ...]


def _named(row: Any, name: str) -> str:
    return str(getattr(row, name)) if row is not None else ""


def _titles(name: str, heading: str) -> Columns:
    """Return a column per language."""
    return tuple(
        Column(
            f"{heading} ({LANGUAGE_NAMES[code]})",
            lambda row, column=f"{name}_{code}": getattr(row, column),
            40,
        )
        for code in LANGUAGES
    )


def _number() -> Column:
    return Column(pgettext("of a record", "Number"), lambda row: row.public_id, 16)


def _place() -> Column:
    return Column(_("Province or city"), lambda row: _named(row.place, "name"))


def _changed() -> Column:
    return Column(_("Last changed"), lambda row: timezone.localdate(row.updated_at), 14)


def _day(heading: str, column: str) -> Column:
    return Column(heading, lambda row: dated(getattr(row, column)), 14)


def _organisation() -> Columns:
    return (
        _number(),
        *_titles("title", _("Name")),
        Column(_("Legal form"), lambda row: _named(row.legal_form, "label"), 28),
        Column(_("Country or area"), lambda row: _named(row.country, "name")),
        _place(),
        Column(_("Registration"), lambda row: str(RegistrationState(row.registration_state).label)),
        Column(_("State"), lambda row: str(OrganisationState(row.state).label), 12),
        Column(_("Checked"), lambda row: str(Verification(row.verification).label), 14),
        _day(_("Founded"), "founded_date"),
        _day(_("Ended"), "ended_date"),
        Column(_("Website"), lambda row: row.website, 32),
        _changed(),
    )


def _positions(person: Any) -> str:
    """Return the positions that were loaded: those shown to everybody, or at the desk all that stand."""
    held = person.shown if hasattr(person, "shown") else person.listed
    return "; ".join(
        ", ".join(str(part) for part in (row.title, row.organisation.title) if part) for row in held
    )


def _person() -> Columns:
    heading = pgettext("held by a person", "Position")
    return (_number(), *_titles("title", _("Name")), Column(heading, _positions, 60), _changed())


def _event() -> Columns:
    return (
        _number(),
        *_titles("title", _("Name")),
        _day(_("First day"), "start_date"),
        _day(_("Last day"), "end_date"),
        Column(_("Venue"), lambda row: row.venue, 28),
        _place(),
        _changed(),
    )


def _parties(activity: Any) -> str:
    return "; ".join(f"{party.organisation.title} ({words.party(party.role)})" for party in activity.listed)


def _activity() -> Columns:
    return (
        _number(),
        *_titles("title", _("Name")),
        _day(_("Beginning"), "start_date"),
        _day(_("End"), "end_date"),
        Column(_("Parties"), _parties, 60),
        Column(_("People reached"), lambda row: row.people_reached),
        Column(_("Budget"), lambda row: row.amount),
        Column(_("Currency"), lambda row: row.currency, 10),
        _changed(),
    )


def _figure() -> Columns:
    return (
        Column(pgettext("of a record", "Number"), lambda row: row.pk, 10),
        *_titles("measure", _("Name")),
        Column(
            pgettext("what a figure counts", "About"),
            lambda row: str(row.about.title) if row.about else row.subject_key,
            40,
        ),
        Column(_("Exactness"), lambda row: row.qualifier, 12),
        Column(pgettext("of a figure", "Number"), lambda row: row.value),
        Column(_("Unit"), lambda row: str(row.unit), 12),
        Column(_("Currency"), lambda row: row.currency, 10),
        _day(_("As of"), "stated_date"),
        _changed(),
    )


def _article() -> Columns:
    return (
        _number(),
        Column(_("Title"), str, 60),
        Column(_("Publisher"), lambda row: row.publisher or row.reposted_by, 28),
        _day(_("Published"), "published_date"),
        Column(_("Language"), lambda row: formats.language_name(row.language) if row.language else "", 14),
    )


_COLUMNS: Final[dict[str, Callable[[], Columns]]] = {
    "organisation": _organisation,
    "person": _person,
    "event": _event,
    "activity": _activity,
    "figure": _figure,
    "article": _article,
}


def of_kind(kind: str) -> Columns:
    """
    Return the columns of a list of one kind.

    :raises KeyError: if there is no such list
    """
    return _COLUMNS[kind]()


def of_results(kind: str, root: str) -> Columns:
    """
    Return the columns of what a search found, whose rows are `hits.Row`.

    :param kind: the kind that was asked for; empty for several together, which share fewer columns
    :param root: the site as addresses begin, without a stroke at the end
    """
    address = Column(_("Address of the page"), lambda row: f"{root}{row.url}", 44)
    if kind:
        return (*(_of_record(column) for column in of_kind(kind)), address)
    return (
        Column(pgettext("of a record", "Kind"), lambda row: row.kind, 14),
        Column(pgettext("of a record", "Number"), lambda row: row.record.public_id, 16),
        Column(_("Name"), lambda row: row.title, 48),
        Column(_("Other names"), lambda row: "; ".join(name["text"] for name in row.names), 60),
        Column(_("What and where"), lambda row: row.meta, 40),
        address,
    )


def _of_record(column: Column) -> Column:
    return Column(column.heading, lambda row: column.value(row.record), column.width)
