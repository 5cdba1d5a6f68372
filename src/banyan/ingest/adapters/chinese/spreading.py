"""Finding where names already learnt stand on the page, in one pass, the longest first."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from banyan.ingest.adapters.chinese.words import Sentence


def occurrences(text: str, wanted: Iterable[str], sentences: Sequence[Sentence]) -> Iterator[tuple[int, str]]:
    """
    Yield where each wanted text stands, never two over the same characters.

    Texts of up to four characters must begin and end where words do. Time grows with the page, not with the
    number of names: candidates are looked up by their first two characters.
    """
    names = {name for name in wanted if len(name) >= 2}
    sizes: dict[str, set[int]] = {}
    for name in names:
        sizes.setdefault(name[:2], set()).add(len(name))
    table = {opening: sorted(lengths, reverse=True) for opening, lengths in sizes.items()}
    if not table:
        return
    for sentence in sentences:
        starts: set[int] | None = None
        ends: set[int] = set()
        position, limit = sentence.start, sentence.end
        while position < limit - 1:
            lengths = table.get(text[position : position + 2])
            if lengths is None:
                position += 1
                continue
            if starts is None:
                starts = {word.start for word in sentence.words}
                ends = {word.end for word in sentence.words}
            candidates = (text[position : position + length] for length in lengths)
            found = next(
                (
                    each
                    for each in candidates
                    if each in names and _stands(text, each, position, limit, starts, ends)
                ),
                None,
            )
            if found is None:
                position += 1
                continue
            yield position, found
            position += len(found)


def _stands(text: str, name: str, position: int, limit: int, starts: set[int], ends: set[int]) -> bool:
    end = position + len(name)
    if end > limit:
        return False
    if name.isascii():
        before, after = text[position - 1 : position], text[end : end + 1]
        return not (before.isascii() and before.isalnum()) and not (after.isascii() and after.isalnum())
    return len(name) > 4 or (position in starts and end in ends)


def sentence_at(sentences: Sequence[Sentence], position: int) -> Sentence | None:
    """Return the sentence a position lies in."""
    index = bisect_right(sentences, position, key=lambda each: each.start) - 1
    return sentences[index] if index >= 0 and sentences[index].end > position else None
