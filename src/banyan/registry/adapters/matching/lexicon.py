"""
The words of names: what they mean in the three languages, and how much they tell.

A *concept* is what several wordings share: "Foundation", "基金会", "quỹ". Its kind says what it is in a name:

- ``wrapper``: legal clothing that may be there or not (Ltd., e.V., 公益财团法人, Trường before Đại học)
- ``form``: what sort of body it is; ``group`` puts forms together that translators exchange
- ``level``: national, provincial, people's
- ``place``, ``number``, ``domain`` (what it works on), ``generic`` (research, services, development)
"""

from __future__ import annotations

import math
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

from banyan.registry.adapters.matching import lists
from banyan.search.domain.analysis import Token, tokens_of
from banyan.search.domain.normalise import settle


class Concept(NamedTuple):
    """What several wordings share: ``group`` is a family of forms, or the place that a place lies in."""

    code: str
    kind: str
    group: str


class Wording(NamedTuple):
    """One way to write a concept in Latin letters: its words, folded and with accents."""

    concept: str
    folded: tuple[str, ...]
    marked: tuple[str, ...]
    #: True for a single Vietnamese syllable: it is only looked for in Vietnamese names.
    is_syllable: bool


#: How much a word of a kind can tell at most; a word of no list tells up to 1.
CEILINGS: Final[Mapping[str, float]] = {
    "wrapper": 0.02,
    "stop": 0.02,
    "form": 0.25,
    "level": 0.25,
    "generic": 0.35,
    "number": 0.60,
    "place": 0.70,
    "country": 0.70,
    "domain": 0.75,
}
_LEAST: Final = 0.10
_LONGEST_PHRASE: Final = 8
_ALL: Final = math.log1p(10_000 * 20)


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Concepts and their wordings, learned translations, and how common words are."""

    concepts: Mapping[str, Concept]
    latin: Mapping[str, tuple[Wording, ...]]
    han: Mapping[str, tuple[str, ...]]
    longest_han: int
    #: Wordings of a concept as they are looked for, by concept.
    wordings: Mapping[str, tuple[str, ...]]
    #: Names in 10,000 that hold a word or a pair of Han characters.
    common: Mapping[str, float]
    hosts: Mapping[str, str]
    coefficients: Mapping[str, float]
    #: Words of other languages and the words they were found beside: word → {word: weight}.
    learned: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    @cached_property
    def _told(self) -> Mapping[str, float]:
        return {w: max(_LEAST, 1.0 - math.log1p(s * 20) / _ALL) for w, s in self.common.items()}

    def weight(self, word: str, kind: str = "") -> float:
        """Return how much a word tells, 0 to 1: rare words much, words of every second name little."""
        told = self._told.get(word, 1.0)
        ceiling = CEILINGS.get(kind, 1.0)
        return told if told < ceiling else ceiling

    def within(self, code: str, other: str) -> bool:
        """Say whether one place lies in the other, or is the same."""
        for _step in range(4):
            if code == other:
                return True
            if not code:
                return False
            concept = self.concepts.get(f"place:{code}")
            code = concept.group if concept else ""
        return False


class _Maker:
    """Collects concepts and wordings from the lists."""

    def __init__(self) -> None:
        self.concepts: dict[str, Concept] = {}
        self.latin: dict[str, list[Wording]] = defaultdict(list)
        self.han: dict[str, list[str]] = defaultdict(list)
        self.wordings: dict[str, list[str]] = defaultdict(list)

    def add(self, concept: Concept, texts: Iterable[str], *, vietnamese: bool = False) -> None:
        self.concepts.setdefault(concept.code, concept)
        for text in dict.fromkeys(texts):
            tokens = tokens_of(settle(text))
            if not tokens:
                continue
            self.wordings[concept.code].append(text)
            if all(token.is_han for token in tokens):
                together = unicodedata.normalize("NFC", "".join(token.folded for token in tokens))
                if concept.code not in self.han[together]:
                    self.han[together].append(concept.code)
            elif not any(token.is_han for token in tokens):
                self._add_latin(concept.code, tokens, vietnamese=vietnamese)

    def _add_latin(self, code: str, tokens: list[Token], *, vietnamese: bool) -> None:
        made = Wording(
            code,
            tuple(token.folded for token in tokens),
            tuple(token.marked for token in tokens),
            vietnamese and len(tokens) == 1,
        )
        if len(made.folded) <= _LONGEST_PHRASE and made not in self.latin[made.folded[0]]:
            self.latin[made.folded[0]].append(made)


@lru_cache(maxsize=1)
def shipped() -> Lexicon:
    """Return the lexicon of the data lists alone."""
    made = _Maker()
    for row in lists.words():
        first = row["en"].split("|")[0] or row["zh"].split("|")[0] or row["more"].split("|")[0]
        concept = Concept(f"{row['kind']}:{first}", row["kind"], row["group"] or first)
        for column in ("en", "zh", "vi", "more"):
            made.add(concept, lists.wordings(row[column]), vietnamese=column == "vi")
    for place in lists.places():
        concept = Concept(f"place:{place.code}", "place", place.within)
        made.add(concept, place.names)
        made.add(concept, place.vietnamese, vietnamese=True)
    learned: dict[str, dict[str, float]] = defaultdict(dict)
    for row in lists.learned_words():
        learned[row["word"]][row["translation"]] = float(row["weight"])
    return Lexicon(
        concepts=made.concepts,
        latin={word: tuple(wordings) for word, wordings in made.latin.items()},
        han={text: tuple(codes) for text, codes in made.han.items()},
        longest_han=max(map(len, made.han), default=1),
        wordings={code: tuple(texts) for code, texts in made.wordings.items()},
        common=lists.common_words(),
        hosts=lists.hosts(),
        coefficients=lists.coefficients(),
        learned=learned,
    )
