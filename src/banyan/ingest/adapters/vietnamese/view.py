"""
A normalised view of a text, with the way back to the raw code points.

Vietnamese text arrives composed (NFC) or decomposed (NFD), with the tone on either vowel of
``hòa``/``hoà``, and with no-break spaces inside names. The grammar reads the view; every span it
finds is handed back in offsets of the raw text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_SPACES = dict.fromkeys((160, 8199, 8239, 12288, 9, 8194, 8195, 8201), " ")
_DROPPED = {"\u200b", "\u200c", "\u200d", "\ufeff", "\u00ad", "\r"}
_TONES = {
    "oa": ("oàoáoảoãoạ", "òaóaỏaõaọa"),
    "oe": ("oèoéoẻoẽoẹ", "òeóeỏeõeọe"),
    "uy": ("uỳuýuỷuỹuỵ", "ùyúyủyũyụy"),
}


def _tone_table() -> dict[str, str]:
    """Pairs of letters in the new tone placement, and the same pair in the old one."""
    table: dict[str, str] = {}
    for new, old in _TONES.values():
        for at in range(0, len(new), 2):
            pair, target = new[at : at + 2], old[at : at + 2]
            for first in (pair[0], pair[0].upper()):
                for second in (pair[1], pair[1].upper()):
                    base = target[0].upper() if first.isupper() else target[0]
                    rest = target[1].upper() if second.isupper() else target[1]
                    table[first + second] = base + rest
    return table


_TABLE = _tone_table()
_NEW_PLACEMENT = re.compile(r"(?<![qQ])(?:" + "|".join(_TABLE) + r")(?![^\W\d_])")


def fold(text: str) -> str:
    """Return a text composed and with the old tone placement; the length of a composed text is kept."""
    return _NEW_PLACEMENT.sub(lambda found: _TABLE[found.group()], unicodedata.normalize("NFC", text))


def key(text: str) -> str:
    """Return the form under which words are compared: folded, lower case, single spaces."""
    return " ".join(fold(text).lower().split())


def clean(text: str) -> str:
    """Return a name as it should be shown: composed, single spaces, tone where its author put it."""
    kept = "".join(letter for letter in text if letter not in _DROPPED)
    return " ".join(unicodedata.normalize("NFC", kept).split())


@dataclass(frozen=True, slots=True)
class View:
    """The normalised ``text``; ``raw_at[i]`` is the raw offset of its i-th code point, plus one end entry."""

    text: str
    raw: str
    raw_at: tuple[int, ...] | None

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the raw offsets of a stretch of the view."""
        if self.raw_at is None or start >= end:
            return start, end
        return self.raw_at[start], self._raw_end(end)

    def _raw_end(self, end: int) -> int:
        assert self.raw_at is not None
        stop = self.raw_at[end]
        # dropped characters (zero width) between two letters belong to neither name
        while stop > 0 and self.raw[stop - 1] in _DROPPED:
            stop -= 1
        return stop

    def raw_text(self, start: int, end: int) -> str:
        """Return the raw words of a stretch of the view."""
        first, last = self.raw_span(start, end)
        return self.raw[first:last]


def view_of(text: str) -> View:
    """Return the normalised view of a raw text."""
    if unicodedata.is_normalized("NFC", text) and not any(mark in text for mark in _DROPPED):
        return View(text=fold(text.translate(_SPACES)), raw=text, raw_at=None)
    letters: list[str] = []
    places: list[int] = []
    at = 0
    while at < len(text):
        stop = at + 1
        while stop < len(text) and unicodedata.combining(text[stop]):
            stop += 1
        if text[at] not in _DROPPED:
            for letter in unicodedata.normalize("NFC", text[at:stop]):
                letters.append(letter)
                places.append(at)
        at = stop
    places.append(len(text))
    return View(text=fold("".join(letters).translate(_SPACES)), raw=text, raw_at=tuple(places))
