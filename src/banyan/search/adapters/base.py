"""
The small interface behind which search engines stand.

An engine takes tokens that ``domain.analysis`` has made and returns ids, totals, counts and stored payloads.
It knows no language: every rule about accents, Han characters or acronyms lives above it and is the same for
every engine.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

# Fields of tokens: the name of each and its weight where an engine ranks by column.
TOKEN_FIELDS: dict[str, float] = {
    "key": 90.0,  # the public id, folded
    "name_key": 60.0,  # a whole name, folded and written together
    "pinyin_key": 30.0,  # the same in pinyin
    "sound_key": 15.0,  # the same in near sounds
    "initials": 25.0,  # initials of the words of names
    "pinyin_initials": 28.0,  # initials of the syllables of Chinese names
    "name": 6.0,  # words, Han pairs and single Han characters of all names
    "marked": 3.0,  # words of names with their accents
    "pinyin": 3.0,  # syllables in order
    "sound": 1.5,  # near sounds in order
    "text": 1.0,  # words and Han pairs of running text
}
ORDERED_FIELDS = frozenset({"pinyin", "sound"})
FACET_FIELDS = ("kind", "country", "place", "topic", "language", "year")
SCHEMA = "2:" + ",".join((*TOKEN_FIELDS, *FACET_FIELDS))


MOST_NEAR_WORDS = 64  # that one misspelled word may stand for; short words have hundreds of neighbours


class IndexIsLocked(Exception):
    """Another process is writing the index."""


class IndexIsMissing(Exception):
    """There is no index, it is damaged, or it was made by an engine of another version."""


@dataclass(frozen=True, slots=True)
class AnalysedDocument:
    """A document as tokens: ``fields`` maps names of ``TOKEN_FIELDS`` to tokens separated by spaces."""

    id: str
    kind: str
    is_public: bool
    weight: float
    facets: dict[str, tuple[str, ...]]
    fields: dict[str, str]
    payload: str


@dataclass(frozen=True, slots=True)
class Clause:
    """
    One thing to look for in one field.

    ``mode``: "term" (the single token), "all" (every token), "any" (one of the tokens), "prefix" (a word
    beginning so), "phrase" (tokens in order), "phrase_prefix" (the last one may be unfinished), "fuzzy"
    (within ``distance`` edits, a swap is one).
    """

    field: str
    tokens: tuple[str, ...]
    mode: str = "term"
    boost: float = 1.0
    distance: int = 1


Unit = tuple[Clause, ...]
"""What one typed word may match: any of its clauses."""


@dataclass(frozen=True, slots=True)
class EngineQuery:
    """
    A question to an engine.

    A document is found if at least ``minimum`` of ``units`` match (all, if None) or any of ``whole`` does;
    ``bonus`` only raises the rank. ``filters`` maps a facet to its allowed values. ``facets`` are counted
    over all found. With ``flat`` a unit adds just the boost of its best clause, however rare its tokens are.
    With ``brief`` only the ids of the first hits are wanted: no total, payloads or weights of documents.
    """

    units: tuple[Unit, ...] = ()
    minimum: int | None = None
    whole: tuple[Clause, ...] = ()
    bonus: tuple[Clause, ...] = ()
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    include_private: bool = False
    limit: int = 20
    offset: int = 0
    facets: tuple[str, ...] = ()
    facet_values: int = 50
    match_all: bool = False
    flat: bool = False
    brief: bool = False


@dataclass(frozen=True, slots=True)
class NearWord:
    """A word of names, its edits from the word asked about, and in how many documents' names it stands."""

    word: str
    edits: int
    documents: int


@dataclass(frozen=True, slots=True)
class EngineHit:
    """A found document: its id, its rank value (comparable only within one answer) and its stored payload."""

    id: str
    score: float
    payload: str


@dataclass(frozen=True, slots=True)
class EngineResults:
    """
    An engine's answer: exact total, the hits asked for, counts per facet value (most frequent first).

    To a ``brief`` question the total is at least the number of hits.
    """

    total: int
    hits: tuple[EngineHit, ...]
    facets: dict[str, list[tuple[str, int]]]


@dataclass(frozen=True, slots=True)
class Health:
    """What can be said of an index: is it there, who made it (``version``), how many documents it holds."""

    is_there: bool
    version: str
    documents: int


class Engine(ABC):
    """A search engine with one index in a folder of its own. One writer at a time, any number of readers."""

    name: str

    @abstractmethod
    def rebuild(self, documents: Iterable[AnalysedDocument], *, version: str) -> int:
        """
        Write a new index beside the old one, then swap; return the number of documents.

        :raises IndexIsLocked: if another process is writing
        """

    @abstractmethod
    def write(self, *, upserts: Sequence[AnalysedDocument], deletes: Sequence[str]) -> None:
        """
        Put and remove documents in one commit: after a crash either all of it is there or nothing.

        :raises IndexIsLocked: if another process is writing
        :raises IndexIsMissing: if there is no usable index
        """

    @abstractmethod
    def search(self, query: EngineQuery) -> EngineResults:
        """
        Answer from the last committed state.

        :raises IndexIsMissing: if there is no usable index
        """

    @abstractmethod
    def near_words(self, word: str, *, distance: int) -> tuple[NearWord, ...]:
        """
        Return the words of the field "name" within ``distance`` edits (a swap is one), itself included.

        Nearest first, then those of most documents, at most ``MOST_NEAR_WORDS``. Removed documents may still
        be counted, their words may still be there.

        :raises IndexIsMissing: if there is no usable index
        """

    @abstractmethod
    def health(self) -> Health:
        """Describe the index without raising."""

    @abstractmethod
    def close(self) -> None:
        """Let go of files; the next call opens them again."""

    def upsert(self, documents: Sequence[AnalysedDocument]) -> None:
        """Put documents, replacing those of the same id."""
        self.write(upserts=documents, deletes=())

    def delete(self, ids: Sequence[str]) -> None:
        """Remove documents by id; unknown ids are no error."""
        self.write(upserts=(), deletes=ids)
