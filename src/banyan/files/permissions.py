"""Who may send files. What each purpose asks for besides is said where the purpose is declared."""

from __future__ import annotations

from banyan.accounts.permissions import is_signed_in
from banyan.core.permissions import Rule, declare


class Permission:
    """The permissions of this package."""

    SEND = "files.send"


declare(Rule(Permission.SEND, "Send a file in pieces, for what one may do anyway", is_signed_in))
