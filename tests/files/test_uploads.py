"""Files that come in pieces: what is acknowledged stays, what is nobody's is cleared away."""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.conf import settings as django_settings
from django.db import IntegrityError, transaction
from tests.factories import UserFactory

from banyan.accounts.models import User
from banyan.files.adapters import parts
from banyan.files.domain import uploads
from banyan.files.models import Upload
from banyan.ingest.domain.datasets import SENT_FOR

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> User:
    return UserFactory()


def _begin(by: User, now: datetime.datetime, *, size: int = 10, name: str = "danh sách.csv") -> Upload:
    return uploads.begin(purpose=SENT_FOR.name, file_name=name, size=size, by=by, now=now)


def test_pieces_make_the_file(editor: User, now: datetime.datetime) -> None:
    upload = _begin(editor, now)
    assert uploads.append(token=upload.token, offset=0, pieces=["tên".encode(), b","], by=editor) == 5
    assert uploads.append(token=upload.token, offset=5, pieces=[b"abcde"], by=editor) == 10
    with uploads.opened(upload=upload) as file:
        assert file.read() == "tên,abcde".encode()
    uploads.forget(upload=upload)
    assert not Upload.objects.exists()
    assert not parts.path_of(upload.token).exists()


def test_what_has_come_before_the_line_breaks_stays(editor: User, now: datetime.datetime) -> None:
    def broken() -> Iterator[bytes]:
        yield b"abc"
        raise OSError("the line is gone")

    upload = _begin(editor, now)
    with pytest.raises(OSError, match="the line is gone"):
        uploads.append(token=upload.token, offset=0, pieces=broken(), by=editor)
    assert uploads.arrived(upload=upload) == 3
    assert uploads.append(token=upload.token, offset=3, pieces=[b"defghij"], by=editor) == 10


def test_a_piece_goes_only_where_the_file_ends(editor: User, now: datetime.datetime) -> None:
    upload = _begin(editor, now)
    uploads.append(token=upload.token, offset=0, pieces=[b"abc"], by=editor)
    for offset in (0, 2, 4):
        with pytest.raises(parts.PartIsElsewhere) as elsewhere:
            uploads.append(token=upload.token, offset=offset, pieces=[b"xyz"], by=editor)
        assert elsewhere.value.offset == 3
    assert parts.path_of(upload.token).read_bytes() == b"abc"


def test_nothing_is_kept_beyond_the_announced_size(editor: User, now: datetime.datetime) -> None:
    upload = _begin(editor, now, size=4)
    assert uploads.append(token=upload.token, offset=0, pieces=[b"abc", b"defgh", b"ijk"], by=editor) == 4
    assert parts.path_of(upload.token).read_bytes() == b"abcd"


def test_two_windows_do_not_write_one_file_at_once(editor: User, now: datetime.datetime) -> None:
    upload = _begin(editor, now)

    def meanwhile() -> Iterator[bytes]:
        with pytest.raises(parts.PartIsBusy):
            uploads.append(token=upload.token, offset=0, pieces=[b"other"], by=editor)
        yield b"mine"

    assert uploads.append(token=upload.token, offset=0, pieces=meanwhile(), by=editor) == 4


def test_an_upload_is_its_owners_alone(editor: User, now: datetime.datetime) -> None:
    upload = _begin(editor, now)
    stranger = UserFactory()
    with pytest.raises(uploads.UploadIsUnknown):
        uploads.found(token=upload.token, by=stranger)
    with pytest.raises(uploads.UploadIsUnknown):
        uploads.append(token=upload.token, offset=0, pieces=[b"x"], by=stranger)


def test_an_unfinished_file_is_not_opened(editor: User, now: datetime.datetime) -> None:
    upload = _begin(editor, now)
    uploads.append(token=upload.token, offset=0, pieces=[b"abc"], by=editor)
    with pytest.raises(uploads.UploadIsUnfinished):
        uploads.opened(upload=upload)


