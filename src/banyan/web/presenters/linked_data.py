"""Records as schema.org describes them, for search engines and whoever reads pages by machine."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from banyan.events.domain.queries import EventProfile
from banyan.registry.domain.profiles import OrganisationProfile, PersonProfile
from banyan.registry.models import Organisation

_CONTEXT = "https://schema.org"


def _full(data: dict[str, Any]) -> dict[str, Any]:
    """Return the data without what is unknown."""
    return {key: value for key, value in data.items() if value}


def organisation(request: HttpRequest, profile: OrganisationProfile) -> dict[str, Any]:
    """Return an organisation: names, founding, places, identifiers, other address."""
    record = profile.organisation
    title = str(record.title)
    return _full(
        {
            "@context": _CONTEXT,
            "@type": "Organization",
            "@id": request.build_absolute_uri(record.get_absolute_url()),
            "identifier": [record.public_id, *(f"{row.scheme}-{row.value}" for row in profile.identifiers)],
            "name": title,
            "alternateName": sorted({name.text for name in profile.names} - {title}),
            "description": str(record.summary),
            "foundingDate": record.founded_date,
            "dissolutionDate": record.ended_date,
            "url": record.website,
            "location": str(record.place.name) if record.place else "",
            "areaServed": str(record.country.name) if record.country else "",
            "memberOf": [
                {"@type": "Organization", "name": str(seen.other.title)}
                for seen in profile.ties
                if seen.is_subject and seen.tie.kind == "member_of" and not seen.tie.to_date
            ],
        }
    )


def person(request: HttpRequest, profile: PersonProfile) -> dict[str, Any]:
    """Return a person with the posts that are public."""
    record = profile.person
    title = str(record.title)
    return _full(
        {
            "@context": _CONTEXT,
            "@type": "Person",
            "@id": request.build_absolute_uri(record.get_absolute_url()),
            "name": title,
            "alternateName": sorted({name.text for name in profile.names} - {title}),
            "worksFor": [
                {"@type": "Organization", "name": str(post.organisation.title)}
                for post in profile.posts
                if not post.to_date
            ],
        }
    )


def event(request: HttpRequest, profile: EventProfile) -> dict[str, Any]:
    """Return an event: when, where, held by whom."""
    record = profile.event
    return _full(
        {
            "@context": _CONTEXT,
            "@type": "Event",
            "@id": request.build_absolute_uri(record.get_absolute_url()),
            "name": str(record.title),
            "startDate": record.start_date,
            "endDate": record.end_date,
            "location": record.venue or (str(record.place.name) if record.place else ""),
            "organizer": [
                {"@type": "Organization", "name": str(row.organisation.title)} for row in profile.organisers
            ],
        }
    )


def organisation_list(request: HttpRequest, records: list[Organisation]) -> dict[str, Any]:
    """Return a page of organisations as a list."""
    return {
        "@context": _CONTEXT,
        "@type": "ItemList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "item": {
                    "@type": "Organization",
                    "@id": request.build_absolute_uri(record.get_absolute_url()),
                    "name": str(record.title),
                },
            }
            for position, record in enumerate(records, start=1)
        ],
    }
