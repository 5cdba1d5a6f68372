"""Saving a page: the form, and the page that waits with you while it is read."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from banyan.ingest.adapters.content_types import FileIsEmpty
from banyan.ingest.adapters.fetching import PageIsTooLarge
from banyan.ingest.domain import clippings
from banyan.ingest.enums import ClippingState
from banyan.ingest.models import Clipping
from banyan.ingest.permissions import Permission
from banyan.registry.enums import ProposalState
from banyan.registry.models import ProposedChange
from banyan.web.access import needs
from banyan.web.forms.clip import ClipForm
from banyan.web.presenters.failures import why_not_read
from banyan.web.views.desk import frame


def _save(request: HttpRequest, form: ClipForm) -> Clipping:
    values = form.cleaned_data
    common = {"by": request.user, "now": timezone.now(), "language": values["language"]}
    if values["address"]:
        return clippings.save_address(address=values["address"], **common)
    if values["file"]:
        upload = values["file"]
        return clippings.save_page(
            raw=upload.read(), media_type=upload.content_type or "", title=upload.name, **common
        )
    return clippings.save_page(
        raw=values["text"].encode(), media_type="text/plain", title=_("Pasted text"), **common
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.CLIP)
def clip(request: HttpRequest) -> HttpResponse:
    """Take an address, a text or a file, and have it read."""
    if request.method == "POST":
        form = ClipForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                clipping = _save(request, form)
            except clippings.PageIsClippedAlready as error:
                messages.info(request, _("This page was saved before. Here it is."))
                return HttpResponseRedirect(reverse("web:desk-clipping", args=[error.clipping.pk]))
            except PageIsTooLarge:
                form.add_error(None, why_not_read("page_too_large"))
            except FileIsEmpty:
                form.add_error(None, why_not_read("file_empty"))
            else:
                return HttpResponseRedirect(reverse("web:desk-clipping", args=[clipping.pk]))
    else:
        form = ClipForm(frame.typed(request))
    return frame.page(
        request,
        "desk/clip.html",
        {"form": form},
        status=422 if form.is_bound and form.errors else 200,
    )


@require_safe
@needs(Permission.SEE_CLIPPINGS)
def clipping(request: HttpRequest, pk: int) -> HttpResponse:
    """Wait with the reader; once the page has been read, lead on to what it suggests."""
    row = get_object_or_404(Clipping.objects.select_related("source", "same_as__source"), pk=pk)
    if row.state == ClippingState.READ:
        return HttpResponseRedirect(reverse("web:desk-inbox-source", args=[row.source.public_id]))
    is_reading = row.state in (ClippingState.QUEUED, ClippingState.READING)
    ahead = Clipping.objects.filter(
        state__in=[ClippingState.QUEUED, ClippingState.READING], pk__lt=row.pk
    ).count()
    return frame.page(
        request,
        "desk/clipping.html",
        {
            "clipping": row,
            "is_reading": is_reading,
            "ahead": ahead,
            "why": why_not_read(row.failure) if row.failure else "",
            "waiting": ProposedChange.objects.filter(source=row.source, state=ProposalState.WAITING).count(),
        },
    )
