"""Blocking: who meets whom, compared with a slow and simple count of the same keys."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from bench.planted_duplicates import Made, register, true_pairs
from hypothesis import given
from hypothesis import strategies as st

from banyan.registry.adapters import blocking
from banyan.registry.adapters.block_keys import Blockable, host_of, strong_keys, weak_keys


def pairs_of(records: list[Blockable], **options: Any) -> list[tuple[int, int]]:
    tables: list[Any] = []
    told = blocking.candidate_pairs(records, write=tables.append, **options)
    found = [(int(first), int(second)) for table in tables for first, second, _ in table.tolist()]
    assert told.pairs == len(found)
    return found


def named(*names: str, area: str = "", exact: tuple[str, ...] = ()) -> list[Blockable]:
    return [Blockable(number, (name,), area, exact) for number, name in enumerate(names, 1)]


def slowly(records: list[Blockable]) -> set[tuple[int, int]]:
    bearers: dict[str, set[int]] = defaultdict(set)
    for record in records:
        for key in weak_keys(record) | strong_keys(record):
            bearers[key].add(record.number)
    return {
        pair
        for numbers in bearers.values()
        if 2 <= len(numbers) <= blocking.MOST_BEARERS
        for pair in combinations(sorted(numbers), 2)
    }


@given(st.lists(st.text(alphabet="ab 中文", min_size=1, max_size=6), max_size=12))
def test_same_pairs_as_the_slow_count_when_nothing_is_left_out(names: list[str]) -> None:
    records = named(*names)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocking, "KEYS_KEPT", 10_000)
        patch.setattr(blocking, "MOST_PARTNERS", 10_000)
        found = pairs_of(records)
    assert found == sorted(set(found))
    assert set(found) == slowly(records)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hội Chữ thập đỏ Bình Sơn", "Hoi Chu thap do Binh Son"),
        ("Quỹ Hoà Tâm", "Quỹ Hòa Tâm"),
        ("竹海扶贫基金会", "竹海扶貧基金會"),
        ("竹海扶贫基金会", "Zhuhai Fupin Jijinhui"),
        ("Liên hiệp Hội Vĩnh Lâm", "LHHVL"),
        ("Clear River Foundation", "Foundation Clear River"),
        ("Clear River Foundation", "Claer River Foundation"),
    ],
)
def test_two_ways_of_writing_one_name_meet(one: str, other: str) -> None:
    assert pairs_of(named(one, other, "Xyz")) == [(1, 2)]


def test_acronym_meets_only_within_a_country() -> None:
    records = [Blockable(1, ("Liên hiệp Hội Vĩnh Lâm",), "VN"), Blockable(2, ("LHHVL",), "CN")]
    assert pairs_of(records) == []


def test_exact_value_brings_two_together_whatever_their_names() -> None:
    records = [Blockable(7, ("Alpha",), "", ("web:one.org",)), Blockable(9, ("Ômega",), "", ("web:one.org",))]
    assert pairs_of(records) == [(7, 9)]


def test_key_of_too_many_says_nothing() -> None:
    most = blocking.MOST_BEARERS
    assert len(pairs_of(named(*["Quỹ"] * most))) > 0
    assert pairs_of(named(*["Quỹ"] * (most + 1))) == []


def test_one_of_the_asked_for_takes_part_in_every_pair() -> None:
    records = named(*["Sao Mai"] * 6)
    assert pairs_of(records, only=[3]) == [(1, 3), (2, 3), (3, 4), (3, 5), (3, 6)]
    assert pairs_of(records, only=[]) == []


@pytest.mark.parametrize(
    "name", ["", " ", "!?", "\u0000", "\u202e\u0301\u0301", "🙂" * 300, "a" * 5000, "\ud800"]
)
def test_any_name_is_borne(name: str) -> None:
    assert pairs_of(named(name)) == []


def test_nothing_gives_nothing() -> None:
    assert pairs_of([]) == []


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://www.Example.org/a?b", "example.org"),
        ("http://example.org:8080", "example.org"),
        ("https://www.facebook.com/somebody", ""),
        ("not an address", ""),
        ("http://[", ""),
        ("", ""),
    ],
)
def test_host_by_which_a_record_is_known(address: str, host: str) -> None:
    assert host_of(address) == host


def _blockable(record: Made) -> Blockable:
    exact = (f"id:{record.identifier}" if record.identifier else "", host_of(record.website))
    return Blockable(record.number, tuple(text for text, _, _ in record.names), record.country, exact)


def test_planted_copies_are_found_among_others() -> None:
    """The floor of recall that a change may not fall below; bench/duplicates.py measures at full size."""
    made = list(register(4000))
    true = true_pairs(made)
    found = pairs_of([_blockable(record) for record in made])
    assert len(true) > 1000
    assert len(true & set(found)) / len(true) > 0.95
    assert len(found) < 20 * len(made)


def test_weight_says_how_much_is_shared() -> None:
    tables: list[Any] = []
    blocking.candidate_pairs(named("Sao Mai Xanh", "Sao Mai Xanh", "Sao Băng"), write=tables.append)
    weights = {(row[0], row[1]): row[2] for row in np.concatenate(tables).tolist()}
    assert weights[(1, 2)] > weights.get((1, 3), 0)
