"""Addresses without a language in front."""

from __future__ import annotations

import posixpath

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request, override
from django.views.static import serve


def choose_language(request: HttpRequest) -> HttpResponse:
    """Lead to the home page in the language the reader chose before, or the browser asks for."""
    with override(get_language_from_request(request)):
        response = HttpResponseRedirect(reverse("web:home"))
    patch_vary_headers(response, ("Accept-Language", "Cookie"))
    return response


def desk_in_language(request: HttpRequest, rest: str) -> HttpResponse:
    """Lead an address of the desk to the same one in the reader's language."""
    with override(get_language_from_request(request)):
        response = HttpResponseRedirect(reverse("web:desk-home") + rest)
    patch_vary_headers(response, ("Accept-Language", "Cookie"))
    return response


def health(request: HttpRequest) -> JsonResponse:
    """Say that the web process answers; reads nothing."""
    return JsonResponse({"state": "ok"})


def picture(request: HttpRequest, path: str) -> HttpResponse | FileResponse:
    """Serve pictures that editors put in; nothing else of the data folder is reachable."""
    # Brought into its one form first: what is checked has to be what is opened.
    wanted = posixpath.normpath(path)
    if not wanted.startswith(("images/", "original_images/")):
        raise Http404
    return serve(request, wanted, document_root=settings.MEDIA_ROOT)
