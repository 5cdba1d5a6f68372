"""What the pages of the desk have in common: the menu, where to go back to, what had been typed."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from banyan.web import kept_forms
from banyan.web.views.desk.links import desk_links

#: What a form that was refused answers: understood, but cannot be done as it stands.
REFUSED = 422


def page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Render a page of the desk with its menu; desk pages are never cached."""
    response = render(request, template, {"desk_links": desk_links(request), **context}, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def typed(request: HttpRequest) -> QueryDict | None:
    """Return what was typed: just now, or before the session ran out; None for a fresh page."""
    if request.method == "POST":
        return request.POST
    explained = kept_forms.is_explained(request)
    kept = kept_forms.given_back(request)
    if kept is not None and not explained:
        messages.info(
            request, _("Your session had ended. What you typed is back: look it over and save it again.")
        )
    return kept


def way_back(request: HttpRequest, *, default: str) -> str:
    """Return where a page was asked to lead back to, if that is a page of ours."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = asked.startswith("/") and url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if is_ours else default


def chosen(request: HttpRequest, offered: QuerySet[Any], *, data: QueryDict | None = None) -> Any:
    """
    Return the record that somebody chose from ``offered``, or None while none was.

    :param data: what was typed, where that may have been given back after signing in again
    """
    given = request.POST if data is None else data
    key = given.get("chosen") or request.GET.get("chosen", "")
    return offered.filter(public_id=key[:14]).first() if key else None


def knows_of(request: HttpRequest, near: list[dict[str, str]]) -> bool:
    """
    Say whether somebody has seen every record that a new one may repeat, and wants to add it anyway.

    The button carries what it was shown beside: a name changed after the warning is looked up anew.
    """
    seen = set(request.POST.get("anyway", "").split(","))
    return {row["key"] for row in near} <= seen


def with_query(address: str, **values: str) -> str:
    """Return an address with these values set in its query."""
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query, keep_blank_values=True)) | values
    return urlunsplit(parts._replace(query=urlencode(query)))


def show_errors(form: forms.Form, error: ValidationError) -> None:
    """Put what the domain refused beside the fields it is about."""
    if hasattr(error, "error_dict"):
        for name, several in error.message_dict.items():
            form.add_error(name if name in form.fields else None, several)
    else:
        form.add_error(None, error.messages)


def confirm_removal(
    request: HttpRequest, *, said: str, back: str, consequences: list[str], note: str = ""
) -> HttpResponse:
    """
    Show the page that asks before something is removed.

    :param note: when removing is right; by default, only for what was never true
    """
    return page(
        request,
        "desk/confirm_removal.html",
        {"said": said, "back": back, "consequences": consequences, "note": note},
    )


def choosing_page(
    request: HttpRequest,
    form: forms.Form,
    *,
    record: Any,
    other: Any,
    wanted: str,
    title: str,
    back: str,
    **more: Any,
) -> HttpResponse:
    """
    Show a page on which somebody first chooses a record, then says what it is to ``record``.

    :param other: the record that was chosen; None until then
    :param wanted: the kind to choose from
    """
    return page(
        request,
        "desk/choose_then_say.html",
        {
            "form": form,
            "record": record,
            "other": other,
            "wanted": wanted,
            "title": title,
            "back": back,
            "here": request.path,
            "choose_url": reverse("web:desk-chooser"),
            "suggest_url": with_query(reverse("web:desk-chooser-suggest"), kind=wanted, next=request.path),
            **more,
        },
        status=REFUSED if request.method == "POST" else 200,
    )
