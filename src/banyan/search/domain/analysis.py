"""
Analysis: from a document or a typed query to tokens, the same for every engine.

A text is cut into words and runs of Han characters. Words are folded; a word with accents also leaves the
forms in which it may be partly typed; pieces joined by hyphens, dots or apostrophes count apart and together
("SOS-VN" gives sos, vn, sosvn). Han runs become pairs and single characters. Names also leave their readings
and initials.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from banyan.search.adapters.base import ORDERED_FIELDS, SCHEMA, AnalysedDocument
from banyan.search.documents import SearchDocument, SearchName
from banyan.search.domain.normalise import HAN, KANA, accent_forms, fold, marked, runs_of, settle
from banyan.search.domain.readings import initials_of, near_sound, readings_of

ANALYSER_VERSION = "2"  # raise it whenever the tokens of any text change: every index is then built anew
INDEX_VERSION = f"{ANALYSER_VERSION}-{hashlib.sha256(SCHEMA.encode()).hexdigest()[:12]}"

LONGEST_KEY = 120  # characters of a whole name written together
LONGEST_TEXT = 100_000  # characters of running text that are indexed
STORED_TEXT = 6_000  # characters of running text kept for snippets
_JOINERS = frozenset("-.'’‘·&/‐‑–")

# Words that carry nothing by themselves; when typed they need not be found.
_STOP_WORDS = """
cac va cua cho ve tai nhung mot
the of and for in on at to a an
de la le du des et
的 和 与 及 暨 之
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
# Words left out of acronyms: only "and" (LHCHKHKTVN; they are stop words too), or every stop word.
_CONJUNCTIONS = frozenset({"va", "and", "et"})


class Token(NamedTuple):
    """A word or a Han run: folded, with accents, its place, whether joined to the one before."""

    folded: str
    marked: str
    start: int
    end: int
    is_han: bool
    is_joined: bool


# Vietnamese words written with y or i as one likes (kỹ or kĩ, quỹ or quĩ); i is kept.
_WRITTEN_WITH_Y = frozenset({"hy", "ky", "ly", "my", "sy", "ty", "quy"})
_Y_AS_I = str.maketrans("yýỳỷỹỵ", "iíìỉĩị")
# English words that British and American names spell differently, beside -isation.
_SPELLINGS = {
    "centre": "center",
    "centres": "centers",
    "programme": "program",
    "programmes": "programs",
    "labour": "labor",
    "defence": "defense",
    "theatre": "theater",
}


@lru_cache(maxsize=30_000)  # names are made of few words; 6 MB when full
def _forms(word: str, is_han: bool) -> tuple[str, str]:
    """Return a word's folded form and its form with accents (the folded one, if it has none)."""
    folded = fold(word)
    accented = folded if is_han or word.isascii() else marked(word)
    if folded in _WRITTEN_WITH_Y:
        return f"{folded[:-1]}i", accented.translate(_Y_AS_I)
    if accented == folded:
        folded = accented = _SPELLINGS.get(folded) or folded.replace("isation", "ization")
    return folded, accented


def tokens_of(text: str) -> list[Token]:
    """Cut a settled text (see ``normalise.settle``) into words and Han runs, in order."""
    found: list[Token] = []
    last_end = -9
    for match in runs_of(text):
        start, end = match.span()
        is_han = match.lastgroup == "han"
        folded, accented = _forms(match.group(), is_han)
        if not folded:
            continue
        is_joined = (
            start == last_end + 1
            and text[last_end] in _JOINERS
            and not is_han
            and bool(found)
            and not found[-1].is_han
        )
        found.append(Token(folded, accented, start, end, is_han, is_joined))
        last_end = end
    return found


def characters_of(run: str) -> list[str]:
    """Split a folded Han run into characters, a kana keeping the mark that folding took off it."""
    pieces: list[str] = []
    for character in run:
        if pieces and character in "\u3099\u309a":
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def pairs_of(run: str) -> list[str]:
    """Return the overlapping pairs of a folded Han run (the character itself, if it is only one)."""
    pieces = characters_of(run)
    if len(pieces) < 2:
        return pieces
    return [first + second for first, second in pairwise(pieces)]


def compounds_of(tokens: Sequence[Token]) -> list[tuple[int, int, str]]:
    """Return the joined pieces: first token, stop, and the pieces written together."""
    found: list[tuple[int, int, str]] = []
    start = 0
    for place in range(1, len(tokens) + 1):
        if place == len(tokens) or not tokens[place].is_joined:
            if place - start > 1:
                found.append((start, place, "".join(token.folded for token in tokens[start:place])))
            start = place
    return found


