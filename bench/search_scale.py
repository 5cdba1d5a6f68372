"""
Search at scale: 100,000 generated trilingual organisations, engines beside each other in the same run.

tantivy and SQLite FTS5 stand behind the same ``search()``; ``postgres`` is PostgreSQL's own full-text and
trigram search as an engineer would set it up (`search_postgres.py`), on a server of this machine. All get
the same tokens from our own analysis, are asked the same queries in turn, and are measured in CPU
milliseconds, the server's side included: the whole (analysis of the query, engine, ranking, snippets; of
PostgreSQL both sides of the connection), and the engine alone. ``first`` is the share of queries whose record
came first.

    python bench/search_scale.py [--size 100000] [--queries 40] [--engines tantivy fts5 postgres]
                                 [--write search_scale.md]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "bench")]

import django  # noqa: E402 - the source folder must be found first
from django.conf import settings  # noqa: E402

from search_corpus import generated, queries_of  # noqa: E402

ENGINES = ["tantivy", "fts5"]
POSTGRES = "postgres"
ASKED_ABOUT = 20_000  # the first records, among which those asked about are picked


PAGE = """# Search at scale

`python bench/search_scale.py {arguments}`, Python {python}, {cores} cores.
{size:,} generated trilingual organisations (four names and a text each); the same tokens and the same queries
for all engines, asked in turn in one process. CPU milliseconds; {count} queries of each class.

| build | {heads} |
{rules}
{build}

{queries}

{updates}

"Whole" is `search()`: reading the query, the engine, ranking, snippets; "first" is the share of queries
whose record came first. A typo asks strictly, then with slips allowed, as in
`docs/adr/0009-words-with-slips.md`. Asked about are records among the first 20,000.{about_postgres}
"""
ABOUT_POSTGRES = """

PostgreSQL {version} is set up in `bench/search_postgres.py`: a `tsvector` of the same tokens with GIN, folded
names with `pg_trgm` and GIN, statistics fresh, no JIT, {shared} shared buffers. "Engine alone" is the
server's side, "whole" both sides of the connection; no snippets are made and a page is not ranked a second
time. Memory is that of both sides, shared pages in part."""


def settle_django(folder: Path) -> None:
    """Set up the search application alone."""
    settings.configure(
        INSTALLED_APPS=["banyan.search"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        BANYAN_SEARCH_ENGINE="tantivy",
        BANYAN_INDEX_DIR=folder,
        USE_TZ=True,
    )
    django.setup()


def postgres(size: int) -> Any:
    """Return PostgreSQL's search on the server that ``BANYAN_BENCH_POSTGRES`` names."""
    from search_postgres import SERVER, PostgresSearch  # the driver is needed only here

    return PostgresSearch(os.environ.get("BANYAN_BENCH_POSTGRES", SERVER), size)


def build(name: str, folder: str, size: int) -> None:
    """Build one engine's index; run in a process of its own so that memory is that of the build alone."""
    settle_django(Path(folder))
    from banyan.search.domain.analysis import INDEX_VERSION, analyse
    from banyan.search.domain.engines import current_engine

    server = postgres(size) if name == POSTGRES else None
    if server is not None:
        server.make()
    else:
        settings.BANYAN_SEARCH_ENGINE = name
    wall, cpu = time.perf_counter(), time.process_time()
    analysing = inventing = 0.0

    def analysed() -> Iterator[object]:
        nonlocal analysing, inventing
        last = time.process_time()
        for document in generated(size):
            start = time.process_time()
            made = analyse(document)
            stop = time.process_time()
            inventing += start - last
            analysing += stop - start
            yield made
            last = time.process_time()

    if server is not None:
        server.rebuild(analysed())
    else:
        current_engine().rebuild(analysed(), version=INDEX_VERSION)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    if server is not None:
        cpu += server.cpu()
        peak += server.memory("status", "VmHWM:")
        server.close()
    print(wall, cpu - inventing, analysing, peak)


def pss() -> int:
    """Return this process's proportional memory in MB."""
    rollup = Path("/proc/self/smaps_rollup")
    if not rollup.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return (
        next(int(line.split()[1]) for line in rollup.read_text().splitlines() if line.startswith("Pss:"))
        // 1024
    )


def at_rest(name: str, folder: str, size: int) -> None:
    """Print the memory of a process that has answered a few queries: before, with the index open."""
    settle_django(Path(folder))
    before = pss()
    ask_one = asker(name, size)
    for typed in ("hoi", "trung tam", "中心", "moonbridge"):
        ask_one(typed, {}, True)
    print(before, pss() + (ask_one.server.memory("smaps_rollup", "Pss:") if name == POSTGRES else 0))


