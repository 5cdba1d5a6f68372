"""Hearing that an organisation goes by another name."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from banyan.events.models import EventOrganiser
from banyan.registry.models import Organisation
from banyan.registry.signals import organisation_renamed
from banyan.search.domain import outbox


@receiver(organisation_renamed)
def index_its_events(sender: Any, organisation: Organisation, **extra: Any) -> None:
    """The documents of its events carry its name."""
    rows = EventOrganiser.objects.filter(organisation=organisation)
    outbox.enqueue_many(kind="event", keys=rows.values_list("event__public_id", flat=True).iterator())
