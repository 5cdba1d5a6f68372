"""What an intruder seems to have planted in a page, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

_WORDS = {
    "hidden_link": gettext_noop("A link that readers of the page cannot see."),
    "off_topic_link": gettext_noop("A link to something the page is not about."),
    "injected_replacement": gettext_noop("Words that advertise something stand where a name belongs."),
    "injected_tail": gettext_noop("Words that do not belong to the page, after its end."),
}
_OTHER = gettext_noop("Words that do not seem to belong to the page.")


@dataclass(frozen=True, slots=True)
class Planted:
    """One text that looks planted. ``times`` says how often it stands in the page."""

    text: str
    what: str
    restores_to: str
    times: int


def listed(suspicions: Iterable[dict[str, Any]]) -> list[Planted]:
    """Return each planted text once, in the order of the page."""
    times: dict[tuple[str, str, str], int] = {}
    for item in suspicions:
        key = (item["text"], item["kind"], item["restores_to"])
        times[key] = times.get(key, 0) + 1
    return [
        Planted(text=text, what=_(_WORDS.get(kind, _OTHER)), restores_to=restores_to, times=number)
        for (text, kind, restores_to), number in times.items()
    ]
