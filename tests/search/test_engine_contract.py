"""What every engine must do, run over each of them."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from banyan.search.adapters.base import (
    AnalysedDocument,
    Clause,
    EngineQuery,
    IndexIsLocked,
    IndexIsMissing,
    NearWord,
)
from banyan.search.adapters.fts5_engine import Fts5Engine
from banyan.search.adapters.tantivy_engine import TantivyEngine


def document(key, name, *, text="", pinyin="", country="VN", public=True, weight=1.0, kind="organisation"):
    fields = {"name": name, "name_key": name.replace(" ", ""), "text": text, "pinyin": pinyin}
    return AnalysedDocument(
        id=f"{kind}:{key}",
        kind=kind,
        is_public=public,
        weight=weight,
        facets={"kind": (kind,), "country": (country,), "topic": ("water", "health") if text else ()},
        fields={field: tokens for field, tokens in fields.items() if tokens},
        payload=f'{{"key":"{key}"}}',
    )


DOCUMENTS = (
    document("sen", "quy sen xanh", text="nuoc sach cho moi nguoi"),
    document("ho", "hoi ho xanh", pinyin="lu hu xie hui 0"),
    document("hai", "hoi nong dan", country="CN", pinyin="nong min xie hui 0 hui zhang 0", text="nuoc"),
    document("an", "hoi an", public=False),
    document("ai", "nguyen xanh", kind="person"),
)


@pytest.fixture(params=[TantivyEngine, Fts5Engine])
def engine(request, tmp_path):
    made = request.param(tmp_path / "engine")
    yield made
    made.close()


@pytest.fixture
def filled(engine):
    assert engine.rebuild(DOCUMENTS, version="1") == 5
    return engine


def word(token, *fields):
    return tuple(Clause(field, (token,)) for field in fields or ("name",))


def ids(engine, **question):
    return {hit.id for hit in engine.search(EngineQuery(**question)).hits}


def test_every_unit_must_match(filled):
    assert ids(filled, units=(word("hoi"), word("xanh"))) == {"organisation:ho"}


def test_any_clause_of_a_unit_is_enough(filled):
    assert ids(filled, units=(word("nuoc", "name", "text"),)) == {"organisation:sen", "organisation:hai"}


def test_the_whole_is_enough_without_the_units(filled):
    question = {"units": (word("nothing"),), "whole": (Clause("name_key", ("quysenxanh",)),)}
    assert ids(filled, **question) == {"organisation:sen"}


def test_a_minimum_of_units_may_match(filled):
    units = (word("hoi"), word("xanh"), word("nothing"))
    assert ids(filled, units=units, minimum=2) == {"organisation:ho"}
    assert ids(filled, units=units, minimum=2, flat=True) == {"organisation:ho"}


def test_flat_ranks_by_the_boosts_of_what_matched(filled):
    units = ((Clause("name", ("hoi",), boost=9),), (Clause("name", ("xanh",), boost=1),))
    found = filled.search(EngineQuery(units=units, minimum=1, flat=True)).hits
    assert [hit.id for hit in found][:2] == ["organisation:ho", "organisation:hai"]


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        (Clause("name", ("xa",), mode="prefix"), {"organisation:sen", "organisation:ho", "person:ai"}),
        (Clause("name", ("xnah",), mode="fuzzy"), {"organisation:sen", "organisation:ho", "person:ai"}),
        (
            Clause("name", ("xnahh",), mode="fuzzy", distance=2),
            {"organisation:sen", "organisation:ho", "person:ai"},
        ),
        (Clause("name", ("sen", "quy"), mode="all"), {"organisation:sen"}),
        (
            Clause("name", ("sen", "nong", "no"), mode="any"),
            {"organisation:sen", "organisation:hai"},
        ),
        (Clause("pinyin", ("xie", "hui"), mode="phrase"), {"organisation:ho", "organisation:hai"}),
        (Clause("pinyin", ("hui", "xie"), mode="phrase"), set()),
        (Clause("pinyin", ("nong", "mi"), mode="phrase_prefix"), {"organisation:hai"}),
        (Clause("pinyin", ("zha",), mode="phrase_prefix"), {"organisation:hai"}),
        (Clause("pinyin", ("lu",), mode="phrase"), {"organisation:ho"}),
    ],
)
def test_each_mode_finds_what_it_says(filled, clause, expected):
    assert ids(filled, units=((clause,),)) == expected


def test_bonus_raises_but_finds_nothing_new(filled):
    bonus = (Clause("name", ("nong",), boost=50),)
    found = filled.search(EngineQuery(units=(word("hoi"),), bonus=bonus)).hits
    assert [hit.id for hit in found] == ["organisation:hai", "organisation:ho"]
    assert ids(filled, units=(word("sen"),), bonus=bonus) == {"organisation:sen"}


def test_with_flat_a_bonus_adds_its_boost_and_finds_nothing_new(filled):
    units, bonus = (word("hoi"), word("nothing")), (Clause("name", ("nong", "dan"), mode="any", boost=5),)
    found = filled.search(EngineQuery(units=units, minimum=1, bonus=bonus, flat=True)).hits
    assert [hit.id for hit in found] == ["organisation:hai", "organisation:ho"]
    assert ids(filled, units=(word("sen"),), bonus=bonus, flat=True) == {"organisation:sen"}


def test_near_words_come_nearest_first_then_by_documents(engine):
    names = ("thong tin", "thong thon", "thon", "thong", "hong", "中国")
    engine.rebuild([document(str(place), name) for place, name in enumerate(names)], version="1")
    assert engine.near_words("thong", distance=1) == (
        NearWord("thong", 0, 3),
        NearWord("thon", 1, 2),
        NearWord("hong", 1, 1),
    )
    assert engine.near_words("thogn", distance=1) == (NearWord("thong", 1, 3), NearWord("thon", 1, 2))
    assert engine.near_words("thogn", distance=0) == ()
    assert engine.near_words("thogm", distance=2)[0] == NearWord("thong", 2, 3)
    assert engine.near_words("中国", distance=0) == (NearWord("中国", 0, 1),)
    assert engine.near_words("中园", distance=1) == ()


def test_near_words_know_the_last_commit_and_the_current_build(filled):
    reader = type(filled)(filled._folders.root)
    assert reader.near_words("lotsu", distance=1) == ()
    filled.upsert([document("lotus", "lotus hoi")])
    assert reader.near_words("lotsu", distance=1) == (NearWord("lotus", 1, 1),)
    filled.upsert([document("lotus", "lotus hoi")])  # a word is noted once
    assert filled.near_words("lotsu", distance=1) == (NearWord("lotus", 1, 1),)
    filled.rebuild(DOCUMENTS, version="2")
    assert reader.near_words("lotsu", distance=1) == ()
    assert reader.near_words("xnah", distance=1)[0].word == "xanh"
    reader.close()


def test_without_its_word_files_an_index_still_answers(filled):
    filled.close()
    for file in filled._folders.current()[0].glob("words*"):
        file.write_bytes(b"damaged")
    assert filled.near_words("xnah", distance=1) == ()
    assert ids(filled, units=(word("xanh"),)) != set()


def test_near_words_without_an_index_say_so(engine):
    with pytest.raises(IndexIsMissing):
        engine.near_words("xanh", distance=1)


def test_private_documents_are_found_only_when_asked_for(filled):
    assert ids(filled, units=(word("an"),)) == set()
    assert ids(filled, units=(word("an"),), include_private=True) == {"organisation:an"}


def test_filters_add_up_and_their_values_are_alternatives(filled):
    hoi = (word("hoi"),)
    assert ids(filled, units=hoi, filters={"country": ("CN",)}) == {"organisation:hai"}
    assert ids(filled, units=hoi, filters={"country": ("CN", "VN")}) == {
        "organisation:hai",
        "organisation:ho",
    }
    assert ids(filled, units=hoi, filters={"country": ("CN",), "kind": ("person",)}) == set()
    assert ids(filled, units=hoi, filters={"kind": ()}) == set()


def test_facets_are_exact_over_all_found_whatever_the_limit(filled):
    found = filled.search(EngineQuery(match_all=True, limit=1, facets=("kind", "country", "topic", "year")))
    assert found.total == 4
    assert len(found.hits) == 1
    assert found.facets == {
        "kind": [("organisation", 3), ("person", 1)],
        "country": [("VN", 3), ("CN", 1)],
        "topic": [("health", 2), ("water", 2)],
        "year": [],
    }


def test_pages_do_not_overlap_and_cover_everything(filled):
    pages = [filled.search(EngineQuery(match_all=True, limit=1, offset=offset)).hits for offset in range(5)]
    assert len({hit.id for page in pages for hit in page}) == 4
    assert pages[4] == ()


def test_the_payload_comes_back_as_it_was(filled):
    assert filled.search(EngineQuery(units=(word("nong"),))).hits[0].payload == '{"key":"hai"}'


def test_weight_orders_equal_matches(engine):
    engine.rebuild([document("a", "hoi", weight=1.0), document("b", "hoi", weight=3.0)], version="1")
    assert [hit.id for hit in engine.search(EngineQuery(units=(word("hoi"),))).hits] == [
        "organisation:b",
        "organisation:a",
    ]


def test_an_upsert_replaces_and_a_delete_removes(filled):
    filled.write(
        upserts=[replace(DOCUMENTS[0], fields={"name": "quy dao"})], deletes=["organisation:ho", "no:such"]
    )
    assert ids(filled, units=(word("xanh"),)) == {"person:ai"}
    assert ids(filled, units=(word("dao"),)) == {"organisation:sen"}
    assert filled.search(EngineQuery(match_all=True, include_private=True)).total == 4


def test_writing_the_same_twice_changes_nothing(filled):
    for _ in range(2):
        filled.upsert([DOCUMENTS[0]])
        filled.delete(["organisation:ho"])
    assert filled.search(EngineQuery(match_all=True)).total == 3


def test_an_empty_question_finds_nothing(filled):
    assert filled.search(EngineQuery()).total == 0
    assert filled.search(EngineQuery(units=((),), minimum=1)).total == 0


def test_without_an_index_searching_and_writing_say_so(engine):
    with pytest.raises(IndexIsMissing):
        engine.search(EngineQuery(match_all=True))
    with pytest.raises(IndexIsMissing):
        engine.upsert(DOCUMENTS)
    assert engine.health().is_there is False


def test_a_damaged_index_says_so_and_can_be_built_again(filled):
    filled.close()
    for file in filled._folders.current()[0].iterdir():
        file.write_bytes(b"damaged")
    with pytest.raises(IndexIsMissing):
        filled.search(EngineQuery(match_all=True))
    with pytest.raises(IndexIsMissing):
        filled.upsert(DOCUMENTS)
    assert filled.health().is_there is False
    filled.rebuild(DOCUMENTS, version="1")
    assert filled.search(EngineQuery(match_all=True)).total == 4


def test_health_tells_version_and_count(filled):
    health = filled.health()
    assert (health.is_there, health.version, health.documents) == (True, "1", 5)


def test_a_rebuild_that_fails_leaves_the_old_index(filled):
    def broken():
        yield DOCUMENTS[0]
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        filled.rebuild(broken(), version="2")
    assert filled.health().version == "1"
    assert filled.search(EngineQuery(match_all=True)).total == 4
    filled.rebuild(DOCUMENTS[:2], version="3")
    assert len(list(filled._folders.root.glob("build-*"))) == 1


def test_readers_see_the_old_index_until_the_swap_and_the_new_one_after(filled):
    def slowly():
        yield DOCUMENTS[0]
        assert filled.search(EngineQuery(match_all=True)).total == 4

    filled.rebuild(slowly(), version="2")
    assert filled.search(EngineQuery(match_all=True)).total == 1


def test_another_reader_sees_each_commit_and_each_swap(filled):
    reader = type(filled)(filled._folders.root)
    assert reader.search(EngineQuery(match_all=True)).total == 4
    filled.delete(["organisation:ho"])
    assert reader.search(EngineQuery(match_all=True)).total == 3
    filled.rebuild(DOCUMENTS[:1], version="2")
    assert reader.search(EngineQuery(match_all=True)).total == 1
    reader.close()


def test_there_is_one_writer(filled):
    other = type(filled)(filled._folders.root)
    with filled._folders.only_writer():
        with pytest.raises(IndexIsLocked):
            other.upsert(DOCUMENTS)
        with pytest.raises(IndexIsLocked):
            other.rebuild(DOCUMENTS, version="2")
    other.upsert(DOCUMENTS)


def test_threads_may_search_while_the_index_is_swapped(filled):
    def ask(_turn):
        return {filled.search(EngineQuery(match_all=True)).total for _ in range(30)}

    with ThreadPoolExecutor(5) as pool:
        asked = [pool.submit(ask, turn) for turn in range(4)]
        for turn in range(5):
            filled.rebuild(DOCUMENTS, version=str(turn))
            filled.upsert(DOCUMENTS[:1])
        assert {total for answer in asked for total in answer.result()} == {4}


# The source beside the tests, so that other processes run what is tested.
ENVIRONMENT = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2] / "src")}
READER = """
import sys
from pathlib import Path
from banyan.search.adapters.base import EngineQuery
from banyan.search.adapters.{module} import {name}
engine = {name}(Path(sys.argv[1]))
print("ready", flush=True)
seen = set()
while "6" not in seen:
    found = engine.search(EngineQuery(match_all=True, include_private=True))
    assert len(found.hits) == found.total, found
    seen.add(str(found.total))
