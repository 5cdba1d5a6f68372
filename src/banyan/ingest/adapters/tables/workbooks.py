"""XLSX workbooks, row by row: merged cells unfolded, formulas as their last result."""

from __future__ import annotations

import datetime
import itertools
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from . import archives, header_words, headings
from .shapes import Column, Limits, Row, Sheet, TableInfo, TableIsUnreadable, Target

_BATCH: Final = 500
_DATED: Final = (Target.FOUNDED, Target.ENDED, Target.TIE_FROM, Target.TIE_TO)
_SHEETS: Final = 200
#: Sheets whose beginnings are looked at for the list, and the known headings by which it is told.
_SHEETS_LOOKED_AT: Final = 12
_TELLING: Final = 2


class Workbook:
    """An XLSX file; see ``shapes.Table``. Without ``sheet``, the first one with known headings is read."""

    def __init__(
        self,
        path: Path,
        *,
        sheet: str = "",
        header_row: int | None = None,
        limits: Limits | None = None,
    ) -> None:
        self._path, self._limits = path, limits or Limits()
        self._first = 1
        self._merges: list[archives.Merge] = []
        self._is_1904 = False
        parts = archives.check(path, self._limits)
        sheets, paths = self._sheets(parts)
        known = {name: parts.get(path, archives.Part()) for name, path in paths.items()}
        name = self._likeliest(self._wanted(sheets, sheet), known)
        part = known[name]
        heading = self._turn_to(name, part, header_row)
        self._first, self._width = heading.first_data_row, len(heading.columns)
        self._serials = _columns_of_dates(heading.columns) if self._is_1904 else ()
        self.info = TableInfo(
            format="xlsx",
            encoding="",
            sheets=sheets,
            sheet=self._sheet,
            columns=heading.columns,
            header_row=heading.row,
            row_estimate=max(part.rows - heading.row, 0) if part.rows else None,
        )

    def rows(self, start: int = 0, *, has_cells: bool = True) -> Iterator[Row]:
        """See ``shapes.Table``. Cells merged downwards (groups) stand in each of their rows."""
        first = max(start, self._first)
        for row in self._all():
            if row.number < first or all(headings.is_empty(cell) for cell in row.cells):
                continue
            if self._serials:
                row = Row(row.number, _with_days_of_1904(row.cells, self._serials))
            missing = self._width - len(row.cells)
            yield Row(row.number, row.cells + (None,) * missing) if missing > 0 else row

    def _likeliest(self, names: list[str], parts: dict[str, archives.Part]) -> str:
        """Return the first of these sheets with headings that are known: lists stand behind covers."""
        for name in names if len(names) > 1 else ():
            try:
                if headings.known(self._turn_to(name, parts[name], None)) >= _TELLING:
                    return name
            except TableIsUnreadable:
                continue
        return names[0]

    def _turn_to(self, name: str, part: archives.Part, chosen: int | None) -> headings.Heading:
        self._sheet = name
        self._merges = sorted(part.merges, key=lambda merge: merge.first_row)
        looked_at = list(itertools.islice(self._all(), headings.LOOKED_AT))
        spans = frozenset(
            merge.first_row for merge in self._merges if 1 <= merge.last_column - merge.first_column <= 50
        )
        return headings.find(self._across(looked_at), limits=self._limits, chosen=chosen, spans=spans)

    @contextmanager
    def _open(self) -> Iterator[Any]:
        # A handle, not a path: the library refuses paths that do not end as it expects.
        with self._path.open("rb") as handle:
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")  # of styles and extensions that hold no data
                    book = load_workbook(handle, read_only=True, data_only=True, keep_links=False)
            except Exception as error:  # the library documents none: whatever it says, the file is broken
                raise TableIsUnreadable("file_broken") from error
            with closing(book):
                yield book

    def _sheets(self, parts: dict[str, archives.Part]) -> tuple[tuple[Sheet, ...], dict[str, str]]:
        with self._open() as book:
            self._is_1904 = book.epoch == CALENDAR_MAC_1904
            found = [sheet for sheet in book.worksheets[:_SHEETS] if isinstance(sheet, ReadOnlyWorksheet)]
            paths = {sheet.title: str(sheet._worksheet_path) for sheet in found}
            return tuple(
                Sheet(
                    sheet.title,
                    parts[paths[sheet.title]].rows if paths[sheet.title] in parts else None,
                    is_hidden=sheet.sheet_state != "visible",
                )
                for sheet in found
            ), paths

    def _wanted(self, sheets: tuple[Sheet, ...], name: str) -> list[str]:
        """The sheet a person has chosen, or those that may hold the list."""
        if name:
            if name not in {sheet.name for sheet in sheets}:
                raise TableIsUnreadable("sheet_missing", {"sheet": name[:80]})
            return [name]
        if not sheets:
            raise TableIsUnreadable("no_rows")
        shown = [sheet.name for sheet in sheets if not sheet.is_hidden and sheet.row_estimate]
        return shown[:_SHEETS_LOOKED_AT] or [sheets[0].name]

    def _all(self) -> Iterator[Row]:
        """Every row with its cells, those merged downwards filled in."""
        waiting = iter(self._merges)
        following = next(waiting, None)
        open_merges: list[tuple[archives.Merge, object]] = []
        for number, cells in self._raw():
            while following is not None and following.first_row <= number:
                if following.last_row > following.first_row == number:
                    open_merges.append((following, _at(cells, following.first_column - 1)))
                following = next(waiting, None)
            if open_merges:
                open_merges = [pair for pair in open_merges if pair[0].last_row >= number]
                cells = _filled(cells, number, open_merges, self._limits.columns)
            yield Row(number, tuple(cells))

    def _raw(self) -> Iterator[tuple[int, list[object]]]:
        limits = self._limits
        with self._open() as book:
            try:
                sheet = book[self._sheet]
                sheet.reset_dimensions()  # what a file says of its size is often wrong
                source = enumerate(sheet.iter_rows(values_only=True), 1)
            except Exception as error:  # as above
                raise TableIsUnreadable("file_broken") from error
            while batch := self._batch(source):
                for number, values in batch:
                    if number > limits.rows:
                        raise TableIsUnreadable("too_many_rows", {"limit": limits.rows})
                    cells = [headings.plain(value) for value in values]
                    while cells and headings.is_empty(cells[-1]):
                        cells.pop()
                    if len(cells) > limits.columns:
                        raise TableIsUnreadable(
                            "too_many_columns",
                            {"count": len(cells), "limit": limits.columns, "row": number},
                        )
                    for cell in cells:
                        if isinstance(cell, str) and len(cell) > limits.cell_characters:
                            raise TableIsUnreadable(
                                "cell_too_long", {"row": number, "limit": limits.cell_characters}
                            )
                    yield number, cells

    def _batch(self, source: Iterator[tuple[int, Any]]) -> list[tuple[int, Any]]:
        # Warnings are silenced here, not around the whole reading: a generator would leave them silenced
        # for whoever called it.
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return list(itertools.islice(source, _BATCH))
        except Exception as error:  # as above
            raise TableIsUnreadable("file_broken") from error

    def _across(self, rows: list[Row]) -> list[Row]:
        """The first rows with cells merged sideways filled in, as a heading over several columns reads."""
        filled = {row.number: list(row.cells) for row in rows}
        widest = max((len(row.cells) for row in rows), default=0)
        for merge in self._merges:
            cells = filled.get(merge.first_row)
            if cells is None or merge.last_column - merge.first_column > 50:
                continue
            width = len(cells)
            if merge.first_column == 1 and 2 * merge.last_column > widest:
                continue  # a title, or the name of the group below: no heading of columns
            value = _at(cells, merge.first_column - 1)
            for column in range(merge.first_column, min(merge.last_column, max(width, 1) + 10)):
                while len(cells) <= column:
                    cells.append(None)
                cells[column] = value if headings.is_empty(cells[column]) else cells[column]
        return [Row(row.number, tuple(filled[row.number])) for row in rows]


