"""The file of a backup: proven member by member, and harmless when it is not ours."""

from __future__ import annotations

import json
import stat
import zipfile
from pathlib import Path
from typing import Any

import pytest

from banyan.upkeep.adapters import archive

MANIFEST = {
    "made_at": "2026-11-21T09:00:00+00:00",
    "engine": "sqlite",
    "migrations": [["core", "0001_initial"]],
    "tables": {"core_auditentry": 0},
    "missing": [],
}


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    page = tmp_path / "page"
    page.write_bytes(b"as it came" * 1000)
    path = tmp_path / "backup.zip"
    archive.write(path, members=[("files/clippings/a.bin", page), ("secret-key", page)], manifest=MANIFEST)
    return path


def rewrite(path: Path, *, names: dict[str, str] | None = None, **members: bytes | None) -> None:
    """Write the archive anew with other members, or without those that are None."""
    with zipfile.ZipFile(path) as old:
        held: dict[str, bytes | None] = {name: old.read(name) for name in old.namelist()}
    held |= {name.replace("__", "/"): value for name, value in members.items()}
    with zipfile.ZipFile(path, "w") as new:
        for name, value in held.items():
            if value is not None:
                new.writestr((names or {}).get(name, name), value)


def manifest(path: Path) -> dict[str, Any]:
    return json.loads(zipfile.ZipFile(path).read("manifest.json"))


def test_what_goes_in_comes_out_and_only_its_owner_may_read_it(backup: Path, tmp_path: Path) -> None:
    told = archive.unpack(backup, tmp_path / "out")
    assert (tmp_path / "out" / "files" / "clippings" / "a.bin").read_bytes() == b"as it came" * 1000
    assert told["members"]["secret-key"]["size"] == 10_000
    modes = [backup, tmp_path / "out" / "secret-key"]
    assert [stat.S_IMODE(path.stat().st_mode) for path in modes] == [0o600, 0o600]


def test_a_file_that_is_there_is_not_written_over(backup: Path) -> None:
    before = backup.read_bytes()
    with pytest.raises(FileExistsError):
        archive.write(backup, members=[], manifest=MANIFEST)
    assert backup.read_bytes() == before


def test_one_changed_byte_is_found(backup: Path, tmp_path: Path) -> None:
    rewrite(backup, **{"secret-key": b"another one"})
    with pytest.raises(archive.BackupIsDamaged, match="secret-key is not as it was written"):
        archive.unpack(backup, tmp_path / "out")


def test_a_member_more_or_less_is_found(backup: Path, tmp_path: Path) -> None:
    rewrite(backup, files__more=b"x")
    with pytest.raises(archive.BackupIsDamaged, match="files/more"):
        archive.unpack(backup)
    rewrite(backup, files__more=None, **{"secret-key": None})
    with pytest.raises(archive.BackupIsDamaged, match="secret-key"):
        archive.unpack(backup)


@pytest.mark.parametrize("name", ["../outside", "/etc/outside", "files/../../outside", "files\\..\\outside"])
def test_nothing_is_written_outside_the_folder(backup: Path, tmp_path: Path, name: str) -> None:
    told = manifest(backup)
    told["members"][name] = told["members"].pop("secret-key")
    rewrite(backup, names={"secret-key": name}, **{"manifest.json": json.dumps(told).encode()})
    with pytest.raises(archive.BackupIsDamaged, match="outside"):
        archive.unpack(backup, tmp_path / "out")
    assert not (tmp_path / "outside").exists()


def test_a_member_larger_than_told_is_not_unpacked_to_its_end(backup: Path, tmp_path: Path) -> None:
    rewrite(backup, **{"secret-key": b"0" * 50_000_000})
    with pytest.raises(archive.BackupIsDamaged):
        archive.unpack(backup, tmp_path / "out")
    assert (tmp_path / "out" / "secret-key").stat().st_size < 3_000_000


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 half an archive"])
def test_a_file_that_is_no_backup_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "holiday.zip"
    path.write_bytes(content)
    with pytest.raises(archive.BackupIsDamaged):
        archive.manifest_of(path)


def test_half_a_backup_and_another_format_are_refused(backup: Path) -> None:
    whole = backup.read_bytes()
    backup.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(archive.BackupIsDamaged):
        archive.unpack(backup)
    backup.write_bytes(whole)
    rewrite(backup, **{"manifest.json": json.dumps({**manifest(backup), "format": 2}).encode()})
    with pytest.raises(archive.BackupIsDamaged, match="format 2"):
        archive.manifest_of(backup)
