"""
Restore drill: somebody writes all the while, a backup is taken, everything is killed, and it is put back.

    python bench/restore_drill.py [--organisations 100000] [--folder DIR] [--postgres URL] [--write]

A writer saves pages (with their files) and accepts organisations without a pause, and says of each when it
was acknowledged and how long that took. Meanwhile one backup is killed half way with signal 9, and another is
taken; then the writer is killed with signal 9. The backup is put back into an empty folder and, with
--postgres (the address of a database beside which another may be made and dropped), onto PostgreSQL, and from
a backup made there into a folder again. Each time, everything acknowledged before the backup began must be
there, files with their hashes, every table with as many rows as the backup says, every foreign key whole,
and nobody signed in.

``--folder`` keeps what was made, and a centre that is in it is used.
`tests/upkeep/test_restore_drill.py` runs it small.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parents[1]

PREPARE = """
from django.utils import timezone
from django.test import Client
from banyan.accounts.domain import users
from banyan.registry.domain import sources
user = users.create(email="editor@example.org", name="Editor", language="en", roles=("editor",), by=None,
                    password="a-long-password-for-a-test", now=timezone.now())
Client().force_login(user)
sources.add(kind="clipping", by=user, now=timezone.now(), title="Many names", language="en")
"""
PLANT = """
import sys
sys.path.insert(0, "bench")
from planted_register import make
make({organisations})
"""
WRITE = """
import json, time
from django.utils import timezone
from banyan.accounts.models import User
from banyan.ingest.domain import clippings
from banyan.registry.domain import proposals
from banyan.registry.models import Source
editor = User.objects.get(email="editor@example.org")
source = Source.objects.filter(title="Many names").get()
for number in range(10**9):
    began, now = time.monotonic(), timezone.now()
    if number % 2:
        words = f"The Seedling Society met, page {time.time_ns()}. "
        page = clippings.save_page(raw=words.encode() * 50, by=editor, now=now, media_type="text/plain")
        key = ["page", page.sha256]
    else:
        change = proposals.suggest(source=source, kind="organisation", group=f"organisation-{time.time_ns()}",
                                   by=editor, now=now, position=number,
                                   quote=f"Seedling Society {number} met.",
                                   payload={"name": f"Seedling Society {number:06d}", "language": "en"})
        proposals.accept(proposal_id=change.pk, by=editor, now=now)
        key = ["change", change.pk]
    print(json.dumps([*key, time.time(), time.monotonic() - began]), flush=True)
"""
REPORT = """
import hashlib, json
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from banyan.core.models import AuditEntry
from banyan.ingest.models import Clipping
from banyan.registry.models import Organisation, ProposedChange
from banyan.search.domain import indexing
connection.check_constraints()
broken, pages = [], []
for clipping in Clipping.objects.exclude(raw="").iterator():
    with clipping.raw.open("rb") as file:
        if hashlib.sha256(file.read()).hexdigest() != clipping.sha256:
            broken.append(clipping.pk)
    pages.append(clipping.sha256)
tables = {model._meta.db_table: model._base_manager.count()
          for model in apps.get_models(include_auto_created=True) if model._meta.managed}
print("REPORT" + json.dumps({
    "pages": pages, "broken": broken, "tables": tables, "sessions": Session.objects.count(),
    "changes": list(ProposedChange.objects.filter(state="accepted").values_list("pk", flat=True)),
    "organisations": Organisation.objects.count(), "index": indexing.health().documents,
    "log": AuditEntry.objects.filter(key="registry.proposal.accepted").count(),
    "restored": AuditEntry.objects.filter(key="upkeep.backup.restored").count()}))
