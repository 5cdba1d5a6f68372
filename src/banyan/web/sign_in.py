"""How accounts come to be: an administrator makes them; nobody signs up by themselves."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class SignInAdapter(DefaultAccountAdapter):
    """The stock behaviour, with signing up closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts of the desk are made by an administrator."""
        return False
