"""Who held an event and who took part, at the desk: adding, editing, removing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from banyan.events.domain import parts
from banyan.events.enums import AppearanceRole
from banyan.events.models import Appearance, Event, EventOrganiser
from banyan.registry.models import Person
from banyan.registry.models.visibility import shown_organisations
from banyan.registry.permissions import Permission
from banyan.web.access import needs
from banyan.web.forms import fields
from banyan.web.forms.events import AppearanceForm, OrganiserAdd
from banyan.web.views.desk import frame
from banyan.web.views.desk.rows import address_of


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_RECORDS)
def organiser_add(request: HttpRequest, public_id: str) -> HttpResponse:
    """Add an organiser: choose the organisation, then say how one knows."""
    subject = get_object_or_404(Event, public_id=public_id)
    other, back = frame.chosen(request, shown_organisations()), address_of("event", public_id)
    form = OrganiserAdd(frame.typed(request))
    if request.method == "POST" and other is not None and form.is_valid():
        _row, is_new = parts.add_organiser(
            event=subject,
            organisation=other,
            evidence=form.cleaned_data["evidence"],
            by=request.user,
            now=timezone.now(),
        )
        said = _("Added: %(name)s") if is_new else _("%(name)s was an organiser already.")
        messages.success(request, said % {"name": other})
        return HttpResponseRedirect(f"{back}#organisers")
    return frame.choosing_page(
        request,
        form,
        record=subject,
        other=other,
        wanted="organisation",
        title=_("Add an organiser"),
        back=back,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_RECORDS)
def organiser_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an organiser off an event."""
    row = get_object_or_404(EventOrganiser.objects.select_related("event", "organisation"), pk=pk)
    back = address_of("event", row.event.public_id) + "#organisers"
    if request.method == "POST":
        said = str(row.organisation)
        parts.remove_organiser(organiser=row, by=request.user, now=timezone.now())
        messages.success(request, _("Removed: %(what)s") % {"what": said})
        return HttpResponseRedirect(back)
    return _ask(request, f"{row.organisation} – {_('Organiser')} – {row.event}", back)


def _ask(request: HttpRequest, said: str, back: str) -> HttpResponse:
    return frame.confirm_removal(
        request,
        said=said,
        back=back,
        consequences=[
            _("take it off both pages at once"),
            _("remove the quotes that were cited for it"),
            _("keep a line in the history of both, so that it can be written again"),
        ],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_RECORDS)
def appearance_add(request: HttpRequest, public_id: str) -> HttpResponse:
    """Add somebody's part: choose the person, then say what they did."""
    subject = get_object_or_404(Event, public_id=public_id)
    other, back = frame.chosen(request, Person.objects.all()), address_of("event", public_id)
    form = AppearanceForm(None, frame.typed(request))
    if request.method == "POST" and other is not None and form.is_valid():
        _row, is_new = parts.add_appearance(
            event=subject,
            person=other,
            role=form.cleaned_data["role"],
            talks=form.talks(),
            evidence=form.cleaned_data["evidence"],
            by=request.user,
            now=timezone.now(),
        )
        said = _("Added: %(name)s") if is_new else _("%(name)s has this part already.")
        messages.success(request, said % {"name": other})
        return HttpResponseRedirect(f"{back}#people")
    return frame.choosing_page(
        request,
        form,
        record=subject,
        other=other,
        wanted="person",
        title=_("Add somebody who took part"),
        back=back,
        talk_inputs=fields.inputs_of(form, "talk"),
    )


def _appearance(pk: int) -> Appearance:
    return get_object_or_404(Appearance.objects.select_related("event", "person"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_RECORDS)
def appearance_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit what somebody did at an event."""
    row = _appearance(pk)
    back = address_of("event", row.event.public_id)
    form = AppearanceForm(row, frame.typed(request))
    if request.method == "POST" and form.is_valid() and _save(request, form, row):
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(f"{back}#people")
    return frame.page(
        request,
        "desk/appearance_edit.html",
        {
            "row": row,
            "form": form,
            "back": back,
            "talk_inputs": fields.inputs_of(form, "talk"),
        },
        status=frame.REFUSED if request.method == "POST" else 200,
    )


def _save(request: HttpRequest, form: AppearanceForm, row: Appearance) -> bool:
    try:
        parts.edit_appearance(
            appearance=row,
            role=form.cleaned_data["role"],
            talks=form.talks(),
            evidence=form.cleaned_data["evidence"],
            by=request.user,
            now=timezone.now(),
        )
    except parts.AppearanceIsThere:
        form.add_error("role", _("%(name)s has this part already.") % {"name": row.person})
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_RECORDS)
def appearance_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a part that somebody never took."""
    row = _appearance(pk)
    back = address_of("event", row.event.public_id) + "#people"
    if request.method == "POST":
        said = str(row.person)
        parts.remove_appearance(appearance=row, by=request.user, now=timezone.now())
        messages.success(request, _("Removed: %(what)s") % {"what": said})
        return HttpResponseRedirect(back)
    return _ask(request, f"{row.person} – {AppearanceRole(row.role).label} – {row.event}", back)
