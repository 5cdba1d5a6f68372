"""The jobs of keeping a centre in order."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from banyan.upkeep.domain import tidying


@task(backend="jobs")
def tidy() -> int:
    """Clear away what is over; return how many jobs were cleared."""
    return tidying.tidy(now=timezone.now())
