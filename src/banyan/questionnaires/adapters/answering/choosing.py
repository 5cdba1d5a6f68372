"""Which choices a question offers in one place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from banyan.questionnaires.adapters.form import Choice, Form, Question
from banyan.questionnaires.adapters.form.parts import OTHER
from banyan.questionnaires.enums import CHOOSING

from .other import other_choice
from .settling import Rows, Settled

#: Lists of the centre by code (taxonomy schemes), as the caller has fetched them.
CodeLists = Mapping[str, Sequence[Choice]]


def listed(form: Form, question: Question, code_lists: CodeLists) -> tuple[Choice, ...] | None:
    """Return all choices of a question before any filter; ``None``: none, or they are not known here."""
    if question.type not in CHOOSING:
        return None
    if question.code_list:
        found = code_lists.get(question.code_list)
        choices = None if found is None else tuple(found)
    else:
        named = form.list_named(question.list_name)
        choices = named.choices if named else None
    if choices is not None and question.or_other and all(one.name != OTHER for one in choices):
        choices = (*choices, other_choice())
    return choices


def offered(
    settled: Settled, question: Question, rows: Rows, choices: tuple[Choice, ...] | None
) -> tuple[Choice, ...] | None:
    """Return those of the choices that the question's filter lets through in one place."""
    made = settled.form.parts[question.name].expressions.get("choice_filter")
    if choices is None or made is None:
        return choices
    context = settled.context(question.name, rows)
    found = []
    for choice in choices:
        context.columns = {**choice.columns, "name": choice.name}
        if choice.name == OTHER or made.is_true(context):
            found.append(choice)
    return tuple(found)