def _columns_of_dates(columns: tuple[Column, ...]) -> tuple[int, ...]:
    """The places of columns whose headings speak of days."""
    found = ((column.position, header_words.meaning_of(column.header)) for column in columns if column.header)
    return tuple(place for place, said in found if said is not None and said[0].target in _DATED)


def _with_days_of_1904(cells: tuple[object, ...], places: tuple[int, ...]) -> tuple[object, ...]:
    """Cells with bare day numbers as days, where the workbook counts from 1904; formatted ones are days."""
    changed = list(cells)
    for place in places:
        cell = changed[place] if place < len(changed) else None
        if isinstance(cell, int | float) and not isinstance(cell, bool) and 10_000 < cell < 65_000:
            changed[place] = CALENDAR_MAC_1904 + datetime.timedelta(days=int(cell))
    return tuple(changed)


def _at(cells: list[object], index: int) -> object:
    return cells[index] if index < len(cells) else None


def _filled(
    cells: list[object], number: int, merges: list[tuple[archives.Merge, object]], widest: int
) -> list[object]:
    for merge, value in merges:
        column = merge.first_column - 1
        if number == merge.first_row or column >= widest or headings.is_empty(value):
            continue
        while len(cells) <= column:
            cells.append(None)
        if headings.is_empty(cells[column]):
            cells[column] = value
    return cells
