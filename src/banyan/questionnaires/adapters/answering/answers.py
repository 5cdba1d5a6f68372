"""
Answers as they are kept, and as expressions read them.

Kept: an object with a value for each question by its name – a text (dates as ISO 8601 writes them), or a list
of names where several may be chosen or put in order – and for each repeat a list of such objects.
Groups leave no trace, so a question keeps its answer when it moves to another section.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

from banyan.questionnaires.adapters.expressions import Moment
from banyan.questionnaires.adapters.form import Question
from banyan.questionnaires.enums import LISTING, TEMPORAL

#: What is kept of one response, or of one row of a repeat.
Answers: TypeAlias = Mapping[str, Any]

#: What a device fills in that is a date or a time.
MOMENTS: Final = frozenset({"start", "end", "today"})
#: A longer answer is cut: nobody wrote it by hand.
MOST_CHARACTERS: Final = 100_000
#: Rows of one repeat that are looked at; a form may set a lower bound of its own.
MOST_ROWS: Final = 1000


def as_text(value: object) -> str:
    """
    Return a kept value as one text: names in a list are separated by spaces, as XLSForm has them.

    Whatever no form ever keeps (objects, lists in lists) counts as no answer.
    """
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return value[:MOST_CHARACTERS].strip()
        case int():
            return str(value) if abs(value) < 10**30 else ""
        case float():
            return format(value, ".15g")
        case list() | tuple():
            return " ".join(str(one) for one in value[:MOST_ROWS] if isinstance(one, str))[:MOST_CHARACTERS]
    return ""


def typed(question: Question, text: str) -> str:
    """Return a text as expressions read it: dates and times as moments."""
    return Moment(text) if question.type in TEMPORAL or question.metadata in MOMENTS else text


def as_kept(question: Question, text: str) -> str | list[str]:
    """Return a text as it is kept."""
    return text.split() if question.type in LISTING else str(text)


def row_answers(answers: Answers, repeats: Sequence[str], rows: tuple[int, ...]) -> Answers:
    """Return the object that holds the answers of one place; an empty one where there is no such row."""
    place: Answers = answers
    for repeat, row in zip(repeats, rows, strict=True):
        listed = place.get(repeat)
        found = listed[row] if isinstance(listed, list) and row < len(listed) else None
        place = found if isinstance(found, Mapping) else {}
    return place


def row_count(answers: Answers, repeat: str) -> int:
    """Return how many rows of a repeat are kept in one place."""
    listed = answers.get(repeat)
    return len(listed) if isinstance(listed, list) else 0
