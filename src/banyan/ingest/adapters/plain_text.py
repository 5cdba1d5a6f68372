"""A plain text file as a page: the text itself, cut into lines, offsets untouched."""

from __future__ import annotations

from .lines import MOST_CHARACTERS, MOST_LINES, cut_lines
from .offsets import identical
from .pages import PageText


def plain_page(source: str) -> PageText:
    """Return the page of a plain text: analysed text and source are the same, as far as it is read."""
    lines = cut_lines(source[:MOST_CHARACTERS])
    end = lines[-1].end if len(lines) == MOST_LINES else MOST_CHARACTERS
    text = source[:end]
    return PageText(identical(text), lines, cut_at=end if end < len(source) else None)
