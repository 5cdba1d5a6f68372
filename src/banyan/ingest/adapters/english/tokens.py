"""Cutting an English text into words and sentences, with offsets that never move."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from banyan.ingest.adapters.english.lexicon import lexicon, plain, word_set

LETTER = r"[^\W\d_]"
_TOKEN = re.compile(
    r"(?P<link>https?://[^\s<>\"]{1,400}|www\.[^\s<>\"]{1,400}|[\w.+-]{1,64}@[\w.-]{1,255})"
    r"|(?P<code>(?:VND|USD|RMB|CNY|EUR|GBP|HKD|AUD|CAD|CHF|SEK|NOK|DKK|JPY|SGD|THB|KRW|INR)(?=\d))"
    r"|(?P<word>(?:[A-Z]\.){2,6}|" + LETTER + r"(?:[^\W_]|[\u0300-\u036f]|[-’'&](?=[^\W_])){0,80})"
    r"|(?P<number>\d{1,20}(?:[.,]\d{1,20}){0,6}(?:(?:st|nd|rd|th)(?![^\W\d_]))?)"
    r"|(?P<mark>[^\s\w]|_)"
)
_ABBREVIATIONS = word_set(
    "Mr Mrs Ms Dr Prof St No Nos Co Ltd Inc vs Jr Sr Rev Hon Assoc Gen Sen Gov etc e.g i.e"
)
_ENDS = frozenset(".!?。！？")
_SENTENCE_LIMIT = 400


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a mark; ``kind`` is word, number, mark, link or break."""

    text: str
    start: int
    end: int
    kind: str
    key: str
    """The word without accents and with a straight apostrophe."""

    @property
    def low(self) -> str:
        """The key in lower case."""
        return self.key.lower()

    @property
    def bare(self) -> str:
        """The word as the lists of small words would know it: with an accent it is another word."""
        return self.key if self.text.isascii() or "’" in self.text else self.text

    @property
    def is_capital(self) -> bool:
        """Whether the word begins with a capital letter."""
        return self.kind == "word" and self.text[0].isupper()

    @property
    def is_acronym(self) -> bool:
        """Whether the word looks like initials: two capitals or more, at most a few small letters."""
        letters = [sign for sign in self.key if sign.isalpha()]
        capitals = sum(1 for sign in letters if sign.isupper())
        return (
            self.kind == "word"
            and 2 <= len(letters) <= 12
            and capitals >= 2
            and capitals * 2 > len(letters)
            and "'" not in self.key
        )


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of tokens, end exclusive; ``heading``: most words have a capital; ``shouted``: all do."""

    first: int
    last: int
    heading: bool
    shouted: bool
    paragraph: int


@dataclass(slots=True)
class Words:
    """A text as tokens and sentences."""

    text: str
    tokens: list[Token]
    sentences: list[Sentence] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._starts = [token.start for token in self.tokens]

    def cut(self, first: int, last: int) -> str:
        """Return the text from token ``first`` up to, not including, token ``last``."""
        return self.text[self.tokens[first].start : self.tokens[last - 1].end]

    def at(self, offset: int) -> int:
        """Return the index of the token that covers or precedes ``offset``."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def sentence_of(self, token: int) -> Sentence:
        """Return the sentence a token lies in."""
        return self.sentences[self.sentence_index(token)]

    def sentence_index(self, token: int) -> int:
        """Return the place, among the sentences, of the one a token lies in."""
        low, high = 0, len(self.sentences) - 1
        while low < high:
            middle = (low + high + 1) // 2
            if self.sentences[middle].first <= token:
                low = middle
            else:
                high = middle - 1
        return low


