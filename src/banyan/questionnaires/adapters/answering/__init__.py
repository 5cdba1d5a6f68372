"""What a form makes of answers; see :func:`compile_form` and :func:`state_of`."""

from .answers import MOST_ROWS, Answers, as_kept, as_text
from .choosing import CodeLists
from .compiling import CompiledForm, compile_form
from .findings import Finding
from .problems import FormCannotWork, FormProblem
from .starting import first_answers, first_row
from .state import (
    FormState,
    QuestionState,
    RepeatState,
    SectionState,
    path_of,
    state_of,
)
from .texts import filled

__all__ = [
    "MOST_ROWS",
    "Answers",
    "CodeLists",
    "CompiledForm",
    "Finding",
    "FormCannotWork",
    "FormProblem",
    "FormState",
    "QuestionState",
    "RepeatState",
    "SectionState",
    "as_kept",
    "as_text",
    "compile_form",
    "filled",
    "first_answers",
    "first_row",
    "path_of",
    "state_of",
]
