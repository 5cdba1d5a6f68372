"""The word lists of the English grammar, read once from ``data/en``."""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class WorldBody:
    """A body known everywhere: its fullest name, its other names, and its sort."""

    canonical: str
    names: tuple[str, ...]
    type: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Every list the grammar asks; sets of words as they are written, or in lower case where so named."""

    head_types: dict[str, str]
    after: frozenset[str]
    in_to: frozenset[str]
    plural_heads: frozenset[str]
    inner_modifiers: frozenset[str]
    inner_heads: frozenset[str]
    weak_heads: frozenset[str]
    tails: frozenset[str]
    venues: frozenset[str]
    owners: frozenset[str]
    descriptions: frozenset[str]
    domain: frozenset[str]
    role_heads: frozenset[str]
    role_modifiers: frozenset[str]
    weak_roles: frozenset[str]
    address: frozenset[str]
    speech: frozenset[str]
    organisation_verbs: frozenset[str]
    headline_verbs: frozenset[str]
    stop: frozenset[str]
    function: frozenset[str]
    generic: frozenset[str]
    labels: frozenset[str]
    furniture: frozenset[str]
    places: tuple[str, ...]
    given_names: frozenset[str]
    chinese_surnames: frozenset[str]
    vietnamese_surnames: frozenset[str]
    vietnamese_middle: frozenset[str]
    pinyin: frozenset[str]
    cardinals: dict[str, int]
    multipliers: dict[str, int]
    over: tuple[str, ...]
    about: tuple[str, ...]
    signs: dict[str, str]
    currency_words: dict[str, str]
    units: frozenset[str]
    never_units: frozenset[str]
    event_nouns: frozenset[str]
    weak_events: frozenset[str]
    event_modifiers: frozenset[str]
    months: dict[str, int]
    world: tuple[WorldBody, ...]
    ties: tuple[tuple[str, float, tuple[str, ...]], ...]
    """Kind of tie, confidence, and the patterns of the phrases that state it."""


def plain(text: str) -> str:
    """Return ``text`` without accents and with straight apostrophes: the form names are compared in."""
    folded = unicodedata.normalize("NFD", text.replace("’", "'").replace("đ", "d").replace("Đ", "D"))
    return "".join(sign for sign in folded if not unicodedata.combining(sign))


def _table(name: str) -> dict[str, Any]:
    source = resources.files("banyan.ingest") / "data" / "en" / name
    return tomllib.loads(source.read_text(encoding="utf-8"))


def _lines(name: str) -> list[str]:
    source = resources.files("banyan.ingest") / "data" / "en" / name
    return [line for line in source.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]


def word_set(words: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(words.split())


def _numbers(pairs: str) -> dict[str, int]:
    return {word: int(value) for word, value in (pair.split("=") for pair in pairs.split())}


def _strings(pairs: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in pairs.split())


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Return the lists; read from disk at the first call only."""
    bodies = _table("organisations.toml")
    roles = _table("roles.toml")
    words = _table("words.toml")
    events = _table("events.toml")
    names = _table("asian_names.toml")
    world = tuple(
        WorldBody(canonical=entry[0], names=tuple(entry), type=sort)
        for sort, table in _table("world_bodies.toml").items()
        for entry in table["names"]
    )
    return Lexicon(
        head_types={word: sort for sort, heads in bodies["heads"].items() for word in heads.split()},
        after=word_set(bodies["after"]["prepositions"]),
        in_to=word_set(bodies["after"]["in_to"]),
        plural_heads=word_set(bodies["plural"]["words"]),
        inner_modifiers=word_set(bodies["inner"]["modifiers"]),
        inner_heads=word_set(bodies["inner"]["heads"]),
        weak_heads=word_set(bodies["weak"]["words"]),
        tails=word_set(bodies["tails"]["words"]),
        venues=word_set(bodies["venues"]["modifiers"]),
        owners=word_set(bodies["titles"]["owners"]),
        descriptions=word_set(bodies["descriptions"]["nouns"]),
        domain=word_set(bodies["domain"]["words"]),
        role_heads=word_set(roles["roles"]["heads"]),
        role_modifiers=word_set(roles["roles"]["modifiers"].replace("’", "'")),
        weak_roles=word_set(roles["roles"]["weak"]),
        address=word_set(roles["address"]["words"]),
        speech=word_set(roles["verbs"]["speech"]),
        organisation_verbs=word_set(roles["verbs"]["organisation"]),
        headline_verbs=word_set(roles["verbs"]["headline"]),
        stop=word_set(words["stop"]["words"]),
        function=word_set(words["stop"]["function"]),
        generic=word_set(words["generic"]["acronyms"]),
        labels=word_set(words["furniture"]["labels"]),
        furniture=frozenset(words["furniture"]["lines"].split("|")),
        places=tuple(_lines("places.txt")),
        given_names=frozenset(plain(name) for name in _lines("given_names.txt")),
        chinese_surnames=word_set(names["chinese_surnames"]),
        vietnamese_surnames=word_set(names["vietnamese_surnames"]),
        vietnamese_middle=frozenset(plain(name) for name in names["vietnamese_middle"].split()),
        pinyin=word_set(names["pinyin"]),
        cardinals=_numbers(words["numbers"]["cardinals"]),
        multipliers=_numbers(words["numbers"]["multipliers"]),
        over=tuple(words["numbers"]["over"].split("|")),
        about=tuple(words["numbers"]["about"].split("|")),
        signs=_strings(words["currencies"]["signs"]),
        currency_words=_strings(words["currencies"]["words"]),
        units=word_set(words["counts"]["units"]),
        never_units=word_set(words["counts"]["never"]),
        event_nouns=word_set(events["nouns"]),
        weak_events=word_set(events["weak"]),
        event_modifiers=word_set(events["modifiers"]),
        months=_numbers(events["months"]),
        world=world,
        ties=tuple((one["kind"], one["trust"], tuple(one["phrases"])) for one in _table("ties.toml")["tie"]),
    )
