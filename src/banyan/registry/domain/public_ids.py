"""Fresh public ids for many records at once, and ids that were given up for good."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Final

from banyan.core.ids import new_public_id
from banyan.core.rows import insert
from banyan.registry.models import Organisation, PublicIdRedirect, RetiredPublicId

#: Ids looked up in one query: far below every database's limit on parameters, also three times over.
_AT_ONCE: Final = 250


def fresh(count: int) -> list[str]:
    """
    Return ids that no organisation bears, none ever bore and none leads to another record.

    Of a million ids drawn at random about eighteen are drawn twice, so they are looked up, not hoped for.
    """
    found: dict[str, None] = {}
    while len(found) < count:
        drawn = {new_public_id() for _ in range(min(_AT_ONCE, count - len(found)))} - found.keys()
        taken = (
            Organisation.objects.filter(public_id__in=drawn)
            .values_list("public_id")
            .union(
                RetiredPublicId.objects.filter(public_id__in=drawn).values_list("public_id"),
                PublicIdRedirect.objects.filter(old_public_id__in=drawn).values_list("old_public_id"),
                all=True,
            )
        )
        found.update(dict.fromkeys(sorted(drawn - {row[0] for row in taken})))
    return list(found)


def retire(*, public_ids: Iterable[str], now: datetime.datetime) -> None:
    """Give ids up for good: a link to a record that was removed never leads to another one."""
    insert(RetiredPublicId, ("public_id", "retired_at"), ((public_id, now) for public_id in public_ids))
