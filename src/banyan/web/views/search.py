"""Finding: results with facets, lists of one kind, suggestions while typing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from banyan.core.i18n import active_language
from banyan.search.domain import queries
from banyan.web.caching import public_page
from banyan.web.presenters import facets, hits, linked_data, words

_PER_PAGE = 20
#: Characters of a query that are looked at; nobody types more, machines do.
_LONGEST_QUERY = 200
_DEEPEST_PAGE = 500
_MOST_VALUES = 8  # values of one facet chosen together

_ROUTES = {"organisation": "organisation", "person": "person", "event": "event", "article": "source"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for, made safe: anything may stand in it."""

    query: str
    kinds: tuple[str, ...]
    filters: dict[str, tuple[str, ...]]
    page: int


def _clean(text: str, most: int) -> str:
    return " ".join(text.replace("\x00", " ").split())[:most]


def _values(given: QueryDict, name: str) -> tuple[str, ...]:
    values = (_clean(value, 40) for value in given.getlist(name)[:_MOST_VALUES])
    return tuple(dict.fromkeys(value for value in values if value))


def _page(given: QueryDict) -> int:
    text = given.get("page", "")
    return min(max(int(text), 1), _DEEPEST_PAGE) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def _asked(given: QueryDict, kind: str) -> Asked:
    kinds = (kind,) if kind else tuple(value for value in _values(given, "kind") if value in words.KINDS)
    return Asked(
        query=_clean(given.get("q", ""), _LONGEST_QUERY),
        kinds=kinds,
        filters={name: values for name in facets.CHOSEN if (values := _values(given, name))},
        page=_page(given),
    )


def _find(asked: Asked) -> tuple[queries.SearchResults, int]:
    """Return one page of results and its number; a page beyond the last is the last."""
    page = asked.page
    found = _ask(asked, page)
    if page > 1 and not found.hits:
        last = max(1, min(-(-found.total // _PER_PAGE), _DEEPEST_PAGE))
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
    asked = _asked(request.GET, "")
    return _show(request, asked, kind="", action=reverse("web:search"))


@require_safe
@public_page
def listing(request: HttpRequest, kind: str) -> HttpResponse:
    """Every record of one kind, to be narrowed and searched."""
    return _show(request, _asked(request.GET, kind), kind=kind, action=request.path)


def _show(request: HttpRequest, asked: Asked, *, kind: str, action: str) -> HttpResponse:
    found, number = _find(asked)
    total = len(found.hits) if found.is_fuzzy else found.total
    paginator = Paginator(range(min(total, _DEEPEST_PAGE * _PER_PAGE)), _PER_PAGE)
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
    }
    return render(request, "search/results.html", context)


def _linked_data(request: HttpRequest, rows: Iterable[hits.Row]) -> dict[str, Any]:
    return linked_data.organisation_list(request, [row.record for row in rows])


@require_safe
@public_page
def suggest(request: HttpRequest) -> JsonResponse:
    """Records that what has been typed so far may mean, for the search box."""
    prefix = _clean(request.GET.get("q", ""), _LONGEST_QUERY)
    kinds = tuple(value for value in _values(request.GET, "kind") if value in words.KINDS)
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
