"""
A second look when a suggestion is accepted: another page may have brought the record in meanwhile.

Two pages that name one organisation are often read before either is decided on; the second acceptance
must find what the first one made.
"""

from __future__ import annotations

from django.db import connection
from django.db.models import QuerySet

from banyan.registry.domain import matching
from banyan.registry.domain import names as name_rules
from banyan.registry.enums import ProposalKind, ProposalState
from banyan.registry.models import Post, ProposedChange


def hold_names(*, waiting: QuerySet[ProposedChange], also: str = "") -> None:
    """
    Make whoever accepts a record of one of these names at the same time wait until we are done.

    Otherwise two editors who accept a new organisation from two pages at once would each find no record of
    its name and make one. Only PostgreSQL needs it; the file database lets one transaction write at a time.
    All names of a page are held at once and in one order, so that two pages never wait for each other. The
    caller holds the transaction, and with it the names.

    :param waiting: the suggestions of the page
    :param also: a name that the editor typed instead
    """
    if connection.vendor != "postgresql":
        return
    makers = waiting.filter(
        kind__in=(ProposalKind.ORGANISATION, ProposalKind.PERSON), state=ProposalState.WAITING
    )
    names = [payload.get("name", "") for payload in makers.values_list("payload", flat=True)]
    held = sorted({name_rules.compared(name) for name in (*names, also)} - {""})
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(name)) FROM unnest(%s::text[]) AS name", [held])


def record_made_meanwhile(*, proposal: ProposedChange) -> str:
    """
    Return the public id of the one record that bears the very name suggested, or "".

    Two people of one name are one only where both hold a post in one organisation.
    """
    if proposal.kind not in (ProposalKind.ORGANISATION, ProposalKind.PERSON):
        return ""
    names = [proposal.payload.get("name", "")]
    exact = [
        candidate.key
        for candidate in matching.same_name(kind=proposal.kind, names=names)
        if candidate.is_exact
    ]
    if proposal.kind == ProposalKind.PERSON:
        exact = [key for key in exact if _shares_organisation(proposal, key)]
    return exact[0] if len(exact) == 1 else ""


def _shares_organisation(proposal: ProposedChange, person_key: str) -> bool:
    posts = ProposedChange.objects.filter(source=proposal.source, kind=ProposalKind.POST)
    for post in posts:
        if post.payload["person"].get("group") != proposal.group:
            continue
        organisation = post.payload["organisation"]
        key = organisation.get("key") or _key_of_group(proposal, organisation)
        if key and Post.objects.filter(person__public_id=person_key, organisation__public_id=key).exists():
            return True
    return False


def _key_of_group(proposal: ProposedChange, organisation: dict[str, str]) -> str:
    """Return the record that the organisation of a post has become, or would become, on this page."""
    maker = ProposedChange.objects.filter(
        source=proposal.source, group=organisation.get("group", ""), kind=ProposalKind.ORGANISATION
    ).first()
    if maker is None:
        return ""
    if maker.state == ProposalState.WAITING:
        return maker.linked_key or record_made_meanwhile(proposal=maker)
    return maker.result_key
