"""Leases: a job whose worker was killed is taken up again, but not for ever."""

from __future__ import annotations

import datetime

import pytest
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from banyan.core import jobs
from banyan.core.models import WorkerLease
from banyan.ingest.domain import clippings
from banyan.ingest.models import Clipping

NOW = datetime.datetime(2026, 11, 21, 9, tzinfo=datetime.UTC)
ARTICLE = "Ngày 3/4/2024, Hội Cỏ Non tổ chức hội thảo tại Hà Nội.".encode()


@pytest.mark.django_db(transaction=True)
def test_job_is_queued_on_commit_and_run_by_the_worker(tmp_path, settings) -> None:
    settings.DATA_DIR = tmp_path
    clipping = clippings.save_page(raw=ARTICLE, by=None, now=NOW)
    assert DBTaskResult.objects.get().status == "READY"

    call_command("work", batch=True)

    clipping.refresh_from_db()
    assert (clipping.state, DBTaskResult.objects.get().status) == ("read", "SUCCESSFUL")
    assert WorkerLease.objects.count() == 0


@pytest.fixture
def running(db) -> DBTaskResult:
    return DBTaskResult.objects.create(
        status="RUNNING",
        args_kwargs={"args": [], "kwargs": {"clipping_id": 1}},
        task_path="banyan.ingest.tasks.read_clipping",
        backend_name="jobs",
        run_after=NOW,
        worker_ids=["dead"],
        exception_class_path="",
        traceback="",
    )


def test_job_of_a_living_worker_is_left_alone(running) -> None:
    jobs.renew_lease(worker_id="dead", now=NOW)
    assert jobs.reclaim_abandoned(now=NOW + datetime.timedelta(seconds=5)) == 0
    running.refresh_from_db()
    assert running.status == "RUNNING"


def test_job_of_a_dead_worker_is_put_back(running) -> None:
    jobs.renew_lease(worker_id="dead", now=NOW)
    assert jobs.reclaim_abandoned(now=NOW + datetime.timedelta(seconds=jobs.LEASE_SECONDS + 1)) == 1
    running.refresh_from_db()
    assert running.status == "READY"


def test_job_that_killed_three_workers_is_given_up(running) -> None:
    running.worker_ids = ["one", "two", "three"]
    running.save()
    assert jobs.reclaim_abandoned(now=NOW) == 0
    running.refresh_from_db()
    assert running.status == "FAILED"


@pytest.mark.django_db
def test_failed_reading_says_why(tmp_path, settings) -> None:
    settings.DATA_DIR = tmp_path
    clipping = clippings.save_page(raw=b"MZ\x90\x00" + b"\x00" * 500, by=None, now=NOW, read_later=False)
    assert clippings.read(clipping_id=clipping.pk, now=NOW).state == "failed"
    assert Clipping.objects.get().failure == "content_type_not_readable"


@pytest.mark.django_db
def test_fault_in_an_engine_is_said_on_the_page_and_in_the_job(monkeypatch) -> None:
    def broken(**_: object) -> None:
        raise ZeroDivisionError

    clipping = clippings.save_page(raw=ARTICLE, by=None, now=NOW, read_later=False)
    monkeypatch.setattr(clippings.clip, "read", broken)
    with pytest.raises(ZeroDivisionError):
        clippings.read(clipping_id=clipping.pk, now=NOW)
    clipping.refresh_from_db()
    assert (clipping.state, clipping.failure) == ("failed", "unreadable")
