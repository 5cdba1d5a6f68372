"""How long a public page may be kept: a minute for everybody, never for somebody who has signed in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers, patch_cache_control

from banyan.web.records import MovedTo

MINUTE: Final = 60


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """
    Let caches on the way keep a page for a minute, unless it was made for somebody signed in.

    A record that has another address (`records.MovedTo`) is answered with a redirect.
    """

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except MovedTo as moved:
            response = moved.response
        if request.user.is_authenticated or request.method not in ("GET", "HEAD"):
            add_never_cache_headers(response)
        elif response.status_code < 400:
            patch_cache_control(response, public=True, max_age=MINUTE)
        return response

    return kept
