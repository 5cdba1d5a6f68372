"""The jobs of letters."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from banyan.core.jobs import defer
from banyan.letters.domain import sending


@task(backend="jobs")
def send_due() -> int:
    """Send what is due; return how many letters went out."""
    sent, left = sending.send_due(clock=timezone.now)
    if sent and left:
        defer("letters.send_due")
    return sent
