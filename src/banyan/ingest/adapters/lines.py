"""A page as lines: what both kinds of page, plain text and HTML, are turned into before they are judged."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class LineKind(StrEnum):
    """What a line is to the reader of the page."""

    ARTICLE = "article"
    TITLE = "title"
    CREDIT = "credit"
    SIGNATURE = "signature"
    CONTACT = "contact"
    FURNITURE = "furniture"
    PLANTED = "planted"


# Kinds that stay in the clean text, and kinds from which an engine may propose something.
KEPT = frozenset({LineKind.ARTICLE, LineKind.TITLE})
USEFUL = frozenset({LineKind.SIGNATURE, LineKind.CONTACT})
READ = KEPT | {LineKind.CREDIT, LineKind.SIGNATURE}


@dataclass(slots=True)
class Line:
    """
    One line of a page without its outer blanks; offsets are code points into the text it was cut from.

    ``links`` is the share of its characters inside links (0 for plain text); ``tag`` the HTML block it
    stands in; ``region`` is nav, header, footer, aside, main or "".
    """

    text: str
    start: int
    end: int
    kind: LineKind = LineKind.ARTICLE
    links: float = 0.0
    tag: str = ""
    region: str = ""


_EDGES = " \t\r\f\v\n\u00a0\u3000\u2000\u2001\u2002\u2003\u2009\u200a\u202f\u200b\ufeff"
_BREAK = re.compile("\r\n|[\n\r\u2028\u2029\x0b\x0c\x85]")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_SENTENCE = re.compile("[。！？；]|[.!?;…][”’\"')\\]]*(?:\\s|$)")
_LONG = 1000
#: What stands beyond is not read: no article is so long, and a hostile page must not keep a worker busy.
MOST_LINES = 16_000
MOST_CHARACTERS = 300_000
_REMEMBERED = 16_384
_CLAUSE = re.compile("[，、,:：]")


def cut_lines(text: str) -> list[Line]:
    """
    Cut a text into its lines that hold anything, without outer blanks (NBSP and ideographic too).

    No more than ``MOST_LINES`` are returned.
    """
    lines: list[Line] = []
    at = 0
    breaks = _BREAK.finditer(text)
    while at <= len(text) and len(lines) < MOST_LINES:
        found = next(breaks, None)
        end, after = found.span() if found else (len(text), len(text) + 1)
        if end > at:
            piece = text[at:end]
            stripped = piece.strip(_EDGES)
            if stripped:
                start = at + len(piece) - len(piece.lstrip(_EDGES))
                lines.append(Line(stripped, start, start + len(stripped)))
        at = after
    return lines


def size(text: str) -> float:
    """
    Return the length of a text in words; two Han characters count as one word.

    A line of more than a thousand characters is long whatever it holds; it is not counted.
    """
    return _size(text) if len(text) <= _LONG else len(text) / 4


@lru_cache(maxsize=_REMEMBERED)
def _size(text: str) -> float:
    han = len(_HAN.findall(text))
    return han / 2 + len((_HAN.sub(" ", text) if han else text).split())


def is_prose(text: str) -> bool:
    """Tell whether a line is running text: long enough and built of sentences or clauses."""
    words = size(text)
    if words < 14:
        return False
    head = text[:_LONG]
    return bool(_SENTENCE.search(head)) or (words >= 22 and bool(_CLAUSE.search(head)))


def is_han(text: str) -> bool:
    """Tell whether a line is mostly written in Chinese characters."""
    head = text[:_LONG]
    return len(_HAN.findall(head)) * 3 > len(head.replace(" ", ""))
