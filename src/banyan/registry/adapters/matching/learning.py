"""
What names themselves teach: how common each word is, and which words of two languages go together.

Counting only, in one pass. Two pieces go together when records that have the one in a name of one language
mostly have the other in a name of another language, and seldom otherwise.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from banyan.registry.adapters.matching.lexicon import Lexicon
from banyan.registry.adapters.matching.shapes import Name, Profile
from banyan.search.domain.analysis import STOP_WORDS, tokens_of
from banyan.search.domain.normalise import settle

#: Records that must show a pair before it is believed.
LEAST_SEEN: Final = 3
_LEAST_TOGETHER: Final = 0.30
_SURE: Final = 0.75
_LEAST_LIFT: Final = 8.0
_LONGEST_HAN: Final = 4
_MOST_PIECES: Final = 60
_MOST_PER_PIECE: Final = 5


@dataclass
class Lesson:
    """Counts over records; feed it with :meth:`add`, then ask for what follows."""

    names_latin: int = 0
    names_han: int = 0
    words: Counter[str] = field(default_factory=Counter)
    pairs: Counter[str] = field(default_factory=Counter)
    bilingual: int = 0
    seen: Counter[str] = field(default_factory=Counter)
    together: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, record: Profile) -> None:
        """Count one record."""
        han: set[str] = set()
        by_language: dict[str, set[str]] = defaultdict(set)
        for name in record.names:
            if name.kind == "acronym":
                continue
            tokens = tokens_of(settle(name.text[:300]))
            runs = [unicodedata.normalize("NFC", token.folded) for token in tokens if token.is_han]
            words = {token.folded for token in tokens if not token.is_han}
            if runs:
                self.names_han += 1
                self.pairs.update({one + other for run in runs for one, other in pairwise(run)})
                han |= _pieces(runs)
            if words and not runs:
                self.names_latin += 1
                self.words.update(words)
                by_language[_language(name)] |= words
        self._pair_up(han, by_language)

    def _pair_up(self, han: set[str], by_language: Mapping[str, set[str]]) -> None:
        english = {word for word in by_language.get("en", ()) if word not in STOP_WORDS and len(word) > 2}
        others = {
            word
            for language, words in by_language.items()
            if language not in ("en", "")
            for word in words
            if word not in STOP_WORDS and len(word) > 2
        } - english
        unknown = {word for word in by_language.get("", ()) if word not in STOP_WORDS and len(word) > 2}
        if han:
            self._count(han, english | unknown)
        if others and english and len(han) == 0:
            self._count(others, english)

    def _count(self, pieces: set[str], words: set[str]) -> None:
        if not words or len(pieces) > _MOST_PIECES * 3:
            return
        self.bilingual += 1
        self.seen.update(pieces)
        self.seen.update(words)
        for piece in pieces:
            self.together[piece].update(words)

    def common(self) -> dict[str, float]:
        """Return how many of 10,000 names hold each word or pair of Han characters; rare ones left out."""
        made = {
            w: 1e4 * n / self.names_latin
            for w, n in self.words.items()
            if n >= max(5, self.names_latin / 1e4)
        }
        return made | {p: 1e4 * n / self.names_han for p, n in self.pairs.items() if n >= 5}

    def translations(self) -> dict[str, dict[str, float]]:
        """Return the words that go with each piece, each with how sure that is, 0 to 1."""
        made: dict[str, dict[str, float]] = {}
        for piece, words in self.together.items():
            if self.seen[piece] < LEAST_SEEN:
                continue
            best = sorted(
                (
                    (self._strength(piece, word, count), word)
                    for word, count in words.items()
                    if count >= LEAST_SEEN
                ),
                reverse=True,
            )
            kept = {word: round(strength, 2) for strength, word in best[:_MOST_PER_PIECE] if strength > 0}
            if kept:
                made[piece] = kept
        return made

    def _strength(self, piece: str, word: str, count: int) -> float:
        of_piece, of_word = count / self.seen[piece], count / self.seen[word]
        both = math.sqrt(of_piece * of_word)
        if both >= _LEAST_TOGETHER:
            return min(0.95, 0.45 + both / 2)
        lift = of_piece * self.bilingual / self.seen[word]
        if of_piece >= _SURE and lift >= _LEAST_LIFT:
            return 0.8 * of_piece
        return 0.0


def _pieces(runs: Iterable[str]) -> set[str]:
    return {
        run[first : first + length]
        for run in runs
        for length in range(2, _LONGEST_HAN + 1)
        for first in range(len(run) - length + 1)
    }


def _language(name: Name) -> str:
    return name.language.split("-")[0]


def taught(lexicon: Lexicon, lesson: Lesson) -> Lexicon:
    """Return the lexicon with what a lesson adds; where there are few names, the shipped counts stay."""
    learned = {piece: dict(words) for piece, words in lexicon.learned.items()}
    for piece, words in lesson.translations().items():
        ours = learned.setdefault(piece, {})
        for word, weight in words.items():
            ours[word] = max(weight, ours.get(word, 0.0))
    common = dict(lexicon.common)
    if lesson.names_latin + lesson.names_han >= 5_000:
        common |= lesson.common()
    return replace(lexicon, learned=learned, common=common)
