"""Where the heading of a table stands: below titles, above the rows, on one line or two."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from . import header_words
from .shapes import SHOWN_VALUE, Column, Limits, Row, TableIsUnreadable

#: Rows looked at before the table is described.
LOOKED_AT: Final = 60
_SAMPLES: Final = 5
_LONGEST_HEADING: Final = 120
_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")
#: Characters without width that pages and PDF files leave between letters, marks of direction, soft hyphens.
_UNSEEN: Final = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_GUARDED: Final = re.compile(r"'(?:[=+\-@＝＋－＠][^']*|\d+)$")
_DATA: Final = re.compile(r"^[\d\s.,:/%+\-()]+$|^https?://|@")


@dataclass(frozen=True, slots=True)
class Heading:
    """The row numbers of the heading (0: none) and of the first row below it, and the columns."""

    row: int
    first_data_row: int
    columns: tuple[Column, ...]


def is_empty(value: object) -> bool:
    """Whether a cell holds nothing to read."""
    return value is None or (isinstance(value, str) and not value.strip())


def shown(value: object) -> str:
    """Return a cell as it is shown: one line, cut."""
    if isinstance(value, datetime.datetime) and value.time() == datetime.time(0):
        value = value.date()
    return "" if value is None else " ".join(str(value)[: 4 * SHOWN_VALUE].split())[:SHOWN_VALUE]


def find(
    rows: Sequence[Row], *, limits: Limits, chosen: int | None = None, spans: frozenset[int] = frozenset()
) -> Heading:
    """
    Return the heading among the first rows of a table.

    :param chosen: the number a person has chosen (0: there is no heading)
    :param spans: numbers of rows with cells merged over several columns
    :raises TableIsUnreadable: ``no_rows``, ``too_many_columns``
    """
    filled = {
        row.number: [index for index, cell in enumerate(row.cells) if not is_empty(cell)] for row in rows
    }
    present = [row for row in rows if filled[row.number]]
    if not present:
        raise TableIsUnreadable("no_rows")
    width = max(filled[row.number][-1] for row in present) + 1
    if width > limits.columns:
        raise TableIsUnreadable("too_many_columns", {"count": width, "limit": limits.columns})
    header = _chosen(present, chosen) if chosen is not None else _likeliest(present, filled)
    if header is None:
        return Heading(0, present[0].number, _columns([""] * width, present))
    words = [shown(header.cells[i]) if i < len(header.cells) else "" for i in range(width)]
    below = [row for row in present if row.number > header.number]
    if below and header.number in spans and _is_second_line(below[0], filled[below[0].number]):
        under = [shown(below[0].cells[i]) if i < len(below[0].cells) else "" for i in range(width)]
        words = _joined(words, under)
        below = below[1:]
    elif below and (under := _continued(words, below[0])):
        words = _joined(words, under)
        below = below[1:]
    last = max((row.number for row in rows), default=0)
    return Heading(header.number, below[0].number if below else last + 1, _columns(words, below))


def known(heading: Heading) -> int:
    """Return how many columns have a heading whose meaning is known."""
    return sum(_is_known(column.header) for column in heading.columns if column.header)


def _joined(words: Sequence[str], under: Sequence[str]) -> list[str]:
    return [" ".join(dict.fromkeys(part for part in pair if part)) for pair in zip(words, under, strict=True)]


def _continued(words: list[str], row: Row) -> list[str]:
    """
    Return the second line of a heading whose cells were merged before the table became text; [] for data.

    Such a line stands under a gap of the first line, begins behind it, and has words only. The words before
    each gap that it fills are written into ``words``.
    """
    under = [shown(row.cells[i]) if i < len(row.cells) else "" for i in range(len(words))]
    filled = [index for index, word in enumerate(under) if word]
    gaps = [index for index in filled if not words[index] and index and words[index - 1]]
    if not gaps or under[0] or not words[0] or not _is_second_line(row, filled):
        return []
    if not all(header_words.is_heading(under[index]) for index in filled):
        return []
    for index in gaps:
        words[index] = words[index - 1]
    return under


def _columns(words: Sequence[str], rows: Sequence[Row]) -> tuple[Column, ...]:
    samples: list[dict[str, None]] = [{} for _ in words]
    for row in rows:
        for index, cell in enumerate(row.cells[: len(words)]):
            if len(samples[index]) < _SAMPLES and not is_empty(cell):
                samples[index][shown(cell)] = None
    return tuple(Column(index, word, tuple(samples[index])) for index, word in enumerate(words))


def _chosen(present: Sequence[Row], number: int) -> Row | None:
    return next((row for row in present if row.number == number), None) if number else None


def _likeliest(present: Sequence[Row], filled: dict[int, list[int]]) -> Row | None:
    # What a full row has: titles above and headings between fill one cell or two, and may be many.
    usual = sorted((len(filled[row.number]) for row in present), reverse=True)[len(present) // 3]
    best, best_score = None, 0.0
    for place, row in enumerate(present[:30]):
        cells = [row.cells[index] for index in filled[row.number]]
        if not all(isinstance(cell, str) for cell in cells):
            continue
        texts = [str(cell) for cell in cells]
        known = sum(_is_known(text) for text in texts)
        data = sum(bool(_DATA.search(text.strip())) for text in texts)
        is_wide = len(cells) >= max(2, 0.6 * usual) or (usual == 1 and known == 1)
        if not is_wide or any(len(text) > _LONGEST_HEADING for text in texts):
            continue
        if len(set(texts)) * 2 < len(texts):
            continue
        score = 3.0 * known / len(cells) + 0.3 * known - 2.0 * data / len(cells) - 0.02 * place
        if not known:
            # Unknown words: only the first full row can be a heading, and only if nothing in it is data.
            score = 0.1 if best is None and not data and _differs(row, present[place + 1 :]) else -1.0
        if score > best_score:
            best, best_score = row, score
    return best


def _is_known(text: str) -> bool:
    found = header_words.meaning_of(text) if len(text) <= _LONGEST_HEADING else None
    return found is not None and (found[1] >= 0.75 or (len(text) < 40 and found[1] > 0.55))


def _differs(row: Row, below: Sequence[Row]) -> bool:
    """A heading of unknown words is not repeated below, and some column under it holds another sort."""
    if not below:
        return False
    heads = [cell for cell in row.cells if isinstance(cell, str)]
    return not any(list(other.cells[: len(heads)]) == heads for other in below)


def _is_second_line(row: Row, filled: Sequence[int]) -> bool:
    texts = [row.cells[index] for index in filled]
    return all(isinstance(text, str) and len(text) < 60 and not _DATA.search(text) for text in texts)


def plain(value: object) -> object:
    """
    Return a cell as rows hold it: no NUL, no lone surrogate, nothing unseen, numbers that are numbers.

    The apostrophe with which tables are written so that no cell runs as a formula ('=1+1), or loses its
    zeros ('0012), is taken off again.
    """
    if isinstance(value, str):
        if value.startswith("'") and _GUARDED.match(value):
            value = value[1:]
        if value.isascii():
            return value.replace("\x00", "\ufffd") if "\x00" in value else value
        return _UNSEEN.sub("", _UNSTORABLE.sub("\ufffd", value))
    if value is None or isinstance(value, bool | int | float | Decimal | datetime.date | datetime.time):
        return value
    return str(value)
