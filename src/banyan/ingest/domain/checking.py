"""
The dry run of an import: what would become of the rows, and what is not understood.

Nothing is written to the register; what is foreseen for each row is kept until the import is done.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from django.db import models, transaction

from banyan.accounts.models import User
from banyan.core import audit, jobs
from banyan.core.rows import insert
from banyan.ingest.adapters.tables.drafts import LEFT_OUT, RowDraft, RowProblem
from banyan.ingest.adapters.tables.shapes import TableIsUnreadable
from banyan.ingest.domain import applying, datasets, imports, runs
from banyan.ingest.domain.applying import Decided
from banyan.ingest.domain.runs import Clock, Progress, RunIsElsewhere
from banyan.ingest.enums import RowOutcome, RunState
from banyan.ingest.models import ForeseenRow, ImportProblem, ImportRun
from banyan.registry.domain.sketches import Codes

#: Rows looked at while a person waits.
AT_ONCE: Final = 200
_BATCH: Final = 200
#: Organisations that a doubtful row may stand for, as kept with what is foreseen.
_CANDIDATES: Final = 3
_FORGOTTEN_AT_ONCE: Final = 2_000


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
        counted["problems"] += sum(problem.code not in LEFT_OUT for problem in one.problems)
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
        forget(run_id=run_id)
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
    applying.keep_problems(
        problems,
        run=current,
        is_check=True,
        already=counted["problems"],
        left_out=counted[str(RowOutcome.SKIPPED)],
    )
    insert(
        ForeseenRow,
        ("run_id", "number", "outcome", "name", "words", "record_id", "candidates"),
        (
            (
                current.pk,
                one.draft.number,
                str(one.outcome),
                _name(one)[:300],
                one.quote,
                one.judgement.record_id,
                [candidate["key"] for candidate in one.judgement.candidates[:_CANDIDATES]] or None,
            )
            for one in decided
        ),
    )
    counted.update(_counted(decided))
    current.checked_counts, current.moved_at = dict(counted), now
    current.save(update_fields=["checked_counts", "moved_at"])


def _name(one: Decided) -> str:
    """Return the name a row goes by in a list: of its organisation, or of what it reports."""
    if one.draft.names:
        return one.draft.names[0].text
    titles = (text for activity in one.draft.activities for text in activity.title.values() if text)
    return next(titles, "")


def forget(*, run_id: int, is_imported: bool = False) -> None:
    """
    Remove what a check foresaw, some rows at a time so that nobody waits.

    :param is_imported: keep what was not understood: the import has written it anew for itself
    """
    found: list[models.QuerySet[Any]] = [ForeseenRow.objects.filter(run=run_id)]
    if not is_imported:
        found.append(ImportProblem.objects.filter(run=run_id, is_check=True))
    for rows in found:
        while keys := list(rows.values_list("pk", flat=True)[:_FORGOTTEN_AT_ONCE]):
            rows.model._default_manager.filter(pk__in=keys).delete()


def foreseen_rows(*, run: ImportRun, outcome: str = "") -> models.QuerySet[ForeseenRow]:
    """Return what the check foresees for the rows, in the order of the file; optionally of one outcome."""
    rows = run.foreseen.order_by("number")
    return rows.filter(outcome=RowOutcome(outcome)) if outcome else rows


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
