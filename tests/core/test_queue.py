"""The queue: kept with the change that asks for it, run again by hand, cleared when old."""

from __future__ import annotations

import datetime

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult
from tests.factories import UserFactory

from banyan.core import jobs
from banyan.core.models import AuditEntry, JobOwner
from banyan.upkeep.domain import tidying


def _failed(now: datetime.datetime, **values: object) -> DBTaskResult:
    key = jobs.enqueue("registry.count_coverage", by=values.pop("by", None))
    entry = DBTaskResult.objects.get(pk=key)
    entry.claim("worker")
    entry.set_failed(ValueError("no luck"))
    DBTaskResult.objects.filter(pk=key).update(**values)
    entry.refresh_from_db()
    return entry


@pytest.mark.django_db
def test_a_change_that_is_taken_back_takes_its_job_with_it() -> None:
    with transaction.atomic():
        jobs.defer("registry.count_coverage", by=UserFactory())
        assert DBTaskResult.objects.count() == 1
        transaction.set_rollback(True)
    assert (DBTaskResult.objects.count(), JobOwner.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_a_failed_job_runs_again_with_all_its_attempts(now) -> None:
    entry, user = _failed(now, worker_ids=["a", "b", "c"]), UserFactory()
    assert (jobs.name_of(entry), jobs.trouble_of(entry)) == ("registry.count_coverage", "ValueError: no luck")
    jobs.run_again(queue_id=entry.pk, by=user, now=now)
    entry.refresh_from_db()
    assert (entry.status, entry.worker_ids, entry.traceback, entry.finished_at) == ("READY", [], "", None)
    assert AuditEntry.objects.get(key="core.job.run_again").before == {
        "job": "registry.count_coverage",
        "trouble": "ValueError: no luck",
    }
    with pytest.raises(jobs.JobIsElsewhere):
        jobs.run_again(queue_id=entry.pk, by=user, now=now)
    assert DBTaskResult.objects.count() == 1


@pytest.mark.django_db
def test_a_failed_job_is_taken_off_the_list(now) -> None:
    entry = _failed(now, by=UserFactory())
    jobs.give_up(queue_id=entry.pk, by=None, now=now)
    assert (DBTaskResult.objects.count(), JobOwner.objects.count()) == (0, 0)
    with pytest.raises(jobs.JobIsElsewhere):
        jobs.give_up(queue_id=entry.pk, by=None, now=now)


@pytest.mark.django_db
def test_what_is_over_for_long_is_cleared_and_nothing_else(now, monkeypatch) -> None:
    monkeypatch.setattr(jobs, "_SLICE", 2)
    day = datetime.timedelta(days=1)
    old = [_failed(now, by=UserFactory(), status="SUCCESSFUL", finished_at=now - 15 * day) for _ in range(3)]
    kept = {
        _failed(now, status="SUCCESSFUL", finished_at=now - 13 * day).pk,
        _failed(now, finished_at=now - 15 * day).pk,
        jobs.enqueue("registry.count_coverage"),
    }
    _failed(now, finished_at=now - 91 * day)
    assert tidying.tidy(now=now) == len(old) + 1
    assert set(DBTaskResult.objects.values_list("pk", flat=True)) == kept
    assert JobOwner.objects.count() == 0
