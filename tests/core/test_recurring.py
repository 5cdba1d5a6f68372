"""Recurring jobs: one entry in the queue for a due moment, whatever happens to workers and machines."""

from __future__ import annotations

import datetime
import threading

import pytest
from django.db import connection
from django_tasks_db.models import DBTaskResult
from tests.factories import UserFactory

from banyan.core import jobs, recurring
from banyan.core.models import AuditEntry, JobOwner, RecurringJob
from banyan.core.schedules import daily, hourly

JOB = "registry.count_coverage"
DAY = datetime.timedelta(days=1)


@pytest.fixture
def nightly(monkeypatch: pytest.MonkeyPatch) -> str:
    """One declared job, due every night at half past two."""
    monkeypatch.setattr(recurring, "DECLARED", {})
    recurring.declare(JOB, schedule=daily(hour=2, minute=30), title="Count")
    return JOB


def entries() -> list[str]:
    return [
        str(status)
        for status in DBTaskResult.objects.order_by("enqueued_at").values_list("status", flat=True)
    ]


def finish(now: datetime.datetime, error: Exception | None = None) -> None:
    """Do what a worker does with the one waiting entry."""
    entry = DBTaskResult.objects.get(status="READY")
    entry.claim("worker")
    entry.set_failed(error) if error else entry.set_successful(None)


@pytest.mark.django_db
def test_a_new_installation_waits_for_the_first_due_moment(nightly, now) -> None:
    assert recurring.tick(now=now) == 0
    row = RecurringJob.objects.get()
    assert (row.job, row.due_at.isoformat(), row.state) == (JOB, "2026-11-21T19:30:00+00:00", "")
    assert entries() == []


@pytest.mark.django_db
def test_a_due_job_is_queued_once_however_often_anybody_looks(nightly, now) -> None:
    recurring.tick(now=now)
    assert [recurring.tick(now=now + DAY) for _ in range(3)] == [1, 0, 0]
    assert entries() == ["READY"]
    finish(now)
    assert recurring.tick(now=now + DAY) == 0
    row = RecurringJob.objects.get()
    assert (row.state, row.due_at.isoformat()) == ("done", "2026-11-22T19:30:00+00:00")
    assert row.started_at is not None
    assert row.finished_at is not None


@pytest.mark.django_db
def test_a_machine_that_was_off_for_a_week_runs_it_once(nightly, now) -> None:
    recurring.tick(now=now)
    assert recurring.tick(now=now + 7 * DAY) == 1
    finish(now)
    assert recurring.tick(now=now + 7 * DAY) == 0
    assert entries() == ["SUCCESSFUL"]


@pytest.mark.django_db
def test_a_job_still_at_work_is_not_started_beside_itself_but_after(nightly, now) -> None:
    recurring.tick(now=now)
    recurring.tick(now=now + DAY)
    assert recurring.tick(now=now + 2 * DAY) == 0
    assert entries() == ["READY"]
    finish(now)
    assert recurring.tick(now=now + 2 * DAY) == 1
    assert entries() == ["SUCCESSFUL", "READY"]


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_between_queue_and_next_due_moment_leaves_neither(nightly, now, monkeypatch) -> None:
    recurring.tick(now=now)
    real = RecurringJob.save

    def killed(self, *args, **options):
        if options.get("update_fields") == ["due_at"]:
            raise SystemExit
        real(self, *args, **options)

    monkeypatch.setattr(RecurringJob, "save", killed)
    with pytest.raises(SystemExit):
        recurring.tick(now=now + DAY)
    assert entries() == []
    monkeypatch.setattr(RecurringJob, "save", real)
    assert recurring.tick(now=now + DAY) == 1
    assert entries() == ["READY"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="the file database lets one write at a time")
def test_eight_workers_at_once_queue_it_once(nightly, now) -> None:
    recurring.tick(now=now)
    gate = threading.Barrier(8)
    started: list[int] = []

    def look() -> None:
        gate.wait(timeout=60)
        try:
            started.append(recurring.tick(now=now + DAY))
        finally:
            connection.close()

    threads = [threading.Thread(target=look) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert sorted(started) == [0, 0, 0, 0, 0, 0, 0, 1]
    assert entries() == ["READY"]


@pytest.mark.django_db
def test_a_failure_is_kept_when_the_queue_has_been_cleared(nightly, now) -> None:
    recurring.tick(now=now)
    recurring.tick(now=now + DAY)
    finish(now, ZeroDivisionError("nothing to count"))
    recurring.tick(now=now + DAY)
    row = RecurringJob.objects.get()
    assert (row.state, row.trouble) == ("failed", "ZeroDivisionError: nothing to count")
    DBTaskResult.objects.all().delete()
    assert [(row.state, row.trouble) for row in recurring.settled()] == [
        ("failed", "ZeroDivisionError: nothing to count")
    ]


@pytest.mark.django_db
def test_a_failed_one_runs_again_under_its_own_entry(nightly, now) -> None:
    recurring.tick(now=now)
    recurring.tick(now=now + DAY)
    finish(now, ZeroDivisionError())
    recurring.tick(now=now + DAY)
    user = UserFactory()
    jobs.run_again(queue_id=RecurringJob.objects.get().queue_id, by=user, now=now)
    assert [row.state for row in recurring.settled()] == ["waiting"]
    finish(now)
    assert [(row.state, row.trouble) for row in recurring.settled()] == [("done", "")]
    assert entries() == ["SUCCESSFUL"]


@pytest.mark.django_db
def test_run_now_leaves_the_due_moment_and_refuses_a_second(nightly, now) -> None:
    user = UserFactory(name="Thu An")
    recurring.run_now(job=JOB, by=user, now=now)
    with pytest.raises(recurring.JobIsUnderWay):
        recurring.run_now(job=JOB, by=user, now=now)
    row = RecurringJob.objects.get()
    assert (row.state, row.due_at.isoformat()) == ("waiting", "2026-11-21T19:30:00+00:00")
    assert JobOwner.objects.get().owner_label == str(user)
    assert AuditEntry.objects.filter(key="core.recurring_job.started_by_hand", actor_id=user.pk).count() == 1


@pytest.mark.django_db
def test_a_denser_schedule_counts_at_once(nightly, now) -> None:
    recurring.tick(now=now)
    recurring.declare(JOB, schedule=hourly(minute=30), title="Count")
    recurring.tick(now=now)
    assert RecurringJob.objects.get().due_at.isoformat() == "2026-11-21T09:30:00+00:00"


@pytest.mark.django_db
def test_every_declared_job_exists_and_takes_no_argument() -> None:
    for name in recurring.DECLARED:
        jobs.enqueue(name)
    assert len(entries()) == len(recurring.DECLARED) >= 3
