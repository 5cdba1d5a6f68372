"""The word lists of page reading, kept as data under ``ingest/data/pages``."""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

_FOLDER = Path(__file__).resolve().parent.parent / "data" / "pages"

# Rules ask for the same line again and again; whole pages are not kept in memory.
_LONGEST_REMEMBERED = 400


@cache
def words(file: str, key: str) -> tuple[str, ...]:
    """Return the entries of one list, longest first, folded the way ``folded`` folds a line."""
    with (_FOLDER / f"{file}.toml").open("rb") as handle:
        entries = tomllib.load(handle)[key]
    return tuple(sorted({folded(entry) for entry in entries}, key=lambda entry: (-len(entry), entry)))


def folded(text: str) -> str:
    """Lower case, full width made half width, blanks made plain: for comparing lines, not for offsets."""
    return _folded_line(text) if len(text) <= _LONGEST_REMEMBERED else _folded_line.__wrapped__(text)


@lru_cache(maxsize=16_384)
def _folded_line(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


def starts_with_entry(line: str, entries: tuple[str, ...]) -> str:
    """Return the longest entry the folded line begins with, or "" when there is none."""
    for entry in _by_first(entries).get(line[:1], ()):
        if line.startswith(entry):
            rest = line[len(entry) :]
            if not rest or not (entry[-1].isalpha() and rest[0].isalpha() and rest[0].isascii()):
                return entry
    return ""


@cache
def _by_first(entries: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for entry in entries:
        found.setdefault(entry[0], []).append(entry)
    return {first: tuple(group) for first, group in found.items()}
