"""A form made ready to be answered: its expressions tied to it, and the order in which they are settled."""

from __future__ import annotations

import graphlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from banyan.questionnaires.adapters.expressions import Expression, ExpressionProblem, Known, Scope, bind
from banyan.questionnaires.adapters.form import Form, Group, Item, Question, Repeat, organised, walk
from banyan.questionnaires.adapters.form.parts import OTHER
from banyan.questionnaires.enums import CHOOSING

from .other import which_other
from .problems import FormCannotWork, FormProblem

#: Words that spreadsheets write for true and false in place of an expression (pyxform's list).
_PLAIN: Final = {
    **dict.fromkeys(("yes", "Yes", "YES", "true", "True", "TRUE"), "true()"),
    **dict.fromkeys(("no", "No", "NO", "false", "False", "FALSE"), "false()"),
}
#: A default is an expression when it asks for an answer or calls a function; anything else is a value.
_DYNAMIC: Final = re.compile(r"\$\{|^[a-z][a-z-]*\(.*\)$", re.S)


@dataclass(frozen=True, slots=True)
class Part:
    """
    One part of a form with its expressions ready.

    :ivar above: names of the groups and repeats around it, outermost first
    :ivar repeats: those of them that are repeats
    """

    item: Item
    above: tuple[str, ...]
    repeats: tuple[str, ...]
    expressions: Mapping[str, Expression] = field(default_factory=dict)

    @property
    def depth(self) -> int:
        """How many row numbers tell one of its places from another."""
        return len(self.repeats)


@dataclass(frozen=True, slots=True)
class CompiledForm:
    """
    :ivar parts: every part by name, in the order of the form, "which other?" questions included
    :ivar order: names in the order they are settled: whatever one looks at comes before it
    :ivar readers: by name, the parts that look at it themselves
    """

    form: Form
    items: tuple[Item, ...]
    parts: Mapping[str, Part]
    order: tuple[str, ...]
    readers: Mapping[str, frozenset[str]]

    def touched_by(self, names: Iterable[str]) -> frozenset[str]:
        """Return the parts that must be looked at again when these answers change, themselves included."""
        found = set(names)
        waiting = list(found)
        while waiting:
            for reader in self.readers.get(waiting.pop(), frozenset()):
                if reader not in found:
                    found.add(reader)
                    waiting.append(reader)
        return frozenset(found)


def is_expression(default: str) -> bool:
    """Return whether a default is worked out rather than taken as it stands."""
    return _DYNAMIC.search(default.strip()) is not None


def scope_of(form: Form, items: tuple[Item, ...]) -> Scope:
    """Return what the expressions of a form may name."""
    names = {}
    for item, above in walk(items):
        names[item.name] = Known(
            name=item.name,
            type=item.type if isinstance(item, Question) else None,
            above=tuple(one.name for one in above),
            rows=tuple(one.name for one in above if isinstance(one, Repeat)),
            is_repeat=isinstance(item, Repeat),
            choices=_choices(form, item) if isinstance(item, Question) else None,
            is_numeral=item.looks("numbers"),
        )
    return Scope(names)


def _choices(form: Form, question: Question) -> frozenset[str] | None:
    if question.type not in CHOOSING or question.code_list:
        return None
    listed = form.list_named(question.list_name)
    if listed is None:
        return None
    names = {choice.name for choice in listed.choices}
    return frozenset(names | {OTHER}) if question.or_other else frozenset(names)


def compile_form(form: Form) -> CompiledForm:
    """
    Make a form ready to be answered.

    :raises FormCannotWork: with everything that is wrong with its expressions
    """
    items = organised(form.items, other_label=which_other())
    scope = scope_of(form, items)
    problems: list[FormProblem] = []
    parts: dict[str, Part] = {}
    for item, above in walk(items):
        expressions: dict[str, Expression] = {}
        for column, text, seen in _texts(form, item, scope):
            try:
                expressions[column] = bind(text, seen)
            except ExpressionProblem as problem:
                problems.append(FormProblem(item.name, column, problem.code, expression=problem))
        parts[item.name] = Part(
            item=item,
            above=tuple(one.name for one in above),
            repeats=tuple(one.name for one in above if isinstance(one, Repeat)),
            expressions=expressions,
        )
    order = _order(parts, problems)
    if problems:
        raise FormCannotWork(tuple(problems))
    return CompiledForm(form, items, parts, order, _readers(parts))


def _texts(form: Form, item: Item, scope: Scope) -> Iterable[tuple[str, str, Scope]]:
    """Every expression of a part: the field, its text, and what it may name."""
    here = scope.at(item.name)
    if item.relevant:
        yield "relevant", _PLAIN.get(item.relevant, item.relevant), here
    if isinstance(item, Group):
        return
    if isinstance(item, Repeat):
        if item.count:
            yield "count", item.count, here
        return
    answered = scope.at(item.name, has_answer=True)
    for column in ("required", "read_only", "calculation"):
        if text := getattr(item, column):
            yield column, _PLAIN.get(text, text), here
    if item.constraint:
        yield "constraint", item.constraint, answered
    if item.default and is_expression(item.default):
        yield "default", item.default, here
    if item.choice_filter and not item.code_list:
        listed = form.list_named(item.list_name)
        columns = {"name", *(column for one in (listed.choices if listed else ()) for column in one.columns)}
        yield "choice_filter", item.choice_filter, scope.at(item.name, columns=columns)


#: Expressions whose answers decide what others see; a constraint, say, only judges.
_DECIDING: Final = ("relevant", "calculation", "count")


def _looked_at(part: Part, columns: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for column in columns:
        if (expression := part.expressions.get(column)) is not None:
            found |= expression.answers | expression.rows
    return found


def _order(parts: Mapping[str, Part], problems: list[FormProblem]) -> tuple[str, ...]:
    waits_for: dict[str, set[str]] = {name: _looked_at(part, _DECIDING) for name, part in parts.items()}
    for name, part in parts.items():
        if part.above:
            waits_for[name].add(part.above[-1])
    while True:
        try:
            return tuple(
                graphlib.TopologicalSorter(
                    {name: sorted(found) for name, found in waits_for.items()}
                ).static_order()
            )
        except graphlib.CycleError as error:
            circle = list(dict.fromkeys(error.args[1]))
            name = min(circle, key=list(parts).index)
            column = next(
                (
                    column
                    for column in _DECIDING
                    if (made := parts[name].expressions.get(column))
                    and (made.answers | made.rows) & set(circle)
                ),
                "relevant",
            )
            names = sorted(circle, key=list(parts).index)
            problems.append(FormProblem(name, column, "in_a_circle", {"names": ", ".join(names)}))
            # The other circles are told too: this one is opened.
            for one in circle:
                waits_for[one] -= set(circle)


def _readers(parts: Mapping[str, Part]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, part in parts.items():
        for looked in _looked_at(part, part.expressions):
            found.setdefault(looked, set()).add(name)
        if part.above:
            found.setdefault(part.above[-1], set()).add(name)
    return {name: frozenset(readers) for name, readers in found.items()}
