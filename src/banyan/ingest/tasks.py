"""The jobs of clipping and of imports."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from banyan.ingest.domain import checking, clippings, imports, undoing
from banyan.ingest.enums import RunState


@task(backend="jobs")
def read_clipping(clipping_id: int, language: str = "") -> str:
    """Fetch and read a saved page; return the state it is in then."""
    return clippings.read(clipping_id=clipping_id, now=timezone.now(), language=language).state


@task(backend="jobs")
def check_import(run_id: int) -> str:
    """Read a file through without writing a record; return the state of the run then."""
    return checking.work(run_id=run_id, clock=timezone.now)


@task(backend="jobs")
def run_import(run_id: int) -> str:
    """Carry an import on until it is done or paused; return its state then."""
    state = imports.work(run_id=run_id, clock=timezone.now)
    if state == RunState.FINISHED:
        checking.forget(run_id=run_id, is_imported=True)
    return state


@task(backend="jobs")
def undo_import(run_id: int) -> str:
    """Take an import back; return its state then."""
    return undoing.work(run_id=run_id, clock=timezone.now)
