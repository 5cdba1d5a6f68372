"""What letters hear from below."""

from __future__ import annotations

import datetime
from typing import Any

from django.dispatch import receiver

from banyan.accounts.models import User
from banyan.accounts.signals import user_created
from banyan.letters.domain import invitations


@receiver(user_created)
def invite(
    sender: Any, user: User, is_invited: bool, by: User | None, now: datetime.datetime, **more: Any
) -> None:
    """Write to whoever is to choose their first password."""
    if is_invited:
        invitations.write(user=user, by=by, now=now)
