"""Positions and relationships at the desk: ending one, removing one that was never true."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from banyan.registry.domain import posts, ties
from banyan.registry.models import Post, Tie
from banyan.registry.permissions import Permission
from banyan.web.access import needs
from banyan.web.forms.ties import EndForm
from banyan.web.presenters import words
from banyan.web.views.desk import frame
from banyan.web.views.desk.rows import address_of


def _post(pk: int) -> Post:
    return get_object_or_404(Post.objects.select_related("person", "organisation"), pk=pk)


def _tie(pk: int) -> Tie:
    return get_object_or_404(Tie.objects.select_related("subject", "object"), pk=pk)


def _said(row: Post | Tie) -> str:
    """Return what a row says, as one line."""
    if isinstance(row, Post):
        return ", ".join(str(part) for part in (row.person, row.title, row.organisation) if str(part))
    return f"{row.subject} – {words.tie(row.kind, is_subject=True, grade=row.grade)} – {row.object}"


def _home(row: Post | Tie) -> str:
    if isinstance(row, Post):
        return address_of("organisation", row.organisation.public_id) + "#people"
    return address_of("organisation", row.subject.public_id) + "#relationships"


def _end(request: HttpRequest, row: Any, end: Any) -> HttpResponse:
    """Ask when it ended, or take the date."""
    back = frame.way_back(request, default=_home(row))
    data = frame.typed(request)
    form = EndForm(data, from_date=row.from_date, initial={"to_date": row.to_date})
    if request.method == "POST" and form.is_valid():
        try:
            end(to_date=form.cleaned_data["to_date"], by=request.user, now=timezone.now())
        except ValidationError as error:
            frame.show_errors(form, error)
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(back)
    return frame.page(
        request,
        "desk/bond_end.html",
        {"form": form, "said": _said(row), "back": back},
        status=frame.REFUSED if request.method == "POST" else 200,
    )


def _remove(request: HttpRequest, row: Any, remove: Any) -> HttpResponse:
    """Say what removing does, or do it."""
    back = frame.way_back(request, default=_home(row))
    if request.method == "POST":
        said = _said(row)
        remove(by=request.user, now=timezone.now())
        messages.success(request, _("Removed: %(what)s") % {"what": said})
        return HttpResponseRedirect(back)
    return frame.page(
        request,
        "desk/bond_remove.html",
        {
            "said": _said(row),
            "back": back,
            "consequences": [
                _("take it off both pages at once"),
                _("remove the quotes that were cited for it"),
                _("keep a line in the history of both, so that it can be written again"),
            ],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_RECORDS)
def post_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Say when a position ended."""
    row = _post(pk)
    return _end(request, row, lambda **values: posts.end(post=row, **values))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_RECORDS)
def post_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a position that was never true."""
    row = _post(pk)
    return _remove(request, row, lambda **values: posts.remove(post=row, **values))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_RECORDS)
def tie_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Say when a relationship ended."""
    row = _tie(pk)
    return _end(request, row, lambda **values: ties.end(tie=row, **values))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_RECORDS)
def tie_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a relationship that was never true."""
    row = _tie(pk)
    return _remove(request, row, lambda **values: ties.remove(tie=row, **values))
