"""Taking a source down, and showing it again, together with the page it was read from."""

from __future__ import annotations

import datetime

from django.db import transaction

from banyan.accounts.models import User
from banyan.core import audit
from banyan.ingest.enums import ClippingState
from banyan.ingest.models import Clipping
from banyan.registry.domain import sources
from banyan.registry.models import Source


@transaction.atomic
def withdraw(*, source: Source, by: User, now: datetime.datetime) -> None:
    """Stop showing a source, its quotes and its page; the facts stay. Withdrawing twice changes nothing."""
    if source.taken_down_at is None:
        sources.take_down(source=source, by=by, now=now)
    _set_page(source, ClippingState.READ, ClippingState.TAKEN_DOWN, "ingest.clipping.taken_down", by, now)


@transaction.atomic
def restore(*, source: Source, by: User, now: datetime.datetime) -> None:
    """Show a source again that was withdrawn by mistake; restoring twice changes nothing."""
    if source.taken_down_at is not None:
        sources.restore(source=source, by=by, now=now)
    _set_page(source, ClippingState.TAKEN_DOWN, ClippingState.READ, "ingest.clipping.restored", by, now)


def _set_page(
    source: Source, before: ClippingState, after: ClippingState, key: str, by: User, now: datetime.datetime
) -> None:
    clipping = Clipping.objects.filter(source=source, state=before).first()
    if clipping is None:
        return
    clipping.state, clipping.failure = after, ""
    clipping.updated_at, clipping.updated_by = now, by
    clipping.save(update_fields=["state", "failure", "updated_at", "updated_by"])
    audit.record(key=key, subject=clipping, by=by, now=now)
