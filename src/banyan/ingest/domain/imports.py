"""
Carrying an import on: reading rows, judging them, and writing what they do, batch by batch.

A run moves in batches. What a batch did, and how far the run is, are written in one transaction: a run that
was killed goes on behind its last batch, and of two workers on one run the slower one stops by itself.
"""

from __future__ import annotations

import datetime
import logging
import time
from collections.abc import Iterator, Sequence
from copy import copy
from typing import Any, Final

from django.db import IntegrityError, OperationalError, connection, transaction

from banyan.core import audit
from banyan.ingest.adapters.tables.drafts import DraftKind, RowDraft
from banyan.ingest.adapters.tables.shapes import TableIsUnreadable
from banyan.ingest.domain import applying, datasets, judging, runs, tying
from banyan.ingest.domain.applying import Decided, RecordIsGone
from banyan.ingest.domain.batching import BatchSize
from banyan.ingest.domain.runs import Clock, Progress, RunIsElsewhere
from banyan.ingest.enums import MatchedOn, RunPhase, RunState
from banyan.ingest.models import ImportRun
from banyan.registry.domain.names import compared
from banyan.registry.domain.sketches import Codes

logger = logging.getLogger("banyan.imports")

#: What of a run moves with each batch.
_MOVING: Final = ("position", "phase", "rows_done", "counts", "problem_count")
#: Rows without relationships that the second reading passes over before it says how far it is.
READ_WITHOUT_A_WORD: Final = 5_000
#: How often a batch is judged again because somebody wrote the same numbers meanwhile.
ATTEMPTS: Final = 3


def work(*, run_id: int, clock: Clock, progress: Progress | None = None) -> str:
    """
    Carry a run on until it is done, paused or taken over; return its state then.

    :param clock: tells the time of each batch
    :param progress: hears how far it is, after each batch
    """
    tell = progress or _silence
    run = ImportRun.objects.select_related("dataset__source", "started_by").get(pk=run_id)
    if run.state != RunState.RUNNING:
        return run.state
    try:
        codes = Codes()
        if run.phase == RunPhase.ROWS:
            _do_rows(run, codes, clock, tell)
        if run.phase == RunPhase.TIES:
            _do_ties(run, codes, clock)
        _finish(run, clock)
    except RunIsElsewhere:
        pass  # paused by a person, or another worker is ahead
    except TableIsUnreadable as error:
        runs.fail(run_id, error.code, error.params, clock())
    except Exception as error:
        runs.fail(run_id, "error", {"error": type(error).__name__}, clock())
        raise
    return ImportRun.objects.values_list("state", flat=True).get(pk=run_id)


def _silence(rows: int, of: int | None) -> None:
    """Tell nobody how far it is."""


def _at(run: ImportRun) -> ImportRun:
    """
    Lock the run and return it, to be changed and written by ``_advance``; ``run`` itself stays as it was.

    :raises RunIsElsewhere: if somebody paused it or another worker has moved it
    """
    rows = ImportRun.objects.select_for_update().filter(pk=run.pk)
    state, phase, position = rows.values_list("state", "phase", "position").get()
    if (state, phase, position) != (run.state, run.phase, run.position):
        raise RunIsElsewhere(state)
    return copy(run)


def _advance(run: ImportRun, current: ImportRun, *, rows: int, now: datetime.datetime, **values: Any) -> None:
    """Write how far the run is; the caller holds the transaction. ``run`` follows once it is written."""
    current.rows_done += rows
    current.moved_at = now
    for column, value in values.items():
        setattr(current, column, value)
    current.save(update_fields=[*_MOVING, "moved_at"])
    for column in _MOVING:
        setattr(run, column, getattr(current, column))


def _clashes(draft: RowDraft, taken: set[object], matched_on: str) -> bool:
    """Say whether a row may stand for the same as one before it in the batch; note what it is known by."""
    marks: set[object] = set(draft.identifiers)
    if draft.kind == DraftKind.ACTIVITY:
        marks.add(draft.external_key or draft.number)
    if matched_on == MatchedOn.NAMES or draft.kind != DraftKind.ORGANISATION:
        marks.update(compared(name.text) for name in draft.names)
    clash = not taken.isdisjoint(marks)
    taken |= marks
    return clash


