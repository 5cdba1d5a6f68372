"""Sources at the desk: the list, and taking one down or showing it again."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from banyan.core.permissions import may
from banyan.ingest.domain import articles, takedowns, withdrawals
from banyan.ingest.permissions import Permission
from banyan.registry.enums import ProposalKind, ProposalState, SourceKind
from banyan.registry.models import Citation, ProposedChange, Source
from banyan.web.access import needs
from banyan.web.paging import page_of
from banyan.web.presenters import facts
from banyan.web.views.desk import frame, listing

_STATES = ("shown", "down")


def _requests() -> set[str]:
    """Return the ids of sources somebody asked to take down and nobody has decided about."""
    waiting = ProposedChange.objects.filter(
        kind=ProposalKind.CORRECTION,
        state=ProposalState.WAITING,
        payload__subject_type=takedowns.SUBJECT_TYPE,
    )
    return {row.payload.get("subject_key", "") for row in waiting}


@require_safe
@needs(Permission.SEE_CLIPPINGS)
def source_list(request: HttpRequest) -> HttpResponse:
    """List every source, the latest first, with how many facts rest on it."""
    query = listing.asked(request)
    state = request.GET.get("state", "")
    found = Source.objects.filter(kind__in=articles.PUBLIC_KINDS)
    if query:
        found = found.filter(
            Q(title__icontains=query) | Q(publisher__icontains=query) | Q(address__icontains=query)
        )
    if state in _STATES:
        found = found.filter(taken_down_at__isnull=state == "shown")
    page = page_of(request, found.order_by("-created_at", "-pk"), listing.PER_PAGE)
    listed = list(page.object_list)
    facts_on = dict(
        Citation.objects.filter(source__in=listed).values_list("source").annotate(Count("pk")).order_by()
    )
    asked_down = _requests()
    return frame.page(
        request,
        "desk/sources.html",
        {
            "query": query,
            "state": state,
            "page_obj": page,
            "may_take_down": may(request.user, Permission.TAKE_DOWN),
            "rows": [
                {
                    "source": row,
                    "kind": SourceKind(row.kind).label,
                    "line": facts.source_line(row),
                    "facts": facts_on.get(row.pk, 0),
                    "is_asked": row.public_id in asked_down,
                }
                for row in listed
            ],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.TAKE_DOWN)
def source_takedown(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say what taking a source down does, or do it."""
    source = get_object_or_404(Source, public_id=public_id, kind__in=articles.PUBLIC_KINDS)
    if request.method == "POST":
        withdrawals.withdraw(source=source, by=request.user, now=timezone.now())
        messages.success(request, _("Taken down: %(name)s") % {"name": source})
        return HttpResponseRedirect(reverse("web:desk-sources"))
    return frame.page(
        request,
        "desk/source_takedown.html",
        {
            "source": source,
            "is_down": source.taken_down_at is not None,
            "consequences": [
                _("take its page and every quote from it off the public pages at once"),
                _("leave the facts, marked as resting on a source that was withdrawn"),
                _("keep the saved page here, so that it can be shown again"),
            ],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.TAKE_DOWN)
def source_restore(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a source again, after asking."""
    source = get_object_or_404(Source, public_id=public_id, kind__in=articles.PUBLIC_KINDS)
    if request.method == "POST":
        withdrawals.restore(source=source, by=request.user, now=timezone.now())
        messages.success(request, _("Shown again: %(name)s") % {"name": source})
        return HttpResponseRedirect(reverse("web:desk-sources"))
    return frame.page(request, "desk/source_restore.html", {"source": source})
