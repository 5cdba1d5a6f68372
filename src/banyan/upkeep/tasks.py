"""The jobs of keeping a centre in order."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from banyan.accounts.models import User
from banyan.upkeep.domain import backups, tidying


@task(backend="jobs")
def back_up() -> str:
    """Make the nightly backup; return where it lies. One that is being made by somebody else will do."""
    try:
        return backups.make(by=None, now=timezone.now(), is_nightly=True).place
    except backups.BackupIsRunning:
        return ""


@task(backend="jobs")
def back_up_by_hand(by_id: int) -> str:
    """Make a backup that somebody asked for at the desk; return where it lies."""
    by = User.objects.filter(pk=by_id).first()
    return backups.make(by=by, now=timezone.now()).place


@task(backend="jobs")
def tidy() -> int:
    """Clear away what is over; return how many jobs were cleared."""
    return tidying.tidy(now=timezone.now())
