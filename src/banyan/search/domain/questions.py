"""
From what was typed to what an engine is asked: strictly first, then allowing for slips.

Slips are asked about in two steps. :func:`corrected` puts the words of the index that are near a typed one in
its place and wants every word; :func:`relaxed` lets words be missing, as many as a likeness worth showing
allows. Both ask for exact words, so that an engine reads few records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from banyan.search.adapters.base import Clause, EngineQuery, NearWord, Unit
from banyan.search.domain.analysis import Token, characters_of, pairs_of
from banyan.search.domain.likeness import HAN_LIKE_ENOUGH, HAN_MOST, LIKE_ENOUGH
from banyan.search.domain.readings import near_sound, readings_of, syllables_of
from banyan.search.domain.typed import TypedQuery, edits_allowed

MOST_UNITS = 40  # words or characters of one question


def strict(typed: TypedQuery, *, with_text: bool = True) -> EngineQuery:
    """Ask for records that have every telling word, in names or (``with_text``) in text, or the whole."""
    done: set[int] = set()
    units: list[Unit] = []
    for first, stop, together in typed.compounds:
        parts = tuple(token.folded for token in typed.tokens[first:stop])
        done.update(token.start for token in typed.tokens[first:stop])
        unit = [
            Clause("name", (together,), boost=4),
            Clause("name", parts, mode="all", boost=2),
            Clause("initials", (together,), boost=3),
            Clause("pinyin_initials", (together,), boost=3),
        ]
        if typed.is_open and stop == len(typed.tokens):
            unit.append(Clause("name", (together,), mode="prefix", boost=2))
        if with_text:
            unit += [Clause("text", (together,), boost=0.5), Clause("text", parts, mode="all", boost=0.5)]
        units.append(tuple(unit))
    for token in typed.words:
        if token.start not in done:
            is_open = typed.is_open and token is typed.tokens[-1]
            units.append(
                _han_unit(token, with_text) if token.is_han else _word_unit(token, is_open, with_text)
            )
    bonus = tuple(
        Clause("marked", (token.marked,), boost=2) for token in typed.words if token.marked != token.folded
    )
    return EngineQuery(units=tuple(units), whole=_whole(typed), bonus=bonus)


def _word_unit(token: Token, is_open: bool, with_text: bool) -> Unit:
    word = token.folded
    unit = [Clause("name", (word,), boost=4)]
    if is_open:
        unit.append(Clause("name", (word,), mode="prefix", boost=2))
    if 2 <= len(word) <= 24:
        unit += [Clause("initials", (word,), boost=3), Clause("pinyin_initials", (word,), boost=3)]
    if len(word) > 1 and word.isascii():
        phrase = "phrase_prefix" if is_open else "phrase"
        for cut in syllables_of(word, may_be_unfinished=is_open, most=2):
            mode = phrase if len(cut) > 1 else "term"
            unit.append(Clause("pinyin", cut, mode=mode, boost=1))
            if len(word) > 3:
                unit.append(Clause("sound", tuple(map(near_sound, cut)), mode=mode, boost=0.5))
    if with_text:
        unit.append(Clause("text", (word,), boost=0.5))
    return tuple(unit)


def _han_unit(token: Token, with_text: bool) -> Unit:
    pairs = tuple(pairs_of(token.folded))
    unit = [Clause("name", pairs, mode="all", boost=4)]
    if with_text:
        unit.append(Clause("text", pairs, mode="all", boost=0.5))
    return tuple(unit)


def _whole(typed: TypedQuery) -> tuple[Clause, ...]:
    """Return the clauses by which the whole query is a name, its beginning, its reading or its initials."""
    joined = typed.joined
    clauses = [
        Clause("key", (joined,), boost=9000),
        Clause("name_key", (joined,), boost=5000),
        Clause("name_key", (joined,), mode="prefix", boost=200),
    ]
    if not typed.has_han and 2 <= len(joined) <= 24:
        folded = joined.replace("zh", "z").replace("ch", "c").replace("sh", "s")
        clauses.append(Clause("initials", (joined,), boost=1000))
        clauses += [
            Clause("pinyin_initials", (letters,), boost=1200) for letters in dict.fromkeys((joined, folded))
        ]
        if len(joined) > 2:
            clauses.append(Clause("pinyin_initials", (joined,), mode="prefix", boost=30))
        if len(joined) > 3:
            clauses.append(Clause("initials", (joined,), mode="prefix", boost=20))
    if typed.pinyin and len(typed.pinyin) > 1 and typed.cuts:
        clauses += [
            Clause("pinyin_key", (typed.pinyin,), boost=2000),
            Clause("sound_key", (typed.sound,), boost=800),
        ]
        if len(typed.pinyin) > 2:
            clauses.append(Clause("pinyin_key", (typed.pinyin,), mode="prefix", boost=100))
        if len(typed.sound) > 3:
            clauses.append(Clause("sound_key", (typed.sound,), mode="prefix", boost=50))
        if len(typed.tokens) > 1:
            mode = "phrase_prefix" if typed.is_open else "phrase"
            for cut in typed.cuts[:2]:
                if len(cut) > 1:
                    clauses.append(Clause("pinyin", cut, mode=mode, boost=30))
                    clauses.append(Clause("sound", tuple(map(near_sound, cut)), mode=mode, boost=15))
    return tuple(clauses)


@dataclass(frozen=True, slots=True)
class _Part:
    """A typed word or Han piece: what may stand for it, its letters, in how many names it may be."""

    unit: Unit
    raising: Clause
    letters: int
    documents: int


Near = Callable[[str, int], Sequence[NearWord]]
"""The words of the index within so many edits of a word."""


def corrected(typed: TypedQuery, near: Near) -> EngineQuery:
    """
    Ask for records that have every word, with slips.

    If some words are nowhere in the index, only these are taken for misspelled.
    """
    units: list[Unit] = []
    words = [token for token in typed.words if not token.is_han]
    unknown = {token.folded for token in words if not near(token.folded, 0)}
    for token in words:
        edits = edits_allowed(token.folded) if token.folded in unknown or not unknown else 0
        units.append(_near_unit(typed, token, near(token.folded, edits)))
    bonus: list[Clause] = []
    minimum = None
    pairs = [pair for token in typed.words if token.is_han for pair in pairs_of(token.folded)]
    if pairs:
        # A wrong character spoils two pairs: of the three rarest one is left.
        parts = sorted((_han_part(pair, near) for pair in dict.fromkeys(pairs)), key=_rarest_first)
        units += [part.unit for part in parts[:3]]
        bonus = [part.raising for part in parts[3:]]
        minimum = 1
    return EngineQuery(units=tuple(units), minimum=minimum, bonus=tuple(bonus), flat=True)


def relaxed(typed: TypedQuery, near: Near) -> EngineQuery:
    """
    Ask for records that have enough of the words, or the whole, with slips.

    A likeness worth showing needs most of the letters (see ``ranking``), so one of the rarest words must be
    there: as many words as are needed for the others to be too few. The others only raise the rank.
    """
    parts: list[_Part] = []
    for token in typed.words:
        if token.is_han:
            parts += [_han_part(piece, near) for piece in characters_of(token.folded)]
        else:
            like = near(token.folded, edits_allowed(token.folded))
            letters = len(token.folded)
            standing = Clause("name", _texts(like) or (token.folded,), mode="any", boost=letters - 0.5)
            parts.append(
                _Part(_near_unit(typed, token, like), standing, letters, sum(word.documents for word in like))
            )
    parts.sort(key=_rarest_first)
    enough = (HAN_LIKE_ENOUGH / HAN_MOST if typed.has_han else LIKE_ENOUGH / 100) * sum(
        part.letters for part in parts
    )
    rest = sum(part.letters for part in parts)
    needed: list[_Part] = []
    while rest >= enough and len(needed) < len(parts):
        needed.append(parts[len(needed)])
        rest -= needed[-1].letters
    return EngineQuery(
        units=tuple(part.unit for part in needed[:MOST_UNITS]),
        minimum=1,
        bonus=tuple(part.raising for part in parts[len(needed) :][:MOST_UNITS]),
        whole=_near_whole(typed),
        flat=True,
    )


def _rarest_first(part: _Part) -> int:
    return part.documents


def _texts(words: Iterable[NearWord]) -> tuple[str, ...]:
    return tuple(word.word for word in words)


def _han_part(piece: str, near: Near) -> _Part:
    """Return a Han character or pair as a part."""
    clause = Clause("name", (piece,), boost=1)
    return _Part((clause,), clause, len(piece), sum(word.documents for word in near(piece, 0)))


def _near_unit(typed: TypedQuery, token: Token, like: Sequence[NearWord]) -> Unit:
    """Return what may stand for one word: itself, the words near it, what sounds like it."""
    letters = float(len(token.folded))
    unit = [Clause("name", (token.folded,), boost=letters)]
    if typed.is_open and token is typed.tokens[-1] and len(token.folded) > 2:
        unit.append(Clause("name", (token.folded,), mode="prefix", boost=letters - 0.5))
    for edits in range(1, edits_allowed(token.folded) + 1):
        if words := _texts(word for word in like if word.edits == edits):
            unit.append(Clause("name", words, mode="any", boost=letters - edits))
    if len(token.folded) > 3 and (cuts := syllables_of(token.folded, most=1)):
        sound = tuple(map(near_sound, cuts[0]))
        unit.append(Clause("sound", sound, mode="phrase", boost=letters - 1))
    return tuple(unit)


def _near_whole(typed: TypedQuery) -> tuple[Clause, ...]:
    """Return the clauses by which the whole query is nearly a name, its reading or its sound."""
    whole: list[Clause] = []
    if not typed.has_han and (edits := edits_allowed(typed.joined)):
        whole.append(Clause("name_key", (typed.joined,), mode="fuzzy", distance=edits, boost=20))
        if typed.pinyin:
            whole.append(Clause("pinyin_key", (typed.pinyin,), mode="fuzzy", distance=edits, boost=10))
    if typed.has_han and len(typed.tokens) == 1 and len(typed.joined) > 1:
        for reading in readings_of(typed.joined)[:2]:
            sound = tuple(map(near_sound, reading))
            whole.append(Clause("sound", sound, mode="phrase", boost=5))
    return tuple(whole)


def narrowed(
    question: EngineQuery,
    *,
    kinds: Sequence[str],
    filters: Mapping[str, Sequence[str]],
    include_private: bool,
) -> EngineQuery:
    """Return the question limited to kinds and facet values."""
    chosen = {name: tuple(values) for name, values in filters.items() if values}
    if kinds:
        both = set(kinds) & set(chosen["kind"]) if "kind" in chosen else set(kinds)
        chosen["kind"] = tuple(sorted(both))
    return replace(question, filters=chosen, include_private=include_private)