@pytest.mark.parametrize(
    ("purpose", "size", "code"),
    [
        ("ingest.dataset", 0, "empty"),
        ("ingest.dataset", -5, "empty"),
        ("ingest.dataset", 1001, "too_large"),
        ("no.such", 10, "not_allowed"),
    ],
)
def test_what_cannot_be_taken_is_refused_before_a_byte_is_sent(
    editor: User, now: datetime.datetime, settings, purpose: str, size: int, code: str
) -> None:
    settings.BANYAN_IMPORT_LIMIT = 1000
    with pytest.raises(uploads.UploadIsRefused) as refused:
        uploads.begin(purpose=purpose, file_name="a.csv", size=size, by=editor, now=now)
    assert refused.value.code == code
    assert not Upload.objects.exists()


def test_the_purpose_asks_for_its_own_permission(now: datetime.datetime) -> None:
    with pytest.raises(uploads.UploadIsRefused, match="not_allowed"):
        _begin(UserFactory(roles=()), now)


def test_one_person_has_ten_files_on_their_way_at_most(editor: User, now: datetime.datetime) -> None:
    for _ in range(uploads.MOST_AT_ONCE):
        _begin(editor, now)
    with pytest.raises(uploads.UploadIsRefused, match="too_many"):
        _begin(editor, now)
    _begin(UserFactory(), now)


def test_a_file_that_would_fill_the_disk_is_refused(editor: User, now: datetime.datetime, settings) -> None:
    settings.BANYAN_IMPORT_LIMIT = 10**18
    with pytest.raises(uploads.UploadIsRefused, match="no_room"):
        _begin(editor, now, size=10**17)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\Users\\me\\list.xlsx", "list.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("名单.csv\x00.exe", "名单.csv.exe"),
        ("", "file"),
        ("x" * 300 + ".csv", "x" * 196 + ".csv"),
    ],
)
def test_only_the_name_of_a_path_is_kept(editor: User, now: datetime.datetime, given: str, kept: str) -> None:
    assert _begin(editor, now, name=given).file_name == kept


def test_what_nobody_finishes_is_cleared_after_a_week(editor: User, now: datetime.datetime) -> None:
    old, fresh, bare = (_begin(editor, now) for _ in range(3))
    week_ago = (now - uploads.KEPT_FOR - datetime.timedelta(hours=1)).timestamp()
    os.utime(parts.path_of(old.token), (week_ago, week_ago))
    os.utime(parts.path_of(fresh.token), (now.timestamp(), now.timestamp()))
    parts.remove(bare.token)
    Upload.objects.filter(pk=bare.pk).update(begun_at=now - datetime.timedelta(days=8))
    assert uploads.clear_abandoned(now=now) == 2
    assert list(Upload.objects.all()) == [fresh]
    assert [path.stem for path in parts.folder().iterdir()] == [fresh.token]


def test_the_database_refuses_an_empty_file(editor: User, now: datetime.datetime) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Upload.objects.create(purpose="x", file_name="x", size=0, owner=editor, begun_at=now)


def test_an_acknowledged_piece_outlives_a_kill(now: datetime.datetime, editor: User) -> None:
    upload = _begin(editor, now, size=1_000_000)
    code = (
        "import os, signal\n"
        "from banyan.files.adapters import parts\n"
        "def pieces():\n"
        "    yield b'a' * 1000\n"
        f"print(parts.append({upload.token!r}, offset=0, pieces=pieces(), most=10**6), flush=True)\n"
        "def broken():\n"
        "    yield b'b' * 10\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        f"parts.append({upload.token!r}, offset=1000, pieces=broken(), most=10**6)\n"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "banyan.config.settings"}
    environment |= {"BANYAN_DATA_DIR": str(django_settings.DATA_DIR), "PYTHONPATH": "src"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=False)
    assert done.stdout == b"1000\n", done.stderr.decode()
    assert done.returncode == -9
    kept = parts.path_of(upload.token).read_bytes()
    assert kept[:1000] == b"a" * 1000
    assert uploads.append(token=upload.token, offset=len(kept), pieces=[b"c"], by=editor) == len(kept) + 1
