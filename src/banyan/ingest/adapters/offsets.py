"""Text cut out of a source, with the way back: where every character came from."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """
    For every code point of a derived text, the stretch of the source it stands for.

    Stretches never go backwards. An entity such as ``&amp;`` is one character from five; a run of blanks
    collapsed into one space is one character from many; a line break we put in has an empty stretch.
    """

    starts: Sequence[int]
    ends: Sequence[int]

    def __len__(self) -> int:
        return len(self.starts)

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Turn a span of the derived text into a span of the source."""
        if not len(self.starts):
            return (0, 0)
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else self.ends[-1]
            return (at, at)
        return (self.starts[start], self.ends[end - 1])

    def from_source(self, start: int, end: int) -> tuple[int, int] | None:
        """Turn a span of the source into a span of the derived text; None when none of it was kept."""
        first = bisect_right(self.ends, start)
        last = bisect_left(self.starts, end)
        while first < last and self.starts[first] == self.ends[first]:
            first += 1
        while last > first and self.starts[last - 1] == self.ends[last - 1]:
            last -= 1
        return (first, last) if first < last else None


@dataclass(frozen=True, slots=True)
class MappedText:
    """A text and its way back to the source."""

    text: str
    map: OffsetMap

    def slice(self, start: int, end: int) -> MappedText:
        """Cut out a part of the text together with its way back."""
        return MappedText(
            self.text[start:end], OffsetMap(self.map.starts[start:end], self.map.ends[start:end])
        )


def identical(text: str, *, start: int = 0) -> MappedText:
    """Return a text that stands in the source just as it is, beginning at ``start``."""
    return MappedText(
        text, OffsetMap(range(start, start + len(text)), range(start + 1, start + len(text) + 1))
    )


def joined(parts: Iterable[tuple[str, MappedText]]) -> MappedText:
    """
    Join (gap, part) pairs in source order; a gap stands before its part and for nothing in the source.

    The first gap is left out.
    """
    pieces: list[str] = []
    starts: array[int] = array("I")
    ends: array[int] = array("I")
    for gap, part in parts:
        if pieces:
            pieces.append(gap)
            at = ends[-1] if len(ends) else 0
            starts.extend([at] * len(gap))
            ends.extend([at] * len(gap))
        pieces.append(part.text)
        starts.extend(part.map.starts)
        ends.extend(part.map.ends)
    return MappedText("".join(pieces), OffsetMap(starts, ends))
