"""What a new response, and a new row, starts with."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any, Final

from banyan.questionnaires.adapters.form import Question, Repeat

from .answers import as_kept
from .compiling import CompiledForm, is_expression
from .settling import Settled, calculated

#: What is filled in as soon as somebody begins; ``end`` and what only a telephone knows are not.
_AT_ONCE: Final[dict[str, Callable[[datetime.datetime], str]]] = {
    "today": lambda now: now.date().isoformat(),
    "start": lambda now: now.replace(tzinfo=None).isoformat(timespec="seconds"),
}


def first_answers(form: CompiledForm, *, now: datetime.datetime) -> dict[str, Any]:
    """
    Return what a new response starts with: the defaults outside of repeats, and the rows there must be.

    Defaults inside repeats are those of :func:`first_row`.
    """
    return _defaults(form, "", now)


def first_row(form: CompiledForm, repeat: str, *, now: datetime.datetime) -> dict[str, Any]:
    """Return what a new row of a repeat starts with."""
    return _defaults(form, repeat, now)


def _defaults(form: CompiledForm, within: str, now: datetime.datetime) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, part in form.parts.items():
        if (part.repeats[-1] if part.repeats else "") != within:
            continue
        if isinstance(part.item, Repeat):
            if part.item.fewest_rows and not part.item.count:
                found[name] = [_defaults(form, name, now) for _ in range(part.item.fewest_rows)]
        elif isinstance(part.item, Question) and part.item.metadata in _AT_ONCE:
            found[name] = _AT_ONCE[part.item.metadata](now)
        elif isinstance(part.item, Question) and part.item.default:
            text = part.item.default
            if is_expression(text):
                settled = Settled(form, {}, now=now)
                context = settled.context(name, (0,) * part.depth)
                text = calculated(part.item, part.expressions["default"], context)
            if text:
                found[name] = as_kept(part.item, text)
    return found