print("converged", flush=True)
"""


def test_readers_in_other_processes_never_fail_while_one_writes(filled):
    source = READER.format(module=type(filled).__module__.rsplit(".", 1)[1], name=type(filled).__name__)
    command = [sys.executable, "-c", source, str(filled._folders.root)]
    readers = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT) for _ in range(2)
    ]
    for reader in readers:
        assert reader.stdout.readline() == "ready\n"
    for turn in range(6):
        filled.upsert([replace(DOCUMENTS[0], weight=1.0 + turn)])
        filled.rebuild(DOCUMENTS, version=str(turn))
    filled.upsert([document("last", "cuoi cung")])
    for reader in readers:
        assert reader.communicate(timeout=120) == ("converged\n", None)
        assert reader.returncode == 0


def test_an_empty_question_is_counted_anew_after_every_commit(filled):
    everything = EngineQuery(match_all=True, facets=("country",))
    first = filled.search(everything)
    assert (first.total, first.facets["country"]) == (4, [("VN", 3), ("CN", 1)])
    assert filled.search(everything) == first
    filled.upsert([document("moi", "hoi moi", country="CN")])
    second = filled.search(everything)
    assert (second.total, second.facets["country"]) == (5, [("VN", 3), ("CN", 2)])
    filled.delete(["organisation:sen"])
    assert filled.search(everything).facets["country"] == [("CN", 2), ("VN", 2)]
    assert filled.search(replace(everything, filters={"country": ("CN",)})).total == 2
