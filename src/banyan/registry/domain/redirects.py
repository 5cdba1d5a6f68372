"""Old public ids and the records they lead to, step by step, so that a step can be taken back."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.db.models.expressions import RawSQL

from banyan.registry.models import PublicIdRedirect

#: Keys in one query: below the limits of both databases.
_CHUNK = 500
_LEADING = """
WITH RECURSIVE led (key) AS (
    SELECT CAST(%s AS text)
    UNION
    SELECT CAST(step.old_public_id AS text) FROM registry_publicidredirect step
    JOIN led ON step.new_public_id = led.key
) SELECT key FROM led
"""


class RedirectLeadsInCircle(ValueError):
    """The new id already leads to the old one."""


def current(*, public_id: str) -> str:
    """Return the id that a given one leads to at last; itself when it was never given up."""
    return current_of(public_ids=[public_id])[public_id]


def current_of(*, public_ids: Iterable[str]) -> dict[str, str]:
    """Return for several ids those they lead to at last; one query for each step of the longest way."""
    wanted = list(public_ids)
    steps: dict[str, str] = {}
    fresh = asked = set(wanted)
    while fresh:
        listed = sorted(fresh)
        found: dict[str, str] = {}
        for start in range(0, len(listed), _CHUNK):
            rows = PublicIdRedirect.objects.filter(old_public_id__in=listed[start : start + _CHUNK])
            found.update(rows.values_list("old_public_id", "new_public_id"))
        steps.update(found)
        fresh = set(found.values()) - asked
        asked = asked | fresh
    ends = {}
    for public_id in wanted:
        end = public_id
        walked = {end}
        while end in steps and steps[end] not in walked:  # a circle, which nothing makes, must not hang us
            end = steps[end]
            walked.add(end)
        ends[public_id] = end
    return ends


@transaction.atomic
def add(*, old_public_id: str, new_public_id: str, now: datetime.datetime) -> PublicIdRedirect:
    """
    Let an id lead to another one, and everything that led to it as well.

    :raises RedirectLeadsInCircle: if the new id leads to the old one
    """
    if current(public_id=new_public_id) == old_public_id or old_public_id == new_public_id:
        raise RedirectLeadsInCircle(old_public_id)
    return PublicIdRedirect.objects.create(
        old_public_id=old_public_id, new_public_id=new_public_id, created_at=now
    )


@transaction.atomic
def remove(*, old_public_id: str) -> None:
    """Let an id stand for its own record again, and what led to it lead no further."""
    PublicIdRedirect.objects.filter(old_public_id=old_public_id).delete()


def leading_to(*, public_id: str) -> RawSQL:
    """
    Return an id and every id that was given up for it, for use within a query: ``key__in=leading_to(…)``.

    The database walks the steps itself; what was met before is not walked again, so no circle hangs it.
    """
    return RawSQL(_LEADING, [public_id])  # noqa: S611 - a constant statement; the id is a parameter
