"""
Comparing two profiles, with reasons.

Every pair of names is compared; the pair that speaks most for the two being one decides, together with what
else is known of them. The score is a logistic function of named features, so every part of it can be shown.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from banyan.registry.adapters.matching import elsewhere, evidence, features, short_forms, slips
from banyan.registry.adapters.matching.aligning import Alignment, align
from banyan.registry.adapters.matching.lexicon import Lexicon
from banyan.registry.adapters.matching.parsing import Parsed, parse
from banyan.registry.adapters.matching.shapes import Comparison, Name, Profile, Reason

_NOTHING: Final = Comparison(score=0.0, reasons=(), vetoes=(), best_pair=("", ""))
_MOST_PAIRS: Final = 150
#: What speaks for two records though their names have nothing in common.
_BY_THEMSELVES: Final = frozenset({"same_identifier", "same_website"})
#: The sum from which on a pair is the same name, accents and all; names after it are not looked at.
_SETTLED: Final = 7.0
_TOP: Final = 0.999  # what only the very same name may exceed


@dataclass(frozen=True, slots=True)
class _Pair:
    """What two names say: features, vetoes, their sum, and the alignment where there was one."""

    value: float
    features: dict[str, float]
    vetoes: list[str]
    names: tuple[Name, Name]
    alignment: Alignment | None = None


def compare(a: Profile, b: Profile, *, lexicon: Lexicon) -> Comparison:
    """Return how far two profiles stand for one. Symmetric; the very same name gives 1."""
    known, against = evidence.of_records(a, b, lexicon)
    best = _best_pair(a, b, lexicon)
    if best is None:
        if not known.keys() & _BY_THEMSELVES or not a.names or not b.names:
            return _NOTHING
        best = _Pair(0.0, {}, [], (a.names[0], b.names[0]))
    together = best.features | known
    value = _sum(together, lexicon.coefficients)
    vetoes = tuple(dict.fromkeys([*best.vetoes, *against]))
    is_same = "same_name" in best.features
    if is_same and not vetoes:
        score = 1.0
    else:
        score = min(_TOP, 1 / (1 + math.exp(-max(-30.0, min(30.0, value)))))
    return Comparison(
        score=round(score, 4),
        reasons=_reasons(together, best, lexicon),
        vetoes=vetoes,
        best_pair=(best.names[0].text, best.names[1].text),
    )


def features_of(a: Profile, b: Profile, *, lexicon: Lexicon) -> dict[str, float]:
    """Return the features by which two profiles are judged, for fitting their weights."""
    best = _best_pair(a, b, lexicon)
    return (best.features | evidence.of_records(a, b, lexicon)[0]) if best else {}


def _sum(values: Mapping[str, float], coefficients: Mapping[str, float]) -> float:
    return coefficients.get("bias", 0.0) + sum(
        coefficients.get(code, 0.0) * value for code, value in values.items()
    )


def _best_pair(a: Profile, b: Profile, lexicon: Lexicon) -> _Pair | None:
    best: _Pair | None = None
    count = 0
    for ours in a.names:
        parsed_a = parse(ours.text, ours.language, lexicon)
        if not parsed_a.atoms:
            continue
        for theirs in b.names:
            parsed_b = parse(theirs.text, theirs.language, lexicon)
            count += 1
            if not parsed_b.atoms or count > _MOST_PAIRS:
                continue
            pair = _compare_names(ours, parsed_a, theirs, parsed_b, lexicon)
            if pair is not None and (best is None or pair.value > best.value):
                best = pair
                if pair.value >= _SETTLED and not pair.vetoes:
                    return best  # another name can hardly say more
    return _with_the_rest(best, a, b, lexicon) if best else None


def _with_the_rest(best: _Pair, a: Profile, b: Profile, lexicon: Lexicon) -> _Pair:
    """Return the pair judged anew where the records answer elsewhere what is left of the two names."""
    found = best.alignment
    if found is None or "words" not in best.features:
        return best
    if not elsewhere.answer_elsewhere(found, records=(a, b), names=best.names, lexicon=lexicon):
        return best
    values, vetoes = features.of_names(found, lexicon)
    if "former_name" in best.features:
        values["former_name"] = 1.0
    return _Pair(_sum(values, lexicon.coefficients), values, vetoes, best.names, found)


def _compare_names(ours: Name, a: Parsed, theirs: Name, b: Parsed, lexicon: Lexicon) -> _Pair | None:
    found: Alignment | None = None
    vetoes: list[str] = []
    is_acronym_a, is_acronym_b = short_forms.looks_like_acronym(a), short_forms.looks_like_acronym(b)
    if a.key == b.key:
        found = align(a, b, lexicon=lexicon) if a.marked_key != b.marked_key else None
        if found is not None and found.accents_against:
            values, vetoes = features.of_names(found, lexicon)
        elif is_acronym_a and len(a.key) <= 6 and "acronym" in (ours.kind, theirs.kind):
            values = {"same_acronym": 1.0, "acronym_length": float(min(len(a.key), 6))}
        elif found is not None:
            values = {"same_without_accents": 1.0}
        else:
            values = {"same_name": 1.0}
            if a.has_han and ours.text != theirs.text and a.written != b.written:
                values["script_variant"] = 1.0
    elif is_acronym_a != is_acronym_b and _is_made_of(a, b, is_acronym_a=is_acronym_a):
        values = {"made_acronym": 1.0, "acronym_length": float(min(len(a.key), len(b.key), 6))}
    elif a.core_key == b.core_key and a.core_key:
        found = align(a, b, lexicon=lexicon)
        values = {"same_core": 1.0}
        if is_acronym_a or is_acronym_b:
            values = {"same_acronym": 1.0, "acronym_length": float(min(len(a.core_key), 6))}
        if found.accents_against:
            values, vetoes = features.of_names(found, lexicon)
    elif short_forms.is_short_form_of(a, b) or short_forms.is_short_form_of(b, a):
        values = {"short_form": 1.0}
    elif not (is_acronym_a or is_acronym_b) and (count := slips.slips_between(a, b, lexicon)):
        found = align(a, b, lexicon=lexicon)
        values = {"same_but_slips": 1.0, "slips": float(count)}
        if found.accents_against:
            values, vetoes = features.of_names(found, lexicon)
    elif not _may_meet(a, b, is_acronym=is_acronym_a or is_acronym_b):
        return None
    else:
        found = align(a, b, lexicon=lexicon)
        if not any(found.taken_a):
            return None
        values, vetoes = features.of_names(found, lexicon)
    if "former" in (ours.kind, theirs.kind):
        values["former_name"] = 1.0
    return _Pair(_sum(values, lexicon.coefficients), values, vetoes, (ours, theirs), found)


def _may_meet(a: Parsed, b: Parsed, *, is_acronym: bool) -> bool:
    """Say cheaply whether two names can have anything in common; short names may differ by a slip."""
    if not a.pieces.keys().isdisjoint(b.pieces):
        return True
    if is_acronym:
        return False
    return (
        not a.spans.keys().isdisjoint(b.spans)
        or a.has_han != b.has_han
        or min(len(a.atoms), len(b.atoms)) < 3
    )


def _is_made_of(a: Parsed, b: Parsed, *, is_acronym_a: bool) -> bool:
    letters, parsed = (a.key, b) if is_acronym_a else (b.key, a)
    return short_forms.is_acronym_of(letters, parsed)


#: What a reader is told for each feature; several features may be one reason.
REASON_OF: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        ("words", "covered_less", "covered_more", "told", "all_covered", "one_covered"), "same_words"
    ),
    **dict.fromkeys(
        (
            "left_on_both",
            "left_on_one",
            "rare_left_on_both",
            "rare_left_on_one",
            "one_form",
            "one_form_soft",
            "extra_head",
        ),
        "other_words",
    ),
    **dict.fromkeys(("same_acronym", "acronym_length"), "acronym"),
    "made_acronym": "derived_acronym",
    "by_meaning": "translation",
    "by_learned": "translation",
    "by_sound": "pinyin",
    "by_slip": "spelling",
    "same_but_slips": "spelling",
    "slips": "spelling",
    "by_initials": "initials",
    "out_of_order": "word_order",
    "one_number": "number_missing",
    "one_place": "place_missing",
    "one_country": "place_missing",
}
_NOT_TOLD: Final = frozenset({"across_scripts"})
_NOTES: Final[Mapping[str, str]] = {
    "translation": "translated",
    "pinyin": "sounded",
    "spelling": "near",
    "initials": "initials",
    "other_accents": "accents",
}


def _reasons(values: Mapping[str, float], best: _Pair, lexicon: Lexicon) -> tuple[Reason, ...]:
    notes = best.alignment.notes if best.alignment else {}
    effects: dict[str, float] = {}
    for feature, value in values.items():
        code = REASON_OF.get(feature, feature)
        if code not in _NOT_TOLD:
            effect = lexicon.coefficients.get(feature, 0.0) * value
            effects[code] = effects.get(code, 0.0) + effect
    made = [
        Reason(code=code, effect=round(effect, 3), detail=", ".join(notes.get(_NOTES.get(code, ""), ())[:6]))
        for code, effect in effects.items()
    ]
    return tuple(sorted(made, key=lambda reason: -abs(reason.effect)))
