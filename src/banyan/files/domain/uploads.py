"""
Taking a file in pieces, so that a broken line costs one piece and not the file.

What has been acknowledged is on the disk: it outlives the process and a power cut.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Final

from banyan.accounts.models import User
from banyan.core.permissions import may
from banyan.files.adapters import parts
from banyan.files.models import Upload

from . import purposes

#: Files one person may have on their way at once; the oldest must be finished or given up first.
MOST_AT_ONCE: Final = 10
#: An upload that nobody has added to for this long is given up.
KEPT_FOR: Final = datetime.timedelta(days=7)
#: Bytes that must stay free on the disk: the database has to be able to write.
KEPT_FREE: Final = 500_000_000


class UploadIsRefused(ValueError):
    """A file cannot be taken; ``code`` says why, ``most`` how much could be (bytes or files)."""

    def __init__(self, code: str, *, most: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.most = most


class UploadIsUnknown(LookupError):
    """There is no such upload of this person, or it has been given up."""


class UploadIsUnfinished(ValueError):
    """Not all of the file has arrived yet."""


def begin(*, purpose: str, file_name: str, size: int, by: User, now: datetime.datetime) -> Upload:
    """
    Announce a file.

    :param size: of the whole file, in bytes
    :raises UploadIsRefused: ``not_allowed``, ``empty``, ``too_large``, ``too_many``, ``no_room``
    """
    known = purposes.named(purpose)
    if known is None or not may(by, known.permission):
        raise UploadIsRefused("not_allowed")
    if size <= 0:
        raise UploadIsRefused("empty")
    if size > known.most_bytes():
        raise UploadIsRefused("too_large", most=known.most_bytes())
    if Upload.objects.filter(owner=by).count() >= MOST_AT_ONCE:
        raise UploadIsRefused("too_many", most=MOST_AT_ONCE)
    if parts.room() - size < KEPT_FREE:
        raise UploadIsRefused("no_room")
    # Only the last part of a path, whichever way it leans: some browsers send the whole.
    name = Path(file_name.replace("\\", "/").replace("\x00", "")).name.strip() or "file"
    upload = Upload(purpose=purpose, file_name=name[-200:], size=size, owner=by, begun_at=now)
    parts.begin(upload.token)
    try:
        upload.save()
    except BaseException:
        parts.remove(upload.token)
        raise
    return upload


def found(*, token: str, by: User) -> Upload:
    """
    Return an upload of this person.

    :raises UploadIsUnknown: if there is none, also when it is somebody else's
    """
    upload = Upload.objects.filter(token=token[:32], owner=by).first()
    if upload is None:
        raise UploadIsUnknown(token)
    return upload


def arrived(*, upload: Upload) -> int:
    """
    Return how many bytes are here.

    :raises UploadIsUnknown: if its file is gone
    """
    try:
        return parts.length(upload.token)
    except FileNotFoundError:
        raise UploadIsUnknown(upload.token) from None


def append(*, token: str, offset: int, pieces: Iterable[bytes], by: User) -> int:
    """
    Add a piece, and return how many bytes are safely here.

    :raises UploadIsUnknown: if there is no such upload of this person
    :raises PartIsBusy: if another request is adding to it now
    :raises PartIsElsewhere: if the piece does not begin where the file ends
    """
    upload = found(token=token, by=by)
    try:
        return parts.append(upload.token, offset=offset, pieces=pieces, most=upload.size)
    except FileNotFoundError:
        raise UploadIsUnknown(token) from None


def opened(*, upload: Upload) -> IO[bytes]:
    """
    Open a file that has arrived whole; the caller closes it.

    :raises UploadIsUnfinished: if a part is still missing
    :raises UploadIsUnknown: if its file is gone
    """
    if arrived(upload=upload) != upload.size:
        raise UploadIsUnfinished(upload.token)
    return parts.path_of(upload.token).open("rb")


def forget(*, upload: Upload) -> None:
    """Let go of an upload: it has been taken over, or given up by its owner."""
    upload.delete()
    parts.remove(upload.token)


def clear_abandoned(*, now: datetime.datetime) -> int:
    """Give up what nobody has added to for a week, and files whose row is gone; return how many."""
    tokens = parts.older_than(KEPT_FOR.total_seconds(), now=now.timestamp())
    Upload.objects.filter(token__in=tokens).delete()
    for token in tokens:
        parts.remove(token)
    # A row whose file is gone (a folder restored without it) holds one of its owner's places for nothing.
    return len(tokens) + _clear_rows_without_file(before=now - KEPT_FOR)


def _clear_rows_without_file(*, before: datetime.datetime) -> int:
    gone = [
        upload.pk
        for upload in Upload.objects.filter(begun_at__lt=before).iterator()
        if not parts.path_of(upload.token).exists()
    ]
    return Upload.objects.filter(pk__in=gone).delete()[0]
