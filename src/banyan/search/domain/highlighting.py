"""Snippets: the piece of text around what was found, as pieces that say whether they matched. Never HTML."""

from __future__ import annotations

from collections.abc import Iterable

from banyan.search.domain.analysis import Token, tokens_of
from banyan.search.domain.typed import TypedQuery

Piece = tuple[str, bool]
SNIPPET_LENGTH = 180  # characters, about two lines


def matched_spans(text: str, typed: TypedQuery) -> list[tuple[int, int]]:
    """Return where the typed words stand in ``text`` (settled), in order and without overlap."""
    words = {token.folded for token in typed.words if not token.is_han}
    runs = [token.folded for token in typed.words if token.is_han]
    last = typed.tokens[-1].folded if typed.tokens and typed.is_open and not typed.tokens[-1].is_han else ""
    if len(last) < 3:
        last = ""
    spans: list[tuple[int, int]] = []
    for token in tokens_of(text):
        if token.is_han:
            spans += _han_spans(token, runs)
        elif token.folded in words or (last and token.folded.startswith(last)):
            spans.append((token.start, token.end))
    return _merged(spans)


def _han_spans(token: Token, runs: Iterable[str]) -> list[tuple[int, int]]:
    """Return where typed Han runs stand in a Han token (whole, where marked kana changed its length)."""
    if len(token.folded) != token.end - token.start:
        return [(token.start, token.end)] if any(run in token.folded for run in runs) else []
    spans: list[tuple[int, int]] = []
    for run in runs:
        at = token.folded.find(run)
        while at >= 0:
            spans.append((token.start + at, token.start + at + len(run)))
            at = token.folded.find(run, at + len(run))
    return spans


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def pieces(text: str, spans: list[tuple[int, int]]) -> tuple[Piece, ...]:
    """Cut ``text`` at ``spans``; joined together the pieces are the text again."""
    made: list[Piece] = []
    at = 0
    for start, end in spans:
        if start > at:
            made.append((text[at:start], False))
        made.append((text[start:end], True))
        at = end
    if at < len(text):
        made.append((text[at:], False))
    return tuple(made)


def snippet(text: str, typed: TypedQuery, *, length: int = SNIPPET_LENGTH) -> tuple[Piece, ...]:
    """Return the ``length`` or so characters of ``text`` that have most of the typed words."""
    spans = matched_spans(text, typed)
    start = 0
    if spans and len(text) > length:
        counts = [
            sum(1 for span in spans[i:] if span[1] <= spans[i][0] + length)
            for i in range(min(60, len(spans)))
        ]
        best = counts.index(max(counts))
        start = max(0, spans[best][0] - 40)
        if start and (gap := text.find(" ", start, spans[best][0])) >= 0:
            start = gap + 1
    end = min(len(text), start + length)
    if end < len(text):
        gap = text.rfind(" ", start + length // 2, end)
        end = gap if gap > 0 else end
    inside = [(max(a, start) - start, min(b, end) - start) for a, b in spans if b > start and a < end]
    cut = pieces(text[start:end], inside)
    before: tuple[Piece, ...] = (("… ", False),) if start else ()
    after: tuple[Piece, ...] = ((" …", False),) if end < len(text) else ()
    return before + cut + after
