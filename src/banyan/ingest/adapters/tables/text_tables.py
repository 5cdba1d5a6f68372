"""Tables as text: commas, semicolons, tabs or bars between the cells."""

from __future__ import annotations

import csv
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from . import encodings, headings
from .shapes import Limits, Row, TableInfo, TableIsUnreadable

_DELIMITERS: Final = ("\t", ",", ";", "|")
_SNIFFED_LINES: Final = 200
_LINES_IN_A_CELL: Final = 2_000
_SEPARATOR_LINE: Final = re.compile(r"^sep=(.)\r?\n?$", re.I)
#: The most characters of the lines that are kept for the look at the beginning.
_SNIFFED_CHARACTERS: Final = 2_000_000


class TextTable:
    """A CSV or TSV file; see ``shapes.Table``."""

    def __init__(
        self,
        path: Path,
        *,
        format: str = "csv",
        encoding: str = "",
        header_row: int | None = None,
        limits: Limits | None = None,
    ) -> None:
        self._path, self._limits = path, limits or Limits()
        candidates = encodings.guesses(path)
        self._encoding = encoding or candidates[0]
        self._delimiter = self._sniffed(format)
        looked_at = list(itertools.islice(self._all(), headings.LOOKED_AT))
        heading = headings.find(looked_at, limits=self._limits, chosen=header_row)
        self._first, self._width = heading.first_data_row, len(heading.columns)
        self.info = TableInfo(
            format="tsv" if self._delimiter == "\t" else "csv",
            encoding=self._encoding,
            sheets=(),
            sheet="",
            columns=heading.columns,
            header_row=heading.row,
            row_estimate=self._estimate(),
            encodings=tuple(dict.fromkeys((self._encoding, *candidates))),
            delimiter=self._delimiter,
        )

    def rows(self, start: int = 0, *, has_cells: bool = True) -> Iterator[Row]:
        """See ``shapes.Table``. A ragged row is filled up with empty cells."""
        first = max(start, self._first)
        for row in self._all():
            if row.number < first or not any(row.cells):
                continue
            missing = self._width - len(row.cells)
            yield Row(row.number, row.cells + ("",) * missing) if missing > 0 else row

    def _sniffed(self, format: str) -> str:
        sample: list[str] = []
        size = 0
        for line in itertools.islice(encodings.lines(self._path, self._encoding), _SNIFFED_LINES):
            size += len(line)
            if size > _SNIFFED_CHARACTERS and sample:
                break
            sample.append(line)
        if sample and (said := _SEPARATOR_LINE.match(sample[0])):
            return said[1]
        best, best_score = "\t" if format == "tsv" else ",", 0.0
        for delimiter in _DELIMITERS:
            try:
                widths = Counter(len(cells) for cells in csv.reader(sample, delimiter=delimiter) if cells)
            except csv.Error:
                continue
            total = sum(widths.values())
            wide = Counter({width: count for width, count in widths.items() if width > 1})
            if not wide:
                continue
            width, count = wide.most_common(1)[0]
            score = count / total * (1 + min(width, 20) / 100)
            if score > best_score:
                best, best_score = delimiter, score
        return best

    def _all(self) -> Iterator[Row]:
        """Every record with the number a spreadsheet shows for it."""
        source = _Watched(encodings.lines(self._path, self._encoding), self._limits)
        reader = csv.reader(source, delimiter=self._delimiter)
        number = 0
        try:
            for cells in reader:
                number += 1
                if number == 1 and source.starts_with_separator:
                    continue
                self._check(number, cells, source)
                source.begin_record()
                yield Row(number, tuple([headings.plain(cell) for cell in cells]))
        except csv.Error as error:
            raise TableIsUnreadable("quote_not_closed", {"row": number + 1}) from error

    def _check(self, number: int, cells: list[str], source: _Watched) -> None:
        limits = self._limits
        if number > limits.rows:
            raise TableIsUnreadable("too_many_rows", {"limit": limits.rows})
        if len(cells) > limits.columns and any(cells[limits.columns :]):
            raise TableIsUnreadable(
                "too_many_columns", {"count": len(cells), "limit": limits.columns, "row": number}
            )
        if source.is_cut_off:
            raise TableIsUnreadable("quote_not_closed", {"row": number})
        if source.characters > limits.cell_characters and max(map(len, cells)) > limits.cell_characters:
            raise TableIsUnreadable("cell_too_long", {"row": number, "limit": limits.cell_characters})

    def _estimate(self) -> int | None:
        """Line ends below the heading, which is right unless cells hold line ends of their own."""
        zero = self._encoding.startswith("utf-16")
        count, last = 0, b"\n"
        with self._path.open("rb") as handle:
            while chunk := handle.read(1 << 20):
                count += chunk.count(b"\n") or chunk.count(b"\r")
                last = chunk.rstrip(b"\x00")[-1:] if zero else chunk[-1:]
        count += last not in (b"\n", b"\r")
        return max(count - self._first + 1, 0)


class _Watched:
    """Lines on their way to the csv module, which itself notices neither a lost quote nor a huge record."""

    def __init__(self, lines: Iterator[str], limits: Limits) -> None:
        self._lines, self._limits = lines, limits
        self.starts_with_separator = False
        self.characters = self._count = self._quotes = 0
        self._is_first = self._is_at_end = False
        self._number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        try:
            line = next(self._lines)
        except StopIteration:
            self._is_at_end = True
            raise
        self._number += 1
        if self._number == 1:
            self.starts_with_separator = bool(_SEPARATOR_LINE.match(line))
        self._count += 1
        self.characters += len(line)
        self._quotes += line.count('"')
        if self._count > _LINES_IN_A_CELL or self.characters > (
            self._limits.columns * self._limits.cell_characters
        ):
            raise TableIsUnreadable("quote_not_closed", {"row": max(self._number - self._count + 1, 1)})
        return line

    def begin_record(self) -> None:
        """What follows belongs to the next record."""
        self.characters = self._count = self._quotes = 0

    @property
    def is_cut_off(self) -> bool:
        """Whether the file ended within quotes."""
        return self._is_at_end and self._quotes % 2 == 1
