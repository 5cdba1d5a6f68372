"""Names cut short: initials of Latin words, the leading characters of Chinese ones."""

from __future__ import annotations

from typing import Final

from banyan.registry.adapters.matching.parsing import Parsed
from banyan.search.domain.analysis import derived_initials, tail_initials

LONGEST_ACRONYM: Final = 10
_LONGEST_SHORT: Final = 6


def looks_like_acronym(parsed: Parsed) -> bool:
    """Say whether a name is one short word in capitals (or letters with dots, dashes or spaces between)."""
    if parsed.has_han or not 2 <= len(parsed.key) <= LONGEST_ACRONYM or parsed.key.isdigit():
        return False
    if len(parsed.atoms) == 1:
        return parsed.atoms[0].is_capital or parsed.text.strip()[1:] != parsed.text.strip()[1:].lower()
    return all(atom.is_capital for atom in parsed.atoms if not atom.folded.isdigit())


def is_acronym_of(letters: str, parsed: Parsed) -> bool:
    """Say whether folded letters are the initials of a name's words."""
    words = [atom.folded for atom in parsed.atoms if not atom.is_han]
    if len(words) < 2 or len(words) < len(letters) - 1:
        return False
    return letters in derived_initials(words) or letters in tail_initials(words)


def is_short_form_of(short: Parsed, full: Parsed) -> bool:
    """
    Say whether a Chinese name is the usual short form of another: 北大 for 北京大学.

    Each part of the full name gives its first character, the whole part, or nothing; the last part gives
    its first or its last character (中科院), never the whole: 浙江大学 is no short form of 浙江农林大学. The
    first part must be there.
    """
    letters, whole = short.han, full.han
    if short.has_latin or full.has_latin or not 2 <= len(letters) <= _LONGEST_SHORT:
        return False
    if len(whole) < len(letters) + 2 or letters in whole:
        return False
    if any(short.atoms[span.first].kind == "form" and span.stop - span.first > 1 for span, _ in short.cover):
        return False  # it says what it is, as a full name does
    parts = _parts(full)
    return _eats(letters, parts, 0, first=True)


def _parts(parsed: Parsed) -> list[str]:
    """Cut a Chinese name into its concepts, and what is between into pairs."""
    starts = {span.first: span.stop for span, _codes in parsed.cover if span.stop - span.first > 1}
    parts: list[str] = []
    place = 0
    while place < len(parsed.atoms):
        stop = starts.get(place, 0)
        if not stop:
            stop = place + 1
            while stop < len(parsed.atoms) and stop not in starts and stop < place + 2:
                stop += 1
        parts.append("".join(atom.folded for atom in parsed.atoms[place:stop]))
        place = stop
    return parts


def _eats(letters: str, parts: list[str], skipped: int, *, first: bool) -> bool:
    if not letters:
        return not parts
    if not parts:
        return False
    part, rest = parts[0], parts[1:]
    pieces = {part, part[:1]} if rest else {part[:1], part[-1:]}
    for piece in sorted(pieces, key=len, reverse=True):
        if letters.startswith(piece) and _eats(letters[len(piece) :], rest, skipped, first=False):
            return True
    return not first and skipped < 1 and _eats(letters, rest, skipped + 1, first=False)
