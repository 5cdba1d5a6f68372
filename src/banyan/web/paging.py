"""Pages of long lists that cost the same however long the list is."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

from banyan.core.counting import CEILING, count_up_to

_LONGEST_NUMBER: Final = 6  # digits of a page number that are read


class BoundedPaginator(Paginator[Any]):
    """
    A paginator that counts and turns to ``most`` rows and no further: beyond, one searches.

    ``is_cut`` says that there are more.
    """

    def __init__(self, rows: QuerySet[Any], per_page: int, *, most: int = CEILING) -> None:
        super().__init__(rows, per_page)
        self.most = most

    @cached_property
    def _first(self) -> list[Any]:
        """The rows of the first page and one more: if there is none, nothing need be counted."""
        return list(self.object_list[: self.per_page + 1])  # type: ignore[index]

    @cached_property
    def _counted(self) -> int:
        if len(self._first) <= self.per_page:
            return len(self._first)
        return count_up_to(self.object_list, self.most)  # type: ignore[arg-type]

    def page(self, number: int | str) -> Page[Any]:
        """Return a page; the first one is there already."""
        if self.validate_number(number) == 1:
            return self._get_page(self._first[: self.per_page], 1, self)
        return super().page(number)

    @cached_property
    def count(self) -> int:
        """How many rows the pages hold together."""
        return min(self._counted, self.most)

    @property
    def is_cut(self) -> bool:
        """Whether there are more rows than the pages hold."""
        return self._counted > self.most


def page_of(request: HttpRequest, rows: QuerySet[Any], per_page: int, *, name: str = "page") -> Page[Any]:
    """Return the page of a list that a request asks for under ``name``; beyond the last page is the last."""
    text = request.GET.get(name, "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER else 1
    return BoundedPaginator(rows, per_page).get_page(max(number, 1))
