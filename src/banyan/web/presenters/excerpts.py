"""
Short quotes: enough to check a fact, too little to replace the page.

A sentence stands whole. A longer quote is cut to the words around the names it was taken for, exactly as
they are written, with … where something is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from banyan.paper.domain.measuring import width_of

#: Width of a quote that stands whole, and around each name, in Latin letters; a Chinese character is two.
WHOLE: Final = 240
_BEFORE: Final = 30
_AFTER: Final = 60


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a stretch with a little before and after it, ending at spaces where the script has them."""
    is_wide = width_of(text[start:end]) > end - start
    left = max(0, start - (_BEFORE // 2 if is_wide else _BEFORE))
    right = min(len(text), end + (_AFTER // 2 if is_wide else _AFTER))
    while left and not is_wide and not text[left - 1].isspace():
        left -= 1
    while right < len(text) and not is_wide and not text[right].isspace():
        right += 1
    return left, right


def _stretches(text: str, names: Iterable[str]) -> list[tuple[int, int]]:
    """Return the stretches around the first place of each name, in order, joined where they meet."""
    places = sorted(
        _widened(text, text.index(name), text.index(name) + len(name))
        for name in set(names)
        if name and name in text
    )
    joined: list[tuple[int, int]] = []
    for start, end in places:
        if joined and start <= joined[-1][1] + 2:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def excerpt(text: str, names: Iterable[str] = ()) -> str:
    """Return a quote short enough to be shown: whole, or the words around these names, or its beginning."""
    if width_of(text) <= WHOLE:
        return text
    stretches = _stretches(text, names)
    if not stretches:
        end = WHOLE // 2 if width_of(text) > len(text) * 1.5 else WHOLE
        stretches = [(0, end)]
    shown = " … ".join(text[start:end].strip() for start, end in stretches)
    before = "… " if stretches[0][0] > 0 else ""
    after = " …" if stretches[-1][1] < len(text) else ""
    return f"{before}{shown}{after}"
