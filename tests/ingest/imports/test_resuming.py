"""A run that is killed, paused or taken over goes on exactly where it was."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django_tasks_db.models import DBTaskResult
from tests.factories import DatasetFactory, ImportRunFactory
from tests.factories.base import NOW
from tests.ingest.imports.pictures import what_it_says

from banyan.ingest.domain import batching, imports, runs, undoing
from banyan.ingest.domain.runs import RunIsElsewhere
from banyan.ingest.models import ImportRow, ImportRun
from banyan.registry.models import Organisation

pytestmark = pytest.mark.django_db

ROWS = [
    {
        "key": str(number),
        "name": f"Wetland Circle {number}",
        "number": f"w{number % 11}" if number % 3 else f"v{number}",
        "founded": str(1990 + number % 7),
        "parent": f"Wetland Circle {number // 2}",
    }
    for number in range(1, 31)
]


class Killed(BaseException):
    """The power fails."""


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FIRST", "LARGEST", "SMALLEST"):
        monkeypatch.setattr(batching, name, 3)


def clock() -> datetime.datetime:
    return NOW


def clock_that_fails(after: int) -> Callable[[], datetime.datetime]:
    """Tell the time so often, then never again."""
    left = [after]

    def tell() -> datetime.datetime:
        left[0] -= 1
        if left[0] < 0:
            raise Killed
        return NOW

    return tell


def undisturbed() -> dict[str, Any]:
    run = ImportRunFactory(dataset=DatasetFactory(rows=ROWS))
    assert imports.work(run_id=run.pk, clock=clock) == "finished"
    run.refresh_from_db()
    return {**what_it_says(), "counts": run.counts, "rows": run.rows_done}


@pytest.fixture
def expected() -> dict[str, Any]:
    """What the register says after an undisturbed run, which is then forgotten."""
    point = transaction.savepoint()
    found = undisturbed()
    transaction.savepoint_rollback(point)
    assert not Organisation.objects.exists()
    return found


@pytest.mark.parametrize("batches", [0, 1, 4, 9, 12, 15])
def test_a_killed_run_ends_as_an_undisturbed_one(expected: dict[str, Any], batches: int) -> None:
    run = ImportRunFactory(dataset=DatasetFactory(rows=ROWS))
    with pytest.raises(Killed):
        imports.work(run_id=run.pk, clock=clock_that_fails(batches))
    assert imports.work(run_id=run.pk, clock=clock) == "finished"
    run.refresh_from_db()
    assert {**what_it_says(), "counts": run.counts, "rows": run.rows_done} == expected


def test_a_row_is_never_written_twice() -> None:
    run = ImportRunFactory()
    imports.work(run_id=run.pk, clock=clock)
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportRow.objects.create(run=run, phase="rows", number=2, outcome="new")


def test_of_two_workers_the_slower_one_stops_by_itself(expected: dict[str, Any]) -> None:
    run = ImportRunFactory(dataset=DatasetFactory(rows=ROWS))
    told: list[str] = []

    def interrupted() -> datetime.datetime:
        if len(told) == 3:  # the second worker does all the rest while the first one is busy
            told.append("")
            told.append(imports.work(run_id=run.pk, clock=clock))
        elif len(told) < 3:
            told.append("")
        return NOW

    imports.work(run_id=run.pk, clock=interrupted)
    assert told[-1] == "finished"
    run.refresh_from_db()
    assert {**what_it_says(), "counts": run.counts, "rows": run.rows_done} == expected


def test_a_paused_run_stops_after_its_batch_and_goes_on(expected: dict[str, Any]) -> None:
    run = ImportRunFactory(dataset=DatasetFactory(rows=ROWS))
    told = [0]

    def pausing() -> datetime.datetime:
        told[0] += 1
        if told[0] == 4:
            runs.pause(run_id=run.pk, by=None, now=NOW)
        return NOW

    assert imports.work(run_id=run.pk, clock=pausing) == "paused"
    assert 0 < Organisation.objects.count() < len(expected["organisations"])
    with pytest.raises(RunIsElsewhere):
        runs.pause(run_id=run.pk, by=None, now=NOW)
    runs.resume(run_id=run.pk, by=None, now=NOW)
    assert imports.work(run_id=run.pk, clock=clock) == "finished"
    run.refresh_from_db()
    assert {**what_it_says(), "counts": run.counts, "rows": run.rows_done} == expected


def test_a_run_that_lost_its_worker_can_be_resumed_but_a_moving_one_cannot() -> None:
    run = ImportRunFactory()
    soon, late = NOW + datetime.timedelta(seconds=30), NOW + datetime.timedelta(seconds=90)
    with pytest.raises(RunIsElsewhere):
        runs.resume(run_id=run.pk, by=None, now=soon)
    assert runs.resume(run_id=run.pk, by=None, now=late).state == "running"


def test_one_file_is_imported_by_one_run_at_a_time() -> None:
    run = ImportRunFactory()
    other = runs.plan(dataset=run.dataset, by=None, now=NOW)
    with pytest.raises(RunIsElsewhere):
        runs.start(run_id=other.pk, by=None, now=NOW)
    assert ImportRun.objects.get(pk=other.pk).state == "draft"


def test_an_error_stops_the_run_with_a_word_and_it_can_go_on(
    expected: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = ImportRunFactory(dataset=DatasetFactory(rows=ROWS))

    def full_disk() -> datetime.datetime:
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        imports.work(run_id=run.pk, clock=_first_then(full_disk))
    run.refresh_from_db()
    assert (run.state, run.failure) == ("failed", "error")
    runs.resume(run_id=run.pk, by=None, now=NOW)
    assert imports.work(run_id=run.pk, clock=clock) == "finished"
    assert what_it_says()["organisations"] == expected["organisations"]


def _first_then(broken: Callable[[], datetime.datetime]) -> Callable[[], datetime.datetime]:
    told = [0]

    def tell() -> datetime.datetime:
        told[0] += 1
        return broken() if told[0] == 3 else NOW

    return tell


@pytest.mark.django_db(transaction=True)
def test_the_worker_runs_an_import_and_its_undoing() -> None:
    run = ImportRunFactory(dataset=DatasetFactory(rows=ROWS[:5]))
    call_command("work", "--batch")
    run.refresh_from_db()
    assert (run.state, Organisation.objects.count()) == ("finished", 5)
    undoing.start(run_id=run.pk, by=None, now=NOW)
    call_command("work", "--batch")
    run.refresh_from_db()
    assert (run.state, Organisation.objects.count()) == ("undone", 0)
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"SUCCESSFUL"}
