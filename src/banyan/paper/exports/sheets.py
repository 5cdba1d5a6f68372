"""A list as it goes into a file: its columns, what kind of values they hold, and the rows."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from django.utils.translation import get_language, override

T = TypeVar("T")

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d\Z")


@dataclass(frozen=True, slots=True)
class Column:
    """
    One column: its heading in the reader's language, what a row has there, and how wide it is shown.

    ``value`` returns a text, an int, a Decimal, a date or None; a spreadsheet gets it as just that.
    ``width`` is in Latin letters.
    """

    heading: str
    value: Callable[[Any], Any]
    width: int = 18


@dataclass(frozen=True, slots=True)
class Sheet:
    """
    A list: its title, its columns, its records as they come, and what there is to know about the file.

    ``about`` are pairs of words, for example *Made on* and a day; a workbook has them on a sheet of their
    own, so that a program that reads the file meets nothing but rows. No more than ``most`` records go into
    the file; a longer list ends with ``when_cut``, which says so and why.
    """

    title: str
    columns: tuple[Column, ...]
    records: Iterable[Any]
    most: int
    when_cut: str = ""
    about: tuple[tuple[str, str], ...] = ()

    def rows(self) -> Iterator[list[Any] | None]:
        """Yield what stands in the columns, record by record; None in the end if there were more."""
        for number, record in enumerate(self.records):
            if number == self.most:
                yield None
                return
            yield [column.value(record) for column in self.columns]


def dated(text: str) -> datetime.date | str:
    """Return an ISO day as a date; a month, a year or anything else stays the text it is."""
    if not _DAY.match(text):
        return text
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return text


def in_language(pieces: Iterator[T]) -> Iterator[T]:
    """Make each piece in the language of now: a stream may run when the request has been left."""
    language = get_language()
    while True:
        with override(language):
            try:
                piece = next(pieces)
            except StopIteration:
                return
        yield piece
