"""
The file of a backup: a zip archive that any machine opens, with a manifest that names and proves each member.

The manifest is JSON: ``format``, ``made_at``, ``engine``, ``migrations`` ([package, name]), ``tables`` (rows
by table), ``members`` (``size`` in bytes and ``sha256`` by name) and ``missing`` (files that rows pointed to
and that were lost before).
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, Final, Protocol

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
_LARGEST_MANIFEST: Final = 500_000_000  # bytes: some three million files
_CHUNK: Final = 1 << 20


class BackupIsDamaged(Exception):
    """The file is no backup of ours, or not all of it is as it was written; says what is wrong."""


class _Writable(Protocol):
    def write(self, data: bytes, /) -> Any: ...


def write(path: Path, *, members: Iterable[tuple[str, Path]], manifest: dict[str, Any]) -> None:
    """
    Write a backup, readable by its owner only, and have the disk keep it.

    :param members: names within the archive, and where their bytes lie now
    :param manifest: everything but ``format`` and ``members``
    :raises FileExistsError: if there is such a file
    """
    held: dict[str, dict[str, Any]] = {}
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
        # Level 1: a tenth larger than level 6, in a third of the time.
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name, place in members:
                with place.open("rb") as source, archive.open(_entry(name), "w", force_zip64=True) as target:
                    held[name] = _copied(source, target)
            whole = {"format": FORMAT, **manifest, "members": held}
            archive.writestr(_entry(MANIFEST), json.dumps(whole, ensure_ascii=False, indent=1))
        file.flush()
        os.fsync(file.fileno())


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry


def _copied(source: Any, target: _Writable, *, most: int | None = None) -> dict[str, Any]:
    """Copy bytes and return their number and hash; stops behind ``most``."""
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
        target.write(chunk)
        if most is not None and size > most:
            break
    return {"size": size, "sha256": digest.hexdigest()}


class _Nowhere:
    def write(self, data: bytes, /) -> int:
        return len(data)


def manifest_of(path: Path) -> dict[str, Any]:
    """
    Return the manifest of a backup.

    :raises BackupIsDamaged: if there is none that we can read
    """
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(MANIFEST).file_size > _LARGEST_MANIFEST:
                raise BackupIsDamaged(f"{MANIFEST} is too large")
            manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
            parts = (manifest["members"], manifest["tables"], manifest["migrations"], manifest["engine"])
            if manifest["format"] != FORMAT or not all(parts):
                raise BackupIsDamaged(f"format {manifest['format']} is not known")
            for name in manifest["members"]:
                _safe(name)
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
        raise BackupIsDamaged(f"{path.name}: {error}") from error
    return manifest


def _safe(name: str) -> PurePosixPath:
    """Return the name of a member as a path that stays inside the folder it is put into."""
    path = PurePosixPath(name)
    if path.is_absolute() or not path.parts or ".." in path.parts or "\\" in name or "\x00" in name:
        raise ValueError(f"a member is named {name!r}")
    return path


def unpack(path: Path, folder: Path | None = None) -> dict[str, Any]:
    """
    Compare every member with the manifest, and return that; with ``folder``, put them there as well.

    :raises BackupIsDamaged: at the first member that is missing, unnamed, or not as it was written
    """
    manifest = manifest_of(path)
    try:
        with zipfile.ZipFile(path) as archive:
            held = set(archive.namelist()) - {MANIFEST}
            if held != set(manifest["members"]):
                raise BackupIsDamaged(f"members differ: {sorted(held ^ set(manifest['members']))[:5]}")
            for name, wanted in manifest["members"].items():
                with archive.open(name) as source:
                    found = _put(source, folder, name, wanted["size"])
                if found != wanted:
                    raise BackupIsDamaged(f"{name} is not as it was written")
    except (OSError, zipfile.BadZipFile, EOFError) as error:
        raise BackupIsDamaged(f"{path.name}: {error}") from error
    return manifest


def _put(source: Any, folder: Path | None, name: str, size: int) -> dict[str, Any]:
    if folder is None:
        return _copied(source, _Nowhere(), most=size)
    place = folder / _safe(name)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    target: BinaryIO
    with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
        found = _copied(source, target, most=size)
        target.flush()
        os.fsync(target.fileno())
    return found
