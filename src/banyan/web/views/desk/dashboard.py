"""The dashboard: what the directory covers, what is missing, what waits; each figure leads to its list."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from banyan.events.models import Event
from banyan.ingest.domain import articles
from banyan.registry.domain import coverage
from banyan.registry.enums import ProposalState
from banyan.registry.models import ProposedChange, Source
from banyan.registry.permissions import Permission
from banyan.web.access import needs
from banyan.web.presenters import coverage as words
from banyan.web.presenters import formats
from banyan.web.views.desk import frame


def _figure(label: str, number: int, url: str) -> dict[str, Any]:
    return {"label": label, "value": formats.number(number), "url": url}


def _totals(numbers: coverage.Numbers) -> list[dict[str, Any]]:
    total = numbers.get("total", {"organisation": 0, "person": 0})
    return [
        _figure(_("Organisations"), total["organisation"], reverse("web:desk-organisations")),
        _figure(_("People"), total["person"], reverse("web:desk-people")),
        _figure(_("Events"), Event.objects.count(), reverse("web:desk-events")),
        _figure(
            _("Sources"),
            Source.objects.filter(kind__in=articles.PUBLIC_KINDS).count(),
            reverse("web:desk-sources"),
        ),
    ]


def _waiting() -> list[dict[str, Any]]:
    waiting = ProposedChange.objects.filter(state=ProposalState.WAITING)
    return [
        _figure(
            _("Pages and notes waiting in the inbox"),
            waiting.values("source").distinct().count(),
            reverse("web:desk-inbox"),
        ),
    ]


@require_safe
@needs(Permission.EDIT_RECORDS)
def dashboard(request: HttpRequest) -> HttpResponse:
    """Show what the directory covers and where its gaps are."""
    found = coverage.current(now=timezone.now())
    return frame.page(
        request,
        "desk/dashboard.html",
        {
            "coverage": found,
            "counted_at": formats.moment(found.counted_at) if found.counted_at else "",
            "totals": _totals(found.numbers) if found.numbers else [],
            "waiting": _waiting(),
            "sections": words.sections(found.numbers),
        },
    )
