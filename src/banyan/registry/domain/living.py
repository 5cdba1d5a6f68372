"""
Finding the record that took the place of a folded one, and keeping merges apart from other writing.

Whoever adds to a record calls one of these first, in its transaction: what is written to a record that was
folded into another a moment ago would be seen by nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, TypeVar

from django.apps import apps
from django.db import connection, models

from banyan.registry.domain import redirects
from banyan.registry.enums import OrganisationState, PersonState, RowOutcome
from banyan.registry.models import MovedRow, Organisation, Person

Row = TypeVar("Row", bound=models.Model)

#: Keys in one query: below the limits of both databases.
_CHUNK: Final = 500
#: The lock of the database under which records are merged: any number that nothing else uses.
_LOCK: Final = 7_265_301


class RecordIsFolded(Exception):
    """The record was folded into another one meanwhile; ``into`` is the public id of that one."""

    def __init__(self, into: str) -> None:
        super().__init__(into)
        self.into = into


def hold() -> None:
    """
    Let no merge begin until the caller's transaction has ended; wait for one that is under way.

    Any number may hold at once. Only PostgreSQL needs it; the file database lets one transaction write.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_LOCK])


def hold_alone() -> None:
    """Wait until nobody holds, and let nobody write or merge until the caller's transaction has ended."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def organisation(record: Organisation) -> Organisation:
    """Return the organisation to write to: ``record``, or the one it was folded into."""
    hold()
    folded = Organisation.objects.filter(pk=record.pk, state=OrganisationState.MERGED)
    if not folded.exists():
        return record
    return Organisation.objects.get(public_id=redirects.current(public_id=record.public_id))


def organisations_of(pks: Iterable[int]) -> dict[int, int]:
    """Return for the keys of folded organisations the keys of those to write to; the others are left out."""
    hold()
    folded: dict[int, str] = {}
    listed = list(pks)
    for start in range(0, len(listed), _CHUNK):
        rows = Organisation.objects.filter(
            pk__in=listed[start : start + _CHUNK], state=OrganisationState.MERGED
        )
        folded.update(rows.values_list("pk", "public_id"))
    if not folded:
        return {}
    ends = redirects.current_of(public_ids=folded.values())
    at = dict(Organisation.objects.filter(public_id__in=set(ends.values())).values_list("public_id", "pk"))
    return {pk: at[ends[public_id]] for pk, public_id in folded.items()}


def person(record: Person) -> Person:
    """Return the person to write to: ``record``, or the one they were folded into."""
    hold()
    if not Person.objects.filter(pk=record.pk, state=PersonState.MERGED).exists():
        return record
    return Person.objects.get(public_id=redirects.current(public_id=record.public_id))


def record(record: Row) -> Row:
    """Return the record or row to write to, of whatever kind: it, or what it was folded into or joined."""
    if isinstance(record, Organisation):
        return organisation(record)  # type: ignore[return-value]
    if isinstance(record, Person):
        return person(record)  # type: ignore[return-value]
    return row(record)


def key(public_id: str) -> str:
    """Return the public id to write to: the one given, or the one it leads to."""
    hold()
    return redirects.current(public_id=public_id)


def row(row: Row) -> Row:
    """
    Return the row to change: ``row``, or the one it was joined with when their records were merged.

    A row that was set aside with its folded record is seen by nobody until the merge is undone.
    """
    hold()
    label, pk = row._meta.label_lower, row.pk
    seen = {pk}
    while True:
        joined = MovedRow.objects.filter(
            model=label,
            row_id=pk,
            outcome__in=(RowOutcome.JOINS, RowOutcome.DUPLICATE),
            merge__isnull=False,
            merge__undone_at__isnull=True,
        ).first()
        if joined is None or joined.joined_id is None or joined.joined_id in seen:
            break
        pk = joined.joined_id
        seen.add(pk)
    if pk == row.pk:
        return row
    found: Any = apps.get_model(label)._default_manager.get(pk=pk)
    return found  # type: ignore[no-any-return]


def refuse_folded(record: Organisation | Person) -> None:
    """
    Refuse to change the columns of a folded record.

    :raises RecordIsFolded: if it was folded into another one
    """
    if record.state == OrganisationState.MERGED:  # the same word for people
        raise RecordIsFolded(redirects.current(public_id=record.public_id))
