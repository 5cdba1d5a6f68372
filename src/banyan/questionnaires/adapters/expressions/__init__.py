"""
The language of conditions, constraints and calculations.

XPath 1.0 as XLSForm uses it, less everything that leads out of the answers: no axes, predicates, variables,
namespaces or documents. Worked out by Python functions of our own that are held equal to two XPath engines
(``docs/adr/0022-expressions.md``).
"""

from .binding import Expression, bind
from .context import Budget, Context, Source
from .problems import EvaluationIsTooLong, ExpressionProblem
from .scope import ROOT, Known, Scope
from .values import Moment, date_text, days_of, moment_text, number_text

__all__ = [
    "ROOT",
    "Budget",
    "Context",
    "EvaluationIsTooLong",
    "Expression",
    "ExpressionProblem",
    "Known",
    "Moment",
    "Scope",
    "Source",
    "bind",
    "date_text",
    "days_of",
    "moment_text",
    "number_text",
]
