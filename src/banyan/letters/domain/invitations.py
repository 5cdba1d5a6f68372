"""The letter that lets somebody choose the first password of their account."""

from __future__ import annotations

import datetime
from typing import Final

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from banyan.accounts.models import User
from banyan.core.i18n import TAGS
from banyan.letters.models import Letter

from . import kinds, writing

KIND: Final = "accounts.invitation"


def declare() -> None:
    """Add the kind of this letter to those there are."""
    kinds.declare(
        kinds.Kind(
            name=KIND,
            title=gettext_lazy("Invitation to the desk"),
            when=gettext_lazy("When an administrator makes an account without a password."),
            places={
                "name": kinds.Place(gettext_lazy("the name of the person"), gettext_lazy("Ms Lan")),
                "inviter": kinds.Place(gettext_lazy("who made the account"), gettext_lazy("Mr Chen")),
                "link": kinds.Place(
                    gettext_lazy("the address where the password is chosen"),
                    "https://example.org/accounts/password/…",
                    is_needed=True,
                ),
                "until": kinds.Place(gettext_lazy("the last day of that address"), "2026-12-31"),
            },
            subject=_subject,
            text=_text,
            is_secret=True,
        )
    )


def _subject() -> str:
    return _("Your account at the information centre")


def _text() -> str:
    # Translators: a letter. Keep {name}, {inviter}, {link} and {until} as they are; keep the empty lines.
    return _(
        "Dear {name},\n\n{inviter} has made an account for you. Open this address to choose your password:"
        "\n\n{link}\n\nIt works once, until {until}. After that, choose “Forgotten your password?” on the "
        "sign-in page.\n\nWith kind regards"
    )


def write(*, user: User, by: User | None, now: datetime.datetime) -> Letter:
    """Write the invitation, with a link that works once and for as long as `PASSWORD_RESET_TIMEOUT` says."""
    key = f"{user_pk_to_url_str(user)}-{app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)}"
    with override(TAGS[user.language]):
        # As allauth makes it: the key takes the place of a word in the route.
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        until = date_format(now + datetime.timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT), "DATE_FORMAT")
        inviter = str(by) if by is not None else _("The administrator")
    link = settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path.replace("UID-KEY", key)
    return writing.write(
        kind=KIND,
        to_address=user.email,
        to_name=user.name,
        language=user.language,
        values={"name": user, "inviter": inviter, "link": link, "until": until},
        by=by,
        now=now,
        about=user,
    )
