"""An article with what was noticed in it marked, as safe HTML."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

#: Articles longer than this are shown up to here; the rest can be read in the original.
LONGEST = 120_000


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text. ``target`` is the id of the suggestion it belongs to, or ""."""

    start: int
    end: int
    kind: str
    target: str = ""
    note: str = ""


def _apart(marks: Iterable[Mark]) -> list[Mark]:
    """Return marks that do not overlap: the planted ones first, then the longer of two."""
    starts: list[int] = []
    taken: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.kind != "spam", mark.start - mark.end)):
        place = bisect_left(starts, mark.start)
        is_after_its_left = place == 0 or taken[place - 1].end <= mark.start
        is_before_its_right = place == len(taken) or mark.end <= starts[place]
        if mark.start < mark.end and is_after_its_left and is_before_its_right:
            starts.insert(place, mark.start)
            taken.insert(place, mark)
    return taken


def _opening(mark: Mark, ids: set[str]) -> str:
    """Return the tag; the first mark of each suggestion carries the id its card links to."""
    name = f"mark-{mark.target}"
    if not mark.target or name in ids:
        return format_html('<mark class="{}">', mark.kind)
    ids.add(name)
    return format_html('<mark class="{}" id="{}">', mark.kind, name)


def _marked(text: str, start: int, end: int, marks: Sequence[Mark], ids: set[str]) -> str:
    """Return a stretch of the text with its marks; ``marks`` are those that touch it, in order."""
    parts: list[str] = []
    at = start
    for mark in marks:
        left, right = max(mark.start, start), min(mark.end, end)
        parts.append(escape(text[at:left]))
        words = escape(text[left:right])
        inner = format_html('<a href="#change-{}">{}</a>', mark.target, words) if mark.target else words
        parts.append(_opening(mark, ids) + inner + "</mark>")
        if mark.note and mark.end <= end:
            parts.append(format_html(' <span class="mark-note">{}</span>', mark.note))
        at = right
    parts.append(escape(text[at:end]))
    return "".join(parts)


def _touching(marks: Sequence[Mark], first: int, start: int, end: int) -> tuple[list[Mark], int]:
    """Return the marks that touch a line, and where to look for those of the next."""
    while first < len(marks) and marks[first].end <= start:
        first += 1
    last = first
    while last < len(marks) and marks[last].start < end:
        last += 1
    return list(marks[first:last]), first


def render(*, text: str, marks: Iterable[Mark], article: Sequence[Sequence[int]]) -> SafeString:
    """
    Return the text as paragraphs with marks.

    :param article: ``[start, end]`` stretches that are the article; lines outside are shown as furniture
    """
    apart = _apart(marks)
    ids: set[str] = set()
    parts: list[str] = []
    at = first = 0
    for line in text[:LONGEST].splitlines(keepends=True):
        start, end = at, at + len(line.rstrip("\r\n"))
        at += len(line)
        if not line.strip():
            continue
        is_article = any(start < run[1] and end > run[0] for run in article)
        name = "" if is_article else ' class="furniture"'
        here, first = _touching(apart, first, start, end)
        parts.append(f"<p{name}>{_marked(text, start, end, here, ids)}</p>")
    if len(text) > LONGEST:
        parts.append(
            format_html('<p class="small">{}</p>', _("The page goes on; only its beginning is shown."))
        )
    # Every piece was escaped above, or is a tag of ours.
    return mark_safe("\n".join(parts))  # noqa: S308