"""


class Centre:
    """A centre in a folder of its own, on SQLite or on a PostgreSQL database."""

    def __init__(self, folder: Path, database: str = "") -> None:
        self.folder = folder
        self.environment = {**os.environ, "BANYAN_DATA_DIR": str(folder), "OMP_NUM_THREADS": "1"}
        self.environment.pop("DATABASE_URL", None)
        self.environment.pop("DJANGO_SETTINGS_MODULE", None)
        if database:
            self.environment["DATABASE_URL"] = database

    def start(self, *words: str, log: IO[str] | int = subprocess.PIPE) -> subprocess.Popen[str]:
        """Start a management command."""
        return subprocess.Popen(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, *words: str, fails: bool = False) -> str:
        """Run a management command to its end and return what it said."""
        process = self.start(*words)
        said = process.communicate()[0]
        if bool(process.returncode) != fails:
            raise RuntimeError(f"{words[0]} ended with {process.returncode}: {said[-3000:]}")
        return said

    def shell(self, code: str) -> str:
        """Run code inside Django."""
        return self.run("shell", "--no-imports", "-c", code)

    def report(self) -> dict[str, Any]:
        """Return what is there, after looking at every key and file."""
        found: dict[str, Any] = json.loads(self.shell(REPORT).split("REPORT")[1])
        return found


class Writer:
    """Somebody who writes without a pause."""

    def __init__(self, centre: Centre) -> None:
        self.log = centre.folder.with_suffix(".written")
        with self.log.open("w") as log:
            self.process = centre.start("shell", "--no-imports", "-c", WRITE, log=log)

    def read(self) -> list[list[Any]]:
        """Return everything acknowledged until now: kind, key, when, seconds it took."""
        whole = self.log.read_text().split("\n")[:-1]  # the last line may be half written
        if self.process.poll() not in (None, -signal.SIGKILL):
            raise RuntimeError(f"the writer ended: {whole[-5:]}")
        return [json.loads(line) for line in whole if line.startswith("[")]

    def wait_for(self, count: int) -> None:
        """Wait until so many more are acknowledged."""
        wanted, until = len(self.read()) + count, time.monotonic() + 300
        while len(self.read()) < wanted:
            if time.monotonic() > until:
                raise RuntimeError("the writer is stuck")
            time.sleep(0.05)

    def kill(self) -> None:
        """Kill it with signal 9, wherever it is."""
        self.process.kill()
        self.process.wait()


def prepare(folder: Path, organisations: int = 0) -> Centre:
    """Make a centre with an account, and optionally a large register."""
    centre = Centre(folder)
    centre.run("migrate", "--verbosity=0")
    if organisations:
        centre.run("setup")
        centre.shell(PLANT.format(organisations=organisations))
    centre.shell(PREPARE)
    return centre


def kill_a_backup(centre: Centre) -> None:
    """Kill a backup with signal 9 while it works, and see that nothing of it looks like a backup."""
    process = centre.start("backup")
    work = centre.folder / "backing-up"
    while not (work.exists() and any(work.iterdir())):
        if process.poll() is not None:
            raise RuntimeError(f"the backup was faster: {process.communicate()[0]}")
        time.sleep(0.002)
    process.kill()
    process.wait()
    assert list((centre.folder / "backups").glob("*.zip")) == []


def drill(centre: Centre, *, target: Path, writes: int = 40) -> dict[str, Any]:
    """Write, take a backup meanwhile, kill: return what was acknowledged before, and figures."""
    writer = Writer(centre)
    try:
        writer.wait_for(writes)
        kill_a_backup(centre)
        writer.wait_for(writes)
        before = [*writer.read()]
        began, clock = time.monotonic(), time.time()
        centre.run("backup", "--to", str(target))
        seconds, ended = time.monotonic() - began, time.time()
        writer.wait_for(5)
    finally:
        writer.kill()
    during = [took for *_, moment, took in writer.read() if clock < moment <= ended + 1]
    calm = sorted(took for *_, moment, took in before[10:])
    return {
        "before": [(kind, key) for kind, key, *_ in before],
        "written": len(writer.read()),
        "seconds": seconds,
        "size": target.stat().st_size,
        "during": len(during),
        "longest": max(during),
        "longest_before": calm[-1],
    }


def look(report: dict[str, Any], figures: dict[str, Any], backup: Path) -> list[str]:
    """Return what is wrong with a centre that was put back; empty if nothing is."""
    held = {"page": set(report["pages"]), "change": set(report["changes"])}
    lost = [pair for pair in figures["before"] if pair[1] not in held[pair[0]]]
    manifest = json.loads(zipfile.ZipFile(backup).read("manifest.json"))
    #: Grown by putting it back: the log, the list of backups, and what migrate looks after.
    ours = {"core_auditentry": 1, "upkeep_backup": 1}
    skipped = {"wagtailsearch_indexentry", "wagtailsearch_indexentry_fts", "search_indexchange"}
    wrong = {
        table: (count, manifest["tables"].get(table))
        for table, count in report["tables"].items()
        if table not in skipped and count != manifest["tables"].get(table, 0) + ours.get(table, 0)
    }
    trouble = []
    if lost:
        trouble.append(f"lost: {lost[:5]}")
    if wrong:
        trouble.append(f"counts: {wrong}")
    if report["broken"]:
        trouble.append(f"files: {report['broken'][:5]}")
    if report["sessions"] or not report["restored"]:
        trouble.append("not signed out, or not noted")
    if report["index"] < report["organisations"]:
        trouble.append("the index is not whole")
    return trouble


@contextlib.contextmanager
def database_beside(url: str, name: str) -> Iterator[str]:
    """Make a PostgreSQL database beside the one of the address, and drop it in the end."""
    import psycopg

    server = url.rpartition("/")[0]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        yield f"{server}/{name}"
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def restored(backup: Path, centre: Centre, figures: dict[str, Any]) -> float:
    """Put a backup back and look; return the seconds it took."""
    began = time.monotonic()
    centre.run("restore", str(backup))
    seconds = time.monotonic() - began
    trouble = look(centre.report(), figures, backup)
    if trouble:
        raise RuntimeError("; ".join(trouble))
    return seconds


PAGE = """# Restore drill

