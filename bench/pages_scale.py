"""
Pages of a large register: CPU and queries of each, beside a page that does nothing.

For every size a register is made (``planted_register``), its index is built from its records by the project's
own rebuild, and each page is asked for by one client in this process, in turn with the trivial page. Figures
are the median of ``--rounds`` after one that is not counted: CPU milliseconds of the process and statements
sent to the database.

    python bench/pages_scale.py [--sizes 10000 100000 1000000] [--rounds 5] [--folder DIR] [--write]

``--write`` puts the table into ``bench/results/pages_scale.md``. ``--folder`` keeps what was made.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "bench")]

PAGE = """# Pages of a large register

`python bench/pages_scale.py {arguments}`, Python {python}, {cores} cores, {database}, tantivy.
Generated organisations with four names each; one network has 5,000 members at every size; one data set is the
source of every organisation. For each organisation a tenth of a person with two positions, half a
relationship, a tenth of a saved page, a hundredth of an event, a tenth of a suggestion (a tenth of these
waiting), one and a half lines in the log. One client in the same process; CPU milliseconds (median of
{rounds}) · statements sent to the database.

| page | {heads} |
|---|{rules}|
{rows}

| making it | {heads} |
|---|{rules}|
{made}
"""


def set_up(folder: Path) -> None:
    """Start Django on the data folder."""
    os.environ |= {
        "BANYAN_DATA_DIR": str(folder),
        "BANYAN_HOSTS": "testserver",
        "DJANGO_SETTINGS_MODULE": "banyan.config.settings",
    }
    import django

    django.setup()


def make(folder: Path, size: int) -> dict[str, Any]:
    """Make tables, register, accounts and index; return seconds and counts."""
    set_up(folder)
    from django.core.management import call_command
    from django.db import connection

    from banyan.accounts.domain import users
    from banyan.search.domain import indexing
    from planted_register import NOW
    from planted_register import make as plant

    call_command("setup", verbosity=0, stdout=open(os.devnull, "w"))  # noqa: SIM115
    start = time.perf_counter()
    counts = plant(size)
    users.create(
        email="editor@example.org", name="Editor", language="vi", roles=("editor",), by=None, now=NOW
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    planted = time.perf_counter() - start
    start, cpu = time.perf_counter(), time.process_time()
    indexed = indexing.rebuild()
    return {
        "counts": counts,
        "planted": planted,
        "rebuild": time.perf_counter() - start,
        "rebuild_cpu": time.process_time() - cpu,
        "indexed": indexed,
    }


def pages(size: int) -> dict[str, tuple[str, bool]]:
    """Return address and whether somebody signed in asks, by page."""
    from planted_register import public_id

    middle = public_id(size // 2 + size // 2 % 10)
    network, person = public_id(1), public_id(10_000_000 + size // 20)
    event, dataset, source = (
        public_id(30_000_000 + size // 200),
        public_id(20_000_000),
        public_id(20_000_001 + size // 20),
    )
    from planted_register import title

    words, slip = title(size // 2), title(size // 2, with_slip=True)
    return {
        "trivial (robots.txt)": ("/robots.txt", False),
        "home": ("/vi/", False),
        "results, no word": ("/vi/search/", False),
        "results, a broad word": ("/vi/search/?q=phat+trien", False),
        "results, a whole name": (f"/vi/search/?q={words}", False),
        "results, a name with a slip": (f"/vi/search/?q={slip}", False),
        "results, page 400": ("/vi/search/?q=phat+trien&page=400", False),
        "list of organisations": ("/vi/organisations/", False),
        "organisation": (f"/vi/organisations/{middle}/", False),
        "organisation with 5,000 members": (f"/vi/organisations/{network}/", False),
        "its relationships, page 90": (f"/vi/organisations/{network}/relationships/?page=90", False),
        "person": (f"/vi/people/{person}/", False),
        "event": (f"/vi/events/{event}/", False),
        "source": (f"/vi/sources/{source}/", False),
        "source of every organisation": (f"/vi/sources/{dataset}/", False),
        "sitemap": ("/vi/sitemap.xml", False),
        "sitemap, last part": (f"/vi/sitemap/organisation/{max(1, size // 5000)}.xml", False),
        "desk: home": ("/vi/desk/", True),
        "desk: overview": ("/vi/desk/overview/", True),
        "desk: organisations": ("/vi/desk/organisations/", True),
        "desk: organisations, page 300": ("/vi/desk/organisations/?page=300", True),
        "desk: organisations, a word": ("/vi/desk/organisations/?q=phat+trien", True),
        "desk: organisation": (f"/vi/desk/organisations/{middle}/", True),
        "desk: organisation with 5,000 members": (f"/vi/desk/organisations/{network}/", True),
        "desk: edit": (f"/vi/desk/organisations/{middle}/edit/", True),
        "desk: history": (f"/vi/desk/history/organisation/{middle}/", True),
        "desk: history of the network": (f"/vi/desk/history/organisation/{network}/", True),
        "desk: people": ("/vi/desk/people/", True),
        "desk: sources": ("/vi/desk/sources/", True),
        "desk: translations": ("/vi/desk/translations/", True),
        "desk: inbox": ("/vi/desk/inbox/", True),
        "desk: inbox, one page": (f"/vi/desk/inbox/{public_id(20_000_002)}/", True),
        "desk: choose an organisation": ("/vi/desk/choose/?kind=organisation&q=phat+trien", True),
    }


def measure(folder: Path, size: int, rounds: int) -> dict[str, Any]:
    """Ask for every page, the trivial one in between; return CPU milliseconds, statements and status."""
    set_up(folder)
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from banyan.accounts.models import User

    visitor, editor = Client(), Client()
    editor.force_login(User.objects.get(email="editor@example.org"))
    found: dict[str, Any] = {}
    for name, (address, is_desk) in pages(size).items():
        client, taken = editor if is_desk else visitor, []
        with CaptureQueriesContext(connection) as sent:
            status = client.get(address).status_code
        statements = sum(
            1 for one in sent.captured_queries if one["sql"].split(" ", 1)[0] in ("SELECT", "WITH")
        )
        for _ in range(rounds):
            visitor.get("/robots.txt")
            start = time.process_time()
            client.get(address)
            taken.append((time.process_time() - start) * 1000)
        found[name] = [statistics.median(taken), statements, status]
    return found


def report(
    results: dict[int, dict[str, Any]], made: dict[int, dict[str, Any]], arguments: str, rounds: int
) -> str:
    """Return the page of results."""
    sizes = list(results)
    rows = []
    for name in results[sizes[0]]:
        cells = []
        for size in sizes:
            ms, statements, status = results[size][name]
            cells.append(f"{ms:.1f} · {statements}" + (f" (answered {status})" if status != 200 else ""))
        rows.append(f"| {name} | {' | '.join(cells)} |")
    lines = [
        (
            "records and what belongs to them, rows",
            lambda one: f"{sum(one['counts'].values()):,}",
        ),
        ("index from records, organisations and others", lambda one: f"{one['indexed']:,}"),
        (
            "index from records, records a CPU second",
            lambda one: f"{one['indexed'] / one['rebuild_cpu']:,.0f}",
        ),
    ]
    return PAGE.format(
        arguments=arguments,
        python=platform.python_version(),
        cores=os.cpu_count(),
        database="SQLite",
        rounds=rounds,
        heads=" | ".join(f"{size:,}" for size in sizes),
        rules="|".join("---" for _ in sizes),
        rows="\n".join(rows),
        made="\n".join(
            f"| {what} | {' | '.join(say(made[size]) for size in sizes if made.get(size))} |"
            for what, say in lines
        ),
    )


def main() -> None:
    """Make what is not there yet, measure, print, and write if told to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--step", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        step, folder, size = options.step[0], Path(options.step[1]), int(options.step[2])
        done = make(folder, size) if step == "make" else measure(folder, size, options.rounds)
        print("RESULT" + json.dumps(done))
        return
    with tempfile.TemporaryDirectory() as temporary:
        root = options.folder or Path(temporary)
        results, made = {}, {}
        for size in options.sizes:
            folder = root / str(size)
            folder.mkdir(parents=True, exist_ok=True)
            note = folder / "made.json"
            if not note.exists():
                note.write_text(json.dumps(_step("make", folder, size, options.rounds)))
            made[size] = json.loads(note.read_text())
            results[size] = _step("measure", folder, size, options.rounds)
        text = report(results, made, " ".join(sys.argv[1:]), options.rounds)
    print(text)
    if options.write:
        (ROOT / "bench" / "results" / "pages_scale.md").write_text(text, encoding="utf-8")


def _step(step: str, folder: Path, size: int, rounds: int) -> Any:
    """Run one step in a process of its own, so that no size warms the next."""
    command = [sys.executable, __file__, "--rounds", str(rounds), "--step", step, str(folder), str(size)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(next(line for line in done.stdout.splitlines() if line.startswith("RESULT"))[6:])


if __name__ == "__main__":
    main()
