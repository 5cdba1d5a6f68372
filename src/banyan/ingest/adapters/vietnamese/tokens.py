"""Words, numbers and marks of a normalised text, with what their letters tell about them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_UPPER = "".join(
    chr(code)
    for code in range(0x41, 0x1F00)
    if chr(code).isupper() and "LATIN" in unicodedata.name(chr(code), "")
)
_PIECE = re.compile(
    rf"(?P<break>\n\s*)"
    rf"|(?P<joined>[{_UPPER}][{_UPPER}0-9]*(?:[-&][{_UPPER}][{_UPPER}0-9]*)+(?![^\W_]))"
    r"|(?P<number>\d+(?:[.,]\d+)*(?![^\W_]))"
    r"|(?P<word>[^\W_]+(?:['’][^\W\d_]+)*)"
    r"|(?P<mark>\S)"
)
_BASE = str.maketrans("", "", "".join(chr(code) for code in range(0x300, 0x370)))
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|ch|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?"
    r"(?:uye|uya|uay|uoi|uou|ieu|yeu|oai|oay|oeo|uyu|ie|ye|uo|ua|ue|uy|oa|oe|oo|ia|ai|ao|au|ay|eo|eu|iu|oi|ui|uu|[aeiouy])"
    r"(?:ch|nh|ng|[cmnpt])?"
)
LONGEST_SENTENCE = 400
"""Tokens after which a text without full stops is cut, so that no rule walks over a whole book."""
ENDERS = frozenset(".!?…;")
ABBREVIATIONS = frozenset(
    [
        "tp",
        "tx",
        "tt",
        "gs",
        "pgs",
        "ts",
        "tskh",
        "ths",
        "ks",
        "bs",
        "ls",
        "cn",
        "kts",
        "ncs",
        "q",
        "p",
        "h",
        "đ/c",
        "mr",
        "mrs",
        "ms",
        "dr",
        "st",
        "no",
        "vs",
        "nsnd",
        "nsưt",
    ]
)


@dataclass(frozen=True, slots=True)
class Token:
    """
    A word, number, mark or line break of the view.

    ``kind`` is w, n, p or b. ``cap`` says the first letter is a capital, ``upper`` that all of at least
    two letters are, ``foreign`` that the word cannot be a Vietnamese syllable.
    """

    text: str
    key: str
    start: int
    end: int
    kind: str
    cap: bool
    upper: bool
    foreign: bool


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Whether a lower-case word could be one Vietnamese syllable."""
    if "đ" in word[1:]:
        return False
    base = unicodedata.normalize("NFD", word).translate(_BASE).replace("đ", "d")
    return _SYLLABLE.fullmatch(base) is not None


def tokens_of(text: str) -> list[Token]:
    """
    Return the tokens of a view.

    A line break followed by a small letter is a wrapped line, not a boundary, and gives no token.
    """
    found: list[Token] = []
    for piece in _PIECE.finditer(text):
        word, kind = piece.group(), piece.lastgroup
        if kind == "break":
            following = text[piece.end() : piece.end() + 1]
            if not (following.islower() and word.count("\n") == 1):
                found.append(Token("\n", "\n", piece.start(), piece.end(), "b", False, False, False))
            continue
        if kind in ("word", "joined"):
            letters = [letter for letter in word if letter.isalpha()]
            lower = word.lower()
            upper = len(letters) >= 2 and all(letter.isupper() for letter in letters)
            cap = word[0].isupper()
            foreign = kind == "joined" or not is_syllable(lower)
            found.append(Token(word, lower, piece.start(), piece.end(), "w", cap, upper, foreign))
        else:
            mark = "n" if kind == "number" else "p"
            found.append(Token(word, word, piece.start(), piece.end(), mark, False, False, False))
    return found


def ends_sentence(tokens: list[Token], at: int) -> bool:
    """Whether the token at a place closes a sentence or a line."""
    token = tokens[at]
    if token.kind == "b":
        return True
    if token.text not in ENDERS:
        return False
    if token.text != ".":
        return True
    if at and tokens[at - 1].end == token.start:
        before = tokens[at - 1]
        if before.key in ABBREVIATIONS and before.cap:
            return False
    glued = at + 1 < len(tokens) and tokens[at + 1].start == token.end
    return not glued or tokens[at + 1].kind == "b"


def sentences_of(tokens: list[Token]) -> list[tuple[int, int]]:
    """Return the token ranges of the sentences, line breaks left out."""
    ranges: list[tuple[int, int]] = []
    first = 0
    for at in range(len(tokens)):
        if at - first >= LONGEST_SENTENCE:
            ranges.append((first, at))
            first = at
        if ends_sentence(tokens, at):
            if at > first:
                ranges.append((first, at))
            first = at + 1
    if first < len(tokens):
        ranges.append((first, len(tokens)))
    return ranges


def shouted(tokens: list[Token]) -> list[bool]:
    """For every token, whether its line is written in capitals throughout, so that capitals tell nothing."""
    marks = [False] * len(tokens)
    first = 0
    for at in range(len(tokens) + 1):
        if at < len(tokens) and tokens[at].kind != "b":
            continue
        words = [token for token in tokens[first:at] if token.kind == "w"]
        loud = sum(1 for token in words if token.text.isupper())
        if len(words) >= 4 and loud >= 0.8 * len(words):
            marks[first:at] = [True] * (at - first)
        first = at + 1
    return marks
