"""Runs of capitalised words, the raw material of names."""

from __future__ import annotations

import re

from banyan.ingest.adapters.english.lexicon import lexicon
from banyan.ingest.adapters.english.phrases import places
from banyan.ingest.adapters.english.tokens import Sentence, Token, Words

_TOPIC = re.compile(
    r".{2,}(?:ing|tion|sion|ment|ments|ity|ance|ence|ency|ics|logy|graphy|ism|ship|ture|ness|ical|ial|ional|ive|ary|"
    r"eries|tions|ments|ities|acy|ophy|nomy|istry|[^aious]s)"
)
_APOSTROPHES = frozenset("’'")


def written(token: Token, sentence: Sentence) -> str:
    """Return the word as the lists write it: in a line of capitals, with only the first letter large."""
    return token.bare.capitalize() if sentence.shouted else token.bare


def is_name_word(token: Token, sentence: Sentence) -> bool:
    """Whether a word may be part of a name: it has a capital and is no small word, verb or month."""
    lists = lexicon()
    if not (token.is_capital or token.is_acronym):
        return False
    key = written(token, sentence)
    verb = key in lists.headline_verbs and (sentence.heading or not key.endswith("ing"))
    return key not in lists.function and not verb and key not in lists.months


def owner_ends(words: Words, index: int, last: int) -> int:
    """
    Return the token after a possessive that belongs to a name ("Women's Union"), or 0.

    ``index`` is the token after the owner.
    """
    tokens = words.tokens
    if index >= last or index == 0:
        return 0
    mark = tokens[index]
    owner = tokens[index - 1]
    several = (
        owner.low.endswith("s") and mark.text in _APOSTROPHES and not places().match(tokens, index - 1, index)
    )
    if owner.low not in lexicon().owners and not (several and not owner.is_acronym):
        return 0
    close = mark.start == tokens[index - 1].end
    if not close or not (mark.key == "'s" or mark.text in _APOSTROPHES):
        return 0
    return index + 1 if index + 1 < last and tokens[index + 1].is_capital else 0


def run_end(words: Words, sentence: Sentence, first: int, stops: frozenset[int]) -> int:
    """Return the end of the run of name words that begins at ``first``."""
    tokens = words.tokens
    index = first
    while index < sentence.last and index not in stops:
        place = places().match(tokens, index, sentence.last)
        if place is not None and place[0] > index + 1 and stops.isdisjoint(range(index, place[0])):
            index = place[0]
            continue
        if is_name_word(tokens[index], sentence):
            index += 1
            after = owner_ends(words, index, sentence.last)
            if after and is_name_word(tokens[after], sentence):
                index = after
            continue
        ampersand = tokens[index].text == "&" and index > first and index + 1 < sentence.last
        if ampersand and is_name_word(tokens[index + 1], sentence) and index + 1 not in stops:
            index += 1
            continue
        break
    return index


def runs(words: Words, sentence: Sentence, stops: frozenset[int]) -> list[tuple[int, int]]:
    """Return the runs of a sentence; words that only begin it ("Participants ...") are left off."""
    lists = lexicon()
    tokens = words.tokens
    found: list[tuple[int, int]] = []
    index = sentence.first
    while index < sentence.last:
        place = places().match(tokens, index, sentence.last)
        named = is_name_word(tokens[index], sentence) or (place is not None and place[0] > index + 1)
        if index in stops or not named:
            index += 1
            continue
        end = run_end(words, sentence, index, stops)
        first = index
        while first < end and place is None and written(tokens[first], sentence) in lists.stop:
            first += 1
        if first < end:
            found.append((first, end))
        index = max(end, index + 1)
    return found


def is_topic(key: str) -> bool:
    """
    Whether a word names a field of work rather than a person or a place.

    Known words of a field count, and words whose ending makes abstract nouns, adjectives or plurals.
    """
    lists = lexicon()
    if key in lists.domain:
        return True
    return len(key) >= 5 and key not in lists.given_names and bool(_TOPIC.fullmatch(key.lower()))
