"""Functions that need more than their values: the clock, the row, the pattern, the value of before."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from . import checks, patterns
from .context import Context
from .date_formats import formatted, is_format
from .problems import ExpressionProblem
from .syntax import Call, Literal, Path
from .values import Moment, Value, to_number, to_text, to_truth

if TYPE_CHECKING:
    from .binding import Binder, Work


def _if(binder: Binder, call: Call) -> Work:
    checks.count(call, 3, 3)
    condition, then, otherwise = (binder.work(argument) for argument in call.arguments)
    return lambda context: then(context) if to_truth(condition(context)) else otherwise(context)


def _coalesce(binder: Binder, call: Call) -> Work:
    checks.count(call, 2, 2)
    first, second = (binder.work(argument) for argument in call.arguments)

    def work(context: Context) -> Value:
        value = first(context)
        return second(context) if to_text(value) in {"", "NaN"} else value

    return work


def _once(binder: Binder, call: Call) -> Work:
    checks.count(call, 1, 1)
    binder.looked.is_once = True
    inner = binder.work(call.arguments[0])
    return lambda context: context.before or inner(context)


def _today(binder: Binder, call: Call) -> Work:
    checks.count(call, 0, 0)
    return lambda context: Moment(context.now.date().isoformat())


def _now(binder: Binder, call: Call) -> Work:
    checks.count(call, 0, 0)
    return lambda context: Moment(context.now.replace(tzinfo=None).isoformat(timespec="seconds"))


def _position(binder: Binder, call: Call) -> Work:
    """The number of the row, from 1, that a path such as ``..`` leads up to."""
    checks.count(call, 1, 1)
    (argument,) = call.arguments
    if not isinstance(argument, Path):
        raise ExpressionProblem("needs_reference", call.at, {"function": call.name})
    known = binder.scope.at_path(argument)
    here = binder.scope.here
    around = () if here is None else (*here.rows, here.name) if here.is_repeat else here.rows
    if known is None or not known.is_repeat or known.name not in around:
        raise ExpressionProblem("not_a_repeat", argument.at, {"name": known.name if known else str(argument)})
    level = around.index(known.name)
    return lambda context: float(context.rows[level] + 1)


def _indexed_repeat(binder: Binder, call: Call) -> Work:
    """``indexed-repeat(question, repeat, number, …)``: the answer in the rows with these numbers, from 1."""
    if len(call.arguments) < 3 or len(call.arguments) % 2 == 0:
        raise ExpressionProblem("unpaired_arguments", call.at, {"name": call.name})
    known = binder.known(call.arguments[0])
    if known is None or known.type is None:
        raise ExpressionProblem("needs_reference", call.at, {"function": call.name})
    numbers: dict[int, Work] = {}
    for repeat, index in zip(call.arguments[1::2], call.arguments[2::2], strict=True):
        level = binder.known(repeat)
        if level is None or level.name not in known.rows:
            name = level.name if level else call.name
            raise ExpressionProblem("not_a_repeat", repeat.at, {"name": name})
        checks.number(binder, index)
        numbers[known.rows.index(level.name)] = binder.work(index)
    shared = binder.shared(known)
    for place, repeat_name in enumerate(known.rows):
        if place >= shared and place not in numbers:
            raise ExpressionProblem("many_rows", call.at, {"name": known.name, "repeat": repeat_name})
    binder.looked.answers.add(known.name)
    binder.looked.rows.update(known.rows)
    name, depth, repeats = known.name, len(known.rows), known.rows

    def work(context: Context) -> Value:
        rows: list[int] = []
        for place in range(depth):
            number = to_number(numbers[place](context)) - 1 if place in numbers else context.rows[place]
            context.budget.spend(1)
            if not 0 <= number < context.source.count(repeats[place], tuple(rows)):
                return ""
            rows.append(int(number))
        return context.source.one(name, tuple(rows))

    return work


def _regex(binder: Binder, call: Call) -> Work:
    checks.count(call, 2, 2)
    text, pattern = call.arguments
    if not isinstance(pattern, Literal):
        raise ExpressionProblem("pattern_must_be_text", call.at)
    ready, inner = patterns.compiled(pattern.value, pattern.at), binder.work(text)

    def work(context: Context) -> Value:
        context.budget.spend(10)
        return patterns.matches(ready, to_text(inner(context)))

    return work


def _format_date(binder: Binder, call: Call) -> Work:
    checks.count(call, 2, 2)
    moment, pattern = call.arguments
    if isinstance(moment, Literal):
        checks.date(moment)
    if not isinstance(pattern, Literal) or not is_format(pattern.value):
        shown = pattern.value if isinstance(pattern, Literal) else call.name
        raise ExpressionProblem("bad_date_format", pattern.at, {"value": shown[:80]})
    inner = binder.work(moment)
    return lambda context: formatted(to_text(inner(context)), pattern.value)


SPECIAL: Final[dict[str, Callable[[Binder, Call], Work]]] = {
    "if": _if,
    "coalesce": _coalesce,
    "once": _once,
    "today": _today,
    "now": _now,
    "position": _position,
    "indexed-repeat": _indexed_repeat,
    "regex": _regex,
    "format-date": _format_date,
    "format-date-time": _format_date,
}
