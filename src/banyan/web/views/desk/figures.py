"""Stated figures at the desk: the list, adding one, its record, editing and removing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from banyan.events.models import Event
from banyan.ingest.domain import articles
from banyan.registry.domain import figures
from banyan.registry.models import Activity, StatedFigure
from banyan.registry.models.visibility import records_of, shown_organisations
from banyan.registry.permissions import Permission
from banyan.web.access import needs
from banyan.web.forms import fields
from banyan.web.forms.figures import FigureForm
from banyan.web.presenters import facts, formats
from banyan.web.views.desk import frame, record
from banyan.web.views.desk.organisations import list_page
from banyan.web.views.desk.rows import address_of

#: Saved pages offered in the form; others are named afterwards, on the page of the figure.
_MOST_PAGES = 50


@require_safe
@needs(Permission.EDIT_RECORDS)
def figure_list(request: HttpRequest) -> HttpResponse:
    """Every figure."""
    return list_page(request, "figure", _("Figures"))


def _subject(request: HttpRequest) -> tuple[str, Any]:
    """Return the kind and the record that were chosen, or "" and None."""
    given = request.POST if request.method == "POST" else request.GET
    kind, key = given.get("kind", ""), given.get("chosen", "")[:14]
    offered: dict[str, Any] = {
        "organisation": shown_organisations(),
        "event": Event.objects.all(),
        "activity": Activity.objects.all(),
    }
    found = offered[kind].filter(public_id=key).first() if kind in offered and key else None
    return (kind, found) if found is not None else ("", None)


def _form_page(request: HttpRequest, form: FigureForm, **more: Any) -> HttpResponse:
    return frame.page(
        request,
        "desk/figure_form.html",
        {
            "form": form,
            "measure_inputs": fields.inputs_of(form, "measure"),
            "unit_inputs": fields.inputs_of(form, "unit"),
            **more,
        },
        status=frame.REFUSED if request.method == "POST" else 200,
    )


def _ask_what_about(request: HttpRequest) -> HttpResponse:
    def leading(kind: str) -> str:
        back = frame.with_query(request.path, kind=kind)
        return frame.with_query(reverse("web:desk-chooser"), kind=kind, next=back)

    choices = [
        {"label": _("An organisation"), "url": leading("organisation")},
        {"label": _("An activity"), "url": leading("activity")},
        {"label": _("An event"), "url": leading("event")},
    ]
    status = frame.REFUSED if request.method == "POST" else 200
    return frame.page(request, "desk/figure_about.html", {"choices": choices}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_RECORDS)
def figure_add(request: HttpRequest) -> HttpResponse:
    """Add a figure: choose what it is about, then say it, with the words of a page or how one knows."""
    kind, subject = _subject(request)
    if subject is None:
        return _ask_what_about(request)
    pages = articles.about(subject, limit=_MOST_PAGES)
    form = FigureForm(None, frame.typed(request), pages=pages)
    if request.method == "POST" and form.is_valid():
        made = _add(request, form, kind, subject)
        if made is not None:
            messages.success(request, _("Added: %(name)s") % {"name": facts.figure_said(made)})
            return HttpResponseRedirect(address_of("figure", made.pk))
    back = address_of(kind, subject.public_id)
    return _form_page(request, form, kind=kind, subject=subject, record=None, back=back)


def _add(request: HttpRequest, form: FigureForm, kind: str, subject: Any) -> StatedFigure | None:
    try:
        return figures.state(
            subject_type=kind,
            subject_key=subject.public_id,
            measures=form.texts("measure"),
            units=form.texts("unit"),
            basis=form.basis,
            by=request.user,
            now=timezone.now(),
            **form.values(),
        )
    except ValidationError as error:
        frame.show_errors(form, error)
        return None


def _figure(pk: int) -> StatedFigure:
    return get_object_or_404(StatedFigure.objects.select_related("updated_by"), pk=pk)


def _about(row: StatedFigure) -> dict[str, Any]:
    """Return the name and the desk's page of what a figure is about, as far as it is still there."""
    found = next(iter(records_of(row)), None)
    if found is None and row.subject_type == "activity":
        found = Activity.objects.filter(public_id=row.subject_key).first()
    if found is None:
        return {"value": row.subject_key}
    return {"value": str(found.title), "url": address_of(row.subject_type, row.subject_key)}


@require_safe
@needs(Permission.EDIT_RECORDS)
def figure(request: HttpRequest, pk: int) -> HttpResponse:
    """The figure as staff see it: what it says, of what, and its sources, with actions."""
    row = _figure(pk)
    side = record.side("figure", row, key=row.pk)
    side["buttons"].append(
        {"label": _("Remove"), "url": reverse("web:desk-figure-remove", args=[row.pk]), "tone": "text"}
    )
    when = formats.partial_date(row.stated_date) or _("Not known")
    return frame.page(
        request,
        "desk/figure.html",
        {
            "row": row,
            "value": facts.figure_value(row),
            "facts": [
                {"label": pgettext("what a figure counts", "About"), **_about(row)},
                {"label": _("As of"), "value": when},
            ],
            "cited": record.cited(row, back=request.path),
            "cite_url": reverse("web:desk-citation-add", args=["figure", row.pk]),
            "side": side,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_RECORDS)
def figure_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit a figure; its sources are kept on its page."""
    row = _figure(pk)
    form = FigureForm(row, frame.typed(request))
    home = address_of("figure", row.pk)
    if request.method == "POST" and form.is_valid() and not form.is_outdated and _save(request, form, row):
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(home)
    return _form_page(
        request,
        form,
        record=row,
        title=facts.figure_said(row),
        back=home,
        seen=row.updated_at.isoformat(),
        history_url=reverse("web:desk-history", args=["figure", row.pk]),
    )


def _save(request: HttpRequest, form: FigureForm, row: StatedFigure) -> bool:
    try:
        figures.edit(
            figure=row,
            values=form.values(),
            measures=form.texts("measure"),
            units=form.texts("unit"),
            evidence=form.cleaned_data["evidence"],
            by=request.user,
            now=timezone.now(),
        )
    except ValidationError as error:
        frame.show_errors(form, error)
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_RECORDS)
def figure_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what removing a figure does, or do it."""
    row = _figure(pk)
    about = _about(row)
    said = f"{facts.figure_said(row)} – {about['value']}"
    if request.method == "POST":
        figures.remove(figure=row, by=request.user, now=timezone.now())
        messages.success(request, _("Removed: %(what)s") % {"what": said})
        return HttpResponseRedirect(about.get("url") or reverse("web:desk-figures"))
    return frame.confirm_removal(
        request,
        said=said,
        back=address_of("figure", row.pk),
        note=_("Only for what no source states."),
        consequences=[
            _("take the figure off the page of what it is about at once"),
            _("remove the quotes that were cited for it"),
            _("keep a line in the history of what it is about, so that it can be written again"),
        ],
    )
