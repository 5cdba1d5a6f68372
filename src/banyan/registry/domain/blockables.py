"""Records of the register as the search for duplicates reads them: a few at a time, never all."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.db.models import Q, QuerySet

from banyan.registry.adapters.block_keys import Blockable, host_of
from banyan.registry.adapters.matching import Profile
from banyan.registry.domain import matching
from banyan.registry.enums import MergedKind, OrganisationState
from banyan.registry.models import Organisation, Person, Post
from banyan.search.domain.normalise import fold

#: Records fetched with one set of queries.
CHUNK: Final = 500


def living(kind: str) -> QuerySet[Any]:
    """Return the records of a kind that may be there twice: neither merged nor hidden."""
    if kind == MergedKind.PERSON:
        return Person.objects.filter(is_hidden=False)
    return Organisation.objects.exclude(state=OrganisationState.MERGED)


def changed(kind: str, since: datetime.datetime) -> QuerySet[Any]:
    """Return the living records changed since a moment; a person also by a position held."""
    touched = Q(updated_at__gte=since)
    if kind == MergedKind.PERSON:
        touched |= Q(pk__in=Post.objects.filter(updated_at__gte=since).values("person"))
    return living(kind).filter(touched)


def read(kind: str) -> Iterator[tuple[int, Profile, Blockable]]:
    """Yield every living record in the order of its number, with constant memory and no long transaction."""
    last = 0
    while True:
        rows = list(living(kind).filter(pk__gt=last).order_by("pk").values_list("pk", "public_id")[:CHUNK])
        if not rows:
            return
        last = rows[-1][0]
        known = matching.profiles(keys=[key for _, key in rows], kind=kind)
        homes = _homes([number for number, _ in rows]) if kind == MergedKind.PERSON else {}
        for number, key in rows:
            if key in known:
                yield number, known[key], blockable(number, known[key], homes.get(number, ()))


def _homes(people: Sequence[int]) -> dict[int, set[int]]:
    """Return the organisations in which people hold or held a position."""
    found: dict[int, set[int]] = defaultdict(set)
    for person, organisation in Post.objects.filter(person__in=people).values_list("person", "organisation"):
        found[person].add(organisation)
    return found


def blockable(number: int, profile: Profile, homes: Sequence[int] | set[int] = ()) -> Blockable:
    """Return a record as blocking sees it; ``homes`` are the organisations of a person."""
    names = tuple(name.text for name in profile.names)
    exact = [f"{scheme}:{value}" for scheme, value in profile.identifiers]
    exact += [f"web:{host}" for host in map(host_of, profile.websites) if host]
    # Names of people are too common to meet by; within one organisation the letters of a name are enough.
    for home in homes:
        exact += [f"{home}:{''.join(sorted(fold(name)))}" for name in names]
        exact += [f"{home}:{fold(word)}" for name in names for word in name.split()[-1:]]
    return Blockable(number=number, names=names, area=profile.country, exact=tuple(exact))
