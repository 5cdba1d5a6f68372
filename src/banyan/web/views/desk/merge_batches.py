"""Certain pairs: looking them through, merging them together, and taking that back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from banyan.registry.domain import batches
from banyan.registry.models import DuplicatePair, MergeBatch
from banyan.registry.permissions import Permission
from banyan.web.access import needs
from banyan.web.presenters import pairs as presenter
from banyan.web.views.desk import frame
from banyan.web.views.desk.duplicates import titles_of

_PER_PAGE = 50


def _page(request: HttpRequest, pairs: Any) -> dict[str, Any]:
    page = Paginator(pairs, _PER_PAGE).get_page(request.GET.get("page"))
    found = list(page.object_list)
    return {"page_obj": page, "pairs": presenter.listed(found, titles_of(found, "organisation"))}


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.FIND_DUPLICATES)
def certain(request: HttpRequest) -> HttpResponse:
    """List every pair that would be merged; with POST, merge those that were listed."""
    if request.method == "POST":
        return _merge(request)
    pairs = batches.certain()
    last = pairs.aggregate(last=Max("pk"))["last"] or 0
    latest = MergeBatch.objects.order_by("-pk").first()
    return frame.page(
        request, "desk/duplicates_certain.html", {"until": last, "latest": latest, **_page(request, pairs)}
    )


def _merge(request: HttpRequest) -> HttpResponse:
    until = request.POST.get("until", "")
    number = int(until) if until.isascii() and until.isdigit() and len(until) < 19 else 0
    try:
        batch = batches.start(until=number, by=request.user, now=timezone.now())
    except batches.NothingIsCertain:
        messages.info(request, _("No pair is certain any more."))
    except batches.BatchIsRunning:
        messages.warning(request, _("Pairs are being merged just now. Please wait until that is done."))
    else:
        return HttpResponseRedirect(reverse("web:desk-duplicates-batch", args=[batch.pk]))
    return HttpResponseRedirect(reverse("web:desk-duplicates"))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.FIND_DUPLICATES)
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far a batch is and what it merged; with POST, take one merge or all of them back."""
    shown = get_object_or_404(MergeBatch, pk=pk)
    if request.method == "POST":
        _take_back(request, shown)
        return HttpResponseRedirect(reverse("web:desk-duplicates-batch", args=[pk]))
    merged = shown.pairs.filter(merge__isnull=False).select_related("merge").order_by("pk")
    standing = shown.pairs.filter(merge__isnull=False, merge__undone_at__isnull=True).count()
    return frame.page(
        request,
        "desk/duplicates_batch.html",
        {"batch": shown, "standing": standing, **_page(request, merged)},
    )


def _take_back(request: HttpRequest, shown: MergeBatch) -> None:
    who: dict[str, Any] = {"by": request.user, "now": timezone.now()}
    if request.POST.get("do") == "undo-all":
        try:
            batches.undo(batch=shown, **who)
        except batches.BatchIsRunning:
            messages.warning(request, _("Pairs are being merged just now. Please wait until that is done."))
        return
    asked = request.POST.get("pair", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 19):
        return
    pair = get_object_or_404(DuplicatePair.objects.select_related("merge"), pk=int(asked), batch=shown)
    if batches.take_back(pair=pair, **who):
        messages.success(request, _("The merge was taken back. The pair waits to be looked at."))
    else:
        messages.warning(request, _("A later merge rests on this one, or it was taken back already."))
