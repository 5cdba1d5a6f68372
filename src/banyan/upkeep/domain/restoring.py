"""
Putting a backup back: onto an empty machine, or in place of what is there, which is then kept aside.

A backup made on either database can be put back onto either. Everything is unpacked beside the data and
looked through before anything is moved.
"""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from banyan.core import audit
from banyan.upkeep.adapters import archive, carrying, sqlite_copy
from banyan.upkeep.domain import backups, folders, places, snapshots
from banyan.upkeep.models import Backup

#: Hears what is being done, in a few words.
Say = Callable[[str], Any]
_WORK: Final = "restoring"


class BackupIsNewer(Exception):
    """The backup was made by a newer version; names the migrations that this one does not know."""


class CentreIsRunning(Exception):
    """Banyan is running on this data."""


class CentreIsThere(Exception):
    """There is a centre here, and nobody said that it may be replaced."""


def restore(*, path: Path, is_replacing: bool, now: datetime.datetime, say: Say) -> Path | None:
    """
    Put a backup back, bring it up to this version, sign everybody out, and build the index.

    :return: where what had been here is kept, if there was anything
    :raises BackupIsDamaged: if the file is not as it was written
    :raises CopyIsBroken: if the database in it is not whole
    :raises BackupIsNewer: if this version is older than the one that made it
    :raises CentreIsRunning: if a worker gave a sign of life within the last seconds
    :raises CentreIsThere: if there is something here, and not ``is_replacing``
    :raises RowsDoNotFit: if this database refuses a row; what had been here is then still kept aside
    """
    manifest = archive.manifest_of(path)
    known = _known(manifest["migrations"])
    if places.is_running(now=now):
        raise CentreIsRunning
    is_here = places.is_anything_here()
    if is_here and not is_replacing:
        raise CentreIsThere
    work = folders.data_folder() / _WORK
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(mode=0o700, parents=True)
    try:
        say("checking every file of the backup")
        archive.unpack(path, work)
        sqlite_copy.check(work / snapshots.DATABASE, is_thorough=True)
        aside = places.set_aside(now=now) if is_here else None
        _place_files(work)
        say("database")
        _place_database(work / snapshots.DATABASE, manifest, known)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    _wake_up(path, manifest, now, say)
    return aside


def _known(applied: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
    """Return the last migration of each package that a backup was made with."""
    loader = MigrationLoader(None)
    found = {(app, name) for app, name in applied}
    replaced = {old for migration in loader.disk_migrations.values() for old in migration.replaces}
    unknown = sorted(found - set(loader.disk_migrations) - replaced)
    if unknown:
        raise BackupIsNewer(", ".join(f"{app} {name}" for app, name in unknown[:5]))
    nodes = found & set(loader.graph.nodes)
    return sorted(
        node
        for node in nodes
        if not any(
            child.key[0] == node[0] and child.key in nodes for child in loader.graph.node_map[node].children
        )
    )


def _place_files(work: Path) -> None:
    roots = folders.roots()
    inside = work / folders.FILES
    for held in sorted(inside.iterdir()) if inside.exists() else ():
        root = roots.get(held.name, folders.data_folder() / held.name)
        if root.exists():
            shutil.rmtree(root)  # empty: looked at before
        root.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.move(held, root)
    key = work / folders.KEY
    if key.exists():
        key.replace(folders.data_folder() / folders.KEY)


def _place_database(database: Path, manifest: dict[str, Any], known: list[tuple[str, str]]) -> None:
    """Put the rows where this centre keeps them; a file where both are files, else row by row."""
    if connection.vendor == "sqlite" and manifest["engine"] == "sqlite":
        connection.close()
        place = Path(str(connection.settings_dict["NAME"]))
        for leftover in places.database_files():
            leftover.unlink(missing_ok=True)
        shutil.move(database, place)
        return
    executor = places.executor()
    executor.migrate(known)
    state = executor.loader.project_state(known)
    with carrying.opened(database) as other:
        carrying.empty(alias=connection.alias)
        counts = carrying.carry(state.apps, source=other.alias, target=connection.alias)
    wrong = {table: number for table, number in counts.items() if manifest["tables"].get(table) != number}
    if wrong:
        raise carrying.RowsDoNotFit(f"rows are missing: {wrong}")


def _wake_up(path: Path, manifest: dict[str, Any], now: datetime.datetime, say: Say) -> None:
    """Bring what was put back up to this version and this machine."""
    say("tables of this version")
    call_command("migrate", verbosity=0)
    places.sign_everybody_out()
    cache.clear()
    backups.adopt(now=now)
    made_at = min(datetime.datetime.fromisoformat(manifest["made_at"]), now)
    made, _ = Backup.objects.get_or_create(
        place=str(path.resolve()),
        defaults={"made_at": made_at, "size": path.stat().st_size, "is_elsewhere": True},
    )
    audit.record(key="upkeep.backup.restored", subject=made, by=None, now=now, after={"file": path.name})
    say("index")
    call_command("update_index", verbosity=0)  # Wagtail's own, for its editor
    call_command("index", "rebuild", verbosity=0)
