"""The home page, and the page that says who the centre is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.views import serve

from banyan.core.counting import known_count
from banyan.events.domain import queries as event_queries
from banyan.events.models import Event
from banyan.ingest.domain import articles
from banyan.registry.domain import evidence, profiles
from banyan.registry.enums import NameKind
from banyan.registry.models import OrganisationName, Tie
from banyan.web.caching import public_page
from banyan.web.presenters import facts, formats

#: Records of each kind on the home page.
NEWEST = 4
#: Names among which examples to search for are looked for.
_RECENT_NAMES = 200


def _figures() -> list[dict[str, str]]:
    """Return how much is held; a kind of which there is nothing is left out."""
    held = [
        ("organisations", profiles.shown_organisations(), _("organisations"), reverse("web:organisations")),
        ("people", profiles.shown_people(), _("people"), reverse("web:people")),
        ("events", Event.objects.all(), _("events"), reverse("web:events")),
        ("relationships", Tie.objects.all(), _("relationships"), ""),
        ("sources", articles.shown_sources(), _("sources"), reverse("web:sources")),
    ]
    counted = [(known_count(f"shown-{name}", rows), label, url) for name, rows, label, url in held]
    return [
        {"value": formats.number(count), "label": label, "url": url} for count, label, url in counted if count
    ]


def _tries() -> list[dict[str, str]]:
    """Return examples to search for, taken from what is there: a short name per language, an acronym."""
    recent = OrganisationName.objects.order_by("-pk").values_list("text", "language", "kind")[:_RECENT_NAMES]
    found: dict[str, str] = {}
    for text, language, kind in sorted(recent, key=lambda row: len(row[0])):
        slot = "acronym" if kind == NameKind.ACRONYM else language.split("-")[0]
        if slot in ("acronym", "vi", "zh", "en") and len(text) > 2:
            found.setdefault(slot, text)
    search = reverse("web:search")
    return [
        {
            "text": text,
            "lang": formats.html_tag(slot) if slot != "acronym" else "",
            "url": f"{search}?{urlencode({'q': text})}",
        }
        for slot, text in sorted(found.items(), reverse=True)
    ]


@require_safe
@public_page
def home(request: HttpRequest) -> HttpResponse:
    """Search first; then what is new, each record with where it comes from."""
    newest = list(
        profiles.shown_organisations()
        .select_related("legal_form", "country", "place")
        .order_by("-created_at", "-pk")[:NEWEST]
    )
    events = event_queries.latest(limit=NEWEST)
    proof = evidence.collect([*newest, *events])
    return render(
        request,
        "public/home.html",
        {
            "tries": _tries(),
            "figures": _figures(),
            "organisations": [
                {"record": row, "line": facts.place_line(row), "origin": proof.source_of(row)}
                for row in newest
            ],
            "events": [{"record": row, "origin": proof.source_of(row)} for row in events],
            "articles": [
                {"record": source, "line": facts.source_line(source)}
                for source in articles.latest(limit=NEWEST)
            ],
        },
    )


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Serve the page "About" that an editor has written."""
    response = serve(request, "about/")
    if isinstance(getattr(response, "context_data", None), dict):
        response.context_data["section"] = "about"
    return response
