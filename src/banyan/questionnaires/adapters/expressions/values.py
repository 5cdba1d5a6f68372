"""
Values of expressions: number (``float``), truth (``bool``), text (``str``), moment, answers of many rows.

Conversions follow XPath 1.0, section 4, but for moments, which XPath 1.0 does not know: a moment counts as
days since 1970-01-01, as in ODK's XForms.
"""

from __future__ import annotations

import datetime
import math
import operator
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Final, TypeAlias

#: XPath's Number with an optional minus, with white space around: nothing else is a number (section 4.4).
_NUMBER: Final = re.compile(r"[ \t\r\n]*-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[ \t\r\n]*")
_DATE: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME: Final = re.compile(
    r"([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,6})[0-9]*)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?"
)
_EPOCH: Final = datetime.date(1970, 1, 1)
_SECONDS: Final = 86_400
#: More digits than this are never a number anybody wrote down.
_MOST_DIGITS: Final = 400


class Moment(str):
    """A date, a time of day, or both, as ISO 8601 writes it; ``days`` since 1970-01-01, or of one day."""

    __slots__ = ("days",)

    def __new__(cls, text: str) -> Moment:
        made = super().__new__(cls, text)
        made.days = days_of(text)
        return made

    days: float


class Answers(tuple[str, ...]):
    """The answers that a reference leads to, one for each row, in order; none for rows that are not asked."""

    __slots__ = ()


#: What every expression gives; ``Answers`` are met only inside functions that take many rows.
Value: TypeAlias = float | bool | str


def days_of(text: str) -> float:
    """Return a date, time or both in days; not a number when it is none."""
    text = text.strip()
    day, clock = 0.0, text
    if (match := _DATE.match(text)) is not None:
        try:
            day = float((datetime.date(*map(int, match.groups())) - _EPOCH).days)
        except ValueError:
            return math.nan
        clock = text[match.end() :]
        if not clock:
            return day
        if clock[0] not in "T ":
            return math.nan
        clock = clock[1:]
    time = _TIME.fullmatch(clock)
    if time is None:
        return math.nan
    hour, minute, second = (int(part or 0) for part in time.groups()[:3])
    if hour > 23 or minute > 59 or second > 59:
        return math.nan
    # Offsets from UTC are not applied: a form is answered and judged by the clock on its reader's wall.
    return day + (hour * 3600 + minute * 60 + second) / _SECONDS


def date_text(days: float) -> str:
    """Return the date so many days after 1970-01-01, or nothing when there is none."""
    if math.isnan(days) or math.isinf(days):
        return ""
    try:
        return (_EPOCH + datetime.timedelta(days=math.floor(days))).isoformat()
    except OverflowError:
        return ""


def moment_text(days: float) -> str:
    """Return the date and time so many days after 1970-01-01, to the second."""
    day = date_text(days)
    if not day:
        return ""
    seconds = min(round((days - math.floor(days)) * _SECONDS), _SECONDS - 1)
    return f"{day}T{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def to_number(value: Value) -> float:
    """XPath's ``number()``."""
    if isinstance(value, Moment):
        return value.days
    if isinstance(value, str):
        return float(value) if len(value) <= _MOST_DIGITS and _NUMBER.fullmatch(value) else math.nan
    return float(value)


def to_text(value: Value) -> str:
    """XPath's ``string()``."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return number_text(value)


def number_text(number: float) -> str:
    """Return a number as XPath writes it: never with an exponent, no more digits than tell it apart."""
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number == int(number) and abs(number) < 1e15:
        return str(int(number))
    text = format(Decimal(repr(number)), "f")
    return text.removesuffix(".0")


def to_truth(value: Value) -> bool:
    """XPath's ``boolean()``."""
    if isinstance(value, (bool, str)):
        return bool(value)
    return not (value == 0 or math.isnan(value))


_ORDERING: Final[dict[str, Callable[[float, float], bool]]] = {
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}


def compare(sign: str, left: Value, right: Value) -> bool:
    """XPath's comparisons (section 3.4); a text beside a moment is read as one where it is one."""
    left, right = _as_moments(left, right)
    if sign in _ORDERING:
        return _ORDERING[sign](to_number(left), to_number(right))
    if isinstance(left, bool) or isinstance(right, bool):
        return (to_truth(left) == to_truth(right)) is (sign == "=")
    if isinstance(left, str) and isinstance(right, str):
        return _same_text(left, right) is (sign == "=")
    return (to_number(left) == to_number(right)) is (sign == "=")


def _same_text(left: str, right: str) -> bool:
    if isinstance(left, Moment) and isinstance(right, Moment) and not math.isnan(left.days):
        return left.days == right.days
    return str.__eq__(left, right)


def _as_moments(left: Value, right: Value) -> tuple[Value, Value]:
    if isinstance(left, Moment) and type(right) is str and not math.isnan(days_of(right)):
        return left, Moment(right)
    if isinstance(right, Moment) and type(left) is str and not math.isnan(days_of(left)):
        return Moment(left), right
    return left, right