def percentile(values: list[float], share: float) -> float:
    """Return the value below which ``share`` of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def measured(run: Callable[[], object]) -> tuple[float, object]:
    """Return CPU milliseconds of all threads, and the result."""
    start = time.process_time()
    result = run()
    return (time.process_time() - start) * 1000, result


class OurEngine:
    """One of our engines behind ``search()``, with the engine's own share of the time."""

    def __init__(self, name: str) -> None:
        from banyan.search.domain import queries

        self._name, self._queries, self._engine_ms = name, queries, 0.0

    def __call__(
        self, typed: str, filters: dict[str, list[str]], with_facets: bool
    ) -> tuple[float, float, str]:
        """Return milliseconds of the whole and of the engine, and the key of the first hit."""
        settings.BANYAN_SEARCH_ENGINE = self._name
        original, self._engine_ms = self._queries._ask, 0.0

        def timed(question: object) -> object:
            ms, answer = measured(lambda: original(question))
            self._engine_ms += ms
            return answer

        self._queries._ask = timed
        try:
            ms, found = measured(
                lambda: self._queries.search(query=typed, filters=filters, limit=10, with_facets=with_facets)
            )
        finally:
            self._queries._ask = original
        return ms, self._engine_ms, found.hits[0].key if found.hits else ""

    def upsert(self, documents: list[object]) -> None:
        """Put documents in one commit."""
        from banyan.search.domain.engines import current_engine

        settings.BANYAN_SEARCH_ENGINE = self._name
        current_engine().upsert(documents)

    def close(self) -> None:
        """Let go of the index."""
        from banyan.search.domain.engines import current_engine

        settings.BANYAN_SEARCH_ENGINE = self._name
        current_engine().close()


class Postgres:
    """PostgreSQL's search, measured on both sides of the connection."""

    def __init__(self, size: int) -> None:
        self.server = postgres(size)
        self.upsert, self.close = self.server.upsert, self.server.close

    def __call__(
        self, typed: str, filters: dict[str, list[str]], with_facets: bool
    ) -> tuple[float, float, str]:
        """Return milliseconds of the whole and of the server, and the key of the first hit."""
        before = self.server.cpu()
        ms, (_total, keys, _facets) = measured(
            lambda: self.server.search(query=typed, filters=filters, limit=10, with_facets=with_facets)
        )
        there = (self.server.cpu() - before) * 1000
        return ms + there, there, keys[0] if keys else ""


def asker(name: str, size: int) -> Any:
    """Return what asks one engine."""
    return Postgres(size) if name == POSTGRES else OurEngine(name)


def ask(documents: list[object], count: int, askers: dict[str, Any]) -> list[str]:
    """Ask all engines everything in turn; return a table."""
    asked = queries_of(documents, count)
    heads = " | ".join(f"{name}: whole, p50 / p95 | engine alone | first" for name in askers)
    lines = [f"| query | {heads} |", "|---" * (1 + 3 * len(askers)) + "|"]
    for typed, _key, _filters in asked["typo"][:3]:  # what is loaded at the first slip is not counted
        for ask_one in askers.values():
            ask_one(typed, {}, False)
    for with_facets in (False, True):
        for way, typed_queries in asked.items():
            cells = []
            answers: dict[str, list[tuple[float, float, str]]] = {name: [] for name in askers}
            for typed, _key, filters in typed_queries:
                for name, ask_one in askers.items():
                    answers[name].append(ask_one(typed, filters, with_facets))
            for found in answers.values():
                for column in (0, 1):
                    taken = [answer[column] for answer in found]
                    cells.append(f"{percentile(taken, 0.5):.1f} / {percentile(taken, 0.95):.1f}")
                first = sum(
                    answer[2] == key for answer, (_, key, _) in zip(found, typed_queries, strict=True)
                )
                cells.append(f"{first / len(found):.3f}" if typed_queries[0][1] else "–")
            lines.append(f"| {way}{' + 6 facets' if with_facets else ''} | {' | '.join(cells)} |")
    return lines


