"""The dashboard: what the directory covers, what is missing, what waits; each figure leads to its list."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from banyan.events.models import Event
from banyan.ingest.domain import articles, datasets
from banyan.registry.domain import coverage, duplicates
from banyan.registry.enums import MergedKind, ProposalState
from banyan.registry.models import ProposedChange, Source
from banyan.registry.permissions import Permission
from banyan.web.access import needs
from banyan.web.presenters import coverage as words
from banyan.web.presenters import formats
from banyan.web.views.desk import frame, imports


def _figure(label: str, number: int, url: str) -> dict[str, Any]:
    return {"label": label, "value": formats.number(number), "url": url}


def totals(numbers: coverage.Numbers) -> list[dict[str, Any]]:
    """Return how much the directory holds, each figure with the address of its list."""
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


def waiting() -> list[dict[str, Any]]:
    """Return what waits for somebody, each figure with the address of its list."""
    undecided = ProposedChange.objects.filter(state=ProposalState.WAITING)
    return [
        _figure(
            _("Pages and notes waiting in the inbox"),
            undecided.values("source").distinct().count(),
            reverse("web:desk-inbox"),
        ),
        *(
            _figure(
                label, duplicates.queue(kind=kind).count(), f"{reverse('web:desk-duplicates')}?kind={kind}"
            )
            for kind, label in (
                (MergedKind.ORGANISATION, _("Pairs of organisations that may be one")),
                (MergedKind.PERSON, _("Pairs of people who may be one")),
            )
        ),
        _figure(
            _("Imports under way"),
            datasets.datasets().filter(runs__state__in=imports.UNDER_WAY).distinct().count(),
            f"{reverse('web:desk-imports')}?under_way=1",
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
            "totals": totals(found.numbers) if found.numbers else [],
            "waiting": waiting(),
            "sections": words.sections(found.numbers),
        },
    )
