"""The results of a search, or the public list of a kind, as a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from banyan.core.i18n import active_language
from banyan.paper.exports.sheets import Sheet
from banyan.search.domain import queries
from banyan.web import asked as asked_of
from banyan.web.presenters import formats, hits, list_columns, words
from banyan.web.views import list_files
from banyan.web.visitors import is_too_much

#: Records asked of the index at a time.
_STRETCH: Final = 500
#: Lists one address may save within an hour: more than a person reads, fewer than a machine would like.
_MOST_AN_HOUR: Final = 40


def _found(asked: asked_of.Asked) -> Iterator[hits.Row | None]:
    """Yield what was found as deep as the index goes, and None in the end if it holds more."""
    for offset in range(0, queries.MOST_RESULTS, _STRETCH):
        found = queries.search(
            query=asked.query,
            kinds=asked.kinds,
            filters=asked.filters,
            language=active_language(),
            limit=_STRETCH,
            offset=offset,
        )
        yield from hits.rows(found.hits)
        if len(found.hits) < _STRETCH:
            return
    if found.total > queries.MOST_RESULTS:
        yield None


@require_safe
def search_file(request: HttpRequest, form: str) -> HttpResponseBase:
    """
    Save the results of a search, or the list of a kind, as they are seen, from the first page to the last.
    """
    wanted = list_files.given_form(form)
    if not request.user.is_authenticated and is_too_much(request, what="list", most=_MOST_AN_HOUR):
        return list_files.later(
            request,
            status=429,
            said=_("Many lists were saved from your network within an hour. Please come back in an hour."),
        )
    asked = asked_of.read(request.GET)
    kind = asked.kinds[0] if len(asked.kinds) == 1 and asked.kinds[0] in words.KINDS_MANY else ""
    title = f"{words.KINDS_MANY[kind] if kind else _('Search results')} {asked.query}".strip()
    sheet = Sheet(
        title=title,
        columns=list_columns.of_results(kind, request.build_absolute_uri("/").rstrip("/")),
        records=_found(asked),
        most=queries.MOST_RESULTS,
        when_cut=_(
            "Only the first %(number)s are in this file: the search goes no deeper. Choose a country, a "
            "field or words to have a shorter list whole."
        )
        % {"number": formats.number(queries.MOST_RESULTS)},
        about=list_files.about(
            request, title=title, page=f"{reverse('web:search')}?{request.GET.urlencode()}"
        ),
    )
    return list_files.send(sheet, wanted, plain=kind or "search")
