"""Chinese written in Latin letters: which characters a word of pinyin stands for."""

from __future__ import annotations

from functools import lru_cache

from banyan.registry.adapters.matching.parsing import Parsed, Span
from banyan.search.domain.readings import readings_of, syllables_of


@lru_cache(maxsize=8_000)
def _sounds_of(character: str) -> frozenset[str]:
    return frozenset(reading[0] for reading in readings_of(character))


@lru_cache(maxsize=20_000)
def _cuts(word: str) -> tuple[tuple[str, ...], ...]:
    return tuple(syllables_of(word, most=3)) if word.isascii() and word.isalpha() else ()


class SoundReader:
    """Looks for words of pinyin in the Han characters of a name that nothing answers yet."""

    def __init__(self, parsed: Parsed, taken: list[float]) -> None:
        self._taken = taken
        self._sounds = [_sounds_of(atom.folded) if atom.is_han else frozenset[str]() for atom in parsed.atoms]

    def find(self, word: str) -> Span | None:
        """Return the characters that a folded word spells, or None."""
        for cut in _cuts(word):
            for first in range(len(self._sounds) - len(cut) + 1):
                if all(
                    syllable in self._sounds[first + offset] and not self._taken[first + offset]
                    for offset, syllable in enumerate(cut)
                ):
                    return Span(first, first + len(cut))
        return None
