"""
From an alignment of two names to features: numbers that speak for or against, and what rules a match out.

The weight of each feature is in ``data/match_weights.csv``; ``bench/fit_matching.py`` finds them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from banyan.registry.adapters.matching.aligning import Alignment
from banyan.registry.adapters.matching.lexicon import Lexicon
from banyan.registry.adapters.matching.parsing import Parsed, Span

#: Families of forms without which a name often goes all the same.
_SOFT_FAMILIES: Final = frozenset({"association", "government"})
_MOST_TOLD: Final = 3.0
_NEARLY_ALL: Final = 0.95
_TRANSLATED_SHARE: Final = 0.3
_HEAD_TELLS: Final = 0.25


def of_names(found: Alignment, lexicon: Lexicon) -> tuple[dict[str, float], list[str]]:
    """Return the features of two aligned names, and the vetoes."""
    a, b = found.a, found.b
    vetoes: list[str] = []
    features: dict[str, float] = {}
    features |= _forms(found, lexicon, vetoes)
    covered_a, covered_b = found.covered()
    left_a, left_b = (1 - covered_a) * a.weight, (1 - covered_b) * b.weight
    told = a.weight + b.weight
    rare_a, rare_b = _rarest_left(a, found.taken_a), _rarest_left(b, found.taken_b)
    features |= {
        "words": 1.0,
        "all_covered": float(min(covered_a, covered_b) >= _NEARLY_ALL),
        "one_covered": float(max(covered_a, covered_b) >= _NEARLY_ALL),
        "rare_left_on_both": min(rare_a, rare_b),
        "rare_left_on_one": max(rare_a, rare_b) - min(rare_a, rare_b),
        "covered_less": min(covered_a, covered_b),
        "covered_more": max(covered_a, covered_b),
        "left_on_both": min(left_a, left_b, _MOST_TOLD),
        "left_on_one": min(max(left_a, left_b), _MOST_TOLD),
        "told": min(covered_a * a.weight, covered_b * b.weight, _MOST_TOLD),
        "by_meaning": (found.by_step["translated"]) / told,
        "by_sound": found.by_step["sounded"] / told,
        "by_slip": found.by_step["near"] / told,
        "by_learned": found.by_step["learned"] / told,
        "by_initials": found.by_step["initials"] / told,
        "out_of_order": _out_of_order(found),
        "other_accents": min(found.accents_against, 2),
        "across_scripts": _across(found, told),
    }
    if _head_is_left(a, found.taken_a) or _head_is_left(b, found.taken_b):
        features["extra_head"] = 1.0
    features |= _places(found, lexicon, vetoes)
    features |= _numbers(a, b, vetoes)
    if found.accents_against and (a.is_vietnamese or b.is_vietnamese):
        vetoes.append("other_accents")
    return {code: value for code, value in features.items() if value}, vetoes


def _across(found: Alignment, told: float) -> float:
    """Say whether one name is written in another script, or in Vietnamese and the other in translation."""
    a, b = found.a, found.b
    if a.has_han != b.has_han:
        return 1.0
    return float(
        a.is_vietnamese != b.is_vietnamese and found.by_step["translated"] / told > _TRANSLATED_SHARE
    )


def _head_is_left(parsed: Parsed, taken: Sequence[float]) -> bool:
    """
    Say whether the first of several parts says more than the other name does: a part of it, not itself.

    "University of Technology, National University" is another body than the National University, but the
    part after the comma may be left out. In Chinese the greater body stands first, without a comma.
    """
    if not parsed.atoms[-1].part or parsed.has_han:
        return False
    head = [
        (atom, quality)
        for atom, quality in zip(parsed.atoms, taken, strict=True)
        if atom.part == 0 and atom.kind not in ("stop", "wrapper", "place")
    ]
    told = sum(atom.weight for atom, _quality in head)
    answered = sum(atom.weight * quality for atom, quality in head)
    return told >= _HEAD_TELLS and answered < told / 2


def _rarest_left(parsed: Parsed, taken: Sequence[float]) -> float:
    """Return the weight of the most telling atom that nothing answers; Han characters count double."""
    return max(
        (
            atom.weight * (2.0 if atom.is_han else 1.0)
            for atom, quality in zip(parsed.atoms, taken, strict=True)
            if not quality and atom.kind != "country"
        ),
        default=0.0,
    )


def _out_of_order(found: Alignment) -> float:
    if len(found.pairs) < 2 or found.a.has_han != found.b.has_han:
        return 0.0
    ordered = sorted(found.pairs)
    wrong = sum(1 for (_, one), (_, other) in pairwise(ordered) if other < one)
    return wrong / (len(ordered) - 1)


def _open_spans(parsed: Parsed, taken: Sequence[float], kind: str) -> list[tuple[Span, frozenset[str]]]:
    """Return the concepts of a kind of which nothing is answered."""
    return [
        (span, codes)
        for span, codes in parsed.cover
        if not any(taken[span.first : span.stop]) and any(code.startswith(f"{kind}:") for code in codes)
    ]


def _open_forms(parsed: Parsed, taken: Sequence[float]) -> list[tuple[Span, frozenset[str]]]:
    """Return the forms of which nothing is answered, also within a longer one: 协会 in 环保协会."""
    codes_at: dict[Span, set[str]] = {}
    for code, spans in parsed.spans.items():
        if code.startswith("form:"):
            for span in spans:
                if not any(taken[span.first : span.stop]):
                    codes_at.setdefault(span, set()).add(code)
    chosen: list[tuple[Span, frozenset[str]]] = []
    for span in sorted(codes_at, key=lambda one: (one.first - one.stop, one.first)):
        if all(span.stop <= other.first or span.first >= other.stop for other, _codes in chosen):
            chosen.append((span, frozenset(codes_at[span])))
    return chosen


def _places(found: Alignment, lexicon: Lexicon, vetoes: list[str]) -> dict[str, float]:
    ours = _open_spans(found.a, found.taken_a, "place")
    theirs = _open_spans(found.b, found.taken_b, "place")
    if not ours and not theirs:
        return {}
    if not ours or not theirs:
        parsed, left = (found.a, ours) if ours else (found.b, theirs)
        is_country = all(parsed.atoms[span.first].kind == "country" for span, _codes in left)
        return {"one_country" if is_country else "one_place": 1.0}
    for _span, one in ours:
        for _other, other in theirs:
            if _may_be_one_place(one, other, lexicon):
                return {"one_place": 1.0}
    vetoes.append("other_place")
    return {"other_place": 1.0}


def _may_be_one_place(one: frozenset[str], other: frozenset[str], lexicon: Lexicon) -> bool:
    for code in one:
        for theirs in other:
            here, there = code.partition(":")[2], theirs.partition(":")[2]
            if lexicon.within(here, there) or lexicon.within(there, here):
                return True
    return False


def _numbers(a: Parsed, b: Parsed, vetoes: list[str]) -> dict[str, float]:
    if a.numbers == b.numbers:
        return {}
    if a.numbers <= b.numbers or b.numbers <= a.numbers:
        return {"one_number": 1.0}
    vetoes.append("other_number")
    return {"other_number": 1.0}


def _forms(found: Alignment, lexicon: Lexicon, vetoes: list[str]) -> dict[str, float]:
    """Compare what sort of body each name says it is; forms of one family answer each other in part."""
    ours = _open_forms(found.a, found.taken_a)
    theirs = _open_forms(found.b, found.taken_b)
    features: dict[str, float] = {}
    for span, codes in list(ours):
        for other, others in theirs:
            if _families(codes, lexicon) & _families(others, lexicon):
                found.take("family", span, other, 0.7)
                features["near_form"] = 1.0
                ours.remove((span, codes))
                theirs.remove((other, others))
                break
    if ours and theirs:
        vetoes.append("other_form")
        features["other_form"] = 1.0
    elif ours or theirs:
        families = {family for _span, codes in ours or theirs for family in _families(codes, lexicon)}
        features["one_form_soft" if families & _SOFT_FAMILIES else "one_form"] = 1.0
    return features


def _families(codes: frozenset[str], lexicon: Lexicon) -> frozenset[str]:
    return frozenset(lexicon.concepts[code].group for code in codes if code.startswith("form:"))
