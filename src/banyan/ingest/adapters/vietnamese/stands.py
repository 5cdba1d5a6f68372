"""Bare heads that stand for an organisation named in full: "Hội", "Quỹ", "Trung tâm", "Nhà trường"."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter

from banyan.ingest.adapters.vietnamese.reader import Name, Reading
from banyan.ingest.adapters.vietnamese.shapes import person_run
from banyan.ingest.adapters.vietnamese.view import key

_PLURAL = frozenset(["các", "những", "mọi", "nhiều", "số", "từng", "mỗi", "vài", "đại", "cán", "nội"])
_OPENING = 2
"""Sentences at the top of a page (title, first words) whose names weigh more."""
_CLEAR = 2
"""How many times oftener than the next one a name must occur to be the one a page is about."""


class Antecedents:
    """The names of a page by the head words that may stand for them, and how often each is named."""

    def __init__(self, reading: Reading) -> None:
        self._by_head: dict[str, list[Name]] = {}
        self._weight: Counter[str] = Counter()
        opening = reading.sentences[min(_OPENING, len(reading.sentences)) - 1][1] if reading.sentences else 0
        names = reading.names()
        heads: dict[str, set[str]] = {}
        for name in names:
            canonical = key(name.canonical)
            self._weight[canonical] += 3 if name.first < opening else 1
            words = name.head.split()
            for length in range(1, len(words) + 1):
                heads.setdefault(canonical, set()).add(" ".join(words[:length]))
        for name in names:
            for head in heads.get(key(name.canonical), ()):
                self._by_head.setdefault(head, []).append(name)
        self.first_of = {key(name.canonical): name for name in reversed(names)}

    def protagonist(self) -> Name | None:
        """Return the organisation a page is about, when one is named far oftener than every other."""
        most = self._weight.most_common(2)
        if not most or most[0][1] < 3 or (len(most) > 1 and most[0][1] < _CLEAR * most[1][1]):
            return None
        return self.first_of[most[0][0]]

    def of(self, head: str, before: int) -> Name | None:
        """
        Return the name a bare head at a place stands for.

        It is the only one with that head, else the one named far oftener, else the last one before.
        """
        choices = self._by_head.get(head, [])
        at = bisect_left(choices, before, key=lambda name: name.first)
        earlier = choices[max(0, at - 200) : at]
        kinds = {key(name.canonical) for name in earlier or choices[:50]}
        if not kinds:
            return None
        if len(kinds) == 1:
            return earlier[-1] if earlier else choices[0]
        if not earlier:
            return None
        ranked = sorted(kinds, key=lambda canonical: -self._weight[canonical])
        if self._weight[ranked[0]] >= max(4, _CLEAR * self._weight[ranked[1]]):
            return next(name for name in reversed(earlier) if key(name.canonical) == ranked[0])
        return earlier[-1]


def find_stands(reading: Reading) -> None:
    """Note every capitalised bare head with the name it stands for; such places are no mentions."""
    reading.antecedents = Antecedents(reading)
    at = 0
    while at < len(reading.tokens):
        stand = None if reading.closed(at) or reading.blocked[at] else _stand(reading, at)
        if stand is None:
            at += 1
            continue
        reading.stand_at[stand.first] = stand
        reading.stand_by_end[stand.last] = stand
        at = stand.last


def _stand(reading: Reading, at: int) -> Name | None:
    length, head = _bare_head(reading, at)
    if not length or any(reading.covered[step] for step in range(at, at + length)):
        return None
    following = at + length
    if not reading.closed(following) and reading.cap(following) and not reading.person_begins(following):
        return None
    name = reading.antecedents.of(head, at)
    if name is None or name.first == at:
        return None
    return Name(at, following, name.head, name.type, "stand", 0.6, "short", name.canonical, True, name)


def _bare_head(reading: Reading, at: int) -> tuple[int, str]:
    """Return the length and the head of a bare head word written with a capital, (0, "") when none stands."""
    if reading.key(at, at + 2) == "nhà trường":
        return 2, "trường"
    lex, tokens = reading.lex, reading.tokens
    length = lex.heads.length(tokens, at)
    if not length or not reading.cap(at) or lex.not_heads.length(tokens, at) > length:
        return 0, ""
    if reading.loud[at] or reading.word(at - 1) in _PLURAL or person_run(reading, at, cue=False) > length:
        return 0, ""
    if lex.events.length(tokens, at) > length or lex.titles.length(tokens, at) >= length:
        return 0, ""
    return length, reading.key(at, at + length)
