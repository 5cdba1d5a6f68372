"""Finding: results with facets, lists of one kind, suggestions while typing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from banyan.core.i18n import active_language
from banyan.search.domain import queries
from banyan.web import asked as asked_of
from banyan.web.asked import DEEPEST_PAGE, Asked
from banyan.web.caching import public_page
from banyan.web.presenters import facets, hits, linked_data, words
from banyan.web.views import list_files

_PER_PAGE = 20
_ROUTES = {"organisation": "organisation", "person": "person", "event": "event", "article": "source"}


def _find(asked: Asked) -> tuple[queries.SearchResults, int]:
    """Return one page of results and its number; a page beyond the last is the last."""
    page = asked.page
    found = _ask(asked, page)
    if page > 1 and not found.hits:
        last = max(1, min(-(-found.total // _PER_PAGE), DEEPEST_PAGE))
        if last != page:
            page, found = last, _ask(asked, last)
    return found, page


def _ask(asked: Asked, page: int) -> queries.SearchResults:
    return queries.search(
        query=asked.query,
        kinds=asked.kinds,
        filters=asked.filters,
        language=active_language(),
        limit=_PER_PAGE,
        offset=(page - 1) * _PER_PAGE,
        with_facets=True,
    )


@require_safe
@public_page
def results(request: HttpRequest) -> HttpResponse:
    """Results for what was typed, narrowed by what was chosen."""
    asked = asked_of.read(request.GET)
    return _show(request, asked, kind="", action=reverse("web:search"))


@require_safe
@public_page
def listing(request: HttpRequest, kind: str) -> HttpResponse:
    """Every record of one kind, to be narrowed and searched."""
    return _show(request, asked_of.read(request.GET, kind), kind=kind, action=request.path)


def _show(request: HttpRequest, asked: Asked, *, kind: str, action: str) -> HttpResponse:
    found, number = _find(asked)
    total = len(found.hits) if found.is_fuzzy else found.total
    paginator = Paginator(range(min(total, DEEPEST_PAGE * _PER_PAGE)), _PER_PAGE)
    page = paginator.get_page(number)
    rows = hits.rows(found.hits)
    context = {
        "kind": kind,
        "section": kind or (asked.kinds[0] if len(asked.kinds) == 1 else ""),
        "heading": words.KINDS_MANY.get(kind, ""),
        "action": action,
        "query": asked.query,
        "total": total,
        "is_fuzzy": found.is_fuzzy,
        "did_you_mean": found.did_you_mean if found.did_you_mean != asked.query else None,
        "results": rows,
        "facets": facets.groups(found.facets, request.GET, path=request.path, is_one_kind=bool(kind)),
        "clear_url": facets.cleared(request.GET, path=request.path) if asked.filters else "",
        "everything_url": reverse("web:search"),
        "page_obj": page,
        "page_numbers": list(paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)),
        "linked_data": _linked_data(request, rows) if kind == "organisation" else None,
        **(list_files.offered(request, kind=kind, total=total) if rows else {}),
    }
    return render(request, "search/results.html", context)


def _linked_data(request: HttpRequest, rows: Iterable[hits.Row]) -> dict[str, Any]:
    return linked_data.organisation_list(request, [row.record for row in rows])


@require_safe
@public_page
def suggest(request: HttpRequest) -> JsonResponse:
    """Records that what has been typed so far may mean, for the search box."""
    prefix = asked_of.clean(request.GET.get("q", ""))
    kinds = tuple(value for value in asked_of.values(request.GET, "kind") if value in words.KINDS)
    found = queries.suggest(prefix=prefix, kinds=kinds, language=active_language())
    return JsonResponse(
        {
            "suggestions": [
                {
                    "text": one.name,
                    "url": reverse(f"web:{_ROUTES[one.kind]}", args=[one.key]),
                    "kind": str(words.KINDS[one.kind]),
                    "note": one.matched_name if one.matched_name != one.name else "",
                    "lang": hits.language_of_name(one.name),
                }
                for one in hits.shown_suggestions(found)
            ]
        }
    )
