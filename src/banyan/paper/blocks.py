"""
A document as an office thinks of it: a letterhead, a title, facts, tables, pictures, numbered notes.

Nothing here says how it looks: one typst template and one writer of Word files do, so that both hold the
same. Every text is plain; none is ever read as markup or code, whatever stands in it.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum


class Style(StrEnum):
    """What a paragraph is."""

    TEXT = "text"
    LEDE = "lede"
    QUOTE = "quote"
    SMALL = "small"


@dataclass(frozen=True, slots=True)
class Run:
    """
    A stretch of text.

    ``language`` is its tag where it is not the document's; ``url`` where it leads; ``is_small`` for a remark
    beside a value; ``refs`` the numbers of the notes that prove it.
    """

    text: str
    language: str = ""
    url: str = ""
    is_small: bool = False
    refs: tuple[int, ...] = ()


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, of level 1 or 2; readers and programs find their way by it."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    runs: Runs
    style: Style = Style.TEXT


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its values, each of which stands on a line of its own."""

    label: str
    values: tuple[Runs, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with their values, one under another."""

    rows: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class TableColumn:
    """The head of a column; ``share`` is its part of the width in relation to the others."""

    label: str
    is_number: bool = False
    share: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose heads are repeated on every page it reaches; ``caption`` may be empty."""

    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[Runs, ...], ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing as SVG: ``described`` is for who cannot see it, ``caption`` stands below."""

    svg: str
    described: str
    caption: str


@dataclass(frozen=True, slots=True)
class Note:
    """A numbered note, to which the ``refs`` of runs lead."""

    number: int
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Notes:
    """Numbered notes, at the end as a rule."""

    notes: tuple[Note, ...]


Block = Heading | Paragraph | Facts | Table | Picture | Notes


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who sends the document: the centre's name, and lines such as its address on the web and the day."""

    name: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """
    A document in one language.

    ``language`` is vi, zh or en. ``kicker`` stands above the title, ``names`` below it: what else the thing
    is called. ``foot`` stands at the foot of every page beside its number, ``page_words`` says how pages are
    counted, with ``{page}`` and ``{pages}``; ``missing_words`` is the sentence about characters that could
    not be printed, with ``{sign}`` and ``{characters}``.
    """

    title: str
    language: str
    letterhead: Letterhead
    blocks: tuple[Block, ...]
    made_at: datetime.datetime
    page_words: str
    missing_words: str
    kicker: str = ""
    names: Runs = ()
    foot: str = ""
    title_language: str = ""
