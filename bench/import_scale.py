"""
Importing a large file: rate, memory, a kill -9 in the middle, and undoing all of it.

    .venv/bin/python bench/import_scale.py --records 1000000
    .venv/bin/python bench/import_scale.py --file ror_orgs.jsonl     # a file of our own instead

Worker and indexer run as two processes, as `serve` starts them, on a fresh data folder. Rows count as done
when they are validated, named, cited, logged and found by the index. The same file is then imported again
into another folder, worker and indexer are killed with signal 9 in the middle and started again, and both
registers are compared row by row; then that import is undone and every table compared with what was before.
The named alternative is one `organisations.create` per row, without identifiers, citations and undo.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TICKS = os.sysconf("SC_CLK_TCK")
PLAN = """
import json
from pathlib import Path
from django.utils import timezone
from banyan.ingest.adapters.tables.shapes import Mapping
from banyan.ingest.domain import datasets, runs
now = timezone.now()
with open({path!r}, "rb") as handle:
    dataset = datasets.add(file=handle, file_name={name!r}, title="A large list", by=None, now=now)
mapping = datasets.guessed(dataset=dataset).mapping
assert mapping.preset, "the file is of no known shape"
datasets.choose(dataset_id=dataset.pk, mapping=mapping, by=None, now=now)
dataset.refresh_from_db()
print("RUN", runs.plan(dataset=dataset, by=None, now=now, matched_on="identifiers").pk)
"""
START = """
from django.utils import timezone
from banyan.ingest.domain import runs
runs.start(run_id={run}, by=None, now=timezone.now())
"""
UNDO = """
from django.utils import timezone
from banyan.ingest.domain import undoing
undoing.start(run_id={run}, by=None, now=timezone.now())
"""
ONE_BY_ONE = """
import json, time
from itertools import islice
from pathlib import Path
from django.utils import timezone
from banyan.ingest.adapters.tables import drafting, headers, opening
from banyan.ingest.domain.judging import names_of
from banyan.registry.domain import organisations
path = Path({path!r})
table = opening.open_table(path, filename=path.name)
mapping = headers.guess(table.info).mapping
now, started, cpu, done = timezone.now(), time.monotonic(), time.process_time(), 0
for row in islice(table.rows(), {rows}):
    draft = drafting.draft(row, mapping)
    if not draft.is_fatal:
        values = {{"website": draft.website, "founded_date": draft.founded}}
        organisations.create(names=names_of(draft.names), by=None, now=now, **values)
        done += 1
