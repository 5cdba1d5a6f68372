"""Who may do what with accounts, and the predicates the tables of other packages are made of."""

from __future__ import annotations

from typing import Any

from banyan.accounts.enums import Role
from banyan.core.permissions import Rule, declare


def is_anybody(person: Any, subject: Any) -> bool:
    """Everybody, signed in or not."""
    return True


def is_signed_in(person: Any, subject: Any) -> bool:
    """Somebody with an account in use."""
    return bool(getattr(person, "is_authenticated", False) and person.is_active)


def is_administrator(person: Any, subject: Any) -> bool:
    """An administrator of the centre."""
    return is_signed_in(person, subject) and (person.is_superuser or Role.ADMINISTRATOR in person.roles)


def is_editor(person: Any, subject: Any) -> bool:
    """An editor or an administrator of the centre."""
    return is_administrator(person, subject) or (
        is_signed_in(person, subject) and Role.EDITOR in person.roles
    )


class Permission:
    """The permissions of this package."""

    MANAGE_USERS = "accounts.manage_users"
    OWN_SECURITY = "accounts.own_security"
    USE_DESK = "accounts.use_desk"


declare(
    Rule(Permission.USE_DESK, "Open the centre's desk", is_editor),
    Rule(Permission.MANAGE_USERS, "Give and take back roles", is_administrator),
    Rule(Permission.OWN_SECURITY, "Change one's own password and second factor", is_signed_in),
)
