"""What a run of capitals looks like: a person's name, a place, initials, or anything else."""

from __future__ import annotations

import re
from functools import lru_cache

from banyan.ingest.adapters.english.lexicon import lexicon, word_set
from banyan.ingest.adapters.english.phrases import places
from banyan.ingest.adapters.english.tokens import Token

_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?"
)
_ALSO_WORDS = word_set("My An Do To The Can Tu So")
"""Syllables of Vietnamese names that are also small English words."""
_PARTICLES = word_set("van von der de da di dos del la le bin binti al ter ten")


@lru_cache(maxsize=20_000)
def pinyin_syllables(word: str) -> int:
    """Return into how few pinyin syllables a word divides; 0 when it is no pinyin."""
    word = word.lower().replace("-", "").replace("'", "")
    if not word or len(word) > 18:
        return 0
    known = lexicon().pinyin
    fewest = [0] + [99] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - 6), end):
            if fewest[start] < 99 and word[start:end] in known:
                fewest[end] = min(fewest[end], fewest[start] + 1)
    return 0 if fewest[-1] == 99 else fewest[-1]


def is_vietnamese_syllable(word: str) -> bool:
    """Whether a word could be one Vietnamese syllable, accents aside."""
    return bool(_SYLLABLE.fullmatch(word.lower()))


def is_common(token: Token) -> bool:
    """Whether a capitalised word is rather a word of institutions than of persons' names."""
    lists = lexicon()
    key = token.bare
    return (
        key in lists.domain
        or key in lists.head_types
        or key in lists.plural_heads
        or key in lists.tails
        or key in lists.stop
        or key in lists.function
        or key in lists.headline_verbs
        or key in lists.generic
        or token.low in lists.role_heads
        or token.low in lists.event_nouns
        or token.low in lists.months
        or key in lists.months
        or key
        in {"International", "National", "Global", "Asian", "American", "European", "Chinese", "Vietnamese"}
    )


def _name_case(token: Token) -> bool:
    """Whether the word is written like a part of a person's name: one capital, or a surname in capitals."""
    if not token.is_capital:
        return False
    if token.text.isupper() and len(token.text) > 1:
        surname = token.key.capitalize()
        lists = lexicon()
        return surname in lists.chinese_surnames or surname in lists.vietnamese_surnames
    return True


def person_at(tokens: list[Token], first: int, last: int) -> tuple[int, float, str]:
    """
    Return the end of a person's name that begins at ``first``, how sure, and the sort of name.

    The sort is ``chinese``, ``vietnamese``, ``western`` or ``unknown`` (no list vouches for it: believe it
    only beside a title). The end is ``first`` when no name begins there.
    """
    lists = lexicon()
    if first >= last or not _name_case(tokens[first]):
        return first, 0.0, ""
    vietnamese = (
        tokens[first].key.capitalize() in lists.vietnamese_surnames
        and first + 2 < last
        and (
            tokens[first + 1].key in lists.vietnamese_middle
            or all(
                tokens[at].is_capital and is_vietnamese_syllable(tokens[at].key)
                for at in (first + 1, first + 2)
            )
        )
    )
    if is_common(tokens[first]) and not vietnamese:
        return first, 0.0, ""
    run = first
    while run < last and run - first < 5 and _name_case(tokens[run]):
        run += 1
    place = places().match(tokens, first, last)
    if place is not None and place[0] >= min(run, first + 2):
        return first, 0.0, ""
    surname = tokens[first].key.capitalize()
    if surname in lists.vietnamese_surnames or plain_surname(tokens[first]):
        end = first + 1
        while end < run and end - first < 5 and _is_given_syllable(tokens[end]):
            end += 1
        middle = end - first >= 3 and tokens[first + 1].key.capitalize() in lists.vietnamese_middle
        if middle or (end - first >= 3 and end == run):
            return end, 0.9 if middle else 0.8, "vietnamese"
    chinese = _chinese(tokens, first, run)
    if chinese:
        return chinese, 0.8, "chinese"
    if (
        surname in lists.vietnamese_surnames
        and first + 1 < run
        and is_vietnamese_syllable(tokens[first + 1].key)
    ):
        end = first + 1
        while end < run and _is_given_syllable(tokens[end]):
            end += 1
        if end - first >= 2:
            return end, 0.7, "vietnamese"
    return _western(tokens, first, last)


def plain_surname(token: Token) -> bool:
    """Whether the word, as written with accents, can only be Vietnamese."""
    return token.text != token.key and token.key.capitalize() in lexicon().vietnamese_surnames


def _chinese(tokens: list[Token], first: int, run: int) -> int:
    lists = lexicon()
    if run - first < 2:
        return 0
    one, two = tokens[first], tokens[first + 1]
    syllables = pinyin_syllables(two.key)
    if (
        one.key.capitalize() in lists.chinese_surnames
        and 1 <= syllables <= 2
        and (two.key == "Jun" or not is_common(two))
    ):
        third = tokens[first + 2] if run - first == 3 else None
        if third is not None and syllables == 1 and pinyin_syllables(third.key) == 1 and not is_common(third):
            return first + 3
        return first + 2
    backwards = two.key in lists.chinese_surnames and pinyin_syllables(one.key) == 2 and run - first == 2
    return first + 2 if backwards else 0


def _is_given_syllable(token: Token) -> bool:
    return is_vietnamese_syllable(token.key) and (token.key in _ALSO_WORDS or not is_common(token))


def _western(tokens: list[Token], first: int, last: int) -> tuple[int, float, str]:
    lists = lexicon()
    end = first
    words = 0
    while end < last and words < 4:
        token = tokens[end]
        if token.kind == "word" and token.is_capital and len(token.text) == 1 and words:
            end += 2 if end + 1 < last and tokens[end + 1].text == "." else 1
            continue
        if (
            token.low in _PARTICLES
            and not token.is_capital
            and words
            and end + 1 < last
            and _name_case(tokens[end + 1])
        ):
            end += 1
            continue
        if not _name_case(token) or (
            words and (is_common(token) or (token.is_acronym and token.text.isupper()))
        ):
            break
        end += 1
        words += 1
    while end > first and tokens[end - 1].text == ".":
        end -= 1
    if words < 2:
        return first, 0.0, ""
    if any(places().match(tokens, index, end) for index in range(first, end)):
        return (end, 0.4, "unknown") if tokens[first].key in lists.given_names else (first, 0.0, "")
    if tokens[first].key in lists.given_names or tokens[first].key.split("-")[0] in lists.given_names:
        return end, 0.8, "western"
    return end, 0.4, "unknown"
