"""The database as it is at one moment, as a SQLite file, whichever database the centre runs on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from django.apps import apps
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from banyan.upkeep.adapters import carrying, sqlite_copy
from banyan.upkeep.domain import folders

#: Within the archive.
DATABASE: Final = "database.sqlite3"
Progress = Callable[[int, int], None]


class TablesAreOutOfDate(Exception):
    """The tables are not those of this version: `bin/banyan setup` makes them so."""


def migrations() -> list[tuple[str, str]]:
    """Return the migrations that made the tables, in order of name."""
    return sorted(MigrationRecorder(connection).applied_migrations())


def take(path: Path, *, progress: Progress | None = None) -> None:
    """
    Write the database as it is now to a new file, without sessions, while others go on writing.

    :raises TablesAreOutOfDate: if migrations wait
    :raises CopyIsBroken: if the database itself is damaged
    """
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise TablesAreOutOfDate
    if connection.vendor == "sqlite":
        sqlite_copy.take(connection, path, progress=progress)
        sqlite_copy.forget_sessions(path)
    else:
        _carry_all(path)
    sqlite_copy.check(path)


def _carry_all(path: Path) -> None:
    """Carry every row into a SQLite file, as one reader who sees one moment and holds up nobody."""
    path.touch(mode=0o600, exist_ok=False)
    with carrying.opened(path) as other:
        carrying.make_tables(apps)
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            carrying.carry(apps, source=connection.alias, target=other.alias)


def files_named(path: Path) -> set[str]:
    """Return the files that rows of a snapshot point to, as they are named within a backup."""
    held = set(sqlite_copy.counts(path))
    found = set()
    for model, field in folders.file_fields():
        if model._meta.db_table in held:
            root = f"{folders.FILES}/{folders.root_name(field.storage)}"
            names = sqlite_copy.values(path, model._meta.db_table, field.column)
            found |= {f"{root}/{name}" for name in names}
    return found
