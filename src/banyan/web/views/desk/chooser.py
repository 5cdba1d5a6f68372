"""Choosing a record: a page with a search box and links back; and the same as suggestions while typing."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from banyan.core.i18n import active_language
from banyan.registry.domain import activities
from banyan.registry.enums import SourceKind
from banyan.registry.models import Source
from banyan.registry.permissions import Permission
from banyan.search.domain import queries
from banyan.web.access import needs
from banyan.web.presenters import facts, formats, words
from banyan.web.views.desk import frame, listing
from banyan.web.views.desk.rows import address_of

_KINDS = ("organisation", "person", "event", "activity", "source")
_MOST = 12
#: A page is added by saving it.
_ADD = {"source": "web:desk-clip"}
#: Sources whose words staff may point at: saved pages and data sets.
_CITABLE = (SourceKind.CLIPPING, SourceKind.DATA_SET)


def _kind(request: HttpRequest) -> str:
    kind = request.GET.get("kind", "")
    if kind not in _KINDS:
        raise Http404
    return kind


def _hits(query: str, kind: str) -> list[dict[str, Any]]:
    """Return what was found, hidden people too: whoever does not find them here would add them again."""
    if kind == "activity":
        return [_row(row, str(row.title)) for row in activities.found_by(query).order_by("-pk")[:_MOST]]
    if kind == "source":
        return [_row(row, str(row), facts.source_line(row)) for row in _pages(query)]
    found = queries.search(
        query=query, kinds=[kind], language=active_language(), limit=_MOST, include_private=True
    )
    return [
        {
            "key": hit.key,
            "name": hit.name,
            "lang": formats.script_tag(hit.name),
            "others": [name.text for name in hit.names if name.text != hit.name][:3],
        }
        for hit in found.hits
    ]


def _row(record: Any, name: str, *others: str) -> dict[str, Any]:
    others = tuple(other for other in others if other)
    return {"key": record.public_id, "name": name, "lang": formats.script_tag(name), "others": others}


def _pages(query: str) -> QuerySet[Source]:
    """Return saved pages by title, publisher or address: most are in no index, nothing quotes them yet."""
    wanted = Q(title__icontains=query) | Q(publisher__icontains=query) | Q(address__icontains=query)
    kept = Source.objects.filter(wanted, kind__in=_CITABLE, taken_down_at__isnull=True)
    return kept.order_by("-created_at", "-pk")[:_MOST]


def _leads_to(back: str, kind: str, key: str) -> str:
    """Return where choosing a record leads: back with it, or, without a page to go back to, to the record."""
    if back:
        return frame.with_query(back, chosen=key)
    return reverse("web:source", args=[key]) if kind == "source" else address_of(kind, key)


@require_safe
@needs(Permission.EDIT_RECORDS)
def choose(request: HttpRequest) -> HttpResponse:
    """Search for a record to be chosen; every result leads back with ``chosen=`` its number."""
    kind, query = _kind(request), listing.asked(request)
    back = frame.way_back(request, default="")
    hits = _hits(query, kind) if query else []
    for hit in hits:
        hit["url"] = _leads_to(back, kind, hit["key"])
    return frame.page(
        request,
        "desk/chooser.html",
        {
            "kind": kind,
            "title": {
                "organisation": _("Choose an organisation"),
                "person": _("Choose a person"),
                "event": _("Choose an event"),
                "activity": _("Choose an activity"),
                "source": _("Choose a saved page"),
            }[kind],
            "query": query,
            "hits": hits,
            "back": back,
            "suggest_url": frame.with_query(reverse("web:desk-chooser-suggest"), kind=kind, next=back),
            "add_url": frame.with_query(
                reverse(_ADD.get(kind, f"web:desk-{kind}-add")), name=query, next=back
            ),
        },
    )


@require_safe
@needs(Permission.EDIT_RECORDS)
def suggest(request: HttpRequest) -> JsonResponse:
    """Records that what has been typed so far may mean, each with the address that chooses it."""
    kind, query = _kind(request), listing.asked(request)
    back = frame.way_back(request, default="")
    hits = _hits(query, kind) if query else []
    response = JsonResponse(
        {
            "suggestions": [
                {
                    "text": hit["name"],
                    "lang": hit["lang"],
                    "kind": str(words.KINDS[kind]),
                    "note": " · ".join(hit["others"]),
                    "url": _leads_to(back, kind, hit["key"]),
                }
                for hit in hits[:8]
            ]
        }
    )
    response["Cache-Control"] = "private, no-store"
    return response
