"""
What an engine is asked when nothing answers strictly.

:func:`corrected` puts the words of the index that are near a typed one in its place and wants every word;
:func:`relaxed` lets words be missing, as many as a likeness worth showing allows. Both ask for exact words,
so that an engine reads few records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from banyan.search.adapters.base import Clause, EngineQuery, NearWord, Unit
from banyan.search.domain.analysis import Token, characters_of, pairs_of
from banyan.search.domain.likeness import HAN_MOST
from banyan.search.domain.readings import near_sound, readings_of, syllables_of
from banyan.search.domain.typed import TypedQuery, edits_allowed

MOST_UNITS = 40  # words or characters of one question


@dataclass(frozen=True, slots=True)
class _Part:
    """A typed word or Han piece: what may stand for it, its letters, in how many names it may be."""

    unit: Unit
    raising: Clause
    letters: int
    documents: int


Near = Callable[[str, int], Sequence[NearWord]]
"""The words of the index within so many edits of a word."""


def corrected(typed: TypedQuery, near: Near, *, but_the_rarest: bool = False) -> EngineQuery:
    """
    Ask for records that have every word with slips, or every word ``but_the_rarest``.

    If some words are nowhere in the index, only these are taken for misspelled. The rarest is most likely one
    with more slips than are looked for.
    """
    words = [token for token in typed.words if not token.is_han]
    unknown = {token.folded for token in words if not near(token.folded, 0)}
    parts = []
    for token in words:
        edits = edits_allowed(token.folded) if token.folded in unknown or not unknown else 0
        parts.append(_word_part(typed, token, near(token.folded, edits)))
    if but_the_rarest and len(parts) > 2:
        parts.remove(min(parts, key=_rarest_first))
    units = [part.unit for part in parts]
    bonus: list[Clause] = []
    minimum = None
    pairs = [pair for token in typed.words if token.is_han for pair in pairs_of(token.folded)]
    if pairs:
        # A wrong character spoils two pairs: of the three rarest one is left.
        han = sorted((_han_part(pair, near) for pair in dict.fromkeys(pairs)), key=_rarest_first)
        units += [part.unit for part in han[:3]]
        bonus = [part.raising for part in han[3:]]
        minimum = 1
    return EngineQuery(units=tuple(units), minimum=minimum, bonus=tuple(bonus), flat=True)


def relaxed(
    typed: TypedQuery, near: Near, *, least: float, with_whole: bool, most: int | None = None
) -> EngineQuery | None:
    """
    Ask for records that have enough of the words, by sound too, or (``with_whole``) nearly the whole.

    A likeness of ``least`` percent needs most of the letters (see ``likeness``), so one of the rarest words
    must be there: as many words as are needed for the others to be too few. The others only raise the rank.
    None, if an engine would have to look at more than ``most`` records for it.
    """
    share = least / (HAN_MOST if typed.has_han else 100)
    # Looking a word up as typed is cheaper than looking for what is near it, and never finds more records.
    for with_slips in (True,) if most is None else (False, True):
        needed, others = _needed(_parts(typed, near, with_slips=with_slips), share)
        if most is not None and sum(part.documents for part in needed) > most:
            return None
    return EngineQuery(
        units=tuple(part.unit for part in needed[:MOST_UNITS]),
        minimum=1,
        bonus=tuple(part.raising for part in others[:MOST_UNITS]),
        whole=_near_whole(typed) if with_whole else (),
        flat=True,
    )


def _parts(typed: TypedQuery, near: Near, *, with_slips: bool) -> list[_Part]:
    """Return the typed words, and Han characters one by one, the rarest first."""
    parts: list[_Part] = []
    for token in typed.words:
        if token.is_han:
            parts += [_han_part(piece, near) for piece in characters_of(token.folded)]
        else:
            like = near(token.folded, edits_allowed(token.folded) if with_slips else 0)
            parts.append(_word_part(typed, token, like, with_sound=True))
    return sorted(parts, key=_rarest_first)


def _needed(parts: list[_Part], share: float) -> tuple[list[_Part], list[_Part]]:
    """Return the rarest parts without which fewer than ``share`` of the letters are left, and the others."""
    rest = sum(part.letters for part in parts)
    enough = share * rest
    count = 0
    while rest >= enough and count < len(parts):
        rest -= parts[count].letters
        count += 1
    return parts[:count], parts[count:]


def _rarest_first(part: _Part) -> int:
    return part.documents


def _texts(words: Iterable[NearWord]) -> tuple[str, ...]:
    return tuple(word.word for word in words)


def _han_part(piece: str, near: Near) -> _Part:
    """Return a Han character or pair as a part."""
    clause = Clause("name", (piece,), boost=1)
    return _Part((clause,), clause, len(piece), sum(word.documents for word in near(piece, 0)))


def _word_part(
    typed: TypedQuery, token: Token, like: Sequence[NearWord], *, with_sound: bool = False
) -> _Part:
    """Return a word as a part: itself, the words near it, (``with_sound``) what sounds like it."""
    letters = len(token.folded)
    unit = [Clause("name", (token.folded,), boost=letters)]
    if typed.is_open and token is typed.tokens[-1] and letters > 2:
        unit.append(Clause("name", (token.folded,), mode="prefix", boost=letters - 0.5))
    for edits in range(1, edits_allowed(token.folded) + 1):
        if words := _texts(word for word in like if word.edits == edits):
            unit.append(Clause("name", words, mode="any", boost=letters - edits))
    if with_sound and letters > 3 and (cuts := syllables_of(token.folded, most=1)):
        sound = tuple(map(near_sound, cuts[0]))
        unit.append(Clause("sound", sound, mode="phrase", boost=letters - 1))
    raising = Clause("name", _texts(like) or (token.folded,), mode="any", boost=letters - 0.5)
    return _Part(tuple(unit), raising, letters, sum(word.documents for word in like))


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
