"""
What a name says beyond the name it is compared with, and the record says elsewhere.

"Name (ABC)", "Tên – Name" and "Name, City" hold another name of the record or its seat: nothing is left over.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from banyan.registry.adapters.matching.aligning import Alignment, align
from banyan.registry.adapters.matching.lexicon import Lexicon
from banyan.registry.adapters.matching.parsing import Parsed, parse
from banyan.registry.adapters.matching.shapes import Name, Profile

#: Only where the names compared agree so far is it worth while to look.
_LEAST_COVERED: Final = 0.6
#: Another name counts only if nearly the whole of it is there.
_WHOLE: Final = 0.9
_SMALL: Final = frozenset({"stop", "wrapper"})
_MOST_NAMES: Final = 12


def answer_elsewhere(
    found: Alignment, *, records: tuple[Profile, Profile], names: tuple[Name, Name], lexicon: Lexicon
) -> bool:
    """Take what is left of either name that the other record says elsewhere; say whether there was any."""
    covered_a, covered_b = found.covered()
    is_changed = False
    if covered_a < 1 and covered_b >= _LEAST_COVERED:
        is_changed = _answer(found.a, found.taken_a, records[1], names[1], lexicon)
    if covered_b < 1 and covered_a >= _LEAST_COVERED:
        is_changed |= _answer(found.b, found.taken_b, records[0], names[0], lexicon)
    return is_changed


def _answer(parsed: Parsed, taken: list[float], record: Profile, but: Name, lexicon: Lexicon) -> bool:
    before = sum(taken)
    if record.seats or record.country:
        _answer_from_seat(parsed, taken, record, lexicon)
    for name in record.names[:_MOST_NAMES]:
        if name is not but and _is_open(parsed, taken):
            _answer_from_name(parsed, taken, parse(name.text, name.language, lexicon), lexicon)
    return sum(taken) > before


def _is_open(parsed: Parsed, taken: list[float]) -> bool:
    return any(not q and atom.kind not in _SMALL for atom, q in zip(parsed.atoms, taken, strict=True))


def _answer_from_seat(parsed: Parsed, taken: list[float], record: Profile, lexicon: Lexicon) -> None:
    texts, codes = _seat(record.seats, record.country, lexicon)
    words = tuple(atom.folded for atom in parsed.atoms)
    for text in texts:
        for first in range(len(words) - len(text) + 1):
            if words[first : first + len(text)] == text and not any(taken[first : first + len(text)]):
                taken[first : first + len(text)] = [1.0] * len(text)
    for span, theirs in parsed.cover:
        if not any(taken[span.first : span.stop]) and not codes.isdisjoint(theirs):
            taken[span.first : span.stop] = [1.0] * (span.stop - span.first)


@lru_cache(maxsize=5_000)
def _seat(
    seats: tuple[str, ...], country: str, lexicon: Lexicon
) -> tuple[tuple[tuple[str, ...], ...], frozenset[str]]:
    """Return the words of each seat, and the codes of the places that they name."""
    read = [parse(seat, "", lexicon) for seat in seats]
    named = {code for one in read for _span, codes in one.cover for code in codes if code[:6] == "place:"}
    texts = tuple(tuple(atom.folded for atom in one.atoms) for one in read if one.atoms)
    return texts, frozenset(named | ({f"place:{country}"} if country else set()))


def _answer_from_name(parsed: Parsed, taken: list[float], other: Parsed, lexicon: Lexicon) -> None:
    if len(other.atoms) == 1 and not other.has_han:
        for place, atom in enumerate(parsed.atoms):
            if not taken[place] and atom.folded == other.key and not atom.kind:
                taken[place] = 1.0
        return
    if parsed.pieces.keys().isdisjoint(other.pieces):
        return
    found = align(parsed, other, lexicon=lexicon)
    if found.covered()[1] >= _WHOLE and not found.accents_against:
        for place, quality in enumerate(found.taken_a):
            taken[place] = max(taken[place], quality)
