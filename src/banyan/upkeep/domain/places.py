"""What is on this machine already: whether there is a centre, whether it runs, and how it is kept aside."""

from __future__ import annotations

import datetime
from importlib import import_module
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from banyan.core.jobs import LEASE_SECONDS
from banyan.core.models import WorkerLease
from banyan.upkeep.domain import folders

_ASIDE: Final = "set-aside"


def executor() -> MigrationExecutor:
    """Return what makes tables on this database."""
    return MigrationExecutor(connection)


def database_files() -> list[Path]:
    """Return the files of a SQLite database, which need not be there; none on PostgreSQL."""
    if connection.vendor != "sqlite":
        return []
    place = str(connection.settings_dict["NAME"])
    return [Path(place + end) for end in ("", "-wal", "-shm", "-journal")]


def _tables() -> list[str]:
    if connection.vendor == "sqlite" and not database_files()[0].exists():
        return []  # asking would make the file
    return connection.introspection.table_names()


def is_running(*, now: datetime.datetime) -> bool:
    """Say whether a worker has given a sign of life within the length of its lease."""
    if WorkerLease._meta.db_table not in _tables():
        return False
    since = now - datetime.timedelta(seconds=LEASE_SECONDS)
    return WorkerLease.objects.filter(renewed_at__gt=since).exists()


def is_anything_here() -> bool:
    """Say whether there are tables or files that a backup would take the place of."""
    return bool(_tables()) or any(root.exists() and any(root.iterdir()) for root in folders.roots().values())


def set_aside(*, now: datetime.datetime) -> Path:
    """
    Move what is here into a folder beside it, and return that; on PostgreSQL the tables into a schema beside.

    Backups, and what was set aside before, stay where they are.
    """
    stamp = f"{timezone.localtime(now):%Y-%m-%d-%H%M%S}"
    aside = folders.data_folder() / f"{_ASIDE}-{stamp}"
    aside.mkdir(mode=0o700)
    tables = _tables()
    connection.close()
    wanted = [*folders.roots().values(), folders.data_folder() / folders.KEY, *database_files()]
    for place in wanted:
        if place.exists():
            place.rename(aside / place.name)
    if connection.vendor == "postgresql" and tables:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_schema()")
            present = connection.ops.quote_name(cursor.fetchone()[0])
            name = connection.ops.quote_name(f"{_ASIDE}-{stamp}")
            cursor.execute(f"ALTER SCHEMA {present} RENAME TO {name}")
            cursor.execute(f"CREATE SCHEMA {present}")
        connection.close()
    return aside


def sign_everybody_out() -> None:
    """Forget every session."""
    sessions = import_module(settings.SESSION_ENGINE).SessionStore.get_model_class()
    sessions.objects.all().delete()
