"""Walking through JSON text piece by piece, one value of it in memory at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final, TextIO

from .shapes import TableIsUnreadable

_CHUNK: Final = 1 << 17
#: A list of so many objects is the table, without looking further through the file.
_ENOUGH: Final = 50
#: Lists are looked for so many objects deep.
_DEPTH: Final = 3


class Scanner:
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
