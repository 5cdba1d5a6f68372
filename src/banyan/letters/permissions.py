"""Who may read what was sent, and word letters."""

from __future__ import annotations

from banyan.accounts.permissions import is_administrator
from banyan.core.permissions import Rule, declare


class Permission:
    """The permissions of this package."""

    SEE_LETTERS = "letters.see_letters"
    EDIT_WORDINGS = "letters.edit_wordings"


declare(
    Rule(Permission.SEE_LETTERS, "See which letters were sent, and send them again", is_administrator),
    Rule(Permission.EDIT_WORDINGS, "Put the centre's letters in its own words", is_administrator),
)
