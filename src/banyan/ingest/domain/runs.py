"""Runs of imports: planning, starting, pausing and resuming them, and the lists that pages show."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from typing import Any, Final

from django.db import IntegrityError, models, transaction

from banyan.accounts.models import User
from banyan.core import audit, jobs
from banyan.ingest.adapters.tables.drafts import LEFT_OUT
from banyan.ingest.domain import datasets
from banyan.ingest.enums import MatchedOn, RowOutcome, RunPhase, RunState, WhenUnsure
from banyan.ingest.models import Dataset, ImportProblem, ImportRow, ImportRun
from banyan.registry.models import Source

#: A run under way that has not moved for this many seconds has lost its worker.
STALLED_SECONDS: Final = 60

Clock = Callable[[], datetime.datetime]
#: Hears how many rows are done, and of how many, if that is known.
Progress = Callable[[int, int | None], None]


class RunIsElsewhere(Exception):
    """The run is not in the state, or not at the row, that this step starts from."""


def plan(
    *,
    dataset: Dataset,
    by: User | None,
    now: datetime.datetime,
    matched_on: str = MatchedOn.NAMES,
    when_unsure: str = WhenUnsure.SUGGEST,
) -> ImportRun:
    """
    Prepare a run of a file with its present mapping; nothing is read yet.

    :raises MappingIsMissing: if nobody has said what the columns mean
    """
    if not dataset.mapping:
        raise datasets.MappingIsMissing
    run = ImportRun(
        dataset=dataset,
        mapping=dataset.mapping,
        encoding=dataset.encoding,
        sheet=dataset.sheet,
        matched_on=MatchedOn(matched_on),
        when_unsure=WhenUnsure(when_unsure),
        row_estimate=dataset.info.get("row_estimate"),
        created_at=now,
        created_by=by,
        updated_at=now,
        updated_by=by,
    )
    with transaction.atomic():
        run.save()
        audit.record(
            key="ingest.import.planned",
            subject=run,
            by=by,
            now=now,
            after={"dataset": dataset.public_id, "matched_on": matched_on, "when_unsure": when_unsure},
        )
    return run


def locked(run_id: int) -> ImportRun:
    """Return a run to be changed by nobody else in this transaction."""
    rows = ImportRun.objects.select_for_update(of=("self",))
    return rows.select_related("dataset__source", "started_by", "updated_by").get(pk=run_id)


@transaction.atomic
def _move(
    run_id: int,
    *,
    allowed: Sequence[str],
    to: str,
    key: str,
    job: str,
    by: User | None,
    now: datetime.datetime,
    **values: Any,
) -> ImportRun:
    run = locked(run_id)
    if run.state not in allowed:
        raise RunIsElsewhere(run.state)
    for column, value in values.items():
        setattr(run, column, value)
    run.state = to
    run.failure, run.failure_params = "", {}
    run.updated_at, run.updated_by = now, by
    try:
        with transaction.atomic():
            run.save()
    except IntegrityError:  # the file is being imported by another run
        raise RunIsElsewhere(run.state) from None
    audit.record(key=key, subject=run, by=by, now=now)
    if job:
        jobs.defer(job, by=by, run_id=run.pk)
    return run


def start(*, run_id: int, by: User | None, now: datetime.datetime, is_background: bool = True) -> ImportRun:
    """
    Let a run begin in the background.

    :param is_background: False where the caller carries it on itself
    :raises RunIsElsewhere: if it has begun, or another run of the file is under way
    """
    return _move(
        run_id,
        allowed=(RunState.DRAFT, RunState.CHECKED),
        to=RunState.RUNNING,
        key="ingest.import.started",
        job="ingest.run_import" if is_background else "",
        by=by,
        now=now,
        started_at=now,
        started_by=by,
        moved_at=now,
    )


def pause(*, run_id: int, by: User | None, now: datetime.datetime) -> ImportRun:
    """
    Have a run stop after the batch it is at.

    :raises RunIsElsewhere: if it is not running
    """
    return _move(
        run_id,
        allowed=(RunState.RUNNING,),
        to=RunState.PAUSED,
        key="ingest.import.paused",
        job="",
        by=by,
        now=now,
    )


def resume(*, run_id: int, by: User | None, now: datetime.datetime, is_background: bool = True) -> ImportRun:
    """
    Let a run go on behind the last row it dealt with: one that was paused, failed, or lost its worker.

    :param is_background: False where the caller carries it on itself
    :raises RunIsElsewhere: if it has not begun, is moving, or is done
    """
    run = ImportRun.objects.get(pk=run_id)
    allowed: tuple[str, ...] = (RunState.PAUSED,)
    if run.started_at is not None:
        allowed = (RunState.PAUSED, RunState.FAILED)
    if is_stalled(run=run, now=now):
        allowed = (*allowed, RunState.RUNNING)
    return _move(
        run_id,
        allowed=allowed,
        to=RunState.RUNNING,
        key="ingest.import.resumed",
        job="ingest.run_import" if is_background else "",
        by=by,
        now=now,
        moved_at=now,
    )


def is_stalled(*, run: ImportRun, now: datetime.datetime) -> bool:
    """Say whether a run under way has lost its worker: it can then be resumed."""
    if run.state not in (RunState.RUNNING, RunState.UNDOING) or run.moved_at is None:
        return False
    return (now - run.moved_at).total_seconds() > STALLED_SECONDS


@transaction.atomic
def fail(run_id: int, code: str, params: dict[str, Any], now: datetime.datetime) -> None:
    """Stop a run because of an error; what it has written stays, and it can be resumed or undone."""
    run = locked(run_id)
    run.state, run.failure = RunState.FAILED, code[:60]
    run.failure_params = {name: str(value) for name, value in params.items()}
    run.moved_at = now
    run.save()
    audit.record(key="ingest.import.failed", subject=run, by=None, now=now, after={"failure": code})


def runs() -> models.QuerySet[ImportRun]:
    """Return all runs with their files, newest first."""
    return ImportRun.objects.select_related("dataset__source", "started_by").order_by("-pk")


def latest_started(*, source: Source) -> ImportRun | None:
    """Return the last import of a list that was begun, by the source its facts cite."""
    started = ImportRun.objects.filter(dataset__source=source, started_at__isnull=False)
    return started.order_by("-pk").first()


def problems_of(
    *, run: ImportRun, is_check: bool, and_left_out: bool = False
) -> models.QuerySet[ImportProblem]:
    """
    Return what was not understood, in the order of the file; ``run`` says how many there were in all.

    :param and_left_out: also why rows were left out that need no mending
    """
    found = run.problems.filter(is_check=is_check).order_by("number", "column", "pk")
    return found if and_left_out else found.exclude(code__in=LEFT_OUT)


def rows_of(*, run: ImportRun, outcome: str = "", fate: str = "") -> models.QuerySet[ImportRow]:
    """Return what the rows did, in the order of the file; optionally of one outcome or fate."""
    rows = run.rows.filter(phase=RunPhase.ROWS).order_by("number")
    rows = rows.filter(outcome=RowOutcome(outcome)) if outcome else rows
    return rows.filter(fate=fate) if fate else rows
