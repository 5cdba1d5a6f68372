"""The page of jobs: what is under way, what did not work, what comes back; editors see their own."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult
from tests.factories import ImportRunFactory, UserFactory
from tests.factories.jobs import failed_job

from banyan.core import jobs, recurring
from banyan.core.models import RecurringJob
from banyan.ingest.domain import clippings
from banyan.ingest.models import ImportRun
from banyan.registry.domain import searching
from banyan.registry.models import DuplicateRun
from banyan.upkeep.models import Backup

pytestmark = pytest.mark.django_db
PAGE = "/en/desk/jobs/"


@pytest.fixture
def editor() -> Any:
    return UserFactory(name="Thu An")


@pytest.fixture
def administrator() -> Any:
    return UserFactory(roles=("administrator",))


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(client: Client, page: str = PAGE) -> str:
    return client.get(page).content.decode()


def press(client: Client, do: str, what: object) -> str:
    return client.post(PAGE, {"do": do, "what": str(what)}, follow=True).content.decode()


def test_a_failed_job_is_told_with_its_page_and_its_person(editor, administrator, now) -> None:
    page = clippings.save_page(raw=b"A page.", by=editor, now=now, title="Reeds and seedlings")
    DBTaskResult.objects.all().delete()
    failed_job(by=editor, job="ingest.read_clipping", clipping_id=page.pk)
    for person in (editor, administrator):
        said = text(signed_in(person))
        assert "Read a saved page" in said
        assert f'<a href="/en/desk/clip/{page.pk}/">Reeds and seedlings</a>' in said
        assert "Thu An" in said
        assert "ValueError: no luck" in said


def test_an_editor_sees_and_touches_only_their_own(editor, administrator, now) -> None:
    other = failed_job(by=administrator, error="of somebody else")
    run = ImportRunFactory(by=administrator)
    DBTaskResult.objects.exclude(pk=other.pk).delete()
    client = signed_in(editor)
    said = text(client)
    assert "of somebody else" not in said
    assert str(run.dataset) not in said
    assert "Comes back by itself" not in said
    assert "changed meanwhile" in press(client, "again", other.pk)
    assert "changed meanwhile" in press(client, "pause", f"imports:{run.public_id}")
    assert client.post(PAGE, {"do": "now", "what": "upkeep.tidy"}).status_code == 403
    other.refresh_from_db()
    run.refresh_from_db()
    assert (other.status, run.state, RecurringJob.objects.count()) == ("FAILED", "running", 0)


def test_a_failed_job_is_run_again_or_taken_off(editor) -> None:
    one, other = failed_job(by=editor), failed_job(by=editor)
    client = signed_in(editor)
    assert "in the queue again" in press(client, "again", one.pk)
    press(client, "remove", other.pk)
    assert [str(row.status) for row in DBTaskResult.objects.all()] == ["READY"]
    for nonsense in ("", "x" * 500, "00000000-0000-0000-0000-000000000000", one.pk):
        assert "changed meanwhile" in press(client, "again", nonsense)


def test_an_import_is_paused_and_resumed_from_here(editor) -> None:
    run = ImportRunFactory(by=editor)
    client = signed_in(editor)
    assert f"Import: {run.dataset}" in text(client)
    for do, state in (("pause", "paused"), ("resume", "running")):
        press(client, do, f"imports:{run.public_id}")
        assert ImportRun.objects.get().state == state
    assert "changed meanwhile" in press(client, "stop", f"imports:{run.public_id}")


def test_a_search_is_paused_resumed_and_given_up_from_here(editor, now) -> None:
    run = searching.start(kind="organisation", is_full=True, by=editor, now=now)
    DuplicateRun.objects.update(state="working", total=800, done=300)
    client = signed_in(editor)
    assert "300 of 800" in text(client)
    for do, state in (("pause", "paused"), ("resume", "waiting"), ("stop", "failed")):
        press(client, do, f"duplicate-searches:{run.pk}")
        assert DuplicateRun.objects.get().state == state
    assert "Search for organisations" not in text(client)
    assert "changed meanwhile" in press(client, "resume", f"duplicate-searches:{run.pk}")
    assert "changed meanwhile" in press(client, "resume", "no-such-kind:1")


def test_recurring_jobs_are_told_and_run_now_by_an_administrator(administrator, now) -> None:
    recurring.tick(now=now)
    client = signed_in(administrator)
    said = text(client)
    assert "Nightly backup" in said
    assert "Has not run yet" in said
    assert "02:30 · 22 November 2026" in said
    assert "begins within seconds" in press(client, "now", "upkeep.tidy")
    assert RecurringJob.objects.get(job="upkeep.tidy").state == "waiting"
    assert "at work already" in press(client, "now", "upkeep.tidy")
    assert "changed meanwhile" in press(client, "now", "no.such_job")
    assert DBTaskResult.objects.count() == 1


def test_the_page_looks_again_only_while_something_moves(editor) -> None:
    client = signed_in(editor)
    assert "hx-trigger" not in text(client)
    jobs.enqueue("registry.count_coverage", by=editor)
    assert 'hx-trigger="every 5s"' in text(client)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_with_one_row_and_with_three(
    administrator, now, rows, django_assert_num_queries
) -> None:
    for number in range(rows):
        page = clippings.save_page(raw=f"Page {number}".encode(), by=administrator, now=now)
        failed_job(by=administrator, job="ingest.read_clipping", clipping_id=page.pk)
        ImportRunFactory(by=UserFactory(), dataset__rows=[{"name": f"Reed Bed Trust {number}"}])
    recurring.tick(now=now)
    client = signed_in(administrator)
    text(client)
    with django_assert_num_queries(QUERIES):
        text(client)


QUERIES = 16


def test_failed_jobs_are_turned_in_pages(administrator) -> None:
    for number in range(21):
        failed_job(error=f"number {number}.")
    client = signed_in(administrator)
    assert text(client).count("ValueError: number") == 20
    assert text(client, f"{PAGE}?page=2").count("ValueError: number") == 1


def test_backups_are_told_and_made(administrator, now, tmp_path) -> None:
    client = signed_in(administrator)
    assert "There is no backup of this centre yet." in text(client, "/en/desk/")
    page = "/en/desk/backups/"
    assert "None yet." in text(client, page)
    assert "A backup is being made." in client.post(page, follow=True).content.decode()
    assert jobs.name_of(DBTaskResult.objects.get()) == "upkeep.back_up_by_hand"
    place = tmp_path / "backups" / "banyan-2026-11-21-160000-by-hand.zip"
    place.parent.mkdir()
    place.write_bytes(b"x" * 2_500_000)
    made_at = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=2)
    Backup.objects.create(place=str(place), made_at=made_at, made_by=administrator, size=2_500_000)
    said = text(client, page)
    assert "2.5 MB" in said
    assert str(place) in said
    assert "no backup" not in text(client, "/en/desk/")
    Backup.objects.update(made_at=made_at - datetime.timedelta(days=2))
    assert "The newest backup is from" in text(client, "/en/desk/")
    place.unlink()
    assert "The file is not there any more." in text(client, page)
    assert "There is no backup of this centre yet." in text(client, "/en/desk/")


def test_editors_are_not_warned_of_what_they_cannot_mend(editor) -> None:
    assert "backup" not in text(signed_in(editor), "/en/desk/")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_backups_costs_the_same(administrator, now, rows, django_assert_num_queries) -> None:
    for number in range(rows):
        Backup.objects.create(
            place=f"/stick/{number}", made_at=now, size=1, is_elsewhere=True, made_by=UserFactory()
        )
    client = signed_in(administrator)
    text(client, "/en/desk/backups/")
    with django_assert_num_queries(8):
        text(client, "/en/desk/backups/")
