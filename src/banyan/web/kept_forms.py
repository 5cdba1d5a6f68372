"""
What was typed when a session ran out, or when its record was merged meanwhile.

It is kept in the session and given back once.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme

from banyan.web.visitors import is_too_much

_KEY = "kept_form"
#: Longer texts are not kept in a session; the page itself keeps a copy in the browser.
_LONGEST = 200_000
#: Beginnings of the names of fields that never lie in a session: secrets, and what only staff may read.
_NEVER = ("csrfmiddlewaretoken", "password", "private_")


def keep(request: HttpRequest, *, path: str = "") -> None:
    """
    Keep the fields of a form that could not be taken; files and private fields are not kept.

    :param path: the page they belong to now; by default the one they were typed on

    The session's cookie is often gone as well, so it cannot be asked for; instead an address has a limit, or
    anybody could fill the table of sessions.
    """
    if request.method != "POST" or is_too_much(request, what="kept form"):
        return
    fields = request.POST.copy()
    for name in list(fields):
        if name.startswith(_NEVER):
            del fields[name]
    encoded = fields.urlencode()
    if len(encoded) <= _LONGEST:
        request.session[_KEY] = {
            "path": path or _form_page(request),
            "fields": encoded,
            "is_explained": bool(path),
        }


def way_back(request: HttpRequest) -> str:
    """Return where to lead after sign-in: the page of the form, never an address that only takes POST."""
    return request.get_full_path() if request.method in ("GET", "HEAD") else _form_page(request)


def is_explained(request: HttpRequest) -> bool:
    """Say whether somebody was told already why their form comes back."""
    return bool((request.session.get(_KEY) or {}).get("is_explained"))


def given_back(request: HttpRequest) -> QueryDict | None:
    """Return the kept fields if they belong to this page, and forget them."""
    kept = request.session.get(_KEY)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[_KEY]
    return QueryDict(kept["fields"])


def _form_page(request: HttpRequest) -> str:
    referrer = request.META.get("HTTP_REFERER", "")
    if url_has_allowed_host_and_scheme(
        referrer, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return urlsplit(referrer).path
    return request.path
