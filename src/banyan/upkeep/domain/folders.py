"""Where a centre's files lie, and a hold on all of them as they are at one moment."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.db.models import FileField

#: Within the archive.
FILES: Final = "files"
KEY: Final = "secret-key"
#: Folders of the data folder that no column names, and that a backup keeps. Filled by :func:`keep`.
KEPT: Final[set[str]] = set()
_NO_LINKS: Final = (errno.EPERM, errno.EXDEV, errno.EMLINK, errno.ENOTSUP, errno.ENOSYS)


def data_folder() -> Path:
    """Return the folder that holds everything of this centre."""
    return Path(settings.DATA_DIR)


def keep(name: str) -> None:
    """
    Have a folder of the data folder in backups, although no column of a model names its files.

    Called from ``AppConfig.ready()`` of the package that owns it. Files in it may grow or be replaced.
    """
    KEPT.add(name)


def file_fields() -> Iterator[tuple[Any, Any]]:
    """Yield every model that has files, with the field that names them."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            for field in model._meta.local_fields:
                if isinstance(field, FileField):
                    yield model, field


def roots() -> dict[str, Path]:
    """
    Return the folders with files that rows name, by the name each has within a backup.

    :raises ValueError: if files are kept otherwise than in folders of this machine, or two share a name
    """
    found = {name: data_folder() / name for name in sorted(KEPT)}
    for storage in (default_storage, *(field.storage for _, field in file_fields())):
        place = getattr(storage, "location", None)
        if not isinstance(place, str | Path):
            raise ValueError(f"{storage!r} keeps no files on this machine: back them up by its own means")
        name = Path(place).name
        if found.setdefault(name, Path(place)) != Path(place):
            raise ValueError(f"two folders of files are called {name}")
    return found


def root_name(storage: FileSystemStorage) -> str:
    """Return the name that the folder of a storage has within a backup."""
    return Path(storage.location).name


def hold(folder: Path) -> None:
    """
    Take hold of every file there is, so that it stays although somebody deletes it meanwhile.

    May be called again for files that have come since. By hard links, which cost no space; by copies where
    the disk knows none. Files are written once under a name of their own and never changed.
    """
    for name, root in roots().items():
        for place in _files(root):
            kept = folder / FILES / name / place.relative_to(root)
            if not kept.exists():
                kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                _link(place, kept)


def _files(root: Path) -> Iterator[Path]:
    for folder, _, names in os.walk(root):
        for name in names:
            place = Path(folder) / name
            if place.is_file() and not place.is_symlink():
                yield place


def _link(place: Path, kept: Path) -> None:
    try:
        os.link(place, kept)
    except FileNotFoundError:
        pass  # deleted this very moment
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        shutil.copyfile(place, kept)


def held(folder: Path) -> list[tuple[str, Path]]:
    """Return what was taken hold of: names within the archive, and places, in one order."""
    inside = folder / FILES
    return sorted((f"{FILES}/{place.relative_to(inside).as_posix()}", place) for place in _files(inside))
