"""
Asking the index for records that a name may stand for: wide, because a comparison follows.

Unlike a search, nothing need be found: every word, its accents, its initials and its sound add to the rank. A
second question asks for other wordings that the caller brings (translations, abbreviations written out), so
that names in the letters of the first do not crowd them out.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import lru_cache

from banyan.search.adapters.base import Clause, Engine, EngineQuery, IndexIsMissing, Unit
from banyan.search.domain.analysis import characters_of, pairs_of, tokens_of
from banyan.search.domain.engines import current_engine
from banyan.search.domain.normalise import settle
from banyan.search.domain.readings import near_sound, readings_of, syllables_of, without_tones

logger = logging.getLogger(__name__)

MOST_UNITS = 14  # parts of a name that are asked for, the most telling
_SHORTEST_MEANT = 5  # letters of a word that is looked for with slips
_LONG_WORD = 8  # letters from which on a word may have two slips
_MOST_MEANT = 6
_SHORT_HAN = 5  # characters up to which a Chinese name may be a short form


def by_letters(
    *,
    name: str,
    weigh: Callable[[str], float],
    kinds: Sequence[str] = (),
    limit: int = 30,
    near: Callable[[str], Sequence[str]] = lambda _word: (),
) -> EngineQuery:
    """
    Return the question for a name as it is written, and as it sounds.

    :param weigh: how much a folded word or pair of Han characters tells, 0 to 1
    :param near: words that a folded word may be misspelled for (see :func:`meant_by`)
    """
    tokens = tokens_of(settle(name[:300]))[:32]
    joined = "".join(token.folded for token in tokens)
    weighed: list[tuple[float, Unit]] = []
    whole: list[Clause] = [Clause("name_key", (joined,), boost=400)] if joined else []
    for token in tokens:
        if token.is_han:
            weighed += ((w := weigh(pair), _unit(pair, w)) for pair in dict.fromkeys(pairs_of(token.folded)))
        else:
            weight = weigh(token.folded)
            word = [Clause("name", (token.folded,), boost=4 * weight)]
            if token.marked != token.folded:
                word.append(Clause("marked", (token.marked,), boost=4 * weight))
            word += _sound_clauses(token.folded, weight)
            word += (Clause("name", (meant,), boost=3 * weigh(meant)) for meant in near(token.folded))
            weighed.append((weight, tuple(word)))
    whole += _whole(tokens_han=[token.folded for token in tokens if token.is_han], joined=joined)
    return _question(weighed, whole=tuple(whole), kinds=kinds, limit=limit, flat=False)


def by_wordings(
    *, wordings: Sequence[tuple[float, Sequence[str]]], kinds: Sequence[str] = (), limit: int = 30
) -> EngineQuery:
    """
    Return the question for other wordings of the parts of a name: translations, sounds, abbreviations.

    :param wordings: what each part tells, 0 to 1, and the ways to write it
    """
    weighed = [(weight, unit) for weight, texts in wordings if (unit := _wording_unit(texts, weight))]
    return _question(weighed, whole=(), kinds=kinds, limit=limit, flat=True)


def _question(
    weighed: list[tuple[float, Unit]],
    *,
    whole: tuple[Clause, ...],
    kinds: Sequence[str],
    limit: int,
    flat: bool,
) -> EngineQuery:
    weighed.sort(key=lambda pair: -pair[0])
    return EngineQuery(
        units=tuple(unit for _weight, unit in weighed[:MOST_UNITS]),
        minimum=1,
        whole=whole,
        filters={"kind": tuple(kinds)} if kinds else {},
        include_private=True,
        limit=limit,
        flat=flat,
        brief=True,
    )


def _unit(token: str, weight: float) -> Unit:
    return (Clause("name", (token,), boost=4 * weight),)


def _sound_clauses(word: str, weight: float) -> list[Clause]:
    if len(word) < 3 or not word.isascii():
        return []
    return [
        Clause("pinyin", cut, mode="phrase" if len(cut) > 1 else "term", boost=3 * weight)
        for cut in syllables_of(word, most=2)
    ]


def _wording_unit(texts: Sequence[str], weight: float) -> Unit:
    unit: list[Clause] = []
    for text in texts[:12]:
        if found := _tokens_of(text):
            mode = "all" if len(found) > 1 else "term"
            unit.append(Clause("name", found, mode=mode, boost=3 * weight))
    return tuple(unit)


@lru_cache(maxsize=20_000)  # the same few thousand wordings come again with every name
def _tokens_of(text: str) -> tuple[str, ...]:
    found: list[str] = []
    for token in tokens_of(settle(text)):
        found += pairs_of(token.folded) if token.is_han else [token.folded]
    return tuple(found)


def _whole(*, tokens_han: Sequence[str], joined: str) -> list[Clause]:
    clauses: list[Clause] = []
    if tokens_han:
        run = "".join(tokens_han)
        for reading in readings_of(run)[:2]:
            together = "".join(reading)
            clauses.append(Clause("name_key", (together,), boost=60))
            clauses.append(Clause("sound_key", (near_sound(together),), boost=20))
        if len(run) <= _SHORT_HAN:
            clauses.append(Clause("name", tuple(dict.fromkeys(characters_of(run))), mode="all", boost=1))
        return clauses
    plain = without_tones(joined)
    if plain.isascii() and plain.isalpha() and syllables_of(plain, most=1):
        clauses.append(Clause("pinyin_key", (plain,), boost=100))
        clauses.append(Clause("sound_key", (near_sound(plain),), boost=30))
    if 2 <= len(joined) <= 12:
        clauses.append(Clause("initials", (joined,), boost=20))
        clauses.append(Clause("pinyin_initials", (joined,), boost=10))
    return clauses


def meant_by(word: str, *, engine: Engine | None = None) -> tuple[str, ...]:
    """Return the words of names that a word may be misspelled for; none if it is short or a word itself."""
    if len(word) < _SHORTEST_MEANT or not word.isalpha():
        return ()
    try:
        asked = engine or current_engine()
        if asked.near_words(word, distance=0):
            return ()
        near = asked.near_words(word, distance=1 if len(word) < _LONG_WORD else 2)
    except (IndexIsMissing, OSError, ValueError):
        return ()  # the question that follows says so in the log
    return tuple(one.word for one in near[:_MOST_MEANT])


def keys_for(question: EngineQuery) -> list[str]:
    """Return the keys of the records that the index brings, best first; none where it cannot be asked."""
    try:
        return [hit.id.partition(":")[2] for hit in current_engine().search(question).hits]
    except (IndexIsMissing, OSError, ValueError) as error:
        # ValueError: an index of an older shape, until the indexer has made it anew.
        logger.warning("search: no candidates, the index cannot be asked: %s", error)
        return []
