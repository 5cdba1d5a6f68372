"""The sentence around a mention: the quote an editor sees and a visitor gets."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

#: Where sentences end: full stops of the three languages, and line ends.
_END = re.compile(r"[。！？!?；]+[”’」』\"']*|\.(?=\s|$)[”’\"']*|\n+|\r\n?")
#: A quote longer than this is cut around the mention: long enough to judge, too short to republish.
LONGEST_QUOTE = 320

#: What stands in a quote where planted text was left out.
OMITTED = "[…]"


def without_planted(quote: str, planted: Iterable[str]) -> str:
    """Return a quote with planted text left out, and the omission shown as editors do."""
    for text in planted:
        quote = quote.replace(text, OMITTED)
    return quote


class Sentences:
    """The sentence boundaries of one text, found once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._ends = [match.end() for match in _END.finditer(text)] or [len(text)]

    def bounds(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of the sentence, or sentences, that hold a span, without outer white space."""
        index = bisect_right(self._ends, start)
        left = self._ends[index - 1] if index else 0
        after = bisect_right(self._ends, max(end - 1, start))
        right = self._ends[after] if after < len(self._ends) else len(self.text)
        right = max(right, end)
        while left < start and self.text[left].isspace():
            left += 1
        while right > end and self.text[right - 1].isspace():
            right -= 1
        return left, right

    def quote(self, start: int, end: int) -> str:
        """Return the words around a span, cut to :data:`LONGEST_QUOTE` with an ellipsis where cut."""
        left, right = self.bounds(start, end)
        if right - left <= LONGEST_QUOTE:
            return self.text[left:right]
        room = max(0, LONGEST_QUOTE - (end - start)) // 2
        cut_left, cut_right = max(left, start - room), min(right, max(end, start) + room)
        words = self.text[cut_left:cut_right]
        return ("…" if cut_left > left else "") + words + ("…" if cut_right < right else "")

    def index(self, position: int) -> int:
        """Return the number of the sentence that holds a code point."""
        return bisect_right(self._ends, position)

    def same(self, spans: Sequence[tuple[int, int]]) -> bool:
        """Say whether all spans begin in one sentence."""
        return len({self.index(start) for start, _ in spans}) <= 1

    def same_paragraph(self, spans: Sequence[tuple[int, int]]) -> bool:
        """Say whether no line ends between the beginnings of the spans."""
        starts = [start for start, _ in spans]
        return not any(mark in self.text[min(starts) : max(starts)] for mark in "\n\r")
