"""
How accounts come to be and what is written about them: an administrator makes them, letters go by the
outbox.
"""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as sign_in
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from banyan.core.i18n import active_language
from banyan.letters.domain import writing


class SignInAdapter(DefaultAccountAdapter):
    """
    The stock behaviour, with signing up closed and letters in the outbox, where a dead mail server loses
    none.
    """

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts of the desk are made by an administrator."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put a letter about signing in into the outbox; some carry a link that lets somebody in."""
        values = {"request": sign_in.request, "email": email, **context}
        letter: EmailMessage = self.render_mail(template_prefix, email, values)
        with transaction.atomic():
            writing.post(
                kind=template_prefix.rsplit("/", 1)[-1][:60],
                to_address=email,
                language=active_language(),
                subject=letter.subject,
                text=str(letter.body),
                is_secret=True,
                by=None,
                now=timezone.now(),
            )
