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

from . import encodings, headings
from .shapes import Column, Limits, Row, Sheet, TableInfo, TableIsUnreadable

_CHUNK: Final = 1 << 17
_LOOKED_AT: Final = 500
_DEPTH: Final = 3
_LISTED: Final = 3
#: A list of so many objects is the table, without looking further through the file.
_ENOUGH: Final = 50


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

    def rows(self, start: int = 0) -> Iterator[Row]:
        """See ``shapes.Table``. Numbers are places in the list, or lines of the file."""
        for number, record in self._records():
            if number >= start:
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
            scanner = _Scanner(handle, self._limits.json_record_characters)
            scanner.descend(self._list)
            yield from enumerate(scanner.elements(), 1)

    def _lists(self) -> dict[str, int]:
        """The lists of objects in the file by path, with how many there are (counting stops at enough)."""
        found: dict[str, int] = {}
        with self._open() as handle:
            _Scanner(handle, self._limits.json_record_characters).survey("", found)
        return found

    def _open(self) -> TextIO:
        # JSON is UTF-8 by its standard; the other encodings turn up all the same.
        name = {"tcvn3": "latin-1", "viscii": "latin-1", "vni": "cp1252"}.get(self._encoding, self._encoding)
        return self._path.open("r", encoding=name, errors="replace")


class _Scanner:
    """Walks through JSON text without holding more than one value of it."""

    def __init__(self, handle: TextIO, limit: int) -> None:
        self._handle, self._limit = handle, limit
        self._text, self._at, self._is_at_end = "", 0, False
        self._decoder = json.JSONDecoder()
        self._count = 0
        if self._peek() == "\ufeff":
            self._at += 1

    def survey(self, path: str, found: dict[str, int], depth: int = 0) -> bool:
        """Collect lists of objects; return whether one is long enough to stop."""
        first = self._peek()
        if first == "[":
            count = 0
            for element in self.elements():
                if not isinstance(element, dict):
                    continue
                count += 1
                if count >= _ENOUGH:
                    break
            if count:
                found[path] = count
            return count >= _ENOUGH
        if first == "{" and depth < _DEPTH:
            return any(
                self.survey(f"{path}.{key}" if path else key, found, depth + 1) for key in self._keys()
            )
        self.value()
        return False

    def descend(self, path: str) -> None:
        """Go to the list at a dotted path, which ``survey`` has found."""
        walked = ""
        while walked != path:
            for key in self._keys():
                step = f"{walked}.{key}" if walked else key
                if path == step or path.startswith(f"{step}."):
                    walked = step
                    break
                self.value()
            else:
                raise TableIsUnreadable("json_broken", {"row": self._count + 1})

    def elements(self) -> Iterator[Any]:
        """Yield the elements of the list that begins here."""
        self._take("[")
        if self._peek() == "]":
            self._at += 1
            return
        self._count = 0
        while True:
            value = self.value()
            self._count += 1
            yield value
            if self._take(",]") == "]":
                return

    def _keys(self) -> Iterator[str]:
        """Yield the keys of the object that begins here; the caller reads each value."""
        self._take("{")
        if self._peek() == "}":
            self._at += 1
            return
        while True:
            key = self.value()
            if not isinstance(key, str):
                raise self._broken()
            self._take(":")
            yield key
            if self._take(",}") == "}":
                return

    def value(self) -> Any:
        """Read one whole value, however long up to the limit."""
        self._peek()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
                # A number at the very end of what was read may go on in the file.
                if end < len(self._text) or not self._more():
                    self._at = end
                    return value
            except (ValueError, RecursionError) as error:
                if isinstance(error, RecursionError) or not self._more():
                    raise self._broken() from error

    def _peek(self) -> str:
        while True:
            while self._at < len(self._text) and self._text[self._at] in " \t\r\n":
                self._at += 1
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                raise TableIsUnreadable("json_cut_off", {"row": self._count + 1})

    def _take(self, wanted: str) -> str:
        char = self._peek()
        if char not in wanted:
            raise self._broken()
        self._at += 1
        return char

    def _more(self) -> bool:
        """Read on, at least as much again as is waiting; return False at the end of the file."""
        waiting = self._text[self._at :]
        if len(waiting) > self._limit:
            raise TableIsUnreadable("json_record_too_long", {"row": self._count + 1, "limit": self._limit})
        read = self._handle.read(max(_CHUNK, len(waiting)))
        self._is_at_end = not read
        self._text, self._at = waiting + read, 0
        return bool(read)

    def _broken(self) -> TableIsUnreadable:
        code = "json_cut_off" if self._is_at_end else "json_broken"
        return TableIsUnreadable(code, {"row": self._count + 1})


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
