"""What can be wrong with an expression, in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: Sentences by code. They stand behind "Row 5, column relevant:" or the like, so they name no place.
SENTENCES: Final[Mapping[str, str | Promise]] = {
    "empty": _("The condition is empty."),
    "too_long": _("It is longer than %(limit)s characters. Put parts of it into calculations of their own."),
    "too_deep": _(
        "It is nested deeper than %(limit)s levels. Put parts of it into calculations of their own."
    ),
    "too_many_parts": _("It has more than %(limit)s parts. Put some of them into calculations of their own."),
    "strange_character": _("The sign “%(found)s” is not understood here."),
    "open_quote": _("A quotation mark is opened and never closed."),
    "open_reference": _("“${” is opened and never closed with “}”."),
    "unexpected": _("“%(found)s” is not expected here."),
    "ends_early": _("Something is missing at its end."),
    "open_bracket": _("A bracket is opened and never closed."),
    "no_axes": _(
        "“//”, “@”, “::”, “|”, “[ ]” and “$” without braces are not allowed: only answers can be looked at."
    ),
    "unknown_function": _("There is no function “%(name)s”."),
    "unknown_function_like": _("There is no function “%(name)s”. Is “%(like)s” meant?"),
    "unsupported_function": _("The function “%(name)s” is not supported here."),
    "too_few_arguments": _("“%(name)s” needs at least %(count)s values in its brackets."),
    "too_many_arguments": _("“%(name)s” takes at most %(count)s values in its brackets."),
    "unpaired_arguments": _(
        "“%(name)s” needs a question, and a repeated group and a row number for each level."
    ),
    "unknown_name": _("There is no question “%(name)s”."),
    "unknown_name_like": _("There is no question “%(name)s”. Is “%(like)s” meant?"),
    "bare_name": _("Write ${%(name)s} to look at an answer, or '%(name)s' in quotation marks for a text."),
    "unknown_column": _("The list of choices has no column “%(name)s”."),
    "unknown_path": _("The path “%(path)s” leads to no question."),
    "dot_without_answer": _("“.” means the answer itself, and here there is none."),
    "not_an_answer": _("“%(name)s” is a group, not a question: it has no answer to compare or count with."),
    "not_a_repeat": _("“%(name)s” is not a repeated group."),
    "many_rows": _(
        "“%(name)s” is asked in every row of “%(repeat)s”. Say what is to be done with the rows: "
        "sum(…), count(…), min(…), max(…), join(…) or indexed-repeat(…)."
    ),
    "needs_reference": _("“%(function)s” needs a question such as ${name} here."),
    "needs_choices": _("“%(function)s” looks into chosen answers, but “%(name)s” is not chosen from a list."),
    "no_such_choice": _("“%(value)s” is none of the choices of “%(name)s”: %(choices)s."),
    "text_as_number": _("“%(value)s” is a text, and is used here as a number."),
    "answer_as_number": _("The answer to “%(name)s” is no number, and is used here as one."),
    "bad_pattern": _("The pattern “%(pattern)s” is not understood: %(reason)s"),
    "pattern_must_be_text": _("The pattern of “regex” must be a text in quotation marks."),
    "pattern_too_long": _("The pattern is longer than %(limit)s characters."),
    "bad_date": _("“%(value)s” is no date. Write year, month and day: '2026-01-31'."),
    "bad_date_format": _(
        "“%(value)s” is no format of a date. Use %%Y, %%m, %%n, %%d, %%e, %%H, %%M, %%S, %%b, %%a."
    ),
    "reads_itself": _("It looks at its own answer, so it could never be settled."),
}


@dataclass(frozen=True, slots=True)
class ExpressionProblem(ValueError):
    """
    An expression that is refused.

    :ivar code: a key of :data:`SENTENCES`
    :ivar position: where in the expression, from 1; 0: the whole of it
    """

    code: str
    position: int = 0
    details: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        """The sentence in the language active now."""
        return str(SENTENCES[self.code]) % self.details


class EvaluationIsTooLong(RuntimeError):
    """Working out an expression would take more steps, or make more text, than is allowed."""
