"""Finding the record an address means: forgiving ids, old ids, records folded into others."""

from __future__ import annotations

from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse

from banyan.core.ids import PublicIdIsMalformed, parse_public_id
from banyan.registry.domain import redirects


class MovedTo(Exception):
    """The record has another address; ``response`` leads there for good."""

    def __init__(self, response: HttpResponsePermanentRedirect) -> None:
        super().__init__(response.url)
        self.response = response


def canonical(public_id: str, *, route: str, query: str = "") -> str:
    """
    Return an id in its one right spelling.

    :raises MovedTo: if the address spelt it another way
    :raises Http404: if it is no id of ours
    """
    try:
        parsed = parse_public_id(public_id[:40])
    except PublicIdIsMalformed:
        raise Http404 from None
    if parsed != public_id:
        raise MovedTo(_lead(parsed, route, query))
    return parsed


def moved_or_gone(public_id: str, *, route: str) -> MovedTo | Http404:
    """Return what to raise for an id that no shown record has: where it leads now, or nowhere."""
    current = redirects.current(public_id=public_id)
    return MovedTo(_lead(current, route, "")) if current != public_id else Http404()


def _lead(public_id: str, route: str, query: str) -> HttpResponsePermanentRedirect:
    address = reverse(f"web:{route}", args=[public_id])
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
