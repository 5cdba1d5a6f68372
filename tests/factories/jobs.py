"""Jobs of the queue as workers leave them."""

from __future__ import annotations

from typing import Any

from django_tasks_db.models import DBTaskResult

from banyan.core import jobs


def failed_job(
    *, by: Any = None, job: str = "registry.count_coverage", error: str = "no luck", **arguments: Any
) -> DBTaskResult:
    """Queue a job and have it fail, as a worker does."""
    entry = DBTaskResult.objects.get(pk=jobs.enqueue(job, by=by, **arguments))
    entry.claim("worker")
    entry.set_failed(ValueError(error))
    return entry
