"""The beginnings of files that are still on their way, on the disk."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings


class PartIsBusy(Exception):
    """Another request is writing the same file now."""


class PartIsElsewhere(Exception):
    """The piece does not begin where the file on the disk ends; ``offset`` is that place, in bytes."""

    def __init__(self, offset: int) -> None:
        super().__init__(str(offset))
        self.offset = offset


def folder() -> Path:
    """Return the folder of unfinished files, open to nobody else on the machine."""
    path = Path(settings.DATA_DIR) / "uploads"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def path_of(token: str) -> Path:
    """Return where the bytes of an upload lie."""
    return folder() / f"{token}.part"


def room() -> int:
    """Return how many bytes the disk of the data folder can still take."""
    return shutil.disk_usage(folder()).free


def begin(token: str) -> None:
    """Make the empty file."""
    os.close(os.open(path_of(token), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def length(token: str) -> int:
    """
    Return how many bytes have arrived.

    :raises FileNotFoundError: if the file is gone
    """
    return path_of(token).stat().st_size


def append(token: str, *, offset: int, pieces: Iterable[bytes], most: int) -> int:
    """
    Add what arrives to the end of the file, and return its length then, on the disk and not in a cache.

    If the line breaks, what has come stays; the error is passed on.

    :param offset: where the sender believes the file to end
    :param most: the length that was announced; what goes beyond is not kept
    :raises PartIsBusy: if somebody else is writing it
    :raises PartIsElsewhere: if the file ends somewhere else
    :raises FileNotFoundError: if the file is gone
    """
    with path_of(token).open("r+b") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise PartIsBusy(token) from error
        handle.seek(0, os.SEEK_END)
        here = handle.tell()
        if here != offset:
            raise PartIsElsewhere(here)
        try:
            for piece in pieces:
                handle.write(piece[: most - here])
                here = min(most, here + len(piece))
        finally:
            handle.flush()
            os.fsync(handle.fileno())
        return here


def remove(token: str) -> None:
    """Remove the file, if it is there."""
    path_of(token).unlink(missing_ok=True)


def older_than(seconds: float, *, now: float) -> list[str]:
    """Return the tokens of files nobody has added to for so long."""
    return [path.stem for path in sorted(folder().glob("*.part")) if now - path.stat().st_mtime > seconds]
