"""
The second step of signing in: an app, a passkey, or codes printed on paper.

allauth takes printed codes for a spare of the other two only. Here they may be the only second step: many who
work at a centre share a telephone or have none that runs an app.
"""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib.auth.base_user import AbstractBaseUser


class SecondFactorAdapter(DefaultMFAAdapter):
    """Asks for the second step from everybody who has printed codes, too."""

    def is_mfa_enabled(self, user: AbstractBaseUser, types: Any = None) -> bool:
        """
        Say whether a second step was set up.

        Where allauth asks whether a password is enough, it names app and passkey; printed codes count too.
        """
        wanted = types
        if types is not None and {Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN} <= set(types):
            wanted = [*types, Authenticator.Type.RECOVERY_CODES]
        return super().is_mfa_enabled(user, types=wanted)


class PrintedCodesForm(forms.Form):
    """Nothing to fill in: pressing the button makes the codes, with or without another second step."""

    def __init__(self, *args: Any, **options: Any) -> None:
        self.user = options.pop("user")
        super().__init__(*args, **options)
