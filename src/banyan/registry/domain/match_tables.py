"""Records that bear a name, a number or a website exactly as it was asked for, from the tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from banyan.registry.adapters.block_keys import host_of
from banyan.registry.adapters.matching import Profile
from banyan.registry.domain import names as name_rules
from banyan.registry.enums import OrganisationState, PersonState
from banyan.registry.models import Identifier, Organisation, OrganisationName, PersonName

#: Records of one very name that are compared.
_FROM_TABLE: Final = 20


def add(kind: str, asked: Sequence[Profile], found: Sequence[dict[str, None]]) -> None:
    """
    Add to each set in ``found`` the records that bear a very name asked for, or its number or website.

    :param kind: ``organisation`` or ``person``
    :param found: for each profile asked about the keys found so far
    """
    by_name: dict[str, set[int]] = defaultdict(set)
    by_number: dict[tuple[str, str], set[int]] = defaultdict(set)
    by_host: dict[str, set[int]] = defaultdict(set)
    for place, profile in enumerate(asked):
        for name in profile.names:
            if folded := name_rules.compared(name.text):
                by_name[folded].add(place)
        for identifier in profile.identifiers:
            by_number[identifier].add(place)
        for host in filter(None, map(host_of, profile.websites)):
            by_host[host].add(place)
    for folded, key in _bearers(kind, list(by_name)):
        for place in by_name[folded]:
            if len(found[place]) < _FROM_TABLE:
                found[place][key] = None
    if kind == "organisation" and by_number:
        held = Identifier.objects.filter(value__in={value for _scheme, value in by_number}).exclude(
            organisation__state=OrganisationState.MERGED
        )
        for scheme, value, key in held.values_list("scheme", "value", "organisation__public_id"):
            for place in by_number.get((scheme, value), ()):
                found[place][key] = None
    if kind == "organisation" and by_host:
        for website, key in _at_hosts(list(by_host)):
            for place in by_host[host_of(website)]:
                if len(found[place]) < 2 * _FROM_TABLE:
                    found[place][key] = None


def _at_hosts(hosts: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Return (website, public id) of the organisations whose website is the front page of a host."""
    pages = [
        f"{scheme}://{www}{host}{slash}"
        for host in hosts
        for scheme in ("https", "http")
        for www in ("", "www.")
        for slash in ("", "/")
    ]
    # An index holds the websites that are not empty; "not empty" has to be said for it to be used.
    there = Organisation.objects.exclude(website="").filter(website__in=pages)
    living = there.exclude(state=OrganisationState.MERGED).order_by("pk")
    return living.values_list("website", "public_id")[: _FROM_TABLE * len(hosts)]


def _bearers(kind: str, folded: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Return (folded name, public id) of the records that bear these names."""
    most = _FROM_TABLE * max(1, len(folded))
    if kind == "person":
        people = (
            PersonName.objects.filter(folded__in=folded)
            .exclude(person__state=PersonState.MERGED)
            .order_by("pk")
        )
        return people.values_list("folded", "person__public_id")[:most]
    organisations = OrganisationName.objects.filter(folded__in=folded).exclude(
        organisation__state=OrganisationState.MERGED
    )
    return organisations.order_by("pk").values_list("folded", "organisation__public_id")[:most]
