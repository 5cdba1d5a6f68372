"""The jobs of the register."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from banyan.registry.domain import coverage


@task(backend="jobs")
def count_coverage() -> int:
    """Count what the register covers for the dashboard; return how many organisations there are."""
    return coverage.recount(now=timezone.now())["total"]["organisation"]
