"""Comparing two profiles, with reasons."""

from __future__ import annotations

from rapidfuzz import fuzz

from banyan.registry.adapters.matching.lexicon import Lexicon
from banyan.registry.adapters.matching.shapes import Comparison, Name, Profile, Reason
from banyan.search.domain.normalise import fold, marked

_WITHOUT_ACCENTS = 0.93


def compare(a: Profile, b: Profile, *, lexicon: Lexicon) -> Comparison:
    """Return how far two profiles stand for one, by the two names that agree best."""
    best = Comparison(score=0.0, reasons=(), vetoes=(), best_pair=("", ""))
    for ours in a.names:
        for theirs in b.names:
            score, code = _alike(ours, theirs)
            if score > best.score:
                best = Comparison(
                    score=score,
                    reasons=(Reason(code=code, effect=score),),
                    vetoes=(),
                    best_pair=(ours.text, theirs.text),
                )
    return best


def _settled(text: str) -> str:
    return "".join(marked(text).split())


def _alike(ours: Name, theirs: Name) -> tuple[float, str]:
    if fold(ours.text) == fold(theirs.text):
        if _settled(ours.text) == _settled(theirs.text):
            return 1.0, "same_name"
        return _WITHOUT_ACCENTS, "same_without_accents"
    return round(fuzz.ratio(fold(ours.text), fold(theirs.text)) / 100 * 0.9, 3), "similar_name"
