"""
Jobs named by text, so that the domain never imports the tasks of a package, and leases on running ones.

The queue itself is django-tasks-db. It does not know when a worker was killed: a worker therefore keeps a
lease, and a job whose worker's lease has run out is put back, a limited number of times.
"""

from __future__ import annotations

import datetime
import logging
from functools import partial
from typing import Any, Final

from django.db import models, transaction
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from .models import WorkerLease

logger = logging.getLogger("banyan.jobs")

#: A worker that has not renewed its lease for this long is taken for dead.
LEASE_SECONDS: Final = 15
#: A job that killed its worker this often is not tried again.
MOST_ATTEMPTS: Final = 3


def defer(name: str, /, **arguments: Any) -> None:
    """
    Put a job in the queue once the present transaction has committed.

    :param name: ``package.task``, for example ``ingest.read_clipping``
    :param arguments: plain values only; records go by their id
    """
    package, _, task = name.partition(".")
    job = import_string(f"banyan.{package}.tasks.{task}")
    transaction.on_commit(partial(job.enqueue, **arguments))


def renew_lease(*, worker_id: str, now: datetime.datetime) -> None:
    """Say that a worker is alive."""
    WorkerLease.objects.update_or_create(worker_id=worker_id, defaults={"renewed_at": now})


def release_lease(*, worker_id: str) -> None:
    """Say that a worker has stopped of its own accord."""
    WorkerLease.objects.filter(worker_id=worker_id).delete()


@transaction.atomic
def reclaim_abandoned(*, now: datetime.datetime) -> int:
    """
    Put back the jobs of dead workers, and fail those that have been tried too often.

    :return: how many were put back
    """
    dead_since = now - datetime.timedelta(seconds=LEASE_SECONDS)
    WorkerLease.objects.filter(renewed_at__lt=dead_since).delete()
    alive = set(WorkerLease.objects.values_list("worker_id", flat=True))
    put_back = 0
    for job in DBTaskResult.objects.select_for_update().filter(status="RUNNING"):
        if job.worker_ids and job.worker_ids[-1] in alive:
            continue
        if len(job.worker_ids) >= MOST_ATTEMPTS:
            job.set_failed(RuntimeError("given up: every worker that ran it was killed"))
            logger.error("job %s given up after %s attempts", job.id, len(job.worker_ids))
        else:
            job.status, job.started_at = "READY", None
            job.save(update_fields=["status", "started_at"])
            put_back += 1
    return put_back


def state_of_queue() -> dict[str, int]:
    """Return how many jobs there are in each state."""
    counted = DBTaskResult.objects.values_list("status").annotate(number=models.Count("pk")).order_by()
    return {str(state).lower(): number for state, number in counted}
