"""Users and their roles."""

from .user import RoleAssignment, User

__all__ = ["RoleAssignment", "User"]
