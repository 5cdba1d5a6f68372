"""
Functions that need nothing but their values.

From XPath 1.0 (section 4) and ODK's XForms. Where they differ on what nobody has answered yet, ODK's
Collect is followed: ``sum``, ``min`` and ``max`` pass over empty answers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from .problems import EvaluationIsTooLong
from .values import Answers, Moment, Value, date_text, days_of, moment_text, to_number, to_text, to_truth

#: No text made by an expression may be longer.
MOST_TEXT: Final = 200_000


@dataclass(frozen=True, slots=True)
class Function:
    """
    :param kinds: of its arguments: ``n`` number, ``s`` text, ``b`` truth, ``v`` anything, ``m`` numbers of
        many rows, ``t`` texts of many rows; the last kind holds for all that follow
    :param fewest: arguments there must be
    :param most: arguments there may be
    :param gives: kind of its value: ``number``, ``text``, ``truth``, ``moment``
    """

    kinds: str
    fewest: int
    most: int
    gives: str
    work: Callable[..., Any]


def convert(kind: str, value: Value | Answers) -> Any:
    """Return a value as a function of that kind of argument takes it."""
    if kind in "mt":
        return value if isinstance(value, Answers) else (value,)
    assert not isinstance(value, Answers)
    match kind:
        case "n":
            return to_number(value)
        case "s":
            return to_text(value)
        case "b":
            return to_truth(value)
    return value


def _sum(values: Sequence[Value]) -> float:
    return math.fsum(_numbers(values)) if all(map(math.isfinite, _numbers(values))) else sum(_numbers(values))


def _numbers(values: Sequence[Value]) -> list[float]:
    return [to_number(value) for value in values if value != ""]


def _extreme(best: Callable[[list[float]], float]) -> Callable[..., float]:
    def work(*groups: Sequence[Value]) -> float:
        numbers = [number for values in groups for number in _numbers(values)]
        if not numbers or any(map(math.isnan, numbers)):
            return math.nan
        return best(numbers)

    return work


def _bounded(text: str) -> str:
    if len(text) > MOST_TEXT:
        raise EvaluationIsTooLong
    return text


def _concat(*groups: Sequence[Value]) -> str:
    return _bounded("".join(to_text(value) for values in groups for value in values))


def _join(separator: Sequence[Value], *groups: Sequence[Value]) -> str:
    texts = [to_text(value) for values in groups for value in values]
    return _bounded(to_text(separator[0] if separator else "").join(texts))


def _substring(text: str, start: float, length: float | None = None) -> str:
    """XPath 1.0, section 4.2: positions from 1, rounded; nothing where they are no numbers."""
    begin = _round(start)
    end = math.inf if length is None else begin + _round(length)
    if math.isnan(begin) or math.isnan(end):
        return ""
    return "".join(char for place, char in enumerate(text, 1) if begin <= place < end)


def _substr(text: str, start: float, end: float = math.inf) -> str:
    """ODK: positions from 0, the end not included, negative ones counted from the end."""
    if math.isnan(start) or math.isnan(end):
        return ""
    size = len(text)

    def place(number: float) -> int:
        number = number + size if number < 0 else number
        return int(min(max(number, 0), size))

    return text[place(start) : place(end)]


def _round(number: float, digits: float = 0) -> float:
    """XPath rounds halves up; with digits, halves go away from zero as in accounts."""
    if math.isnan(number) or math.isinf(number) or math.isnan(digits):
        return number
    if digits == 0:
        below = math.floor(number)
        return float(below if number - below < 0.5 else below + 1)
    places = int(min(max(digits, -15), 15))
    return float(Decimal(repr(number)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))


def _whole(number: float, way: Callable[[float], int]) -> float:
    return float(way(number)) if math.isfinite(number) else number


def _pow(base: float, exponent: float) -> float:
    try:
        result = math.pow(base, exponent)
    except (OverflowError, ValueError):
        return math.nan
    return result


def _before(text: str, mark: str) -> str:
    return text[: text.index(mark)] if mark in text else ""


def _after(text: str, mark: str) -> str:
    return text[text.index(mark) + len(mark) :] if mark in text else ""


def _translate(text: str, before: str, after: str) -> str:
    table: dict[int, str | None] = {}
    for place, char in enumerate(before):
        table.setdefault(ord(char), after[place] if place < len(after) else None)
    return text.translate(table)


def _normalised(text: str) -> str:
    for space in "\t\r\n":
        text = text.replace(space, " ")
    return " ".join(part for part in text.split(" ") if part)


def _date(value: Value) -> Moment:
    return Moment(date_text(_days(value)))


def _date_time(value: Value) -> Moment:
    return Moment(moment_text(_days(value)))


def _days(value: Value) -> float:
    if isinstance(value, float):
        return value
    text = to_text(value)
    days = days_of(text)
    return to_number(text) if math.isnan(days) else days


def _selected(chosen: str, name: str) -> bool:
    return name.strip() in chosen.split()


def _selected_at(chosen: str, index: float) -> str:
    names = chosen.split()
    return names[int(index)] if not math.isnan(index) and 0 <= index < len(names) else ""


def _counted(values: Sequence[Value]) -> float:
    return float(sum(1 for value in values if value != ""))


FUNCTIONS: Final[dict[str, Function]] = {
    "string": Function("v", 1, 1, "text", to_text),
    "concat": Function("t", 1, 400, "text", _concat),
    "join": Function("t", 2, 400, "text", _join),
    "starts-with": Function("ss", 2, 2, "truth", str.startswith),
    "ends-with": Function("ss", 2, 2, "truth", str.endswith),
    "contains": Function("ss", 2, 2, "truth", lambda text, part: part in text),
    "substring-before": Function("ss", 2, 2, "text", _before),
    "substring-after": Function("ss", 2, 2, "text", _after),
    "substring": Function("snn", 2, 3, "text", _substring),
    "substr": Function("snn", 2, 3, "text", _substr),
    "string-length": Function("s", 1, 1, "number", lambda text: float(len(text))),
    "normalize-space": Function("s", 1, 1, "text", _normalised),
    "translate": Function("sss", 3, 3, "text", _translate),
    "boolean": Function("v", 1, 1, "truth", to_truth),
    "boolean-from-string": Function("s", 1, 1, "truth", lambda text: text in {"1", "true"}),
    "not": Function("b", 1, 1, "truth", lambda truth: not truth),
    "true": Function("", 0, 0, "truth", lambda: True),
    "false": Function("", 0, 0, "truth", lambda: False),
    "number": Function("v", 1, 1, "number", to_number),
    "sum": Function("m", 1, 1, "number", _sum),
    "min": Function("m", 1, 400, "number", _extreme(min)),
    "max": Function("m", 1, 400, "number", _extreme(max)),
    "floor": Function("n", 1, 1, "number", lambda number: _whole(number, math.floor)),
    "ceiling": Function("n", 1, 1, "number", lambda number: _whole(number, math.ceil)),
    "int": Function("n", 1, 1, "number", lambda number: _whole(number, math.trunc)),
    "round": Function("nn", 1, 2, "number", _round),
    "abs": Function("n", 1, 1, "number", abs),
    "pow": Function("nn", 2, 2, "number", _pow),
    "date": Function("v", 1, 1, "moment", _date),
    "date-time": Function("v", 1, 1, "moment", _date_time),
    "decimal-date-time": Function("v", 1, 1, "number", _days),
    "selected": Function("ss", 2, 2, "truth", _selected),
    "selected-at": Function("sn", 2, 2, "text", _selected_at),
    "count-selected": Function("s", 1, 1, "number", lambda text: float(len(text.split()))),
    "count": Function("t", 1, 1, "number", lambda values: float(len(values))),
    "count-non-empty": Function("t", 1, 1, "number", _counted),
}  # fmt: skip

#: Functions of ODK and of XPath that we leave out; the reader is told so rather than "unknown".
LEFT_OUT: Final = frozenset({
    "pulldata", "instance", "current", "jr:choice-name", "jr:itext", "choice-name", "random",
    "randomize", "uuid", "digest", "area", "distance", "geofence", "property", "version",
    "checklist", "weighted-checklist", "last", "id", "lang", "local-name", "name", "namespace-uri",
    "decimal-time", "format-time", "exp", "exp10", "log", "log10", "sin", "cos", "tan", "sqrt", "pi",
})  # fmt: skip
