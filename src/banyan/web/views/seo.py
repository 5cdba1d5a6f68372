"""What search engines read: which pages there are, in which languages."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from banyan.core.i18n import TAGS
from banyan.events.models import Event
from banyan.ingest.domain import articles
from banyan.registry.domain import profiles
from banyan.web.caching import public_page

#: Addresses in one file; the protocol allows 50,000.
_MOST = 5000
_PARTS = {
    "organisation": profiles.shown_organisations,
    "person": profiles.shown_people,
    "event": Event.objects.all,
    "source": lambda: articles.shown_sources().filter(taken_down_at__isnull=True),
}
_XML = "application/xml; charset=utf-8"


@require_safe
@public_page
def robots(request: HttpRequest) -> HttpResponse:
    """Tell search engines what is not for them, and where the lists of pages are."""
    lines = ["User-agent: *"]
    for tag in TAGS.values():
        lines.append(f"Disallow: /{tag}/organisations/*/record.")
        lines += [f"Disallow: /{tag}/{path}" for path in ("search/", "wrong/", "desk/", "accounts/")]
    lines += ["Disallow: /editor/", "Disallow: /documents/", ""]
    for tag in TAGS.values():
        with override(tag):
            lines.append("Sitemap: " + request.build_absolute_uri(reverse("web:sitemap")))
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@public_page
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The lists of pages in the language of the address."""
    addresses = []
    for kind, records in _PARTS.items():
        last = records().order_by("-pk").values_list("pk", flat=True).first() or 1
        files = -(-last // _MOST)
        addresses += [reverse("web:sitemap-part", args=[kind, number]) for number in range(1, files + 1)]
    return render(
        request,
        "public/sitemap_index.xml",
        {"addresses": [request.build_absolute_uri(address) for address in addresses]},
        content_type=_XML,
    )


@require_safe
@public_page
def sitemap(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Pages of one kind, each with its addresses in the other languages."""
    if kind not in _PARTS or not 1 <= number <= 10_000:
        raise Http404
    # A stretch of keys, not of rows: to skip a million rows a database has to read them.
    stretch = _PARTS[kind]().filter(pk__gt=(number - 1) * _MOST, pk__lte=number * _MOST)
    rows = list(stretch.order_by("pk").values_list("public_id", "updated_at"))
    if not rows and number > 1 and not _PARTS[kind]().filter(pk__gt=number * _MOST).exists():
        raise Http404
    prefixes = {}
    for tag in TAGS.values():
        with override(tag):
            sample = reverse(f"web:{kind}", args=["ID"])
        prefixes[tag] = request.build_absolute_uri(sample)
    current = prefixes.get(request.LANGUAGE_CODE, prefixes[settings.LANGUAGE_CODE])  # type: ignore[attr-defined]
    pages = [
        {
            "address": current.replace("ID", public_id),
            "changed": changed.date().isoformat(),
            "others": [(tag, address.replace("ID", public_id)) for tag, address in prefixes.items()],
        }
        for public_id, changed in rows
    ]
    return render(request, "public/sitemap.xml", {"pages": pages}, content_type=_XML)
