"""What search engines read: which pages there are, in which languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.db.models import CharField
from django.db.models.functions import Cast, Substr
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
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
#: What stands for a public id and for a day until they are put in.
_KEY, _DAY = "ANY-PUBLIC-ID", "ANY-DAY"


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
    # The day as text (in UTC, as stored): to read five thousand moments takes as long as all the rest.
    day = Substr(Cast("updated_at", CharField()), 1, 10)
    rows = list(stretch.order_by("pk").values_list("public_id", day))
    if not rows and number > 1 and not _PARTS[kind]().filter(pk__gt=number * _MOST).exists():
        raise Http404
    addresses = {}
    for tag in TAGS.values():
        with override(tag):
            sample = reverse(f"web:{kind}", args=[_KEY])
        addresses[tag] = request.build_absolute_uri(sample)
    current = addresses.get(request.LANGUAGE_CODE, addresses[settings.LANGUAGE_CODE])  # type: ignore[attr-defined]
    return render(
        request, "public/sitemap.xml", {"pages": _pages(rows, current, addresses)}, content_type=_XML
    )


def _pages(rows: Iterable[tuple[str, str]], current: str, addresses: Mapping[str, str]) -> SafeString:
    """Return the entries of a part, written at once: a template takes ten times as long for so many."""
    links = format_html_join("", '<xhtml:link rel="alternate" hreflang="{}" href="{}"/>', addresses.items())
    entry = format_html("<url><loc>{}</loc><lastmod>{}</lastmod>{}</url>", current, _DAY, links)
    # Public ids and days are letters, digits and hyphens: nothing in them needs escaping.
    made = (entry.replace(_KEY, public_id).replace(_DAY, day) for public_id, day in rows)
    return mark_safe("\n".join(made))  # noqa: S308 - see above
