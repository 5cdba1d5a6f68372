"""Lists of the desk: found by what was typed, or the latest first, with a constant number of queries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from banyan.core.i18n import active_language
from banyan.events.models import Event
from banyan.registry.domain import activities, coverage, figures, profiles
from banyan.registry.models import Activity, ActivityParty, StatedFigure
from banyan.registry.models.visibility import figure_subjects, listed_people, standing_posts
from banyan.search.domain import queries
from banyan.web.paging import BoundedPaginator

PER_PAGE: Final = 25
_LONGEST_QUERY: Final = 200
#: Records asked of the index at a time while a list is exported.
_STRETCH: Final = 500
#: Of what was found by words, so many records are looked through when filters are chosen as well.
_NARROWED: Final = 1000


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list. ``total`` counts what was found, or the first of it if ``is_cut``."""

    query: str
    records: list[Any]
    page: Page[Any]
    total: int
    did_you_mean: str
    choices: Mapping[str, str]
    is_cut: bool = False

    @property
    def numbers(self) -> list[Any]:
        """The page numbers to offer."""
        paginator = self.page.paginator
        return list(paginator.get_elided_page_range(self.page.number, on_each_side=1, on_ends=1))


def records_of(kind: str) -> QuerySet[Any]:
    """Return the records of one kind with what a row of a list shows."""
    if kind == "organisation":
        return profiles.shown_organisations().select_related("legal_form", "country", "place")
    if kind == "person":
        posts = standing_posts().select_related("organisation").order_by("to_date", "-from_date", "pk")
        return listed_people().prefetch_related(Prefetch("posts", queryset=posts, to_attr="listed"))
    if kind == "activity":
        parties = ActivityParty.objects.select_related("organisation").order_by("pk")
        return Activity.objects.prefetch_related(Prefetch("parties", queryset=parties, to_attr="listed"))
    if kind == "figure":
        return StatedFigure.objects.all()
    return Event.objects.select_related("place")


def _completed(kind: str, records: Iterable[Any]) -> list[Any]:
    """Return records with what no join can bring: figures name what they are about by its public id."""
    found = list(records)
    if kind == "figure":
        subjects = figure_subjects(found)
        for row in found:
            row.about = subjects.get((row.subject_type, row.subject_key))
    return found


#: Kinds that are no documents of the index: found in their own tables, accents or not.
_FOUND_IN_TABLES: Final[dict[str, Callable[[str], QuerySet[Any]]]] = {
    "activity": activities.found_by,
    "figure": figures.found_by,
}


def asked(request: HttpRequest) -> str:
    """Return what was typed into the search box of a list."""
    return " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:_LONGEST_QUERY]


def _search(kind: str, query: str, *, limit: int, offset: int) -> queries.SearchResults:
    return queries.search(
        query=query,
        kinds=[kind],
        language=active_language(),
        limit=limit,
        offset=offset,
        include_private=True,
    )


def _choices(request: HttpRequest, kind: str) -> dict[str, str]:
    """Return the filters of a list that an address asks for; only organisations have any."""
    return coverage.chosen(request.GET) if kind == "organisation" else {}  # type: ignore[arg-type]


def _latest_first(kind: str, choices: Mapping[str, str], query: str = "") -> QuerySet[Any]:
    """Return the records of a list, the latest change first; ``query`` is for those found in their tables."""
    rows = records_of(kind)
    if query:
        rows = rows.filter(pk__in=_FOUND_IN_TABLES[kind](query).values("pk"))
    if choices:
        rows = coverage.narrowed(rows, choices=choices, now=timezone.now())
    return rows.order_by("-updated_at", "-pk")


def _in_order(kind: str, keys: list[str]) -> list[Any]:
    rows = {row.public_id: row for row in records_of(kind).filter(public_id__in=keys)}
    return [rows[key] for key in keys if key in rows]


def _found_and_narrowed(kind: str, query: str, choices: Mapping[str, str]) -> tuple[list[str], str]:
    """Return the ids of what was found by words and passes the filters, the best first, and a better word."""
    found = _search(kind, query, limit=_NARROWED, offset=0)
    keys = [hit.key for hit in found.hits]
    passing = set(
        _latest_first(kind, choices).order_by().filter(public_id__in=keys).values_list("public_id", flat=True)
    )
    return [key for key in keys if key in passing], found.did_you_mean or ""


def _number(request: HttpRequest) -> int:
    text = request.GET.get("page", "")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def listing(request: HttpRequest, kind: str) -> Listing:
    """Return the page of a list that a request asks for; beyond the last page is the last."""
    query, choices, number = asked(request), _choices(request, kind), _number(request)
    if not query or kind in _FOUND_IN_TABLES:
        paginator = BoundedPaginator(_latest_first(kind, choices, query), PER_PAGE)
        page = paginator.get_page(number)
        records = _completed(kind, page.object_list)
        return Listing(query, records, page, paginator.count, "", choices, is_cut=paginator.is_cut)
    if choices:
        keys, near = _found_and_narrowed(kind, query, choices)
        page = Paginator(keys, PER_PAGE).get_page(number)
        return Listing(
            query, _in_order(kind, list(page.object_list)), page, len(keys), _other(near, query), choices
        )
    found = _search(kind, query, limit=PER_PAGE, offset=(number - 1) * PER_PAGE)
    if not found.hits and number > 1:
        number = 1
        found = _search(kind, query, limit=PER_PAGE, offset=0)
    total = min(found.total, queries.MOST_RESULTS)
    page = Paginator(range(total), PER_PAGE).get_page(number)
    records = _in_order(kind, [hit.key for hit in found.hits])
    return Listing(query, records, page, total, _other(found.did_you_mean or "", query), choices)


def _other(near: str, query: str) -> str:
    return near if near != query else ""


def every_record(request: HttpRequest, kind: str) -> Iterator[Any]:
    """Return all records of the same list, page after page, never all in memory."""
    query, choices = asked(request), _choices(request, kind)
    if not query or kind in _FOUND_IN_TABLES:
        found = _latest_first(kind, choices, query).iterator(chunk_size=_STRETCH)
        while stretch := list(islice(found, _STRETCH)):
            yield from _completed(kind, stretch)
        return
    if choices:
        keys, _ = _found_and_narrowed(kind, query, choices)
        yield from _in_order(kind, keys)
        return
    for offset in range(0, queries.MOST_RESULTS, _STRETCH):
        hits = _search(kind, query, limit=_STRETCH, offset=offset).hits
        yield from _in_order(kind, [hit.key for hit in hits])
        if len(hits) < _STRETCH:
            return
