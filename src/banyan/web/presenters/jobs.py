"""Jobs in words: long work, what waits in the queue, what failed, and what comes back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from banyan.core import jobs, progress, recurring
from banyan.core.models import JobOwner, RecurringJob, RecurringState
from banyan.core.permissions import may
from banyan.web.presenters import formats


def title_of(job: str) -> str:
    """Return what a job does, in words; the name it has in the code where nobody said more."""
    described, declared = progress.JOBS.get(job), recurring.DECLARED.get(job)
    return str(described.title if described else declared.title if declared else job)


def pieces(person: Any, *, owner_id: int | None, most: int) -> list[dict[str, Any]]:
    """Return long work under way of every kind that this person may touch, newest first."""
    found = [
        {
            "what": f"{name}:{piece.key}",
            "piece": piece,
            "begun": formats.moment(piece.begun_at),
            "begun_at": piece.begun_at,
            "can_pause": progress.PAUSE in piece.can,
            "can_resume": progress.RESUME in piece.can,
            "can_stop": progress.STOP in piece.can,
        }
        for name, work in progress.KINDS.items()
        if may(person, work.permission)
        for piece in work.under_way(owner_id=owner_id, most=most)
    ]
    return sorted(found, key=lambda row: row["begun_at"], reverse=True)[:most]


def entries(found: Iterable[DBTaskResult]) -> list[dict[str, Any]]:
    """Return jobs of the queue: what they do, what about, for whom, since when, and why they failed."""
    listed = list(found)
    owners = dict(
        JobOwner.objects.filter(queue_id__in=[entry.pk for entry in listed]).values_list(
            "queue_id", "owner_label"
        )
    )
    about = _subjects(listed)
    return [
        {
            "id": str(entry.pk),
            "title": title_of(jobs.name_of(entry)),
            "subject": about.get(entry.pk, ("", ""))[0],
            "url": about.get(entry.pk, ("", ""))[1],
            "by": owners.get(entry.pk, ""),
            "when": formats.moment(entry.finished_at or entry.started_at or entry.enqueued_at),
            "is_running": str(entry.status) == "RUNNING",
            "trouble": jobs.trouble_of(entry),
        }
        for entry in listed
    ]


def _subjects(listed: Sequence[DBTaskResult]) -> dict[Any, tuple[str, str]]:
    by_job: dict[str, list[DBTaskResult]] = defaultdict(list)
    for entry in listed:
        by_job[jobs.name_of(entry)].append(entry)
    found = {}
    for job, several in by_job.items():
        described = progress.JOBS.get(job)
        if described is not None and described.subjects is not None:
            told = described.subjects([entry.args_kwargs["kwargs"] for entry in several])
            found |= {entry.pk: one for entry, one in zip(several, told, strict=True) if one is not None}
    return found


def comes_back(rows: Iterable[RecurringJob]) -> list[dict[str, Any]]:
    """Return every declared job with its last run and its next."""
    known = {row.job: row for row in rows}
    return [
        _recurring(job, str(declared.title), known.get(job)) for job, declared in recurring.DECLARED.items()
    ]


def _recurring(job: str, title: str, row: RecurringJob | None) -> dict[str, Any]:
    state = RecurringState(row.state if row else "")
    last = row.finished_at or row.started_at if row else None
    took = (
        formats.duration(row.started_at, row.finished_at)
        if row and row.started_at and row.finished_at
        else ""
    )
    return {
        "job": job,
        "title": title,
        "state": str(state.label),
        "is_failed": state == RecurringState.FAILED,
        "is_under_way": state in (RecurringState.WAITING, RecurringState.RUNNING),
        "last": formats.moment(last) if last else "",
        "took": _("in %(time)s") % {"time": took} if took else "",
        "trouble": row.trouble if row else "",
        "next": formats.moment(row.due_at) if row else "",
    }
