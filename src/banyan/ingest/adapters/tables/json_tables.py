"""
JSON files as tables: a list of objects, an object that holds such a list, or one object a line.

Read piece by piece, one element of the list in memory at a time. Objects inside objects become columns with
dotted headings (``address.city``), lists of texts one cell with line ends, lists of objects numbered columns
(``recipient.0.name``).
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, TextIO

from . import encodings, headings, json_scanner
from .shapes import Column, Limits, Row, Sheet, TableInfo, TableIsUnreadable

_LOOKED_AT: Final = 500
_DEPTH: Final = 3
_LISTED: Final = 3


class JsonTable:
    """A JSON or JSON Lines file; see ``shapes.Table``. ``sheet`` chooses among several lists by path."""

    def __init__(
        self,
        path: Path,
        *,
        is_lines: bool,
        encoding: str = "",
        sheet: str = "",
        limits: Limits | None = None,
    ) -> None:
        self._path, self._is_lines, self._limits = path, is_lines, limits or Limits()
        candidates = encodings.guesses(path)
        self._encoding = encoding or candidates[0]
        lists = {} if is_lines else self._lists()
        if not is_lines and not lists:
            raise TableIsUnreadable("json_without_list")
        if sheet and sheet not in lists:
            raise TableIsUnreadable("sheet_missing", {"sheet": sheet[:80]})
        self._list = sheet or max(lists, key=lambda name: lists[name], default="")
        self._headers: tuple[str, ...] = ()
        looked_at = list(itertools.islice(self._records(), _LOOKED_AT))
        if not looked_at:
            raise TableIsUnreadable("no_rows")
        flat = [_flattened(record) for _, record in looked_at]
        self._headers = tuple(dict.fromkeys(key for one in flat for key in one))
        if len(self._headers) > self._limits.columns:
            raise TableIsUnreadable(
                "too_many_columns", {"count": len(self._headers), "limit": self._limits.columns}
            )
        size, read = (
            path.stat().st_size,
            sum(len(json.dumps(one, ensure_ascii=False)) for _, one in looked_at),
        )
        is_all = len(looked_at) < _LOOKED_AT
        self.info = TableInfo(
            format="jsonl" if is_lines else "json",
            encoding=self._encoding,
            sheets=tuple(Sheet(name, None) for name in lists) if len(lists) > 1 else (),
            sheet=self._list if len(lists) > 1 else "",
            columns=tuple(_column(index, name, flat) for index, name in enumerate(self._headers)),
            header_row=0,
            row_estimate=len(looked_at) if is_all else int(size * len(looked_at) / max(read, 1)),
            encodings=tuple(dict.fromkeys((self._encoding, *candidates))),
            list_path=self._list,
        )

    def rows(self, start: int = 0, *, has_cells: bool = True) -> Iterator[Row]:
        """See ``shapes.Table``. Numbers are places in the list, or lines of the file."""
        for number, record in self._records():
            if number >= start and not has_cells:
                yield Row(number, (), record)
            elif number >= start:
                flat = _flattened(record)
                yield Row(number, tuple([flat.get(name) for name in self._headers]), record)

    def _records(self) -> Iterator[tuple[int, dict[str, Any]]]:
        found = self._records_of_lines() if self._is_lines else self._records_of_list()
        for number, value in found:
            if number > self._limits.rows:
                raise TableIsUnreadable("too_many_rows", {"limit": self._limits.rows})
            if isinstance(value, dict):
                yield number, value
            elif value is not None:
                raise TableIsUnreadable("json_not_objects", {"row": number})

    def _records_of_lines(self) -> Iterator[tuple[int, Any]]:
        for number, line in enumerate(encodings.lines(self._path, self._encoding), 1):
            if line.strip():
                try:
                    yield number, json.loads(line)
                except (ValueError, RecursionError) as error:
                    raise TableIsUnreadable("json_broken", {"row": number}) from error

    def _records_of_list(self) -> Iterator[tuple[int, Any]]:
        with self._open() as handle:
            scanner = json_scanner.Scanner(handle, self._limits.json_record_characters)
            scanner.descend(self._list)
            yield from enumerate(scanner.elements(), 1)

    def _lists(self) -> dict[str, int]:
        """The lists of objects in the file by path, with how many there are (counting stops at enough)."""
        found: dict[str, int] = {}
        with self._open() as handle:
            json_scanner.Scanner(handle, self._limits.json_record_characters).survey("", found)
        return found

    def _open(self) -> TextIO:
        # JSON is UTF-8 by its standard; the other encodings turn up all the same.
        name = {"tcvn3": "latin-1", "viscii": "latin-1", "vni": "cp1252"}.get(self._encoding, self._encoding)
        return self._path.open("r", encoding=name, errors="replace")


def _flattened(record: dict[str, Any]) -> dict[str, object]:
    flat: dict[str, object] = {}
    for key, value in record.items():
        if value is None or isinstance(value, str | int | float):
            flat[key] = headings.plain(value)
        else:
            _flatten(key, value, flat, _DEPTH)
    return flat


def _flatten(key: str, value: object, flat: dict[str, object], depth: int) -> None:
    if isinstance(value, dict) and depth:
        for name, inner in value.items():
            _flatten(f"{key}.{name}", inner, flat, depth - 1)
    elif isinstance(value, list) and depth and any(isinstance(item, dict) for item in value):
        for index, inner in enumerate(value[:_LISTED]):
            _flatten(f"{key}.{index}", inner, flat, depth - 1)
    elif isinstance(value, list):
        plain = [item for item in value if isinstance(item, str | int | float)]
        flat[key] = headings.plain("\n".join(str(item) for item in plain))
    elif not isinstance(value, dict):
        flat[key] = headings.plain(value)


def _column(index: int, name: str, flat: list[dict[str, object]]) -> Column:
    samples: dict[str, None] = {}
    for one in flat:
        if len(samples) >= 5:
            break
        if not headings.is_empty(one.get(name)):
            samples[headings.shown(one[name])] = None
    return Column(index, headings.shown(name), tuple(samples))
