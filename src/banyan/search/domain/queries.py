"""
Searching and suggesting: what the pages above call.

The engine brings the best few dozen candidates, ranking puts them in order. Only if nothing answers strictly
is the question asked again with slips allowed. What was typed may be anything; it never raises.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from banyan.search.adapters.base import EngineHit, EngineQuery, EngineResults, IndexIsMissing, NearWord
from banyan.search.documents import FACETS, SearchName, UnknownFacet
from banyan.search.domain import questions, slips
from banyan.search.domain.engines import current_engine
from banyan.search.domain.highlighting import Piece, snippet
from banyan.search.domain.likeness import HAN_LIKE_ENOUGH, LIKE_ENOUGH, likeness
from banyan.search.domain.normalise import fold
from banyan.search.domain.ranking import (
    GOOD,
    PUBLIC_ID,
    SPREAD,
    TEXT_ONLY,
    StoredName,
    name_points,
    tie_break,
)
from banyan.search.domain.typed import TypedQuery, read

logger = logging.getLogger(__name__)

WINDOW = 40  # candidates of a strict question that are put in order
FORGIVING_WINDOW = 120  # candidates of a question with slips
MOST_RESULTS = 10_000  # how deep pages may go
_NEAR_ENOUGH = 80.0  # percent: a name so like the query answers it, words need not be missing
_LEAST_OF_OTHERS = 55.0  # percent of the letters; a bit below what is shown, as words are counted coarsely
_CHEAP = 50_000  # records in which one of the rarest words stands: some 5 ms
_NEAR_TWIN = 88.0  # percent: so like a name that it goes before records which only mention the words


@dataclass(frozen=True, slots=True)
class Hit:
    """A found record; ``snippet`` is text as (piece, is it what was typed) pairs."""

    key: str
    kind: str
    name: str
    names: tuple[SearchName, ...]
    snippet: tuple[Piece, ...]
    score: float


@dataclass(frozen=True, slots=True)
class SearchResults:
    """A page of hits. ``did_you_mean`` is the found name's spelling when only a near match answered."""

    total: int
    took_ms: float
    hits: tuple[Hit, ...]
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    did_you_mean: str | None = None
    is_fuzzy: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A record that what has been typed so far may mean, and which of its names matched."""

    key: str
    kind: str
    name: str
    matched_name: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    hit: EngineHit
    names: tuple[StoredName, ...]
    texts: tuple[tuple[str, str], ...]
    points: float
    best: StoredName | None


def search(
    *,
    query: str,
    kinds: Sequence[str] = (),
    filters: Mapping[str, Sequence[str]] = {},
    language: str = "",
    limit: int = 20,
    offset: int = 0,
    with_facets: bool = False,
    include_private: bool = False,
) -> SearchResults:
    """
    Find records by what somebody typed; an empty query lists everything the filters let through.

    ``language`` chooses which name and which text is shown. Values of one filter are alternatives, filters
    add up. Without an index the answer is empty.

    :raises UnknownFacet: if ``filters`` names a facet that does not exist (the caller's mistake)
    """
    if unknown := set(filters) - set(FACETS):
        raise UnknownFacet(", ".join(sorted(unknown)))
    began = time.perf_counter()
    limit, offset = max(0, min(limit, 1000)), max(0, min(offset, MOST_RESULTS))
    typed = read(query)
    if not typed.tokens:
        strict = EngineQuery(match_all=not query.strip())
    else:
        strict = questions.strict(typed)
    strict = questions.narrowed(strict, kinds=kinds, filters=filters, include_private=include_private)
    strict = replace(strict, facets=FACETS if with_facets else ())
    answer, ranked = _strict_page(typed, strict, language=language, limit=limit, offset=offset)
    total, facets = answer.total, answer.facets
    did_you_mean: str | None = None
    is_fuzzy = False
    if typed.tokens and offset == 0 and (not ranked or (total <= 3 and ranked[0].points < GOOD)):
        near = _near(typed, kinds=kinds, filters=filters, include_private=include_private)
        if ranked:
            known = {candidate.hit.id for candidate in ranked}
            near = [
                candidate
                for candidate in near
                if candidate.points >= _NEAR_TWIN and candidate.hit.id not in known
            ]
        if near:
            is_fuzzy = True
            did_you_mean = near[0].best.text if near[0].best else None
            total += len(near)
            if with_facets and not ranked:
                facets = _counted(near, strict)
            ranked = (near + ranked)[:limit]
    return SearchResults(
        total=total,
        took_ms=round((time.perf_counter() - began) * 1000, 2),
        hits=tuple(_hit(candidate, typed, language) for candidate in ranked[:limit]),
        facets=facets,
        did_you_mean=did_you_mean,
        is_fuzzy=is_fuzzy,
    )


def suggest(
    *, prefix: str, kinds: Sequence[str] = (), language: str = "", limit: int = 8
) -> tuple[Suggestion, ...]:
    """Return the records whose names what has been typed so far may mean, best first; never looks at text."""
    typed = read(prefix)
    if not typed.tokens:
        return ()
    limit = max(1, min(limit, WINDOW))
    typed = replace(typed, is_open=True)
    question = questions.narrowed(
        questions.strict(typed, with_text=False), kinds=kinds, filters={}, include_private=False
    )
    _answer, ranked = _strict_page(typed, question, language=language, limit=limit, offset=0)
    if not ranked and len(typed.joined) > 3:
        ranked = _near(typed, kinds=kinds, filters={}, include_private=False)
    suggestions: list[Suggestion] = []
    for candidate in ranked[:limit]:
        kind, _, key = candidate.hit.id.partition(":")
        name = display_name(candidate.names, language)
        suggestions.append(Suggestion(key, kind, name, candidate.best.text if candidate.best else name))
    return tuple(suggestions)


@cache
def _say_once(words: str) -> None:
    """Log a warning once per process: a page may ask the index a hundred times."""
    logger.warning(words)


def _ask(question: EngineQuery) -> EngineResults:
    try:
        return current_engine().search(question)
    except (IndexIsMissing, OSError, ValueError) as error:
        # ValueError: an index of an older shape, until the indexer has made it anew.
        if not isinstance(error, IndexIsMissing):
            logger.warning("search: the index cannot be asked: %s", error)
        _say_once("search: there is no index yet; `index rebuild` makes one")
        return EngineResults(total=0, hits=(), facets={name: [] for name in question.facets})


def _strict_page(
    typed: TypedQuery, question: EngineQuery, *, language: str, limit: int, offset: int
) -> tuple[EngineResults, list[_Candidate]]:
    """Return the engine's answer and one page, of which the first ``WINDOW`` hits are put in order."""
    if offset >= WINDOW or not typed.tokens:
        answer = _ask(replace(question, limit=limit, offset=offset))
        return answer, [_strict_candidate(typed, hit, language) for hit in answer.hits]
    answer = _ask(replace(question, limit=max(WINDOW, offset + limit), offset=0))
    candidates = [_strict_candidate(typed, hit, language) for hit in answer.hits]
    ordered = sorted(candidates[:WINDOW], key=_order) + candidates[WINDOW:]
    return answer, ordered[offset : offset + limit]


def _order(candidate: _Candidate) -> tuple[float, float, str]:
    return (-round(candidate.points, 3), -round(candidate.hit.score, 3), candidate.hit.id)


def _read_payload(hit: EngineHit) -> tuple[tuple[StoredName, ...], tuple[tuple[str, str], ...], float]:
    kept = json.loads(hit.payload)
    names = tuple(StoredName.from_payload(row) for row in kept["n"])
    return names, tuple((language, text) for language, text in kept["t"]), float(kept["w"])


def _strict_candidate(typed: TypedQuery, hit: EngineHit, language: str) -> _Candidate:
    names, texts, weight = _read_payload(hit)
    points, best = 0.0, None
    for name in names:
        now = name_points(typed, name, language=language)
        if now > points:
            points, best = now, name
    if typed.joined and fold(hit.id.partition(":")[2]) == typed.joined:
        points = PUBLIC_ID
    elif best is None:
        points = SPREAD if _is_spread(typed, names) else TEXT_ONLY
    return _Candidate(hit, names, texts, points + tie_break(weight), best)


def _is_spread(typed: TypedQuery, names: tuple[StoredName, ...]) -> bool:
    """Say whether every typed word is answered by some name, though no single name answers all."""
    if not typed.tokens:
        return False
    words = {word for name in names for word in name.folded.split(" ")}
    keys = [name.folded.replace(" ", "") for name in names]
    for token in typed.words:
        if token.folded in words or (token.is_han and any(token.folded in key for key in keys)):
            continue
        alone = replace(typed, tokens=(token,))
        if not any(name_points(alone, name) for name in names):
            return False
    return True


def _near(
    typed: TypedQuery, *, kinds: Sequence[str], filters: Mapping[str, Sequence[str]], include_private: bool
) -> list[_Candidate]:
    """Ask with slips allowed, with words missing only if need be; keep what is alike enough, best first."""
    near = cache(_near_words)
    found: dict[str, _Candidate] = {}

    def ask(question: EngineQuery | None) -> float:
        if question is None:
            return 0.0
        question = questions.narrowed(question, kinds=kinds, filters=filters, include_private=include_private)
        for hit in _ask(replace(question, limit=FORGIVING_WINDOW, offset=0)).hits:
            if hit.id not in found and (candidate := _near_candidate(typed, hit)):
                found[hit.id] = candidate
        return max((candidate.points for candidate in found.values()), default=0.0)

    best = ask(slips.corrected(typed, near))
    if best < _NEAR_ENOUGH:
        best = ask(slips.corrected(typed, near, but_the_rarest=True))
    if best < _NEAR_ENOUGH:
        least = HAN_LIKE_ENOUGH if typed.has_han else LIKE_ENOUGH
        ask(slips.relaxed(typed, near, least=least, with_whole=True))
    else:  # an answer is there; others are looked for as long as it costs little
        ask(slips.relaxed(typed, near, least=_LEAST_OF_OTHERS, with_whole=False, most=_CHEAP))
    ordered = sorted(found.values(), key=_order)
    # What lies far behind the best is no answer to the same slip.
    return [candidate for candidate in ordered if candidate.points >= ordered[0].points - 15]


def _near_words(word: str, edits: int) -> tuple[NearWord, ...]:
    try:
        return current_engine().near_words(word, distance=edits)
    except (IndexIsMissing, OSError, ValueError):
        return ()  # the question itself will say so


def _near_candidate(typed: TypedQuery, hit: EngineHit) -> _Candidate | None:
    names, texts, weight = _read_payload(hit)
    points, best = 0.0, None
    for name in names:
        now = likeness(typed, name)
        if now > points:
            points, best = now, name
    return _Candidate(hit, names, texts, points + tie_break(weight) / 4, best) if best else None


def _counted(near: list[_Candidate], question: EngineQuery) -> dict[str, list[tuple[str, int]]]:
    """Count only the kinds of near matches: their other facets are not kept with them."""
    kinds: dict[str, int] = {}
    for candidate in near:
        kind = candidate.hit.id.partition(":")[0]
        kinds[kind] = kinds.get(kind, 0) + 1
    empty: dict[str, list[tuple[str, int]]] = {name: [] for name in question.facets}
    return empty | {"kind": sorted(kinds.items(), key=lambda pair: (-pair[1], pair[0]))}


def display_name(names: Sequence[StoredName], language: str) -> str:
    """Return the name to show: official in ``language``, else any official one, else the first."""
    for wanted in (
        [name for name in names if name.kind == "official" and name.language == language],
        [name for name in names if name.kind == "official"],
        list(names),
    ):
        if wanted:
            return wanted[0].text
    return ""


def _hit(candidate: _Candidate, typed: TypedQuery, language: str) -> Hit:
    kind, _, key = candidate.hit.id.partition(":")
    return Hit(
        key=key,
        kind=kind,
        name=display_name(candidate.names, language),
        names=tuple(SearchName(name.text, name.language, name.kind) for name in candidate.names),
        snippet=_best_snippet(candidate.texts, typed, language),
        score=round(candidate.points, 3),
    )


def _best_snippet(texts: tuple[tuple[str, str], ...], typed: TypedQuery, language: str) -> tuple[Piece, ...]:
    """
    Return a snippet of the text in ``language``, or of another that has what was typed.

    Text in no language (numbers in registers, a venue) is shown only where it has what was typed.
    """
    in_order = sorted(texts, key=lambda pair: pair[0] != language)
    first: tuple[Piece, ...] = ()
    for text_language, text in in_order:
        made = snippet(text, typed)
        if any(is_match for _piece, is_match in made):
            return made
        first = first or (made if text_language else ())
    return first
