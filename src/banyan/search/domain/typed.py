"""What somebody typed, taken apart. Any characters are allowed; none is an operator."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from banyan.search.domain.analysis import STOP_WORDS, Token, characters_of, compounds_of, tokens_of
from banyan.search.domain.normalise import settle
from banyan.search.domain.readings import near_sound, readings_of, syllables_of, without_tones

LONGEST_QUERY = 300  # characters; the rest is not read
MOST_TOKENS = 32


@dataclass(frozen=True)
class TypedQuery:
    """A query as tokens. ``is_open`` says that the last word may still be unfinished (no space after it)."""

    text: str
    tokens: tuple[Token, ...]
    is_open: bool

    @cached_property
    def joined(self) -> str:
        """All tokens written together."""
        return "".join(token.folded for token in self.tokens)

    @cached_property
    def spaced(self) -> str:
        """All tokens with a space between."""
        return " ".join(token.folded for token in self.tokens)

    @cached_property
    def words(self) -> tuple[Token, ...]:
        """The tokens that must be found: all but stop words, or all if there are only stop words."""
        telling = tuple(token for token in self.tokens if token.folded not in STOP_WORDS)
        return telling or self.tokens

    @cached_property
    def has_han(self) -> bool:
        """Whether any token is a Han run."""
        return any(token.is_han for token in self.tokens)

    @cached_property
    def has_accents(self) -> bool:
        """Whether any word was typed with an accent."""
        return any(token.marked != token.folded for token in self.tokens)

    @cached_property
    def compounds(self) -> list[tuple[int, int, str]]:
        """Pieces joined by hyphens or dots: first token, stop, written together."""
        return compounds_of(self.tokens)

    @cached_property
    def pinyin(self) -> str:
        """The query as plain pinyin written together; "" if it has Han characters or other signs."""
        if self.has_han:
            return ""
        together = "".join(without_tones(token.folded) for token in self.tokens)
        return together if together.isascii() and together.isalpha() else ""

    @cached_property
    def sound(self) -> str:
        """The query's near sound; "" like ``pinyin``."""
        return near_sound(self.pinyin)

    @cached_property
    def pieces(self) -> tuple[str, ...]:
        """The characters of a query with Han characters, in order."""
        return tuple(characters_of(self.joined))

    @cached_property
    def han_sound(self) -> str:
        """The near sound of the likeliest reading of a query's Han characters; "" if they have none."""
        readings = readings_of(self.joined)
        return near_sound("".join(readings[0])) if readings else ""

    @cached_property
    def letters(self) -> int:
        """The letters of all words that must be found."""
        return sum(len(token.folded) for token in self.words)

    @cached_property
    def cuts(self) -> tuple[tuple[str, ...], ...]:
        """The ways to read the query as syllables (the last perhaps unfinished); () if it is no pinyin."""
        cuts: list[tuple[str, ...]] = [()]
        for place, token in enumerate(self.tokens):
            is_last = place == len(self.tokens) - 1
            new = syllables_of(token.folded, may_be_unfinished=self.is_open and is_last)
            cuts = [(*before, *after) for before in cuts for after in new][:6]
        return tuple(cut for cut in cuts if cut) if not self.has_han else ()


def read(query: str) -> TypedQuery:
    """Take a typed query apart, up to ``LONGEST_QUERY`` characters and ``MOST_TOKENS`` tokens."""
    raw = query[:LONGEST_QUERY]
    text = settle(raw)
    return TypedQuery(text=text, tokens=tuple(tokens_of(text)[:MOST_TOKENS]), is_open=raw[-1:].strip() != "")


def edits_allowed(letters: str) -> int:
    """Return how many slips a word may hold: none in two letters, one in up to seven, then two."""
    if len(letters) < 3:
        return 0
    return 1 if len(letters) < 8 else 2
