"""The choice "Other" that "or other" adds to a list, and the question behind it."""

from __future__ import annotations

from typing import Final

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from banyan.core.i18n import TAGS
from banyan.questionnaires.adapters.form import Choice, Words
from banyan.questionnaires.adapters.form.parts import OTHER

_OTHER: Final = pgettext_lazy("last entry of a list of choices", "Other")
_WHICH: Final = pgettext_lazy("question behind the choice “Other”", "Which other?")


def _in_all_languages(text: str | Promise) -> Words:
    found = {}
    for code, tag in TAGS.items():
        with translation.override(tag):
            found[code] = str(text)
    return found


def other_choice() -> Choice:
    """Return the choice that is added to a list."""
    return Choice(name=OTHER, label=_in_all_languages(_OTHER))


def which_other() -> Words:
    """Return what the question behind it says."""
    return _in_all_languages(_WHICH)
