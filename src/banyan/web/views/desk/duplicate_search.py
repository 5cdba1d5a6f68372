"""The search for records that are there twice: begin, let it rest, go on, give it up."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from banyan.registry.domain import searching
from banyan.registry.enums import MergedKind
from banyan.registry.models import DuplicateRun
from banyan.registry.permissions import Permission
from banyan.web.access import needs


def _back(kind: str) -> HttpResponseRedirect:
    address = reverse("web:desk-duplicates")
    return HttpResponseRedirect(address if kind == MergedKind.ORGANISATION else f"{address}?kind={kind}")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.FIND_DUPLICATES)
def find(request: HttpRequest) -> HttpResponse:
    """Begin a search of everything, or of what changed since the last one."""
    kind = request.POST.get("kind", "")
    if kind not in MergedKind.values:
        kind = MergedKind.ORGANISATION.value
    if request.method == "POST":
        try:
            searching.start(
                kind=kind, is_full=request.POST.get("all") == "yes", by=request.user, now=timezone.now()
            )
        except searching.SearchIsRunning:
            messages.warning(request, _("A search is running already."))
        else:
            messages.success(request, _("The search has begun. You can go on working meanwhile."))
    return _back(kind)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.FIND_DUPLICATES)
def search(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a search rest, go on with it, or give it up."""
    run = get_object_or_404(DuplicateRun, pk=pk)
    do = request.POST.get("do", "")
    if request.method == "POST" and do == "pause":
        searching.pause(run=run)
    elif request.method == "POST" and do == "resume":
        searching.resume(run=run)
    elif request.method == "POST" and do == "stop" and run.is_open:
        searching.stop(run=run, now=timezone.now())
        messages.info(request, _("The search was given up. What it had found stays in the list."))
    return _back(run.kind)
