"""How alike a name and a query with a slip in it are: the order of answers when slips are allowed."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz.distance import OSA

from banyan.search.domain.analysis import characters_of
from banyan.search.domain.ranking import StoredName, accent_penalty
from banyan.search.domain.readings import near_sound, readings_of
from banyan.search.domain.typed import TypedQuery, edits_allowed

LIKE_ENOUGH = 70.0  # percent of letters in place, below which a near match is no answer
HAN_LIKE_ENOUGH = 60.0  # one wrong character of three must do
HAN_MOST = 95.0  # the likeness of Han characters that are all in place


def likeness(typed: TypedQuery, name: StoredName) -> float:
    """
    Return how alike a name and a query with a slip in it are, 0 to 100; 0 below what is worth showing.

    Compared are the whole (a swap counts as one edit), the words in any order, a part of a longer name,
    and the sound.
    """
    joined, key = typed.joined, name.folded.replace(" ", "")
    if not joined or not key:
        return 0.0
    best = _whole_likeness(joined, key)
    if typed.has_han:
        best = max(best, _han_likeness(typed, name, joined, key))
        return best if best >= HAN_LIKE_ENOUGH else 0.0
    if len(joined) > 3:
        best = max(best, _word_likeness(typed, name))
    if typed.has_accents:
        best -= accent_penalty(typed, name) / 2
    if typed.pinyin:
        for reading in name.readings[:3]:
            best = max(best, 0.97 * _whole_likeness(typed.pinyin, reading.replace(" ", "")))
    return best if best >= LIKE_ENOUGH else 0.0


def _whole_likeness(joined: str, key: str) -> float:
    """Return the share of letters in place; beyond one slip in four, likeness is chance: it counts less."""
    alike = 100 * OSA.normalized_similarity(joined, key)
    return alike if alike >= 75 or len(joined) < 6 else 0.8 * alike


def _word_likeness(typed: TypedQuery, name: StoredName) -> float:
    """Return how well each typed word finds its like in the name; a long rest costs a little."""
    words = name.folded.split(" ")
    there = set(words)
    total = sum(len(token.folded) for token in typed.words)
    found = 0.0
    for token in typed.words:
        size = len(token.folded)
        if token.folded in there:
            found += size
            continue
        is_open = typed.is_open and token is typed.tokens[-1] and size > 2
        if is_open and any(word.startswith(token.folded) for word in words):
            found += size
            continue
        most = edits_allowed(token.folded)
        near = [word for word in there if -most <= len(word) - size <= most] if most else ()
        slips = min((_slips(token.folded, word) for word in near), default=most + 1)
        if slips <= most:
            found += size - slips * (1.5 if size < 4 else 1)
    covered = min(1.0, total / max(1, sum(len(word) for word in words)))
    return 100 * found / max(1, total) - 10 * (1 - covered)


@lru_cache(maxsize=8192)  # candidates share most of their words
def _slips(typed: str, word: str) -> int:
    return OSA.distance(typed, word)


def _han_likeness(typed: TypedQuery, name: StoredName, joined: str, key: str) -> float:
    pieces = characters_of(joined)
    at = 0
    in_order = 0
    for piece in pieces:
        place = key.find(piece, at)
        if place >= 0:
            in_order += 1
            at = place + len(piece)
    share = in_order / len(pieces)
    best = (
        100 * share * (0.75 + 0.2 * min(1.0, len(joined) / len(key)))
        if len(pieces) > 2 or share == 1
        else 0.0
    )
    sound = near_sound("".join(readings_of(joined)[0])) if readings_of(joined) else ""
    for reading in name.readings:
        read = near_sound(reading.replace(" ", ""))
        if sound and read == sound:
            best = max(best, 94.0)
        elif len(sound) > 5 and sound in read:
            best = max(best, 80.0)
    return best
