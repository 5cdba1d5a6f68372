"""Remembering the language a reader has chosen, for addresses that name none."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language_from_path


def language_chosen(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """
    Keep the language in a cookie when a reader has switched from a page in another one.

    A first visit leaves no cookie, so that such pages may be kept by anybody between us and the reader.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        language = get_language_from_path(request.path_info)
        came_from = _language_before(request)
        kept = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if language and came_from and language not in (came_from, kept):
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                language,
                max_age=settings.LANGUAGE_COOKIE_AGE,
                samesite=settings.LANGUAGE_COOKIE_SAMESITE,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
            )
        return response

    return middleware


def _language_before(request: HttpRequest) -> str | None:
    """Return the language of the page of ours that led here, if one did."""
    referrer = urlsplit(request.headers.get("Referer", ""))
    try:
        is_ours = referrer.netloc == request.get_host()
    except DisallowedHost:  # asked under a name that is not ours, and answered so already
        return None
    return get_language_from_path(referrer.path) if is_ours else None