print("ONE", json.dumps([done, time.monotonic() - started, time.process_time() - cpu]))
"""
#: Tables that grow by every step and say nothing of the register.
NOT_THE_REGISTER = (
    "core_auditentry",
    "core_workerlease",
    "django_",
    "ingest_import",
    "registry_retiredpublicid",
    "search_indexchange",
    "sqlite_",
)
VOLATILE = {"public_id", "created_at", "updated_at", "started_at", "finished_at", "moved_at", "effects"}
WORDS = {
    "en": "River Forest Coast Village Children Women Rural Community Water Health School Craft",
    "vi": "Nước Rừng Biển Cộng_đồng Trẻ_em Phụ_nữ Nông_thôn Sức_khỏe Môi_trường Phát_triển",
    "zh": "环境 社区 乡村 儿童 妇女 河流 森林 服务 发展 教育 健康 文化",
}
KINDS = {"en": "Society Fund Trust Centre", "vi": "Hội Quỹ Trung_tâm", "zh": "协会 基金会 促进会"}


def name(dice: random.Random, language: str, number: int) -> str:
    """Return a made-up name in one language."""
    words = dice.sample(WORDS[language].split(), 3)
    kind = dice.choice(KINDS[language].split())
    if language == "zh":
        return f"{''.join(words)}{kind}{number}"
    text = [kind, *words] if language == "vi" else [*words, kind]
    return f"{' '.join(text)} {number}".replace("_", " ")


def generate(path: Path, records: int) -> None:
    """Write made-up organisations in the shape of the Research Organization Registry, with short keys."""
    dice = random.Random(records)
    with path.open("w", encoding="utf-8") as handle:
        for number in range(records):
            names = [
                {
                    "v": name(dice, code, number),
                    "t": ["label", *(["ror_display"] * (code == "en"))],
                    "l": code,
                }
                for code in ("en", "vi", "zh")
            ]
            record = {
                "id": f"0{number:08d}",
                "status": "active",
                "established": 1950 + number % 70,
                "types": ["nonprofit"],
                "names": names,
                "loc": [{"cc": dice.choice(["VN", "CN", "TH", "GB"])}],
                "ext": {"wikidata": f"Q9{number}"},
                "links": {"website": f"https://example.org/{number}"},
            }
            handle.write(json.dumps(record, ensure_ascii=False) + "\n")


def manage(environment: dict[str, str], *words: str) -> str:
    """Run one command of the project on the data of this run."""
    command = [sys.executable, "manage.py", *words]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    return done.stdout


def shell(environment: dict[str, str], code: str) -> str:
    """Run code inside Django."""
    return manage(environment, "shell", "--no-imports", "-c", code)


def after(word: str, text: str) -> str:
    """Return what stands behind a word in the output of a step."""
    return text.split(word, 1)[1].strip()


class Folder:
    """One data folder with its database, worker and indexer."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.environment = {
            **os.environ,
            "BANYAN_DATA_DIR": str(path),
            "OMP_NUM_THREADS": "1",
            "BANYAN_IMPORT_LIMIT": str(4_000_000_000),
        }
        self.environment.pop("DATABASE_URL", None)
        manage(self.environment, "setup")
        manage(self.environment, "index", "rebuild")
        self.parts: dict[str, subprocess.Popen[bytes]] = {}
        self.memory: dict[str, list[float]] = {"worker": [], "indexer": []}
        self.cpu = {"worker": 0.0, "indexer": 0.0}

    def start(self, *names: str) -> None:
        """Start worker or indexer."""
        words = {"worker": ["work"], "indexer": ["index", "run"]}
        for name in names:
            log = (self.path / f"{name}.log").open("ab")
            self.parts[name] = subprocess.Popen(
                [sys.executable, "manage.py", *words[name]],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
            )

    def stop(self, number: int = signal.SIGTERM) -> None:
        """End both, gently or not."""
        for part in self.parts.values():
            part.send_signal(number)
        for part in self.parts.values():
            part.wait(timeout=120)
        self.parts = {}

    def look(self) -> None:
        """Note memory (proportional set size, MB) and processor time (s) of both."""
        for name, part in self.parts.items():
            try:
                rollup = Path(f"/proc/{part.pid}/smaps_rollup").read_text()
                fields = Path(f"/proc/{part.pid}/stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            pss = next(line for line in rollup.splitlines() if line.startswith("Pss:"))
            self.memory[name].append(int(pss.split()[1]) / 1024)
            self.cpu[name] = (int(fields[11]) + int(fields[12])) / TICKS

    def ask(self, question: str) -> Any:
        """Ask the database one thing."""
        connection = sqlite3.connect(f"file:{self.path}/banyan.sqlite3?mode=ro", uri=True, timeout=60)
        try:
            return connection.execute(question).fetchone()
        finally:
            connection.close()

    def run(self) -> tuple[str, int]:
        """State of the run and rows done."""
        found: tuple[str, int] = self.ask("SELECT state, rows_done FROM ingest_importrun")
        return found

    def unindexed(self) -> int:
        """Changes the index has not heard of."""
        return int(self.ask("SELECT count(*) FROM search_indexchange")[0])

    def hash(self, *, exact: bool) -> dict[str, str]:
        """Hash every table of the register; without ids and times unless ``exact``."""
        connection = sqlite3.connect(f"file:{self.path}/banyan.sqlite3?mode=ro", uri=True, timeout=60)
        found = {}
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        ).fetchall()
        for (table,) in tables:
            is_ours = table.startswith(("registry_", "core_translationmark")) and table != "registry_source"
            if table.startswith(NOT_THE_REGISTER) or not (exact or is_ours):
                continue
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            wanted = [name for name in columns if exact or name not in VOLATILE]
            if not wanted:
                continue
            listed = ", ".join(f'"{name}"' for name in wanted)
            digest = hashlib.sha256()
            for row in connection.execute(f"SELECT {listed} FROM {table} ORDER BY {listed}"):
                digest.update(repr(row).encode())
            found[table] = digest.hexdigest()[:16]
        connection.close()
        return found


def wait(folder: Folder, *, until: str = "", rows: int | None = None) -> None:
    """Watch until the run is in a state, or at a row."""
    told = time.monotonic()
    while True:
        folder.look()
        state, done = folder.run()
        if state == "failed" or any(part.poll() is not None for part in folder.parts.values()):
            raise RuntimeError(f"the run stopped: {state}")
        if (until and state == until) or (rows is not None and done >= rows):
            return
        if time.monotonic() - told > 30:
            told = time.monotonic()
            print(f"  {state} {done:,} rows, {folder.unindexed():,} to index", flush=True)
        time.sleep(0.5)


def drained(folder: Folder) -> None:
    """Watch until the index knows everything."""
    while folder.unindexed():
        folder.look()
        time.sleep(0.5)


