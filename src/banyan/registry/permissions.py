"""Who may do what with the register."""

from __future__ import annotations

from typing import Any

from banyan.accounts.permissions import is_anybody, is_editor
from banyan.core.permissions import Rule, declare


class Permission:
    """The permissions of this package."""

    SEE_RECORDS = "registry.see_records"
    SUGGEST_CORRECTION = "registry.suggest_correction"
    EDIT_RECORDS = "registry.edit_records"
    SEE_HISTORY = "registry.see_history"
    SEE_PRIVATE = "registry.see_private"
    DECIDE_PROPOSALS = "registry.decide_proposals"
    MERGE_RECORDS = "registry.merge_records"
    FIND_DUPLICATES = "registry.find_duplicates"


def is_shown(person: Any, subject: Any) -> bool:
    """Everybody, unless the record is hidden; editors see hidden ones too."""
    return is_editor(person, subject) or not getattr(subject, "is_hidden", False)


declare(
    Rule(Permission.SEE_RECORDS, "Read records that are not hidden", is_shown),
    Rule(Permission.SUGGEST_CORRECTION, "Say that something on a page is wrong", is_anybody),
    Rule(Permission.EDIT_RECORDS, "Add and change records", is_editor),
    Rule(Permission.SEE_HISTORY, "See who changed a record and how", is_editor),
    Rule(Permission.SEE_PRIVATE, "See private contact details", is_editor),
    Rule(Permission.FIND_DUPLICATES, "Look for records that are there twice, and say so", is_editor),
    Rule(Permission.DECIDE_PROPOSALS, "Decide on suggested changes", is_editor),
    Rule(Permission.MERGE_RECORDS, "Merge records that are the same, and take a merge back", is_editor),
)
