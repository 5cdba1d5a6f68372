"""Pages and notes on which something waits for a decision, those saved first in front."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, QuerySet

from banyan.registry.enums import ProposalState
from banyan.registry.models import ProposedChange, Source


def by_source() -> QuerySet[ProposedChange, dict[str, Any]]:
    """
    Return the keys of sources with how many suggestions wait on each, oldest first.

    Read along the index of what waits: the first page costs the same however many are behind it.
    """
    found = ProposedChange.objects.filter(state=ProposalState.WAITING)
    return found.order_by("source").values("source").annotate(waiting=Count("pk"))


def sources(found: Iterable[dict[str, Any]]) -> list[Source]:
    """Return the sources of such rows, each with ``waiting`` and, of all its suggestions, ``total``."""
    waiting = {row["source"]: row["waiting"] for row in found}
    rows = Source.objects.filter(pk__in=waiting).annotate(total=Count("proposals")).order_by("pk")
    listed = list(rows)
    for row in listed:
        row.waiting = waiting[row.pk]  # type: ignore[attr-defined]
    return listed
