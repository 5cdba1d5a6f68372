"""What an address of the search asks for: words, kinds, choices, page. Anything may stand in one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.http import QueryDict

from banyan.web.presenters import facets, words

#: Characters of a query that are looked at; nobody types more, machines do.
_LONGEST_QUERY: Final = 200
DEEPEST_PAGE: Final = 500
_MOST_VALUES: Final = 8  # values of one facet chosen together


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for, made safe: anything may stand in it."""

    query: str
    kinds: tuple[str, ...]
    filters: dict[str, tuple[str, ...]]
    page: int


def clean(text: str, most: int = _LONGEST_QUERY) -> str:
    """Return a text on one line without what a database cannot hold, cut where machines begin."""
    return " ".join(text.replace("\x00", " ").split())[:most]


def values(given: QueryDict, name: str) -> tuple[str, ...]:
    """Return the values an address gives one facet, each once."""
    cleaned = (clean(value, 40) for value in given.getlist(name)[:_MOST_VALUES])
    return tuple(dict.fromkeys(value for value in cleaned if value))


def _page(given: QueryDict) -> int:
    text = given.get("page", "")
    return min(max(int(text), 1), DEEPEST_PAGE) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def read(given: QueryDict, kind: str = "") -> Asked:
    """Return what an address asks for; ``kind`` is the one its page is about, if it is about one."""
    kinds = (kind,) if kind else tuple(value for value in values(given, "kind") if value in words.KINDS)
    return Asked(
        query=clean(given.get("q", "")),
        kinds=kinds,
        filters={name: chosen for name in facets.CHOSEN if (chosen := values(given, name))},
        page=_page(given),
    )
