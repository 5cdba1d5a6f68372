"""Changes reach the index and survive a crash; a rebuild swaps; an index of another version is built anew."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from banyan.search.adapters.base import IndexIsLocked, IndexIsMissing
from banyan.search.adapters.folders import BuildFolders
from banyan.search.documents import SearchDocument, SearchName, register_builder
from banyan.search.domain import analysis, engines, indexing, outbox, queries
from banyan.search.management.commands import index as index_command
from banyan.search.models import IndexChange

from .invented import organisation

pytestmark = pytest.mark.django_db

ONE = organisation("one", ("vi", "official", "Hội Đèn Lồng"))
TWO = organisation("two", ("vi", "official", "Quỹ Mưa Rào"))


def found(query: str) -> list[str]:
    return [hit.key for hit in queries.search(query=query).hits]


@pytest.fixture(params=["tantivy", "fts5"], autouse=True)
def each_engine(request, settings):
    settings.BANYAN_SEARCH_ENGINE = request.param


def test_a_change_is_found_after_draining(records):
    kept = records(ONE)
    indexing.rebuild()
    kept["two"] = TWO
    outbox.enqueue(kind="organisation", key="two")
    assert found("mưa rào") == []
    assert outbox.drain() == 1
    assert found("mưa rào") == ["two"]
    assert outbox.drain() == 0


def test_a_removed_record_is_no_longer_found(records):
    kept = records(ONE, TWO)
    indexing.rebuild()
    del kept["one"]
    outbox.enqueue(kind="organisation", key="one")
    outbox.drain()
    assert found("đèn lồng") == []


def test_many_changes_of_one_record_are_one_document(records):
    records(ONE)
    indexing.rebuild()
    for key in ("one", "gone", "one", "other", "one"):
        outbox.enqueue(kind="organisation", key=key)
    assert outbox.drain(limit=2) == 4
    assert list(IndexChange.objects.values_list("key", flat=True)) == ["other"]
    outbox.drain()
    assert indexing.health().documents == 1


def test_notes_are_read_no_further_ahead_than_some_times_the_records_of_a_commit(records):
    records(ONE)
    indexing.rebuild()
    for _ in range(outbox.LOOKED_AHEAD + 1):
        outbox.enqueue(kind="organisation", key="one")
    assert outbox.drain(limit=1) == outbox.LOOKED_AHEAD
    assert outbox.waiting() == 1


def test_a_crash_between_commit_and_removal_repeats_harmlessly(records, monkeypatch):
    kept = records()
    indexing.rebuild()
    kept["one"] = ONE
    outbox.enqueue(kind="organisation", key="one")

    class Killed(BaseException):
        pass

    def killed(ids):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(outbox, "_remove", killed)
        with pytest.raises(Killed):
            outbox.drain()
    assert found("đèn lồng") == ["one"]
    assert outbox.waiting() == 1
    assert outbox.drain() == 1
    assert found("đèn lồng") == ["one"]
    assert indexing.health().documents == 1


def test_a_crash_before_the_commit_keeps_the_change(records, monkeypatch):
    kept = records()
    indexing.rebuild()
    kept["one"] = ONE
    outbox.enqueue(kind="organisation", key="one")

    def full(**_what):
        raise OSError("no space left on disk")

    with monkeypatch.context() as patched:
        patched.setattr(engines.current_engine(), "write", full)
        with pytest.raises(OSError, match="no space"):
            outbox.drain()
    assert outbox.waiting() == 1
    outbox.drain()
    assert found("đèn lồng") == ["one"]


def test_a_change_made_while_draining_is_not_lost(records, monkeypatch):
    kept = records()
    indexing.rebuild()
    kept["one"] = ONE
    outbox.enqueue(kind="organisation", key="one")
    write = engines.current_engine().write

    def meanwhile(**what):
        write(**what)
        kept["one"] = replace(ONE, names=TWO.names)
        outbox.enqueue(kind="organisation", key="one")

    with monkeypatch.context() as patched:
        patched.setattr(engines.current_engine(), "write", meanwhile)
        outbox.drain()
    assert outbox.waiting() == 1
    outbox.drain()
    assert found("mưa rào") == ["one"]


def test_a_record_that_cannot_be_built_stops_nobody_and_is_tried_five_times(caplog):
    def build(key):
        if key == "bad":
            raise RuntimeError("no such country")
        return replace(ONE, key=key)

    register_builder("organisation", build=build, keys=lambda: iter(["bad", "good"]))
    assert indexing.rebuild() == 1
    outbox.enqueue(kind="organisation", key="bad")
    outbox.enqueue(kind="organisation", key="better")
    outbox.drain()
    assert sorted(found("đèn lồng")) == ["better", "good"]
    assert [outbox.drain() for _ in range(6)] == [1, 1, 1, 1, 0, 0]
    assert list(IndexChange.objects.values_list("key", "attempts")) == [("bad", 5)]
    assert "cannot be built" in caplog.text


def test_a_rebuild_keeps_the_notes_of_records_that_cannot_be_built():
    state = {"is_mended": False}

    def build(key):
        if key == "bad" and not state["is_mended"]:
            raise RuntimeError("no such country")
        return replace(ONE, key=key)

    register_builder("organisation", build=build, keys=lambda: iter(["bad", "good"]))
    outbox.enqueue(kind="organisation", key="bad")
    outbox.enqueue(kind="organisation", key="good")
    assert indexing.rebuild() == 1
    assert list(IndexChange.objects.values_list("key", flat=True)) == ["bad"]
    state["is_mended"] = True
    assert outbox.drain() == 1
    assert sorted(found("đèn lồng")) == ["bad", "good"]
    assert outbox.waiting() == 0


def test_a_kind_that_nobody_builds_is_removed(records, caplog):
    records(ONE)
    indexing.rebuild()
    outbox.enqueue(kind="ghost", key="boo")
    assert outbox.drain() == 1
    assert outbox.waiting() == 0
    assert "ghost" in caplog.text


def test_a_rebuild_takes_in_noted_changes_and_leaves_later_ones(records):
    kept = records(ONE)
    outbox.enqueue(kind="organisation", key="one")

    def keys():
        yield "one"
        kept["two"] = TWO
        outbox.enqueue(kind="organisation", key="two")

    register_builder("organisation", build=kept.get, keys=keys)
    assert indexing.rebuild() == 1
    assert list(IndexChange.objects.values_list("key", flat=True)) == ["two"]


def test_a_rebuild_tells_how_far_it_is(records):
    records(*(organisation(f"o{n}", ("vi", "official", f"Hội số {n}")) for n in range(2500)))
    told = []
    assert indexing.rebuild(progress=told.append) == 2500
    assert told == [1000, 2000, 2500]


def test_an_index_of_another_version_is_not_current_but_still_answers(records, monkeypatch):
    records(ONE)
    indexing.rebuild()
    assert indexing.is_current()
    monkeypatch.setattr(indexing, "INDEX_VERSION", "another")
    assert not indexing.is_current()
    assert found("đèn lồng") == ["one"]


def test_without_an_index_nothing_is_found_and_draining_says_so(records):
    records(ONE)
    assert queries.search(query="hội", with_facets=True).total == 0
    assert queries.suggest(prefix="hội") == ()
    outbox.enqueue(kind="organisation", key="one")
    with pytest.raises(IndexIsMissing):
        outbox.drain()
    assert outbox.waiting() == 1


def test_the_commands_rebuild_drain_and_search(records, index_folder):
    kept = records(ONE)
    out = StringIO()
    call_command("index", "rebuild", stdout=out)
    kept["two"] = TWO
    outbox.enqueue(kind="organisation", key="two")
    call_command("index", "drain", stdout=out)
    call_command("search", "mưa rào", stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[:2] == ["1 documents indexed", "1 changes indexed"]
    assert lines[2].split() == ["organisation", "two", "Quỹ", "Mưa", "Rào"]
    with (
        BuildFolders(index_folder / engines.current_engine().name).only_writer(),
        pytest.raises(CommandError),
    ):
        call_command("index", "rebuild")


def test_the_indexer_builds_drains_waits_and_survives(records, monkeypatch, index_folder):
    kept = records(ONE)
    command = index_command.Command()
    monkeypatch.setattr(
        index_command, "close_old_connections", lambda: None
    )  # the test's transaction is in it
    assert command._one_round() == index_command.PAUSE
    assert found("đèn lồng") == ["one"]
    kept["two"] = TWO
    outbox.enqueue(kind="organisation", key="two")
    with BuildFolders(index_folder / engines.current_engine().name).only_writer():
        assert command._one_round() == index_command.PAUSE_AFTER_TROUBLE
    assert command._one_round() == 0.0
    engines.current_engine().close()
    for file in engines.current_engine()._folders.current()[0].iterdir():
        file.write_bytes(b"damaged")
    command._one_round()
    assert found("mưa rào") == ["two"]
    monkeypatch.setattr(indexing, "INDEX_VERSION", "next")
    command._one_round()
    assert indexing.health().version == "next"


def test_search_prints_one_json_object(records):
    import json

    records(replace(ONE, text={"vi": "Làm đèn lồng."}, facets={"country": ("VN",)}))
    indexing.rebuild()
    out = StringIO()
    call_command("search", "den long", "--json", "--kind", "organisation", "--limit", "3", stdout=out)
    printed = json.loads(out.getvalue())
    assert set(printed) == {"total", "took_ms", "results", "facets"}
    assert printed["results"] == [
        {
            "id": "one",
            "kind": "organisation",
            "name": "Hội Đèn Lồng",
            "names": ["Hội Đèn Lồng"],
            "snippet": "Làm đèn lồng.",
        }
    ]
    assert printed["facets"]["country"] == [["VN", 1]]


ENVIRONMENT = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2] / "src")}
WRITER = """
import sys
from pathlib import Path
from banyan.search.adapters.tantivy_engine import TantivyEngine
from banyan.search.adapters.fts5_engine import Fts5Engine
from banyan.search.documents import SearchDocument, SearchName
from banyan.search.domain.analysis import analyse
engine = {"tantivy": TantivyEngine, "fts5": Fts5Engine}[sys.argv[1]](Path(sys.argv[2]) / sys.argv[1])
number = int(sys.argv[3])
while True:
    name = SearchName(f"so {number}", "", "official")
    engine.upsert([analyse(SearchDocument("organisation", str(number), (name,)))])
    print(number, flush=True)
    number += 1
"""


def test_nothing_committed_is_lost_when_the_writer_is_killed(records, index_folder, settings):
    records()
    indexing.rebuild()
    number = 0
    for _ in range(3):
        command = [
            sys.executable,
            "-c",
            WRITER,
            settings.BANYAN_SEARCH_ENGINE,
            str(index_folder),
            str(number),
        ]
        writer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT)
        for _ in range(6):
            number = int(writer.stdout.readline()) + 1
        time.sleep(0.005)
        writer.send_signal(signal.SIGKILL)
        rest = writer.communicate()[0].split()
        number = int(rest[-1]) + 1 if rest else number
    assert indexing.health().documents >= number
    assert queries.search(query=f"so {number - 1}").hits[0].key == str(number - 1)
    with pytest.raises(IndexIsLocked), engines.current_engine()._folders.only_writer():
        engines.current_engine().upsert([analysis.analyse(ONE)])
    engines.current_engine().upsert([analysis.analyse(ONE)])


def test_a_document_with_an_unknown_facet_is_refused():
    with pytest.raises(ValueError, match="colour"):
        SearchDocument("organisation", "o", (SearchName("a", "", "official"),), facets={"colour": ("red",)})
