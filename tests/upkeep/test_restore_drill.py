"""
The restore drill, small: everything acknowledged before a backup began is there after it was put back.

Real processes, real signals, and data folders of their own; on PostgreSQL also from one database to the other.
"""

from __future__ import annotations

import os
import shutil
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bench.restore_drill import Centre, database_beside, drill, look, prepare


@pytest.fixture(scope="module")
def drilled(tmp_path_factory: Any) -> Iterator[tuple[Path, dict[str, Any], Centre]]:
    """A backup taken while somebody wrote, what had been acknowledged before, and where it was taken."""
    folder = tmp_path_factory.mktemp("drill")
    centre = prepare(folder / "centre")
    backup = folder / "backup.zip"
    yield backup, drill(centre, target=backup), centre
    shutil.rmtree(folder)


def test_nothing_acknowledged_is_lost_on_an_empty_folder(drilled, tmp_path) -> None:
    backup, figures, _ = drilled
    assert len(figures["before"]) >= 80
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    centre = Centre(tmp_path / "again")
    said = centre.run("restore", str(backup))
    assert "Everybody has to sign in again" in said
    assert look(centre.report(), figures, backup) == []

    # A second time only when told so, and then what was there is kept aside.
    assert "There is a centre here already" in centre.run("restore", str(backup), fails=True)
    assert "What was here is kept in" in centre.run("restore", str(backup), "--replace")
    aside = next(centre.folder.glob("set-aside-*"))
    assert {"banyan.sqlite3", "clippings", "secret-key"} <= {place.name for place in aside.iterdir()}
    assert look(centre.report(), figures, backup) == []


def test_a_backup_that_was_tampered_with_changes_nothing(drilled, tmp_path) -> None:
    backup, _, _ = drilled
    bad = tmp_path / "bad.zip"
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(bad, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"another" if name == "secret-key" else old.read(name))
    centre = Centre(tmp_path / "again")
    said = centre.run("restore", str(bad), fails=True)
    assert "secret-key is not as it was written" in said
    assert not (centre.folder / "banyan.sqlite3").exists()
    assert not (centre.folder / "clippings").exists()


def test_a_running_centre_is_not_replaced(drilled) -> None:
    backup, _, centre = drilled
    centre.shell(
        "from django.utils import timezone; from banyan.core.jobs import renew_lease;"
        "renew_lease(worker_id='one', now=timezone.now())"
    )
    assert "Banyan is running here" in centre.run("restore", str(backup), "--replace", fails=True)


@pytest.mark.skipif(
    not os.environ.get("DATABASE_URL", "").startswith("postgres"), reason="needs a PostgreSQL server"
)
def test_nothing_is_lost_onto_postgresql_and_back(drilled, tmp_path) -> None:
    backup, figures, _ = drilled
    with database_beside(os.environ["DATABASE_URL"], f"banyan_drill_{os.getpid()}") as url:
        other = Centre(tmp_path / "postgres", url)
        other.run("restore", str(backup))
        assert look(other.report(), figures, backup) == []
        # New rows get keys of their own: the sequences stand behind what was carried.
        other.shell(
            "from django.utils import timezone; from banyan.ingest.domain import clippings;"
            "clippings.save_page(raw=b'One more page', by=None, now=timezone.now())"
        )
        back = tmp_path / "back.zip"
        other.run("backup", "--to", str(back))
        home = Centre(tmp_path / "home")
        home.run("restore", str(back))
        assert look(home.report(), figures, back) == []
        assert "What was here is kept in" in other.run("restore", str(back), "--replace")
        assert look(other.report(), figures, back) == []
