"""The jobs of files."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from banyan.files.domain import uploads


@task(backend="jobs")
def clear_abandoned() -> int:
    """Give up uploads that nobody has added to for a week; return how many."""
    return uploads.clear_abandoned(now=timezone.now())
