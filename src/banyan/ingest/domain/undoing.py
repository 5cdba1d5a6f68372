"""Undoing a whole import, in batches, last row first; it can be stopped and carried on like the import."""

from __future__ import annotations

import datetime
import time
from collections.abc import Sequence
from typing import Final

from django.db import OperationalError, transaction

from banyan.accounts.models import User
from banyan.core import audit, jobs
from banyan.ingest.domain import runs
from banyan.ingest.domain.batching import BatchSize
from banyan.ingest.domain.runs import Clock, Progress, RunIsElsewhere
from banyan.ingest.enums import RowFate, RowOutcome, RunPhase, RunState
from banyan.ingest.models import ImportRow, ImportRun, Mention
from banyan.registry.domain import untying, withdrawing
from banyan.registry.models import Organisation, Tie

_BEYOND: Final = 2**62
_TIE: Final = Tie._meta.label_lower
_ORGANISATION: Final = Organisation._meta.label_lower
_ATTEMPTS: Final = 3
_UNDER_WAY: Final = (RunState.RUNNING, RunState.PAUSED, RunState.UNDOING)


@transaction.atomic
def start(*, run_id: int, by: User | None, now: datetime.datetime, is_background: bool = True) -> ImportRun:
    """
    Let everything a run did be taken back in the background; also goes on with an undo that lost its worker.

    :param is_background: False where the caller carries it on itself
    :raises RunIsElsewhere: if it has not begun, is moving, or is undone
    """
    run = runs.locked(run_id)
    is_going_on = run.state == RunState.UNDOING and runs.is_stalled(run=run, now=now)
    may_begin = run.state in (RunState.FINISHED, RunState.PAUSED, RunState.FAILED) and run.started_at
    if not (is_going_on or may_begin):
        raise RunIsElsewhere(run.state)
    if not is_going_on:
        if ImportRun.objects.filter(dataset=run.dataset, state__in=_UNDER_WAY).exclude(pk=run.pk).exists():
            raise RunIsElsewhere(run.state)
        if not run.rows_undone and not run.rows_kept:
            run.phase, run.position = RunPhase.TIES, _BEYOND
        run.state, run.failure, run.failure_params = RunState.UNDOING, "", {}
        audit.record(key="ingest.import.undo_started", subject=run, by=by, now=now)
    run.updated_at, run.updated_by, run.moved_at = now, by, now
    run.save()
    if is_background:
        jobs.defer("ingest.undo_import", by=by, run_id=run.pk)
    return run


def work(*, run_id: int, clock: Clock, progress: Progress | None = None) -> str:
    """Take a run back until it is undone or another worker has taken over; return its state then."""
    size = BatchSize()
    try:
        while (run := _patiently(run_id, clock, size)).state == RunState.UNDOING:
            if progress is not None:
                progress(run.rows_undone + run.rows_kept, run.rows_done)
    except RunIsElsewhere:
        pass
    except Exception as error:
        runs.fail(run_id, "error", {"error": type(error).__name__}, clock())
        raise
    return ImportRun.objects.values_list("state", flat=True).get(pk=run_id)


def _patiently(run_id: int, clock: Clock, size: BatchSize) -> ImportRun:
    """Take back one batch; a database that is busy for long is tried again."""
    for attempt in range(_ATTEMPTS):
        started = time.monotonic()
        try:
            run, rows = _one_batch(run_id, clock, size.rows)
        except OperationalError:
            if attempt == _ATTEMPTS - 1:
                raise
            continue
        if rows:
            size.learn(rows, time.monotonic() - started)
        return run
    raise AssertionError("the last attempt returns or raises")


@transaction.atomic
def _one_batch(run_id: int, clock: Clock, most: int) -> tuple[ImportRun, int]:
    """Take back rows before the run's position; return the run as it is then, and how many there were."""
    run = runs.locked(run_id)
    if run.state != RunState.UNDOING:
        raise RunIsElsewhere(run.state)
    now = clock()
    run.moved_at = now
    rows = list(
        ImportRow.objects.filter(run=run, phase=run.phase, number__lt=run.position).order_by("-number")[:most]
    )
    if rows:
        _take_back(rows, run, now)
        run.position = rows[-1].number
    elif run.phase == RunPhase.TIES:
        run.phase, run.position = RunPhase.ROWS, _BEYOND
    else:
        run.state, run.undone_at, run.undone_by = RunState.UNDONE, now, run.updated_by
        audit.record(
            key="ingest.import.undone",
            subject=run,
            by=run.updated_by,
            now=now,
            after={"undone": run.rows_undone, "kept": run.rows_kept},
        )
    run.save()
    return run, len(rows)


def _take_back(rows: Sequence[ImportRow], run: ImportRun, now: datetime.datetime) -> None:
    source, by = run.dataset.source, run.updated_by
    kept: set[int] = set()
    done: set[int] = set()
    ties = _untouched_ties(rows)
    stay_tied = untying.remove_many(keys=ties, source=source, by=by, now=now)
    for row in rows:
        if row.effects:
            rest = [one for one in row.effects if one["model"] != _TIE or one["pk"] not in ties]
            is_whole = stay_tied.isdisjoint(_made(row, _TIE))
            if rest:
                used = _mentioned(_made(row, _ORGANISATION))
                is_whole = (
                    withdrawing.take_back(effects=rest, source=source, by=by, now=now, used=used) and is_whole
                )
            (done if is_whole else kept).add(row.pk)
    new = {
        row.record_id: row.pk
        for row in rows
        if row.phase == RunPhase.ROWS and row.outcome == RowOutcome.NEW and row.record_id is not None
    }
    stay = withdrawing.remove_many(
        keys=new, source=source, by=by, now=now, used=_mentioned([pk for pk in new if pk is not None])
    )
    for record_id, pk in new.items():
        (kept if record_id in stay else done).add(pk)
    done -= kept
    ImportRow.objects.filter(pk__in=done).update(fate=RowFate.UNDONE)
    ImportRow.objects.filter(pk__in=kept).update(fate=RowFate.KEPT)
    run.rows_undone += len(done)
    run.rows_kept += len(kept)


def _made(row: ImportRow, label: str) -> list[int]:
    return [
        effect["pk"] for effect in row.effects or () if effect["model"] == label and effect["did"] == "made"
    ]


def _untouched_ties(rows: Sequence[ImportRow]) -> set[int]:
    """Return the keys of ties that these rows made and none of them changed: such a change goes first."""
    effects = [effect for row in rows for effect in row.effects or () if effect["model"] == _TIE]
    changed = {effect["pk"] for effect in effects if effect["did"] == "changed"}
    return {effect["pk"] for effect in effects} - changed


def _mentioned(keys: Sequence[int]) -> set[str]:
    """Return the public ids of those organisations that a saved page was found to speak of."""
    if not keys:
        return set()
    public_ids = Organisation.objects.filter(pk__in=keys).values("public_id")
    rows = Mention.objects.filter(record_type="organisation", record_key__in=public_ids)
    return set(rows.values_list("record_key", flat=True))
