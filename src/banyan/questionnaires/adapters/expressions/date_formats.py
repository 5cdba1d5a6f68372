"""``format-date()``: the letters of ODK's XForms, written by hand because the system's differ by language."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Final

from .values import date_text, days_of, moment_text

_MONTHS: Final = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_DAYS: Final = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
_LETTERS: Final[dict[str, Callable[[datetime.datetime], str]]] = {
    "Y": lambda at: f"{at.year:04}",
    "y": lambda at: f"{at.year % 100:02}",
    "m": lambda at: f"{at.month:02}",
    "n": lambda at: str(at.month),
    "b": lambda at: _MONTHS[at.month - 1],
    "d": lambda at: f"{at.day:02}",
    "e": lambda at: str(at.day),
    "H": lambda at: f"{at.hour:02}",
    "h": lambda at: str(at.hour),
    "M": lambda at: f"{at.minute:02}",
    "S": lambda at: f"{at.second:02}",
    "3": lambda at: "000",
    "a": lambda at: _DAYS[at.weekday()],
    "%": lambda at: "%",
}


def is_format(text: str) -> bool:
    """Return whether every ``%`` is followed by a letter that is known."""
    parts = text.replace("%%", "").split("%")
    return all(part[:1] in _LETTERS for part in parts[1:])


def formatted(moment: str, pattern: str) -> str:
    """Return a date or time in a format; empty when it is no date, or the format none."""
    days = days_of(moment)
    day = date_text(days)
    if not day or not is_format(pattern):
        return ""
    at = datetime.datetime.fromisoformat(moment_text(days))
    pieces: list[str] = []
    letters = iter(pattern)
    for letter in letters:
        pieces.append(_LETTERS[next(letters)](at) if letter == "%" else letter)
    return "".join(pieces)
