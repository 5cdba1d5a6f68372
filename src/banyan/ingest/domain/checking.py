"""The dry run of an import: what would become of the rows, and what is not understood. Nothing is written."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from django.db import transaction

from banyan.accounts.models import User
from banyan.core import audit, jobs
from banyan.ingest.adapters.tables.drafts import RowDraft, RowProblem
from banyan.ingest.adapters.tables.shapes import TableIsUnreadable
from banyan.ingest.domain import applying, datasets, imports, runs
from banyan.ingest.domain.applying import Decided
from banyan.ingest.domain.runs import Clock, Progress, RunIsElsewhere
from banyan.ingest.enums import RunState
from banyan.ingest.models import ImportRun
from banyan.registry.domain.sketches import Codes

#: Rows looked at while a person waits.
AT_ONCE: Final = 200
_BATCH: Final = 200


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What would become of some rows: how many of each outcome, band and reason, and the rows themselves."""

    rows: tuple[Decided, ...]
    counts: dict[str, int]
    is_whole: bool


def look(*, run: ImportRun, now: datetime.datetime, rows: int = AT_ONCE) -> Foreseen:
    """
    Say what would become of the first rows.

    :raises TableIsUnreadable: if the file cannot be read
    """
    taken = list(islice(datasets.drafts(run=run), rows + 1))
    decided = imports.judged(taken[:rows], run=run, codes=Codes(), now=now) if taken else []
    return Foreseen(rows=tuple(decided), counts=dict(_counted(decided)), is_whole=len(taken) <= rows)


def _counted(decided: list[Decided]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for one in decided:
        counted["rows"] += 1
        counted[str(one.outcome)] += 1
        if not one.draft.is_fatal:
            counted[f"band_{one.judgement.band.value}"] += 1
        counted["ties_stated"] += len(one.draft.ties)
        counted["problems"] += len(one.problems)
    return counted


@transaction.atomic
def start(*, run_id: int, by: User | None, now: datetime.datetime, is_background: bool = True) -> ImportRun:
    """
    Have the whole file checked in the background.

    :param is_background: False where the caller does it itself
    :raises RunIsElsewhere: if the run has begun
    """
    run = runs.locked(run_id)
    if run.state not in (RunState.DRAFT, RunState.CHECKED, RunState.CHECKING, RunState.FAILED):
        raise RunIsElsewhere(run.state)
    if run.started_at is not None:
        raise RunIsElsewhere(run.state)
    run.problems.filter(is_check=True).delete()
    run.state, run.checked_counts, run.failure, run.failure_params = RunState.CHECKING, {}, "", {}
    run.updated_at, run.updated_by, run.moved_at = now, by, now
    run.save()
    audit.record(key="ingest.import.check_started", subject=run, by=by, now=now)
    if is_background:
        jobs.defer("ingest.check_import", by=by, run_id=run.pk)
    return run


def work(*, run_id: int, clock: Clock, progress: Progress | None = None) -> str:
    """Check the whole file, from its beginning; return the state of the run then."""
    run = ImportRun.objects.select_related("dataset__source", "started_by").get(pk=run_id)
    if run.state != RunState.CHECKING:
        return run.state
    counted: Counter[str] = Counter()
    try:
        codes = Codes()
        run.problems.filter(is_check=True).delete()
        for batch in _batches(run):
            now = clock()
            decided = imports.judged(batch, run=run, codes=codes, now=now)
            problems = [(one.draft.number, problem) for one in decided for problem in one.problems]
            _keep(run, counted, decided, problems, now)
            if progress is not None:
                progress(counted["rows"], run.row_estimate)
        _done(run, clock())
    except RunIsElsewhere:
        pass  # started or stopped meanwhile
    except TableIsUnreadable as error:
        runs.fail(run_id, error.code, error.params, clock())
    except Exception as error:
        runs.fail(run_id, "error", {"error": type(error).__name__}, clock())
        raise
    return ImportRun.objects.values_list("state", flat=True).get(pk=run_id)


def _batches(run: ImportRun) -> Iterator[list[tuple[RowDraft, str]]]:
    rows = datasets.drafts(run=run)
    while batch := list(islice(rows, _BATCH)):
        yield batch


@transaction.atomic
def _keep(
    run: ImportRun,
    counted: Counter[str],
    decided: list[Decided],
    problems: list[tuple[int, RowProblem]],
    now: datetime.datetime,
) -> None:
    current = runs.locked(run.pk)
    if current.state != RunState.CHECKING:
        raise RunIsElsewhere(current.state)
    applying.keep_problems(problems, run=current, is_check=True, already=counted["problems"])
    counted.update(_counted(decided))
    current.checked_counts, current.moved_at = dict(counted), now
    current.save(update_fields=["checked_counts", "moved_at"])


@transaction.atomic
def _done(run: ImportRun, now: datetime.datetime) -> None:
    current = runs.locked(run.pk)
    if current.state != RunState.CHECKING:
        raise RunIsElsewhere(current.state)
    current.state, current.moved_at = RunState.CHECKED, now
    current.row_estimate = current.checked_counts.get("rows", 0)
    current.save()
    audit.record(
        key="ingest.import.checked",
        subject=current,
        by=current.updated_by,
        now=now,
        after=current.checked_counts,
    )
