"""Positions and relationships of a record, page by page: a network may have thousands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest

from banyan.web.paging import page_of
from banyan.web.views.desk import frame

PER_PAGE: Final = 60


@dataclass(frozen=True, slots=True)
class BondPage:
    """One page of a record's positions or relationships, with the addresses of those before and after."""

    rows: list[Any]
    page: Page[Any]
    before: str
    after: str


def of(request: HttpRequest, name: str, rows: QuerySet[Any]) -> BondPage:
    """Return the page that an address asks for under ``name``, which is also where the page begins."""
    page = page_of(request, rows, PER_PAGE, name=name)

    def address(number: int) -> str:
        return frame.with_query(request.get_full_path(), **{name: str(number)}) + f"#{name}"

    return BondPage(
        rows=list(page.object_list),
        page=page,
        before=address(page.number - 1) if page.has_previous() else "",
        after=address(page.number + 1) if page.has_next() else "",
    )