def updates(documents: list[object], askers: dict[str, Any]) -> list[str]:
    """Measure putting one record, and two thousand in one commit, in wall milliseconds."""
    from banyan.search.domain.analysis import analyse

    lines = [f"| update, wall ms | {' | '.join(askers)} |", "|---" * (1 + len(askers)) + "|"]
    cells: dict[str, list[str]] = {"one record, p50 / p95": [], "2,000 in one commit": []}
    some = [analyse(document) for document in documents[:2000]]
    for ask_one in askers.values():
        taken = []
        for document in some[:20]:
            start = time.perf_counter()
            ask_one.upsert([document])
            taken.append((time.perf_counter() - start) * 1000)
        start = time.perf_counter()
        ask_one.upsert(some)
        many = (time.perf_counter() - start) * 1000
        cells["one record, p50 / p95"].append(f"{percentile(taken, 0.5):.0f} / {percentile(taken, 0.95):.0f}")
        cells["2,000 in one commit"].append(f"{many:.0f}")
    return lines + [f"| {what} | {' | '.join(values)} |" for what, values in cells.items()]


def main() -> None:
    """Build, ask, print, and write if told to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=40, help="of each class")
    parser.add_argument("--write", metavar="NAME", help="of the page under bench/results")
    parser.add_argument("--engines", nargs="+", default=list(ENGINES))
    parser.add_argument("--folder", type=Path, help="keep indexes here, or ask those that lie here")
    parser.add_argument("--step", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        step, folder = options.step
        kind, _, name = step.partition(":")
        (build if kind == "build" else at_rest)(name, folder, options.size)
        return
    ENGINES[:] = options.engines
    with tempfile.TemporaryDirectory() as folder:
        try:
            report = report_of(options.folder or Path(folder), options.size, options.queries)
        finally:
            if POSTGRES in ENGINES and options.folder is None:
                postgres(options.size).drop()
    print(report)
    if options.write:
        target = ROOT / "bench" / "results" / options.write
        target.parent.mkdir(exist_ok=True)
        target.write_text(report, encoding="utf-8")


def report_of(folder: Path, size: int, count: int) -> str:
    """Run everything and return the page."""

    def step(what: str) -> list[float]:
        command = [sys.executable, __file__, "--size", str(size), "--step", what, str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return [float(number) for number in done.stdout.split()]

    def built_or_known(name: str) -> list[float]:
        note = folder / f"built-{name}.json"  # an index that is kept keeps what its making took
        if not note.exists():
            note.write_text(json.dumps(step(f"build:{name}")), encoding="utf-8")
        return [float(number) for number in json.loads(note.read_text(encoding="utf-8"))]

    built = {name: built_or_known(name) for name in ENGINES}
    resting = {name: step(f"rest:{name}") for name in ENGINES}
    settle_django(folder)
    askers = {name: asker(name, size) for name in ENGINES}

    def disk(name: str) -> float:
        if name == POSTGRES:
            return askers[name].server.disk() / 1e6
        return sum(file.stat().st_size for file in (folder / name).rglob("*") if file.is_file()) / 1e6

    documents = list(islice(generated(size), ASKED_ABOUT))
    rest = "a searching process at rest, MB PSS (before its first search)"
    rows = [
        ("whole build, wall s", [f"{built[name][0]:.1f}" for name in ENGINES]),
        ("analysis, documents a CPU second", [f"{size / built[name][2]:,.0f}" for name in ENGINES]),
        (
            "engine alone, documents a CPU second",
            [f"{size / (built[name][1] - built[name][2]):,.0f}" for name in ENGINES],
        ),
        (
            "both, documents a CPU second",
            [f"{size / built[name][1]:,.0f}" for name in ENGINES],
        ),
        ("index on disk, MB", [f"{disk(name):.0f}" for name in ENGINES]),
        ("peak memory of the build, MB RSS", [f"{built[name][3]:.0f}" for name in ENGINES]),
        (rest, [f"{resting[name][1]:.0f} ({resting[name][0]:.0f})" for name in ENGINES]),
    ]
    cpu = os.cpu_count()
    said = ABOUT_POSTGRES.format(**askers[POSTGRES].server.settings()) if POSTGRES in askers else ""
    page = PAGE.format(
        about_postgres=said,
        size=size,
        count=count,
        arguments=" ".join(sys.argv[1:]),
        heads=" | ".join(ENGINES),
        rules="|---" * (1 + len(ENGINES)) + "|",
        python=platform.python_version(),
        cores=cpu,
        build="\n".join(f"| {what} | {' | '.join(values)} |" for what, values in rows),
        queries="\n".join(ask(documents, count, askers)),
        updates="\n".join(updates(documents, askers)),
    )
    for ask_one in askers.values():
        ask_one.close()
    return page


if __name__ == "__main__":
    main()
