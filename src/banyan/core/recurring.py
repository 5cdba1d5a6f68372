"""
Jobs that come back: declared in code, put in the queue once for each moment at which they are due.

A package declares its own when it is loaded. Every worker looks a few times a minute. The entry in the queue
and the next due moment are written in one transaction: however many workers look, and wherever one is
killed, there is one entry for a due moment. A machine that was off runs a job once when it comes back, not
once for each moment it missed, and a job that is still at work is not started beside itself.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.utils.functional import Promise
from django_tasks_db.models import DBTaskResult

from . import audit, jobs
from .models import RecurringJob, RecurringState
from .schedules import Schedule

logger = logging.getLogger("banyan.jobs")


class JobIsUnderWay(Exception):
    """The job waits for its turn already, or is at work."""


@dataclass(frozen=True, slots=True)
class Declared:
    """
    A job that comes back: ``job`` as :func:`banyan.core.jobs.defer` takes it, without arguments.

    ``title`` is what people at the desk read.
    """

    job: str
    schedule: Schedule
    title: str | Promise


#: Every declared job by its name, in the order of declaration. Filled when packages are loaded.
DECLARED: Final[dict[str, Declared]] = {}

_STATES: Final = {
    "READY": RecurringState.WAITING,
    "RUNNING": RecurringState.RUNNING,
    "SUCCESSFUL": RecurringState.DONE,
    "FAILED": RecurringState.FAILED,
}
_UNDER_WAY: Final = (RecurringState.WAITING, RecurringState.RUNNING)


def declare(job: str, *, schedule: Schedule, title: str | Promise) -> None:
    """
    Have a job come back. Called from ``AppConfig.ready()`` of the package that owns it.

    :param job: ``package.task``; the task takes no arguments and may safely run twice
    """
    DECLARED[job] = Declared(job, schedule, title)


def tick(*, now: datetime.datetime) -> int:
    """Put every job that is due in the queue; return how many were put there."""
    rows = {row.job: row for row in settled()}
    started = 0
    for declared in tuple(DECLARED.values()):
        row = rows.get(declared.job)
        coming = declared.schedule.after(now)
        if row is None:
            RecurringJob.objects.get_or_create(job=declared.job, defaults={"due_at": coming})
        elif row.due_at > coming:  # its schedule has become denser since
            RecurringJob.objects.filter(pk=row.pk, due_at=row.due_at).update(due_at=coming)
        elif row.due_at <= now and row.state not in _UNDER_WAY:
            started += _start_due(declared, now)
    return started


@transaction.atomic
def _start_due(declared: Declared, now: datetime.datetime) -> bool:
    row = RecurringJob.objects.select_for_update().get(job=declared.job)
    if row.due_at > now:
        return False  # another worker was faster
    _put_in_queue(row, by=None)
    row.due_at = declared.schedule.after(now)
    row.save(update_fields=["due_at"])
    return True


def _put_in_queue(row: RecurringJob, *, by: Any) -> None:
    row.queue_id = jobs.enqueue(row.job, by=by)
    row.state, row.started_at, row.finished_at, row.trouble = RecurringState.WAITING, None, None, ""
    row.save(update_fields=["queue_id", "state", "started_at", "finished_at", "trouble"])


@transaction.atomic
def run_now(*, job: str, by: Any, now: datetime.datetime) -> None:
    """
    Put a recurring job in the queue at once; when it is due next stays as it is.

    :raises KeyError: if no such job is declared
    :raises JobIsUnderWay: if it waits for its turn or is at work
    """
    declared = DECLARED[job]
    RecurringJob.objects.get_or_create(job=job, defaults={"due_at": declared.schedule.after(now)})
    row = RecurringJob.objects.select_for_update().get(job=job)
    _settle([row])
    if row.state in _UNDER_WAY:
        raise JobIsUnderWay(job)
    _put_in_queue(row, by=by)
    audit.record(key="core.recurring_job.started_by_hand", subject=row, by=by, now=now)


def settled() -> list[RecurringJob]:
    """Return the declared jobs that have been looked at, each with what became of its last run."""
    rows = list(RecurringJob.objects.filter(job__in=DECLARED))
    _settle(rows)
    order = list(DECLARED)
    return sorted(rows, key=lambda row: order.index(row.job))


def _settle(rows: Iterable[RecurringJob]) -> None:
    """Note on each row how its entry in the queue stands; an entry that is gone changes nothing once over."""
    held = {row.queue_id: row for row in rows if row.queue_id is not None}
    entries = {
        entry.pk: entry
        for entry in DBTaskResult.objects.filter(pk__in=held).only(
            "status", "started_at", "finished_at", "exception_class_path", "traceback"
        )
    }
    for key, row in held.items():
        entry = entries.get(key)
        if entry is not None:
            seen = (_STATES[str(entry.status)], entry.started_at, entry.finished_at, jobs.trouble_of(entry))
        elif row.state in _UNDER_WAY:
            seen = (RecurringState.FAILED, row.started_at, row.finished_at, "")
        else:
            continue
        if seen != (row.state, row.started_at, row.finished_at, row.trouble):
            row.state, row.started_at, row.finished_at, row.trouble = seen
            # Only while the row still speaks of this entry: another worker may have put in the next one.
            RecurringJob.objects.filter(pk=row.pk, queue_id=key).update(
                state=row.state, started_at=row.started_at, finished_at=row.finished_at, trouble=row.trouble
            )
