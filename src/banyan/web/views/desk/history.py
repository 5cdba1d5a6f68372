"""What happened to a record: who, when, and what stood there before and after."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from banyan.core.models import AuditEntry
from banyan.events.models import Event
from banyan.registry.enums import TieKind
from banyan.registry.models import Activity, Organisation, Person, Source, StatedFigure
from banyan.registry.permissions import Permission
from banyan.taxonomy.domain.queries import labels_of
from banyan.taxonomy.models import Concept, Place
from banyan.web.access import needs
from banyan.web.presenters import formats, words
from banyan.web.views.desk import frame, history_words

_MODELS: dict[str, Any] = {
    "organisation": Organisation,
    "person": Person,
    "event": Event,
    "activity": Activity,
    "figure": StatedFigure,
    "source": Source,
    "concept": Concept,
    "place": Place,
}
#: Kinds without a public id: their address holds their number.
_BY_NUMBER = ("figure", "concept", "place")
_PER_PAGE = 30
#: Columns whose stored value is the key of a code list or place.
_CONCEPTS, _PLACES = ("legal_form",), ("country", "place")


def _entries(kind: str, record: Any) -> QuerySet[AuditEntry]:
    """Return the log of a record and of the positions and relationships at its ends, newest first."""
    found = Q(object_type=record._meta.label_lower, object_id=str(record.pk))
    if tables := history_words.ENDS.get(kind):
        # "Not empty" is said once more: without it a database does not see that its index of ends will do.
        found |= Q(first_end=record.public_id, object_type__in=tables) & ~Q(first_end="")
        found |= Q(second_end=record.public_id, object_type__in=tables) & ~Q(second_end="")
    return AuditEntry.objects.filter(found).order_by("-id")


def _looked_up(entries: Iterable[AuditEntry]) -> dict[tuple[str, Any], str]:
    """Return the names of code list entries and places that stand in the log by their keys."""
    concepts: set[int] = set()
    places: set[int] = set()
    for entry in entries:
        for values in (entry.before or {}, entry.after or {}):
            concepts |= {values[name] for name in _CONCEPTS if isinstance(values.get(name), int)}
            places |= {values[name] for name in _PLACES if isinstance(values.get(name), int)}
    topics = {
        text
        for entry in entries
        for values in (entry.before or {}, entry.after or {})
        for text in values.get("topics", ())
    }
    schemes = {
        f"registers:{values['scheme']}"
        for entry in entries
        for values in (entry.before or {}, entry.after or {})
        if "scheme" in values
    }
    names: dict[tuple[str, Any], str] = {}
    for text, label in labels_of(topics | schemes).items():
        names[("topics", text)] = names[("scheme", text.removeprefix("registers:"))] = label
    for concept in Concept.objects.filter(pk__in=concepts) if concepts else ():
        names |= {(column, concept.pk): str(concept.label) for column in _CONCEPTS}
    for place in Place.objects.filter(pk__in=places) if places else ():
        names |= {(column, place.pk): str(place.name) for column in _PLACES}
    return names


def _value(column: str, value: Any, names: dict[tuple[str, Any], str]) -> str:
    """Return a stored value in words."""
    if value is None or value == "" or value == [] or value == {}:
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int):
        return names.get((column, value), str(value))
    if isinstance(value, dict):
        return " · ".join(str(item) for item in value.values() if item) or "–"
    if isinstance(value, list):
        return ", ".join(names.get((column, item), str(item)) for item in value)
    if (column, value) in names:
        return names[(column, value)]
    if column.endswith("_date"):
        return formats.partial_date(str(value))
    return history_words.choice(column, str(value))


def _rows(entry: AuditEntry, names: dict[tuple[str, Any], str]) -> list[dict[str, str]]:
    """Return what changed, column by column; what stayed the same is left out."""
    before, after = entry.before or {}, entry.after or {}
    rows = []
    for column in dict.fromkeys([*before, *after]):
        old, new = before.get(column), after.get(column)
        is_said_above = entry.object_type == "registry.tie" and column in ("kind", "grade")
        if (old == new and before and after) or column in history_words.SILENT or is_said_above:
            continue
        rows.append(
            {
                "label": history_words.column(column),
                "before": _value(column, old, names) if column in before else "",
                "after": _value(column, new, names) if column in after else "",
            }
        )
    return rows


def _ends_named(entries: Iterable[AuditEntry]) -> dict[str, str]:
    """Return the names of the organisations at the ends of relationships in the log."""
    keys = {
        str(values.get(end, ""))
        for entry in entries
        if entry.object_type == "registry.tie"
        for values in (entry.before or {}, entry.after or {})
        for end in ("subject", "object")
    }
    found = Organisation.objects.filter(public_id__in=keys) if keys else ()
    return {row.public_id: str(row.title) for row in found}


def _about(entry: AuditEntry, record: Any, ends: dict[str, str]) -> str:
    """Return in words what a line is about, when it is not about the record itself."""
    if entry.object_type == record._meta.label_lower:
        return ""
    said = {**(entry.before or {}), **(entry.after or {})}
    if entry.object_type != "registry.tie" or said.get("kind") not in TieKind.values:
        return entry.object_label
    subject, other = (ends.get(said.get(end, ""), "…") for end in ("subject", "object"))
    return f"{subject} – {words.tie(said['kind'], is_subject=True, grade=said.get('grade', ''))} – {other}"


def _record(kind: str, key: str) -> Any:
    """Return the record an address means: by its public id, or by its number where it has none."""
    if kind in _BY_NUMBER:
        if not key.isdecimal() or len(key) > 18:
            raise Http404
        return get_object_or_404(_MODELS[kind], pk=key)
    return get_object_or_404(_MODELS[kind], public_id=key)


@require_safe
@needs(Permission.SEE_HISTORY)
def history(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    """Show the log of one record in words."""
    if kind not in _MODELS:
        raise Http404
    record = _record(kind, public_id)
    page = Paginator(_entries(kind, record), _PER_PAGE).get_page(request.GET.get("page"))
    entries = list(page.object_list)
    names, ends = _looked_up(entries), _ends_named(entries)
    return frame.page(
        request,
        "desk/history.html",
        {
            "record": record,
            "back": frame.way_back(request, default=history_words.home(kind, record)),
            "page_obj": page,
            "entries": [
                {
                    "what": history_words.happened(entry.key),
                    "about": _about(entry, record, ends),
                    "who": entry.actor_label,
                    "when": f"{formats.day(entry.at)}, {date_format(localtime(entry.at), 'H:i')}",
                    "datetime": entry.at.isoformat(),
                    "rows": _rows(entry, names),
                }
                for entry in entries
            ],
        },
    )
