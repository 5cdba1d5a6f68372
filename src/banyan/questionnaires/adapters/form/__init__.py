"""One description of a form, whatever it was written in: its parts, and the same as JSON."""

from .json_form import FORMAT, VERSION, FormIsUnreadable, from_json, to_json
from .parts import (
    Choice,
    ChoiceList,
    Form,
    Group,
    Item,
    Limits,
    Question,
    Repeat,
    Sheet,
    Words,
    organised,
    questions,
    walk,
)

__all__ = [
    "FORMAT",
    "VERSION",
    "Choice",
    "ChoiceList",
    "Form",
    "FormIsUnreadable",
    "Group",
    "Item",
    "Limits",
    "Question",
    "Repeat",
    "Sheet",
    "Words",
    "from_json",
    "organised",
    "questions",
    "to_json",
    "walk",
]