def split(*, text: str, blocked: tuple[tuple[int, int], ...] = ()) -> Words:
    """
    Cut ``text`` into tokens and sentences, leaving out the ``blocked`` stretches.

    A sentence never crosses a blocked stretch, a blank line or, unless the page is wrapped at a fixed
    width, the end of a line.
    """
    tokens: list[Token] = []
    cuts: set[int] = set()
    zones = sorted(blocked)
    zone = 0
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        while zone < len(zones) and zones[zone][1] <= start:
            zone += 1
        if zone < len(zones) and zones[zone][0] < end:
            cuts.add(len(tokens))
            continue
        kind = match.lastgroup or "mark"
        word = match.group()
        key = plain(word)
        if kind == "word" and len(word) > 2 and key[-2:].lower() == "'s":
            tokens.append(Token(word[:-2], start, end - 2, "word", key[:-2]))
            tokens.append(Token(word[-2:], end - 2, end, "mark", "'s"))
            continue
        tokens.append(Token(word, start, end, "word" if kind == "code" else kind, key))
    words = Words(text=text, tokens=tokens)
    words.sentences = _sentences(words, cuts)
    return words


def _is_wrapped(text: str) -> bool:
    lengths = [len(line) for line in text[:20_000].splitlines() if line.strip()]
    long = [length for length in lengths if length >= 45]
    return len(long) >= 5 and max(lengths) <= 110 and len(long) * 2 > len(lengths)


def _sentences(words: Words, cuts: set[int]) -> list[Sentence]:
    found: list[Sentence] = []
    wrapped = _is_wrapped(words.text)
    first, paragraph = 0, 0
    tokens = words.tokens
    for index, token in enumerate(tokens):
        if index == 0:
            continue
        gap = words.text[tokens[index - 1].end : token.start]
        before = tokens[index - 1]
        lines = gap.count("\n") or gap.count("\r") or gap.count("\u2028")
        line_end = lines > 0 and not (wrapped and lines == 1 and before.key not in _ENDS)
        ends = (
            line_end
            or index in cuts
            or index - first >= _SENTENCE_LIMIT
            or (
                before.key in _ENDS
                and bool(gap)
                and _may_begin(token)
                and not _abbreviates(tokens, index - 2)
            )
            or (
                before.kind == "mark"
                and before.text in '”"’'
                and index > 1
                and tokens[index - 2].key in _ENDS
                and bool(gap)
                and token.is_capital
            )
            or before.text in "。！？"
        )
        if ends:
            found.append(_sentence(tokens, first, index, paragraph))
            first = index
            if line_end:
                paragraph += 1
    if tokens:
        found.append(_sentence(tokens, first, len(tokens), paragraph))
    return found


def _may_begin(token: Token) -> bool:
    return token.is_capital or token.kind == "number" or token.text in "“\"‘('"


def _abbreviates(tokens: list[Token], index: int) -> bool:
    if index < 0:
        return False
    token = tokens[index]
    return token.kind == "word" and (
        token.key in _ABBREVIATIONS or (len(token.text) == 1 and token.is_capital)
    )


def _sentence(tokens: list[Token], first: int, last: int, paragraph: int) -> Sentence:
    plain_words = [token for token in tokens[first:last] if token.kind == "word"]
    long_words = [token for token in plain_words if len(token.text) > 3]
    capitals = sum(1 for token in long_words if token.is_capital)
    heading = len(long_words) >= 3 and capitals >= 0.75 * len(long_words) and tokens[last - 1].text != "."
    letters = [token for token in plain_words if len(token.text) > 1]
    shouted = len(letters) >= 3 and sum(1 for token in letters if token.text.isupper()) >= 0.85 * len(letters)
    return Sentence(first, last, heading, shouted, paragraph)


def is_furniture(words: Words, sentence: Sentence) -> bool:
    """Say whether a line is a menu, a breadcrumb, an address or a notice rather than part of the article."""
    lists = lexicon()
    line = words.cut(sentence.first, sentence.last).strip().lower().rstrip(".:»> ")
    first = words.tokens[sentence.first]
    if line in lists.furniture or line.startswith(("copyright", "all rights reserved", "©", "ⓒ")):
        return True
    after = words.tokens[sentence.first + 1].text if sentence.last - sentence.first > 1 else ""
    if first.low in lists.labels and after in {":", "：", "."} and not line.startswith("web.site"):
        return True
    parts = re.split(r"\s*[|>»›｜]\s*", line)
    return len(parts) >= 3 and len(line) < 200 and all(len(part.split()) <= 5 for part in parts)
