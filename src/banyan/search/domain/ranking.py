"""
Ranking: how well a name answers what was typed, in points.

The engine brings the candidates; this puts them in the order a person expects: a name typed whole, then its
beginning, then all its words, then running text. Points (our own scale, tuned on the names of 51,370
organisations): 110 public id · 100 whole name · 92 its reading · 80 its beginning · 68 part of it · 60 its
words in another order · 45 words spread over several names · 20 only text. A typed accent that the name does
not have costs 9.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from banyan.search.domain.analysis import derived_initials, tail_initials, tokens_of
from banyan.search.domain.normalise import accents_agree
from banyan.search.domain.readings import near_sound
from banyan.search.domain.typed import TypedQuery

PUBLIC_ID = 110.0
SPREAD = 45.0
TEXT_ONLY = 20.0
GOOD = 40.0  # at least this many points: a name answers, not only some text
_WHOLE = {"official": 100.0, "short": 99.0, "acronym": 99.0, "alias": 97.5, "former": 96.0}
_WRONG_ACCENT = 9.0


@dataclass(frozen=True, slots=True)
class StoredName:
    """A name as the index keeps it: text, language, kind, folded words, readings (syllables with spaces)."""

    text: str
    language: str
    kind: str
    folded: str
    readings: tuple[str, ...]

    @classmethod
    def from_payload(cls, row: list[Any]) -> StoredName:
        """Read one name of a payload (see ``analysis.analyse``)."""
        return cls(row[0], row[1], row[2], row[3], tuple(row[4]))


def tie_break(weight: float) -> float:
    """Return the points a weight adds: at most 4, too few to lift one kind of match over the next."""
    return max(-4.0, min(4.0, 2 * math.log2(weight))) if weight > 0 else -4.0


def name_points(typed: TypedQuery, name: StoredName, *, language: str = "") -> float:
    """
    Return how well one name answers the whole query; 0 if it does not by itself.

    To somebody who reads Chinese (``language`` "zh") Latin letters are more likely a reading or its initials.
    """
    joined, key = typed.joined, name.folded.replace(" ", "")
    if not joined or not key:
        return 0.0
    by_letters = _letter_points(typed, name, joined, key)
    if by_letters and typed.has_accents:
        by_letters -= accent_penalty(typed, name)
    by_sound = max(_reading_points(typed, name), _initial_points(typed, name))
    if by_sound and name.readings and language == "zh":
        by_sound += 4.0
    return max(by_letters, by_sound)


def _letter_points(typed: TypedQuery, name: StoredName, joined: str, key: str) -> float:
    if key == joined:
        return _WHOLE.get(name.kind, 97.0)
    share = len(joined) / len(key)
    former = -2.0 if name.kind == "former" else 0.0
    if share < 1:
        if key.startswith(joined):
            whole_words = f"{name.folded} ".startswith(f"{typed.spaced} ")
            return 80.0 + 5 * share + (3.0 if whole_words else 0.0) + former
        if typed.has_han and joined in key:
            return 68.0 + 6 * share + former
        if f" {name.folded} ".find(f" {typed.spaced} ") >= 0:
            return 70.0 + 6 * share + former
        if typed.is_open and f" {name.folded}".find(f" {typed.spaced}") >= 0:
            return 66.0 + 6 * share + former
    return _word_points(typed, name, key, former)


def _word_points(typed: TypedQuery, name: StoredName, key: str, former: float) -> float:
    """Return points if all telling words are in the name, in any order, the last perhaps unfinished."""
    words = name.folded.split(" ")
    there = set(words)
    place = 0
    letters = 0
    while place < len(typed.words):
        token = typed.words[place]
        if token.is_han:
            is_found = token.folded in key
        else:
            is_found = token.folded in there
            if not is_found and typed.is_open and place == len(typed.words) - 1:
                is_found = any(word.startswith(token.folded) for word in words)
        if not is_found and not _compound_is_there(typed, token.start, there):
            return 0.0
        letters += len(token.folded)
        place += 1
    return 60.0 + 5 * min(1.0, letters / len(key)) + former


def _compound_is_there(typed: TypedQuery, start: int, there: set[str]) -> bool:
    """Say whether the joined piece that a token belongs to stands in the name as one word."""
    return any(
        typed.tokens[first].start <= start < typed.tokens[stop - 1].end and together in there
        for first, stop, together in typed.compounds
    )


def accent_penalty(typed: TypedQuery, name: StoredName) -> float:
    """Return what the wrongly typed accents cost; a name kept without any accents is held against nobody."""
    stored: dict[str, list[str]] = {}
    for token in tokens_of(name.text):
        stored.setdefault(token.folded, []).append(token.marked)
    if all(word == folded for folded, words in stored.items() for word in words):
        return 1.0
    wrong = sum(
        1
        for token in typed.tokens
        if token.marked != token.folded
        and token.folded in stored
        and not any(accents_agree(typed=token.marked, stored=word) for word in stored[token.folded])
    )
    return min(3, wrong) * _WRONG_ACCENT


def _reading_points(typed: TypedQuery, name: StoredName) -> float:
    if not name.readings or not typed.pinyin or len(typed.pinyin) < 2:
        return 0.0
    best = 0.0
    cuts = [" ".join(cut) for cut in typed.cuts]
    for place, reading in enumerate(name.readings):
        key = reading.replace(" ", "")
        near = near_sound(key)
        share = min(1.0, len(typed.pinyin) / len(key))
        rare = 0.2 * place
        if key == typed.pinyin:
            points = 92.0
        elif near == typed.sound:
            points = 88.0
        elif key.startswith(typed.pinyin):
            points = 74.0 + 5 * share
        elif near.startswith(typed.sound) and len(typed.sound) > 3:
            points = 70.0 + 5 * share
        elif any(f" {cut}" in f" {reading}" for cut in cuts):
            points = 60.0 + 5 * share
        elif len(typed.sound) > 3 and any(
            f" {near_cut}" in f" {near_reading}"
            for near_reading in [" ".join(map(near_sound, reading.split(" ")))]
            for near_cut in (" ".join(map(near_sound, cut)) for cut in typed.cuts)
        ):
            points = 54.0 + 5 * share
        else:
            continue
        best = max(best, points - rare)
    return best


def _initial_points(typed: TypedQuery, name: StoredName) -> float:
    joined = typed.joined
    if (
        typed.has_han
        or not 2 <= len(joined) <= 24
        or (" " in typed.text.strip() and len(typed.tokens[0].folded) > 1)
    ):
        return 0.0
    best = 0.0
    for reading in name.readings:
        letters = "".join(syllable[0] for syllable in reading.split(" "))
        for tried in {joined, joined.replace("zh", "z").replace("ch", "c").replace("sh", "s")}:
            if letters == tried:
                # The initials of a Chinese short name are used as an acronym is.
                best = max(best, 96.0 if name.kind in ("short", "acronym") and tried == joined else 90.0)
            elif len(tried) > 2 and letters.startswith(tried):
                best = max(best, 64.0 + 5 * len(tried) / len(letters))
    if not name.readings and " " in name.folded and name.kind != "acronym":
        for letters in derived_initials(name.folded.split(" ")):
            if letters == joined:
                best = max(best, 90.0)
            elif len(joined) > 3 and letters.startswith(joined):
                best = max(best, 62.0 + 5 * len(joined) / len(letters))
        if joined in tail_initials(name.folded.split(" ")):
            best = max(best, 70.0)
    return best
