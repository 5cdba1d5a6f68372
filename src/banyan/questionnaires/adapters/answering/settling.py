"""Settling what is asked and what is calculated: each part once, in the order the form's own words demand."""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from dataclasses import replace

from banyan.questionnaires.adapters.expressions import (
    Budget,
    Context,
    Expression,
    date_text,
    moment_text,
    number_text,
)
from banyan.questionnaires.adapters.form import Question, Repeat
from banyan.questionnaires.enums import QuestionType

from .answers import MOST_ROWS, Answers, as_text, row_answers, row_count, typed
from .compiling import CompiledForm, Part

Rows = tuple[int, ...]


class Settled:
    """
    Which parts are asked, what they hold, and how many rows there are; a source for expressions.

    One pass suffices: a part is settled after everything it looks at, and no form is compiled in which two
    parts wait for each other.

    :raises EvaluationIsTooLong: beyond the steps allowed for one look
    """

    def __init__(self, form: CompiledForm, answers: Answers, *, now: datetime.datetime) -> None:
        self.form, self.answers = form, answers
        self._context = Context(self, now, budget=Budget())
        self._relevant: dict[tuple[str, Rows], bool] = {}
        self._values: dict[tuple[str, Rows], str] = {}
        self._counts: dict[tuple[str, Rows], int] = {}
        self._places: dict[str, list[Rows]] = {"": [()]}
        self._within: dict[tuple[str, int], dict[Rows, list[str]]] = {}
        for name in form.order:
            self._settle(name, form.parts[name])

    def one(self, name: str, rows: Rows) -> str:
        """See ``expressions.Source``."""
        return self._values.get((name, rows), "")

    def many(self, name: str, rows: Rows) -> Sequence[str]:
        """See ``expressions.Source``."""
        key = (name, len(rows))
        if key not in self._within:
            grouped: dict[Rows, list[str]] = {}
            for place in self.places(name):
                if self._relevant[name, place]:
                    grouped.setdefault(place[: len(rows)], []).append(self._values[name, place])
            self._within[key] = grouped
        return self._within[key].get(rows, ())

    def count(self, repeat: str, rows: Rows) -> int:
        """See ``expressions.Source``; within fewer rows than the repeat stands in, all are counted."""
        if (repeat, rows) in self._counts:
            return self._counts[repeat, rows]
        places = self._places.get(repeat, ())
        return sum(1 for place in places if place[: len(rows)] == rows and self._relevant[repeat, place[:-1]])

    def row_count(self, repeat: str, rows: Rows) -> int:
        """Return how many rows a repeat has in a place, asked or not."""
        return sum(1 for place in self._places.get(repeat, ()) if place[:-1] == rows)

    def is_relevant(self, name: str, rows: Rows) -> bool:
        """Return whether a part is asked in a place."""
        return self._relevant[name, rows]

    def places(self, name: str) -> list[Rows]:
        """Return the row numbers of every place of a part, in order; one empty place outside of repeats."""
        repeats = self.form.parts[name].repeats
        return self._places.get(repeats[-1] if repeats else "", [])

    def context(self, name: str, rows: Rows) -> Context:
        """Return what an expression of a part sees in a place."""
        return replace(self._context, rows=rows, own=self._values.get((name, rows), ""))

    def is_true(self, name: str, column: str, rows: Rows, *, otherwise: bool) -> bool:
        """Work out a condition of a part in a place."""
        expression = self.form.parts[name].expressions.get(column)
        return otherwise if expression is None else expression.is_true(self.context(name, rows))

    def _settle(self, name: str, part: Part) -> None:
        made = part.expressions
        for rows in self.places(name):
            is_asked = self._is_asked_around(part, rows)
            if is_asked and "relevant" in made:
                is_asked = made["relevant"].is_true(self.context(name, rows))
            self._relevant[name, rows] = is_asked
            if isinstance(part.item, Question):
                self._values[name, rows] = self._value(part, rows) if is_asked else typed(part.item, "")
            elif isinstance(part.item, Repeat):
                self._set_rows(part, part.item, rows, is_asked=is_asked)

    def _is_asked_around(self, part: Part, rows: Rows) -> bool:
        if not part.above:
            return True
        around = part.above[-1]
        return self._relevant[around, rows[: self.form.parts[around].depth]]

    def _value(self, part: Part, rows: Rows) -> str:
        question = part.item
        assert isinstance(question, Question)
        kept = as_text(row_answers(self.answers, part.repeats, rows).get(question.name))
        calculation = part.expressions.get("calculation")
        if calculation is None:
            return typed(question, kept)
        context = self.context(question.name, rows)
        context.before = kept
        return typed(question, calculated(question, calculation, context))

    def _set_rows(self, part: Part, repeat: Repeat, rows: Rows, *, is_asked: bool) -> None:
        name = repeat.name
        kept = row_count(row_answers(self.answers, part.repeats, rows), name)
        count = min(max(kept, repeat.fewest_rows), MOST_ROWS)
        if "count" in part.expressions:
            number = part.expressions["count"].value(self.context(name, rows))
            count = _as_count(number)
        self._places.setdefault(name, []).extend((*rows, row) for row in range(count))
        self._counts[name, rows] = count if is_asked else 0


def _as_count(value: object) -> int:
    try:
        number = float(value) if isinstance(value, (str, float)) else 0.0
    except ValueError:
        return 0
    return int(min(max(number, 0), MOST_ROWS)) if math.isfinite(number) else 0


def calculated(question: Question, expression: Expression, context: Context) -> str:
    """
    Return what an expression gives as an answer to a question.

    Numbers get at most 15 digits, so that 0.1 + 0.2 is 0.3; what is no number is no answer; days since 1970
    become a date where a date is asked for.
    """
    value = expression.value(context)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return str(value)
    if not math.isfinite(value):
        return ""
    if question.type == QuestionType.DATE:
        return date_text(value)
    if question.type == QuestionType.DATE_TIME:
        return moment_text(value)
    return number_text(float(format(value, ".15g")))
