"""Events at the desk: the list, adding one, its record, and editing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from banyan.core.i18n import LANGUAGES
from banyan.events.domain import events
from banyan.events.enums import AppearanceRole
from banyan.events.models import Event
from banyan.registry.domain import staff_facts
from banyan.registry.permissions import Permission
from banyan.web.access import needs
from banyan.web.forms import fields
from banyan.web.forms.events import EventForm
from banyan.web.presenters import formats
from banyan.web.views.desk import frame, record
from banyan.web.views.desk.organisations import list_page
from banyan.web.views.desk.rows import address_of


@require_safe
@needs(Permission.EDIT_RECORDS)
def event_list(request: HttpRequest) -> HttpResponse:
    """Every event."""
    return list_page(request, "event", _("Events"))


def _near(titles: dict[str, str]) -> list[dict[str, str]]:
    """Return events of the same title: a series repeats its name, so the date is shown."""
    wanted = Q()
    for code, title in titles.items():
        if title:
            wanted |= Q(**{f"title_{code}__iexact": title})
    return [
        {
            "name": str(row.title),
            "key": row.public_id,
            "url": address_of("event", row.public_id),
            "why": formats.period(row.start_date, row.end_date) or _("no date"),
        }
        for row in Event.objects.filter(wanted).order_by("-start_date", "pk")[:5]
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_RECORDS)
def event_add(request: HttpRequest) -> HttpResponse:
    """Add an event, after a look at those of the same title."""
    form = EventForm(None, frame.typed(request))
    near: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        near = _near(form.titles())
        if frame.knows_of(request, near) and (made := _add(request, form)) is not None:
            messages.success(request, _("Added: %(name)s") % {"name": made})
            return HttpResponseRedirect(address_of("event", made.public_id))
    return frame.page(
        request,
        "desk/event_form.html",
        {"form": form, "title_inputs": fields.inputs_of(form, "title"), "near": near, "record": None},
        status=frame.REFUSED if request.method == "POST" else 200,
    )


def _add(request: HttpRequest, form: EventForm) -> Event | None:
    who: dict[str, Any] = {"by": request.user, "now": timezone.now()}
    values = form.values()
    place = values.pop("place")
    try:
        with transaction.atomic():
            made = events.add(titles=form.titles(), organisers=[], **values, **who)
            if place is not None:
                made = events.edit(event=made, titles={}, values={"place": place}, **who)
            staff_facts.cite(subject=made, **who)
    except ValidationError as error:
        frame.show_errors(form, error)
        return None
    return made


def _event(public_id: str) -> Event:
    return get_object_or_404(
        Event.objects.select_related("place__parent__parent", "updated_by"), public_id=public_id
    )


@require_safe
@needs(Permission.EDIT_RECORDS)
def event(request: HttpRequest, public_id: str) -> HttpResponse:
    """The record as staff see it."""
    subject = _event(public_id)
    titles = [
        {"text": getattr(subject, f"title_{code}"), "lang": formats.html_tag(code), "note": ""}
        for code in LANGUAGES
        if getattr(subject, f"title_{code}") and getattr(subject, f"title_{code}") != str(subject.title)
    ]
    when = formats.period(subject.start_date, subject.end_date)
    return frame.page(
        request,
        "desk/event.html",
        {
            "record": subject,
            "titles": titles,
            "facts": [
                {"label": _("When"), "value": when or _("Not known")},
                {"label": _("Venue"), "value": subject.venue or _("Not known")},
                {
                    "label": _("Province or city"),
                    "value": str(subject.place.name) if subject.place else _("Not known"),
                },
            ],
            "organisers": [
                {
                    "pk": row.pk,
                    "name": row.organisation.title,
                    "url": address_of("organisation", row.organisation.public_id),
                }
                for row in subject.organisers.select_related("organisation").order_by("pk")
            ],
            "people": [
                {
                    "pk": row.pk,
                    "name": row.person.title,
                    "url": address_of("person", row.person.public_id),
                    "role": AppearanceRole(row.role).label,
                    "talk": row.talk,
                }
                for row in subject.appearances.select_related("person").order_by("role", "pk")
            ],
            "kind": "event",
            "figures": record.figures_of("event", subject),
            "side": record.side("event", subject),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_RECORDS)
def event_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Edit title, dates and place."""
    subject = _event(public_id)
    form = EventForm(subject, frame.typed(request))
    if (
        request.method == "POST"
        and form.is_valid()
        and not form.is_outdated
        and _save(request, form, subject)
    ):
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(address_of("event", subject.public_id))
    return frame.page(
        request,
        "desk/event_form.html",
        {
            "record": subject,
            "form": form,
            "title_inputs": fields.inputs_of(form, "title"),
            "seen": subject.updated_at.isoformat(),
            "history_url": reverse("web:desk-history", args=["event", subject.public_id]),
        },
        status=frame.REFUSED if request.method == "POST" else 200,
    )


def _save(request: HttpRequest, form: EventForm, subject: Event) -> bool:
    try:
        events.edit(
            event=subject,
            titles=form.titles(),
            values=form.values(),
            by=request.user,
            now=timezone.now(),
        )
    except ValidationError as error:
        frame.show_errors(form, error)
        return False
    return True
