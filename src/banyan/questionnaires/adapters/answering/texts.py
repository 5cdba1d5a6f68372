"""Texts of a form that name answers: ``Total: ${total}``."""

from __future__ import annotations

import re
from typing import Final

from banyan.questionnaires.adapters.form.parts import best

from .compiling import CompiledForm
from .settling import Rows
from .state import FormState, path_of

_NAMED: Final = re.compile(r"\$\{\s*([^}]*?)\s*\}")


def filled(text: str, form: CompiledForm, state: FormState, *, rows: Rows, language: str) -> str:
    """
    Return a text with the answers it names in their places; chosen ones as the labels their reader sees.

    :param rows: the rows the text stands in; an answer of rows it does not stand in is left empty
    :param language: vi, zh or en
    """

    def answer(match: re.Match[str]) -> str:
        part = form.parts.get(match[1])
        if part is None or part.depth > len(rows):
            return ""
        found = state.questions.get(path_of(form, match[1], rows[: part.depth]))
        if found is None:
            return ""
        labels = {choice.name: best(choice.label, language).value for choice in found.choices or ()}
        if not labels:
            return found.value
        return ", ".join(labels.get(name) or name for name in found.value.split())

    return _NAMED.sub(answer, text)
