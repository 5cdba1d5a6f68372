"""
The distinct words of names beside an index, and which of them are near a misspelled one.

An engine's own search with slips walks its dictionary for every word and then reads the records of all it
meets. Here a word is looked up among the words alone: those of about its length whose letters differ by no
more than the slips allow (one signature of 64 bits each, compared all at once), then rapidfuzz on the few
that are left. Half a million words take 0.1 to 1 ms and 9 MB, shared by all processes.

Three files of a build never change; words that came later stand in a fourth that only grows.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterable
from itertools import accumulate
from pathlib import Path

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST, LONGEST = 2, 40  # letters of a word worth correcting, or being the correction
_WORDS, _STARTS, _SIGNATURES, _LATER = (
    "words.txt",
    "words-starts.npy",
    "words-signatures.npy",
    "words-later.txt",
)


def is_correctable(word: str) -> bool:
    """Say whether a token is a word of letters; Han pairs are not corrected letter by letter."""
    return SHORTEST <= len(word) <= LONGEST and not any(letter >= "\u2e80" for letter in word)


def _places() -> dict[int, int]:
    return {code: 1 << (code - ord("a")) for code in range(ord("a"), ord("z") + 1)}


_PLACES = _places()


def signature(word: str) -> int:
    """
    Return which letters a word has (low half) and which it has twice (high half), as 64 bits.

    An edit changes one letter's count, a replacement two, a swap none: words within n edits differ in at most
    2n bits, fewer by the difference of their lengths.
    """
    once = twice = 0
    for letter in word:
        place = _PLACES.get(ord(letter)) or 1 << (26 + ord(letter) % 6)
        twice |= once & place
        once |= place
    return once | twice << 32


class Vocabulary:
    """The words of one build's names, for reading; files are opened at the first look."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._later: _Words = _Words([])
        self._later_size = 0
        self._built = _Words.opened(folder)

    def near(self, word: str, *, distance: int) -> list[tuple[str, int]]:
        """Return the words within ``distance`` edits (a swap is one) with their edits, nearest first."""
        self._read_later()
        found = self._built.near(word, distance) + self._later.near(word, distance)
        return sorted(dict(found).items(), key=lambda pair: (pair[1], pair[0]))

    def _read_later(self) -> None:
        try:
            size = (self._folder / _LATER).stat().st_size
        except OSError:
            return
        if size != self._later_size:
            text = (self._folder / _LATER).read_bytes()
            whole = text[: text.rfind(b"\n") + 1]  # a line that is being written is read next time
            self._later = _Words(dict.fromkeys(whole.decode("utf-8", "replace").split()))
            self._later_size = size

    @staticmethod
    def write(folder: Path, words: Iterable[str]) -> None:
        """Write the words of a new build."""
        _Words(words).write(folder)

    @staticmethod
    def add(folder: Path, words: Iterable[str]) -> None:
        """Add words that came later; the only writer of the index calls this before its commit."""
        lines = "".join(f"{word}\n" for word in words)
        if lines:
            with (folder / _LATER).open("a", encoding="utf-8", newline="\n") as out:
                out.write(lines)


class _Words:
    """Words in the order of their lengths, each with its signature."""

    def __init__(self, words: Iterable[str]) -> None:
        kept = sorted(filter(is_correctable, words), key=len)
        encoded = [word.encode() for word in kept]
        self._text: bytes | mmap.mmap = b"".join(encoded)
        self._starts = np.fromiter(accumulate(map(len, encoded), initial=0), np.uint32, len(encoded) + 1)
        self._signatures = np.fromiter(map(signature, kept), np.uint64, len(kept))
        lengths = np.fromiter(map(len, kept), np.uint32, len(kept))
        self._first_of = np.searchsorted(lengths, np.arange(LONGEST + 2)).astype(np.uint32)

    @classmethod
    def opened(cls, folder: Path) -> _Words:
        """
        Open the words of a build; none, if its files are missing or damaged (nothing is corrected then).

        The places at which each length begins stand before the places of the words.
        """
        made = cls([])
        try:
            places = np.load(folder / _STARTS, mmap_mode="r")
            signatures = np.load(folder / _SIGNATURES, mmap_mode="r")
            with (folder / _WORDS).open("rb") as text:
                content = mmap.mmap(text.fileno(), 0, access=mmap.ACCESS_READ)
            first_of, starts = places[: LONGEST + 2], places[LONGEST + 2 :]
            if len(starts) == len(signatures) + 1 and int(starts[-1]) == len(content):
                made._text, made._starts, made._signatures = content, starts, signatures
                made._first_of = np.array(first_of)
        except (OSError, ValueError, IndexError):
            pass
        return made

    def write(self, folder: Path) -> None:
        """Write the files that ``opened`` reads."""
        (folder / _WORDS).write_bytes(self._text)
        np.save(folder / _STARTS, np.concatenate([self._first_of, self._starts]))
        np.save(folder / _SIGNATURES, self._signatures)

    def near(self, word: str, distance: int) -> list[tuple[str, int]]:
        """Return the words within ``distance`` edits with their edits."""
        ours = np.uint64(signature(word))
        found: list[tuple[str, int]] = []
        for length in range(max(SHORTEST, len(word) - distance), min(LONGEST, len(word) + distance) + 1):
            first, stop = int(self._first_of[length]), int(self._first_of[length + 1])
            differing = np.bitwise_count(self._signatures[first:stop] ^ ours)
            most = 2 * distance - abs(length - len(word))
            places = np.flatnonzero(differing <= most) + first
            starts, stops = self._starts[places].tolist(), self._starts[places + 1].tolist()
            likely = [self._text[at:end].decode() for at, end in zip(starts, stops, strict=True)]
            close = process.extract(word, likely, scorer=OSA.distance, score_cutoff=distance, limit=None)
            found += [(text, int(edits)) for text, edits, _place in close]
        return found