`python bench/restore_drill.py {arguments}`, Python {python}, {cores} cores. {organisations} generated
organisations, one writer without a pause, a backup killed half way, then one taken while the writer went on,
then signal 9 for the writer. Everything acknowledged before the backup began was there after each restore;
keys, counts and hashes were looked at.

| | |
|---|---|
{rows}
"""


def main() -> None:
    """Run the drill and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--organisations", type=int, default=100_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--postgres", default="")
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        base = asked.folder or Path(temporary)
        is_kept = (base / "centre").exists()
        centre = Centre(base / "centre") if is_kept else prepare(base / "centre", asked.organisations)
        database = sum(file.stat().st_size for file in (base / "centre").glob("banyan.sqlite3*"))
        backup = base / "backup.zip"
        figures = drill(centre, target=backup, writes=200)
        rows = {
            "database": f"{database / 1e6:,.0f} MB",
            "backup file": f"{figures['size'] / 1e6:,.0f} MB",
            "backup, while written to": f"{figures['seconds']:.0f} s",
            "writes acknowledged meanwhile": f"{figures['during']:,}",
            "longest write meanwhile": f"{figures['longest'] * 1000:.0f} ms",
            "longest write before (no backup)": f"{figures['longest_before'] * 1000:.0f} ms",
            "acknowledged before the backup, all found again": f"{len(figures['before']):,}",
        }
        seconds = restored(backup, Centre(base / "again"), figures)
        rows["restore into an empty folder, with index"] = f"{seconds:.0f} s"
        if asked.postgres:
            with database_beside(asked.postgres, "banyan_restore_drill") as url:
                other = Centre(base / "postgres", url)
                rows["restore onto PostgreSQL, with index"] = f"{restored(backup, other, figures):.0f} s"
                back, began = base / "from-postgres.zip", time.monotonic()
                other.run("backup", "--to", str(back))
                rows["backup made on PostgreSQL"] = f"{time.monotonic() - began:.0f} s"
                seconds = restored(back, Centre(base / "home"), figures)
                rows["restore of that into an empty folder"] = f"{seconds:.0f} s"
    page = PAGE.format(
        arguments=" ".join(word for word in sys.argv[1:] if "://" not in word),
        python=platform.python_version(),
        cores=os.cpu_count(),
        organisations=f"{asked.organisations:,}",
        rows="\n".join(f"| {name} | {value} |" for name, value in rows.items()),
    )
    print(page)
    if asked.write:
        (ROOT / "bench" / "results" / "restore_drill.md").write_text(page)


if __name__ == "__main__":
    main()
