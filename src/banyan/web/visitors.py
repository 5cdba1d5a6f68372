"""
What somebody without an account may send, and what keeps machines from sending it a thousand times.

These forms carry no CSRF token: they act in nobody's name, and a token would set a cookie and make every
page that has a button on a fact unfit for caches. Instead the browser must say that the form is ours
(`Sec-Fetch-Site`, `Origin`), a field no person sees must stay empty, and an address has a limit.
"""

from __future__ import annotations

import hashlib
import time
from typing import Final
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from django import forms
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from banyan.core.ids import ALPHABET

#: Messages one address may send within the window.
MOST: Final = 12
WINDOW_SECONDS: Final = 3600
_SALT: Final = "banyan.visitor.reference"
_LENGTH: Final = 8


class VisitorForm(forms.Form):
    """A form for anybody. ``homepage`` is shown to no person: a machine that fills it in is not heard."""

    homepage = forms.CharField(required=False)
    contact = forms.CharField(
        label=_("How can we answer you?"),
        help_text=_("An e-mail address or a telephone number. Only staff of the centre see it."),
        required=False,
        max_length=200,
    )

    @property
    def is_from_a_machine(self) -> bool:
        """True when the field that nobody sees has been filled in."""
        return bool(self.data.get("homepage"))


def is_own_page(request: HttpRequest) -> bool:
    """Say whether the browser sent this from one of our pages; old browsers that say nothing are believed."""
    site = request.headers.get("Sec-Fetch-Site", "")
    if site:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin", "")
    return not origin or urlsplit(origin).netloc == request.get_host()


def is_too_much(request: HttpRequest, *, what: str, most: int = MOST) -> bool:
    """Count one message or file for this address, and say whether it was one too many within the window."""
    address = get_adapter().get_client_ip(request)
    key = "visitor:" + hashlib.sha256(f"{what}:{address}".encode()).hexdigest()[:32]
    now = time.time()
    sent = [moment for moment in cache.get(key, []) if moment > now - WINDOW_SECONDS]
    if len(sent) >= most:
        return True
    # Two processes at the same moment may count one for two: this slows machines, it guards nothing.
    cache.set(key, [*sent, now], WINDOW_SECONDS)
    return False


def _signature(number: str) -> str:
    digest = salted_hmac(_SALT, number, algorithm="sha256").digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:_LENGTH])


def reference_of(pk: int) -> str:
    """Return the code under which somebody can ask later, for example ``41-7k3q-x4mc``."""
    signature = _signature(str(pk))
    return f"{pk}-{signature[:4]}-{signature[4:]}"


def read_reference(reference: str) -> int | None:
    """Return the number behind a reference, or None when it is not one of ours."""
    number, _, signature = reference.strip().lower().partition("-")
    if not (number.isascii() and number.isdigit() and len(number) < 18):
        return None
    is_ours = constant_time_compare(signature.replace("-", ""), _signature(number))
    return int(number) if is_ours else None
