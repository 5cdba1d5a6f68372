"""Jobs: what runs, waits and failed, and what comes back; editors see their own."""

from __future__ import annotations

import uuid
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_tasks_db.models import DBTaskResult

from banyan.core import jobs, progress, recurring
from banyan.core.counting import count_up_to
from banyan.core.models import JobOwner
from banyan.core.permissions import may
from banyan.upkeep.permissions import Permission
from banyan.web.access import needs
from banyan.web.paging import page_of
from banyan.web.presenters import formats
from banyan.web.presenters import jobs as words
from banyan.web.views.desk import frame

_PER_PAGE: Final = 20
_MOST_WORK: Final = 30
_MOST_WAITING: Final = 10


def _own(request: HttpRequest) -> int | None:
    """Return whose jobs this person looks after: only their own, or (None) everybody's."""
    return None if may(request.user, Permission.MANAGE_JOBS) else request.user.pk


def _entries(owner_id: int | None) -> Any:
    found = DBTaskResult.objects.filter(backend_name="jobs")
    if owner_id is not None:
        found = found.filter(pk__in=JobOwner.objects.filter(owner_id=owner_id).values("queue_id"))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.SEE_JOBS)
def job_list(request: HttpRequest) -> HttpResponse:
    """Show jobs; with POST, pause, resume or stop one, run it again or now, or take it off the list."""
    owner_id = _own(request)
    if request.method == "POST":
        _act(request, owner_id)
        return HttpResponseRedirect(reverse("web:desk-jobs"))
    pieces = words.pieces(request.user, owner_id=owner_id, most=_MOST_WORK)
    parts = [
        f"banyan.{job.replace('.', '.tasks.', 1)}" for job, said in progress.JOBS.items() if said.is_work
    ]
    queue = _entries(owner_id).filter(status__in=("READY", "RUNNING")).exclude(task_path__in=parts)
    shown = words.entries(queue.order_by("-status", "enqueued_at")[:_MOST_WAITING])
    more = count_up_to(queue) - len(shown) if len(shown) == _MOST_WAITING else 0
    failed = page_of(
        request, _entries(owner_id).filter(status="FAILED").order_by("-finished_at", "pk"), _PER_PAGE
    )
    comes_back = words.comes_back(recurring.settled()) if owner_id is None else []
    is_moving = bool(
        shown
        or any(row["piece"].is_moving for row in pieces)
        or any(row["is_under_way"] for row in comes_back)
    )
    return frame.page(
        request,
        "desk/jobs.html",
        {
            "pieces": pieces,
            "waiting": shown,
            "more": formats.number(more) if more > 0 else "",
            "failed": words.entries(failed.object_list),
            "page_obj": failed,
            "recurring": comes_back,
            "is_everybodys": owner_id is None,
            "is_moving": is_moving,
        },
    )


def _act(request: HttpRequest, owner_id: int | None) -> None:
    """Do what a button says to what it stands beside."""
    do, what = request.POST.get("do", ""), request.POST.get("what", "")
    who: dict[str, Any] = {"by": request.user, "now": timezone.now()}
    try:
        if do in (progress.PAUSE, progress.RESUME, progress.STOP):
            kind, _sep, key = what.partition(":")
            work = progress.KINDS.get(kind)
            if work is None or not may(request.user, work.permission):
                raise progress.WorkIsElsewhere(what)
            work.act(key=key, owner_id=owner_id, do=do, **who)
        elif do in ("again", "remove"):
            entry = _entries(owner_id).filter(pk=_key(what)).first()
            if entry is None:
                raise jobs.JobIsElsewhere(what)
            (jobs.run_again if do == "again" else jobs.give_up)(queue_id=entry.pk, **who)
            if do == "again":
                messages.success(request, _("It is in the queue again, and begins within seconds."))
        elif do == "now":
            if owner_id is not None:
                raise PermissionDenied
            recurring.run_now(job=what, **who)
            messages.success(request, _("It is in the queue, and begins within seconds."))
    except recurring.JobIsUnderWay:
        messages.info(request, _("It is at work already."))
    except (progress.WorkIsElsewhere, jobs.JobIsElsewhere, KeyError):
        messages.info(request, _("This had changed meanwhile. Here is how it stands now."))


def _key(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise jobs.JobIsElsewhere(text) from None
