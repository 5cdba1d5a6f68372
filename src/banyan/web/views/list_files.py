"""Lists as files: which kinds there are, what a file says of itself, how it is sent."""

from __future__ import annotations

from typing import Any

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.paper.enums import CONTENT_TYPES, LISTS, Form
from banyan.paper.exports import delimited, workbooks
from banyan.paper.exports.names import disposition, file_name
from banyan.paper.exports.sheets import Sheet, in_language
from banyan.search.domain import queries
from banyan.web.presenters import formats


def given_form(form: str) -> Form:
    """
    Return the kind of file an address names.

    :raises Http404: if lists are not saved so
    """
    if form not in LISTS:
        raise Http404
    return Form(form)


def about(request: HttpRequest, *, title: str, page: str) -> tuple[tuple[str, str], ...]:
    """Return what the file says of itself: what it holds, since when, and where the living list is."""
    return (
        (_("List"), title),
        (_("Saved on"), formats.moment(timezone.now())),
        (_("From"), request.build_absolute_uri(page)),
    )


def send(sheet: Sheet, form: Form, *, plain: str) -> HttpResponseBase:
    """
    Return a list as a response that is never all in memory.

    :param plain: a short ASCII word for programs that read no other names
    """
    day = timezone.localdate().isoformat()
    response: HttpResponseBase
    if form is Form.CSV:
        response = StreamingHttpResponse(in_language(delimited.stream(sheet)))
    else:
        response = FileResponse(workbooks.write(sheet, about_title=_("About this file"), now=timezone.now()))
    response["Content-Type"] = CONTENT_TYPES[form]
    response["Content-Disposition"] = disposition(
        file_name(sheet.title, day=day, form=form), plain=f"banyan-{plain}-{day}.{form}"
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def later(request: HttpRequest, *, status: int, said: str) -> HttpResponse:
    """Say that something cannot be had just now, and when it can."""
    response = render(request, "later.html", {"said": said, "status": status}, status=status)
    response["Retry-After"] = "60" if status == 503 else "3600"
    response["Cache-Control"] = "private, no-store"
    return response


def offered(request: HttpRequest, *, kind: str, total: int) -> dict[str, Any]:
    """Return what a page of results needs to offer itself as a file, and a word if it is too long for one."""
    given = request.GET.copy()
    given.pop("page", None)
    if kind:
        given["kind"] = kind
    query = f"?{given.urlencode()}" if given else ""
    return {
        "files": [
            {"label": label, "url": reverse("web:search-file", args=[form]) + query}
            for form, label in ((Form.XLSX, _("Excel")), (Form.CSV, _("CSV")))
        ],
        "files_hold": formats.number(queries.MOST_RESULTS) if total > queries.MOST_RESULTS else "",
    }
