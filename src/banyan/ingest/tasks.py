"""The jobs of clipping."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from banyan.ingest.domain import clippings


@task(backend="jobs")
def read_clipping(clipping_id: int, language: str = "") -> str:
    """Fetch and read a saved page; return the state it is in then."""
    return clippings.read(clipping_id=clipping_id, now=timezone.now(), language=language).state
