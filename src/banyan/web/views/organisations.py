"""The public page of an organisation, and the picture of its relationships."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from banyan.core.i18n import LANGUAGES
from banyan.events.domain import queries as event_queries
from banyan.ingest.domain import articles
from banyan.registry.domain import profiles, timelines
from banyan.registry.domain.organisations import languages_missing
from banyan.registry.domain.profiles import OrganisationProfile
from banyan.registry.enums import Verification
from banyan.web.caching import public_page
from banyan.web.pictures import ties as picture
from banyan.web.presenters import facts, formats, linked_data, moments, organisation_rows
from banyan.web.records import canonical, moved_or_gone

#: Articles named on the page at most.
_MOST_ARTICLES = 20


def _profile(public_id: str, *, route: str, query: str = "") -> OrganisationProfile:
    key = canonical(public_id, route=route, query=query)
    try:
        return profiles.of_organisation(public_id=key)
    except profiles.RecordIsUnknown:
        raise moved_or_gone(key, route=route) from None


def _label(profile: OrganisationProfile) -> str:
    return _("Relationships of %(name)s") % {"name": profile.organisation.title}


def _pictures(profile: OrganisationProfile) -> SafeString:
    """Return the drawing twice, for a wide page and for a phone; the styles show one of them."""
    name, label, neighbours = (
        str(profile.organisation.title),
        _label(profile),
        organisation_rows.neighbours(profile),
    )
    return picture.draw(name=name, neighbours=neighbours, label=label) + picture.draw_tall(
        name=name, neighbours=neighbours, label=label
    )


def _listed(
    profile: OrganisationProfile, events: list[dict[str, Any]], activities: list[Any]
) -> list[dict[str, str]]:
    """Return how much of each kind the register itself holds, to stand beside what sources state."""
    counted = [
        (profile.ties_total, _("relationships"), "#relationships"),
        (profile.posts_total, _("people"), "#people"),
        (len(activities), _("activities"), "#activities"),
        (len(events), _("events"), "#events"),
    ]
    return [
        {"value": formats.number(count), "label": label, "url": url} for count, label, url in counted if count
    ]


@require_safe
@public_page
def organisation(request: HttpRequest, public_id: str) -> HttpResponse:
    """Everything the register holds about an organisation, each fact with its source."""
    profile = _profile(public_id, route="organisation", query=request.META.get("QUERY_STRING", ""))
    record = profile.organisation
    found = organisation_rows.gather(profile)
    proof, event_rows = found.proof, found.events
    missing = languages_missing(record)
    return render(
        request,
        "registry/organisation.html",
        {
            "section": "organisation",
            "record": record,
            "kind": "organisation",
            "kicker": facts.place_line(record),
            "names": facts.other_names(profile.names, str(record.title)),
            "facts": facts.organisation_facts(profile, proof),
            "figures": facts.figure_rows(profile.figures, proof),
            "listed": _listed(profile, event_rows, found.activities),
            "people": facts.post_rows(profile.posts, proof),
            "people_beyond": profile.posts_total - len(profile.posts),
            "ties": facts.tie_rows(profile.ties, proof),
            "ties_beyond": profile.ties_total - len(profile.ties),
            "svg": _pictures(profile) if profile.ties else "",
            "activities": found.activities,
            "events": event_rows,
            "articles": articles.naming(
                record_type="organisation", record_key=record.public_id, limit=_MOST_ARTICLES
            ),
            "moments": moments.rows(
                timelines.of_organisation(profile, event_queries.moments(found.organised, found.appearances)),
                record,
                proof,
            ),
            "sources": facts.source_rows(
                proof.sources,
                [
                    *(name.text for name in profile.names),
                    *found.titles(),
                ],
            ),
            "verification": Verification(record.verification).label,
            "languages": [
                {"name": formats.language_name(code), "is_missing": code in missing} for code in LANGUAGES
            ],
            "linked_data": linked_data.organisation(request, profile),
        },
    )


@require_safe
@public_page
def ties_picture(request: HttpRequest, public_id: str) -> HttpResponse:
    """The picture of the relationships as a file of its own."""
    profile = _profile(public_id, route="ties-picture")
    drawing = picture.draw(
        name=str(profile.organisation.title),
        neighbours=organisation_rows.neighbours(profile),
        label=_label(profile),
        is_standalone=True,
    )
    response = HttpResponse(drawing, content_type="image/svg+xml; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{profile.organisation.public_id}.svg"'
    return response
