"""Facets as links with counts: choosing one adds it to the address, choosing it again takes it away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from banyan.core.i18n import TAGS
from banyan.taxonomy.domain.queries import TOPIC_LISTS
from banyan.taxonomy.models import Concept, Place
from banyan.web.presenters import formats, words

#: Facets in the order in which they stand, and their headings.
HEADINGS: Final = {
    "kind": _("Kind"),
    "country": _("Country or area"),
    "place": _("Place"),
    "topic": _("Field of work"),
    "language": _("Language"),
    "year": _("Year"),
}
#: Those that an address may choose besides the kind.
CHOSEN: Final = ("country", "place", "topic", "language", "year")
_MOST: Final = 10


def _address(given: QueryDict, path: str) -> str:
    query = given.urlencode()
    return f"{path}?{query}" if query else path


def _toggled(given: QueryDict, name: str, value: str, path: str) -> str:
    changed = given.copy()
    changed.pop("page", None)
    values = changed.getlist(name)
    changed.setlist(name, [one for one in values if one != value] if value in values else [*values, value])
    if not changed.getlist(name):
        changed.pop(name)
    return _address(changed, path)


def cleared(given: QueryDict, *, path: str) -> str:
    """Return the address without any choice, keeping what was typed and the kind."""
    changed = given.copy()
    for name in (*CHOSEN, "page"):
        changed.pop(name, None)
    return _address(changed, path)


def _labels(facets: Mapping[str, Sequence[tuple[str, int]]]) -> dict[tuple[str, str], str]:
    """Return the words of coded values, with one query for places and one for topics."""
    places = {value for name in ("country", "place") for value, _ in facets.get(name, ())}
    topics = {value for value, _ in facets.get("topic", ())}
    labels: dict[tuple[str, str], str] = {}
    for place in Place.objects.filter(code__in=places):
        labels[("country", place.code)] = labels[("place", place.code)] = str(place.name)
    for concept in Concept.objects.filter(scheme__code__in=TOPIC_LISTS, code__in=topics):
        labels[("topic", concept.code)] = str(concept.label)
    return labels


def _label(name: str, value: str, labels: Mapping[tuple[str, str], str]) -> str:
    if name == "kind":
        return str(words.KINDS_MANY.get(value, value))
    if name == "language":
        return formats.language_name(value) if value in TAGS else value
    if name == "year":
        return formats.partial_date(value)
    return labels.get((name, value), value)


def groups(
    facets: Mapping[str, Sequence[tuple[str, int]]], given: QueryDict, *, path: str, is_one_kind: bool
) -> list[dict[str, Any]]:
    """Return the facets for the component; one with a single value that nobody chose narrows nothing."""
    labels = _labels(facets)
    shown = []
    for name, heading in HEADINGS.items():
        counted = list(facets.get(name, ()))
        chosen = set(given.getlist(name))
        if (name == "kind" and is_one_kind) or (len(counted) < 2 and not chosen):
            continue
        if name == "year":
            counted.sort(reverse=True)
        kept = [pair for pair in counted if pair[0] in chosen or counted.index(pair) < _MOST]
        choices = [
            {
                "label": _label(name, value, labels),
                "url": _toggled(given, name, value, path),
                "count": formats.number(count),
                "is_current": value in chosen,
            }
            for value, count in kept
        ]
        if choices:
            shown.append({"label": heading, "choices": choices})
    return shown
