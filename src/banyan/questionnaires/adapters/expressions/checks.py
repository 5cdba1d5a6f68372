"""Mistakes that XPath would turn into "not a number" or "false" without a word, found beforehand."""

from __future__ import annotations

import difflib
import math
from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from banyan.questionnaires.enums import LISTING, QuestionType

from .functions import FUNCTIONS, Function
from .problems import ExpressionProblem
from .scope import Known
from .syntax import Call, Literal, Node, Number, Path, Reference
from .values import days_of, number_text, to_number

if TYPE_CHECKING:
    from .binding import Binder

#: Types whose answer can never be counted with.
_NEVER_NUMBERS: Final = LISTING | {
    QuestionType.TEXT, QuestionType.LONG_TEXT, QuestionType.FILE, QuestionType.ORGANISATION,
    QuestionType.PERSON, QuestionType.PLACE, QuestionType.POINT, QuestionType.CONSENT, QuestionType.NOTE,
    QuestionType.YES_NO,
}  # fmt: skip
_ORDERING: Final = frozenset({"<", ">", "<=", ">="})
_MOST_NAMED: Final = 6


def no_function(call: Call, left_out: Collection[str]) -> ExpressionProblem:
    """Return the problem of a function that does not exist, with a likely one if there is one."""
    name = call.name[:80]
    if call.name in left_out:
        return ExpressionProblem("unsupported_function", call.at, {"name": name})
    known = [
        *FUNCTIONS,
        "if",
        "coalesce",
        "once",
        "position",
        "indexed-repeat",
        "regex",
        "today",
        "now",
        "format-date",
    ]
    like = difflib.get_close_matches(call.name.lower().replace("_", "-"), known, n=1, cutoff=0.7)
    if like:
        return ExpressionProblem("unknown_function_like", call.at, {"name": name, "like": like[0]})
    return ExpressionProblem("unknown_function", call.at, {"name": name})


def count(call: Call, fewest: int, most: int) -> None:
    """:raises ExpressionProblem: if a function has too few or too many arguments"""
    if len(call.arguments) < fewest:
        raise ExpressionProblem("too_few_arguments", call.at, {"name": call.name, "count": fewest})
    if len(call.arguments) > most:
        raise ExpressionProblem("too_many_arguments", call.at, {"name": call.name, "count": most})


def own_or_named(binder: Binder, node: Node) -> Known | None:
    """Return the question whose answer a part of an expression is, ``.`` included; else ``None``."""
    if isinstance(node, Path) and node.steps == (".",) and not node.is_absolute:
        return binder.scope.here if binder.scope.has_answer else None
    return binder.known(node)


def number(binder: Binder, node: Node) -> None:
    """:raises ExpressionProblem: if a part that is counted with can never be a number"""
    if isinstance(node, Literal):
        if node.value and math.isnan(to_number(node.value)) and math.isnan(days_of(node.value)):
            raise ExpressionProblem("text_as_number", node.at, {"value": node.value[:80]})
        return
    known = own_or_named(binder, node)
    if known is None or known.is_numeral:
        return
    names = known.choices if known.type == QuestionType.ONE else None
    if known.type in _NEVER_NUMBERS or (names and all(math.isnan(to_number(name)) for name in names)):
        raise ExpressionProblem("answer_as_number", node.at, {"name": known.name})


def comparison(binder: Binder, sign: str, left: Node, right: Node) -> None:
    """:raises ExpressionProblem: if a comparison can never be true of any answer"""
    if sign in _ORDERING:
        number(binder, left)
        number(binder, right)
        return
    for answer, value in ((left, right), (right, left)):
        if isinstance(value, Literal):
            choice(binder, answer, value)
        elif isinstance(value, Number):
            choice(binder, answer, Literal(number_text(value.value), value.at))


def choice(binder: Binder, answer: Node, value: Literal) -> None:
    """:raises ExpressionProblem: if a value is none of the choices of the question it is held against"""
    known = own_or_named(binder, answer)
    if known is None or known.choices is None or not value.value.strip():
        return
    if not set(value.value.split()) <= known.choices:
        names = sorted(known.choices)
        listed = ", ".join(names[:_MOST_NAMED]) + (" …" if len(names) > _MOST_NAMED else "")
        raise ExpressionProblem(
            "no_such_choice", value.at, {"value": value.value[:80], "name": known.name, "choices": listed}
        )


def arguments(binder: Binder, call: Call, function: Function) -> None:
    """:raises ExpressionProblem: if an argument can never be of the kind its function needs"""
    kinds = (function.kinds or " ").ljust(len(call.arguments), (function.kinds or " ")[-1])
    for kind, argument in zip(kinds, call.arguments, strict=False):
        if kind in "nm":
            number(binder, argument)
    if call.name in {"selected", "selected-at", "count-selected"}:
        known = own_or_named(binder, call.arguments[0])
        if known is not None and known.type is not None and not known.is_chosen:
            raise ExpressionProblem(
                "needs_choices", call.arguments[0].at, {"function": call.name, "name": known.name}
            )
        if call.name == "selected" and isinstance(value := call.arguments[1], Literal):
            choice(binder, call.arguments[0], value)
    if call.name in {"count", "count-non-empty", "sum"} and not isinstance(
        call.arguments[0], (Reference, Path)
    ):
        raise ExpressionProblem("needs_reference", call.at, {"function": call.name})
    if call.name in {"date", "date-time"} and isinstance(value := call.arguments[0], Literal):
        date(value)


def date(value: Literal) -> None:
    """:raises ExpressionProblem: if a text is no date"""
    if value.value and math.isnan(days_of(value.value)):
        raise ExpressionProblem("bad_date", value.at, {"value": value.value[:80]})
