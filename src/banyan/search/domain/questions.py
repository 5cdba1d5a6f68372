"""From what was typed to what an engine is asked strictly; see `slips` for what comes after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from banyan.search.adapters.base import Clause, EngineQuery, Unit
from banyan.search.domain.analysis import Token, pairs_of
from banyan.search.domain.readings import near_sound, syllables_of
from banyan.search.domain.typed import TypedQuery


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
