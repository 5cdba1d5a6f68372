"""
Open data of known shapes: each file imported into one register after the other, then all taken back.

    .venv/bin/python bench/open_data.py decisions.csv name_changes.csv federated_charities.csv grants.json

One process imports, an indexer runs beside it as `serve` starts it. For each file: how it was guessed,
seconds of the check, the import and the undo, rows by outcome, problems, relationships. The imports are taken
back in reverse order, and after each every table but logs, jobs and the import's own is compared with what
was before it. The alternative is the same register without the import: no table may differ.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
#: Tables that grow by every step and say nothing of the register.
NOT_THE_REGISTER = (
    "core_auditentry",
    "core_workerlease",
    "django_",
    "ingest_",
    "registry_retiredpublicid",
    "search_indexchange",
    "sqlite_",
)
OUTCOMES = ("new", "updated", "unchanged", "suggested", "skipped", "refused")


def clock() -> datetime.datetime:
    """Tell the time of each batch."""
    return datetime.datetime.now(datetime.UTC)


def tables(database: Path) -> dict[str, str]:
    """Hash every table of the register."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=60)
    found = {}
    for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        if table.startswith(NOT_THE_REGISTER):
            continue
        digest = hashlib.sha256()
        for row in connection.execute(f'SELECT * FROM "{table}" ORDER BY 1'):
            digest.update(repr(row).encode())
        found[table] = digest.hexdigest()
    connection.close()
    return found


def imported(path: Path, database: Path, matched_on: str) -> dict[str, Any]:
    """Bring one file in; return the figures, the run and the tables as they were."""
    from banyan.ingest.domain import checking, datasets, imports, runs
    from banyan.ingest.models import ImportProblem

    try:
        with path.open("rb") as handle:
            dataset = datasets.add(file=handle, file_name=path.name, title=path.name, by=None, now=clock())
    except datasets.DatasetIsKeptAlready as known:
        dataset = known.dataset
    mapping = datasets.guessed(dataset=dataset).mapping
    dataset = datasets.choose(dataset_id=dataset.pk, mapping=mapping, by=None, now=clock())
    run = runs.plan(dataset=dataset, by=None, now=clock(), matched_on=matched_on)
    before = tables(database)
    started = time.monotonic()
    checking.start(run_id=run.pk, by=None, now=clock(), is_background=False)
    state = checking.work(run_id=run.pk, clock=clock)
    checked = time.monotonic() - started
    run.refresh_from_db()
    foreseen = {name: run.checked_counts.get(name, 0) for name in OUTCOMES}
    same = tables(database) == before
    started = time.monotonic()
    runs.start(run_id=run.pk, by=None, now=clock(), is_background=False)
    state = imports.work(run_id=run.pk, clock=clock)
    seconds = time.monotonic() - started
    run.refresh_from_db()
    problems = Counter(ImportProblem.objects.filter(run=run, is_check=False).values_list("code", flat=True))
    return {
        "file": path.name,
        "preset": mapping.preset or "columns guessed",
        "state": state,
        "rows": run.rows_done,
        "foreseen": foreseen,
        "check wrote nothing": same,
        "check seconds": round(checked, 1),
        "import seconds": round(seconds, 1),
        "counts": run.counts,
        "problems": run.problem_count,
        "by code": dict(problems.most_common(6)),
        "run": run.pk,
        "before": before,
    }


def undone(figures: dict[str, Any], database: Path) -> None:
    """Take an import back and say which tables differ from before it."""
    from banyan.ingest.domain import undoing
    from banyan.ingest.models import ImportRun

    started = time.monotonic()
    undoing.start(run_id=figures["run"], by=None, now=clock(), is_background=False)
    undoing.work(run_id=figures["run"], clock=clock)
    figures["undo seconds"] = round(time.monotonic() - started, 1)
    run = ImportRun.objects.get(pk=figures.pop("run"))
    figures["kept"] = run.rows_kept
    before, after = figures.pop("before"), tables(database)
    later = {"registry_source"}  # the lists that were added since are cited by nothing, and stay
    figures["tables that differ"] = sorted(
        name for name in before.keys() - later if before[name] != after[name]
    )


def drained() -> None:
    """Wait until the index knows everything."""
    from banyan.search.models import IndexChange

    while IndexChange.objects.exists():
        time.sleep(0.2)


def main() -> None:
    """Import, take back, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument(
        "--folder", type=Path, help="a data folder to keep; otherwise one that is thrown away"
    )
    parser.add_argument("--match", default="names", help="names (the matcher too), or identifiers only")
    parser.add_argument("--keep", action="store_true", help="leave everything in the register")
    options = parser.parse_args()
    folder = options.folder or Path(tempfile.mkdtemp(prefix="banyan-open-data-"))
    os.environ.update(BANYAN_DATA_DIR=str(folder), OMP_NUM_THREADS="1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "banyan.config.settings")
    sys.path.insert(0, str(ROOT / "src"))
    for words in (["setup"], ["index", "rebuild"]):
        subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, check=True, capture_output=True)
    import django

    django.setup()
    database = folder / "banyan.sqlite3"
    with (folder / "indexer.log").open("ab") as log:
        indexer = subprocess.Popen(
            [sys.executable, "manage.py", "index", "run"], cwd=ROOT, stdout=log, stderr=log
        )
    try:
        done = []
        for path in options.files:
            done.append(imported(path, database, options.match))
            drained()
            shown = {name: value for name, value in done[-1].items() if name not in ("before", "run")}
            print(json.dumps(shown, ensure_ascii=False), flush=True)
        for figures in [] if options.keep else done[::-1]:
            undone(figures, database)
            wanted = ("file", "undo seconds", "kept", "tables that differ")
            print(json.dumps({name: figures[name] for name in wanted}, ensure_ascii=False), flush=True)
    finally:
        indexer.terminate()
        indexer.wait(timeout=60)


if __name__ == "__main__":
    main()
