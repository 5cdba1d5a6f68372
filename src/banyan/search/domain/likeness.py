"""How alike a name and a query with a slip in it are: the order of answers when slips are allowed."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz.distance import OSA

from banyan.search.domain.ranking import StoredName, accent_penalty
from banyan.search.domain.readings import near_sound
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
    if len(joined) < 6:
        return 100 * OSA.normalized_similarity(joined, key)
    # Below three letters in four nothing is left that would be worth showing.
    return 100 * OSA.normalized_similarity(joined, key, score_cutoff=0.75)


def _word_likeness(typed: TypedQuery, name: StoredName) -> float:
    """Return how well each typed word finds its like in the name; a long rest costs a little."""
    words = name.folded.split(" ")
    there = set(words)
    lost = 0.0
    may_be_lost = typed.letters * (1 - LIKE_ENOUGH / 100)
    for token in typed.words:
        word, size = token.folded, len(token.folded)
        if word in there:
            continue
        if typed.is_open and token is typed.tokens[-1] and size > 2 and f" {word}" in f" {name.folded}":
            continue
        most = edits_allowed(word)
        like = [_slips(word, other) for other in there if -most <= len(other) - size <= most] if most else []
        slips = min(like, default=most + 1)
        lost += size if slips > most else slips * (1.5 if size < 4 else 1)
        if lost > may_be_lost:  # most names of the candidates are in another language: they end here
            return 0.0
    covered = min(1.0, typed.letters / max(1, len(name.folded) - len(words) + 1))
    return 100 * (1 - lost / max(1, typed.letters)) - 10 * (1 - covered)


@lru_cache(maxsize=8192)  # candidates share most of their words
def _slips(typed: str, word: str) -> int:
    return OSA.distance(typed, word, score_cutoff=2)


def _han_likeness(typed: TypedQuery, name: StoredName, joined: str, key: str) -> float:
    at = 0
    in_order = 0
    for piece in typed.pieces if not key.isascii() else ():
        place = key.find(piece, at)
        if place >= 0:
            in_order += 1
            at = place + len(piece)
    number = len(typed.pieces)
    share = in_order / number
    best = 100 * share * (0.75 + 0.2 * min(1.0, len(joined) / len(key))) if number > 2 or share == 1 else 0.0
    sound = typed.han_sound
    if not sound:
        return best
    for reading in name.readings:
        read = _read_together(reading)
        if read == sound:
            best = max(best, 94.0)
        elif len(sound) > 5 and sound in read:
            best = max(best, 80.0)
    return best


@lru_cache(maxsize=8192)  # what answers one question is asked about again by the next
def _read_together(reading: str) -> str:
    return near_sound(reading.replace(" ", ""))
