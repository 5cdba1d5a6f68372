"""Who may do what with code lists."""

from __future__ import annotations

from banyan.accounts.permissions import is_administrator, is_editor
from banyan.core.permissions import Rule, declare


class Permission:
    """The permissions of this package."""

    SEE_LISTS = "taxonomy.see_lists"
    EDIT_LISTS = "taxonomy.edit_lists"


declare(
    Rule(Permission.SEE_LISTS, "See code lists and places with their sources", is_editor),
    Rule(Permission.EDIT_LISTS, "Add to code lists, and word their entries and places", is_administrator),
)
