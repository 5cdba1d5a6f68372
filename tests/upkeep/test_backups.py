"""Making a backup: whole or not at all, private, and consistent with its files."""

from __future__ import annotations

import datetime
import fcntl
import io
import json
import stat
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.test import Client
from django_tasks_db.models import DBTaskResult
from tests.factories import OrganisationFactory, UserFactory

from banyan.core.jobs import enqueue
from banyan.core.models import AuditEntry
from banyan.ingest.domain import clippings
from banyan.ingest.models import Clipping
from banyan.upkeep.adapters import archive, carrying, sqlite_copy
from banyan.upkeep.domain import backups, folders, snapshots
from banyan.upkeep.models import Backup

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(now, settings, tmp_path) -> Clipping:
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "secret-key").write_text("of a test")
    return clippings.save_page(raw=b"The Seedling Society met.", by=UserFactory(), now=now)


def manifest(made: Backup) -> dict[str, Any]:
    return json.loads(zipfile.ZipFile(made.place).read("manifest.json"))


def test_a_backup_has_every_row_and_file_and_nobody_else_may_read_it(page, now, tmp_path) -> None:
    OrganisationFactory()
    Client().force_login(UserFactory())
    made = backups.make(by=None, now=now, is_nightly=True)
    place = Path(made.place)
    assert place == tmp_path / "backups" / "banyan-2026-11-21-160000-nightly.zip"
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700
    told = archive.unpack(place, tmp_path / "out")
    assert set(told["members"]) == {"database.sqlite3", "secret-key", f"files/clippings/{page.raw.name}"}
    assert told["members"][f"files/clippings/{page.raw.name}"]["sha256"] == page.sha256
    assert (told["engine"], told["missing"]) == (connection.vendor, [])
    assert told["tables"]["registry_organisation"] == 1
    assert Session.objects.count() == 1
    assert told["tables"].get("django_session", 0) == 0
    sqlite_copy.check(tmp_path / "out" / "database.sqlite3", is_thorough=True)
    assert AuditEntry.objects.filter(key="upkeep.backup.made").count() == 1
    assert not (tmp_path / "backing-up").exists()


def test_a_file_deleted_while_the_backup_is_made_is_in_it(page, now, monkeypatch) -> None:
    real = snapshots.take

    def take(path: Path, **options: Any) -> None:
        real(path, **options)
        page.raw.storage.delete(page.raw.name)

    monkeypatch.setattr(snapshots, "take", take)
    made = backups.make(by=None, now=now)
    assert f"files/clippings/{page.raw.name}" in manifest(made)["members"]
    assert manifest(made)["missing"] == []


def test_a_page_saved_while_files_are_held_is_in_it_with_its_file(page, now, monkeypatch) -> None:
    real, saved = snapshots.take, []

    def take(path: Path, **options: Any) -> None:
        if not saved:
            saved.append(clippings.save_page(raw=b"Another page.", by=None, now=now))
        real(path, **options)

    monkeypatch.setattr(snapshots, "take", take)
    made = backups.make(by=None, now=now)
    assert f"files/clippings/{saved[0].raw.name}" in manifest(made)["members"]
    assert manifest(made)["tables"]["ingest_clipping"] == 2


def test_a_file_lost_before_is_named_and_the_rest_is_kept(page, now) -> None:
    page.raw.storage.delete(page.raw.name)
    made = backups.make(by=None, now=now)
    assert manifest(made)["missing"] == [f"files/clippings/{page.raw.name}"]


def test_a_backup_that_fails_leaves_nothing_behind(page, now, monkeypatch, tmp_path) -> None:
    def full(*args: Any, **options: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive, "unpack", full)
    with pytest.raises(CommandError, match=r"No backup was made: .*No space left"):
        call_command("backup")
    assert list((tmp_path / "backups").iterdir()) == []
    assert not (tmp_path / "backing-up").exists()
    assert Backup.objects.count() == 0


def test_a_database_that_is_busy_when_the_backup_is_noted_is_asked_again(page, now, monkeypatch) -> None:
    real, asked = backups._note, []

    def busy(*args: Any, **options: Any) -> Backup:
        asked.append(1)
        if len(asked) < 3:
            raise OperationalError("database is locked")
        return real(*args, **options)

    monkeypatch.setattr(backups, "_note", busy)
    made = backups.make(by=None, now=now)
    assert (len(asked), Backup.objects.get()) == (3, made)


def test_two_at_once_are_not_made(page, now, tmp_path) -> None:
    with (tmp_path / "backing-up.lock").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(CommandError, match="Another backup is being made"):
            call_command("backup")
    call_command("backup", stdout=io.StringIO())
    assert Backup.objects.count() == 1


def test_one_elsewhere_is_known_but_never_cleared_away(page, now, tmp_path) -> None:
    target = tmp_path / "stick" / "banyan.zip"
    target.parent.mkdir()
    backups.make(by=None, now=now, target=target)
    with pytest.raises(CommandError, match="is there already"):
        call_command("backup", to=target)
    for hours in range(7):
        backups.make(by=None, now=now + datetime.timedelta(hours=hours))
    assert len(list((tmp_path / "backups").glob("*.zip"))) == 5
    assert target.exists()
    assert sorted(Backup.objects.values_list("is_elsewhere", flat=True)) == [False] * 5 + [True]


def test_the_newest_is_one_whose_file_is_there(page, now, tmp_path) -> None:
    assert backups.newest() is None
    first = backups.make(by=None, now=now)
    second = backups.make(by=None, now=now + datetime.timedelta(days=1))
    assert backups.newest() == second
    Path(second.place).unlink()
    assert backups.newest() == first


def test_backups_that_the_database_does_not_know_are_taken_in(page, now, tmp_path) -> None:
    made = backups.make(by=None, now=now, is_nightly=True)
    Backup.objects.all().delete()
    assert (backups.adopt(now=now), backups.adopt(now=now)) == (1, 0)
    assert [(row.place, row.is_nightly, row.size) for row in Backup.objects.all()] == [
        (made.place, True, made.size)
    ]


def test_every_file_column_is_looked_after() -> None:
    assert {"clippings", "datasets", "media", "matching", "uploads"} <= set(folders.roots())


def test_rows_carried_to_another_database_are_the_same_values(page, now, tmp_path) -> None:
    OrganisationFactory()
    enqueue("upkeep.tidy")
    models = carrying.carried(apps)
    with carrying.opened(tmp_path / "other.sqlite3") as other:
        carrying.make_tables(apps)
        counts = carrying.carry(apps, source="default", target=other.alias)
        for model in models:
            here = list(model._base_manager.order_by("pk").values())
            assert list(model._base_manager.using(other.alias).order_by("pk").values()) == here
            assert counts[model._meta.db_table] == len(here)
    assert counts[DBTaskResult._meta.db_table] >= 1
    assert counts["ingest_clipping"] == 1
