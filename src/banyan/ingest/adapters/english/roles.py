"""Titles and posts: "Deputy Director", "founder and president", "Head of the Research Department"."""

from __future__ import annotations

from dataclasses import dataclass

from banyan.ingest.adapters.english.lexicon import lexicon, word_set
from banyan.ingest.adapters.english.tokens import Sentence, Words

_LONGEST = 8
_INNER = word_set("department division office unit section desk team")


@dataclass(frozen=True, slots=True)
class Role:
    """A title over tokens ``first`` to ``last`` (exclusive); ``core_last`` ends it without "of ..."."""

    first: int
    last: int
    core_last: int
    weak: bool


def find_roles(*, words: Words, sentence: Sentence, taken: frozenset[int]) -> list[Role]:
    """Return the titles of a sentence, never reaching into ``taken`` tokens (names already recognised)."""
    lists = lexicon()
    tokens = words.tokens
    found: list[Role] = []
    index = sentence.first
    while index < sentence.last:
        token = tokens[index]
        if token.kind != "word" or token.low not in lists.role_heads or index in taken:
            index += 1
            continue
        index = _farthest(words, sentence, index, taken)
        if index + 1 < sentence.last and _heads_a_name(words, index):
            index += 1
            continue
        token = tokens[index]
        first = _left(
            words, sentence.first if not found else max(sentence.first, found[-1].last), index, taken
        )
        core = _right(words, sentence, index)
        if found and core and _joined(words, found[-1].last, first):
            previous = found.pop()
            first = previous.first
        last = _department(words, sentence, core)
        weak = token.low in lists.weak_roles and core == first + 1
        found.append(Role(first, last, core, weak))
        index = last
    return found


def _heads_a_name(words: Words, index: int) -> bool:
    """Whether the title is the first part of a body's name: "Lawyers", "Trustee Association"."""
    token, following = words.tokens[index], words.tokens[index + 1]
    lists = lexicon()
    strong = following.key in lists.head_types and following.key not in lists.weak_heads
    return token.is_capital and strong and following.key not in {"Bank", "Press"}


def _farthest(words: Words, sentence: Sentence, index: int, taken: frozenset[int]) -> int:
    """Return the last head of "Assistant Country Director", given the first word that could be one."""
    lists = lexicon()
    best = index
    for at in range(index + 1, min(index + 5, sentence.last)):
        token = words.tokens[at]
        if at in taken or token.kind != "word" or token.is_capital < words.tokens[index].is_capital:
            break
        if token.low in lists.role_heads:
            best = at
        elif token.low not in lists.role_modifiers or token.low in {"of", "and"}:
            break
    return best


def _left(words: Words, limit: int, head: int, taken: frozenset[int]) -> int:
    lists = lexicon()
    tokens = words.tokens
    first = head
    while first > limit and head - first < _LONGEST:
        before = tokens[first - 1]
        if first - 1 in taken:
            break
        if before.text == "-" or before.low in {"'s", "and"}:
            break
        if before.kind != "word" or not (
            before.low in lists.role_modifiers
            or before.low in lists.role_heads
            or before.key in lists.domain
            or before.low.capitalize() in lists.domain
        ):
            break
        if before.low in {"the", "a", "of", "and"}:
            break
        earlier = tokens[first - 2] if first - 2 >= limit else None
        complement = earlier is not None and earlier.low in {"of", "for", "on"} and before.is_capital
        if complement and before.low not in lists.role_modifiers and before.low not in lists.role_heads:
            break
        first -= 1
    while first < head and tokens[first].low in {"and", "of", "'s", "party"}:
        first += 1
    return first


def _right(words: Words, sentence: Sentence, head: int) -> int:
    last = head + 1
    tokens = words.tokens
    if last < sentence.last and tokens[last].low in {"general", "emeritus"}:
        last += 1
    return last


def _joined(words: Words, end: int, start: int) -> bool:
    between = [token.low for token in words.tokens[end:start]]
    return between in (["and"], ["&"], ["cum"], [","], [",", "and"], ["/"]) and all(
        token.kind != "mark" or token.text in "&,/" for token in words.tokens[end:start]
    )


def _department(words: Words, sentence: Sentence, core: int) -> int:
    """Let the title reach over "of the Research Department" or "of Communications", which name no body."""
    minister = words.tokens[core - 1].low in {"minister", "vice-minister"}
    lists = lexicon()
    tokens = words.tokens
    index = core
    if index >= sentence.last or tokens[index].low not in {"of", "for", "in"}:
        return core
    index += 1
    if index < sentence.last and tokens[index].low in {"the", "its"}:
        index += 1
    start = index
    while index < sentence.last and index - start < 6:
        token = tokens[index]
        inner = token.key.capitalize() in lists.inner_modifiers or token.low in _INNER
        inner = inner or (minister and token.key in lists.domain)
        if token.kind != "word" or not (inner or token.low in {"and", "&"}):
            break
        index += 1
    while index > start and tokens[index - 1].low in {"and", "the"}:
        index -= 1
    if index == start:
        return core
    if minister:
        return index
    after = tokens[index] if index < sentence.last else None
    if after is not None and after.is_capital and tokens[index - 1].low not in _INNER:
        return core
    if tokens[index - 1].low in _INNER and after is not None and after.low == "of" and index - start == 1:
        return core
    if tokens[index - 1].low not in _INNER and (
        after is None or after.low not in {"at", "of", "for", "from", ","}
    ):
        return core
    return index


_FORMER = word_set("former ex late outgoing past erstwhile retired emeritus")


def is_former(position: str) -> bool:
    """Whether a title says that the post is over: "former director"."""
    words = position.lower().split()
    return bool(words) and (words[0] in _FORMER or words[0].startswith("ex-"))
