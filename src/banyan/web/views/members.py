"""Everybody in an organisation, and all its relationships, page by page."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from banyan.registry.domain import evidence, profiles
from banyan.registry.domain.profiles import RecordIsUnknown
from banyan.registry.models import Organisation
from banyan.web.caching import public_page
from banyan.web.presenters import facts
from banyan.web.records import canonical, moved_or_gone

_PER_PAGE = 50


def _organisation(public_id: str, route: str) -> Organisation:
    key = canonical(public_id, route=route)
    try:
        return profiles.organisation_named(public_id=key)
    except RecordIsUnknown:
        raise moved_or_gone(key, route=route) from None


def _page(request: HttpRequest, rows: QuerySet[Any]) -> Page[Any]:
    return Paginator(rows, _PER_PAGE).get_page(request.GET.get("page"))


def _show(request: HttpRequest, record: Organisation, page: Page[Any], **context: Any) -> HttpResponse:
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    context |= {"section": "organisation", "kind": "organisation", "record": record, "page_obj": page}
    return render(request, "registry/rows.html", {**context, "page_numbers": list(numbers)})


@require_safe
@public_page
def people(request: HttpRequest, public_id: str) -> HttpResponse:
    """Everybody in an organisation whom the public may know of."""
    record = _organisation(public_id, "organisation-people")
    page = _page(request, profiles.posts_of(record))
    proof = evidence.collect(page.object_list)
    names = facts.titles_of(record, *(post.person for post in page.object_list))
    return _show(
        request,
        record,
        page,
        people=facts.post_rows(page.object_list, proof),
        sources=facts.source_rows(proof.sources, names),
    )


@require_safe
@public_page
def relationships(request: HttpRequest, public_id: str) -> HttpResponse:
    """All relationships of an organisation, read from its side."""
    record = _organisation(public_id, "organisation-relationships")
    page = _page(request, profiles.ties_of(record))
    seen = [profiles.seen_from(record, tie) for tie in page.object_list]
    proof = evidence.collect(page.object_list)
    names = facts.titles_of(record, *(one.other for one in seen))
    return _show(
        request,
        record,
        page,
        ties=facts.tie_rows(seen, proof),
        sources=facts.source_rows(proof.sources, names),
    )
