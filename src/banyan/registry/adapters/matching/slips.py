"""Whole names that differ by a slip of the hand and nothing else."""

from __future__ import annotations

from typing import Final

from rapidfuzz.distance import OSA, Indel

from banyan.registry.adapters.matching.lexicon import Lexicon
from banyan.registry.adapters.matching.parsing import Parsed

#: Letters that a name must have to hold so many slips: shorter ones that differ so far are other names.
_LETTERS_FOR: Final = ((24, 3), (13, 2), (8, 1))
_SHORT_WORD: Final = 4  # a word of fewer letters that differs is another word
_LEAST_HAN: Final = 7
#: Where what is left is another of these, it is another name: 医院 of 医学院.
_TELLING: Final = frozenset({"place", "number", "level", "form"})


def slips_between(a: Parsed, b: Parsed, lexicon: Lexicon) -> int:
    """
    Return how many slips make one name of the other, 0 if that is not what sets them apart.

    A slip makes a word that nobody writes: two words that names are known to hold (urology, neurology), two
    places or two numbers are no slip. Of Han characters one may be missing, none may be another.
    """
    if a.numbers != b.numbers or a.has_han != b.has_han or abs(len(a.core_key) - len(b.core_key)) > 3:
        return 0
    if a.has_han:
        return int(_is_one_character_lost(a, b))
    shorter = min(len(a.core_key), len(b.core_key))
    most = next((slips for letters, slips in _LETTERS_FOR if shorter >= letters), 0)
    if not most:
        return 0
    slips = OSA.distance(a.core_key, b.core_key, score_cutoff=most)
    if not 0 < slips <= most or _are_two_words(a, b, lexicon):
        return 0
    return int(slips)


def _are_two_words(a: Parsed, b: Parsed, lexicon: Lexicon) -> bool:
    """Say whether a word was put in or left out, or the words that differ are short, or both known words."""
    ours, theirs = {atom.folded for atom in a.atoms}, {atom.folded for atom in b.atoms}
    differing = [
        [atom for atom in parsed.atoms if atom.folded not in others]
        for parsed, others in ((a, theirs), (b, ours))
    ]
    if (
        not all(differing)
        or min(max(len(atom.folded) for atom in atoms) for atoms in differing) < _SHORT_WORD
    ):
        return True
    return all(any(atom.kind or atom.folded in lexicon.common for atom in atoms) for atoms in differing)


def _is_one_character_lost(a: Parsed, b: Parsed) -> bool:
    longer, shorter = (a, b) if len(a.han) > len(b.han) else (b, a)
    if len(longer.han) < _LEAST_HAN or longer.has_latin or shorter.has_latin:
        return False
    if len(longer.han) != len(longer.atoms) or Indel.distance(longer.han, shorter.han) != 1:
        return False
    return _telling(shorter) <= _telling(longer)


def _telling(parsed: Parsed) -> set[str]:
    return {code for code in parsed.spans if code.partition(":")[0] in _TELLING}