def derived_initials(words: Sequence[str]) -> set[str]:
    """Return the acronyms a name may have: of all its words, without "and", without stop words."""
    spelled = {"".join([word[0] for word in words])}
    if not STOP_WORDS.isdisjoint(words):
        for dropped in (_CONJUNCTIONS, STOP_WORDS):
            spelled.add("".join([word[0] for word in words if word not in dropped]))
    return {letters for letters in spelled if 2 <= len(letters) <= 24}


def tail_initials(words: Sequence[str]) -> set[str]:
    """Return the acronyms of a name without its first word or two, which people write out: Bộ KHCN."""
    return {
        letters for first in (1, 2) if len(words) > first + 2 for letters in derived_initials(words[first:])
    }


def name_readings(tokens: Sequence[Token]) -> list[tuple[str, ...]]:
    """Return the readings of a name with Han characters as syllables, other words among them."""
    if not any(token.is_han for token in tokens):
        return []
    readings: list[tuple[str, ...]] = [()]
    for token in tokens:
        if not token.is_han:
            readings = [(*before, token.folded) for before in readings]
        elif new := readings_of(token.folded):
            readings = [(*before, *reading) for before in readings for reading in new][:8]
    return [reading for reading in readings if reading]


class _Fields(defaultdict[str, list[str]]):
    """Tokens by field, in the order met."""

    def __init__(self) -> None:
        super().__init__(list)

    def put(self, field: str, tokens: Iterable[str]) -> None:
        """Add tokens to a field."""
        self[field].extend(tokens)


def _analyse_name(name: SearchName, *, kind: str, fields: _Fields) -> list[object]:
    """Put one name's tokens into ``fields``; return what ranking needs of it, for the payload."""
    text = settle(name.text)
    tokens = tokens_of(text)
    words = [token.folded for token in tokens if not token.is_han]
    fields.put("name_key", ["".join(token.folded for token in tokens)[:LONGEST_KEY]])
    names = fields["name"]
    names += (together for _, _, together in compounds_of(tokens))
    for token in tokens:
        if token.is_han:
            names += pairs_of(token.folded)
            names += characters_of(token.folded)
        else:
            names.append(token.folded)
            if token.marked != token.folded:
                fields.put("marked", accent_forms(token.marked))
    if len(words) == len(tokens) > 1 and kind not in ("person", "article"):
        fields.put("initials", derived_initials(words))
        fields.put("initials", tail_initials(words))
    readings = name_readings(tokens)
    for reading in readings:
        together = "".join(reading)[:LONGEST_KEY]
        fields.put("pinyin_key", [together])
        fields.put("sound_key", [near_sound(together)])
        if len(reading) > 1:
            fields.put("pinyin_initials", [initials_of(reading)])
    for reading in readings[:4]:
        # The mark between readings keeps a phrase from running out of one name into the next.
        fields.put("pinyin", (*reading, "0"))
        fields.put("sound", (*map(near_sound, reading), "0"))
    spaced = " ".join(token.folded for token in tokens)
    return [text, name.language, name.kind, spaced, [" ".join(reading) for reading in readings]]


def analyse(document: SearchDocument) -> AnalysedDocument:
    """Turn a document into tokens and the payload that ranking and snippets need."""
    fields = _Fields()
    fields.put("key", filter(None, [fold(document.key)]))
    names = [
        _analyse_name(name, kind=document.kind, fields=fields) for name in document.names if name.text.strip()
    ]
    texts: list[tuple[str, str]] = []
    for language, raw in document.text.items():
        text = settle(raw[:LONGEST_TEXT])
        if not text:
            continue
        texts.append((language, text[:STORED_TEXT]))
        tokens = tokens_of(text)
        words = fields["text"]
        words += (together for _, _, together in compounds_of(tokens))
        for token in tokens:
            words += pairs_of(token.folded) if token.is_han else (token.folded,)
    made = {
        field: " ".join(tokens if field in ORDERED_FIELDS else dict.fromkeys(tokens))
        for field, tokens in fields.items()
        if tokens
    }
    return AnalysedDocument(
        id=f"{document.kind}:{document.key}",
        kind=document.kind,
        is_public=document.is_public,
        weight=max(0.01, document.weight),
        facets={
            **{name: values for name, values in document.facets.items() if values},
            "kind": (document.kind,),
        },
        fields=made,
        payload=json.dumps(
            {"n": names, "t": texts, "w": document.weight}, ensure_ascii=False, separators=(",", ":")
        ),
    )


__all__ = ["ANALYSER_VERSION", "HAN", "INDEX_VERSION", "KANA", "Token", "analyse", "tokens_of"]
