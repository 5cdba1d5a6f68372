"""Naming, at the desk, the words of a saved page that say a fact, and taking them back."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from banyan.registry.domain import staff_facts
from banyan.registry.models import Activity, Citation, Source, StatedFigure
from banyan.registry.permissions import Permission
from banyan.web.access import needs
from banyan.web.forms.citations import CitationAdd
from banyan.web.presenters import formats
from banyan.web.views.desk import frame
from banyan.web.views.desk.rows import address_of

#: Rows whose sources are kept by hand: kind → model and the column in its address.
_ROWS: dict[str, tuple[Any, str]] = {"activity": (Activity, "public_id"), "figure": (StatedFigure, "pk")}


def _row(kind: str, key: str) -> Any:
    if kind not in _ROWS:
        raise Http404
    model, column = _ROWS[kind]
    if column == "pk" and not (key.isdecimal() and len(key) <= 18):
        raise Http404
    return get_object_or_404(model, **{column: key})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_RECORDS)
def citation_add(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    """Add a source: choose the saved page, then give its words."""
    row = _row(kind, public_id)
    back = address_of(kind, public_id)
    key = request.POST.get("chosen") or request.GET.get("chosen", "")
    page = Source.objects.filter(public_id=key[:14], taken_down_at__isnull=True).first() if key else None
    form = CitationAdd(page, frame.typed(request))
    if request.method == "POST" and form.is_valid() and form.basis is not None:
        staff_facts.quote_page(subject=row, basis=form.basis, by=request.user, now=timezone.now())
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(f"{back}#sources")
    return frame.choosing_page(
        request,
        form,
        record=row,
        record_name=str(row),
        other=page,
        other_name=str(page),
        wanted="source",
        title=_("Add a source"),
        back=back,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_RECORDS)
def citation_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back words that do not say the fact they are cited for."""
    cited = get_object_or_404(Citation.objects.select_related("source"), pk=pk)
    kinds = {model._meta.label_lower: (kind, column) for kind, (model, column) in _ROWS.items()}
    if cited.subject_type not in kinds:
        raise Http404
    kind, column = kinds[cited.subject_type]
    row = get_object_or_404(apps.get_model(cited.subject_type), pk=cited.subject_id)
    back = address_of(kind, getattr(row, column)) + "#sources"
    said = f"{cited.source}: {cited.quote}" if cited.quote else str(cited.source)
    if request.method == "POST":
        staff_facts.take_back(citation=cited, subject=row, by=request.user, now=timezone.now())
        messages.success(request, _("Removed: %(what)s") % {"what": formats.shortened(said)})
        return HttpResponseRedirect(back)
    return frame.confirm_removal(
        request,
        said=said,
        back=back,
        note=_("Only where these words do not say it."),
        consequences=[
            _("show these words no longer beside the fact"),
            _("leave the fact and the saved page as they are"),
            _("keep a line in the history, so that it can be written again"),
        ],
    )
