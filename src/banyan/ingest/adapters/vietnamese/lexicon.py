"""The word lists of Vietnamese names, read once from the package's data files."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from banyan.ingest.adapters.vietnamese.tokens import Token
from banyan.ingest.adapters.vietnamese.view import key

Words = tuple[str, ...]


class Phrases:
    """Phrases with a value each, found at a place among tokens, longest first; letter case is ignored."""

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        self._by_first: dict[str, list[tuple[Words, str]]] = {}
        for phrase, value in entries:
            words = tuple(_words(key(phrase)))
            if words:
                self._by_first.setdefault(words[0], []).append((words, value))
        for choices in self._by_first.values():
            choices.sort(key=lambda choice: -len(choice[0]))

    def at(self, tokens: Sequence[Token], place: int) -> tuple[int, str] | None:
        """Return the length in tokens and the value of the longest phrase beginning at a place, or None."""
        choices = self._by_first.get(tokens[place].key) if place < len(tokens) else None
        for words, value in choices or ():
            if place + len(words) <= len(tokens) and all(
                tokens[place + step].key == word for step, word in enumerate(words)
            ):
                return len(words), value
        return None

    def length(self, tokens: Sequence[Token], place: int) -> int:
        """Return the length of the longest phrase beginning at a place, 0 when there is none."""
        found = self.at(tokens, place)
        return found[0] if found else 0


def _words(phrase: str) -> list[str]:
    """Split a phrase as the tokeniser does for plain words and marks."""
    for mark in ",.-/":
        phrase = phrase.replace(mark, f" {mark} ")
    return phrase.split()


def _lines(name: str) -> list[str]:
    text = files("banyan.ingest").joinpath("data", "vi", name).read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _table(name: str) -> dict[str, Any]:
    text = files("banyan.ingest").joinpath("data", "vi", name).read_text(encoding="utf-8")
    return tomllib.loads(text)


def _sections(name: str) -> dict[str, list[str]]:
    parts: dict[str, list[str]] = {}
    current = ""
    for line in _lines(name):
        if line.startswith("["):
            current = line.strip("[]")
        else:
            parts.setdefault(current, []).extend(entry.strip() for entry in line.split("|"))
    return parts


def _flat(names: Iterable[str], value: str = "") -> Phrases:
    return Phrases((name, value) for name in names)


def _by_kind(table: dict[str, list[str]]) -> Phrases:
    return Phrases((words, kind) for kind, phrases in table.items() for words in phrases)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything the grammar looks up; see the headers of the data files for what each list means."""

    heads: Phrases
    whole: Phrases
    not_heads: Phrases
    small_heads: frozenset[str]
    loose_heads: frozenset[str]
    place_only: frozenset[str]
    low: frozenset[str]
    high: frozenset[str]
    function: Phrases
    verbs: Phrases
    either: Phrases
    kept: Phrases
    noun_after_to_chuc: Phrases
    places: Phrases
    admin: frozenset[str]
    generic: frozenset[str]
    world: Phrases
    strong_surnames: frozenset[str]
    weak_surnames: frozenset[str]
    titles: Phrases
    departments: frozenset[str]
    title_after: Phrases
    title_before: frozenset[str]
    address: Phrases
    saying: Phrases
    led: Phrases
    done_by: Phrases
    listed: Phrases
    bridges: Phrases
    units: Phrases
    events: Phrases
    departments_of: dict[str, Phrases]
    compounds: frozenset[str]
    ranks: frozenset[str]
    soft_titles: frozenset[str]
    organs: Phrases
    unit_tails: Phrases
    hollow: frozenset[str]
    dash: Phrases
    foreign_words: frozenset[str]
    foreign_small: frozenset[str]
    foreign_before: Phrases
    foreign_never: frozenset[str]
    foreign_acts: Phrases
    foreign_led_by: frozenset[str]
    foreign_events: frozenset[str]
    english: Phrases


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Return the lists, read once per process."""
    ties = _table("ties.toml")
    heads, roles, stops = _table("heads.toml"), _table("roles.toml"), _sections("stops.txt")
    surnames = {
        part[0].strip(): part[1].split() for part in (line.split(":") for line in _lines("surnames.txt"))
    }
    places = [place for line in _lines("places.txt") for place in line.split("|")]
    world = [[part.strip() for part in line.split("|")] for line in _lines("worldbodies.txt")]
    return Lexicon(
        heads=Phrases((head, kind) for kind, names in heads["types"].items() for head in names),
        whole=Phrases((name, kind) for kind, names in heads["whole"].items() for name in names),
        not_heads=_flat(heads["not_heads"]["phrases"]),
        small_heads=frozenset(key(name) for name in heads["small"]["heads"]),
        loose_heads=frozenset(key(name) for name in heads["loose"]["heads"]),
        place_only=frozenset(key(name) for name in heads["place_only"]["heads"]),
        low=frozenset(key(name) for name in heads["rank"]["low"]),
        high=frozenset(key(name) for name in heads["rank"]["high"]),
        function=_flat(stops["function"]),
        verbs=_flat(stops["verb"]),
        either=_flat(stops["either"]),
        kept=_flat(stops["kept"]),
        noun_after_to_chuc=_flat(stops["noun_after_to_chuc"]),
        places=_flat(places),
        admin=frozenset(key(word) for word in _lines("places_admin.txt")),
        generic=frozenset(word.lower() for word in _lines("generic.txt")),
        world=Phrases((name, kind) for name, kind in world),
        strong_surnames=frozenset(key(name) for name in surnames["strong"]),
        weak_surnames=frozenset(key(name) for name in surnames["weak"]),
        titles=_flat(roles["titles"]["office"]),
        departments=frozenset(key(name) for name in roles["titles"]["departments"]),
        title_after=_flat(roles["modifiers"]["after"]),
        title_before=frozenset(key(name) for name in roles["modifiers"]["before"]),
        address=Phrases(
            [(word, "address") for word in roles["address"]["words"]]
            + [(word, "learned") for word in roles["address"]["learned"]]
        ),
        saying=_flat(roles["saying"]["verbs"]),
        led=_by_kind(ties["led"]),
        done_by=_by_kind(ties["done_by"]),
        listed=_by_kind(ties["listed"]),
        bridges=_flat(ties["bridges"]["words"]),
        units=_flat(_lines("units.txt")),
        events=_flat(_lines("eventwords.txt")),
        departments_of={key(head): _flat(words) for head, words in heads["departments"].items()},
        compounds=frozenset(key(word) for word in heads["compounds"]["words"]),
        organs=_flat(roles["titles"]["organs"]),
        soft_titles=frozenset(key(name) for name in roles["titles"]["soft"]),
        unit_tails=_flat(_lines("unit_tails.txt")),
        ranks=frozenset(key(word) for word in roles["titles"]["ranks"]),
        hollow=frozenset(key(words) for words in heads["hollow"]["words"]),
        dash=_flat(heads["dash"]["words"]),
        foreign_words=frozenset(heads["foreign"]["words"]),
        foreign_small=frozenset(heads["foreign"]["small"]),
        foreign_before=_flat(heads["foreign"]["before"]),
        foreign_never=frozenset(key(words) for words in heads["foreign"]["never"]),
        foreign_acts=_flat(heads["foreign"]["acts"]),
        foreign_led_by=frozenset(key(words) for words in heads["foreign"]["led_by"]),
        foreign_events=frozenset(heads["foreign"]["events"]),
        english=Phrases(heads["english"].items()),
    )
