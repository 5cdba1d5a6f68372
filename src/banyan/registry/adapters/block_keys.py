"""
What two records of one thing are likely to share: the keys by which they meet.

A key is a piece of a name (letters in a row, neighbouring words, Han characters in a row, the same read in
pinyin), a whole name, an acronym within a country, or an exact value such as a number in another register.
Which keys are rare enough to be worth anything is for :mod:`banyan.registry.adapters.blocking` to count.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from banyan.registry.adapters.matching import evidence, lists
from banyan.search.domain.analysis import derived_initials, name_readings, tokens_of
from banyan.search.domain.normalise import fold, settle

#: Letters in a row, of a Latin name written together. Four letters tell few names apart in a large register;
#: seven are rare enough there, and still survive a slip elsewhere in the name.
GRAMS: Final = (4, 7)
#: Letters of a name that are read; the rest of a very long one adds keys and no knowledge.
LONGEST_NAME: Final = 160
#: A single word of so many letters may be an acronym.
_LONGEST_ACRONYM: Final = 12
#: Readings of a Chinese name that become keys.
_READINGS: Final = 2


@dataclass(frozen=True, slots=True)
class Blockable:
    """
    A record as blocking sees it.

    ``number`` is its primary key; ``area`` (a country, say) is what an acronym is told apart by; ``exact``
    are values that by themselves bring two records together, each with a word saying what it is.
    """

    number: int
    names: tuple[str, ...]
    area: str = ""
    exact: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def _shared_hosts() -> frozenset[str]:
    return frozenset(lists.hosts())


def host_of(address: str) -> str:
    """Return the host of an address by which a record can be known; empty for none, and for shared pages."""
    host = evidence.host_of(address)
    return "" if host in _shared_hosts() else host


def _pieces(letters: str, length: int) -> Iterable[str]:
    return (letters[start : start + length] for start in range(len(letters) - length + 1))


def _latin_keys(words: list[str]) -> Iterable[str]:
    letters = "".join(words)
    yield "=" + letters
    for length in GRAMS:
        yield from _pieces(letters, length)
    if len(words) > 1:
        yield "~" + " ".join(sorted(words))
        for first, second in pairwise(words):
            yield f"{first} {second}"
        for first, _, third in zip(words, words[1:], words[2:], strict=False):
            yield f"{first}  {third}"


def _name_keys(name: str, area: str) -> Iterable[str]:
    tokens = tokens_of(settle(name[:LONGEST_NAME]))
    words = [token.folded for token in tokens if not token.is_han]
    if words:
        yield from _latin_keys(words)
        if len(words) == len(tokens):
            for letters in derived_initials(words):
                yield f"a:{letters}:{area}"
            if len(words) == 1 and len(words[0]) <= _LONGEST_ACRONYM:
                yield f"a:{words[0]}:{area}"
    for token in tokens:
        if token.is_han:
            for length in (2, 3, 4):
                yield from _pieces(token.folded, length)
    for reading in name_readings(tokens)[:_READINGS]:
        letters = "".join(reading)
        yield "=" + letters
        for length in GRAMS:
            yield from _pieces(letters, length)


def weak_keys(record: Blockable) -> set[str]:
    """Return the keys of a record's names."""
    return {key for name in record.names for key in _name_keys(name, record.area)}


def strong_keys(record: Blockable) -> set[str]:
    """Return the keys that count however many others a record has: exact values and whole names."""
    whole = {f"!{fold(name)}" for name in record.names}
    return {f"#{value}" for value in record.exact if value} | (whole - {"!"})
