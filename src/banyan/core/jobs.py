"""
Jobs named by text, so that the domain never imports the tasks of a package, and leases on running ones.

The queue itself is django-tasks-db. It does not know when a worker was killed: a worker therefore keeps a
lease, and a job whose worker's lease has run out is put back, a limited number of times.
"""

from __future__ import annotations

import datetime
import logging
import uuid
from typing import Any, Final

from django.db import models, transaction
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from . import audit
from .models import JobOwner, WorkerLease

logger = logging.getLogger("banyan.jobs")

#: A worker that has not renewed its lease for this long is taken for dead.
LEASE_SECONDS: Final = 15
#: A job that killed its worker this often is not tried again.
MOST_ATTEMPTS: Final = 3
#: Days for which an entry stays in the list once it is over: done, failed.
KEPT_DAYS: Final = (14, 90)
_SLICE: Final = 500


class JobIsElsewhere(Exception):
    """The job has not failed, or not any more."""


def defer(name: str, /, *, by: Any = None, **arguments: Any) -> None:
    """
    Put a job in the queue with the present transaction: the two are kept, or lost, together.

    :param name: ``package.task``, for example ``ingest.read_clipping``
    :param by: who wants it done; the desk shows it to them
    :param arguments: plain values only; records go by their id
    """
    enqueue(name, by=by, **arguments)


@transaction.atomic
def enqueue(name: str, /, *, by: Any = None, **arguments: Any) -> uuid.UUID:
    """Do what :func:`defer` does, and return the key of the entry in the queue."""
    package, _, task = name.partition(".")
    entry = import_string(f"banyan.{package}.tasks.{task}").enqueue(**arguments)
    key = uuid.UUID(str(entry.id))
    if by is not None:
        JobOwner.objects.create(queue_id=key, owner_id=by.pk, owner_label=str(by)[:200])
    return key


def name_of(entry: DBTaskResult) -> str:
    """Return the name of a job in the queue as :func:`defer` takes it."""
    package, _, task = entry.task_path.removeprefix("banyan.").partition(".tasks.")
    return f"{package}.{task}"


def is_under_way(*names: str) -> bool:
    """Say whether one of these jobs waits for its turn or is at work."""
    parts = [name.partition(".") for name in names]
    paths = [f"banyan.{package}.tasks.{task}" for package, _, task in parts]
    return DBTaskResult.objects.filter(task_path__in=paths, status__in=("READY", "RUNNING")).exists()


def trouble_of(entry: DBTaskResult) -> str:
    """Return in one line why a job failed, as the error says it; empty if it did not."""
    if str(entry.status) != "FAILED":
        return ""
    lines = [line.strip() for line in entry.traceback.splitlines() if line.strip()]
    return str(lines[-1] if lines else entry.exception_class_path)[:300]


@transaction.atomic
def run_again(*, queue_id: uuid.UUID, by: Any, now: datetime.datetime) -> None:
    """
    Put a job that failed back in the queue, as often as a new one may be tried.

    :raises JobIsElsewhere: if it has not failed, or is gone
    """
    entry = DBTaskResult.objects.select_for_update().filter(pk=queue_id, status="FAILED").first()
    if entry is None:
        raise JobIsElsewhere(queue_id)
    before = {"job": name_of(entry), "trouble": trouble_of(entry)}
    entry.status, entry.started_at, entry.finished_at, entry.worker_ids = "READY", None, None, []
    entry.exception_class_path = entry.traceback = ""
    entry.save()
    audit.record(key="core.job.run_again", subject=entry, by=by, now=now, before=before)


@transaction.atomic
def give_up(*, queue_id: uuid.UUID, by: Any, now: datetime.datetime) -> None:
    """
    Take a job that failed off the list.

    :raises JobIsElsewhere: if it has not failed, or is gone
    """
    entry = DBTaskResult.objects.select_for_update().filter(pk=queue_id, status="FAILED").first()
    if entry is None:
        raise JobIsElsewhere(queue_id)
    before = {"job": name_of(entry), "trouble": trouble_of(entry)}
    audit.record(key="core.job.given_up", subject=entry, by=by, now=now, before=before)
    JobOwner.objects.filter(queue_id=queue_id).delete()
    entry.delete()


def clear_old(*, now: datetime.datetime) -> int:
    """Clear jobs that have been over for ``KEPT_DAYS``, a slice at a time; return how many."""
    cleared = 0
    for status, days in zip(("SUCCESSFUL", "FAILED"), KEPT_DAYS, strict=True):
        old = DBTaskResult.objects.filter(
            status=status, finished_at__lt=now - datetime.timedelta(days=days)
        ).order_by()
        while keys := list(old.values_list("pk", flat=True)[:_SLICE]):
            with transaction.atomic():
                JobOwner.objects.filter(queue_id__in=keys).delete()
                DBTaskResult.objects.filter(pk__in=keys).delete()
            cleared += len(keys)
    return cleared


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
