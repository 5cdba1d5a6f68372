"""What is missing or wrong in one place of a form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banyan.questionnaires.adapters.expressions import days_of
from banyan.questionnaires.adapters.form import Choice, Group, Question, Repeat, Words
from banyan.questionnaires.adapters.form.parts import best
from banyan.questionnaires.enums import NOT_ASKED, GroupLayout, QuestionType

from . import shapes
from .answers import MOST_ROWS
from .findings import Finding
from .settling import Rows, Settled

if TYPE_CHECKING:
    from .state import QuestionState


def is_asked(one: QuestionState) -> bool:
    """Return whether a person is asked this now."""
    return one.is_relevant and one.question.type not in NOT_ASKED and not one.question.calculation


def of_question(
    settled: Settled,
    question: Question,
    rows: Rows,
    choices: tuple[Choice, ...] | None,
    language: str,
    *,
    is_required: bool,
) -> tuple[Finding, ...]:
    """Return what is missing or wrong with the answer to a question that is asked."""
    text = settled.one(question.name, rows)
    if not text:
        if not is_required or question.type in NOT_ASKED:
            return ()
        code = "consent_required" if question.type == QuestionType.CONSENT else "required"
        return (Finding(code, words=_own(question.required_message, language)),)
    names = None if choices is None else [choice.name for choice in choices]
    if found := tuple(shapes.findings(question, text, names)):
        return found
    if not settled.is_true(question.name, "constraint", rows, otherwise=True):
        return (Finding("constraint", words=_own(question.constraint_message, language)),)
    if _ends_before_it_begins(settled, question, rows):
        return (Finding("period_backwards"),)
    return ()


def _own(words: Words, language: str) -> str:
    return best(words, language).value


def _ends_before_it_begins(settled: Settled, question: Question, rows: Rows) -> bool:
    above = settled.form.parts[question.name].above
    around = settled.form.parts[above[-1]].item if above else None
    if not isinstance(around, Group) or around.layout != GroupLayout.PERIOD:
        return False
    dates = [one.name for one in around.items if isinstance(one, Question)]
    if len(dates) != 2 or question.name != dates[1]:
        return False
    begin = settled.one(dates[0], rows)
    return days_of(settled.one(question.name, rows)) < days_of(begin)


def most_rows(repeat: Repeat) -> int:
    """Return how many rows a repeat may have."""
    return MOST_ROWS if repeat.most_rows is None else min(repeat.most_rows, MOST_ROWS)


def of_repeat(repeat: Repeat, count: int) -> tuple[Finding, ...]:
    """Return what is wrong with the rows kept of a repeat; too few cannot be: they are shown empty."""
    if not repeat.count and count > most_rows(repeat):
        return (Finding("too_many_rows", {"limit": most_rows(repeat)}),)
    return ()
