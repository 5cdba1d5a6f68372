"""Counting without reading a whole table each time somebody looks at a page."""

from __future__ import annotations

from typing import Any, Final

from django.core.cache import cache
from django.db.models import F, Func, IntegerField, QuerySet, Subquery

#: Rows counted one by one. Beyond them nobody turns pages, and the exact number changes nothing.
CEILING: Final = 10_000
_AN_HOUR: Final = 3600  # seconds


def count_up_to(rows: QuerySet[Any], most: int = CEILING) -> int:
    """Return how many rows there are, ``most + 1`` if there are more than ``most``; no more are read."""
    return rows.order_by()[: most + 1].count()


def number_of(rows: QuerySet[Any]) -> Subquery:
    """Return how many rows there are as a column of another query, so that several counts take one."""
    counted = rows.order_by().annotate(number=Func(F("pk"), function="COUNT", output_field=IntegerField()))
    return Subquery(counted.values("number"))


def known_count(name: str, rows: QuerySet[Any]) -> int:
    """
    Return how many rows there are: counted now up to ``CEILING``, beyond it as counted within the last hour.

    ``name`` says what is counted, one name for one thing. For figures that are read, not calculated with.
    """
    key = f"counted-{name}"
    known: int | None = cache.get(key)
    if known is not None:
        return known
    count = rows.order_by().count()
    if count > CEILING:
        cache.set(key, count, _AN_HOUR)
    return count