def _batches(run: ImportRun, size: BatchSize) -> Iterator[list[tuple[RowDraft, str]]]:
    """
    Yield the rows behind the run's position in batches.

    Two rows that may stand for one organisation come in different batches, so that the second finds what the
    first made.
    """
    batch: list[tuple[RowDraft, str]] = []
    taken: set[object] = set()
    for draft, quote in datasets.drafts(run=run, start=run.position + 1):
        if batch and (len(batch) >= size.rows or _clashes(draft, taken, run.matched_on)):
            yield batch
            batch, taken = [], set()
        if not batch:
            _clashes(draft, taken, run.matched_on)
        batch.append((draft, quote))
    if batch:
        yield batch


def _tied_batches(run: ImportRun, size: BatchSize) -> Iterator[tuple[int, list[tying.TiedRow]]]:
    """
    Yield the rows with relationships behind the run's position in batches, and how far the file is then read.

    A batch may be empty: a run that reads on in silence would be taken for one that has lost its worker.
    """
    batch: list[tying.TiedRow] = []
    number = reached = run.position
    for draft, quote in datasets.drafts(run=run, start=run.position + 1):
        number = draft.number
        if draft.ties and not draft.is_fatal:
            batch.append(tying.TiedRow(draft, quote))
        if len(batch) >= size.rows or number - reached >= READ_WITHOUT_A_WORD:
            yield number, batch
            batch, reached = [], number
    if batch:
        yield number, batch


def _do_rows(run: ImportRun, codes: Codes, clock: Clock, tell: Progress) -> None:
    size = BatchSize()
    for batch in _batches(run, size):
        for attempt in range(ATTEMPTS):
            now = clock()
            decided = judged(batch, run=run, codes=codes, now=now)
            started = time.monotonic()
            try:
                with transaction.atomic():
                    current = _at(run)
                    applying.write(decided, run=current, codes=codes, by=run.started_by, now=now)
                    _advance(run, current, rows=len(batch), now=now, position=batch[-1][0].number)
                break
            except (
                IntegrityError,
                RecordIsGone,
                OperationalError,
            ):  # the last: the database was busy too long
                if attempt == ATTEMPTS - 1:
                    raise
        size.learn(len(batch), time.monotonic() - started)
        tell(run.rows_done, run.row_estimate)
    with transaction.atomic():
        phase = RunPhase.TIES if run.counts.get("ties_stated") else RunPhase.ROWS
        _advance(
            run,
            _at(run),
            rows=0,
            now=clock(),
            phase=phase,
            position=0 if phase == RunPhase.TIES else run.position,
        )


def judged(
    batch: Sequence[tuple[RowDraft, str]], *, run: ImportRun, codes: Codes, now: datetime.datetime
) -> list[Decided]:
    """Say of each row what it stands for and what is to become of it; nothing is written."""
    sound = [draft for draft, _ in batch if not draft.is_fatal]
    judgements = dict(
        zip((draft.number for draft in sound), judging.judge(sound, matched_on=run.matched_on), strict=True)
    )
    return [
        applying.decide(
            draft=draft,
            quote=quote,
            judgement=judgements.get(draft.number, judging.NEW),
            when_unsure=run.when_unsure,
            codes=codes,
            by=run.started_by,
            now=now,
        )
        for draft, quote in batch
    ]


def _do_ties(run: ImportRun, codes: Codes, clock: Clock) -> None:
    size = BatchSize()
    for number, tied in _tied_batches(run, size):
        for attempt in range(ATTEMPTS):
            now, started = clock(), time.monotonic()
            try:
                with transaction.atomic():
                    current = _at(run)
                    if tied:
                        tying.write(tied, run=current, codes=codes, by=run.started_by, now=now)
                    _advance(run, current, rows=0, now=now, position=number)
                break
            except (IntegrityError, OperationalError):
                if attempt == ATTEMPTS - 1:
                    raise
        if tied:
            size.learn(len(tied), time.monotonic() - started)


def _finish(run: ImportRun, clock: Clock) -> None:
    now = clock()
    with transaction.atomic():
        current = _at(run)
        current.state, current.finished_at, current.moved_at = RunState.FINISHED, now, now
        current.row_estimate = current.rows_done
        current.save(update_fields=["state", "finished_at", "moved_at", "row_estimate"])
        audit.record(
            key="ingest.import.finished",
            subject=current,
            by=current.started_by,
            now=now,
            after=current.counts,
        )
    if connection.vendor == "sqlite":  # PostgreSQL does so by itself
        try:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA analysis_limit=1000")
                cursor.execute("PRAGMA optimize")
        except OperationalError:  # busy: the import is done all the same, and the next one looks again
            logger.info("statistics of the tables were not renewed: the database was busy")
