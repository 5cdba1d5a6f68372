"""
Making a backup while everything runs, and keeping the right ones.

Files are taken hold of first, then the database as it is at one moment, then the files that have come since:
whatever a row of that moment points to is there, even what is deleted while the archive is being written.
"""

from __future__ import annotations

import datetime
import fcntl
import logging
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from banyan.accounts.models import User
from banyan.core import audit
from banyan.upkeep.adapters import archive, sqlite_copy
from banyan.upkeep.domain import folders, retention, snapshots
from banyan.upkeep.models import Backup

logger = logging.getLogger("banyan.backup")

#: The database is taken again when a file was deleted between the two looks at the files, and asked again
#: when it is busy: each so often.
_ATTEMPTS: Final = 3


class BackupIsRunning(Exception):
    """Another backup is being made just now."""


def folder() -> Path:
    """Return the folder of backups; it need not be there yet."""
    return Path(settings.BANYAN_BACKUP_DIR or folders.data_folder() / "backups")


def file_name(*, now: datetime.datetime, is_nightly: bool) -> str:
    """Return the name of a backup: its time by the centre's clock, to the second."""
    kind = "nightly" if is_nightly else "by-hand"
    return f"banyan-{timezone.localtime(now):%Y-%m-%d-%H%M%S}-{kind}.zip"


def make(
    *,
    by: User | None,
    now: datetime.datetime,
    is_nightly: bool = False,
    target: Path | None = None,
    progress: snapshots.Progress | None = None,
) -> Backup:
    """
    Make a backup, look it through, and clear away what it replaces.

    The file appears under its name only when it is whole. It can be read by its owner only: it holds
    everything that is private.

    :param target: another file than one in the folder of backups
    :param progress: hears how much of the database is copied, and of how much
    :raises BackupIsRunning: if one is being made
    :raises FileExistsError: if the target is there
    :raises TablesAreOutOfDate: if `bin/banyan setup` has not been run since an update
    :raises CopyIsBroken: if the database is damaged
    :raises OSError: if the disk is full or cannot be written to; nothing is left behind
    """
    began = time.monotonic()
    place = target or folder() / file_name(now=now, is_nightly=is_nightly)
    if target is None:
        folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    if place.exists():
        raise FileExistsError(place)
    partial = place.with_name(f"{place.name}.part")
    with _alone() as work:
        partial.unlink(missing_ok=True)  # of one that was killed
        try:
            missing = _hold_everything(work, progress)
            database = work / snapshots.DATABASE
            archive.write(
                partial,
                members=_members(work),
                manifest={
                    "made_at": now.isoformat(),
                    "engine": connection.vendor,
                    "migrations": snapshots.migrations(),
                    "tables": sqlite_copy.counts(database),
                    "missing": sorted(missing),
                },
            )
            archive.unpack(partial)  # read back, every byte: only then is it a backup
            os.replace(partial, place)
        finally:
            partial.unlink(missing_ok=True)
    made = _noted(place, by=by, now=now, is_nightly=is_nightly, seconds=time.monotonic() - began)
    if target is None:
        clear_away(is_nightly=is_nightly)
    return made


@contextmanager
def _alone() -> Iterator[Path]:
    """
    Give an empty folder to work in beside the data, to one at a time.

    The hold on it ends with the process, however that ends; what a killed one left behind is cleared.
    """
    work = folders.data_folder() / "backing-up"
    handle = os.open(work.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupIsRunning from None
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(mode=0o700)
        try:
            yield work
        finally:
            shutil.rmtree(work, ignore_errors=True)
    finally:
        os.close(handle)


def _hold_everything(work: Path, progress: snapshots.Progress | None) -> set[str]:
    """Hold files and database as they are at one moment; return the files that had been lost before."""
    database = work / snapshots.DATABASE
    lost: set[str] = set()
    for _ in range(_ATTEMPTS):
        database.unlink(missing_ok=True)
        folders.hold(work)
        snapshots.take(database, progress=progress)
        folders.hold(work)
        missing = snapshots.files_named(database) - {name for name, _ in folders.held(work)}
        # Missing twice over: not deleted between two looks, but gone.
        if not missing or missing == lost:
            break
        lost = missing
    if missing:
        logger.warning("%s files that rows point to are not there: %s …", len(missing), sorted(missing)[:3])
    return missing


def _members(work: Path) -> list[tuple[str, Path]]:
    members = [(snapshots.DATABASE, work / snapshots.DATABASE), *folders.held(work)]
    key = folders.data_folder() / folders.KEY
    return [*members, (folders.KEY, key)] if key.exists() else members


def _noted(place: Path, **values: Any) -> Backup:
    """Note a backup; somebody who writes without a pause may keep a file database from us for long."""
    for _ in range(_ATTEMPTS):
        try:
            return _note(place, **values)
        except OperationalError:
            logger.info("%s is whole; the database is too busy to note it, trying again", place)
    return _note(place, **values)


@transaction.atomic
def _note(
    place: Path, *, by: User | None, now: datetime.datetime, is_nightly: bool, seconds: float
) -> Backup:
    values: dict[str, Any] = {
        "made_at": now,
        "made_by": by,
        "size": place.stat().st_size,
        "seconds": round(seconds, 1),
        "is_nightly": is_nightly,
        "is_elsewhere": place.resolve().parent != folder().resolve(),
    }
    made, _ = Backup.objects.update_or_create(place=str(place.resolve()), defaults=values)
    after = {"size": made.size, "is_nightly": is_nightly}
    audit.record(key="upkeep.backup.made", subject=made, by=by, now=now, after=after)
    return made


def clear_away(*, is_nightly: bool) -> int:
    """Remove backups in the folder that newer ones of their kind have replaced; return how many."""
    rows = list(Backup.objects.filter(is_nightly=is_nightly, is_elsewhere=False).order_by("-made_at", "-pk"))
    kept = retention.kept({row.pk: timezone.localtime(row.made_at) for row in rows}, is_nightly=is_nightly)
    for row in rows:
        if row.pk not in kept:
            Path(row.place).unlink(missing_ok=True)
            row.delete()
    return len(rows) - len(kept)


def is_there(backup: Backup) -> bool:
    """Say whether the file of a backup can be found on this machine just now."""
    return Path(backup.place).is_file()


def newest() -> Backup | None:
    """Return the newest backup; one in the folder whose file is gone is none."""
    for row in Backup.objects.order_by("-made_at", "-pk")[:20]:
        if row.is_elsewhere or is_there(row):
            return row
    return None


@transaction.atomic
def adopt(*, now: datetime.datetime) -> int:
    """Note backups in the folder that the database does not know: it was put back from one of them."""
    known = set(Backup.objects.values_list("place", flat=True))
    found = 0
    for place in sorted(folder().glob("banyan-*.zip")):
        if str(place.resolve()) not in known:
            made_at = datetime.datetime.fromtimestamp(place.stat().st_mtime, tz=datetime.UTC)
            Backup.objects.create(
                place=str(place.resolve()),
                made_at=min(made_at, now),
                size=place.stat().st_size,
                is_nightly=place.stem.endswith("-nightly"),
            )
            found += 1
    return found
