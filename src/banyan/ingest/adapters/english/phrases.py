"""Finding many known phrases at once: longest first, one look-up a token."""

from __future__ import annotations

from functools import lru_cache
from typing import Generic, TypeVar

from banyan.ingest.adapters.english.lexicon import lexicon
from banyan.ingest.adapters.english.tokens import Token, split

Value = TypeVar("Value")


def keys_of(name: str) -> tuple[str, ...]:
    """Return the token keys of a name, a leading article left out."""
    keys = tuple(token.key for token in split(text=name).tokens)
    return keys[1:] if len(keys) > 1 and keys[0].lower() == "the" else keys


class Phrases(Generic[Value]):
    """
    A set of phrases, each carrying a value.

    A phrase of one word is matched as written; a longer one also in capitals throughout.
    """

    def __init__(self) -> None:
        self._by_first: dict[str, dict[tuple[str, ...], Value]] = {}
        self._lengths: dict[str, list[int]] = {}

    def add(self, keys: tuple[str, ...], value: Value) -> None:
        """Add a phrase; the value given first stays."""
        if not keys:
            return
        phrases = self._by_first.setdefault(keys[0].lower(), {})
        phrases.setdefault(keys, value)
        lengths = self._lengths.setdefault(keys[0].lower(), [])
        if len(keys) not in lengths:
            lengths.append(len(keys))
            lengths.sort(reverse=True)
        if len(keys) > 1:
            phrases.setdefault(tuple(key.upper() for key in keys), value)

    def match(self, tokens: list[Token], first: int, last: int) -> tuple[int, Value] | None:
        """Return the end and value of the longest phrase that begins at ``first`` and ends by ``last``."""
        start = tokens[first].low
        phrases = self._by_first.get(start)
        if phrases is None:
            return None
        for length in self._lengths[start]:
            if first + length > last:
                continue
            keys = tuple(tokens[index].key for index in range(first, first + length))
            if keys in phrases:
                return first + length, phrases[keys]
        return None


@lru_cache(maxsize=1)
def places() -> Phrases[str]:
    """Return the places of the word lists."""
    index: Phrases[str] = Phrases()
    for place in lexicon().places:
        index.add(keys_of(place), place)
    return index
