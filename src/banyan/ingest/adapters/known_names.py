"""Names the register already holds, found in a text: longest match, whatever the script or the accents."""

from __future__ import annotations

import re
import unicodedata
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from .reading import KnownName

_SHORT_ACRONYM = re.compile(r"[A-Z0-9&./-]{2,6}")
_BLANKS = frozenset(" \t\r\n\f\v\u00a0\u3000\u2002\u2003\u2009\u202f")
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‐": "-", "‑": "-"})


@dataclass(frozen=True, slots=True)
class Hit:
    """One occurrence of a known name; offsets are code points of the text as given."""

    start: int
    end: int
    name: KnownName


class KnownNames:
    """
    An Aho-Corasick automaton over folded names.

    Folding: NFKC, case, accents, đ, traditional → simplified, runs of blanks. What folding makes equal is
    then checked: a text that carries accents must carry the right ones, a short acronym must be in capitals,
    and a name in Latin letters must be whole words. Building takes time linear in the length of all names.
    """

    def __init__(self, names: Iterable[KnownName]) -> None:
        self._next: list[dict[str, int]] = [{}]
        self._fail: list[int] = [0]
        self._out: list[list[KnownName]] = [[]]
        self._length: list[int] = [0]
        self._shorter: list[int] = [0]
        for name in names:
            self._add(name)
        self._link()

    def _add(self, name: KnownName) -> None:
        folded = "".join(form for form, _, _ in _folded(name.text)).strip()
        if len(folded) < 2 or not any(char.isalpha() for char in folded):
            return
        state = 0
        for char in folded:
            following = self._next[state].get(char)
            if following is None:
                following = len(self._next)
                self._next[state][char] = following
                self._next.append({})
                self._fail.append(0)
                self._out.append([])
                self._length.append(self._length[state] + 1)
                self._shorter.append(0)
            state = following
        if all(name.record != other.record or name.text != other.text for other in self._out[state]):
            self._out[state].append(name)

    def _link(self) -> None:
        queue = deque(self._next[0].values())
        while queue:
            state = queue.popleft()
            for char, following in self._next[state].items():
                back = self._fail[state]
                while back and char not in self._next[back]:
                    back = self._fail[back]
                target = self._next[back].get(char, 0)
                self._fail[following] = target if target != following else 0
                queue.append(following)
            fail = self._fail[state]
            self._shorter[state] = fail if self._out[fail] else self._shorter[fail]

    def find(self, text: str) -> list[Hit]:
        """Return the leftmost longest occurrences that do not overlap, in the order of the text."""
        if len(self._next) == 1:
            return []
        forms = list(_folded(text))
        candidates: list[Hit] = []
        state = 0
        for index, (char, _, _) in enumerate(forms):
            while state and char not in self._next[state]:
                state = self._fail[state]
            state = self._next[state].get(char, 0)
            end = state if self._out[state] else self._shorter[state]
            while end:
                first = index - self._length[end] + 1
                start, stop = forms[first][1], forms[index][2]
                names = [name for name in self._out[end] if _is_same(text[start:stop], name.text)]
                if names and _is_whole(text, start, stop):
                    candidates.append(Hit(start, stop, names[0]))
                end = self._shorter[end]
        return _longest(candidates)


def _longest(candidates: list[Hit]) -> list[Hit]:
    chosen: list[Hit] = []
    for hit in sorted(candidates, key=lambda hit: (hit.start, -hit.end)):
        if chosen and hit.start < chosen[-1].end:
            if hit.end - hit.start > chosen[-1].end - chosen[-1].start:
                chosen[-1] = hit
            continue
        chosen.append(hit)
    return chosen


def _folded(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield (folded character, start, end) for a text; a run of blanks is one blank."""
    blank_start = -1
    for index, char in enumerate(text):
        if char in _BLANKS:
            blank_start = index if blank_start < 0 else blank_start
            continue
        if char in _INVISIBLE or unicodedata.combining(char):
            continue
        if blank_start >= 0:
            yield " ", blank_start, index
            blank_start = -1
        end = index + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        for form in _folded_character(char):
            yield form, index, end
    if blank_start >= 0:
        yield " ", blank_start, len(text)


@lru_cache(maxsize=20_000)
def _folded_character(char: str) -> str:
    if "\u3400" <= char <= "\u9fff":
        return _simplified(char)
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", char).translate(_QUOTES))
    plain = "".join(part for part in plain if not unicodedata.combining(part)).casefold()
    return plain.replace("đ", "d").replace(" ", "")


def _simplified(char: str) -> str:
    converter = _converter()
    return str(converter.convert(char)) if converter else char


@cache
def _converter() -> Any:
    try:
        import opencc  # noqa: PLC0415
    except ImportError:
        return None
    return opencc.OpenCC("t2s")


def _is_same(surface: str, name: str) -> bool:
    """Check what folding forgave: accents that are present must agree, short acronyms must be capitals."""
    if _SHORT_ACRONYM.fullmatch(name):
        return unicodedata.normalize("NFKC", surface).strip() == name
    mine, theirs = _accented(surface), _accented(name)
    return mine == theirs or mine == _bare(mine)


def _accented(text: str) -> str:
    plain = "".join(char for char in text if char not in _INVISIBLE)
    return " ".join(unicodedata.normalize("NFKC", plain).translate(_QUOTES).casefold().split())


def _bare(text: str) -> str:
    plain = unicodedata.normalize("NFD", text)
    if any("\u3400" <= char <= "\u9fff" for char in text):
        return text
    return "".join(char for char in plain if not unicodedata.combining(char)).replace("đ", "d")


def _is_whole(text: str, start: int, end: int) -> bool:
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return not (_joins(before, text[start]) or _joins(text[end - 1], after))


def _joins(left: str, right: str) -> bool:
    """Two letters or digits of an alphabet belong to one word; Han characters never do."""
    return left.isalnum() and right.isalnum() and not _is_han(left) and not _is_han(right)


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"
