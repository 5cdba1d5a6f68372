"""What joins values: arithmetic, comparisons, and, or."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from .context import Context
from .values import Value, compare, to_number, to_truth

Work = Callable[[Context], Value]


def logic(is_and: bool, works: list[Work]) -> Work:
    """Return the function that joins conditions; what need not be looked at is not."""
    if is_and:
        return lambda context: all(to_truth(work(context)) for work in works)
    return lambda context: any(to_truth(work(context)) for work in works)


def _divide(left: float, right: float) -> float:
    if right:
        return left / right
    if math.isnan(left) or math.isnan(right) or not left:
        return math.nan
    return math.copysign(math.inf, left) * math.copysign(1.0, right)


def _remainder(left: float, right: float) -> float:
    """Truncating, with the sign of what is divided (XPath 1.0, section 3.5)."""
    if math.isnan(left) or math.isnan(right) or math.isinf(left) or not right:
        return math.nan
    return math.fmod(left, right)


#: Operators that count, on numbers.
ARITHMETIC: Final[dict[str, Callable[[float, float], float]]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "div": _divide,
    "mod": _remainder,
}


def sums(first: Work, rest: list[tuple[Callable[[float, float], float], Work]]) -> Work:
    """Return the function that counts from left to right."""

    def work(context: Context) -> float:
        value = to_number(first(context))
        for operator, other in rest:
            value = operator(value, to_number(other(context)))
        return value

    return work


def comparisons(first: Work, rest: list[tuple[str, Work]]) -> Work:
    """Return the function that compares from left to right."""
    if len(rest) == 1:
        ((sign, other),) = rest
        return lambda context: compare(sign, first(context), other(context))

    def work(context: Context) -> Value:
        value = first(context)
        for sign, other in rest:
            value = compare(sign, value, other(context))
        return value

    return work
