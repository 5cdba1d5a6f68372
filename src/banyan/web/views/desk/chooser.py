"""Choosing a record: a page with a search box and links back; and the same as suggestions while typing."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from banyan.core.i18n import active_language
from banyan.registry.permissions import Permission
from banyan.search.domain import queries
from banyan.web.access import needs
from banyan.web.presenters import formats, words
from banyan.web.views.desk import frame, listing
from banyan.web.views.desk.rows import address_of

_KINDS = ("organisation", "person", "event")
_MOST = 12


def _kind(request: HttpRequest) -> str:
    kind = request.GET.get("kind", "")
    if kind not in _KINDS:
        raise Http404
    return kind


def _hits(query: str, kind: str) -> list[dict[str, Any]]:
    """Return what was found, hidden people too: whoever does not find them here would add them again."""
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


def _leads_to(back: str, kind: str, key: str) -> str:
    """Return where choosing a record leads: back with it, or, without a page to go back to, to the record."""
    return frame.with_query(back, chosen=key) if back else address_of(kind, key)


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
            }[kind],
            "query": query,
            "hits": hits,
            "back": back,
            "suggest_url": frame.with_query(reverse("web:desk-chooser-suggest"), kind=kind, next=back),
            "add_url": frame.with_query(reverse(f"web:desk-{kind}-add"), name=query, next=back),
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
