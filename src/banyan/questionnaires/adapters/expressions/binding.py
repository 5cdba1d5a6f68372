"""
Expressions tied to a form: every name looked up once, every function checked, all made Python functions.

The check is stricter than XPath, which makes "not a number" or "false" of a mistake and says nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from banyan.questionnaires.enums import TEMPORAL

from . import checks, operators, special
from .context import Context
from .functions import FUNCTIONS, LEFT_OUT, convert
from .parsing import parse
from .problems import ExpressionProblem
from .scope import Known, Looked, Scope
from .syntax import Call, Chain, Literal, Negation, Node, Number, Path, Reference
from .values import Answers, Moment, Value, to_number, to_text, to_truth

#: A part of an expression ready to be worked out.
Work = Callable[[Context], Value]
#: The same, where many rows may come of it.
Rows = Callable[[Context], Value | Answers]


@dataclass(frozen=True, slots=True)
class Expression:
    """
    An expression tied to one place of a form.

    :ivar answers: names of the questions it looks at
    :ivar rows: names of the repeats whose rows it counts
    :ivar is_once: whether it keeps what it gave the first time
    """

    text: str
    answers: frozenset[str]
    rows: frozenset[str]
    is_once: bool
    _work: Work

    def value(self, context: Context) -> Value:
        """
        Work it out.

        :raises EvaluationIsTooLong: beyond the steps allowed
        """
        return self._work(context)

    def is_true(self, context: Context) -> bool:
        """Work it out as a condition."""
        return to_truth(self._work(context))

    def as_text(self, context: Context) -> str:
        """Work it out as a text, as XPath's ``string()`` would write it."""
        return to_text(self._work(context))


def bind(text: str, scope: Scope) -> Expression:
    """
    Parse an expression, check it against a form and make it ready to be worked out.

    :raises ExpressionProblem: for anything that could not give what its author wants
    """
    node = parse(text)
    looked = Looked()
    work = Binder(scope, looked).work(node)
    return Expression(text, frozenset(looked.answers), frozenset(looked.rows), looked.is_once, work)


