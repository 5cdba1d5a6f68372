"""Bare heads that stand for a body named in full: "the Foundation", "the Working Group"."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter

from banyan.ingest.adapters.english.lexicon import lexicon, word_set
from banyan.ingest.adapters.english.organisations import Name
from banyan.ingest.adapters.english.phrases import keys_of
from banyan.ingest.adapters.english.sheet import Sheet

_ORGANS = word_set("board committee government state party court parliament assembly police army congress")
_GENERAL = word_set("organisation organization ngo charity")
_OPENING = 2
_CLEAR = 2


class Antecedents:
    """The names of a page by the words of their canonical form, and how often each is named."""

    def __init__(self, sheet: Sheet) -> None:
        self._by_word: dict[str, list[Name]] = {}
        self._keys: dict[str, list[str]] = {}
        self._weight: Counter[str] = Counter()
        self._first: dict[str, Name] = {}
        opening = sheet.sentences[min(_OPENING, len(sheet.sentences)) - 1].last if sheet.sentences else 0
        for name in sorted(sheet.names.values(), key=lambda one: one.first):
            written = name.canonical
            self._weight[written] += 3 if name.first < opening else 1
            self._first.setdefault(written, name)
            if written not in self._keys:
                self._keys[written] = [_british(key.lower()) for key in keys_of(written)]
            for word in set(self._keys[written]):
                self._by_word.setdefault(word, []).append(name)

    def protagonist(self) -> Name | None:
        """Return the body a page is about, when one is named far oftener than every other."""
        most = self._weight.most_common(2)
        if not most or most[0][1] < 3 or (len(most) > 1 and most[0][1] < _CLEAR * most[1][1]):
            return None
        return self._first[most[0][0]]

    def count(self, name: Name) -> None:
        """Count a bare head towards the name it stands for."""
        self._weight[name.canonical] += 1

    def of(self, words: list[str], before: int) -> Name | None:
        """Return the name whose words these are: the only one, else the commonest, else the last before."""
        wanted = [_british(word) for word in words]
        choices = self._by_word.get(wanted[-1], [])
        at = bisect_left(choices, before, key=lambda name: name.first)
        near = choices[max(0, at - 200) : at] or choices[:50]
        fitting = [name for name in near if name.confidence >= 0.55 and self._fits(wanted, name)]
        kinds = {name.canonical for name in fitting}
        if not kinds:
            return None
        if len(kinds) == 1:
            return fitting[-1] if at else fitting[0]
        if not at:
            return None
        ranked = sorted(kinds, key=lambda canonical: -self._weight[canonical])
        if self._weight[ranked[0]] >= max(4, _CLEAR * self._weight[ranked[1]]):
            return next(name for name in reversed(fitting) if name.canonical == ranked[0])
        return fitting[-1]

    def _fits(self, wanted: list[str], name: Name) -> bool:
        keys = self._keys[name.canonical]
        if len(keys) <= len(wanted):
            return False
        return len(wanted) == 1 or any(
            keys[at : at + len(wanted)] == wanted for at in range(len(keys) - len(wanted) + 1)
        )


def _is_head(word: str) -> bool:
    lists = lexicon()
    return word.capitalize() in lists.head_types or word in lists.descriptions or word == "group"


def _british(word: str) -> str:
    return "centre" if word == "center" else "programme" if word == "program" else word


def find_stands(sheet: Sheet) -> None:
    """Note where "the Foundation" stands for a name; such places are no mentions of their own."""
    sheet.antecedents = Antecedents(sheet)
    tokens = sheet.words.tokens
    for sentence in sheet.sentences:
        at = sentence.first
        while at < sentence.last - 1:
            stand = _stand(sheet, at, sentence.first, sentence.last)
            at += 1
            if stand is not None:
                sheet.stands[stand.first] = stand
                sheet.antecedents.count(stand)
                at = stand.last
    for sentence in sheet.sentences:
        if tokens[sentence.first].low == "it" and sentence.last - sentence.first > 3:
            _note_it(sheet, sentence.first)


def _note_it(sheet: Sheet, at: int) -> None:
    """Let "It" at the head of a sentence stand for the body that opened the sentence before."""
    index = sheet.words.sentence_index(at)
    if not index:
        return
    earlier = sheet.words.sentences[index - 1]
    for first in range(earlier.first, min(earlier.first + 3, earlier.last)):
        name = sheet.body_at(first)
        if name is not None:
            sheet.stands[at] = _standing(at, at + 1, name.named)
            return


def _standing(first: int, last: int, name: Name) -> Name:
    return Name(first, last, name.type, 0.6, "stand", name.canonical, "short", True, name)


def _stand(sheet: Sheet, at: int, first: int, last: int) -> Name | None:
    tokens = sheet.words.tokens
    article = tokens[at].low in {"the", "this", "our"}
    if not article or at + 1 in sheet.used:
        return None
    end = at + 1
    while end < last and end - at <= 3 and tokens[end].is_capital and end not in sheet.used:
        end += 1
    if end == at + 1:
        general = at == first and tokens[end].low in lexicon().descriptions and end not in sheet.used
        if not general or end + 1 >= last:
            return None
        end += 1
    if end < last and (tokens[end].is_capital and end not in sheet.humans):
        return None
    if end < last and tokens[end].low in {"of", "for"} and tokens[end - 1].is_capital:
        return None
    while end > at + 1:
        words = [token.low for token in tokens[at + 1 : end]]
        head = words[-1]
        if head in _GENERAL and at == first:
            name = sheet.antecedents.protagonist()
        elif head in _ORGANS or not _is_head(head):
            name = None
        else:
            name = sheet.antecedents.of(words, at)
        if name is not None:
            return _standing(at + 1, end, name)
        end -= 1
        if end in sheet.roles:
            continue
        break
    return None
