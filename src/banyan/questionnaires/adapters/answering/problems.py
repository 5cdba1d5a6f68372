"""What can be wrong with a form's own words, by the part and the column it stands in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from banyan.questionnaires.adapters.expressions import ExpressionProblem

SENTENCES: Final[Mapping[str, str | Promise]] = {
    # Translators: %(names)s are names of questions, separated by commas
    "in_a_circle": _(
        "These look at each other in a circle, so none of them could ever be settled: %(names)s."
    ),
}


@dataclass(frozen=True, slots=True)
class FormProblem:
    """
    A part of a form that cannot work.

    :ivar name: the question, group or repeat
    :ivar column: the field of it, by its name in :mod:`..form.parts` (``relevant``, ``constraint``, …)
    """

    name: str
    column: str
    code: str
    details: Mapping[str, Any] = field(default_factory=dict)
    expression: ExpressionProblem | None = None

    def __str__(self) -> str:
        """The sentence in the language active now."""
        if self.expression is not None:
            return str(self.expression)
        return str(SENTENCES[self.code]) % self.details


class FormCannotWork(ValueError):
    """:ivar problems: all that is wrong with the expressions of a form, in its order"""

    def __init__(self, problems: tuple[FormProblem, ...]) -> None:
        super().__init__("; ".join(f"{one.name}.{one.column}: {one.code}" for one in problems))
        self.problems = problems
