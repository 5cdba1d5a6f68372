"""A list of the desk as a file: what is seen, streamed, opened by any spreadsheet without harm."""

from __future__ import annotations

import sys
from typing import Final

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from banyan.paper.enums import Form
from banyan.paper.exports.sheets import Sheet
from banyan.registry.permissions import Permission
from banyan.web.access import needs
from banyan.web.presenters import formats, list_columns
from banyan.web.views import list_files
from banyan.web.views.desk import frame, listing

#: Records in one workbook: about half a minute of work. A CSV file is written as it is sent and has no end.
_MOST_IN_A_WORKBOOK: Final = 100_000


def _titles() -> dict[str, str]:
    return {
        "organisation": _("Organisations"),
        "person": _("People"),
        "event": _("Events"),
        "activity": _("Activities"),
        "figure": _("Figures"),
    }


@require_safe
@needs(Permission.EDIT_RECORDS)
def export(request: HttpRequest, kind: str, form: str) -> HttpResponseBase:
    """Save the list that is on the screen, all of its pages; private contact details are never in it."""
    wanted = list_files.given_form(form)
    titles = _titles()
    if kind not in titles:
        raise Http404
    most = _MOST_IN_A_WORKBOOK if wanted is Form.XLSX else sys.maxsize
    query = request.GET.urlencode()
    page = reverse(list_page(kind)) + (f"?{query}" if query else "")
    sheet = Sheet(
        title=titles[kind],
        columns=list_columns.of_kind(kind),
        records=listing.every_record(request, kind),
        most=most,
        when_cut=_(
            "Only the first %(number)s are in this workbook: more would take minutes to write and to open. "
            "Save the list as CSV to have it whole, or narrow it."
        )
        % {"number": formats.number(_MOST_IN_A_WORKBOOK)},
        about=list_files.about(request, title=titles[kind], page=page),
    )
    return list_files.send(sheet, wanted, plain=kind)


def list_page(kind: str) -> str:
    """Return the name of the page of a list of the desk."""
    return (
        "web:desk-people"
        if kind == "person"
        else f"web:desk-{'activities' if kind == 'activity' else kind + 's'}"
    )


def offered(kind: str, **query: str) -> list[dict[str, str]]:
    """Return the files a list can be saved as: label and address, with what narrows the list."""
    return [
        {"label": label, "url": frame.with_query(reverse("web:desk-export", args=[kind, form]), **query)}
        for form, label in ((Form.XLSX, _("Excel")), (Form.CSV, _("CSV")))
    ]
