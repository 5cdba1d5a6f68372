"""Old public ids and the records they lead to."""

from __future__ import annotations

import datetime

from django.db import transaction

from banyan.registry.models import PublicIdRedirect


class RedirectLeadsInCircle(ValueError):
    """The new id already leads to the old one."""


def current(*, public_id: str) -> str:
    """Return the id that a given one leads to; itself when it was never given up."""
    row = PublicIdRedirect.objects.filter(old_public_id=public_id).first()
    return row.new_public_id if row is not None else public_id


@transaction.atomic
def add(*, old_public_id: str, new_public_id: str, now: datetime.datetime) -> PublicIdRedirect:
    """
    Let an id lead to another one, and everything that led to it as well.

    :raises RedirectLeadsInCircle: if the new id leads to the old one
    """
    if current(public_id=new_public_id) == old_public_id or old_public_id == new_public_id:
        raise RedirectLeadsInCircle(old_public_id)
    target = current(public_id=new_public_id)
    PublicIdRedirect.objects.filter(new_public_id=old_public_id).update(new_public_id=target)
    return PublicIdRedirect.objects.create(old_public_id=old_public_id, new_public_id=target, created_at=now)