class Binder:
    """Turns the parts of one expression into functions, and notes what they look at."""

    def __init__(self, scope: Scope, looked: Looked) -> None:
        self.scope, self.looked = scope, looked

    def work(self, node: Node) -> Work:
        """Return the function that gives the value of a part."""
        match node:
            case Number(value):
                return lambda context: value
            case Literal(text):
                return lambda context: text
            case Reference(name, at):
                return self.answer(self.scope.named(name, at), at)
            case Path():
                return self._path(node)
            case Negation(operand):
                checks.number(self, operand)
                inner = self.work(operand)
                return lambda context: -to_number(inner(context))
            case Chain():
                return self._chain(node)
            case Call():
                return self._call(node)

    def answer(self, known: Known, at: int) -> Work:
        """
        Return the function that gives the one answer to a question that stands in the same rows.

        :raises ExpressionProblem: ``not_an_answer``, ``many_rows``
        """
        if known.type is None:
            raise ExpressionProblem("not_an_answer", at, {"name": known.name})
        self.looked.answers.add(known.name)
        name, shared = known.name, self.shared(known)
        if shared < len(known.rows):
            raise ExpressionProblem("many_rows", at, {"name": name, "repeat": known.rows[shared]})
        return lambda context: _one(context, name, shared)

    def shared(self, known: Known) -> int:
        """Return how many repeats, from outside, a part stands in together with the expression."""
        here = self.scope.here
        around: tuple[str, ...] = (
            () if here is None else (*here.rows, here.name) if here.is_repeat else here.rows
        )
        count = 0
        for own, other in zip(around, known.rows, strict=False):
            if own != other:
                break
            count += 1
        return count

    def known(self, node: Node) -> Known | None:
        """Return the part of the form that a reference or path names; ``None`` for anything else."""
        if isinstance(node, Reference):
            return self.scope.named(node.name, node.at)
        if isinstance(node, Path) and not self.is_column(node):
            return self.scope.at_path(node)
        return None

    def is_column(self, path: Path) -> bool:
        """Return whether a path is a bare name in the filter of a list of choices."""
        return self.scope.columns is not None and len(path.steps) == 1 and path.steps[0] not in {".", ".."}

    def _path(self, path: Path) -> Work:
        if path.steps == (".",) and not path.is_absolute:
            if not self.scope.has_answer or self.scope.here is None:
                raise ExpressionProblem("dot_without_answer", path.at)
            if self.scope.here.type in TEMPORAL:
                return lambda context: Moment(context.own)
            return lambda context: context.own
        if self.is_column(path):
            name = path.steps[0]
            assert self.scope.columns is not None
            if name not in self.scope.columns:
                raise ExpressionProblem("unknown_column", path.at, {"name": name})
            return lambda context: context.columns.get(name, "")
        known = self.scope.at_path(path)
        if known is None:
            raise ExpressionProblem("not_an_answer", path.at, {"name": str(path)})
        return self.answer(known, path.at)

    def rows_of(self, node: Node) -> Rows:
        """Return the function that gives all rows a reference leads to: what ``sum`` and its like take."""
        known = self.known(node)
        if known is None:
            return self.work(node)
        name, shared = known.name, self.shared(known)
        if known.is_repeat:
            self.looked.rows.update({name, *known.rows[shared:]})
            return lambda context: _counted(context, name, shared)
        if known.type is None or shared == len(known.rows):
            return self.work(node)
        self.looked.answers.add(name)
        self.looked.rows.update(known.rows[shared:])
        return lambda context: _many(context, name, shared)

    def _chain(self, chain: Chain) -> Work:
        signs = {sign for sign, _ in chain.rest}
        if signs <= {"and", "or"}:
            return operators.logic(
                signs == {"and"}, [self.work(chain.first), *(self.work(v) for _, v in chain.rest)]
            )
        values = [chain.first, *(value for _, value in chain.rest)]
        if signs <= operators.ARITHMETIC.keys():
            for value in values:
                checks.number(self, value)
            return operators.sums(
                self.work(chain.first), [(operators.ARITHMETIC[s], self.work(v)) for s, v in chain.rest]
            )
        for (sign, right), left in zip(chain.rest, values, strict=False):
            checks.comparison(self, sign, left, right)
        return operators.comparisons(
            self.work(chain.first), [(sign, self.work(value)) for sign, value in chain.rest]
        )

    def _call(self, call: Call) -> Work:
        made = special.SPECIAL.get(call.name)
        function = FUNCTIONS.get(call.name)
        if made is None and function is None:
            raise checks.no_function(call, LEFT_OUT)
        if made is not None:
            return made(self, call)
        assert function is not None
        checks.count(call, function.fewest, function.most)
        checks.arguments(self, call, function)
        kinds = (function.kinds or " ").ljust(len(call.arguments), (function.kinds or " ")[-1])
        works: list[tuple[str, Rows]] = [
            (kind, self.rows_of(argument) if kind in "mt" else self.work(argument))
            for kind, argument in zip(kinds, call.arguments, strict=False)
        ]
        return _called(function.work, works)


def _called(run: Callable[..., Value], works: list[tuple[str, Rows]]) -> Work:
    def work(context: Context) -> Value:
        context.budget.spend(1)
        return run(*[convert(kind, each(context)) for kind, each in works])

    return work


def _one(context: Context, name: str, shared: int) -> str:
    context.budget.spend(1)
    return context.source.one(name, context.rows[:shared])


def _many(context: Context, name: str, shared: int) -> Answers:
    found = Answers(context.source.many(name, context.rows[:shared]))
    context.budget.spend(1 + len(found))
    return found


def _counted(context: Context, name: str, shared: int) -> Answers:
    count = context.source.count(name, context.rows[:shared])
    context.budget.spend(1 + count)
    return Answers([""] * count)
