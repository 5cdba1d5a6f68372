"""Why a record may be the one meant, in words for staff."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

#: Every code of a reason or veto that a comparison can give (see `registry.adapters.matching`).
LABELS: Final[dict[str, Promise]] = {
    "same_name": gettext_lazy("the same name"),
    "same_without_accents": gettext_lazy("the same name but for accents"),
    "similar_name": gettext_lazy("a similar name"),
}


def worded(codes: Iterable[str]) -> str:
    """Return the reasons in the reader's language, separated by commas; an unknown code is left out."""
    return ", ".join(str(LABELS[code]) for code in dict.fromkeys(codes) if code in LABELS)
