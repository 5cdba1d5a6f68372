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
from banyan.events.models import Appearance, EventOrganiser
from banyan.ingest.domain import articles
from banyan.registry.domain import evidence, profiles, timelines
from banyan.registry.domain.evidence import Evidence
from banyan.registry.domain.organisations import languages_missing
from banyan.registry.domain.profiles import OrganisationProfile
from banyan.registry.enums import Verification
from banyan.web.caching import public_page
from banyan.web.pictures import ties as picture
from banyan.web.presenters import facts, formats, linked_data, moments, words
from banyan.web.records import canonical, moved_or_gone

#: Articles named on the page at most.
_MOST_ARTICLES = 20


def _profile(public_id: str, *, route: str, query: str = "") -> OrganisationProfile:
    key = canonical(public_id, route=route, query=query)
    try:
        return profiles.of_organisation(public_id=key)
    except profiles.RecordIsUnknown:
        raise moved_or_gone(key, route=route) from None


def _neighbours(profile: OrganisationProfile) -> list[picture.Neighbour]:
    """Return the organisations at the other ends; several relationships with the same one are one line."""
    others: dict[int, list[profiles.SeenTie]] = {}
    for seen in profile.ties:
        others.setdefault(seen.other.pk, []).append(seen)
    return [
        picture.Neighbour(
            name=str(rows[0].other.title),
            words=tuple(
                dict.fromkeys(
                    words.tie(row.tie.kind, is_subject=row.is_subject, grade=row.tie.grade) for row in rows
                )
            ),
            has_ended=all(row.tie.to_date for row in rows),
        )
        for rows in others.values()
    ]


def _label(profile: OrganisationProfile) -> str:
    return _("Relationships of %(name)s") % {"name": profile.organisation.title}


def _pictures(profile: OrganisationProfile) -> SafeString:
    """Return the drawing twice, for a wide page and for a phone; the styles show one of them."""
    name, label, neighbours = str(profile.organisation.title), _label(profile), _neighbours(profile)
    return picture.draw(name=name, neighbours=neighbours, label=label) + picture.draw_tall(
        name=name, neighbours=neighbours, label=label
    )


def _activities(profile: OrganisationProfile, proof: Evidence) -> list[dict[str, Any]]:
    rows = []
    for activity in profiles.activities_of(profile.parties):
        roles = [words.party(party.role) for party in profile.parties if party.activity_id == activity.pk]
        rows.append(
            {
                "activity": activity,
                "roles": formats.listed(dict.fromkeys(roles)),
                "period": formats.period(activity.start_date, activity.end_date),
                "amount": formats.money(activity.amount, activity.currency) if activity.amount else "",
                "reached": activity.people_reached,
                "refs": proof.of(activity),
                "wrong": facts.wrong(_("Activity"), activity.title),
            }
        )
    return rows


def _events(
    organised: tuple[EventOrganiser, ...], appearances: tuple[Appearance, ...], proof: Evidence
) -> list[dict[str, Any]]:
    """Return the events an organisation held or its people took part in, each once, the latest first."""
    rows: dict[int, dict[str, Any]] = {}
    for held in organised:
        rows[held.event_id] = {"event": held.event, "is_organiser": True, "people": [], "refs": ()}
        rows[held.event_id]["refs"] = proof.of(held) or proof.of(held.event)
    for part in appearances:
        row = rows.setdefault(
            part.event_id, {"event": part.event, "is_organiser": False, "people": [], "refs": ()}
        )
        row["people"].append(part)
        known = {reference.number for reference in row["refs"]}
        row["refs"] += tuple(reference for reference in proof.of(part) if reference.number not in known)
    for row in rows.values():
        row["when"] = formats.period(row["event"].start_date, row["event"].end_date)
        row["wrong"] = facts.wrong(_("Event"), row["event"].title)
    return sorted(rows.values(), key=lambda row: row["event"].start_date, reverse=True)


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
    organised = event_queries.organised_by(organisation_id=record.pk)
    appearances = event_queries.attended_by(person_ids={post.person_id for post in profile.posts})
    activities = profiles.activities_of(profile.parties)
    proof = evidence.collect(
        [
            record,
            *profile.names,
            *profile.identifiers,
            *profile.figures,
            *profile.posts,
            *(seen.tie for seen in profile.ties),
            *activities,
            *organised,
            *(row.event for row in organised),
            *appearances,
        ]
    )
    event_rows = _events(organised, appearances, proof)
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
            "listed": _listed(profile, event_rows, list(activities)),
            "people": facts.post_rows(profile.posts, proof),
            "people_beyond": profile.posts_total - len(profile.posts),
            "ties": facts.tie_rows(profile.ties, proof),
            "ties_beyond": profile.ties_total - len(profile.ties),
            "svg": _pictures(profile) if profile.ties else "",
            "activities": _activities(profile, proof),
            "events": event_rows,
            "articles": articles.naming(
                record_type="organisation", record_key=record.public_id, limit=_MOST_ARTICLES
            ),
            "moments": moments.rows(
                timelines.of_organisation(profile, event_queries.moments(organised, appearances)),
                record,
                proof,
            ),
            "sources": facts.source_rows(
                proof.sources,
                [
                    *(name.text for name in profile.names),
                    *facts.titles_of(
                        *(post.person for post in profile.posts),
                        *(seen.other for seen in profile.ties),
                        *activities,
                        *(row["event"] for row in event_rows),
                    ),
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
        neighbours=_neighbours(profile),
        label=_label(profile),
        is_standalone=True,
    )
    response = HttpResponse(drawing, content_type="image/svg+xml; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{profile.organisation.public_id}.svg"'
    return response
