"""Making accounts and giving roles."""

from __future__ import annotations

import datetime

from django.contrib.auth.models import Group
from django.db import transaction

from banyan.accounts.enums import Role
from banyan.accounts.models import RoleAssignment, User
from banyan.accounts.signals import user_created
from banyan.core import audit


class AddressIsTaken(Exception):
    """Somebody already signs in with this address."""


@transaction.atomic
def create(
    *,
    email: str,
    name: str,
    language: str,
    roles: tuple[str, ...],
    by: User | None,
    now: datetime.datetime,
    password: str | None = None,
    is_invited: bool = False,
) -> User:
    """
    Make an account with its roles.

    :param password: None for an account whose owner chooses one by e-mail
    :param is_invited: True when they are to get a letter with a link to choose it
    :raises AddressIsTaken: if the address is in use, in any spelling of case
    """
    if User.objects.filter(email__iexact=email).exists():
        raise AddressIsTaken(email)
    user = User.objects.create_user(email, password, name=name, language=language)
    audit.record(key="accounts.user.created", subject=user, by=by, now=now, after={"language": language})
    for role in roles:
        give_role(user=user, role=role, by=by, now=now)
    user_created.send(sender=User, user=user, is_invited=is_invited, by=by, now=now)
    return user


@transaction.atomic
def give_role(*, user: User, role: str, by: User | None, now: datetime.datetime) -> RoleAssignment:
    """
    Give somebody a centre-wide role; giving it twice changes nothing.

    :raises ValueError: if there is no such role
    """
    assignment, is_new = RoleAssignment.objects.get_or_create(
        user=user, role=Role(role), defaults={"assigned_at": now, "assigned_by": by}
    )
    if is_new:
        _keep_editor_access(user)
        audit.record(key="accounts.role.given", subject=user, by=by, now=now, after={"role": role})
    return assignment


@transaction.atomic
def take_role(*, user: User, role: str, by: User | None, now: datetime.datetime) -> None:
    """Take a role back; taking one not held changes nothing."""
    deleted, _ = RoleAssignment.objects.filter(user=user, role=role).delete()
    if deleted:
        _keep_editor_access(user)
        audit.record(key="accounts.role.taken", subject=user, by=by, now=now, before={"role": role})


#: The group in which Wagtail's own migrations put those who may write and publish pages.
_WAGTAIL_GROUP = "Moderators"


def _keep_editor_access(user: User) -> None:
    """Let Wagtail's editor in exactly while some role is held."""
    if hasattr(user, "_roles"):
        del user._roles
    has_role = user.role_assignments.exists()
    user.is_staff = user.is_superuser or has_role
    user.save(update_fields=["is_staff"])
    writers = Group.objects.filter(name=_WAGTAIL_GROUP)
    if has_role:
        user.groups.add(*writers)
    else:
        user.groups.remove(*writers)