def planned(folder: Folder, path: Path) -> int:
    """Keep the file and plan its import; return the run."""
    code = PLAN.format(path=str(path), name=path.name)
    return int(after("RUN", shell(folder.environment, code)))


def undisturbed(path: Path, work: Path) -> tuple[dict[str, Any], dict[str, str]]:
    """Import without disturbance; return the figures and what the register says."""
    folder = Folder(work / "undisturbed")
    run = planned(folder, path)
    folder.start("worker", "indexer")
    time.sleep(5)  # both have loaded their code
    folder.look()
    before = dict(folder.cpu)
    shell(folder.environment, START.format(run=run))
    started = time.monotonic()
    wait(folder, until="finished")
    written = time.monotonic() - started
    drained(folder)
    seconds = time.monotonic() - started
    folder.look()
    rows = folder.run()[1]
    figures = {
        "rows": rows,
        "organisations": folder.ask("SELECT count(*) FROM registry_organisation")[0],
        "names": folder.ask("SELECT count(*) FROM registry_organisationname")[0],
        "ties": folder.ask("SELECT count(*) FROM registry_tie")[0],
        "seconds until written": round(written, 1),
        "seconds until indexed": round(seconds, 1),
        "rows a second, written": round(rows / written),
        "rows a second, written and indexed": round(rows / seconds),
        "rows a processor second, worker": round(rows / (folder.cpu["worker"] - before["worker"])),
        "rows a processor second, indexer": round(rows / (folder.cpu["indexer"] - before["indexer"])),
        "load of the machine": os.getloadavg()[1],
        "database, MB": round((folder.path / "banyan.sqlite3").stat().st_size / 1e6),
    }
    for part, seen in folder.memory.items():
        tenth = max(1, len(seen) // 10)
        figures[f"{part}, MB at the first tenth"] = round(max(seen[:tenth]))
        figures[f"{part}, MB at most"] = round(max(seen))
        figures[f"{part}, MB at the end"] = round(seen[-1])
    folder.stop()
    return figures, folder.hash(exact=False)


def killed(path: Path, work: Path, rows: int) -> tuple[dict[str, Any], dict[str, str]]:
    """Import with a kill in the middle, then undo; return the figures and what the register said between."""
    folder = Folder(work / "killed")
    run = planned(folder, path)
    untouched = folder.hash(exact=True)
    folder.start("worker", "indexer")
    shell(folder.environment, START.format(run=run))
    wait(folder, rows=rows // 2)
    folder.stop(signal.SIGKILL)
    at = folder.run()[1]
    folder.start("worker", "indexer")
    wait(folder, until="finished")
    drained(folder)
    said = folder.hash(exact=False)
    shell(folder.environment, UNDO.format(run=run))
    started = time.monotonic()
    wait(folder, until="undone")
    undone = time.monotonic() - started
    drained(folder)
    folder.stop()
    kept, taken = folder.ask("SELECT rows_kept, rows_undone FROM ingest_importrun")
    restored = folder.hash(exact=True)
    differing = [table for table in untouched if untouched[table] != restored[table]]
    return {
        "rows done when killed": at,
        "rows a second, undone": round(taken / undone),
        "rows kept": kept,
        "tables compared after undoing": len(untouched),
        "tables that differ after undoing": differing,
    }, said


def main() -> None:
    """Do it all and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--file", type=Path)
    parser.add_argument("--alternative", type=int, default=3000, help="rows written one by one; 0: none")
    parser.add_argument("--folder", type=Path, help="where to work; removed afterwards when not given")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        work = options.folder or Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        path = options.file or work / "generated.jsonl"
        if options.file is None:
            generate(path, options.records)
        report(f"File: {path.name}, {path.stat().st_size / 1e6:.0f} MB", {})
        if options.alternative:
            folder = Folder(work / "alternative")
            code = ONE_BY_ONE.format(path=str(path), rows=options.alternative)
            done, wall, cpu = json.loads(after("ONE", shell(folder.environment, code)))
            rates = {"rows a second": round(done / wall), "rows a processor second": round(done / cpu)}
            report("One organisations.create per row, not indexed", {"rows": done, **rates})
        figures, said = undisturbed(path, work)
        report("Import without disturbance", figures)
        figures, resumed = killed(path, work, figures["rows"])
        differing = [table for table in said if said[table] != resumed.get(table)]
        report(
            "Killed in the middle, resumed, undone",
            {
                "tables compared": len(said),
                "tables that differ from the undisturbed run": differing,
                **figures,
            },
        )


def report(title: str, figures: dict[str, Any]) -> None:
    """Print a part of the result."""
    print(f"\n{title}")
    for name, value in figures.items():
        print(f"  {name}: {value:,}" if isinstance(value, int) else f"  {name}: {value}", flush=True)


if __name__ == "__main__":
    main()
