"""The first page of the desk: what waits, what is being read, what was decided last."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from banyan.accounts.permissions import Permission
from banyan.core import jobs
from banyan.core.permissions import may
from banyan.ingest.enums import ClippingState
from banyan.ingest.models import Clipping
from banyan.registry.models import ProposedChange
from banyan.search.domain import outbox
from banyan.upkeep.permissions import Permission as Upkeep
from banyan.web.access import needs
from banyan.web.presenters import changes
from banyan.web.views.desk import backups, frame, waiting


def _lacks_second_step(user: Any) -> bool:
    """Say whether a password alone opens an account that can give roles."""
    held = user.authenticator_set.filter(type__in=("totp", "webauthn"))
    return may(user, Permission.MANAGE_USERS) and not held.exists()


def _backup_warning(request: HttpRequest) -> str:
    """Return what is wrong with the backups, for those who can do something about it."""
    if settings.BANYAN_DEMO or not may(request.user, Upkeep.BACK_UP):
        return ""
    return backups.warning(now=timezone.now())


@require_safe
@needs(Permission.USE_DESK)
def home(request: HttpRequest) -> HttpResponse:
    """Show what somebody who sits down at the desk has to know."""
    decided = (
        ProposedChange.objects.filter(decided_at__isnull=False)
        .select_related("source", "decided_by")
        .order_by("-decided_at", "-pk")[:6]
    )
    reading = Clipping.objects.filter(
        state__in=[ClippingState.QUEUED, ClippingState.READING, ClippingState.FAILED]
    ).select_related("source")
    return frame.page(
        request,
        "desk/home.html",
        {
            "waiting": waiting.sources(waiting.by_source()[:8]),
            "decided": [changes.card_of(row) for row in decided],
            "reading": reading.order_by("-created_at")[:8],
            "unindexed": outbox.waiting(),
            "jobs": jobs.state_of_queue(),
            "backup_warning": _backup_warning(request),
            "lacks_second_step": _lacks_second_step(request.user),
        },
    )
