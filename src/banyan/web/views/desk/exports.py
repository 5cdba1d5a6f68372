"""A list as a file: what is seen, streamed, opened by any spreadsheet without harm."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from typing import Any, Final

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import get_language, override, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from banyan.core.i18n import LANGUAGES
from banyan.registry.enums import OrganisationState, RegistrationState, Verification
from banyan.registry.permissions import Permission
from banyan.web.access import needs
from banyan.web.forms.fields import LANGUAGE_NAMES
from banyan.web.presenters import words
from banyan.web.views.desk import listing

#: Spreadsheets take a cell that begins so for a formula; the full-width forms too, where they are typed.
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
#: Says to Excel that the file is UTF-8.
_BYTE_ORDER_MARK: Final = "\ufeff"


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, value: str) -> str:
        """Return the text instead of keeping it."""
        return value


def harmless(value: Any) -> str:
    """Return a cell that no spreadsheet runs as a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _names() -> list[str]:
    return [f"{_('Name')} ({LANGUAGE_NAMES[code]})" for code in LANGUAGES]


def _titles(record: Any) -> list[str]:
    return [getattr(record, f"title_{code}") for code in LANGUAGES]


def _label(row: Any, name: str) -> str:
    return str(getattr(row, name)) if row is not None else ""


def _organisation(record: Any) -> list[Any]:
    return [
        record.public_id,
        *_titles(record),
        _label(record.legal_form, "label"),
        _label(record.country, "name"),
        _label(record.place, "name"),
        RegistrationState(record.registration_state).label,
        OrganisationState(record.state).label,
        Verification(record.verification).label,
        record.founded_date,
        record.ended_date,
        record.website,
        record.updated_at.date().isoformat(),
    ]


def _person(record: Any) -> list[Any]:
    posts = "; ".join(
        ", ".join(str(part) for part in (post.title, post.organisation.title) if part)
        for post in record.listed
    )
    return [record.public_id, *_titles(record), posts, record.updated_at.date().isoformat()]


def _event(record: Any) -> list[Any]:
    return [
        record.public_id,
        *_titles(record),
        record.start_date,
        record.end_date,
        record.venue,
        _label(record.place, "name"),
        record.updated_at.date().isoformat(),
    ]


def _activity(record: Any) -> list[Any]:
    parties = "; ".join(f"{party.organisation.title} ({words.party(party.role)})" for party in record.listed)
    return [
        record.public_id,
        *_titles(record),
        record.start_date,
        record.end_date,
        parties,
        "" if record.people_reached is None else record.people_reached,
        "" if record.amount is None else record.amount,
        record.currency,
        record.updated_at.date().isoformat(),
    ]


def _figure(record: Any) -> list[Any]:
    return [
        record.pk,
        *(getattr(record, f"measure_{code}") for code in LANGUAGES),
        str(record.about.title) if record.about else record.subject_key,
        record.qualifier,
        record.value,
        str(record.unit),
        record.currency,
        record.stated_date,
        record.updated_at.date().isoformat(),
    ]


def _heads(kind: str) -> list[str]:
    middle = {
        "organisation": [
            _("Legal form"),
            _("Country or area"),
            _("Province or city"),
            _("Registration"),
            _("State"),
            _("Checked"),
            _("Founded"),
            _("Ended"),
            _("Website"),
        ],
        "person": [pgettext("held by a person", "Position")],
        "activity": [
            _("Beginning"),
            _("End"),
            _("Parties"),
            _("People reached"),
            _("Budget"),
            _("Currency"),
        ],
        "figure": [
            pgettext("what a figure counts", "About"),
            _("Exactness"),
            pgettext("of a figure", "Number"),
            _("Unit"),
            _("Currency"),
            _("As of"),
        ],
        "event": [_("First day"), _("Last day"), _("Venue"), _("Province or city")],
    }[kind]
    return [pgettext("of a record", "Number"), *_names(), *middle, _("Last changed")]


_ROWS: dict[str, Callable[[Any], list[Any]]] = {
    "organisation": _organisation,
    "person": _person,
    "event": _event,
    "activity": _activity,
    "figure": _figure,
}


def _in_language(lines: Iterator[str]) -> Iterator[str]:
    """Make each line in the reader's language: the stream may run after the request has been left."""
    language = get_language()
    while True:
        with override(language):
            line = next(lines, None)
        if line is None:
            return
        yield line


@require_safe
@needs(Permission.EDIT_RECORDS)
def export(request: HttpRequest, kind: str) -> StreamingHttpResponse:
    """Stream the list that is on the screen, all of its pages; private contact details are never in it."""
    if kind not in _ROWS:
        raise Http404
    writer = csv.writer(_Echo())
    heads = _heads(kind)
    rows = (_ROWS[kind](record) for record in listing.every_record(request, kind))

    def lines() -> Iterator[str]:
        yield _BYTE_ORDER_MARK + writer.writerow([harmless(head) for head in heads])
        for row in rows:
            yield writer.writerow([harmless(cell) for cell in row])

    response = StreamingHttpResponse(_in_language(lines()), content_type="text/csv; charset=utf-8")
    day = timezone.localdate().isoformat()
    response["Content-Disposition"] = f'attachment; filename="banyan-{kind}-{day}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response
